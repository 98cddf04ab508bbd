"""Sentences that the package stores as plain text, set as the prose of the chapters is.

A claim and the caption of a figure with sliders may hold formulas between dollar signs and code
between backquotes. What stands outside of them is printed: with minus signs, and 2e-09 as 2 × 10⁻⁹.
"""

from __future__ import annotations

import re

from docutils import nodes

# In a sentence: before a number or a name, or between two of them.
MINUS = re.compile(r"(?<![\w)-])-(?=[\w|(])|(?<= )-(?= )")
POWER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+-]?\d+)\b")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PIECE = re.compile(r"\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`")


def printed(text: str) -> str:
    """Return a text without formulas and code as it is printed."""

    def power(found: re.Match[str]) -> str:
        ten = f"10{str(int(found[2])).translate(RAISED)}"
        return ten if found[1] == "1" else f"{found[1]} × {ten}"

    return MINUS.sub("−", POWER.sub(power, text))


def typeset(text: str) -> list[nodes.Node]:
    """Return a sentence as nodes: its formulas, its code, and its words as they are printed."""
    found: list[nodes.Node] = []
    end = 0
    for piece in PIECE.finditer(text):
        found.append(nodes.Text(printed(text[end : piece.start()])))
        formula, code = piece["math"], piece["code"]
        found.append(nodes.math(formula, formula) if formula else nodes.literal(code, code))
        end = piece.end()
    found.append(nodes.Text(printed(text[end:])))
    return [node for node in found if node.astext()]
