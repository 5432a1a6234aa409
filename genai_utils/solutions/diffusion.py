"""Answers to the exercises on diffusion and flow matching."""


def q_sample(x_0, eps, alpha_bar):
    """The noised examples. (n, pixels), (n, pixels), (n,) -> (n, pixels)."""
    share = alpha_bar[:, None]
    return share.sqrt() * x_0 + (1 - share).sqrt() * eps


def posterior_mean(x_t, x_0, alpha_bar, before):
    """The mean of x_{t-1} when x_t and x_0 are known; `before` is alpha_bar at t - 1, a number."""
    alpha = alpha_bar / before
    of_data = before**0.5 * (1 - alpha) / (1 - alpha_bar)
    of_noisy = alpha**0.5 * (1 - before) / (1 - alpha_bar)
    return of_data * x_0 + of_noisy * x_t


def v_loss(predicted, x_0, eps, alpha_bar):
    """The squared error of a predicted v, for each example. (n, pixels) thrice, (n,) -> (n,)."""
    share = alpha_bar[:, None]
    v = share.sqrt() * eps - (1 - share).sqrt() * x_0
    return ((v - predicted) ** 2).sum(1)


def heun_step(velocity, x, t, dt):
    """The point at t + dt, from x at t, by the mean of two velocities."""
    first = velocity(x, t)
    second = velocity(x + dt * first, t + dt)
    return x + dt * (first + second) / 2


def guide(told, free, weight):
    """The velocity of guidance, from that of the class and that of the crowd."""
    return free + (1 + weight) * (told - free)


def diffusion_diagnosis():
    """The failure of each run, and the quantity that shows it."""
    return {
        "A": ("never reaches noise", "share of the signal"),
        "B": ("noise after the last step", "distance to the data"),
        "C": ("nothing is wrong", "share above 0"),
    }
