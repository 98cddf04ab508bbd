"""The SymPy specification of every loss: the truth that the kernels are tested against.

The formulas are of one sample and say what is meant, not how it is computed. Classes are
numbered 0 … C−1, as labels are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

from lossbook.printing import latex

# The symbols of the book. A name is what `subs` and `lambdify` see; SymPy prints yhat as ŷ.
y, yhat, f, z = sp.symbols("y yhat f z", real=True)
p = sp.Symbol("p", positive=True)
delta, tau, m = sp.symbols("delta tau m", positive=True)
C, n = sp.symbols("C n", integer=True, positive=True)
t, i, j, k = sp.symbols("t i j k", integer=True, nonnegative=True)
ys, yhats, ps, zs, ss = (sp.IndexedBase(name, real=True) for name in ("y", "yhat", "p", "z", "s"))


class MaxOver(ExprWithLimits):  # type: ignore[misc]
    """The maximum of an expression over an integer index, as Sum is its sum; `doit` unfolds it."""

    def __new__(cls, function: sp.Expr, *limits: Any, **assumptions: Any) -> MaxOver:
        """Return the maximum of `function` over limits such as (k, 0, n), not yet unfolded."""
        made: MaxOver = ExprWithLimits.__new__(cls, function, *limits, **assumptions)
        return made

    def doit(self, **hints: Any) -> sp.Expr:
        """Return the maximum of the terms, once the limits are numbers."""
        index, low, high = self.limits[0]
        if not (low.is_Integer and high.is_Integer):
            return self
        return sp.Max(*(self.function.subs(index, value) for value in range(low, high + 1)))

    def _latex(self, printer: Any) -> str:
        index, low, high = (printer.doprint(part) for part in self.limits[0])
        term = printer.doprint(self.function)
        return rf"\max_{{{low} \leq {index} \leq {high}}} \left({term}\right)"


@dataclass(frozen=True)
class Specification:
    """What a loss computes: its value, its gradient, and which symbol is which argument."""

    value: sp.Expr
    gradient: sp.Expr  # with respect to the prediction; to its entry j where it has several
    symbols: Mapping[str, sp.Basic]  # by argument name; prediction and truth first

    @property
    def latex(self) -> str:
        """The formula as an equation, in LaTeX."""
        return rf"\ell = {latex(self.value)}"

    @property
    def gradient_latex(self) -> str:
        """The gradient as an equation, in LaTeX."""
        prediction = self.symbol_latex("y_pred")
        if isinstance(self.symbols["y_pred"], sp.IndexedBase):
            prediction = f"{prediction}_j"
        return rf"\frac{{\partial \ell}}{{\partial {prediction}}} = {latex(self.gradient)}"

    def symbol_latex(self, argument: str) -> str:
        """Return the LaTeX of the symbol of an argument."""
        symbol = self.symbols[argument]
        return latex(symbol.label if isinstance(symbol, sp.IndexedBase) else symbol)

    def of_classes(self, classes: int) -> Specification:
        """Return the specification for this number of classes (or samples), sums written out."""
        size = {C: classes, n: classes}
        return Specification(
            self.value.subs(size).doit(), self.gradient.subs(size).doit(), self.symbols
        )


@cache
def specification(name: str, from_logits: bool = False) -> Specification:
    """Return the specification of a loss by its name; KeyError for an unknown one."""
    return dict(_specifications())[name, from_logits]


def _specifications() -> Iterator[tuple[tuple[str, bool], Specification]]:
    # Kept as written, ŷ − y: SymPy would turn even functions to y − ŷ and multiply 2(ŷ − y) out.
    e = yhat - y
    size = sp.Abs(e, evaluate=False)
    pair = {"y_true": y, "y_pred": yhat}
    scaled = {**pair, "delta": delta}

    def entry(
        name: str, value: sp.Expr, gradient: sp.Expr, symbols: Any, logits: bool = False
    ) -> Any:
        return (name, logits), Specification(value, gradient, symbols)

    yield entry("mean_squared_error", e**2, sp.Mul(2, e, evaluate=False), pair)
    yield entry("mean_absolute_error", size, sp.sign(e), pair)
    square_sum = sp.Sum((yhats[i] - ys[i]) ** 2, (i, 0, n - 1))
    yield entry(
        "root_mean_squared_error",
        sp.sqrt(square_sum / n),
        (yhats[j] - ys[j]) / (n * sp.sqrt(square_sum / n)),
        {"y_true": ys, "y_pred": yhats},
    )
    yield entry("mean_absolute_percentage_error", size / sp.Abs(y), sp.sign(e) / sp.Abs(y), pair)
    yield entry(
        "huber",
        sp.Piecewise((e**2 / 2, size <= delta), (delta * (size - delta / 2), True)),
        sp.Piecewise((e, size <= delta), (delta * sp.sign(e), True)),
        scaled,
    )
    yield entry("log_cosh", sp.log(sp.cosh(e, evaluate=False)), sp.tanh(e, evaluate=False), pair)
    root = sp.sqrt(1 + (e / delta) ** 2)
    yield entry("pseudo_huber", delta**2 * (root - 1), e / root, scaled)
    yield entry(
        "pinball",
        sp.Max(tau * (y - yhat), (tau - 1) * (y - yhat)),
        sp.Piecewise((-tau, yhat < y), (1 - tau, yhat > y), (0, True)),
        {**pair, "quantile": tau},
    )

    score = {"y_true": y, "y_pred": f}
    yield entry("hinge", sp.Max(0, 1 - y * f), sp.Piecewise((-y, y * f < 1), (0, True)), score)
    yield entry("squared_hinge", sp.Max(0, 1 - y * f) ** 2, -2 * y * sp.Max(0, 1 - y * f), score)
    scores = {"y_true": t, "y_pred": ss, "margin": m}
    other = 1 - sp.KroneckerDelta(k, t)
    violates = sp.Piecewise((1, m + ss[k] - ss[t] > 0), (0, True))
    yield entry(
        "multiclass_hinge",
        sp.Sum(other * sp.Max(0, m + ss[k] - ss[t]), (k, 0, C - 1)),
        sp.Piecewise(
            (-sp.Sum(other * violates, (k, 0, C - 1)), sp.Eq(j, t)), (violates.subs(k, j), True)
        ),
        scores,
    )
    worst = MaxOver(other * m + ss[k], (k, 0, C - 1)) - ss[t]
    yield entry(
        "crammer_singer_hinge",
        worst,
        sp.Piecewise(
            (0, sp.Eq(worst, 0)), (-1, sp.Eq(j, t)), (1, sp.Eq(m + ss[j] - ss[t], worst)), (0, True)
        ),
        scores,
    )

    yield entry(
        "binary_crossentropy",
        -y * sp.log(p) - (1 - y) * sp.log(1 - p),
        (1 - y) / (1 - p) - y / p,
        {"y_true": y, "y_pred": p},
    )
    yield entry(
        "binary_crossentropy",
        sp.log(1 + sp.exp(z)) - y * z,
        1 / (1 + sp.exp(-z)) - y,
        {"y_true": y, "y_pred": z},
        logits=True,
    )
    partition = sp.Sum(sp.exp(zs[i]), (i, 0, C - 1))
    softmax = sp.exp(zs[j]) / partition
    yield entry(
        "categorical_crossentropy",
        -sp.Sum(ys[k] * sp.log(ps[k]), (k, 0, C - 1)),
        -ys[j] / ps[j],
        {"y_true": ys, "y_pred": ps},
    )
    yield entry(
        "categorical_crossentropy",
        sp.Sum(ys[k] * (sp.log(partition) - zs[k]), (k, 0, C - 1)),
        softmax * sp.Sum(ys[k], (k, 0, C - 1)) - ys[j],
        {"y_true": ys, "y_pred": zs},
        logits=True,
    )
    yield entry(
        "sparse_categorical_crossentropy",
        -sp.log(ps[t]),
        sp.Piecewise((-1 / ps[t], sp.Eq(j, t)), (0, True)),
        {"y_true": t, "y_pred": ps},
    )
    yield entry(
        "sparse_categorical_crossentropy",
        sp.log(partition) - zs[t],
        softmax - sp.Piecewise((1, sp.Eq(j, t)), (0, True)),
        {"y_true": t, "y_pred": zs},
        logits=True,
    )
    yield entry(
        "kl_divergence",
        sp.Sum(ys[k] * sp.log(ys[k] / ps[k]), (k, 0, C - 1)),
        -ys[j] / ps[j],
        {"y_true": ys, "y_pred": ps},
    )
