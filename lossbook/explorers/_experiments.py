"""The book's figures with sliders in which a loss meets data: fits, descents, divergences."""

from __future__ import annotations

from typing import Any

import altair as alt
import sympy as sp

from lossbook import (
    Loss,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_squared_error,
    sparse_categorical_crossentropy,
)
from lossbook.book._figures import COLOURS
from lossbook.explorers._explorer import (
    INK,
    Choice,
    Drag,
    Explorer,
    Slider,
    axes,
    coloured,
    distinct,
)
from lossbook.formulas import expression

SECOND = COLOURS[1]

# --- two lines and an outlier -------------------------------------------------------------------

FIXED = ((1.0, 2.1), (2.0, 2.4), (3.0, 3.6), (4.0, 3.9), (5.0, 5.2), (6.0, 5.4), (7.0, 6.6))
FITS = ("least squares", "least absolute")


def outlier() -> Explorer:
    """Return the lines of least squared and of least absolute error through movable data.

    Least squares solves the equations in which the gradients sum to 0. The line of least absolute
    error passes through two of the points; of all such lines the one with the least sum is drawn.
    """
    x_o = Slider("outlier_x", "outlier, x", 0.0, 10.0, 0.1, 9.0)
    y_o = Slider("outlier_y", "outlier, y", 0.0, 12.0, 0.1, 1.5)
    names = {x_o.symbol: x_o.name, y_o.symbol: y_o.name}
    points = [*FIXED, (x_o.symbol, y_o.symbol)]
    a, b = sp.symbols("a b", real=True)

    slopes = [_at(mean_squared_error, y, a + b * x, "gradient") for x, y in points]
    moments = [slope * x for slope, (x, _) in zip(slopes, points, strict=True)]
    squares = sp.solve([sum(slopes), sum(moments)], [a, b])
    total = sum(_at(mean_absolute_error, y, a + b * x) for x, y in points)

    last = len(FIXED)
    pairs = [
        {"i": i, "j": j, "x1": FIXED[i][0], "y1": FIXED[i][1]}
        | ({"x2": FIXED[j][0], "y2": FIXED[j][1]} if j < last else {"x2": None, "y2": None})
        for i in range(last)
        for j in range(i + 1, last + 1)
    ]
    lines = (
        alt.Chart(alt.InlineData(values=pairs))
        .transform_calculate(
            x2=f"datum.j === {last} ? {x_o.name} : datum.x2",
            y2=f"datum.j === {last} ? {y_o.name} : datum.y2",
        )
        .transform_filter("datum.x1 !== datum.x2")
        .transform_calculate(b="(datum.y2 - datum.y1)/(datum.x2 - datum.x1)")
        .transform_calculate(a="datum.y1 - datum.b*datum.x1")
        .transform_calculate(total=expression(total, {a: "datum.a", b: "datum.b", **names}))
        .transform_joinaggregate(least="min(total)")
        .transform_filter("datum.total === datum.least")
        .transform_window(number="row_number()")
        .transform_filter("datum.number === 1")
        .transform_calculate(fit=f"'{FITS[1]}'", top="10.4")
    )
    least_squares = alt.Chart(alt.sequence(1)).transform_calculate(
        a=expression(squares[a], names),
        b=expression(squares[b], names),
        fit=f"'{FITS[0]}'",
        top="11.2",
    )
    plane = axes((0, 10), (0, 12), "feature x", "target y")
    layers: list[Any] = []
    for line in (least_squares, lines):
        ends = line.transform_calculate(x="0", y="datum.a", xx="10", yy="datum.a + 10*datum.b")
        layers.append(
            ends.mark_rule(clip=True, strokeWidth=2).encode(
                *plane, alt.X2("xx:Q"), alt.Y2("yy:Q"), *distinct("fit", FITS)
            )
        )
        text = (
            "datum.fit + ': ŷ = ' + format(datum.a, '.2f') + ' + ' + format(datum.b, '.2f') + ' x'"
        )
        placed = line.transform_calculate(text=text, x="0.2", y="datum.top")
        layers.append(placed.mark_text(align="left").encode(*plane, text="text:N"))
    data = [{"x": x, "y": y} for x, y in FIXED]
    layers.append(
        alt.Chart(alt.InlineData(values=data))
        .mark_point(filled=True, opacity=1, color=INK, size=60)
        .encode(*plane)
    )
    layers.append(
        alt.Chart(alt.sequence(1))
        .mark_point(opacity=1, color=INK, size=160, strokeWidth=2)
        .transform_calculate(x=x_o.name, y=y_o.name)
        .encode(*plane)
    )
    return Explorer(
        "outlier",
        [alt.layer(*layers)],
        [x_o, y_o],
        drags=[Drag(x_o, "x"), Drag(y_o, "y")],
        width=600,
        height=300,
        caption=(
            "Two lines through the same eight points. Drag the ringed one: least squares follows "
            "it as far as it goes, least absolute error mostly stays where the seven others are."
        ),
        description=(
            "Eight points; seven lie near a rising line, the eighth, ringed, far below it at the "
            "right. The line of least squares is drawn down towards the ringed point and is much "
            "flatter than the seven; the line of least absolute error passes through two of the "
            "seven and rises almost as they do."
        ),
    )


