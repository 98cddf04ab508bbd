"""A small evaluator of Vega expressions, independent of the printer that writes them.

The grammar is that of https://vega.github.io/vega/docs/expressions/ as far as the figures use it:
numbers, strings, names, datum.column, the operators of JavaScript by precedence, calls.
"""

import math
import re
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?)|'([^']*)'|([A-Za-z_]\w*)|(===|!==|==|!=|<=|>=|&&|\|\||.))"
)
BINARY = {
    "||": 1, "&&": 2, "===": 3, "==": 3, "!==": 3, "!=": 3,
    "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6,
}  # fmt: skip


def divide(a: float, b: float) -> float:
    """Divide as IEEE 754 does."""
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a)
    return a / b


def exponential(a: float) -> float:
    """Return eᵃ, infinite where it overflows."""
    return math.exp(a) if a < 709.78 else math.inf


def add(a: Any, b: Any) -> Any:
    """Add numbers, or join the two where one is a text."""
    if isinstance(a, str) or isinstance(b, str):
        return "".join(x if isinstance(x, str) else f"{x:g}" for x in (a, b))
    return a + b


FUNCTIONS = {
    "acos": math.acos, "cos": math.cos, "sin": math.sin,
    "floor": lambda a: math.floor(a) if math.isfinite(a) else a,
    "abs": abs, "sqrt": math.sqrt, "pow": pow, "max": max, "min": min, "exp": exponential,
    "log": lambda a: math.log(a) if a > 0 else -math.inf if a == 0 else math.nan,
    "cumulativeNormal": lambda a: math.erfc(-a / math.sqrt(2)) / 2,
}  # fmt: skip
CONSTANTS = {"null": None, "NaN": math.nan}
APPLY = {
    "+": add, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": divide,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "===": lambda a, b: a == b,
    "!=": lambda a, b: a != b, "!==": lambda a, b: a != b,
}  # fmt: skip


class _Parser:
    def __init__(self, text: str, names: dict[str, Any]) -> None:
        self.tokens = list(TOKEN.finditer(text.rstrip()))
        self.place, self.names = 0, names

    def peek(self) -> str | None:
        return self.tokens[self.place][0].strip() if self.place < len(self.tokens) else None

    def take(self, expected: str | None = None) -> re.Match[str]:
        token = self.tokens[self.place]
        assert expected is None or token[0].strip() == expected, (token[0], expected)
        self.place += 1
        return token

    def conditional(self, live: bool = True) -> Any:
        condition = self.binary(1, live)
        if self.peek() != "?":
            return condition
        self.take("?")
        yes = self.conditional(live and bool(condition))
        self.take(":")
        no = self.conditional(live and not condition)
        return yes if condition else no

    def binary(self, level: int, live: bool) -> Any:
        left = self.unary(live)
        while (operator := self.peek()) in BINARY and BINARY[operator] >= level:
            self.take()
            skip = (operator == "&&" and not left) or (operator == "||" and left)
            right = self.binary(BINARY[operator] + 1, live and not skip)
            if operator in ("&&", "||"):
                left = left if skip else right
            else:
                left = APPLY[operator](left, right) if live else 0.0
        return left

    def unary(self, live: bool) -> Any:
        if self.peek() == "-":
            self.take()
            return -self.unary(live)
        if self.peek() == "(":
            self.take()
            inside = self.conditional(live)
            self.take(")")
            return inside
        token = self.take()
        if token[1]:
            return float(token[1])
        if token[2] is not None:
            return token[2]
        name = token[3]
        assert name, token[0]
        if self.peek() == ".":
            self.take()
            return self.names[f"{name}.{self.take()[3]}"]
        if self.peek() != "(":
            return {**CONSTANTS, **self.names}[name]
        self.take()
        arguments = [self.conditional(live)]
        while self.peek() == ",":
            self.take()
            arguments.append(self.conditional(live))
        self.take(")")
        return FUNCTIONS[name](*arguments) if live else 0.0


def evaluate(text: str, **names: Any) -> Any:
    """Return the value of an expression; `datum_x` names the column `datum.x`."""
    parser = _Parser(text, {key.replace("datum_", "datum."): value for key, value in names.items()})
    value = parser.conditional()
    assert parser.peek() is None, f"left over: {text}"
    return value
