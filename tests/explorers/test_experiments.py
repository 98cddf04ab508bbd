"""Figures in which a loss meets data: their expressions against the kernels and other software."""

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest
import vegaexpr

import lossbook
from lossbook.explorers import Explorer, experiments


@cache
def figure(name: str) -> Explorer:
    """Return a figure, made once."""
    made: Explorer = getattr(experiments, name)()
    return made


def calculated(node: Any) -> dict[str, list[str]]:
    """Return all expressions of a specification by the column that they compute."""
    found: dict[str, list[str]] = {}
    if isinstance(node, dict):
        if "calculate" in node:
            found.setdefault(node["as"], []).append(node["calculate"])
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            for column, texts in calculated(part).items():
                found.setdefault(column, []).extend(texts)
    return found


def said_by(node: Any) -> list[str]:
    """Return all expressions of a specification that give a text."""
    if isinstance(node, list):
        return [text for part in node for text in said_by(part)]
    if not isinstance(node, dict):
        return []
    return [node["expr"]] if "expr" in node else said_by(list(node.values()))


@pytest.mark.parametrize("place", [(9.0, 1.5), (0.0, 12.0), (10.0, 0.0), (4.0, 4.0)])
def test_least_squares_is_that_of_polyfit(place: tuple[float, float]) -> None:
    texts = calculated(figure("outlier").spec)
    at = {"outlier_x": place[0], "outlier_y": place[1]}
    x, y = np.array([*experiments.FIXED, place]).T
    # The intercept of least squares is the one that does not name the slope's column.
    start = next(text for text in texts["a"] if "datum.b" not in text)
    slope = next(text for text in texts["b"] if "datum." not in text)
    got = [vegaexpr.evaluate(text, **at) for text in (slope, start)]
    assert got == pytest.approx(np.polyfit(x, y, 1), abs=1e-14)  # measured: 2.7e-15


def test_the_absolute_errors_are_those_of_the_kernel() -> None:
    text = calculated(figure("outlier").spec)["total"][0]
    x, y = np.array([*experiments.FIXED, (9.0, 1.5)]).T
    for a, b in ((0.0, 0.0), (1.44, 0.66), (-2.0, 3.0)):
        got = vegaexpr.evaluate(text, datum_a=a, datum_b=b, outlier_x=9.0, outlier_y=1.5)
        assert got == pytest.approx(
            lossbook.mean_absolute_error(y, a + b * x, reduction="sum"), rel=1e-15
        )


@pytest.mark.parametrize("label", experiments.DESCENDED)
@pytest.mark.parametrize(("eta", "start"), [(0.3, 3.5), (1.02, -4.0), (0.5, 0.0)])
def test_descent_takes_the_steps_that_the_gradient_says(
    label: str, eta: float, start: float
) -> None:
    texts = calculated(figure("descent").spec)
    chosen = list(experiments.DESCENDED).index(label)
    loss, parameters = experiments.DESCENDED[label]
    row: dict[str, Any] = {"loss": chosen, "eta": eta, "start": start}
    residual = start
    assert vegaexpr.evaluate(texts["e0"][0], **row) == start
    row["datum_e0"] = start
    for step in range(1, experiments.STEPS + 1):
        residual -= eta * loss.gradient(0.0, residual, **parameters)
        row[f"datum_e{step}"] = vegaexpr.evaluate(texts[f"e{step}"][0], **row)
        # Measured: 1.1e-16 of the residual, 4.4e-16 of the loss.
        assert row[f"datum_e{step}"] == pytest.approx(residual, rel=1e-15, abs=1e-15)
        row["datum_e"] = row[f"datum_e{step}"]
        value = vegaexpr.evaluate(texts["loss"][0], **row)
        expected = loss(0.0, row["datum_e"], **parameters)
        assert value == pytest.approx(expected, rel=1e-15, abs=1e-15)


@pytest.mark.parametrize("eta", [1.02, 1.1, 1.2])
@pytest.mark.parametrize("start", [-4.0, -0.05, 0.7, 3.5])
def test_descent_says_after_which_step_it_has_left_the_picture(eta: float, start: float) -> None:
    (title,) = (text for text in said_by(figure("descent").spec) if "diverges" in text)
    said = vegaexpr.evaluate(title, loss=0, eta=eta, start=start)
    residuals = start * (1 - 2 * eta) ** np.arange(1, 200)
    left = 1 + int(np.argmax(abs(residuals) > experiments.REACH))
    assert said == f"it diverges: beyond ±4 after step {left}"
    for quiet in ({"eta": 1.0}, {"start": 0.0}, {"loss": 1}):
        row = {"loss": 0, "eta": eta, "start": start} | quiet
        assert vegaexpr.evaluate(title, **row) == "residual after each step"


def test_the_divergences_are_those_of_the_kernel() -> None:
    texts = calculated(figure("divergences").spec)
    at = {"gap": 2.0, "mean": 1.5, "scale": 0.4}
    x = np.arange(-60, 61) / 10
    p, q = (np.array([vegaexpr.evaluate(texts[n][0], datum_x=v, **at) for v in x]) for n in "pq")
    p, q = p / p.sum(), q / q.sum()
    for way, first, second in ((0, p, q), (1, q, p)):
        text = texts[experiments.WAYS[way]][0]
        terms = [vegaexpr.evaluate(text, datum_p=a, datum_q=b) for a, b in zip(p, q, strict=True)]
        # Measured: 4e-16.
        assert sum(terms) == pytest.approx(lossbook.kl_divergence(first, second), rel=4e-15)


def test_nothing_underflows_at_the_ends_of_the_sliders() -> None:
    spec = figure("divergences")
    text = calculated(spec.spec)["q"][0]
    mean, scale = (c for c in spec.controls if c.name in {"mean", "scale"})
    for x, centre in itertools.product((-6.0, 6.0), (mean.low, mean.high)):
        assert vegaexpr.evaluate(text, datum_x=x, mean=centre, scale=scale.low) > 1e-300


@pytest.mark.parametrize("truth", range(experiments.CLASSES))
@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_temperature_divides_the_logits(truth: int, temperature: float) -> None:
    texts = calculated(figure("temperature").spec)
    logits = np.array([1.5, -4.0, 4.0])
    at = {"truth": truth, "temperature": temperature} | dict(
        zip(("z0", "z1", "z2"), logits, strict=True)
    )
    divided = logits / temperature
    loss = lossbook.sparse_categorical_crossentropy
    expected = loss(truth, divided, from_logits=True)
    for text in texts["y"]:
        got = vegaexpr.evaluate(text, datum_x=temperature, **at)
        assert got == pytest.approx(expected, abs=2e-14)  # measured: 1.4e-14, of 80
    slopes = loss.gradient(truth, divided, from_logits=True)
    for k in range(experiments.CLASSES):
        got = vegaexpr.evaluate(texts[f"class {k}"][0], **at)
        assert got == pytest.approx(slopes[k], abs=1e-15)
