"""Voice conversion: frames there and back, places of phones, disguises, statistics, and storing."""

import pytest
import torch

from genai_utils import audio, conversion
from genai_utils.conversion import disguise, stored
from genai_utils.conversion.segments import Segments

TEXT = "yes, we were away"


@pytest.fixture(scope="module")
def both():
    """One text in a low and in a high voice."""
    return conversion.recorded(TEXT, 1), conversion.recorded(TEXT, 3)


@pytest.fixture(scope="module")
def four():
    """The text in every voice."""
    return [conversion.recorded(TEXT, speaker) for speaker in range(4)]


def test_what_is_said_again_has_its_envelope_and_its_pitch(both):
    for each in both:
        again = conversion.analyse(conversion.spoken(each.frames))
        distance = audio.mel_cepstral_distance(again.cepstrum, each.frames.cepstrum)
        other = both[each is both[0]].frames.cepstrum
        assert distance < 2.5 < 4 < audio.mel_cepstral_distance(again.cepstrum, other)
        voiced = (again.pitch > 0) & (each.frames.pitch > 0)
        ratio = again.pitch[voiced] / each.frames.pitch[voiced]
        assert ratio.log().abs().median() < 0.03


def test_each_round_of_filtering_brings_the_envelope_nearer(both):
    frames = both[0].frames
    far = []
    for rounds in (1, 2, 3):
        again = conversion.analyse(conversion.spoken(frames, rounds)).cepstrum
        far.append((again - frames.cepstrum).square().mean().item())
    assert far[0] > 1.5 * far[1] > 1.5 * far[2]


def test_a_sound_said_again_is_the_same_each_time(both):
    one, other = (conversion.spoken(both[0].frames) for _ in range(2))
    assert torch.equal(one, other)


def test_the_same_place_is_in_the_same_phone(both):
    source, target = both
    at = conversion.same_time(source, target)
    assert len(at) == len(source.phones)
    assert (at.diff() >= 0).all()
    same = [a == target.phones[i] for a, i in zip(source.phones, at.tolist(), strict=True)]
    assert sum(same) / len(same) > 0.9  # all but frames at a phone's edge


def test_other_phones_have_no_place(both):
    with pytest.raises(ValueError, match="their phones differ"):
        conversion.same_time(both[0], conversion.recorded("no", 3))


def test_matching_gives_the_targets_mean_and_its_pitch(both):
    source, target = (conversion.voice_of([each], each.speaker) for each in both)
    made = conversion.spread_matched(both[0].frames, source, target)
    assert torch.allclose(made.cepstrum.mean(1, keepdim=True), target.mean, atol=1e-3)
    assert torch.allclose(made.cepstrum.std(1, keepdim=True), target.spread, atol=1e-3)
    logs = made.pitch[made.pitch > 0].log()
    assert logs.mean().item() == pytest.approx(target.pitch_mean, abs=0.03)
    assert torch.equal(made.pitch > 0, both[0].frames.pitch > 0)


def test_a_targets_own_frames_are_their_own_nearest(both):
    voice = conversion.voice_of([both[1]], 3)
    found = conversion.Neighbours([both[1]], 3, voice)
    made = found(both[1].frames, voice, nearest=1)
    assert torch.allclose(made.cepstrum, both[1].frames.cepstrum)


def test_a_stretched_envelope_has_its_peak_higher():
    bands = torch.arange(audio.BANDS)
    peak = torch.exp(-(((bands - 30) / 6.0) ** 2))
    moved = audio.from_mel_cepstrum(
        disguise.stretching(1.3) @ audio.mel_cepstrum(peak[:, None], conversion.KEPT), audio.BANDS
    )
    top = audio.to_mel(torch.tensor(audio.RATE / 2))
    before, after = (
        audio.to_hertz((place + 1.0) / (audio.BANDS + 1) * top) for place in (30, moved.argmax())
    )
    assert (after / before).item() == pytest.approx(1.3, abs=0.04)


def test_a_disguise_hides_the_voice_but_not_the_times(both):
    drawn = torch.Generator().manual_seed(0)
    pieces = both[0].frames.cepstrum[None, :, :40].repeat(3, 1, 1)
    shown = disguise.disguised(pieces, torch.ones(conversion.KEPT, 1), drawn)
    assert not torch.allclose(shown[0], shown[1])
    still = pieces[0].diff(dim=1).norm(dim=0) < 1e-3
    assert (shown[0].diff(dim=1).norm(dim=0)[still] < 1e-2).all()


def test_pieces_are_of_the_utterance_they_name():
    utterances = [n + torch.arange(60.0)[None] / 100 for n in range(3)]
    x, places = Segments(utterances, seed=0).draw()
    assert (x[:, 0, 0].floor() == places[:, 0]).all()
    assert torch.allclose((x[:, 0, 0] % 1) * 100, places[:, 1].float(), atol=1e-3)


def test_an_utterance_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="more than 32 frames"):
        Segments([torch.zeros(2, 32)], seed=0)


@pytest.mark.parametrize("hide", [False, True])
def test_a_stored_converter_converts_as_before(tmp_path, both, four, hide):
    converter, losses = conversion.trained_bottleneck(four, 4, hide, steps=3)
    assert len(losses) == 3
    stored.save_converter(tmp_path / "a.safetensors", converter)
    again = stored.load_converter(tmp_path / "a.safetensors")
    one, other = (it(both[0].frames, 1, 3) for it in (converter, again))
    assert (one.cepstrum - other.cepstrum).abs().max() < 0.05  # half precision
    assert torch.allclose(one.pitch, other.pitch)


def test_parallel_texts_are_needed_and_used(both, four):
    converter, losses = conversion.trained_regression(four, steps=4)
    made = converter(both[0].frames, 1, 3)
    assert made.cepstrum.shape == both[0].frames.cepstrum.shape
    assert losses == conversion.trained_regression(four, steps=4)[1]


def test_judges_are_stored_with_their_phones(tmp_path, both):
    judges = conversion.trained_judges(both, steps=30)
    stored.save_judges(tmp_path / "j.safetensors", judges)
    again = stored.load_judges(tmp_path / "j.safetensors", speakers=4)
    one, other = (it.listen(both[0].frames, both[0].phones) for it in (judges, again))
    assert again.known == judges.known
    assert one.phones == pytest.approx(other.phones, abs=0.02)
    assert one.speaker == other.speaker
