"""Wrong answers to the exercises on diffusion and flow matching."""

from wrong_answers import add
from wrong_diagnoses import about

from genai_utils.solutions import diffusion


def col(share):
    return share[:, None]


ROOT = "root|variance|strong|multipl|left|fade|noise"
add("ex-diffusion-noised", {
    "no roots": (ROOT, lambda x, e, s: col(s) * x + (1 - col(s)) * e),
    "exchanged": (ROOT, lambda x, e, s: (1 - col(s)).sqrt() * x + col(s).sqrt() * e),
    "no root before the noise": (ROOT, lambda x, e, s: col(s).sqrt() * x + (1 - col(s)) * e),
    "no root before the data": (ROOT, lambda x, e, s: col(s) * x + (1 - col(s)).sqrt() * e),
    "data don't fade": (ROOT, lambda x, e, s: x + (1 - col(s)).sqrt() * e),
    "full noise": (ROOT, lambda x, e, s: col(s).sqrt() * x + e),
    "data alone": (ROOT, lambda x, e, s: col(s).sqrt() * x),
    "noise alone": (ROOT, lambda x, e, s: (1 - col(s)).sqrt() * e),
    "less the noise": (ROOT, lambda x, e, s: col(s).sqrt() * x - (1 - col(s)).sqrt() * e),
    "a straight line of roots": (
        ROOT, lambda x, e, s: col(s).sqrt() * x + (1 - col(s).sqrt()) * e),
    "one share for all": (ROOT, lambda x, e, s: s[0].sqrt() * x + (1 - s[0]).sqrt() * e),
    "unchanged": (ROOT, lambda x, e, s: x + 0 * e),
})  # fmt: skip


def mean(x_t, x_0, ab, be, data, noisy):
    return data * x_0 + noisy * x_t


PARTS = "share|weight|variance|numerator|root|multipl|noise|sum|product|x_0|x_t"
add("ex-diffusion-mean", {
    "the product for the step": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, be**0.5 * (1 - ab) / (1 - ab), ab**0.5 * (1 - be) / (1 - ab))),
    "the root at t": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, ab**0.5 * (1 - ab / be) / (1 - ab), (ab / be)**0.5 * (1 - be) / (1 - ab))),
    "the step's variance": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, be**0.5 * (1 - ab / be) / (1 - ab),
        (ab / be)**0.5 * (1 - ab / be) / (1 - ab))),
    "no root of alpha": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, be**0.5 * (1 - ab / be) / (1 - ab), (1 - be) / (1 - ab))),
    "exchanged": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, (ab / be)**0.5 * (1 - be) / (1 - ab), be**0.5 * (1 - ab / be) / (1 - ab))),
    "the data alone": (PARTS, lambda t, z, ab, be: be**0.5 * z),
    "the noisy one alone": (PARTS, lambda t, z, ab, be: (ab / be)**0.5 * t),
    "half of each": (PARTS, lambda t, z, ab, be: (t + z) / 2),
    "no denominators": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, be**0.5 * (1 - ab / be), (ab / be)**0.5 * (1 - be))),
    "denominators at t - 1": (PARTS + "|finite|number|divi", lambda t, z, ab, be: mean(
        t, z, ab, be, be**0.5 * (1 - ab / be) / (1.001 - be), (ab / be)**0.5 / 1)),
    "without roots": (PARTS, lambda t, z, ab, be: mean(
        t, z, ab, be, be * (1 - ab / be) / (1 - ab), ab / be * (1 - be) / (1 - ab))),
    "shrunk": (PARTS, lambda t, z, ab, be: (1 - be) * t + be * z),
})  # fmt: skip


def squared(v, p):
    return ((v - p) ** 2).sum(1)


def v_of(x, e, s, data=-1.0, noise=1.0):
    return noise * col(s).sqrt() * e + data * (1 - col(s)).sqrt() * x


V = "sign|noise|data|v |square|sum|mix|known|root|number|asked|clean"
add("ex-diffusion-v", {
    "plus": (V, lambda p, x, e, s: squared(v_of(x, e, s, data=1.0), p)),
    "exchanged": (V, lambda p, x, e, s: squared(v_of(e, x, s), p)),
    "the noise": (V, lambda p, x, e, s: squared(e, p)),
    "the data": (V, lambda p, x, e, s: squared(x, p)),
    "the straight velocity": (V, lambda p, x, e, s: squared(x - e, p)),
    "mean over the pixels": (V, lambda p, x, e, s: ((v_of(x, e, s) - p) ** 2).mean(1)),
    "one number": ("shape|" + V, lambda p, x, e, s: ((v_of(x, e, s) - p) ** 2).sum()),
    "absolute errors": (V, lambda p, x, e, s: (v_of(x, e, s) - p).abs().sum(1)),
    "half of it": (V, lambda p, x, e, s: squared(v_of(x, e, s), p) / 2),
    "without roots": (V, lambda p, x, e, s: squared(col(s) * e - (1 - col(s)) * x, p)),
    "turned round": (V, lambda p, x, e, s: squared(v_of(x, e, s, 1.0, -1.0), p)),
    "weighted by the share": (V, lambda p, x, e, s: s * squared(v_of(x, e, s), p)),
    "length, not its square": (V, lambda p, x, e, s: squared(v_of(x, e, s), p).sqrt()),
})  # fmt: skip


