"""Reads the LaTeX of a formula: the small part of the language in which the book's are written.

`parse` gives a function of an environment, a dict from names, written as on the page, to numbers,
arrays or functions. A piece that stands in the environment as a whole, "V(D^*, G)" say, is looked
up; so a check can give one side's number and have the other side computed as it is printed.
"""

import re

from operators import READERS, Operators
from signs import FUNCTIONS, binary, given, named, unknown

RELATIONS = ("=", r"\le", r"\ge", "<", ">", r"\ne", r"\in", r"\sim", r"\to")
ENDS = {None, "+", "-", r"\pm", ")", "]", "}", ",", ";", r"\rVert", r"\Vert", r"\d", *RELATIONS}
ACCENTS = {r"\hat", r"\bar", r"\dot", r"\mathcal", r"\nabla"}


def parse(formula: list[str]):
    """The function of an environment; `ValueError` for what isn't in this part of the language."""
    return Parser(formula).whole()


class Parser(Operators):
    def whole(self):
        node = self.expression()
        if self.token is not None:
            raise ValueError(f"can't read {self.token!r} in {' '.join(self.tokens)!r}")
        return node

    def other(self, part: list[str]):
        """What a subscript or a limit says."""
        return Parser(part).whole()

    def starts(self) -> bool:
        return self.token not in ENDS and not (self.token == "|" and self.bars)

    def expression(self):
        parts = [self.signed(self.take() if self.token in ("-", r"\pm") else "+")]
        while self.token in ("+", "-", r"\pm"):
            parts.append(self.signed(self.take()))
        return lambda env: sum((part(env) for part in parts[1:]), parts[0](env))

    def signed(self, sign):
        term = self.term()
        if sign == r"\pm":
            return lambda env: env[r"\pm"] * term(env)
        return term if sign == "+" else lambda env: -term(env)

    def term(self):
        left = self.factor()
        while self.token in ("/", r"\cdot") or self.starts():
            operation = self.take() if self.token in ("/", r"\cdot") else "times"
            left = binary(operation, left, self.factor())
        return left

    def argument(self):
        """What `\\log` is taken of: a bracket, or all factors up to the next function or sign."""
        if self.token == "(":
            return self.bracket("(", ")")
        left = self.factor()
        while self.starts() and self.token not in FUNCTIONS and self.token not in ("/", r"\cdot"):
            left = binary("times", left, self.factor())
        return left

    def factor(self):
        start = self.at
        node = self.base()
        node = given(node, self.since(start))
        while self.token == "^":
            self.take()
            node = given(binary("^", node, self.group()), self.since(start))
        return node

    def bracket(self, left, right):
        self.take(left)
        inner = self.expression()
        self.take(right)
        return inner

    def group(self):
        """`{...}`, or one sign or digit."""
        if self.token == "{":
            return self.bracket("{", "}")
        return self.other([self.take()])

    def base(self):
        token = self.token
        if token == "(":
            start = self.at
            try:
                return self.bracket("(", ")")
            except ValueError:
                self.at = start
                return self.unread()
        if token in ("[", "{"):
            inner = self.bracket(token, {"[": "]", "{": "}"}[token])
            return self.between(inner) if self.token == "_" else inner
        if token in FUNCTIONS:
            self.take()
            function, argument = FUNCTIONS[token], self.argument()
            found = lambda env: function(argument(env))  # noqa: E731
            return self.component(found) if self.token == "_" else found
        if self.tokens[self.at : self.at + 2] == ["e", "^"]:
            return self.power_of_e()
        for known, method in READERS.items():
            if token in known:
                return method(self)
        if token[0].isdigit():
            number = float(self.take())
            return lambda env: number
        return self.name()

    def arguments(self):
        self.take("(")
        parts = [self.expression()]
        while self.token in (",", ";", r"\Vert"):
            self.take()
            parts.append(self.expression())
        self.take(")")
        return parts

    def unread(self):
        """A bracket that holds no algebra: the environment must have it, or what it belongs to."""
        start, depth = self.at, 1
        self.take("(")
        while depth:
            depth += {"(": 1, ")": -1}.get(self.take(), 0)
        return unknown(self.since(start))

    def component(self, vector):
        self.take("_")
        place = self.group()
        return lambda env: vector(env)[place(env) - 1]

    def name(self):
        start = self.at
        while self.token in ACCENTS:
            if self.take() == r"\nabla" and self.token == "_":
                self.take()
                self.raw()
        if not re.match(r"\\?[A-Za-z]", self.token or ""):
            raise ValueError(f"{self.token!r} is no name: {' '.join(self.tokens)}")
        self.take()
        base, index = self.since(start), None
        while self.token in ("'", "_") or (self.token == "^" and self.labels()):
            if self.take() == "_":
                index = self.raw()
            elif self.tokens[self.at - 1] == "^":
                self.raw()
        found = named(self.since(start), base, index)
        return self.application(found) if self.token == "(" else found

    def labels(self) -> bool:
        """Whether the superscript belongs to the name: a star, a word, an inverse function."""
        after = self.tokens[self.at + 1 :]
        word = after[0] == "{" and after[1].startswith(r"\text")
        return word or after[0] == "*" or after[:5] == ["{", "-", "1", "}", "("]

    def application(self, function):
        """f(x), or f times a bracket; one that can't be read must stand in the environment."""
        start = self.at
        try:
            parts = self.arguments()
        except ValueError:
            self.at = start
            return self.unread()

        def value(env):
            left, right = function(env), [part(env) for part in parts]
            return left(*right) if callable(left) else left * right[0]

        return value
