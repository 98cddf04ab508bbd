"""Evidence accepts what is true and raises on everything else."""

import json
import math

import pytest
import sympy as sp

from lossbook.evidence import MIME, EvidenceError, proved, reproduced, verified
from lossbook.likelihoods import gaussian

x = sp.Symbol("x", real=True)
q = sp.Symbol("q", positive=True)
CLAIM = "A square is not negative."


def eq(left, right):
    return sp.Eq(left, right, evaluate=False)


SQUARE = sp.Ge(x**2, 0, evaluate=False)


@pytest.mark.parametrize(
    "facts",
    [
        [SQUARE],
        [eq((x + 1) ** 2, x**2 + 2 * x + 1)],
        [eq(sp.Derivative(sp.log(sp.cosh(x)), x), sp.tanh(x)), SQUARE],
        [sp.And(SQUARE, sp.Gt(q + 1, 1, evaluate=False), evaluate=False)],
    ],
)
def test_proved(facts):
    mark = proved("square", CLAIM, *facts)
    assert (mark.kind, mark.id, mark.claim) == ("proved", "square", CLAIM)
    *shown, domain = mark.details
    assert len(shown) == len(facts)
    assert all(line.startswith("$") for line in shown)
    assert domain.startswith("domain: ")
    assert len(mark.plain) == len(mark.details)


y = sp.IndexedBase("y", real=True)
i = sp.Symbol("i", integer=True)
n = sp.Symbol("n", integer=True, positive=True)
p = sp.Symbol("p")


@pytest.mark.parametrize(
    ("fact", "where", "domain"),
    [
        (SQUARE, None, "x real"),
        (sp.Gt(q + n + x**2, 0, evaluate=False), None, "q positive; n positive integer; x real"),
        (eq((p + x) * q, p * q + x * q), None, "p complex; q positive; x real"),
        (
            sp.Ge(q * (1 - p), 0, evaluate=False),
            {p: sp.Interval(0, 1)},
            "q positive; p in Interval(0, 1)",
        ),
        (
            eq(sp.Sum(2 * y[i], (i, 1, n)), 2 * sp.Sum(y[i], (i, 1, n))),
            None,
            "n positive integer; y[i] real",
        ),
        # nothing is free: a domain would say nothing
        (eq(sp.Integral(sp.exp(-(x**2) / 2), (x, -sp.oo, sp.oo)), sp.sqrt(2 * sp.pi)), None, None),
    ],
)  # fmt: skip
def test_the_domain_is_stated(fact, where, domain):
    mark = proved("square", CLAIM, fact, where=where)
    if domain is None:
        assert len(mark.plain) == len(mark.details) == 1
    else:
        assert mark.plain[-1] == f"domain: {domain}"
        assert mark.details[-1].startswith("domain: $")


def test_a_derivation_proves():
    mark = proved("gaussian-gives-mse", "The Gaussian gives the squared error.", gaussian())
    assert mark.details[0].startswith("derivation: ")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ([], "no fact is given"),
        ([eq(x, x + 1)], "false"),
        ([SQUARE, eq(x**2, x)], "false"),  # one false fact among true ones
        ([sp.Gt(x**2, 0, evaluate=False)], "false|cannot decide"),  # false at 0 only
        ([eq(x, sp.Float(0.3333333) * 3 * x)], "false|cannot"),
        ([True], "shows nothing"),
        ([x == x], "shows nothing"),
        ([sp.true], "shows nothing"),
        ([sp.Eq(x, x)], "shows nothing"),  # SymPy evaluates it away
        ([False], "shows nothing"),
        ([eq(x + 1, x + 1)], "the same expression"),  # true of anything
        ([sp.And(SQUARE, sp.Ge(x, x, evaluate=False), evaluate=False)], "the same expression"),
        # true, but SymPy can only check it numerically: that is no proof
        (
            [sp.Le(sp.erf(x), sp.sqrt(1 - sp.exp(-4 * x**2 / sp.pi)), evaluate=False)],
            "cannot decide.*use `verified`",
        ),
    ],
)
def test_not_proved(facts, message):
    with pytest.raises(EvidenceError, match=message):
        proved("claim", CLAIM, *facts)


@pytest.mark.parametrize("fact", [1.0, "x", x, None])
def test_no_statement(fact):
    with pytest.raises(EvidenceError):
        proved("claim", CLAIM, fact)


@pytest.mark.parametrize(
    ("deviations", "bound", "summary"),
    [
        ([0.0], 0.0, "1 case, worst deviation 0, allowed 0."),
        ([0.25], 0.5, "1 case, worst deviation 0.25, allowed 0.5."),
        ([0.1, 0.25, 0.0], 0.5, "3 cases, worst deviation 0.25 in case 1, allowed 0.5."),
        (
            [[0.1, 0.1], [0.25, 0.0]],
            0.5,
            "4 cases, worst deviation 0.25 in case 1, 0, allowed 0.5.",
        ),
        # equal up to rounding: the first is named, whichever is larger by a bit
        ([0.1, 0.25, 0.25 + 1e-16], 0.5, "3 cases, worst deviation 0.25 in case 1, allowed 0.5."),
        ([0.1, 0.25 + 1e-16, 0.25], 0.5, "3 cases, worst deviation 0.25 in case 1, allowed 0.5."),
        # rounding differs between processors: only the power of ten is told
        ([3.1e-16, 1.7e-16], 1e-15, "2 cases, worst deviation below 1e-15, allowed 1e-15."),
        ([3.9e-16, 2.2e-16], 1e-15, "2 cases, worst deviation below 1e-15, allowed 1e-15."),
        ([[1e-12] * 500] * 3, 2e-12, "1,500 cases, worst deviation at most 2e-12, allowed 2e-12."),
    ],
)
def test_verified(deviations, bound, summary):
    mark = verified("sum", "The sum is one.", deviations, bound=bound, cases="at random, in ulps")
    assert mark.summary == summary
    assert mark.details == ("at random, in ulps",)


