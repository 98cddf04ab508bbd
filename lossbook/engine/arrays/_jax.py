"""What JAX's automatic differentiation is told of a loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
from jax.custom_derivatives import SymbolicZero

Array = Any
Function = Callable[[Array, Array], Array]


def with_derivative(value: Function, derivative: Function) -> Function:
    """Return the function `value` of y_true and y_pred with this derivative by y_pred.

    The derivative by y_true goes through the formula of the value.
    """
    function = jax.custom_jvp(value)

    def jvp(primals: tuple[Array, Array], tangents: tuple[Any, Any]) -> tuple[Array, Array]:
        (y, p), (y_tangent, p_tangent) = primals, tangents
        changes, result = [], function(y, p)
        if not isinstance(y_tangent, SymbolicZero):
            changes.append(jax.jvp(lambda y: value(y, p), (y,), (y_tangent,))[1])
        if not isinstance(p_tangent, SymbolicZero):
            change = derivative(y, p) * p_tangent
            axes = tuple(range(result.ndim, change.ndim))  # of a row, or of a whole batch
            changes.append(change.sum(axes) if axes else change)
        return result, sum(changes[1:], changes[0])

    function.defjvp(jvp, symbolic_zeros=True)
    return function  # type: ignore[no-any-return]
