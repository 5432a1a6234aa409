"""What a student of `experiments/diffusion_distil.py` is asked for, where it is known by hand."""

import diffusion_distil
import pytest
import torch
from torch import nn


class Says(nn.Module):
    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def forward(self, x, t, labels):
        return self.answer(x, t.view(-1, 1, 1, 1))


# Teacher, passes of the student, and what the student should say. For x' = x two half steps lead
# to (1 + 1/2)² x = 2.25 x; for x' = t two quarter steps from t add (t + (t + 1/4)) / 4.
KNOWN = {
    "constant": (lambda x, t: 0 * x + 3, 4, lambda x, t: 0 * x + 3),
    "grows": (lambda x, t: x, 1, lambda x, t: 1.25 * x),
    "looks at the time": (lambda x, t: 0 * x + t, 2, lambda x, t: 0 * x + t + 1 / 8),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_student_is_asked_for_two_steps_in_one(name):
    teacher, passes, student = KNOWN[name]
    loss = diffusion_distil.loss_of(Says(teacher), passes)
    x, labels = torch.randn(6, 1, 4, 4), torch.zeros(6, dtype=torch.long)
    assert loss(Says(student), x, labels).item() == pytest.approx(0, abs=1e-9)
    assert loss(Says(lambda x, t: student(x, t) + 0.1), x, labels).item() == pytest.approx(
        0.01, rel=1e-3
    )
