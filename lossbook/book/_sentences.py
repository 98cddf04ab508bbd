"""Sentences in English and Chinese, made from the templates that home-assistant-intents ships.

A template is a line such as `(turn|switch) on [the] {area} light`: a group offers alternatives,
brackets what may be left out, braces a slot, angle brackets another template by its name, and
semicolons in a group parts that may stand in any order.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.book._extras import needed

# What a home calls its own, and free text: the templates leave these slots open. The words are
# ours.
WORDS: dict[str, dict[str, list[str]]] = {
    "en": {
        "name": ["desk lamp", "garage door", "heater", "radio", "coffee machine", "front gate"],
        "area": ["kitchen", "bedroom", "bathroom", "hallway", "office", "garden"],
        "floor": ["ground", "first", "top"],
        "zone": ["work", "school"],
        "": ["dinner is ready", "milk", "call grandma", "water the plants", "jazz", "two lemons"],
    },
    "zh-CN": {
        "name": ["台灯", "车库门", "加热器", "收音机", "咖啡机", "大门"],
        "area": ["厨房", "卧室", "浴室", "走廊", "书房", "花园"],
        "floor": ["一楼", "二楼", "顶楼"],
        "zone": ["公司", "学校"],
        "": ["晚饭好了", "牛奶", "给奶奶打电话", "浇花", "爵士乐", "两个柠檬"],
    },
}
CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
Say = Callable[[np.random.Generator], str]


@dataclass(frozen=True)
class Sentences:
    """Sentences, the intent of each, and the template that it was made from."""

    texts: tuple[str, ...]
    intent: NDArray[np.intp]  # (n,), 0 … len(names) − 1
    template: NDArray[np.intp]  # (n,), counted over all intents
    names: tuple[str, ...]  # of the intents
    source: str
    licence: str


def intents(language: str = "en", *, each: int = 4, seed: int = 0) -> Sentences:
    """Return what people say to a home, by what they want of it: some forty intents.

    The templates are Home Assistant's; at most `each` different sentences are drawn from each.
    What a home has of its own (names of devices, rooms) is filled in with a few words of ours.

    Parameters
    ----------
    language : {"en", "zh-CN"}
        English or Chinese.
    each : int
        How many sentences are drawn from a template, at least 1; equal ones are kept once.
    seed : int
        The start of the draws.

    Raises
    ------
    ValueError
        If the language is another, or `each` is below 1.
    """
    if language not in WORDS:
        raise ValueError(f"language: {language!r}; expected one of {', '.join(WORDS)}")
    if each < 1:
        raise ValueError(f"each: {each!r}; expected at least 1")
    needed("chapters", "home_assistant_intents")
    spec = find_spec("home_assistant_intents")
    (folder,) = spec.submodule_search_locations  # type: ignore[union-attr, misc]
    book = json.loads((Path(folder) / "data" / f"{language}.json").read_text(encoding="utf-8"))
    grammar = _Grammar(book["expansion_rules"], book["lists"], WORDS[language])
    rng = np.random.default_rng(seed)
    names = tuple(sorted(book["intents"]))
    rows: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    number = 0
    for intent, name in enumerate(names):
        for block in book["intents"][name]["data"]:
            for template in block["sentences"]:
                say = grammar.sayer(template)
                for _ in range(each):
                    text = " ".join(say(rng).split())
                    if text and text not in seen:
                        seen.add(text)
                        rows.append((text, intent, number))
                number += 1
    texts, intent_of, template_of = zip(*rows, strict=True)
    return Sentences(
        texts,
        np.array(intent_of),
        np.array(template_of),
        names,
        "templates of Home Assistant, in home-assistant-intents",
        "Apache-2.0",
    )


class _Grammar:
    """Templates as functions that draw a sentence."""

    def __init__(
        self, rules: dict[str, str], lists: dict[str, Any], words: dict[str, list[str]]
    ) -> None:
        self.rules, self.lists, self.words = rules, lists, words
        self.known: dict[str, Say] = {}

    def sayer(self, template: str) -> Say:
        """Return what draws a sentence of this template."""
        say, rest = self._choice(template)
        if rest:
            raise ValueError(f"template: {template!r} closes what it did not open, at {rest!r}")
        return say

    def _choice(self, text: str) -> tuple[Say, str]:
        """Read alternatives, or parts in any order, up to a closing bracket or the end."""
        part, text = self._run(text)
        parts, mark = [part], text[:1]
        while text and text[0] in "|;":
            part, text = self._run(text[1:])
            parts.append(part)
        if len(parts) == 1:
            return parts[0], text
        if mark == ";":
            return lambda rng: " ".join(parts[k](rng) for k in rng.permutation(len(parts))), text
        return lambda rng: parts[rng.integers(len(parts))](rng), text

    def _run(self, text: str) -> tuple[Say, str]:
        """Read one part after the other, up to what ends them."""
        parts: list[Say] = []
        while text and text[0] not in ")]|;":
            if text[0] in "([":
                inner, rest = self._choice(text[1:])
                if rest[:1] != CLOSING[text[0]]:
                    raise ValueError(f"template: {text!r} is not closed")
                parts.append(self._perhaps(inner) if text[0] == "[" else inner)
                text = rest[1:]
            elif text[0] in "{<":
                name, _, rest = text[1:].partition(CLOSING[text[0]])
                parts.append(self._slot(name) if text[0] == "{" else self._rule(name))
                text = rest
            else:
                end = next((k for k, c in enumerate(text) if c in "()[]{}<>|;"), len(text))
                parts.append(self._word(text[:end]))
                text = text[end:]
        return lambda rng: "".join(part(rng) for part in parts), text

    def _word(self, word: str) -> Say:
        return lambda rng: word

    def _perhaps(self, inner: Say) -> Say:
        return lambda rng: inner(rng) if rng.integers(2) else ""

    def _rule(self, name: str) -> Say:
        def say(rng: np.random.Generator) -> str:
            if name not in self.known:
                self.known[name] = self.sayer(self.rules[name])
            return self.known[name](rng)

        return say

    def _slot(self, name: str) -> Say:
        name = name.partition(":")[0]
        entry = self.lists.get(name, {})
        if "range" in entry:
            low, high = entry["range"]["from"], entry["range"]["to"]
            step = entry["range"].get("step", 1)
            return lambda rng: str(low + step * rng.integers((high - low) // step + 1))
        if "values" in entry:
            values = [
                value["in"] if isinstance(value, dict) else value for value in entry["values"]
            ]
            says = [self.sayer(value) for value in values]
            return lambda rng: says[rng.integers(len(says))](rng)
        words = self.words.get(name, self.words[""])
        return lambda rng: words[rng.integers(len(words))]
