"""LaTeX as the book writes it."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter


class _Printer(LatexPrinter):  # type: ignore[misc]
    """ln for the natural logarithm, y_i for an indexed y, ŷ − y rather than −y + ŷ."""

    def _print_Indexed(self, expr: Any) -> str:
        return f"{self._print(expr.base)}_{{{','.join(map(self._print, expr.indices))}}}"

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        terms = super()._as_ordered_terms(expr, order=order)
        return sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))


def latex(expression: sp.Basic) -> str:
    """Return the LaTeX of an expression, the same in every run, for KaTeX and MathJax."""
    text: str = _Printer({"ln_notation": True}).doprint(sp.sympify(expression))
    return text
