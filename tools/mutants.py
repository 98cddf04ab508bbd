"""Plant faults in a copy of the repository, one at a time, and see whether the tests notice.

    python tools/mutants.py [--number N] [--seed S] [--rest SECONDS] [PATH ...]

A mutant is one small change of one expression or statement: another comparison, operator or
constant, a sign or a `not` lost, `and` for `or`, `min` for `max`, a condition fixed, a `raise` or a
statement removed. They are drawn at random, by file and by kind of change, so that neither a long
file nor the commonest kind outweighs the others. The working tree is never touched.

Each meets the test files that mirror its module. One that survives meets, for so many seconds, the
other tests that name the module or its wing and then the rest. What survives is printed with its
place: either the change alters nothing (an equivalent mutant), or a test is missing.
"""

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".*", "_build", "_extra", "__pycache__", "dist")
COMPARISONS = {
    ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",),
    ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ("-",), ast.Sub: ("+",), ast.Mult: ("/",), ast.Div: ("*",), ast.Pow: ("*",),
    ast.FloorDiv: ("/",), ast.Mod: ("*",), ast.BitAnd: ("|",), ast.BitOr: ("&",),
}  # fmt: skip
PAIRS = [("min", "max"), ("minimum", "maximum"), ("any", "all"), ("argmin", "argmax"),
         ("floor", "ceil"), ("log1p", "log"), ("expm1", "exp"), ("zeros_like", "ones_like"),
         ("startswith", "endswith"), ("append", "remove")]  # fmt: skip
SWAPS = dict(PAIRS) | {b: a for a, b in PAIRS}


@dataclass(frozen=True)
class Mutant:
    """One change: in this file, from this byte to that one, other text."""

    file: str
    kind: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def apply(self, source: bytes) -> bytes:
        """Return the source with the change."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST, str]]:
    """Yield what may be made of a node: the kind of change, what is replaced, and by what."""
    text = ast.unparse
    match node:
        case ast.Compare(ops=[op], left=left, comparators=[right]):
            for other in COMPARISONS[type(op)]:
                yield "comparison", node, f"({text(left)} {other} {text(right)})"
        case ast.BinOp(op=op, left=left, right=right) if type(op) in ARITHMETIC:
            for other in ARITHMETIC[type(op)]:
                yield "arithmetic", node, f"(({text(left)}) {other} ({text(right)}))"
        case ast.Constant(value=bool() as value):
            yield "constant", node, str(not value)
        case ast.Constant(value=int() as value):
            yield from (("constant", node, str(other)) for other in (value + 1, value - 1))
        case ast.Constant(value=float() as value):
            yield "constant", node, repr(value * 1.25 if value else 1.0)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign", node, f"({text(operand)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "dropped not", node, f"({text(operand)})"
        case ast.BoolOp(op=op, values=values):
            other = " or " if isinstance(op, ast.And) else " and "
            yield "and, or", node, f"({other.join(f'({text(value)})' for value in values)})"
        case ast.Call(func=ast.Name(id=name) as func) if name in SWAPS:
            yield "min, max", func, SWAPS[name]
        case ast.Call(func=ast.Attribute(attr=name, value=value) as func) if name in SWAPS:
            yield "min, max", func, f"{text(value)}.{SWAPS[name]}"
        case ast.Raise():
            yield "raise removed", node, "pass"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Delete():
            yield "statement removed", node, "pass"
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        fixed = ("False",) if isinstance(node, ast.While) else ("True", "False")
        yield from (("condition fixed", node.test, value) for value in fixed)
    if isinstance(node, ast.comprehension):
        yield from (("condition fixed", test, "True") for test in node.ifs)


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run: no annotation, and nothing within an f-string."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list", "type_params"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from nodes(child)


def mutants_of(file: str, source: str) -> list[Mutant]:
    """Return every mutant of a file."""
    lengths = [len(line.encode()) for line in source.splitlines(keepends=True)]
    starts = [sum(lengths[:k]) for k in range(len(lengths))]
    raw, found = source.encode(), []
    for node in nodes(ast.parse(source)):
        for kind, place, after in changes(node):
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            before = raw[start:end].decode()
            found.append(Mutant(file, kind, place.lineno, start, end, before, after))
    return found


def draw(files: dict[str, str], number: int, seed: int) -> list[Mutant]:
    """Return so many different mutants: a file at random, a kind within it, and one of that."""
    rng, drawn = random.Random(seed), []
    left = {file: mutants_of(file, source) for file, source in sorted(files.items())}
    while len(drawn) < number and any(left.values()):
        file = rng.choice([file for file, some in left.items() if some])
        kind = rng.choice(sorted({mutant.kind for mutant in left[file]}))
        one = rng.choice([mutant for mutant in left[file] if mutant.kind == kind])
        left[file] = [x for x in left[file] if (x.start, x.end) != (one.start, one.end)]
        with suppress(SyntaxError):  # a few are no Python, as within a pattern
            ast.parse(one.apply(files[file].encode()))
            drawn.append(one)
    return drawn


def mirror(file: str, tests: list[str], texts: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the test files that mirror a module, and all others, the likeliest first.

    A module's mirror are the test files of its name and of its wing's, or, where none has it, those
    of its wing that name it, or all of its wing.
    """
    path = Path(file)
    stem = path.parent.name if path.stem == "__init__" else path.stem.strip("_")
    wing = {"_ext": "extensions", "tools": "book"}.get(path.parts[0], path.parent.name.strip("_"))
    name = re.compile(rf"test_((site|explorer)_)?({stem}|{path.parent.name})")
    named = [test for test in tests if name.fullmatch(Path(test).stem)]
    near = [test for test in tests if Path(test).parent.name == wing]
    naming = [test for test in tests if re.search(rf"\b_?{stem}\b", texts[test])]
    own = named or [test for test in near if test in naming] or near or naming
    order = list(dict.fromkeys([*naming, *near, *tests]))
    return own, [test for test in order if test not in own]


