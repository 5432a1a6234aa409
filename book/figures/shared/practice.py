"""Chapter 5's two recipes: their names in the stored tables, their colours and marks."""

from genai_utils.plots import PALETTE

REAL = PALETTE[0]
RECIPES = {"the article's recipe": (PALETTE[1], "s"), "ours": (PALETTE[2], "o")}
MUTED = "#666666"
