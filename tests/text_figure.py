"""Small transformers for the tests of the text figure, and its script in node.

The oracle is the PyTorch model that the figure was made of.
"""

import functools

import figure_module
import torch

from genai_utils.models import Transformer
from genai_utils.widgets import TextExplorer

ALPHABET = "\n abcdefghijklmnopqrstuvwxyz.é"
TEXT = "the discriminator"
# Reads text after text with one reader and gives what the last record of each holds.
READ = """({weights, texts}) => {
    const held = readTransformer(bytes(weights));
    const reader = createReader(held);
    return texts.map((text) => {
        const { records, start } = reader.read(text);
        return { start, logits: records.map(({ logits }) => [...logits]), steps: reader.steps() };
    });
}"""
# Every number of every stage of a scene, with what it is made of.
TRACES = """({weights, scene}) => {
    const held = readTransformer(bytes(weights));
    const look = lookAt(held, createReader(held), scene);
    return Object.fromEntries(stagesOf(held).map(({ key }) =>
        [key, [...valuesOf(look, key)].map((_, i) => trace(look, key, i))]));
}"""
WRITE = """({weights, scene, count}) => {
    const held = readTransformer(bytes(weights));
    const reader = createReader(held);
    let { text } = scene;
    for (let k = 0; k < count; k++) {
        const { letters, records } = reader.read(text);
        text += held.alphabet[nextToken(records.at(-1).logits, scene, letters.length)];
    }
    return text;
}"""


def small_model(seed=0, positions="learned", context=24, **sizes):
    """Random weights, steep enough that shares differ, and norms that no one would guess."""
    torch.manual_seed(seed)
    usual = {"width": 12, "heads": 3, "layers": 2} | sizes
    model = Transformer(len(ALPHABET), context=context, positions=positions, **usual)
    with torch.no_grad():
        for name, values in model.named_parameters():
            if "norm" in name and name.endswith("weight"):
                values.uniform_(0.5, 1.5)
            elif name.endswith("bias"):
                values.normal_(0, 0.2)
            else:
                values.normal_(0, 0.6)
    return model.eval()


def explorer(model=None, text=TEXT, **options):
    return TextExplorer(small_model() if model is None else model, ALPHABET, text, **options)


in_node = functools.partial(figure_module.in_node, TextExplorer)
