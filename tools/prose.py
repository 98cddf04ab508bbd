"""Numbers in prose: what a computation yields is glued, and only a given number may be typed.

A given number is a parameter, a number of the problem's statement or one that another source
states. The cell names it in its metadata, where no reader meets it: `"given": ["1.5", "95 %"]`;
one that stands neither in the chapter's code nor in an output says where it is from:
`"given": ["0.36 from the exercise"]`. Decimals and percentages are named. A whole number from
SMALLEST on, a number word above twelve, a fraction in words, and hundreds, thousands and millions
in a sentence that glues, need be named only where code and outputs, which the replay holds, do not
have them: elsewhere they would mostly be manners of speech. The number of a section of a reference,
an exponent or an index is none of these, and code and link targets are no prose.

All of them are kept, cell by cell, in chapters/data/typed.json: an edit that alters a number, in
the text alone or in what is given too, shows there, or `make replay` and `make book` fail. So are
the whole numbers and words from RECORDED to SMALLEST that stand outside formulas. These need stand
in no code and no output: of 336 all but one did somewhere in their chapter, as nearly any small
number does, so that it shows nothing. One and two are left out; they mostly count nothing.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from nbformat import NotebookNode

SMALLEST = 13
RECORDED = 3

# A fence with a directive's name holds text; any other holds code.
CODE = re.compile(r"^(`{3,}|~{3,})(?!\s*\{(?!code)).*?^\1\s*$", re.M | re.S)
LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<https?:[^>]*>|https?://\S+")
LOCATOR = re.compile(r"\b(?:sections?|chapters?|figures?|tables?|equations?) \d+(?:\.\d+)+")
NUMBER = re.compile(
    r"(?<![\w.])(?P<value>\d+(?:\.\d+)?(?:e[-−+]?\d+)?)"
    r"(?P<percent>(?:\s|~|\\[ ,;])*(?:\\?%|per ?cent\b))?"
)

# What is no whole number of the prose: inline code and roles, options and arguments of directives,
# exponents and indices, the minutes of reading, places in a reference.
NO_WHOLE = re.compile(
    r"`[^`]*`|^:{3,}\s*\{\w+\}.*$|^:[\w-]+:.*$|[\^_]\{[^{}]*\}|Reading time: about \d+ minutes"
    r"|\b(?:[Ss]ections?|[Cc]hapters?|pages?|[Tt]heorems?|[Vv]olume|[Rr]elease|PEP) \d+",
    re.M,
)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|^\s*\d+\.(?=\s)", re.M | re.S)  # or a list's number
WHOLE = re.compile(r"(?<![\w.,\\])(?<![A-Za-z]-)(\d{1,3}(?:,\d{3})+|\d+)(?![\w.,]*\d)(?!\w)")

# fmt: off
UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
         "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
# fmt: on
LARGE = {"hundred": 10**2, "thousand": 10**3, "million": 10**6}
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
         "tenth": 10}  # fmt: skip
VALUES: dict[str, int | Fraction] = dict(zip([*UNITS, *TEENS], range(1, 20), strict=True))
VALUES |= {word: 10 * n for n, word in enumerate(TENS, 2)}
VALUES |= {f"{a}-{b}": VALUES[a] + VALUES[b] for a in TENS for b in UNITS}
VALUES |= {f"{a} {b}s": Fraction(n, k) for n, a in enumerate(UNITS[1:], 2) for b, k in PARTS.items()
           if n < k}  # fmt: skip
BEFORE = "|".join(sorted(map(re.escape, VALUES), key=len, reverse=True))
WORD = re.compile(rf"\b(?:{BEFORE})\b", re.I)
MANY = re.compile(rf"\b(?:(?:{'|'.join([*UNITS, *TEENS])}) )?(?:{'|'.join(LARGE)})s?"
                  rf"(?: (?:{'|'.join(LARGE)})s?)*\b", re.I)  # fmt: skip
SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n\s*\n")


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


def whole_numbers(text: str) -> set[str]:
    """Return the whole numbers and number words that a Markdown text types, as `given` does."""
    for none in (CODE, LINK_TARGET, LOCATOR):
        text = none.sub(" ", text)
    found = set()
    for bare in SENTENCE.split(NO_WHOLE.sub(" ", text)):
        glues = "{glue" in bare
        bare = NUMBER.sub(lambda n: " " if n["percent"] or not n["value"].isdigit() else n[0], bare)
        digits = (number[1] for number in WHOLE.finditer(bare))
        found |= {x for x in digits if int(x.replace(",", "")) >= SMALLEST}
        words = {word[0].lower() for word in WORD.finditer(bare)}
        found |= {x for x in words if VALUES[x] >= SMALLEST or VALUES[x] < 1}
        if glues:
            found |= {" ".join(many[0].lower().split()) for many in MANY.finditer(bare)}
    return found


def small_numbers(text: str) -> set[str]:
    """Return the whole numbers below SMALLEST, and their words, that a text types."""
    for none in (CODE, LINK_TARGET, LOCATOR, NO_WHOLE, FORMULA):
        text = none.sub(" ", text)
    text = NUMBER.sub(lambda n: " " if n["percent"] or not n["value"].isdigit() else n[0], text)
    found = {
        n[1] for n in WHOLE.finditer(text) if RECORDED <= int(n[1].replace(",", "")) < SMALLEST
    }
    words = {word[0].lower() for word in WORD.finditer(text)}
    return found | {word for word in words if RECORDED <= VALUES[word] < SMALLEST}


def value_of(number: str) -> float:
    """Return what a number means that `given` names, in digits or words."""
    if number.endswith(" %"):
        return float(number[:-2]) / 100
    if number[0].isdigit():
        return float(number.replace(",", ""))
    if number in VALUES:
        return float(VALUES[number])
    value = 1.0
    for word in number.split():
        value *= LARGE.get(word.removesuffix("s")) or VALUES[word]
    return value


def prose(cell: NotebookNode) -> str:
    """Return the prose of a cell: a Markdown cell's text, a code cell's caption."""
    if cell.cell_type == "markdown":
        return str(cell.source)
    return str(cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", ""))


def given(cell: NotebookNode) -> dict[str, str]:
    """Return the numbers that a cell names as given, each with its origin, or "" for none."""
    entries = (entry.partition(" from ") for entry in cell.metadata.get("given", []))
    return {number: origin for number, _, origin in entries}


def typed(cell: NotebookNode) -> set[str]:
    """Return all numbers that the prose of a cell types."""
    return numbers(prose(cell)) | whole_numbers(prose(cell))


def check(cell: NotebookNode) -> Iterator[str]:
    """Yield what is wrong with the numbers that a cell types in its prose."""
    decimals, named = numbers(prose(cell)), set(given(cell))
    for number in sorted(decimals - named):
        yield (
            f"types {number}: glue it from a computation, or, if it is given, say so in the "
            f'cell\'s metadata: "given": ["{number}"]'
        )
    for number in sorted(named - typed(cell)):
        yield f"names {number} as given, but does not type it"


def shown(cells: Iterable[NotebookNode]) -> set[float]:
    """Return the numbers in the code of a chapter and in the text that its cells show."""
    texts = []
    for cell in cells:
        if cell.cell_type == "code":
            texts.append(cell.source)
            for output in cell.get("outputs", []):
                data = {"text/": output.get("text", ""), **output.get("data", {})}
                found = (data[mime] for mime in data if "text/" in mime)
                texts += [x if isinstance(x, str) else "".join(x) for x in found]
    digits = re.finditer(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)", "\n".join(texts))
    values = {float(number[0].replace("_", "")) for number in digits}
    for base, power in re.findall(r"\b(\d+) ?\*\* ?(\d{1,2})\b", "\n".join(texts)):
        values.add(float(base) ** int(power))
    return values


def untied(cells: Iterable[NotebookNode]) -> Iterator[str]:
    """Yield the numbers of a chapter that neither its code and outputs have nor an origin backs."""
    cells = list(cells)
    known = shown(cells)
    for place, cell in enumerate(cells):
        named = given(cell)
        for number in sorted(typed(cell)):
            value = value_of(number)
            percents = {100 * value, 1 - value, 100 - 100 * value} if "%" in number else set()
            if not named.get(number) and not {round(x, 12) for x in {value} | percents} & known:
                yield (
                    f"cell {place} ({cell.get('id', '')}) types {number}, which stands neither in "
                    f"the chapter's code nor in an output; glue it, or, if it is given, say where "
                    f'it is from, in the cell\'s metadata: "given": ["{number} from ..."]'
                )


def record(cells: Iterable[NotebookNode]) -> dict[str, list[str]]:
    """Return the numbers that each cell of a chapter types, by the ids of the cells."""
    found = {cell.id: typed(cell) | small_numbers(prose(cell)) for cell in cells}
    return {id: sorted(numbers) for id, numbers in found.items() if numbers}