def _at(loss: Loss[Any], truth: Any, prediction: Any, part: str = "value") -> sp.Expr:
    """Return a loss's formula, or its gradient, at this truth and prediction."""
    specification = loss.specification()
    formula = specification.value if part == "value" else specification.gradient
    y, yhat = (specification.symbols[name] for name in ("y_true", "y_pred"))
    return formula.subs({y: truth, yhat: prediction}, simultaneous=True)


# --- descent ------------------------------------------------------------------------------------

STEPS, REACH, TOP = 24, 4, 8  # how many are made; the residuals and losses that are drawn
DESCENDED: dict[str, tuple[Loss[Any], dict[str, float]]] = {
    "squared error": (mean_squared_error, {}),
    "absolute error": (mean_absolute_error, {}),
    "Huber, δ = 1": (huber, {"delta": 1.0}),
    "log-cosh": (log_cosh, {}),
}


def descent() -> Explorer:
    """Return gradient descent on the loss of one sample: the steps on the curve and in time."""
    loss = Choice("loss", "loss", {label: number for number, label in enumerate(DESCENDED)})
    eta = Slider("eta", "step size η", 0.02, 1.2, 0.02, 0.3)
    start = Slider("start", "start e₀", -4.0, 4.0, 0.05, 3.5)
    x = sp.Symbol("x", real=True)

    def chosen(part: str, at: str) -> str:
        text = "NaN"
        for number, (chosen_loss, parameters) in reversed(list(enumerate(DESCENDED.values()))):
            formula = _at(chosen_loss, 0, x, part)
            symbols = chosen_loss.symbols
            formula = formula.subs({symbols[name]: value for name, value in parameters.items()})
            text = f"({loss.name} === {number} ? {expression(formula, {x: at})} : {text})"
        return text

    columns = {"e0": start.name}
    for step in range(STEPS):
        before = f"datum.e{step}"
        columns[f"e{step + 1}"] = f"{before} - {eta.name}*{chosen('gradient', before)}"

    def with_path(*layers: Any) -> Any:
        """Return the layers over the points that descent visits."""
        layered = alt.layer(*layers, data=alt.sequence(1))
        for column, text in columns.items():
            layered = layered.transform_calculate(**{column: text})
        folded = layered.transform_fold(list(columns), as_=["key", "e"]).transform_calculate(
            step="toNumber(substring(datum.key, 1))", loss=chosen("value", "datum.e")
        )
        # The first step out of the picture is drawn at its edge, and none after it.
        return folded.transform_filter(
            f"datum.step === 0 || abs(datum['e' + (datum.step - 1)]) <= {REACH}"
        ).transform_calculate(
            e=f"clamp(datum.e, -{REACH}, {REACH})", loss=f"min(datum.loss, {TOP})"
        )

    line: dict[str, Any] = {"clip": True, "color": INK, "strokeWidth": 1}
    dot: dict[str, Any] = {"clip": True, "color": SECOND, "filled": True, "opacity": 1, "size": 45}

    def joined(x: str, y: str, plane: list[Any]) -> list[Any]:
        """Return the points visited, joined in order."""
        base = alt.Chart().transform_calculate(x=f"datum.{x}", y=f"datum.{y}")
        return [
            base.mark_line(**line).encode(*plane, alt.Order("step:Q")),
            base.mark_point(**dot).encode(*plane),
        ]

    bowl = axes((-REACH, REACH), (0, TOP), "residual e", "loss")
    time = axes((0, STEPS), (-REACH, REACH), "step", "residual e")
    curve = (
        alt.Chart(alt.sequence(-4, 4.02, 1 / 32, as_="x"))
        .mark_line(clip=True)
        .transform_calculate(y=chosen("value", "datum.x"))
        .encode(*bowl)
    )
    left = alt.layer(curve, with_path(*joined("e", "loss", bowl))).properties(
        title="the way down the loss"
    )
    # Of these losses only the squared error's steps can grow, each by the factor 2η − 1.
    diverges = f"{loss.name} === 0 && {eta.name} > 1 && {start.name} !== 0"
    steps = f"floor(log({REACH} / abs({start.name})) / log(2*{eta.name} - 1)) + 1"
    right = with_path(*joined("step", "e", time)).properties(
        title=alt.Title(
            alt.expr(
                f"{diverges} ? 'it diverges: beyond ±{REACH} after step ' + ({steps}) "
                ": 'residual after each step'"
            )
        )
    )
    return Explorer(
        "descent",
        [left, right],
        [loss, eta, start],
        drags=[Drag(start, "x", 0)],
        caption=(
            f"Gradient descent, {STEPS} steps of size η from e₀. On the squared error η above 1 "
            "diverges; on the absolute error the steps never shrink and end in a swing about 0."
        ),
        description=(
            "Left, the loss over the residual with the points that descent visits, joined in "
            "order. Right, the residual after each step. At the start, squared error with η = 0.3: "
            "the residual falls from 3.5 to 0 by a factor of 0.4 a step."
        ),
    )


