"""The equations that state no result: they say what a symbol means, and nothing can contradict it.

A page may have five of them; every other labelled equation needs a check.
"""

MOST_PER_PAGE = 5

# Page -> its labels.
DEFINITIONS: dict[str, tuple[str, ...]] = {
    "book/1-background/index.md": ("eq-shrunk-covariance",),
    "book/4-mathematics/gan.md": ("eq-gan-value",),
    "book/4-mathematics/gan-dynamics.md": ("eq-nash",),
    "book/4-mathematics/vae.md": (
        "eq-latent-model",
        "eq-article-loss",  # a quotation
    ),
    "book/4-mathematics/vae-rate.md": (
        "eq-beta",
        "eq-active-units",
    ),
    "book/6-applications/inpainting.md": ("eq-flow-euler",),
    "book/8-outlook/privacy.md": (
        "eq-roc",
        "eq-reference-score",
        "eq-dp",
        "eq-renyi",
    ),
}
