"""Right answers to the exercise on copies among emoji, written otherwise than the solution."""

import numpy as np
from answers_vae import answers


@answers("ex-emoji-copies")
def share_by_numpy(ratios, unseen, alarms):
    return float(np.mean(ratios.numpy() < np.percentile(unseen.numpy(), 100 * alarms)))


@answers("ex-emoji-copies")
def share_by_counting(ratios, unseen, alarms):
    ordered = sorted(unseen.tolist())
    place = alarms * (len(ordered) - 1)
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    threshold = ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])
    return sum(ratio < threshold for ratio in ratios.tolist()) / len(ratios)
