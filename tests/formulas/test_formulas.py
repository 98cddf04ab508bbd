"""The specifications: value and derivatives agree, and read as the book writes."""

import itertools

import pytest
import sympy as sp
from oracle import CASES, LOSSES, NAMES, link_of

import lossbook
from lossbook import formulas
from lossbook.engine import ABOVE_MINUS_ONE, NON_NEGATIVE, POSITIVE
from lossbook.formulas import C, D, MaxOver, f, k, m, n, p, ps, resolve, ss, t, y, yhat, ys, z

CLASSES = 3


def entries(symbol):
    return [symbol[i] for i in range(CLASSES)]


def labels(spec):
    return range(CLASSES) if spec.symbols["y_true"] == t else [None]


# What stands for the parameters and for predictions that are not in `points`.
NUMBERS = {
    formulas.delta: sp.Rational(3, 2),
    formulas.tau: sp.Rational(1, 5),
    m: 2,
    formulas.mu: sp.Rational(7, 3),
    formulas.eta: sp.Rational(-2, 3),
    formulas.xi: sp.Rational(8, 5),
    formulas.gamma: sp.Rational(5, 2),
    formulas.q: sp.Rational(3, 4),
    formulas.alpha: sp.Rational(1, 3),
    formulas.beta: sp.Rational(3, 4),
    formulas.smooth: sp.Rational(1, 7),
}


def points(spec, label, positive=False):
    """Return substitutions: rational numbers away from kinks and ties, valid for every loss.

    With `positive` truths and predictions are.
    """
    predictions = (ps, ss, formulas.cs, formulas.xs, formulas.zs, formulas.yhats)
    others = {symbol for symbol in spec.symbols.values() if symbol.is_Symbol and symbol.is_real}
    some = [[1, 2, 5], [7, 3, 4], [2, 11, 6]]
    made = []
    for row, (a, b) in zip(some, [(-1, 3), (1, -2), (1, sp.Rational(1, 3))], strict=True):
        values = {**NUMBERS, y: a, yhat: b, f: b, z: b, p: sp.Rational(1, 3)}
        values |= dict.fromkeys(others - set(values), sp.Rational(5, 4))
        if positive:
            values |= {y: 2 * abs(a), yhat: abs(b)}
        for symbol in spec.symbols.values():
            if isinstance(symbol, sp.IndexedBase):
                turn = row if symbol in predictions else row[::-1]
                total = sum(turn)
                values |= {
                    x: sp.Rational(v, total) for x, v in zip(entries(symbol), turn, strict=True)
                }
                if symbol is spec.symbols.get("centers"):  # c_t, an entry for each feature
                    values |= {symbol[label, i]: v for i, v in enumerate(turn)}
        made.append(values if label is None else values | {t: label})
    return made


@pytest.mark.parametrize(("loss", "flags"), CASES, ids=NAMES)
def test_derivatives(loss, flags):
    """SymPy differentiates the value; what the specification states gives the same numbers."""
    link = link_of(flags)
    spec, kernel = loss.specification(link), loss.kernel(link)
    positive = kernel.y_true in (NON_NEGATIVE, POSITIVE, ABOVE_MINUS_ONE)
    whole = spec.of_classes(CLASSES)
    prediction = spec.symbols["y_pred"]
    many = isinstance(prediction, sp.IndexedBase)
    compared = 0
    for label in labels(spec):
        for values in points(spec, label, positive):
            for j in range((kernel.y_pred.width or CLASSES) if many else 1):
                x = sp.Dummy(real=True)
                target = prediction[j] if many else prediction
                rest = {a: b for a, b in values.items() if a != target}
                value = whole.value.subs({t: label} if label is not None else {}).doit()
                value = value.subs(target, x).subs(rest)
                for order, stated in enumerate((whole.gradient, whole.hessian), start=1):
                    if stated is None:
                        continue
                    # No kink is among the points: the derivative of a step does not matter.
                    slope = value.diff(x, order).replace(sp.DiracDelta, lambda *_: sp.Integer(0))
                    slope = slope.subs(x, values[target]).doit()
                    stated = stated.subs({t: label} if label is not None else {})
                    stated = stated.subs(formulas.j, j).subs(values).doit()
                    assert abs(sp.N(slope - stated, 30)) < 1e-25, (order, values, j)
                    compared += 1
    assert compared >= 6 or whole.hessian is None


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_free_symbols_are_arguments(loss):
    for link in ("", *loss.links):
        spec = loss.specification(link)
        allowed = {C, D, n} | set(spec.symbols.values())
        if loss.kernel(link).batch:  # of one triplet, or of one anchor
            allowed |= set(sp.symbols("a p n", integer=True, nonnegative=True))
        for symbol in spec.value.free_symbols:
            base = symbol.base if isinstance(symbol, sp.Indexed) else symbol
            known = {s.label if isinstance(s, sp.IndexedBase) else s for s in allowed} | allowed
            assert base in known, symbol
        assert list(spec.symbols)[:2] == ["y_true", "y_pred"]