# --- two directions of the divergence -----------------------------------------------------------

WAYS = ("KL(p‖q)", "KL(q‖p)")


def divergences() -> Explorer:
    """Return two movable distributions on 121 places, and both divergences between them."""
    gap = Slider("gap", "p: humps at ±", 0.0, 3.0, 0.1, 2.0)
    mean = Slider("mean", "q: centre", -4.0, 4.0, 0.1, 0.0)
    scale = Slider("scale", "q: scale", 0.4, 3.0, 0.1, 2.0)
    specification = kl_divergence.specification()
    (index, *_), term = specification.value.limits[0], specification.value.function
    first, second = (specification.symbols[name] for name in ("y_true", "y_pred"))

    def summand(p: str, q: str) -> str:
        u, v = sp.symbols("u v", positive=True)
        text = term.subs({first[index]: u, second[index]: v}, simultaneous=True)
        return expression(text, {u: f"datum.{p}", v: f"datum.{q}"})

    def hump(centre: str, width: str) -> str:
        return f"exp(-pow((datum.x - ({centre}))/{width}, 2)/2)"

    places = (
        alt.Chart(alt.sequence(-6, 6.05, 0.1, as_="x"))
        .transform_calculate(
            p=f"{hump(gap.name, '0.6')} + {hump('-' + gap.name, '0.6')}",
            q=hump(mean.name, scale.name),
        )
        .transform_joinaggregate(p_sum="sum(p)", q_sum="sum(q)")
        .transform_calculate(p="datum.p/datum.p_sum", q="datum.q/datum.q_sum")
    )
    terms = places.transform_calculate(**{WAYS[0]: summand("p", "q"), WAYS[1]: summand("q", "p")})
    folded = terms.transform_fold(list(WAYS), as_=["way", "y"])
    both = ("p", "q")
    left = (
        places.properties(title="the distributions")
        .transform_fold(list(both), as_=["way", "y"])
        .mark_line(clip=True)
        .encode(*axes((-6, 6), (0, 0.1), "place", "probability"), *distinct("way", (*both, *WAYS)))
    )
    plane = axes((-6, 6), (-0.1, 0.2), "place", "term of the sum, in nats")
    sums = folded.transform_aggregate(total="sum(y)", groupby=["way"]).transform_calculate(
        text="datum.way + ' = ' + format(datum.total, '.3f')",
        x="-5.7",
        y=f"datum.way === '{WAYS[0]}' ? 0.185 : 0.165",
    )
    right = alt.layer(
        folded.properties(title="what each place adds")
        .mark_line(clip=True)
        .encode(*plane, *distinct("way", (*both, *WAYS))),
        sums.mark_text(align="left").encode(*plane, text="text:N"),
    )
    return Explorer(
        "divergences",
        [left, right],
        [gap, mean, scale],
        drags=[Drag(mean, "x", 0)],
        caption=(
            "Forward and reverse divergence of a two-humped p and a movable q. The forward one "
            "makes q cover both humps; the reverse one lets it sit under one of them."
        ),
        description=(
            "Left, p with two humps at −2 and 2, and q, one broad hump at 0. Right, the term that "
            "each place adds to KL(p‖q) and to KL(q‖p), and the two sums. KL(p‖q) is large where p "
            "is and q is not; KL(q‖p) is large where q is and p is not, between the humps and "
            "outside them."
        ),
    )


