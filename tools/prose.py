"""Numbers in prose: what a computation yields is glued, and only a given number may be typed.

A given number is a parameter, a number of the problem's statement or one that another source
states. The cell names it in its metadata, where no reader meets it: `"given": ["1.5", "95 %"]`.
Decimals and percentages are looked for, in text, formulas and tables; the number of a section of a
reference is no decimal, and code and link targets are no prose.
"""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

# A fence with a directive's name holds text; any other holds code.
CODE = re.compile(r"^(`{3,}|~{3,})(?!\s*\{(?!code)).*?^\1\s*$", re.M | re.S)
LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<https?:[^>]*>|https?://\S+")
LOCATOR = re.compile(r"\b(?:sections?|chapters?|figures?|tables?|equations?) \d+(?:\.\d+)+")
NUMBER = re.compile(
    r"(?<![\w.])(?P<value>\d+(?:\.\d+)?(?:e[-−+]?\d+)?)"
    r"(?P<percent>(?:\s|~|\\[ ,;])*(?:\\?%|per ?cent\b))?"
)


def numbers(text: str) -> set[str]:
    """Return the decimals and percentages that a Markdown text types, as `given` names them."""
    for none in (CODE, LINK_TARGET, LOCATOR):
        text = none.sub(" ", text)
    found = set()
    for number in NUMBER.finditer(text):
        value = number["value"].replace("−", "-")
        if number["percent"]:
            found.add(f"{value} %")
        elif not value.isdigit():
            found.add(value)
    return found


def prose(cell: NotebookNode) -> str:
    """Return the prose of a cell: a Markdown cell's text, a code cell's caption."""
    if cell.cell_type == "markdown":
        return str(cell.source)
    return str(cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", ""))


def check(cell: NotebookNode) -> Iterator[str]:
    """Yield what is wrong with the numbers that a cell types in its prose."""
    typed, given = numbers(prose(cell)), set(cell.metadata.get("given", []))
    for number in sorted(typed - given):
        yield (
            f"types {number}: glue it from a computation, or, if it is given, say so in the "
            f'cell\'s metadata: "given": ["{number}"]'
        )
    for number in sorted(given - typed):
        yield f"names {number} as given, but does not type it"
