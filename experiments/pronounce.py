"""The network from letters to phones: trained, and its errors on words of unseen families.

`python experiments/pronounce.py SETTING SEED ...`; without a setting the chosen one is meant.

Stores `notebooks/6-speech-synthesis.letters.json` and `notebooks/6-speech-synthesis.letters.npz`.
Takes 35 minutes of one core, or 2 minutes of an H200.
"""

import numpy as np
import torch
from torch import nn

from genai_utils.models.pronouncer import Pronouncer

BATCH = 256


def grouped(letters, phones, device):
    """Examples by the length of their word: letters end with one 0, phones begin with one."""
    lengths, groups = (letters != 0).sum(1), {}
    for length in np.unique(lengths):
        chosen = lengths == length
        tables = letters[chosen, : length + 1], phones[chosen]
        groups[int(length)] = [torch.from_numpy(t.astype(np.int64)).to(device) for t in tables]
    return groups


def train(groups, steps, seed, device, width=128, dropout=0.2, rate=2e-3, smoothing=0.0):
    torch.manual_seed(seed)
    model = Pronouncer(28, 70, width=width, dropout=dropout).to(device)
    optimizer = torch.optim.Adam(model.parameters(), rate, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.05)
    lengths = list(groups)
    shares = torch.tensor([float(len(groups[k][0])) for k in lengths])
    order = torch.multinomial(shares, steps, replacement=True).tolist()
    loss_of = nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=smoothing)
    model.train()
    for number in order:
        letters, phones = groups[lengths[number]]
        chosen = torch.randint(len(letters), (BATCH,), device=device)
        phones = phones[chosen]
        longest = (
            phones.shape[1] if lengths[number] > 12 else min(phones.shape[1], lengths[number] + 6)
        )
        phones = phones[:, :longest]
        target = torch.nn.functional.pad(phones[:, 1:], (0, 1))
        ended = torch.cumsum(target == 0, 1) > 1
        scores, _ = model(letters[chosen], phones)
        loss = loss_of(scores.flatten(0, 1), target.masked_fill(ended, -1).flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model.eval()
