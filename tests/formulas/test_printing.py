"""LaTeX as the book writes it."""

import subprocess
import sys

import pytest
import sympy as sp

from lossbook.formulas import delta, k, latex, n, ps, tau, y, yhat, ys

x = sp.Symbol("x", real=True)
a = sp.Symbol("a", positive=True)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (sp.log(x), r"\ln{\left(x \right)}"),
        (yhat - y, r"\hat{y} - y"),
        ((yhat - y) ** 2, r"\left(\hat{y} - y\right)^{2}"),
        (-y, "- y"),
        (x**2 - 1, "x^{2} - 1"),
        (ys[k], "y_{k}"),
        (ps[0], "p_{0}"),
        (delta * tau, r"\delta \tau"),
        (sp.Sum(ys[k], (k, 0, n - 1)), r"\sum_{k=0}^{n - 1} y_{k}"),
        (sp.Ge(x**2, 0, evaluate=False), r"x^{2} \geq 0"),
        (2, "2"),
        # y ln p and not ln p y, whatever stands before it; a quotient stays one
        (y * sp.log(a), r"y \ln{\left(a \right)}"),
        (-y * sp.log(a), r"- y \ln{\left(a \right)}"),
        ((1 - y) * sp.log(1 - a), r"\left(1 - y\right) \ln{\left(1 - a \right)}"),
        (2 * tau * y**2 * sp.log(a), r"2 \tau y^{2} \ln{\left(a \right)}"),
        (-ys[k] * sp.log(ps[k]), r"- y_{k} \ln{\left(p_{k} \right)}"),
        (y * sp.log(a) / delta, r"\frac{y \ln{\left(a \right)}}{\delta}"),
        (sp.log(a) / 2, r"\frac{\ln{\left(a \right)}}{2}"),
        (-sp.log(a), r"- \ln{\left(a \right)}"),
    ],
)
def test_latex(expression, text):
    assert latex(expression) == text


def test_same_text_in_every_process():
    program = (
        "import sympy as sp\nfrom lossbook.formulas import latex\n"
        "a = sp.symbols('a:h', positive=True)\n"
        "print(latex(sp.Add(*(s**i * sp.log(s) for i, s in enumerate(a)))))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "31415")
    }
    assert len(texts) == 1
    assert r"\ln{\left(h \right)}" in texts.pop()
