"""Fractions, roots, sums, expectations, integrals, limits and extremes, as formulas write them."""

import numpy as np
from signs import BIG, EXTREME, Cursor, binary, unknown


class Operators(Cursor):
    """Each method reads one operator with what it acts on. A subclass reads the plain algebra."""

    bars = 0  # how many |...| are open

    def between(self, inner):
        """[f(x)] with limits: the difference of its values at the ends."""
        self.take("_")
        low = self.other(self.raw())
        self.take("^")
        high = self.other(self.raw())
        return lambda env: inner(env | {"x": high(env)}) - inner(env | {"x": low(env)})

    def fraction(self):
        self.take()
        if self.tokens[self.at : self.at + 3] == ["{", r"\d", "}"]:
            return self.derivative()
        if self.tokens[self.at + 1] == r"\partial":
            above, _ = self.raw(), self.raw()
            if len(above) == 1:  # the derivative of what follows
                self.term()
            return unknown("a partial derivative")
        above, below = self.group(), self.group()
        return binary("/", above, below)

    def derivative(self):
        self.raw()
        variable, term = " ".join(self.raw()[1:]), self.term()
        # A step into the imaginary numbers has no rounding error.
        return lambda env: np.imag(term({**env, variable: env[variable] + 1e-30j})) / 1e-30

    def root(self):
        self.take()
        inner = self.group()
        return lambda env: np.emath.sqrt(inner(env))

    def size(self):
        if self.take() == "|":
            self.bars += 1
            inner = self.expression()
            self.bars -= 1
            self.take("|")
            return lambda env: np.abs(inner(env))
        inner = self.expression()
        self.take(r"\rVert")
        if self.token == "_":
            self.take()
            return unknown(" ".join(["norm", *self.raw()]))
        return lambda env: np.linalg.norm(inner(env), axis=-1)

    def average(self):
        r"""\E or \Var of a bracket, under the law that the subscript names."""
        squared = self.take() == r"\Var"
        law: list[str] = []
        if self.token == "_":
            self.take()
            law = self.raw()
            law = law[law.index(r"\sim") + 1 :] if r"\sim" in law else law
        inner, name = self.bracket("[", "]"), " ".join([r"\sim", *law])

        def value(env):
            over = env[name]
            values = np.broadcast_to(inner(env | over.values), over.weights.shape)
            mean = over.weights @ values
            return over.weights @ (values - mean) ** 2 if squared else mean

        return value

    def repeated(self):
        """A sum or product: from a number to a number, or over what the environment says."""
        sign = self.take()
        self.take("_")
        variable, *start = self.raw()
        operation, over = BIG[sign], f"{sign} _ {variable}"
        if self.token == "^":
            self.take()
            first, last = self.other(start[1:]), self.other(self.raw())
        elif start[:1] == [r"\le"]:
            first, last = self.other(["1"]), self.other(start[1:])
        else:
            first = last = None
        term = self.signed(self.take() if self.token == "-" else "+")

        def value(env):
            places = range(round(first(env)), round(last(env)) + 1) if first else env[over]
            if places is ...:  # the terms are one array
                return operation(term(env), axis=0)
            return operation([term(env | {variable: place}) for place in places], axis=0)

        return value

    def extreme(self):
        operation = EXTREME[self.take()]
        if self.token == "(":
            inner = self.arguments()
            return lambda env: operation(np.broadcast_arrays(*(f(env) for f in inner)), axis=0)
        self.take("_")
        allowed, inner = self.constraint(self.raw()), self.argument()
        nothing = np.inf if operation is np.min else -np.inf
        return lambda env: operation(inner(env)) if allowed(env) else nothing

    def constraint(self, given: list[str]):
        """Of sup over |f| <= 1: whether what the environment gives may be chosen."""
        for relation, allows in {r"\le": np.less_equal, r"\ge": np.greater_equal}.items():
            if relation in given:
                at = given.index(relation)
                left, right = self.other(given[:at]), self.other(given[at + 1 :])
                return lambda env: allows(left(env), right(env))
        return lambda env: True

    def integral(self):
        self.take()
        inner = self.expression()
        self.take(r"\d")
        if self.token == "(":
            self.bracket("(", ")")
            return unknown("an integral in a measure")
        self.name()
        return lambda env: np.dot(env[r"\int"], inner(env))

    def limit(self):
        self.take()
        self.take("_")
        variable, _, *end = self.raw()
        end, term = self.other(end), self.term()
        return lambda env: term(env | {variable: end(env)})

    def power_of_e(self):
        self.at += 2
        exponent = self.group()
        return lambda env: np.exp(exponent(env))


READERS = {
    (r"\frac", r"\tfrac"): Operators.fraction,
    (r"\sqrt",): Operators.root,
    ("|", r"\lVert"): Operators.size,
    (r"\E", r"\Var"): Operators.average,
    tuple(BIG): Operators.repeated,
    tuple(EXTREME): Operators.extreme,
    (r"\int",): Operators.integral,
    (r"\lim",): Operators.limit,
}
