"""A converter and the judges as safetensors, in half precision."""

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save
from torch import Tensor

from genai_utils import files
from genai_utils.conversion.judges import Judges
from genai_utils.conversion.networks import Bottleneck, Regression
from genai_utils.conversion.training import Converter
from genai_utils.conversion.voice import Voice


def save_converter(path: Path, converter: Converter) -> None:
    """Write weights, the scale of the cepstra, and the statistics of the voices."""
    weights = {name: each.half() for name, each in converter.network.state_dict().items()}
    voices = {
        "voices.mean": torch.stack([voice.mean for voice in converter.voices]),
        "voices.spread": torch.stack([voice.spread for voice in converter.voices]),
        "voices.pitch": torch.tensor([(v.pitch_mean, v.pitch_spread) for v in converter.voices]),
    }
    scale = {"mean": converter.mean, "spread": converter.spread}
    files.write_atomically(path, save({**weights, **voices, **scale}))


def load_converter(path: Path) -> Converter:
    """What `save_converter` wrote. Raises `FileNotFoundError` if there is no such file."""
    stored = {name: value.float() for name, value in load_file(path).items()}
    pitch = stored.pop("voices.pitch").tolist()
    levels = zip(stored.pop("voices.mean"), stored.pop("voices.spread"), pitch, strict=True)
    voices = tuple(Voice(mean, spread, *own) for mean, spread, own in levels)
    mean, spread = stored.pop("mean"), stored.pop("spread")
    network = _network(stored, len(voices))
    network.load_state_dict(stored)
    return Converter(network.eval(), voices, mean, spread)


def _network(weights: dict[str, Tensor], speakers: int) -> Bottleneck | Regression:
    """An untrained network of the shape of these weights."""
    if "encoder.4.weight" in weights:
        return Bottleneck(len(weights["encoder.4.weight"]), speakers)
    return Regression(speakers)


def save_judges(path: Path, judges: Judges) -> None:
    """Write the judges' weights, and the phones that they know."""
    weights = {name: each.half().contiguous() for name, each in judges.state_dict().items()}
    told = {"phones": json.dumps(list(judges.known))}
    files.write_atomically(path, save(weights, told))


def load_judges(path: Path, speakers: int) -> Judges:
    """What `save_judges` wrote. Raises `FileNotFoundError` if there is no such file."""
    with safe_open(path, "pt") as file:
        phones = json.loads(file.metadata()["phones"])
    judges = Judges(phones, speakers)
    judges.load_state_dict({name: value.float() for name, value in load_file(path).items()})
    return judges.eval()
