"""What the losses of lists mean, of relevances y and scores s of n items."""

from typing import Any

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import Iverson, i, j, k, m, n, ss, ys

_l, _o = sp.symbols("l o", integer=True, nonnegative=True)
LISTS = {"y_true": ys, "y_pred": ss}


def _over_pairs(term: sp.Expr) -> sp.Expr:
    """Return the sum over the pairs i, k of which i is the better."""
    return sp.Sum(Iverson(ys[i] > ys[k]) * term, (i, 0, n - 1), (k, 0, n - 1))


def _against_others(term: sp.Expr) -> sp.Expr:
    """Return the sum over the items k that differ from item j in relevance."""
    return sp.Sum(Iverson(sp.Ne(ys[j], ys[k])) * term, (k, 0, n - 1))


class _Rank(sp.Function):  # type: ignore[misc]
    """The place of an item by some values, the largest first, equals as given: r, or r* by y.

    It jumps where two values cross, and has the derivative 0 elsewhere.
    """

    def doit(self, **hints: Any) -> sp.Expr:
        """Return it as a number of items, counted."""
        values, item, items = self.args
        first = values[_l] > values[item]
        tied = sp.Eq(values[_l], values[item]) & (_l < item)
        return 1 + sp.Sum(Iverson(first | tied), (_l, 0, items - 1)).doit(**hints)

    def _eval_derivative(self, symbol: sp.Basic) -> sp.Expr:
        return sp.S.Zero

    def _latex(self, printer: Any) -> str:
        return f"r{'^*' if self.args[0] == ys else ''}_{{{printer.doprint(self.args[1])}}}"


_pairs = _over_pairs(sp.S.One)  # of a list without one the loss is 0
_order = sp.sign(ys[j] - ys[k])
_wrong = 1 / (1 + sp.exp(_order * (ss[j] - ss[k])))  # the probability of the wrong order
_bend = sp.exp(ss[j] - ss[k]) / (1 + sp.exp(ss[j] - ss[k])) ** 2
_logistic = sp.log(1 + sp.exp(ss[k] - ss[i]))

ranknet = Specification(
    _over_pairs(_logistic) / _pairs,
    -_against_others(_order * _wrong) / _pairs,
    _against_others(_bend) / _pairs,
    LISTS,
)
pairwise_hinge = Specification(
    _over_pairs(sp.Max(0, m - (ss[i] - ss[k]))) / _pairs,
    -_against_others(Iverson(_order * (ss[j] - ss[k]) < m) * _order) / _pairs,
    sp.S.Zero,
    {**LISTS, "margin": m},
)


def _discount(rank: sp.Expr) -> sp.Expr:
    return 1 / sp.log(1 + rank, 2)


def _swap(a: sp.Symbol, b: sp.Symbol) -> sp.Expr:
    """Return |ΔNDCG| of exchanging the places of two items."""
    ideal = sp.Sum((2 ** ys[_o] - 1) * _discount(_Rank(ys, _o, n)), (_o, 0, n - 1))
    gain = sp.Abs(2 ** ys[a] - 2 ** ys[b])
    return gain * sp.Abs(_discount(_Rank(ss, a, n)) - _discount(_Rank(ss, b, n))) / ideal


lambdarank = Specification(
    _over_pairs(_swap(i, k) * _logistic),
    -_against_others(_swap(j, k) * _order * _wrong),
    _against_others(_swap(j, k) * _bend),
    LISTS,
)

_all = sp.Sum(sp.exp(ss[i]), (i, 0, n - 1))
_p, _q = sp.exp(ss[j]) / _all, sp.exp(ys[j]) / sp.Sum(sp.exp(ys[i]), (i, 0, n - 1))
listnet = Specification(
    sp.Sum(_q.subs(j, k) * (sp.log(_all) - ss[k]), (k, 0, n - 1)),
    _p - _q,
    _p * (1 - _p),
    LISTS,
)


def _left(item: sp.Symbol, stage: sp.Symbol) -> sp.Basic:
    """Return whether an item is left when another one is chosen."""
    return (ys[item] < ys[stage]) | (sp.Eq(ys[item], ys[stage]) & (item >= stage))


_stage = sp.Sum(Iverson(_left(k, i)) * sp.exp(ss[k]), (k, 0, n - 1))
_chosen = sp.exp(ss[j]) / _stage
listmle = Specification(
    sp.Sum(sp.log(_stage) - ss[i], (i, 0, n - 1)),
    sp.Sum(Iverson(_left(j, i)) * _chosen, (i, 0, n - 1)) - 1,
    sp.Sum(Iverson(_left(j, i)) * _chosen * (1 - _chosen), (i, 0, n - 1)),
    LISTS,
)
