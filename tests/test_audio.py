"""Sound as data: held to SciPy and librosa, which share none of our code, and to what is known."""

import itertools

import librosa
import numpy as np
import pytest
import scipy.signal
import torch

from genai_utils import audio


@pytest.fixture(scope="module")
def sound():
    """A second of a gliding tone in noise, as (n,) of float64."""
    t = torch.arange(audio.RATE, dtype=torch.float64) / audio.RATE
    noise = torch.randn(len(t), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    return torch.sin(2 * torch.pi * (200 * t + 400 * t**2)) + 0.1 * noise


# In a new environment librosa compiles at first use, for some fifteen seconds of a core.
compiles = pytest.mark.slow
TRANSFORMS = pytest.mark.parametrize(("size", "hop"), [(1024, 256), (512, 128), (256, 100)])


@compiles
@TRANSFORMS
def test_the_transform_is_librosas(sound, size, hop):
    ours = audio.stft(sound, size, hop).numpy()
    theirs = librosa.stft(sound.numpy(), n_fft=size, hop_length=hop, pad_mode="constant")
    assert np.abs(ours - theirs).max() < 1e-4  # librosa computes in single precision


@TRANSFORMS
def test_the_transform_is_scipys(sound, size, hop):
    ours = audio.stft(sound, size, hop).numpy()
    window = scipy.signal.get_window("hann", size)
    scipys = scipy.signal.ShortTimeFFT(window, hop, audio.RATE, phase_shift=None)
    s = scipys.stft(sound.numpy(), p0=0, p1=ours.shape[1])
    assert np.abs(np.abs(ours) - np.abs(s)).max() < 1e-9


@pytest.mark.parametrize(("size", "hop", "n"), [(1024, 256, 22050), (512, 100, 1777), (64, 32, 64)])
def test_the_inverse_gives_the_sound_back(sound, size, hop, n):
    back = audio.istft(audio.stft(sound[:n], size, hop), n, size, hop)
    known = (n // hop) * hop + size // 2 - 1  # the last frame's window ends here
    assert torch.allclose(back[:known], sound[:n][:known], atol=1e-9)


def test_a_mel_filter_is_a_triangle_between_three_neighbours():
    """On the scale 2595 log10(1 + f / 700): 1 at a filter's middle, 0 from its neighbours' on."""
    frequencies, ours = np.arange(513) * 22050 / 1024, audio.mel_filters(80, 1024, 22050).numpy()
    corners = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 11025 / 700), 82) / 2595) - 1)
    for row, middle in zip(ours, range(1, 81), strict=True):
        triangle = np.interp(frequencies, corners[middle - 1 : middle + 2], [0, 1, 0])
        assert np.abs(row - triangle).max() < 1e-6


@compiles
def test_the_mel_filters_are_librosas():
    ours = audio.mel_filters(80, 1024, 22050).numpy()
    theirs = librosa.filters.mel(sr=22050, n_fft=1024, n_mels=80, htk=True, norm=None)
    assert np.abs(ours - theirs).max() < 1e-6


