"""Ten rare rows in two columns of a table, the segments to their neighbours, and SMOTE's points."""

import matplotlib.pyplot as plt
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.datasets import load_breast_cancer
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from genai_utils.plots import PALETTE

COLUMNS = [0, 1]  # mean radius and mean texture


def draw():
    table, benign = load_breast_cancer(return_X_y=True)
    kept = np.r_[np.flatnonzero(benign == 1)[:150], np.flatnonzero(benign == 0)[:10]]
    rows, rare = StandardScaler().fit_transform(table[kept][:, COLUMNS]), 1 - benign[kept]
    few = rows[rare == 1]
    made, kinds = SMOTE(k_neighbors=3, random_state=0).fit_resample(rows, rare)
    made = made[len(rows) :][kinds[len(rows) :] == 1]
    neighbours = NearestNeighbors(n_neighbors=4).fit(few).kneighbors(few)[1][:, 1:]
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    for start, ends in zip(few, neighbours, strict=True):
        for end in few[ends]:
            ax.plot(*zip(start, end, strict=True), color="#999999", lw=0.8, zorder=1)
    ax.scatter(*rows[rare == 0].T, color="#aaaaaa", s=8, label="common rows")
    ax.scatter(*made.T, color=PALETTE[1], marker="x", s=22, label="drawn by SMOTE", zorder=2)
    ax.scatter(*few.T, color=PALETTE[0], s=60, label="the ten rare rows", zorder=3)
    ax.set(xlabel="mean radius, in standard deviations", ylabel="mean texture")
    ax.legend(loc="upper right")
    return fig
