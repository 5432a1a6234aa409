"""Sound as data: spectrograms and back, the mel scale, the cepstrum, source and filter."""

from genai_utils.audio.cepstrum import cosines, from_mel_cepstrum, mel_cepstrum
from genai_utils.audio.clip_file import Clip, clip, companded, mu_law, resampled, wav
from genai_utils.audio.distance import align, edits, mel_cepstral_distance
from genai_utils.audio.envelope import with_envelope
from genai_utils.audio.griffin_lim import consistent, griffin_lim, length, sung, with_amplitude
from genai_utils.audio.mark import cells, mark_score, marked, signs, sought
from genai_utils.audio.mel import (
    BANDS,
    from_log_mel,
    log_mel,
    mel_filters,
    to_hertz,
    to_log_mel,
    to_mel,
)
from genai_utils.audio.pitch import pitch
from genai_utils.audio.source_filter import per_sample, pulses, resonances
from genai_utils.audio.transform import HOP, RATE, SIZE, hann, istft, overlap_add, stft

__all__ = [
    "BANDS",
    "HOP",
    "RATE",
    "SIZE",
    "Clip",
    "align",
    "cells",
    "clip",
    "companded",
    "consistent",
    "cosines",
    "edits",
    "from_log_mel",
    "from_mel_cepstrum",
    "griffin_lim",
    "hann",
    "istft",
    "length",
    "log_mel",
    "mark_score",
    "marked",
    "mel_cepstral_distance",
    "mel_cepstrum",
    "mel_filters",
    "mu_law",
    "overlap_add",
    "per_sample",
    "pitch",
    "pulses",
    "resampled",
    "resonances",
    "signs",
    "sought",
    "stft",
    "sung",
    "to_hertz",
    "to_log_mel",
    "to_mel",
    "wav",
    "with_amplitude",
    "with_envelope",
]
