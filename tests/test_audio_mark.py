"""The mark of synthesis: its law without a mark, what it survives, and what it doesn't."""

import pytest
import torch
from scipy import stats

from genai_utils import audio
from genai_utils.data import voices

KEY = 7


@pytest.fixture(scope="module")
def speech():
    return voices.say("The boats are small and the weather is good today.", "en-us+m3").sound


def test_without_a_mark_scores_are_standard_normal_over_keys(speech):
    scores = [audio.mark_score(speech, key) for key in range(300)]
    assert stats.kstest(scores, "norm").pvalue > 0.01
    assert abs(stats.tstd(scores) - 1) < 0.15


def test_the_mark_is_found_with_its_key_alone(speech):
    marked = audio.marked(speech, KEY)
    assert audio.mark_score(marked, KEY) > 4
    assert abs(audio.mark_score(marked, KEY + 1)) < 4
    assert abs(audio.mark_score(speech, KEY)) < 4


def test_a_stronger_and_a_longer_mark_have_higher_scores(speech):
    weak, strong = (audio.mark_score(audio.marked(speech, KEY, s), KEY) for s in (0.05, 0.3))
    assert strong > weak + 3
    whole = audio.marked(speech, KEY)
    assert audio.mark_score(whole, KEY) > audio.mark_score(whole[: len(whole) // 3], KEY)


def test_the_mark_is_soft(speech):
    gap = audio.marked(speech, KEY) - speech
    assert 10 * (speech.square().mean() / gap.square().mean()).log10() > 15


def test_a_cut_beginning_hides_the_mark_until_it_is_sought(speech):
    cut = audio.marked(speech, KEY)[3000:]
    assert audio.mark_score(cut, KEY) < 4
    assert audio.sought(cut, KEY, reach=4096) > 4.5
    assert audio.sought(cut, KEY + 1, reach=4096) < 4.5


@pytest.mark.parametrize("sound", [torch.zeros(22050), torch.ones(10)])
def test_a_sound_that_says_nothing_has_no_score(sound):
    with pytest.raises(ValueError, match="isn't silent"):
        audio.mark_score(sound, KEY)


@pytest.mark.parametrize("strength", [0.0, -1.0, 1.5])
def test_a_strength_out_of_range_is_refused(speech, strength):
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        audio.marked(speech, KEY, strength)
