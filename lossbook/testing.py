"""A loss held against its own formula: the measure that the package's tests use, for yours too.

The truth is not another floating-point program but the SymPy formula of the loss, evaluated by
mpmath in as many digits as it takes. The error is measured in units in the last place (ulps).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from lossbook import Loss
from lossbook.formulas import C, j, n, t

__all__ = ["check", "exact", "ulps"]

# SymPy differentiates max to a step. At 0, a kink, the book takes the gradient 0.
_STEP = {"Heaviside": lambda x, _=None: mpmath.mpf(x > 0)}


def check(
    loss: Loss[Any],
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    bound: float = 4.0,
    digits: int = 80,
    **parameters: Any,
) -> dict[str, float]:
    """Hold value, gradient and hessian of a loss against its formula, sample by sample.

    Parameters
    ----------
    loss : Loss
        One of the package's, or one of your own; of samples, not of whole batches.
    y_true, y_pred : array_like
        Samples as the loss takes them, classes last. Choose them where the digits are at risk: tiny
        and huge, on both sides of a kink, equal, confident.
    bound : float
        The largest error allowed, in ulps.
    digits : int
        Decimal digits of the exact arithmetic.
    **parameters : float or bool
        The loss's own, by default what it takes for them, and a flag such as `from_logits`.

    Returns
    -------
    dict of str to float
        The worst error of "value", "gradient" and "hessian", in ulps.

    Raises
    ------
    AssertionError
        If one is beyond the bound, or infinite or nan where the formula is not; it names the
        sample, what was computed and what is true.

    Examples
    --------
    >>> from lossbook import log_cosh
    >>> from lossbook.testing import check
    >>> worst = check(log_cosh, [0.0, 0.0], [1e-9, 30.0])
    >>> sorted(worst)
    ['gradient', 'hessian', 'value']
    """
    y, p = np.asarray(y_true), np.asarray(y_pred)
    link = next((name for name, on in parameters.items() if name in loss.links and on), "")
    numbers = {name: x for name, x in parameters.items() if name not in loss.links}
    allowed = inspect.signature(loss).parameters
    each = {"reduction": "none"} if "reduction" in allowed else {}
    functions: dict[str, Callable[..., Any]] = {"value": loss, "gradient": loss.gradient}
    if loss.kernel(link).curvature is not None:
        functions["hessian"] = loss.hessian
    worst = {}
    for order, (name, function) in enumerate(functions.items()):
        results = np.asarray(function(y, p, **each, **parameters))
        errors = [0.0]
        for index in range(len(p)):
            true = exact(loss, y[index], p[index], order=order, link=link, digits=digits, **numbers)
            for computed, number in zip(np.ravel(results[index]), true, strict=True):
                errors.append(ulps(computed, number))
                assert errors[-1] <= bound, (
                    f"{name} of {loss.__name__} at y_true = {y[index]}, y_pred = {p[index]}: "
                    f"{computed}, but the formula gives {mpmath.nstr(number, 20)}, "
                    f"{errors[-1]:.3g} ulps away; allowed are {bound:g}"
                )
        worst[name] = max(errors)
    return worst


@cache
def _compiled(
    loss: Loss[Any], link: str, classes: int, label: int | None, order: int
) -> Callable[..., list[Any]]:
    spec = loss.specification(link)
    size = {C: classes, n: classes} if label is None else {C: classes, n: classes, t: label}
    arguments: dict[str, list[Any]] = {}
    entry_of: dict[Any, Any] = {}
    for argument, symbol in spec.symbols.items():
        if symbol == t:
            continue
        entries = [symbol]
        if isinstance(symbol, sp.IndexedBase):
            entries = [sp.Symbol(f"{argument}{k}", real=True) for k in range(classes)]
            entry_of |= {symbol[k]: entry for k, entry in enumerate(entries)}
        arguments[argument] = entries
    predictions = arguments["y_pred"]
    if (
        order == 2 and spec.hessian is not None
    ):  # as it is stated; tests/formulas proves that it is the derivative
        wanted = [spec.hessian.subs({**size, j: k}).doit() for k in range(len(predictions))]
        wanted = [part.xreplace(entry_of) for part in wanted]
    else:
        value = spec.value.subs(size).doit().xreplace(entry_of)
        wanted = [value.diff(x) for x in predictions] if order else [value]
    flat = [x for entries in arguments.values() for x in entries]
    function: Callable[..., list[Any]] = sp.lambdify(flat, wanted, [_STEP, "mpmath"], cse=True)
    return function


def exact(
    loss: Loss[Any],
    y_true: Any,
    y_pred: Any,
    *,
    order: int = 0,
    link: str = "",
    digits: int = 80,
    **parameters: Any,
) -> list[Any]:
    """Return the loss of one sample by its formula, in mpmath at the exact values of the floats.

    Parameters
    ----------
    loss : Loss
        The loss whose formula is evaluated.
    y_true, y_pred : number or array_like, shape (C,)
        One sample.
    order : int
        0 for the value, 1 or 2 for the derivatives by each prediction. The first is the one that
        SymPy takes of the value, the second as the specification states it.
    link : str
        "from_logits" or "from_log" where the prediction is one of these.
    digits : int
        Decimal digits of the arithmetic: more than the formula as it is written loses.
    **parameters : float
        The loss's own parameters; by default what it takes for them.

    Returns
    -------
    list of mpmath.mpf
        One number, or a derivative for each prediction.

    Raises
    ------
    TypeError
        If the formula has no parameter of a name.
    """
    labelled = loss.symbols["y_true"] == t
    label = int(y_true) if labelled else None
    classes = np.size(y_pred)
    function = _compiled(loss, link, classes, label, order)
    values = [] if labelled else [*np.ravel(y_true)]
    with mpmath.workdps(digits):
        numbers = [*values, *np.ravel(y_pred), *_in_order(loss, link, parameters)]
        return [mpmath.mpf(x) for x in function(*map(as_exact, numbers))]


def _in_order(loss: Loss[Any], link: str, given: dict[str, Any]) -> list[Any]:
    """Return the parameters in the order of the formula's symbols, defaults where none is given."""
    names = list(loss.specification(link).symbols)[2:]
    for name in given:
        if name not in names:
            has = f"it has {', '.join(names)}" if names else "it has none"
            raise TypeError(f"{name}: no parameter of the formula of {loss.__name__}; {has}")
    defaults = inspect.signature(loss).parameters if names else {}
    return [given[name] if name in given else defaults[name].default for name in names]


def as_exact(x: Any) -> Any:
    """Return the number that a float is, or one that is exact already."""
    return x if isinstance(x, mpmath.mpf) else mpmath.mpf(float(x))


def ulp(x: Any, dtype: Any = np.float64) -> Any:
    """Return the unit in the last place of the number x in this dtype."""
    info = np.finfo(dtype)
    if x == 0:
        return mpmath.mpf(float(info.smallest_subnormal))
    exponent = max(mpmath.frexp(x)[1], int(info.minexp) + 1)
    return mpmath.ldexp(1, exponent - int(info.nmant) - 1)


def ulps(computed: Any, true: Any, scale: Any = None) -> float:
    """Return |computed − true| in ulps of `scale`, by default of `true`."""
    dtype = np.asarray(computed).dtype
    largest = float(np.finfo(dtype).max)
    if abs(true) > largest * (1 + np.finfo(dtype).eps / 4):  # rounds to infinity, as it should
        return 0.0 if computed == np.inf * float(mpmath.sign(true)) else float("inf")
    if not np.isfinite(computed):
        return float("inf")
    unit = ulp(true if scale is None else scale, dtype)
    return float(abs(mpmath.mpf(float(computed)) - true) / unit)
