"""What a loss means: its formula and derivatives as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

import sympy as sp

from lossbook.formulas._printing import latex
from lossbook.formulas._symbols import C, D, n


@dataclass(frozen=True)
class Specification:
    """What a loss computes, of one sample, and which symbol is which argument.

    Attributes
    ----------
    value : sympy.Expr
        The loss.
    gradient, hessian : sympy.Expr
        Its first and second derivative by the prediction; by its entry j where it has several.
        A loss of whole batches has no hessian: None.
    symbols : mapping of str to sympy.Basic
        By the argument's name: truth and prediction first, then the parameters.
    """

    value: sp.Expr
    gradient: sp.Expr
    hessian: sp.Expr | None
    symbols: Mapping[str, sp.Basic]

    @property
    def latex(self) -> str:
        """The formula as an equation, in LaTeX."""
        return rf"\ell = {latex(self.value)}"

    @property
    def gradient_latex(self) -> str:
        """The gradient as an equation, in LaTeX."""
        return rf"\frac{{\partial \ell}}{{\partial {self._entry}}} = {latex(self.gradient)}"

    @property
    def hessian_latex(self) -> str:
        """The second derivative as an equation, in LaTeX."""
        return rf"\frac{{\partial^2 \ell}}{{\partial {self._entry}^2}} = {latex(self.hessian)}"

    @property
    def _entry(self) -> str:
        prediction = self.symbol_latex("y_pred")
        many = isinstance(self.symbols["y_pred"], sp.IndexedBase)
        return f"{prediction}_j" if many else prediction

    def symbol_latex(self, argument: str) -> str:
        """Return the LaTeX of the symbol of an argument."""
        symbol = self.symbols[argument]
        return latex(symbol.label if isinstance(symbol, sp.IndexedBase) else symbol)

    def of_classes(self, classes: int) -> Specification:
        """Return the specification for so many classes, samples or features, sums written out."""
        size = {C: classes, D: classes, n: classes}
        value, gradient, hessian = (
            None if part is None else part.subs(size).doit()
            for part in (self.value, self.gradient, self.hessian)
        )
        return Specification(value, gradient, hessian, self.symbols)


def resolve(formula: Specification | Callable[[], Specification] | str | None) -> Specification:
    """Return the specification that a kernel holds or names.

    A string names a family and an object in it: "regression.huber". What is no specification, nor
    the name of one, is a TypeError or an AttributeError that says so.
    """
    made: object = formula
    if isinstance(formula, str):
        family, _, name = formula.partition(".")
        made = getattr(import_module(f"lossbook.formulas._{family}"), name)
    elif callable(formula):
        made = formula()
    if not isinstance(made, Specification):
        raise TypeError(f"formula: {formula!r}; expected a Specification, or the name of one")
    return made
