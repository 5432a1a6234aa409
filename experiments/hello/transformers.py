"""Does an untrained GPT-2 see the future? Its last token is changed, and so is our model's."""

import torch
from transformers import GPT2Config, GPT2LMHeadModel

from genai_utils.models import Transformer

sizes = {"n_embd": 32, "n_layer": 2, "n_head": 2, "n_positions": 8, "vocab_size": 27}
none = {"bos_token_id": None, "eos_token_id": None}
theirs = GPT2LMHeadModel(GPT2Config(**sizes, **none)).eval()
ours = Transformer(27, context=8, width=32, layers=2, heads=2).eval()
text = torch.tensor([[1, 2, 3, 4]])
other = torch.tensor([[1, 2, 3, 9]])
for model in (lambda tokens: theirs(tokens).logits, ours):
    with torch.no_grad():
        moved = (model(text) - model(other)).abs().amax(-1)[0]
    print("causal" if bool((moved[:-1] < 1e-5).all()) and bool(moved[-1] > 1e-3) else "a leak")
