"""Losses of preferences: what they don't see, and what they refuse."""

import math

import pytest
import torch

from genai_utils import losses

ONE, OTHER = torch.tensor([[-5.0, -9.0], [-6.0, -7.0]]), torch.tensor([[-4.0, -4.0], [-5.0, -8.0]])


def test_a_constant_in_both_rewards_changes_nothing():
    first, second = torch.tensor([1.0, -2.0]), torch.tensor([0.5, 3.0])
    moved = losses.preference_loss(first + 7, second + 7)
    assert torch.allclose(losses.preference_loss(first, second), moved, atol=1e-6)


def test_both_may_fall_while_the_loss_falls():
    before = losses.dpo_loss(torch.tensor([[-10.0], [-10]]), torch.tensor([[-11.0], [-11]]), 1.0)
    after = losses.dpo_loss(torch.tensor([[-14.0], [-10]]), torch.tensor([[-19.0], [-11]]), 1.0)
    assert before.item() == pytest.approx(math.log(2))
    assert after.item() == pytest.approx(0.0181, abs=1e-4)


def test_the_reward_of_the_best_policy_is_the_reward():
    reference, reward = torch.tensor([0.5, 0.3, 0.2]).log(), torch.tensor([1.0, -2.0, 0.5])
    best = losses.tilted(reference, reward, beta=0.7)
    found = losses.implicit_reward(best, reference, beta=0.7)
    assert torch.allclose(found - found[0], reward - reward[0], atol=1e-5)


def test_far_apart_is_finite():
    rewards = torch.tensor([1e4]), torch.tensor([-1e4])
    assert losses.preference_loss(*rewards).item() == 0
    assert losses.preference_loss(*rewards[::-1]).item() == pytest.approx(2e4)


@pytest.mark.parametrize("beta", [0.0, -1.0, math.inf, math.nan])
def test_beta_is_positive_and_finite(beta):
    with pytest.raises(ValueError, match="a positive, finite beta"):
        losses.dpo_loss(ONE, OTHER, beta)
    with pytest.raises(ValueError, match="a positive, finite beta"):
        losses.tilted(ONE, OTHER, beta)


def test_no_answer_is_compared_with_another_question():
    with pytest.raises(ValueError, match="different questions"):
        losses.preference_loss(torch.zeros(3), torch.zeros(1))
    with pytest.raises(ValueError, match="under the policy and under the reference"):
        losses.dpo_loss(ONE[:1], OTHER[:1], 1.0)


def test_an_answer_that_the_reference_never_gives_stays_impossible():
    reference = torch.tensor([1.0, 0.0]).log()
    assert losses.tilted(reference, torch.tensor([0.0, 99.0]), 0.1).exp().tolist() == [1.0, 0.0]
