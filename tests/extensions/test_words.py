"""Sentences stored as plain text are printed as prose is; Chinese names in them can be hidden."""

import pytest
from docutils import nodes
from lossbook_site.names import marked
from lossbook_site.words import printed, typeset


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("lies between -1 and 0", "lies between −1 and 0"),
        ("|e| - ln 2 + ln(1 + exp(-2|e|))", "|e| − ln 2 + ln(1 + exp(−2|e|))"),
        ("between -τ and 1 - τ, (-3, y = -0.5)", "between −τ and 1 − τ, (−3, y = −0.5)"),
        ("a two-sided, well-kept cross-entropy", "a two-sided, well-kept cross-entropy"),
        ("below 1e-15, allowed 8e-16.", "below 10⁻¹⁵, allowed 8 × 10⁻¹⁶."),
        ("from 1 to 1e12, -2.5e-05", "from 1 to 10¹², −2.5 × 10⁻⁵"),
        ("in cell1e5 and 0x1e5", "in cell1e5 and 0x1e5"),
    ],
)
def test_minus_signs_and_powers_are_printed(stored: str, shown: str) -> None:
    assert printed(stored) == shown


def test_formulas_and_code_within_a_sentence_are_set_as_such() -> None:
    found = typeset("From -1 to $x^{-1}$, as `a - 1` says.")
    assert [type(node) for node in found] == [
        nodes.Text, nodes.math, nodes.Text, nodes.literal, nodes.Text
    ]  # fmt: skip
    assert [node.astext() for node in found] == [
        "From −1 to ",
        "x^{-1}",
        ", as ",
        "a - 1",
        " says.",
    ]


def test_a_lone_dollar_is_a_dollar() -> None:
    assert [node.astext() for node in typeset("It costs 3 $.")] == ["It costs 3 $."]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("the loss (损失函数) is", "the loss is"),
        ("risk (风险, 期望风险).", "risk."),
        ("the error (均方误差, MSE) of", "the error (MSE) of"),
        ("a number (self-information, 自信息), or", "a number (self-information), or"),
        ("normal (正态分布, also 高斯分布, Gaussian)", "normal (Gaussian)"),
        ("0-1 loss (0-1损失)", "0-1 loss"),
        (" up to a constant that all share, 未归一化得分.)", " up to a constant that all share.)"),
        (", 线性可分)", ")"),  # after an emphasised word
        ("(二元交叉熵, BCE; also ", "(BCE; also "),
        ("KL散度 in prose", "KL散度 in prose"),  # without brackets it is part of the sentence
    ],
)
def test_a_chinese_name_is_marked_with_the_bracket_or_comma_it_needs(
    text: str, without: str
) -> None:
    found = marked(text)
    assert "".join(node.astext() for node in found) == text
    assert "".join(node.astext() for node in found if isinstance(node, nodes.Text)) == without
