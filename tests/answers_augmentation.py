"""Right answers to the exercises on data augmentation, written otherwise."""

import math

import numpy as np
import torch
from answers_vae import answers
from scipy import stats


@answers("ex-augment-smote")
def by_all_pairs(rows, index, rank, share):
    order = torch.cdist(rows, rows)[index].argsort().tolist()
    order.remove(index)
    return torch.lerp(rows[index], rows[order[rank - 1]], share)


@answers("ex-augment-smote")
def as_a_mean_of_two(rows, index, rank, share):
    others = torch.cat([rows[:index], rows[index + 1 :]])
    nearest = ((others - rows[index]) ** 2).sum(1).topk(rank, largest=False).indices[-1]
    return (1 - share) * rows[index] + share * others[nearest]


@answers("ex-augment-interval")
def with_numpy(first, second, coverage):
    gap = np.subtract(first, second)
    half = stats.sem(gap) * stats.t.isf((1 - coverage) / 2, len(gap) - 1)
    return gap.mean() - half, gap.mean() + half


@answers("ex-augment-interval")
def in_plain_python(first, second, coverage):
    gap = [a - b for a, b in zip(first, second, strict=True)]
    n, mean = len(gap), sum(gap) / len(gap)
    variance = sum((g - mean) ** 2 for g in gap) / (n - 1)
    half = stats.t(n - 1).ppf(1 - (1 - coverage) / 2) * math.sqrt(variance / n)
    return [mean - half, mean + half]


@answers("ex-augment-leak")
def by_a_loop(rows, labels, held_out):
    train_rows, train_labels = list(rows[:-held_out]), labels[:-held_out].tolist()
    rare = [row for row, label in zip(train_rows, train_labels, strict=True) if label == 1]
    place = 0
    while train_labels.count(1) < train_labels.count(0):
        train_rows.append(rare[place % len(rare)])
        train_labels.append(1)
        place += 1
    kept = torch.stack(train_rows), torch.tensor(train_labels)
    return *kept, rows[-held_out:], labels[-held_out:]


@answers("ex-augment-steps")
def by_division():
    few, many = math.ceil(50 / 64), math.ceil(10_050 / 64)
    return {
        "steps with 50 digits": 1000 * few,
        "steps in 1,000 epochs with 10,050": 1000 * many,
        "whole epochs within the old number of steps": 1000 * few // many,
    }
