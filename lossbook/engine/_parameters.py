"""Parameters of a loss, checked: each returns the number, or raises the error that names it."""

from __future__ import annotations

import math
import numbers
from typing import Any

import numpy as np

from lossbook.engine._intake import number
from lossbook.engine._meanings import said


def positive(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless it is finite and greater than 0."""
    x = number(name, value)
    if not 0 < x < math.inf:
        raise ValueError(f"{name}: {value!r}; expected a finite number greater than 0")
    return x


def non_negative(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless it is finite and at least 0."""
    x = number(name, value)
    if not 0 <= x < math.inf:
        raise ValueError(f"{name}: {value!r}; expected a finite number of at least 0")
    return x


def open_unit(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless 0 < value < 1."""
    x = number(name, value)
    if not 0 < x < 1:
        raise ValueError(f"{name}: {value!r}; expected a number between 0 and 1, both excluded")
    return x


def below_one(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless 0 <= value < 1."""
    x = number(name, value)
    if not 0 <= x < 1:
        raise ValueError(f"{name}: {value!r}; expected a number from 0 to 1, 1 excluded")
    return x


def label(name: str, value: int | None) -> int | None:
    """Return `value` as an int, or None; TypeError for what is neither."""
    if value is None:
        return None
    given: Any = value
    if type(given) is np.ndarray and given.ndim == 0:
        given = given[()]
    if not isinstance(given, numbers.Integral):  # a tensor has __index__ too
        raise TypeError(f"{name}: {said(value)}; expected an integer or None")
    return int(given)


def one_of(name: str, value: str, words: tuple[str, ...]) -> str:
    """Return `value`; ValueError unless it is one of the words."""
    if not isinstance(value, str) or value not in words:  # `in` compares an array with each
        raise ValueError(f"{name}: {said(value)}; expected one of {', '.join(map(repr, words))}")
    return value


def flag(name: str, value: bool) -> bool:
    """Return `value` as a bool; TypeError unless it is one: a misplaced array would be true."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name}: {said(value)}; expected True or False")
    return bool(value)


def link(name: str, value: bool) -> str:
    """Return the name of a flag such as `from_logits` where it is set, else ""."""
    return name if flag(name, value) else ""
