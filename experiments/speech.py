"""The chain from text to sound: its synthesiser trained, its networks put together, and measured.

`python experiments/speech.py vocoder`, then `ship`, then `measure`, after `pronounce.py letters 0`
and `speech_train.py speaker 0` and `listener 0`.

Stores `notebooks/6-speech-synthesis.safetensors`, `notebooks/6-speech-synthesis.measured.json` and
`notebooks/6-speech-synthesis.listener.safetensors`. Takes six minutes of one core.
"""

import json
import sys
import time

import cells
import numpy as np
import speech_measures
import stored_json
import torch
from speech_data import FOLDER
from torch import nn

from genai_utils import audio, speech
from genai_utils.audio.vocoder import Vocoder, spectral_loss
from genai_utils.data.pronunciations import PHONES
from genai_utils.data.spoken import SYMBOLS
from genai_utils.models.pronouncer import Pronouncer
from genai_utils.models.recogniser import Recogniser
from genai_utils.models.speaker import Speaker

NAME = "6-speech-synthesis"
STORED = cells.NOTEBOOKS / f"{NAME}.safetensors"
LISTENER = cells.NOTEBOOKS / f"{NAME}.listener.safetensors"
MEASURED = cells.NOTEBOOKS / f"{NAME}.measured.json"
WINDOW = 48
VOCODERS = {"vocoder": 2500, "vocoder short": 400}  # steps; the first was chosen


def state(name: str) -> dict[str, torch.Tensor]:
    return torch.load(FOLDER / f"{name}.pt", weights_only=True)


def teacher(texts: list[str], seed: int) -> list[list[torch.Tensor]]:
    """Of each text: samples, cepstrum (t, 80) and pitch, at a pitch drawn for it."""
    draw, made = np.random.default_rng(seed), []
    for text in texts:
        sound = speech.teacher(text, int(draw.integers(30, 71)))
        made.append([sound, audio.mel_cepstrum(audio.log_mel(sound)).T, audio.pitch(sound)[0]])
    return made


def train_vocoder(
    seed: int, steps: int, centre: torch.Tensor, scale: torch.Tensor
) -> tuple[Vocoder, float]:
    """A synthesiser trained on half seconds of eighty sentences, and its last losses' mean."""
    torch.manual_seed(seed)
    draw, said = np.random.default_rng(seed), teacher(speech.parts()[0][:80], seed)
    model = Vocoder()
    optimizer = torch.optim.Adam(model.parameters(), 5e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, steps)
    losses = []
    for _ in range(steps):
        pieces = []
        for number in draw.integers(len(said), size=6):
            sound, cepstrum, pitch = said[number]
            at = int(draw.integers(len(pitch) - WINDOW))
            piece = slice(at, at + WINDOW + 1)
            samples = sound[at * audio.HOP : (at + WINDOW) * audio.HOP]
            pieces.append([samples, (cepstrum[piece] - centre) / scale, pitch[piece]])
        sound, frames, pitch = (torch.stack(column) for column in zip(*pieces, strict=True))
        made = model(frames, pitch, torch.randn_like(sound))
        loss = spectral_loss(made[:, 1024:-1024], sound[:, 1024:-1024])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return model, float(np.mean(losses[-100:]))


def vocoder(*names: str) -> None:
    """Train the synthesiser, or those of `VOCODERS` that are named."""
    centre, scale = (state("speaker 0")[name][:-1] for name in ("centre", "scale"))
    for name in names or VOCODERS:
        used = time.process_time()
        model, loss = train_vocoder(0, VOCODERS[name], centre, scale)
        told = {"loss": loss, "steps": VOCODERS[name], "CPU seconds": time.process_time() - used}
        (FOLDER / f"{name} 0.json").write_text(json.dumps(told))
        torch.save(model.state_dict(), FOLDER / f"{name} 0.pt")


def trained() -> dict[str, nn.Module]:
    """The networks that speak, with their weights as they were trained."""
    states = {"pronouncer": state("letters 0"), "speaker": state("speaker 0")}
    states["vocoder"] = state("vocoder 0")
    width = states["pronouncer"]["query.weight"].shape[0]
    networks = {
        "pronouncer": Pronouncer(28, len(PHONES) + 1, width),
        "speaker": Speaker(len(SYMBOLS)),
        "vocoder": Vocoder(),
    }
    for name, network in networks.items():
        network.load_state_dict(states[name])
        network.eval()
    return networks


def ship() -> None:
    """Put the networks into two files: those that speak, and the one that listens."""
    speech.write(STORED, trained(), symbols=" ".join(SYMBOLS))
    listener = Recogniser(39)
    listener.load_state_dict(state("listener 0"))
    speech.write(LISTENER, {"listener": listener})


def rounded(value: object) -> object:
    """Numbers with four places, however deep they lie."""
    if isinstance(value, dict):
        return {name: rounded(it) for name, it in value.items()}
    if isinstance(value, list):
        return [rounded(it) for it in value]
    return round(value, 4) if isinstance(value, float) else value


def measure() -> None:
    """All that the page tells: what was tried, and what comes out on sentences of the test part."""
    chain = speech.loaded(STORED)
    listener = Recogniser(39)
    listener.load_state_dict(speech.read(LISTENER)["listener"])
    kept = {
        "kB": STORED.stat().st_size / 1000,
        "runs": {it.stem: json.loads(it.read_text()) for it in sorted(FOLDER.glob("*.json"))},
    }
    vocoders = {"vocoder": chain.vocoder, "vocoder short": Vocoder()}
    vocoders["vocoder short"].load_state_dict(state("vocoder short 0"))
    chosen = speech_measures.chosen(chain, vocoders, listener.eval())
    found = speech_measures.everything(chain, listener)
    stored_json.write(MEASURED, rounded(kept | {"copies, validation": chosen} | found))


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"vocoder": vocoder, "ship": ship, "measure": measure}[sys.argv[1]](*sys.argv[2:])