def test_a_formula_that_is_none():
    with pytest.raises(AttributeError, match="mean_cubed_error"):
        resolve("regression.mean_cubed_error")
    with pytest.raises(TypeError, match="formula: None; expected a Specification"):
        resolve(None)
    with pytest.raises(AttributeError, match="huber takes no logits"):
        lossbook.huber.specification("from_logits")


def test_the_symbols_are_numbers_of_the_kind_that_the_losses_take():
    """SymPy writes √x² as |x| of a real x, and as x of one that is not negative."""
    real = [y, yhat, f, z, formulas.eta, formulas.xi, formulas.zs[k], ss[k], formulas.cs[k],
            formulas.xs[k], ys[k], ps[k], formulas.yhats[k]]  # fmt: skip
    assert [sp.sqrt(x**2) for x in real] == [sp.Abs(x) for x in real]
    positive = [p, formulas.delta, formulas.tau, m, formulas.mu, formulas.q, formulas.alpha,
                formulas.beta, C, D, n]  # fmt: skip
    assert all(x.is_positive for x in positive)
    from_zero = [formulas.gamma, formulas.smooth, t, formulas.i, formulas.j, k]
    assert all(x.is_nonnegative and not x.is_positive for x in from_zero)
    assert all(x.is_integer for x in (C, D, n, t, formulas.i, formulas.j, k))


def test_maximum_over_an_index():
    whole = MaxOver(ss[k], (k, 0, C - 1))
    assert whole.doit() == whole  # the limits are symbols
    assert whole.subs(C, 3).doit() == sp.Max(ss[0], ss[1], ss[2])
    assert sp.latex(whole).startswith(r"\max_{0 \leq k \leq C - 1}")


def test_of_classes_writes_sums_out():
    value = lossbook.kl_divergence.specification().of_classes(2).value
    pairs = [ys[i] * sp.log(ys[i] / ps[i]) for i in range(2)]
    assert value == sum(pairs)
    root = lossbook.root_mean_squared_error.specification().of_classes(2).value
    yhats = formulas.yhats
    squares = [(yhats[i] - ys[i]) ** 2 for i in range(2)]
    assert sp.simplify(root**2 - sum(squares) / 2) == 0


def test_identities_of_the_book():
    """Relations between losses, proved on their formulas."""
    half = lossbook.pinball.formula.subs(formulas.tau, sp.Rational(1, 2))
    for a, b in itertools.product((-2, 0, 3), repeat=2):  # τ = ½ is half the absolute error
        at = {y: a, yhat: b}
        assert half.subs(at) == lossbook.mean_absolute_error.formula.subs(at) / 2
    logits = lossbook.binary_crossentropy.logit_formula
    sigma = 1 / (1 + sp.exp(-z))
    probabilities = lossbook.binary_crossentropy.formula.subs(p, sigma)
    for a, b in ((0, 1), (1, -2), (sp.Rational(1, 4), 3)):
        assert abs(sp.N((logits - probabilities).subs({y: a, z: b}), 40)) < 1e-35
