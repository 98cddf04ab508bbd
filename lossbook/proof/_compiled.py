"""SymPy expressions as functions of mpmath numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.pycode import MpmathPrinter
from sympy.utilities.lambdify import MPMATH_TRANSLATIONS

from lossbook.proof._loops import LOOPS
from lossbook.proof._statement import DerivationError, Expr


def _range(lower: Any, upper: Any) -> Iterator[Any]:
    """Yield the indices; a reversed range is refused: books do not agree on what it means."""
    if not (mpmath.isint(lower) and mpmath.isint(upper)) or upper < lower - 1:
        raise ValueError("reversed")
    return map(mpmath.mpf, range(int(lower), int(upper) + 1))


def _largest(values: Iterator[Any]) -> Any:
    """Return the largest of real numbers; of none, or of complex ones, there is none."""
    found = list(values)
    if any(mpmath.im(value) != 0 for value in found):
        raise ValueError("complex")
    return max(found)


_NAMESPACE = {
    **vars(mpmath),
    **{
        name: getattr(mpmath, to) for name, to in MPMATH_TRANSLATIONS.items() if hasattr(mpmath, to)
    },
    "mpmath": mpmath,
    "sum_over": lambda f, lower, upper: mpmath.fsum(map(f, _range(lower, upper))),
    "max_over": lambda f, lower, upper: _largest(map(f, _range(lower, upper))),
    "product_over": lambda f, lower, upper: mpmath.fprod(map(f, _range(lower, upper))),
}


class _Printer(MpmathPrinter):  # type: ignore[misc]
    """Print with one Python name for each symbol and array, whatever they are called."""

    def __init__(self) -> None:
        super().__init__({"fully_qualified_modules": True, "allow_unknown_functions": True})
        self.names: dict[Expr, str] = {}

    def _name(self, e: Expr) -> str:
        return self.names.setdefault(e, f"x{len(self.names)}_")

    _print_Symbol = _print_Dummy = _print_IndexedBase = _name  # noqa: N815

    def _print_Integer(self, e: Expr) -> str:  # noqa: N802
        return f"mpmath.mpf({int(e)})"  # 1/3 is no Python float

    def _print_Indexed(self, e: Expr) -> str:  # noqa: N802
        return f"{self._name(e.base)}({', '.join(map(self._print, e.indices))})"

    def _loop(self, name: str, e: Expr) -> str:
        text = self._print(e.function)
        for index, lower, upper in e.limits:  # the innermost comes first
            bounds = f"{self._print(lower)}, {self._print(upper)}"
            text = f"{name}(lambda {self._name(index)}: {text}, {bounds})"
        return str(text)

    def _print_Sum(self, e: Expr) -> str:  # noqa: N802
        return self._loop("sum_over", e)

    def _print_Product(self, e: Expr) -> str:  # noqa: N802
        return self._loop("product_over", e)

    def _print_MaxOver(self, e: Expr) -> str:  # noqa: N802
        return self._loop("max_over", e)


class Compiled:
    """An expression as a function of numbers.

    Attributes
    ----------
    arguments : the free symbols and the arrays it needs
    """

    def __init__(self, expression: Expr) -> None:
        unknown = (sp.Integral, sp.Derivative, sp.Limit, sp.Subs, AppliedUndef)
        endless = any(
            bound.is_infinite
            for e in expression.atoms(*LOOPS)
            for _, *bounds in e.limits
            for bound in bounds
        )
        if expression.has(*unknown) or endless:
            raise DerivationError(f"cannot be evaluated: {expression}")
        printer = _Printer()
        try:
            code = printer.doprint(expression)
        except (KeyError, NotImplementedError) as error:  # something mpmath does not know
            raise DerivationError(f"cannot be evaluated: {expression}") from error
        free = expression.free_symbols
        self.arguments = tuple(
            e for e in printer.names if isinstance(e, sp.IndexedBase) or e in free
        )
        names = ", ".join(printer.names[e] for e in self.arguments)
        self._expression = expression
        self._function: Callable[..., Any] = eval(f"lambda {names}: {code}", _NAMESPACE)

    def __call__(self, values: Mapping[Expr, Any]) -> Any:
        """Return the value, a finite mpmath number, or None where the expression is undefined.

        `values` gives a number for each symbol and a function of the indices for each array.
        """
        try:
            value = self._function(*(values[e] for e in self.arguments))
        except NameError as error:
            raise DerivationError(f"cannot be evaluated: {self._expression}") from error
        except (ZeroDivisionError, ValueError, OverflowError, TypeError):
            return None  # TypeError: an order of complex numbers, or of what is undefined itself
        if value is None:  # no case of a Piecewise holds
            return None
        value = mpmath.mpmathify(value)
        return value if mpmath.isfinite(value) else None
