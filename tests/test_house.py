"""The house: which part of the package may know which, and what is public of it.

A part imports only from floors below its own, so there is no circle; and whatever a name without
an underscore shows is meant for readers.
"""

import ast
import importlib
from pathlib import Path

import pytest

import lossbook

PACKAGE = Path(lossbook.__file__).parent

# From the ground up. What a file imports within a function counts too.
FLOORS = [
    {"lossbook.formulas", "lossbook.engine"},
    {"lossbook.proof", "lossbook._loss"},
    {"lossbook.losses"},
    {"lossbook", "lossbook.derivation", "lossbook.evidence", "lossbook.likelihoods"},
    {"lossbook.book"},
    {
        "lossbook.conventions",
        "lossbook.datasets",
        "lossbook.explorers",
        "lossbook.figures",
        "lossbook.page",
        "lossbook.retrieval",
        "lossbook.testing",
    },
]

# Reached lazily, by name, when it is asked for: a loss's formula.
LAZY = {("lossbook._loss", "lossbook.formulas")}


def module_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module):
    """Return the part that a module belongs to: the longest name of a floor that it starts with."""
    rooms = [room for floor in FLOORS for room in floor]
    inside = [room for room in rooms if module == room or module.startswith(room + ".")]
    return max(inside, key=len)


def imports_of(path):
    """Return the modules of the package that a file imports, wherever in it."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):  # what is imported for its type alone is no arrow
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lossbook":
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in names if exists(name)}
            found |= modules | ({node.module} if len(modules) < len(names) else set())
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "lossbook"}
    return found


def exists(module):
    path = PACKAGE.parent.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


FILES = sorted(PACKAGE.rglob("*.py"))
GRAPH = {module_of(path): imports_of(path) for path in FILES}


def floor_of(room):
    return next(k for k, floor in enumerate(FLOORS) if room in floor)


@pytest.mark.parametrize("module", GRAPH)
def test_arrows_run_down(module):
    here = room_of(module)
    for other in GRAPH[module]:
        there = room_of(other)
        if there != here and (here, there) not in LAZY:
            assert floor_of(there) < floor_of(here), f"{module} imports {other}"


def test_no_circle_within_a_part():
    """Nor later, within a function."""
    done, open_ = set(), []

    def visit(module):
        if module in open_:
            raise AssertionError(" -> ".join([*open_[open_.index(module) :], module]))
        if module in done or module not in GRAPH:
            return
        open_.append(module)
        for other in sorted(GRAPH[module]):
            # a package's own __init__ shows its files; they do not import it
            if (room_of(module), room_of(other)) not in LAZY and other != module:
                visit(other)
        open_.pop()
        done.add(module)

    for module in GRAPH:
        visit(module)


def test_public_modules():
    """Every other file has an underscore: it may move without a word."""
    public = {module for module in GRAPH if not any(p.startswith("_") for p in module.split("."))}
    rooms = {room for floor in FLOORS for room in floor if not room.endswith("_loss")}
    assert public - rooms == {"lossbook.engine.arrays"}
    for module in rooms - {"lossbook.book"}:
        assert importlib.import_module(module).__doc__


def test_no_two_files_of_tests_have_one_name():
    """pytest imports them by their names alone: of two it collects one and fails."""
    tests = Path(__file__).parent
    names = [p.name for p in tests.rglob("test_*.py") if "site" not in p.parts]
    assert sorted(names) == sorted(set(names))
