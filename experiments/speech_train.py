"""The networks from phones to frames and from frames to phones, trained on the teacher's speech.

`python experiments/speech_train.py speaker SEED ...` or `listener SEED ...`, after
`experiments/speech_data.py`; the other names of `TRIED` are settings that were compared.

Stores nothing that is committed: weights, and what is lost on validation sentences, go to
`_build/speech`, for `experiments/speech.py`. Takes four minutes of one core for a
speaker and half a minute for a listener.
"""

import sys

import numpy as np
import torch
from speech_data import FOLDER, LEAST, STEP
from speech_steps import DEVICE, Steps, keep
from torch import Tensor, nn

from genai_utils import losses, speech
from genai_utils.audio import HOP, edits, mel_cepstrum
from genai_utils.data.spoken import PLAIN, SYMBOLS
from genai_utils.models.recogniser import Recogniser, best_path, written
from genai_utils.models.speaker import Speaker, spread_out

# `heard`: coefficients. Of the speakers the first was chosen, on validation sentences.
BASE = {"batch": 16, "steps": 1000, "rate": 3e-3, "heard": 20}
TRIED = {
    "speaker": {},
    "speaker shorter": {"batch": 8, "steps": 500},
    "listener": {"batch": 8, "steps": 250},
    "listener to all": {"batch": 8, "steps": 250, "heard": 80},
}


def prepared(name: str) -> list[list[Tensor]]:
    """Of each sentence: symbols, begins, log durations, each frame's symbol and part, frames."""
    stored, rows, k, t = np.load(FOLDER / "speech.npz"), [], 0, 0
    columns = {c: stored[f"{name} {c}"] for c in ("symbols", "samples", "begins", "mel", "pitch")}
    for symbols, frames in stored[f"{name} lengths"]:
        kinds = [
            torch.from_numpy(columns[c][k : k + symbols]) for c in ("symbols", "begins", "samples")
        ]
        mel = columns["mel"][t : t + frames].astype(np.float32) * STEP + LEAST
        cepstrum = mel_cepstrum(torch.from_numpy(mel.T)).T
        pitch = torch.from_numpy(columns["pitch"][t : t + frames]).float()
        which, part = spread_out(kinds[2], HOP, int(frames))
        lasting = (kinds[2].clamp(min=64) / HOP).log()
        told = [kinds[0].long(), kinds[1].float(), lasting, which, part]
        target = torch.cat([cepstrum, speech.bridged(pitch)[:, None]], 1)
        rows.append([it.to(DEVICE) for it in (*told, target, (pitch > 0).float())])
        k, t = k + symbols, t + frames
    return sorted(rows, key=lambda row: len(row[-1]))


def together(rows: list[list[Tensor]]) -> list[Tensor]:
    """Sentences as one batch, filled up with 0, and where there is none of that: two masks."""
    masks = [[torch.ones_like(row[at]) for row in rows] for at in (1, 6)]
    columns = [*([row[at] for row in rows] for at in range(7)), *masks]
    return [nn.utils.rnn.pad_sequence(column, True) for column in columns]


def speaking_losses(model: Speaker, batch: list[Tensor]) -> dict[str, Tensor]:
    """The four terms: durations, mean frames, voicing, drawn frames; each a mean."""
    symbols, begins, lasting, which, part, frames, voiced, there, sounding = batch
    encoded = model.encoded(symbols, begins)
    durations = losses.duration_loss(model.durations(encoded), lasting.exp())
    context = model.context(encoded, which, part, lasting)
    mean, voice = model.means(context)
    wanted = (frames - model.centre) / model.scale
    before = nn.functional.pad(wanted[:, :-1], (0, 0, 1, 0))
    mu, log_spread, _ = model.drawn(context, before)
    drawn = -losses.normal_log_density(wanted, mu, 2 * log_spread) / model.size
    missed = nn.functional.binary_cross_entropy_with_logits(voice, voiced, reduction="none")
    far = ((mean - wanted) ** 2).mean(-1)
    each = {"durations": durations, "means": far, "voicing": missed, "drawn": drawn}
    masks = {"durations": there}
    return {
        k: (v * masks.get(k, sounding)).sum() / masks.get(k, sounding).sum()
        for k, v in each.items()
    }


def heard(row: list[Tensor], size: int) -> tuple[Tensor, Tensor]:
    """What the listener is given, and the phone of every second frame, 0 in a pause."""
    plain = torch.tensor([PLAIN[symbol] for symbol in SYMBOLS], device=DEVICE)
    return row[5][:, :size], plain[row[0]][row[3]][::2]


def listening_losses(model: Recogniser, rows: list[list[Tensor]]) -> dict[str, Tensor]:
    """The cross-entropy of each step's phone, of frames with noise and with tilted spectra."""
    size = len(model.centre)
    frames, phones = zip(*(heard(row, size) for row in rows), strict=True)
    given = nn.utils.rnn.pad_sequence(list(frames), True)
    wanted = nn.utils.rnn.pad_sequence(list(phones), True, -1)
    strength = 0.4 * model.scale * torch.rand(len(rows), 1, 1, device=DEVICE)
    tilt = 0.4 * model.scale * torch.randn(len(rows), 1, size, device=DEVICE)
    scores = model(given + strength * torch.randn_like(given) + tilt)
    loss = nn.functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=-1)
    return {"loss": loss}


@torch.no_grad()
def phone_error(model: Recogniser, rows: list[list[Tensor]]) -> float:
    """The share of phones to be mended in what the listener writes."""
    wrong = total = 0
    for row in rows:
        meant = written([PLAIN[SYMBOLS[symbol]] for symbol in row[0]])
        wrong += edits(meant, best_path(model(heard(row, len(model.centre))[0][None])[0]))
        total += len(meant)
    return wrong / total


def started(what: str, rows: list[list[Tensor]], heard: int) -> nn.Module:
    """A network whose frames are standardised by the training part."""
    speaks = what == "speaker"
    size = 81 if speaks else heard
    model = (Speaker(len(SYMBOLS)) if speaks else Recogniser(39, size)).to(DEVICE)
    every = torch.cat([row[5][:, :size] for row in rows])
    model.centre.copy_(every.mean(0))
    model.scale.copy_(every.std(0))
    return model


def train(name: str, seed: int, setting: dict) -> tuple[nn.Module, float]:
    torch.manual_seed(seed)
    rows, what = prepared("training"), name.split()[0]
    model = started(what, rows, setting["heard"])
    run = Steps(f"{name} {seed}", model, setting["steps"], setting["rate"])
    for number in run:
        draw = np.random.default_rng([seed, number])
        # Neighbours are nearly equally long.
        start = draw.integers(len(rows) - setting["batch"] + 1)
        batch = rows[start : start + setting["batch"]]
        speaks = what == "speaker"
        terms = (
            speaking_losses(model, together(batch)) if speaks else listening_losses(model, batch)
        )
        run.take(sum(terms.values()))
    return model.eval(), run.seconds()


@torch.no_grad()
def unseen(what: str, model: nn.Module) -> dict[str, float]:
    """The losses, or the phone error, on validation sentences."""
    rows = prepared("validation")
    if what == "listener":
        return {"phones": phone_error(model, rows)}
    return {k: v.item() for k, v in speaking_losses(model, together(rows)).items()}


def main(name: str, *seeds: str) -> None:
    setting = BASE | TRIED[name]
    for seed in seeds:
        model, used = train(name, int(seed), setting)
        cost = {"CPU seconds": used} if DEVICE == "cpu" else {}
        keep(f"{name} {seed}", model, unseen(name.split()[0], model) | cost | setting)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(*sys.argv[1:])
