"""Several layers of causes: book/4-mathematics/vae-rate.md."""

import formula
import numpy as np
from registry import checks
from scipy import stats
from signs import Law, key


@checks("eq-hierarchical-elbo", tolerance=1e-11)
def hierarchical_elbo():
    """The bound of two layers has one log-ratio for each layer."""
    # Two discrete layers: log p(x) and the divergence to the posterior of both, by enumeration.
    printed = formula.read("eq-hierarchical-elbo")
    for seed in range(4):
        random = np.random.default_rng(seed)
        top, above = random.dirichlet(np.ones(2)), random.dirichlet(np.ones(3), size=2)
        likelihood = random.uniform(0.05, 1, 3)
        first, second = random.dirichlet(np.ones(3)), random.dirichlet(np.ones(2), size=3)
        joint = (top[:, None] * above).T * likelihood[:, None]  # (z1, z2)
        q = first[:, None] * second
        bound = np.log(joint.sum()) - stats.entropy(q.ravel(), joint.ravel() / joint.sum())
        factors = {
            r"p(x \given z_1)": likelihood[:, None],
            r"p(z_1 \given z_2)": above.T,
            r"q(z_1 \given x)": first[:, None],
            "p(z_2)": top[None],
            r"q(z_2 \given z_1)": second,
        }
        values = {key(n): np.broadcast_to(f, q.shape).ravel() for n, f in factors.items()}
        yield printed.error({r"\ELBO(x)": bound, r"\sim q": Law(values, q.ravel())})
