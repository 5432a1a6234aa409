"""The likeliest row of phones, sought along several beginnings at once."""

import torch
from torch import Tensor
from torch.nn.functional import pad

from genai_utils.models.pronouncer import Pronouncer


@torch.no_grad()
def search(model: Pronouncer, letters: Tensor, beams: int = 5, longest: int = 32) -> Tensor:
    """The likeliest phones that a beam search finds. (n, m) -> (n, longest), filled with 0.

    After each step it keeps those `beams` beginnings of each word whose log-probability,
    `eq-phone-likelihood`, is largest; one that is over stays as it is. Sums aren't divided by their
    lengths: they are the model's own, and its end is a symbol like any other. A single beam is
    `Pronouncer.say`. Raises `ValueError` for fewer beams than one.

    >>> model = Pronouncer(letters=28, phones=70).eval()
    >>> letters = torch.tensor([[20, 15, 0]])
    >>> search(model, letters, beams=1).equal(model.say(letters))
    True
    """
    if beams < 1:
        raise ValueError(f"one beam or more is needed, but got {beams}.")
    read = model.understood(letters).repeat_interleave(beams, 0)
    table = letters.new_zeros(len(read), 1)
    # All beams of a word begin alike: only the first may be gone on with.
    sums = torch.full((len(letters), beams), -torch.inf, device=letters.device)
    sums[:, 0] = 0.0
    state, over = None, torch.zeros_like(table[:, 0], dtype=torch.bool)
    for _ in range(longest):
        scores, _, state = model.step(read, table[:, -1:], state)
        each = ended(torch.log_softmax(scores[:, 0], -1), over)
        sums, origin, phones = best(sums, each)
        table = torch.cat([table[origin], phones[:, None]], 1)
        over = over[origin] | (phones == 0)
        state = (state[0][:, origin], state[1][:, origin])
        if over.all():
            break
    first = table[::beams, 1:]
    return pad(first, (0, longest - first.shape[1]))


def ended(each: Tensor, over: Tensor) -> Tensor:
    """The log-probabilities (n, phones) with those of rows that are over put right.

    What is over goes on with 0 alone, at no cost.

    >>> ended(torch.full((2, 2), -1.0), torch.tensor([False, True]))
    tensor([[-1., -1.],
            [ 0., -inf]])
    """
    still = torch.full_like(each, -torch.inf)
    still[:, 0] = 0.0
    return torch.where(over[:, None], still, each)


def best(sums: Tensor, each: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The best ways to go on from beams with the sums (n, beams).

    `each` (n beams, phones) are the log-probabilities of what may follow. Returns the new sums,
    best first, and for each new beam, (n beams,), the row of its beginning and its last phone.

    >>> best(torch.tensor([[0.0, -1.0]]), torch.tensor([[-1.0, -3.0], [-0.5, -2.5]]))
    (tensor([[-1.0000, -1.5000]]), tensor([0, 1]), tensor([0, 0]))
    """
    beams, phones = sums.shape[1], each.shape[1]
    totals = (sums[..., None] + each.unflatten(0, sums.shape)).flatten(1)
    found, chosen = totals.topk(beams, 1)
    rows = torch.arange(0, len(each), beams, device=each.device)[:, None] + chosen // phones
    return found, rows.flatten(), (chosen % phones).flatten()