def test_the_worst_case_is_named():
    def summary(deviations):
        names = ["n = 1", "n = 2"]
        return verified("sum", "It is.", deviations, bound=9.0, cases="both", at=names).summary

    assert summary([1.0, 2.0]) == "2 cases, worst deviation 2 in the case n = 2, allowed 9."
    assert summary([[1.0], [0.5]]) == "2 cases, worst deviation 1 in the case n = 1, allowed 9."
    with pytest.raises(EvidenceError, match="the case n = 2 deviates by 10; allowed is 9"):
        summary([1.0, 10.0])
    with pytest.raises(EvidenceError, match="at names 2 cases; expected 3"):
        summary([1.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("deviations", "bound", "message"),
    [
        ([], 1.0, "no case was computed"),
        ([0.0, math.nan], 1.0, r"case 1 deviates by nan"),
        ([0.5, 2.0], 1.0, r"case 1 deviates by 2; allowed is 1"),
        ([0.5, -0.1], 1.0, r"case 1 deviates by -0\.1"),
        ([math.inf], 1.0, "deviates by inf"),
        ([0.0], math.nan, "bound nan"),
        ([0.5], math.inf, "bound inf"),
        ([0.0, 0.5], 51.0, "the bound 51 is wide; the worst case is 0.5"),
        ([[0.0, 0.0], [0.0, 3.0]], 1.0, r"case 1, 1 deviates by 3"),
    ],
)
def test_not_verified(deviations, bound, message):
    with pytest.raises(EvidenceError, match=message):
        verified("sum", "The sum is one.", deviations, bound=bound, cases="by hand")


def test_reproduced():
    mark = reproduced("ols", "It fits.", [1.2953, -0.1521], [1.295, -0.152], tolerance=5e-4,
                      source="Brownlee")  # fmt: skip
    assert mark.summary == "2 numbers, each within 0.0005 of the source's."
    assert mark.details == ("the source's: 1.295, -0.152", "source: Brownlee")


def test_reproduced_to_the_last_digit():
    mark = reproduced("count", "It counts.", [4], [4], tolerance=0, source="Brownlee")
    assert mark.summary == "1 number, each equal to the source's."


@pytest.mark.parametrize(
    ("computed", "theirs", "message"),
    [
        (
            [1.0, 2.1],
            [1.0, 2.0],
            "number 1 is 2.1, the source's 2; allowed is a difference of 0.01",
        ),
        ([1.0], [1.0, 2.0], "1 numbers computed, 2 in the source"),
        ([], [], "0 numbers computed"),
        ([math.nan], [1.0], "number 0 is nan"),
        ([1.0], [math.nan], "the source's nan"),
    ],
)
def test_not_reproduced(computed, theirs, message):
    with pytest.raises(EvidenceError, match=message):
        reproduced("ols", "It fits.", computed, theirs, tolerance=0.01, source="nowhere")


def test_an_infinite_tolerance_is_refused():
    with pytest.raises(EvidenceError, match="tolerance inf"):
        reproduced("ols", "It fits.", [1.0], [1e9], tolerance=math.inf, source="nowhere")


def make(kind, id, claim):
    if kind is proved:
        return proved(id, claim, SQUARE)
    if kind is verified:
        return verified(id, claim, [0.5], bound=1.0, cases="one")
    return reproduced(id, claim, [1.0], [1.0], tolerance=0.1, source="a book")


every_kind = pytest.mark.parametrize("kind", [proved, verified, reproduced])


@every_kind
@pytest.mark.parametrize(
    "id", ["", "Upper", "two words", "-start", "end-", "dot.ted", "under_score"]
)
def test_bad_ids(kind, id):
    with pytest.raises(EvidenceError, match=r"id: .*expected lower case words"):
        make(kind, id, CLAIM)


@every_kind
@pytest.mark.parametrize("claim", ["", "No full stop", "A question?"])
def test_claims_are_sentences(kind, claim):
    with pytest.raises(EvidenceError, match="is not a sentence with a full stop"):
        make(kind, "id", claim)


@every_kind
def test_what_a_page_gets(kind):
    """Text and mark-up, the same in every run, and what the ledger collects."""
    mark = make(kind, "mse-1", "If a < b, the loss & its gradient fall.")
    name = kind.__name__
    first, *rest = str(mark).split("\n")
    assert first == f"{name}: {mark.claim} [mse-1] {mark.summary}"
    assert rest == [f"  {line}" for line in mark.plain]
    assert str(mark) == repr(mark)
    bundle = mark._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", MIME}
    page = bundle["text/markdown"]
    assert page.startswith(
        f'<details class="lb-evidence lb-{name}" id="claim-mse-1"><summary>'
        f'<span class="lb-kind">{name}</span> If a &lt; b, the loss &amp; its gradient fall.'
    )
    assert page.endswith("Claim `mse-1`.\n\n</details>")
    entry = json.loads(json.dumps(bundle[MIME]))
    assert entry == {
        "id": "mse-1",
        "claim": mark.claim,
        "kind": name,
        "summary": mark.summary,
        "details": list(mark.details),
    }
    assert make(kind, "mse-1", mark.claim)._repr_mimebundle_() == bundle


def test_evidence_error_fails_a_cell():
    assert issubclass(EvidenceError, AssertionError)
