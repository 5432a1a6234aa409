"""Right answers to the exercises on computing, written otherwise than the solutions."""

from answers_vae import answers


@answers("ex-compute-attention")
def operations_by_token(texts, length, width, heads):
    token = 8 * width**2 + 4 * length * width
    return texts * length * token


@answers("ex-compute-all-reduce")
def gradient_by_loop(gradients, sizes):
    total = 0 * gradients[0]
    for gradient, size in zip(gradients, sizes.tolist(), strict=True):
        total = total + size * gradient
    return total / sum(sizes.tolist())