def run(copy: Path, tests: list[str], limit: float) -> tuple[str, str, float]:
    """Run tests in the copy: "passed", "failed" or "too long", the first that fails, seconds."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=copy, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return "too long", "", time.monotonic() - start
    first = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.M)
    verdict = "passed" if process.returncode in (0, 5) else "failed"
    return verdict, first[1] if first else "", time.monotonic() - start


def main() -> int:
    """Draw, plant, test and print; the exit code is 1 where tests fail without a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=["lossbook", "_ext", "tools"])
    parser.add_argument("--number", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rest", type=float, default=60, help="seconds for other tests")
    parser.add_argument("--list", action="store_true", help="draw and print them, test nothing")
    options = parser.parse_args()
    found = [q for p in options.paths for q in (ROOT / p).rglob("*.py")]
    found += [ROOT / p for p in options.paths if p.endswith(".py")]
    files = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in found}
    drawn = draw(files, options.number, options.seed)
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    tests = [test for test in tests if not test.startswith("tests/site")]
    texts = {test: (ROOT / test).read_text(encoding="utf-8") for test in tests}
    print(f"| verdict | where | kind | change | noticed by | s |\n|{' --- |' * 6}")
    whole: dict[tuple[str, ...], tuple[str, str, float]] = {}
    count: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "book")
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for mutant in drawn:
            own, others = mirror(mutant.file, tests, texts)
            verdict, first, seconds = "listed", "", 0.0
            if not options.list:
                if tuple(own) not in whole:
                    whole[tuple(own)] = run(copy, own, 900)
                if (sound := whole[tuple(own)])[0] != "passed":
                    print(f"Without a fault {' '.join(own)}: {sound[0]} {sound[1]}")
                    return 1
                source = files[mutant.file].encode()
                (copy / mutant.file).write_bytes(mutant.apply(source))
                result, first, seconds = run(copy, own, 3 * sound[2] + 30)
                if result == "passed" and options.rest:
                    result, first, more = run(copy, others, options.rest)
                    result, seconds = result.replace("too long", "passed"), seconds + more
                verdict = "survived" if result == "passed" else "killed"
                first = first or ("time" if result == "too long" else "")
                (copy / mutant.file).write_bytes(source)
            count[verdict] += 1
            change = " ".join(f"`{mutant.before}` → `{mutant.after}`".split()).replace("|", "\\|")
            where, by = f"{mutant.file}:{mutant.line}", first.replace("|", "\\|")
            row = [verdict, where, mutant.kind, change, by, f"{seconds:.0f}"]
            print(f"| {' | '.join(row)} |", flush=True)
    print(f"\n{dict(count)} of {len(drawn)}, seed {options.seed}; rest {options.rest:g} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
