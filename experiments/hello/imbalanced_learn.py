"""SMOTE: new rows between neighbours of the rare class. A share of a way is what it draws."""

import numpy as np
from imblearn.over_sampling import SMOTE

rows = np.array([[0.0], [0.1], [0.2], [0.3], [5.0], [6.0]])
labels = np.array([0, 0, 0, 0, 1, 1])
more, _ = SMOTE(k_neighbors=1, random_state=0).fit_resample(rows, labels)
new = more[len(rows) :, 0]
share = new - 5  # by hand: 5 + share * (6 - 5)
print(f"{len(new)} new rows, all between 5 and 6: {bool(((share >= 0) & (share <= 1)).all())}")