# --- temperature --------------------------------------------------------------------------------

CLASSES = 3


def temperature() -> Explorer:
    """Return the cross-entropy of three logits divided by a temperature, with its gradient."""
    truth = Choice("truth", "true class", {str(k): k for k in range(CLASSES)})
    T = Slider("temperature", "temperature T", 0.1, 5.0, 0.05, 1.0)
    starts = (1.0, 2.0, -1.0)
    logits = [
        Slider(f"z{k}", f"logit z{'₀₁₂'[k]}", -4.0, 4.0, 0.1, starts[k]) for k in range(CLASSES)
    ]
    specification = sparse_categorical_crossentropy.specification("from_logits")
    specification = specification.of_classes(CLASSES)
    t, z = (specification.symbols[name] for name in ("y_true", "y_pred"))
    (j,) = specification.gradient.free_symbols & {sp.Symbol("j", integer=True, nonnegative=True)}
    names = {slider.symbol: slider.name for slider in logits}

    def divided(formula: sp.Expr, by: str) -> str:
        """Return the formula of the divided logits, for the true class that is chosen."""
        scale = sp.Symbol("T", positive=True)
        text = "NaN"
        for k in reversed(range(CLASSES)):
            of_class = formula.subs(t, k)
            of_class = of_class.subs({z[i]: logits[i].symbol / scale for i in range(CLASSES)})
            text = f"({truth.name} === {k} ? {expression(of_class, {**names, scale: by})} : {text})"
        return text

    loss = divided(specification.value, T.name)
    plane = axes((0, 5), (0, 6), "temperature T", "loss in nats")
    curve = (
        alt.Chart(
            alt.sequence(0.1, 5.01, 0.02, as_="x"),
            title=alt.Title(
                alt.expr(f"'loss at T = ' + format({T.name}, '.2f') + ': ' + format({loss}, '.3f')")
            ),
        )
        .mark_line(clip=True)
        .transform_calculate(y=divided(specification.value, "datum.x"))
        .encode(*plane)
    )
    here = (
        alt.Chart(alt.sequence(1))
        .mark_point(filled=True, opacity=1, size=70)
        .transform_calculate(x=T.name, y=loss)
        .encode(*plane)
    )
    slopes = {
        f"class {k}": divided(specification.gradient.subs(j, k), T.name) for k in range(CLASSES)
    }
    bars = (
        alt.Chart(alt.sequence(1))
        .transform_calculate(**slopes)
        .transform_fold(list(slopes), as_=["class", "slope"])
        .transform_calculate(
            probability=f"datum.slope + (datum.class === 'class ' + {truth.name} ? 1 : 0)",
            text="format(datum.slope, '.2f')",
        )
    )
    what = ("probability p", "gradient p − y")
    folded = bars.transform_calculate(
        **{what[0]: "datum.probability", what[1]: "datum.slope"}
    ).transform_fold(list(what), as_=["what", "x"])
    right = (
        folded.properties(title="probability and gradient of each class")
        .mark_bar()
        .encode(
            alt.X("x:Q", title="p, and p − y", scale=alt.Scale(domain=[-1, 1])),
            alt.Y("class:N", title=None),
            alt.YOffset("what:N"),
            coloured("what", what).legend(symbolType="square", symbolSize=120),
        )
    )
    return Explorer(
        "temperature",
        [alt.layer(curve, here), right],
        [truth, *logits, T],
        drags=[Drag(T, "x", 0)],
        caption=(
            "Cross-entropy of three logits divided by a temperature. A low one makes the softmax "
            "sure: the loss of a wrong class grows, that of the right one vanishes; a high one "
            "brings both to ln 3."
        ),
        description=(
            "Left, the loss over the temperature from 0.1 to 5, with a point at the temperature "
            "chosen. Right, two bars for each of the three classes: its probability, and the "
            "gradient by its divided logit, which is the probability less 1 for the true class. "
            "At the start class 0 is true and class 1 has the largest logit: the loss falls from "
            "above 6 towards ln 3 as the temperature rises."
        ),
    )