def test_the_cosine_transform_is_scipys():
    frames = torch.randn(20, 7, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    theirs = scipy.fft.dct(frames.numpy(), axis=0, norm="ortho")
    assert np.abs(audio.mel_cepstrum(frames).numpy() - theirs).max() < 1e-12
    assert torch.allclose(audio.from_mel_cepstrum(audio.mel_cepstrum(frames), 20), frames)


def test_amplitudes_of_log_mel_frames_have_these_frames_again(sound):
    frames = audio.log_mel(sound)
    again = audio.to_log_mel(audio.from_log_mel(frames))
    assert (again - frames).abs().mean() < 0.05


@compiles
def test_the_alignment_is_librosas():
    costs = torch.rand(9, 7, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    theirs, path = librosa.sequence.dtw(C=costs.numpy())
    ours = audio.align(costs)
    assert sum(costs[i, j].item() for i, j in ours) == pytest.approx(theirs[-1, -1])
    assert ours == [tuple(step) for step in path[::-1].tolist()]


def test_a_slower_copy_is_near_and_another_sound_is_far(sound):
    frames = audio.mel_cepstrum(audio.log_mel(sound), 13)
    slower = frames.repeat_interleave(2, dim=1)
    assert audio.mel_cepstral_distance(frames, slower) == pytest.approx(0, abs=1e-9)
    assert audio.mel_cepstral_distance(frames, frames.flip(1)) > 1


@compiles
def test_griffin_lim_never_rises_and_finds_a_tone(sound):
    amplitude = audio.stft(sound[:8000]).abs()
    _, gaps = audio.griffin_lim(amplitude, 8000, steps=40)
    assert all(late <= early + 1e-12 for early, late in itertools.pairwise(gaps))
    assert gaps[-1] < 0.6 * gaps[0]
    # Both start from random phases of their own, and end in valleys of their own.
    assert gaps[-1] < 1.5 * librosa_gap(amplitude.numpy())


def librosa_gap(amplitude):
    """The same inconsistency of librosa's own iteration without momentum."""
    options = {"hop_length": 256, "pad_mode": "constant"}
    sound = librosa.griffinlim(
        amplitude, n_iter=39, momentum=0, length=8000, random_state=0, **options
    )
    other = np.abs(librosa.stft(sound, n_fft=1024, **options))
    twice = np.full((513, 1), 2.0)
    twice[[0, -1]] = 1
    return np.sqrt((twice * (other - amplitude) ** 2).sum() / (twice * amplitude**2).sum())


@pytest.mark.parametrize("hertz", [85.0, 127.3, 220.0, 330.0])
def test_the_pitch_of_pulses_is_found_and_noise_has_none(hertz):
    train = audio.pulses(torch.full((40,), hertz), 39 * 256)
    found, strength = audio.pitch(train)
    assert (found[4:-6] / hertz - 1).abs().max() < 0.01
    noise = torch.randn(39 * 256, generator=torch.Generator().manual_seed(0))
    assert (audio.pitch(noise)[0] == 0).all()
    assert strength[4:-6].min() > 0.7


def test_pulses_hold_each_harmonic_once_and_nothing_above():
    train = audio.pulses(torch.full((88,), 210.0), 22050).double()
    lines = torch.fft.rfft(train).abs() / (22050 / 2)
    harmonics = lines[210::210][: int(11024 / 210)]
    assert torch.allclose(harmonics, torch.ones_like(harmonics), atol=1e-3)
    assert lines.sum() == pytest.approx(len(harmonics), rel=0.02)


def test_a_resonator_is_scipys():
    ours = audio.resonances([500.0, 1500.0], [80.0, 120.0])
    response = np.ones(513)
    for centre, width in ((500, 80), (1500, 120)):
        radius, turn = np.exp(-np.pi * width / 22050), 2 * np.pi * centre / 22050
        bottom = [1, -2 * radius * np.cos(turn), radius**2]
        _, line = scipy.signal.freqz([sum(bottom)], bottom, worN=np.arange(513) * np.pi / 512)
        response = response * np.abs(line)
    assert np.abs(ours.numpy() / response - 1).max() < 1e-3


REFUSED = {
    "a hop that skips samples": (lambda: audio.stft(torch.ones(9), 4, 3), "hop of half"),
    "whole numbers": (lambda: audio.stft(torch.ones(9).int()), "whole numbers"),
    "not a number": (lambda: audio.stft(torch.tensor([float("nan")])), "NaN"),
    "too few frames": (lambda: audio.istft(torch.ones(3, 2), 99, 4, 2), "columns frames"),
    "too many bands": (lambda: audio.mel_filters(200, 256), "too many"),
    "negative amplitude": (lambda: audio.griffin_lim(-torch.ones(3, 2), 2, size=4, hop=2), ">= 0"),
    "no table": (lambda: audio.align(torch.ones(3)), "table"),
    "unlike cepstra": (
        lambda: audio.mel_cepstral_distance(torch.ones(3, 2), torch.ones(4, 2)),
        "equally many",
    ),
    "more kept than bands": (lambda: audio.mel_cepstrum(torch.ones(3, 2), 4), "1 to 3"),
    "a width too few": (lambda: audio.resonances([500.0], []), "width"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_in_words(name):
    call, words = REFUSED[name]
    with pytest.raises(ValueError, match=words):
        call()
