"""Right answers to the exercises on speech, written otherwise than the solutions."""

import torch
from answers_vae import answers

from genai_utils.solutions import speech


@answers("ex-speech-window")
def numbers_by_division():
    return {
        "Hz between rows": 22050 / 1024,
        "frames of a second": 22050 // 256 + 1,
        "milliseconds of 128 samples": 128 / 22.05,
    }


@answers("ex-speech-griffin-lim")
def sizes_by_angle(spectrum, sizes):
    return torch.polar(sizes, spectrum.angle())


@answers("ex-speech-duration")
def durations_by_ratio(log_frames, frames):
    return torch.log(torch.exp(log_frames) / frames).square()


@answers("ex-speech-mel")
def triangles_by_distance(bands, size, rate):
    steps = torch.arange(bands + 2).double() / (bands + 1)
    edges = 700 * torch.expm1(steps * torch.log1p(torch.tensor(rate / 1400).double()))
    rows = []
    for left, centre, right in edges.unfold(0, 3, 1).tolist():
        hertz = torch.arange(size // 2 + 1).double() * rate / size
        wide = torch.where(hertz < centre, centre - left, right - centre)
        rows.append(torch.relu(1 - (hertz - centre).abs() / wide))
    return torch.stack(rows)


@answers("ex-speech-diagnose")
def diagnosis_with_lists():
    return {run: list(pair) for run, pair in speech.alignment_diagnosis().items()}


@answers("ex-speech-diagnose")
def diagnosis_by_sharpness():
    shared = "letters that share the look"
    told = speech.alignment_diagnosis()
    return told | {run: (told[run][0], shared) for run in "BC"}
