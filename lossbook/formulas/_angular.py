"""What the losses of similarities s and cosines c mean, the true class being t."""

from __future__ import annotations

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import C, cs, i, j, m, ss, t, tau

scale = sp.Symbol("s", positive=True)

_all = sp.Sum(sp.exp(ss[i] / tau), (i, 0, C - 1))
_p = sp.exp(ss[j] / tau) / _all
info_nce = Specification(
    sp.log(_all) - ss[t] / tau,
    (_p - sp.KroneckerDelta(j, t)) / tau,
    _p * (1 - _p) / tau**2,
    {"y_true": t, "y_pred": ss, "temperature": tau},
)


class floor(sp.floor):  # type: ignore[misc]  # noqa: N801  (the name that printers know)
    """⌊x⌋, whose derivative is 0 but where it jumps. SymPy leaves it open."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the derivative."""
        return sp.S.Zero


def _margin(
    target: sp.Expr, slope: sp.Expr, bend: sp.Expr, margin: dict[str, sp.Symbol]
) -> Specification:
    """Return the softmax loss of s·cos, `target` in the place of the true cosine c_t."""
    others = sp.Sum((1 - sp.KroneckerDelta(i, t)) * sp.exp(scale * cs[i]), (i, 0, C - 1))
    total = sp.exp(scale * target) + others
    other, true = sp.exp(scale * cs[j]) / total, sp.exp(scale * target) / total
    return Specification(
        sp.log(total) - scale * target,
        sp.Piecewise((scale * (true - 1) * slope, sp.Eq(j, t)), (scale * other, True)),
        sp.Piecewise(
            (scale * (1 - true) * (scale * true * slope**2 - bend), sp.Eq(j, t)),
            (scale**2 * other * (1 - other), True),
        ),
        {"y_true": t, "y_pred": cs, **margin, "scale": scale},
    )


_theta = sp.acos(cs[t])
_sine = sp.sqrt(1 - cs[t] ** 2)
_turns = floor(m * _theta / sp.pi)
_within = m * _theta - sp.pi * _turns  # (−1)^k cos mθ = cos(mθ − kπ)
_times = m * sp.sin(_within) / _sine

normface = _margin(cs[t], sp.S.One, sp.S.Zero, {})
am_softmax = _margin(cs[t] - m, sp.S.One, sp.S.Zero, {"margin": m})
arcface = _margin(
    sp.cos(_theta + m), sp.sin(_theta + m) / _sine, sp.sin(m) / _sine**3, {"margin": m}
)
sphereface = _margin(
    sp.cos(_within) - 2 * _turns,
    _times,
    (cs[t] * _times - m**2 * sp.cos(_within)) / _sine**2,
    {"margin": m},
)
