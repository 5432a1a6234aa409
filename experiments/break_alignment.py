"""The traces of the exercise on broken alignments: the stored network, and two faults put into it.

Stores `genai_utils/exercises/traces/alignment.json`. Takes a second.
"""

import cells
import stored_json
import torch
from torch import Tensor

from genai_utils import speech
from genai_utils.data.pronunciations import PHONES, pronunciations
from genai_utils.models.pronouncer import Pronouncer

TARGET = cells.NOTEBOOKS.parent / "genai_utils" / "exercises" / "traces" / "alignment.json"
STORED = cells.NOTEBOOKS / "6-speech-synthesis.safetensors"
WORDS = {"A": "information", "B": "information", "C": "thoroughly", "healthy": "information"}
SUM, WHERE, SHARED = "sum of the weights", "letter looked at", "letters that share the look"


class WrongAxis(Pronouncer):
    """The weights of each letter over the phones add up to 1, not those of each phone."""

    def attend(self, hidden: Tensor, read: Tensor) -> Tensor:
        return torch.softmax(self.query(hidden) @ read.mT / read.shape[-1] ** 0.5, dim=-2)


class NoQuery(Pronouncer):
    """What has been written doesn't enter into where it looks."""

    def attend(self, hidden: Tensor, read: Tensor) -> Tensor:
        return super().attend(torch.zeros_like(hidden), read)


KINDS = {"A": WrongAxis, "B": NoQuery, "C": Pronouncer, "healthy": Pronouncer}


@torch.no_grad()
def weights(model: Pronouncer, word: str) -> Tensor:
    """The attention while the dictionary's phones of a word are written. -> (phones, letters)."""
    phones = [PHONES.index(phone) + 1 for phone in pronunciations()[word][0]]
    return model(speech.letters_of([word]), torch.tensor([[0, *phones[:-1]]]))[1][0]


def trace(table: Tensor) -> dict[str, list[float]]:
    """Three quantities, a value a phone: letters are counted from 1, and the last is the end."""
    shares = table / table.sum(1, keepdim=True)
    places = torch.arange(1, table.shape[1] + 1)
    spread = torch.special.entr(shares).sum(1).exp()
    columns = {SUM: table.sum(1), WHERE: (shares * places).sum(1), SHARED: spread}
    return {name: [round(it, 2) for it in value.tolist()] for name, value in columns.items()}


def main() -> None:
    state = speech.read(STORED)["pronouncer"]
    found = {}
    for run, kind in KINDS.items():
        model = kind(28, len(PHONES) + 1, len(state["query.weight"]))
        model.load_state_dict(state)
        found[run] = trace(weights(model.eval(), WORDS[run]))
        print(run, found[run])
    stored_json.write(TARGET, found)


if __name__ == "__main__":
    main()