def second(u, x, t, dt, ahead=1.0, later=1.0):
    return u(x + ahead * dt * u(x, t), t + later * dt)


LOOK = "look|mean|veloc|time|place|end|add|move|far"
add("ex-flow-heun", {
    "Euler": (LOOK, lambda u, x, t, d: x + d * u(x, t)),
    "the same time": (LOOK, lambda u, x, t, d: x + d * (u(x, t) + second(u, x, t, d, 1, 0)) / 2),
    "the same place": (LOOK, lambda u, x, t, d: x + d * (u(x, t) + second(u, x, t, d, 0)) / 2),
    "the sum": (LOOK, lambda u, x, t, d: x + d * (u(x, t) + second(u, x, t, d))),
    "from the middle": (
        LOOK, lambda u, x, t, d: x + d * (u(x, t) + second(u, x, t, d, 0.5, 0.5)) / 2),
    "the midpoint rule": (LOOK, lambda u, x, t, d: x + d * second(u, x, t, d, 0.5, 0.5)),
    "the second alone": (LOOK, lambda u, x, t, d: x + d * second(u, x, t, d)),
    "a velocity without dt": (LOOK, lambda u, x, t, d: x + (u(x, t) + second(u, x, t, d)) / 2),
    "only the change": (LOOK, lambda u, x, t, d: d * (u(x, t) + second(u, x, t, d)) / 2),
    "backwards": (LOOK, lambda u, x, t, d: x - d * (u(x, t) + second(u, x, t, d)) / 2),
    "a step too far": (LOOK, lambda u, x, t, d: x + d * (u(x, t) + second(u, x, t, d, 2, 2)) / 2),
    "time 0": (LOOK, lambda u, x, t, d: x + d * (u(x, 0.0) + second(u, x, 0.0, d)) / 2),
})  # fmt: skip

SIDE = "answer|class|crowd|weight|push|factor|beyond|direction|say"
add("ex-flow-guide", {
    "the other convention": (SIDE, lambda c, f, w: f + w * (c - f)),
    "away from the class": (SIDE, lambda c, f, w: c + (1 + w) * (f - c)),
    "louder": (SIDE, lambda c, f, w: (1 + w) * c),
    "both added": (SIDE, lambda c, f, w: (1 + w) * c + w * f),
    "the class": (SIDE, lambda c, f, w: c + 0 * w),
    "the crowd": (SIDE, lambda c, f, w: f + 0 * w),
    "a mean": (SIDE, lambda c, f, w: (c + w * f) / (1 + w) if w != -1 else f),
    "without the crowd's own": (SIDE, lambda c, f, w: (1 + w) * (c - f)),
    "the difference added": (SIDE, lambda c, f, w: f + (1 + w) * c),
    "turned round": (SIDE, lambda c, f, w: (1 + w) * f - w * c),
    "one too far": (SIDE, lambda c, f, w: f + (2 + w) * (c - f)),
    "w squared": (SIDE, lambda c, f, w: f + (1 + w**2) * (c - f)),
    "no weight at the crowd": (SIDE, lambda c, f, w: (1 + w) * c - f),
})  # fmt: skip

N, L, F = "never reaches noise", "noise after the last step", "nothing is wrong"
S, D, P = "share of the signal", "distance to the data", "share above 0"
SEEN = "noise|signal|share|distance|last|data|step|schedule|start|quantity|0.8"
about("ex-diffusion-diagnose", diffusion.diffusion_diagnosis(), {
    "A by its distance": (SEEN, "A", (N, D)),
    "A is fine": (SEEN, "A", (F, S)),
    "A has noise at the end": (SEEN, "A", (L, D)),
    "A is fine, by its distance": (SEEN, "A", (F, D)),
    "B by its signal": (SEEN, "B", (L, S)),
    "B is fine": (SEEN, "B", (F, D)),
    "B never reaches noise": (SEEN + "|points of B", "B", (N, S)),
    "B by its share above 0": (SEEN, "B", (L, P)),
    "C has noise at the end": (SEEN, "C", (L, D)),
    "C never reaches noise": (SEEN, "C", (N, S)),
    "C by nothing that tells": (SEEN, "C", (F, S)),
    "C has noise at the end, by its share": (SEEN, "C", (L, P)),
})  # fmt: skip
