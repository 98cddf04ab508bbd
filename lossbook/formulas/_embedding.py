"""What the losses of embeddings mean: of a distance, of a feature, of a triplet, of an anchor."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import D, Iverson, cs, i, j, k, m, n, t, tau, xs, y

d = sp.Symbol("d", nonnegative=True)
a, p, q = sp.symbols("a p n", integer=True, nonnegative=True)  # anchor, positive, negative
ts = sp.IndexedBase("t", real=True)

contrastive = Specification(
    (y * d**2 + (1 - y) * sp.Max(0, m - d) ** 2) / 2,
    y * d - (1 - y) * sp.Max(0, m - d),
    y + (1 - y) * sp.Piecewise((1, d < m), (0, True)),
    {"y_true": y, "y_pred": d, "margin": m},
)
center_loss = Specification(
    sp.Sum((xs[i] - cs[t, i]) ** 2, (i, 0, D - 1)) / 2,
    xs[j] - cs[t, j],
    sp.S.One,
    {"y_true": t, "y_pred": xs, "centers": cs},
)


def _distance(u: sp.Symbol, v: sp.Symbol) -> sp.Expr:
    return sp.sqrt(sp.Sum((xs[u, i] - xs[v, i]) ** 2, (i, 0, D - 1)))


# Of one triplet, by the entry j of its anchor.
_excess = _distance(a, p) - _distance(a, q) + m
triplet_margin = Specification(
    sp.Max(0, _excess),
    sp.Piecewise(
        (
            (xs[a, j] - xs[p, j]) / _distance(a, p) - (xs[a, j] - xs[q, j]) / _distance(a, q),
            _excess > 0,
        ),
        (0, True),
    ),
    None,
    {"y_true": ts, "y_pred": xs, "margin": m},
)

_l = sp.Symbol("l", integer=True, nonnegative=True)


def _dot(u: sp.Symbol, v: sp.Symbol) -> sp.Expr:
    return sp.Sum(xs[u, i] * xs[v, i], (i, 0, D - 1))


def _length(u: sp.Symbol) -> sp.Expr:
    return sp.sqrt(sp.Sum(xs[u, i] ** 2, (i, 0, D - 1)))


# Of one anchor a, by its own entry j.
_cosine = _dot(a, k) / (_length(a) * _length(k))
_positive = sp.Eq(ts[k], ts[a]) & sp.Ne(k, a)
_positives = sp.Sum(Iverson(_positive), (k, 0, n - 1))
_others = sp.Sum(Iverson(sp.Ne(_l, a)) * sp.exp(_cosine.subs(k, _l) / tau), (_l, 0, n - 1))
_share = Iverson(sp.Ne(k, a)) * sp.exp(_cosine / tau) / _others - Iverson(_positive) / _positives
_turn = (xs[k, j] / _length(k) - _cosine * xs[a, j] / _length(a)) / _length(a)
supervised_contrastive = Specification(
    sp.Sum(Iverson(_positive) * (sp.log(_others) - _cosine / tau), (k, 0, n - 1)) / _positives,
    sp.Sum(_share * _turn, (k, 0, n - 1)) / tau,
    None,
    {"y_true": ts, "y_pred": xs, "temperature": tau},
)
