"""The book's figure of lost digits: formulas computed step by step with few bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import sympy as sp
from sympy.codegen.cfunctions import expm1, log1p

from lossbook import binary_crossentropy, log_cosh, pseudo_huber
from lossbook.book._figures import COLOURS
from lossbook.explorers._explorer import INK, Choice, Explorer, Slider
from lossbook.formulas import expression

x = sp.Symbol("x", positive=True)  # the argument: a residual, or the lead of the true class
LEAST, MOST, PARTS = -12, 5, 8  # of the arguments, powers of two; and how many to a factor of two
LOWEST = 0.03  # of the errors that are drawn, in ulps


def _logit() -> sp.Expr:
    symbols = binary_crossentropy.specification("from_logits").symbols
    given = {symbols["y_true"]: 1, symbols["y_pred"]: x}
    return binary_crossentropy.logit_formula.subs(given, simultaneous=True)


def _residual(loss: Any, **parameters: float) -> sp.Expr:
    given = {loss.symbols["y_true"]: 0, loss.symbols["y_pred"]: x}
    given |= {loss.symbols[name]: value for name, value in parameters.items()}
    return loss.formula.subs(given, simultaneous=True)


@dataclass(frozen=True)
class Form:
    """A loss of one argument, as it is written and as its kernel computes it.

    Attributes
    ----------
    written, repaired : sympy.Expr
        Two forms of one function of x; the operations are taken one by one.
    steps : tuple of str
        What each operation of the written form is called, in order.
    """

    written: sp.Expr
    repaired: sp.Expr
    steps: tuple[str, ...]


FORMS = {
    "log-cosh": Form(
        _residual(log_cosh),
        log1p(expm1(x) * -expm1(-x) / 2),
        ("cosh x", "ln cosh x"),
    ),
    "pseudo-Huber, δ = 1": Form(
        _residual(pseudo_huber, delta=1),
        x**2 / (1 + sp.sqrt(1 + x**2)),
        ("x²", "1 + x²", "√(1 + x²)", "√(1 + x²) − 1"),
    ),
    "cross-entropy, y = 1": Form(
        _logit(),
        log1p(sp.exp(-x)),
        ("exp x", "1 + exp x", "ln(1 + exp x)", "ln(1 + exp x) − x"),
    ),
}


@dataclass
class Steps:
    """Computes a formula one operation after the other, each in columns of its own.

    A result is rounded to so many bits, the signal `bits`, to the nearest and of two to the even
    one, with exponents that know no end: (u + s) − s in float64, where the ulp of s is the spacing
    of the floats with these bits next to u. Without rounding the steps are those of float64.
    """

    prefix: str
    rounding: bool
    columns: dict[str, str] = field(default_factory=dict)
    results: list[str] = field(default_factory=list)

    def column(self, text: str) -> str:
        """Put an expression into a column of its own; return how it is read."""
        name = f"{self.prefix}{len(self.columns)}"
        self.columns[name] = text
        return f"datum.{name}"

    def rounded(self, text: str) -> str:
        """Return the result of one operation, rounded."""
        result = self.column(text)
        if self.rounding:
            big = self.column(f"1.5*pow(2, {exponent(result)} + 53 - bits)")
            result = self.column(f"{result} === 0 ? 0 : {result} + {big} - {big}")
        self.results.append(result)
        return result

    def of(self, formula: sp.Expr, at: str) -> str:
        """Return where the value of a formula stands, its operations being taken in order."""
        if formula == x:
            return at
        if formula.is_Number:
            return expression(formula, {})
        if formula.is_Mul and formula.args[0].is_negative:
            return f"(-{self.of(-formula, at)})"
        if formula.is_Mul and formula.args[0] == sp.Rational(1, 2):  # is exact
            return f"({self.of(2 * formula, at)}/2)"
        if formula.is_Mul:
            numerator, denominator = formula.as_numer_denom()
            if denominator != 1:
                return self.rounded(f"{self.of(numerator, at)}/{self.of(denominator, at)}")
        if isinstance(formula, (sp.Add, sp.Mul)):
            sign = "+" if formula.is_Add else "*"
            first, *others = formula.args
            text = self.of(first, at)
            for other in others:
                text = self.rounded(f"{text} {sign} {self.of(other, at)}")
            return text
        if formula.is_Pow and formula.exp == 2:
            base = self.of(formula.base, at)
            return self.rounded(f"{base}*{base}")
        (operand, *_) = formula.args
        return self.rounded(self.function(formula, self.of(operand, at)))

    def function(self, formula: sp.Expr, operand: str) -> str:
        """Return one function of an operand, right to a few bits of float64."""
        if isinstance(formula, log1p):  # both forms go round the digits that 1 + u loses
            near = self.column(f"1 + {operand}")
            return f"{near} === 1 ? {operand} : {operand}*log({near})/({near} - 1)"
        if isinstance(formula, expm1):
            near = self.column(f"exp({operand})")
            return f"{near} === 1 ? {operand} : ({near} - 1)*({operand})/log({near})"
        u = sp.Symbol("u", real=True)
        return expression(formula.subs(formula.args[0], u), {u: operand})


def exponent(number: str) -> str:
    """Return the power of two below a number."""
    return f"floor(log(abs({number}))/LN2)"


def computed(argument: str) -> tuple[dict[str, str], list[list[str]]]:
    """Return the columns for an argument, and where each form's written steps stand.

    The argument is rounded first. Of form k there are `written`k, `repaired`k, `true`k.
    """
    start = Steps("x", rounding=True)
    at = start.rounded(argument)
    columns, written_steps = start.columns | {"x": at}, []
    for k, form in enumerate(FORMS.values()):
        ways = {
            "written": (form.written, True),
            "repaired": (form.repaired, True),
            "true": (form.repaired, False),
        }
        for way, (formula, rounding) in ways.items():
            steps = Steps(f"{way[0]}{k}_", rounding)
            result = steps.of(formula, at)
            columns |= steps.columns | {f"{way}{k}": result}
            if way == "written":
                written_steps.append(steps.results)
    return columns, written_steps


def _chosen(name: str) -> str:
    """Return the number of this name that belongs to the form chosen."""
    return f"[{', '.join(f'datum.{name}{k}' for k in range(len(FORMS)))}][formula]"


def _with(chart: Any, columns: Mapping[str, str]) -> Any:
    """Return a chart with the columns, each of which may read those before it."""
    chosen = {way: _chosen(way) for way in ("written", "repaired", "true")}
    for name, text in {**columns, **chosen}.items():
        chart = chart.transform_calculate(**{name: text})
    return chart


def _errors(place: Slider) -> Any:
    """Return the panel of the errors in ulps against the argument."""
    ends = [2.0**LEAST, 2.0**MOST]
    logarithmic: dict[str, Any] = {"type": "log", "nice": False}
    plane = [
        alt.X(
            "x:Q", title="argument x", scale=alt.Scale(domain=ends, **logarithmic),
            axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10], format="~g"),
        ),
        alt.Y(
            "y:Q", title="error in ulps", scale=alt.Scale(domain=[0.02, 4e7], **logarithmic),
            axis=alt.Axis(values=[1, 100, 1e4, 1e6], format="~s"),
        ),
    ]  # fmt: skip
    columns, _ = computed(f"pow(2, {LEAST} + datum.k/{PARTS})")
    grid = _with(alt.Chart(alt.sequence((MOST - LEAST) * PARTS + 1, as_="k")), columns)
    ulps = {"as written": "written", "repaired": "repaired"}
    shown = grid.transform_calculate(
        **{
            label: f"max({LOWEST}, abs(datum.{way} - datum.true)/pow(2, "
            f"{exponent('datum.true')} + 1 - bits))"
            for label, way in ulps.items()
        }
    ).transform_fold(list(ulps), as_=["way", "y"])
    ways: dict[str, Any] = {"domain": list(ulps)}
    looks = [
        alt.Color("way:N", scale=alt.Scale(**ways, range=[COLOURS[1], COLOURS[0]])),
        alt.Shape("way:N", scale=alt.Scale(**ways, range=["cross", "circle"])),
    ]
    looks = [look.legend(symbolSize=70) for look in looks]
    lines = alt.Chart(alt.sequence(2, as_="row")).transform_calculate(
        y="datum.row === 0 ? 1 : pow(2, bits - 1)", x=repr(ends[1]),
        text="datum.row === 0 ? 'one ulp' : 'no digit is right'",
    )  # fmt: skip
    here = alt.Chart(alt.sequence(1)).transform_calculate(x=f"pow(2, {place.name})")
    return alt.layer(
        lines.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1).encode(plane[1]),
        here.mark_rule(color=INK, strokeWidth=1).encode(plane[0]),
        shown.mark_point(filled=True, opacity=1, size=22, clip=True).encode(*plane, *looks),
        lines.mark_text(align="right", dy=-7, dx=-4).encode(*plane, text="text:N"),
    ).properties(title=alt.Title(alt.expr("'computed with ' + bits + ' bits'")))


def _steps(place: Slider) -> Any:
    """Return the panel that writes out the steps for one argument."""
    columns, steps = computed(f"pow(2, {place.name})")
    beside = ["repaired", "true", "right bits, as written"]
    labels = [["x", *form.steps, *beside] for form in FORMS.values()]
    right = "clamp(floor(-log(abs(datum.written/datum.true - 1))/LN2), 0, bits)"
    ends = ["datum.repaired", "datum.true", right]
    values = [f"[{', '.join(['datum.x', *of_form, *ends])}]" for of_form in steps]
    rows = max(map(len, labels))
    table = (
        _with(alt.Chart(alt.sequence(rows, as_="row")), columns)
        .transform_calculate(label=f"{labels}[formula][datum.row]")
        .transform_filter("isString(datum.label)")
        .transform_calculate(
            text=f"format([{', '.join(values)}][formula][datum.row], '.9~g')", left="0", right="1"
        )
    )
    down = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.5, rows - 0.5], reverse=True))

    def across(column: str) -> Any:
        return alt.X(column, axis=None, scale=alt.Scale(domain=[0, 1]))

    return alt.layer(
        table.mark_text(align="left").encode(across("left:Q"), down, text="label:N"),
        table.mark_text(align="right").encode(across("right:Q"), down, text="text:N"),
    ).properties(title="step by step")


def lost() -> Explorer:
    """Return the errors of two forms of a loss, computed with few bits, and one example's steps."""
    formula = Choice("formula", "loss", {name: k for k, name in enumerate(FORMS)})
    bits = Slider("bits", "bits of a float", 4, 24, 1, 11)
    place = Slider("place", "log₂ of the argument x", LEAST, MOST, 0.25, -3.75)
    return Explorer(
        "digits",
        [_errors(place), _steps(place)],
        [formula, bits, place],
        presets={
            "bfloat16: 8 bits": {"bits": 8},
            "float16: 11 bits": {"bits": 11},
            "float32: 24 bits": {"bits": 24},
        },
        caption=(
            "A loss whose every operation is rounded to so many bits: the error of the formula as "
            "it is written, and as the kernel computes it, in units of the last bit. Errors below "
            f"{LOWEST} are drawn there. Right, the steps for one argument, the upright line on "
            "the left. The argument is a residual or, for the cross-entropy, a logit. Exponents "
            "have no bounds here, so nothing overflows."
        ),
        description=(
            "Left, errors in ulps against the argument from 2⁻¹² to 32, both on logarithmic axes, "
            "for ln cosh x with 11 bits. The crosses of the formula as written lie on the line of "
            "no right digit below x = 1/32, fall in a slanted band to 1 ulp near x = 1 and stay "
            "there; the dots of the repaired form stay near or below 1 ulp everywhere. With more "
            "bits the band begins further left and higher. Right, a table for x = 0.0743: cosh x "
            "is rounded to 1.00292969, its logarithm to 0.00292587; the repaired form gives "
            "0.00275993, the true value is 0.00276074: 4 bits of the written form are right."
        ),
    )
