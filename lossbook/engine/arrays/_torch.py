"""What PyTorch's automatic differentiation is told of a loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

Tensor = Any
Function = Callable[[Tensor, Tensor], Tensor]


def summed(x: Tensor, axes: int) -> Tensor:
    """Return `x` summed over its last axes, so many of them."""
    return x.sum(tuple(range(-axes, 0))) if axes else x


class _Compiled(torch.autograd.Function):  # type: ignore[misc]
    """A loss whose derivative by y_pred is given; that by y_true goes through its formula."""

    generate_vmap_rule = True

    @staticmethod
    def forward(y: Tensor, p: Tensor, value: Function, derivative: Function) -> Tensor:
        return value(y, p)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        y, p, ctx.value, ctx.derivative = inputs
        ctx.axes = p.ndim - output.ndim
        ctx.save_for_backward(y, p)
        ctx.save_for_forward(y, p)

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor | None, ...]:
        y, p = ctx.saved_tensors
        along_y = along_p = None
        if ctx.needs_input_grad[0]:
            _, pull = torch.func.vjp(lambda y: ctx.value(y, p), y)
            (along_y,) = pull(cotangent)
        if ctx.needs_input_grad[1]:
            slope = ctx.derivative(y, p)
            rest = (1,) * (slope.ndim - cotangent.ndim)  # a row a sample, or a batch a number
            along_p = cotangent.reshape(*cotangent.shape, *rest) * slope
        return along_y, along_p, None, None


class _Eager(_Compiled):
    """The same in forward mode too, which torch.compile does not take."""

    @staticmethod
    def jvp(ctx: Any, y_tangent: Tensor | None, p_tangent: Tensor | None, *_: None) -> Tensor:
        y, p = ctx.saved_tensors
        total = 0
        if y_tangent is not None:
            total = total + torch.func.jvp(lambda y: ctx.value(y, p), (y,), (y_tangent,))[1]
        if p_tangent is not None:
            change = ctx.derivative(y, p) * p_tangent
            total = total + summed(change, ctx.axes)
        return total


def with_derivative(value: Function, derivative: Function) -> Function:
    """Return the function `value` of y_true and y_pred with this derivative by y_pred."""
    rule = _Compiled if torch.compiler.is_compiling() else _Eager
    return lambda y, p: rule.apply(y, p, value, derivative)
