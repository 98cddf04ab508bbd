"""Plant faults in a copy of the repository, one at a time, and see whether the tests notice.

    python tools/mutants.py [--number N] [--seed S] [--rest SECONDS] [--only PLACE] [PATH ...]

A mutant is one small change of one expression or statement: another comparison, operator or
constant, a sign or a `not` lost, `and` for `or`, `min` for `max`, a condition fixed, a `raise` or a
statement removed. They are drawn at random, by file and by kind of change, so that neither a long
file nor the commonest kind outweighs the others. The working tree is never touched.

Each meets the test files that mirror its module. These run once without a fault, where every test's
lines and seconds are noted; then those that run the changed line come first, the quick before the
slow, after them those that run its module. One that survives meets, for so many seconds, what else
there is: other files that name the module or its wing, then the rest, of each the tests that run
the module. What survives is printed with its place and with how many tests run the line: either the
change alters nothing (an equivalent mutant), or a test is missing. `--only` plants, of those drawn,
the ones whose place begins so, as when the test is written.

Every run is a fork of one process that has imported the libraries, but nothing of the book.
"""

import argparse
import ast
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

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
WARM = ["numpy", "scipy.integrate", "scipy.optimize", "scipy.stats", "sympy", "mpmath", "pytest",
        "coverage", "hypothesis", "matplotlib.pyplot", "nbformat"]  # fmt: skip
MEMORY = 6 << 30  # bytes that a run may take: a loop that no longer ends may fill a list
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
    reach: range  # the lines of its statement, or of the head of one

    @property
    def where(self) -> str:
        """Return its place as editors write it."""
        return f"{self.file}:{self.line}"

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
    raw, found, first, last = source.encode(), [], 1, 1
    for node in nodes(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            first, last = node.lineno, body[0].lineno - 1 if body else node.end_lineno
        for kind, place, after in changes(node):
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            before = raw[start:end].decode()
            reach = range(min(first, place.lineno), max(first, last, place.end_lineno) + 1)
            found.append(Mutant(file, kind, place.lineno, start, end, before, after, reach))
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

    A module's mirror are the test files of its name and of its wing's, in the wing's folder or on
    top; or, where none has it, all of the wing.
    """
    path = Path(file)
    stem = path.parent.name if path.stem == "__init__" else path.stem.strip("_")
    wing = {"_ext": "extensions", "tools": "book"}.get(path.parts[0], path.parent.name.strip("_"))
    name = re.compile(rf"test_((site|explorer|book)_)?({stem}|{path.parent.name})")
    places = {wing, "tests"}
    named = [t for t in tests if name.fullmatch(Path(t).stem) and Path(t).parent.name in places]
    near = [test for test in tests if Path(test).parent.name == wing]
    naming = [test for test in tests if re.search(rf"\b_?{stem}\b", texts[test])]
    own = named or near or naming
    order = list(dict.fromkeys([*naming, *near, *tests]))
    return own, [test for test in order if test not in own]


@dataclass
class Told:
    """What a run of tests told: how it ended, the first that failed, and of each what it ran."""

    verdict: str
    first: str = ""
    seconds: float = 0.0
    took: dict[str, float] = field(default_factory=dict)  # seconds by test
    lines: dict[str, dict[str, set[int]]] = field(default_factory=dict)  # by test and file


class Watcher:
    """A pytest plugin: puts the tests in order, and notes what each took, ran and came to."""

    def __init__(self, copy: Path, ranks: dict[str, tuple[float, ...]] | None) -> None:
        """Trace where there is no order yet: without a fault."""
        self.copy, self.ranks, self.told, self.item = copy, ranks, Told("passed"), ""
        self.coverage = None
        if ranks is None:
            import coverage

            self.coverage = coverage.Coverage(
                data_file=None, config_file=False, source=[str(copy)], omit=[f"{copy}/tests/*"]
            )
            # That of Python 3.14 notes a line for the first test alone which runs it.
            self.coverage.set_option("run:core", "ctrace")
            self.coverage.start()

    def pytest_configure(self) -> None:
        """Leave plugins to the processes that a test starts."""
        os.environ.pop("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list) -> None:
        """Leave out the tests that have no rank; those that a fault has made come last."""
        if self.ranks is not None:
            rank = {item: self.ranks.get(item.nodeid, (9.0,)) for item in items}
            config.hook.pytest_deselected(items=[item for item in items if not rank[item]])
            items[:] = sorted((item for item in items if rank[item]), key=rank.__getitem__)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Give the lines that run from here on to this test."""
        self.item = item.nodeid
        if self.coverage:
            self.coverage.switch_context(item.nodeid)
        start = time.monotonic()
        try:
            return (yield)
        finally:
            self.told.took[item.nodeid] = time.monotonic() - start

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef, request: object) -> Iterator:
        """Give to all tests of the file what a fixture runs that they share."""
        shared = self.coverage and fixturedef.scope != "function"
        if shared:
            self.coverage.switch_context("")
        try:
            return (yield)
        finally:
            if shared:
                self.coverage.switch_context(self.item)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the first test that fails."""
        if report.failed:
            self.told.first = self.told.first or report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember the first file that cannot be collected."""
        if report.failed:
            self.told.first = self.told.first or report.nodeid

    def tell(self, code: int) -> Told:
        """Return what there is to tell, of a run that ended with this code."""
        self.told.verdict = "passed" if code in (0, 5) else "failed"
        if self.coverage:
            self.coverage.stop()
            data = self.coverage.get_data()
            for path in data.measured_files():
                file = str(Path(path).relative_to(self.copy))
                for line, tests in data.contexts_by_lineno(path).items():
                    for test in tests:
                        ran = self.told.lines.setdefault(test, {})
                        ran.setdefault(file, set()).add(line)
        return self.told


def session(
    copy: Path, tests: list[str], ranks: dict[str, tuple[float, ...]] | None, pipe: Connection
) -> None:
    """Run tests in this process and send what they told."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none is needed, and they take a second
    sys.path.insert(0, str(copy))
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = ranks is not None  # what is compiled of a fault is not kept
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    watcher = Watcher(copy, ranks)
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests], plugins=[watcher])
    pipe.send(watcher.tell(int(code)))
    pipe.close()


def run(
    copy: Path, tests: list[str], limit: float, ranks: dict[str, tuple[float, ...]] | None = None
) -> Told:
    """Run tests in the copy: all and traced, or those that have a rank, in the order of it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(WARM)
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=session, args=(copy, tests, ranks, send))
    process.start()
    start = time.monotonic()  # the process that is forked has its libraries by now
    send.close()
    told = Told("too long")
    if receive.poll(limit):
        try:
            told = receive.recv()
        except EOFError:  # it died
            told = Told("failed", "crash")
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
    told.seconds = time.monotonic() - start
    return told


class Tests:
    """The tests of a copy of the repository, and what each of their files ran without a fault."""

    def __init__(self, copy: Path) -> None:
        """List the tests; none has run."""
        self.copy = copy
        tests = sorted(str(path.relative_to(copy)) for path in (copy / "tests").rglob("test_*.py"))
        self.files = [test for test in tests if not test.startswith("tests/site")]
        self.texts = {test: (copy / test).read_text(encoding="utf-8") for test in self.files}
        self.seen: dict[str, Told] = {}

    def sound(self, file: str) -> Told:
        """Return what a file's tests did without a fault."""
        if file not in self.seen:
            self.seen[file] = run(self.copy, [file], 900)
        return self.seen[file]

    def ranks(self, files: list[str], mutant: Mutant) -> dict[str, tuple[float, ...]]:
        """Return the order of the tests: those that run the change, those that run its module.

        All others have the rank (), and are left out. What runs on import, or in a fixture that is
        shared, all tests of the file run. What one test leaves in a cache counts as its own alone:
        a fault may survive that only another test would have noticed.
        """
        ranks: dict[str, tuple[float, ...]] = {}
        for place, told in enumerate(map(self.sound, files)):
            early = told.lines.get("", {}).get(mutant.file, set())
            for test, seconds in told.took.items():
                ran = early | told.lines.get(test, {}).get(mutant.file, set())
                near = float(not ran & set(mutant.reach))
                ranks[test] = (near, place, seconds) if ran else ()
        return ranks

    def planted(self, mutant: Mutant, files: list[str], limit: float) -> tuple[Told, int]:
        """Return how these tests take a fault, and how many of them run the change."""
        ranks = self.ranks(files, mutant)
        if not any(ranks.values()):
            return Told("passed"), 0
        place = self.copy / mutant.file
        source, before = place.read_bytes(), place.stat()
        place.write_bytes(mutant.apply(source))
        told = run(self.copy, files, limit, ranks)
        place.write_bytes(source)
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))  # what is compiled still holds
        return told, sum(rank[:1] == (0,) for rank in ranks.values())

    def meet(self, mutant: Mutant, rest: float) -> tuple[str, str, float]:
        """Return the verdict on a fault, what noticed it, and the seconds."""
        start = time.monotonic()
        own, others = mirror(mutant.file, self.files, self.texts)
        whole = sum(self.sound(file).seconds for file in own)
        told, near = self.planted(mutant, own, 30 + 3 * whole)
        end = time.monotonic() + rest
        for file in others if rest else []:
            if told.verdict != "passed" or time.monotonic() > end:
                break
            if self.sound(file).verdict == "passed":
                told, more = self.planted(mutant, [file], 30 + 3 * self.sound(file).seconds)
                near += more
        verdict = "survived" if told.verdict == "passed" else "killed"
        by = told.first or ("time" if told.verdict == "too long" else f"none of {near} that run it")
        return verdict, by, time.monotonic() - start


def main() -> int:
    """Draw, plant, test and print; the exit code is 1 where tests fail without a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=["lossbook", "_ext", "tools"])
    parser.add_argument("--number", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rest", type=float, default=60, help="seconds for other tests")
    parser.add_argument("--only", action="append", help="of those drawn, the places that begin so")
    parser.add_argument("--list", action="store_true", help="draw and print them, test nothing")
    options = parser.parse_args()
    os.environ.setdefault("MPLBACKEND", "Agg")
    found = [q for p in options.paths for q in (ROOT / p).rglob("*.py")]
    found += [ROOT / p for p in options.paths if p.endswith(".py")]
    files = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in found}
    drawn = draw(files, options.number, options.seed)
    drawn = [one for one in drawn if one.where.startswith(tuple(options.only or [""]))]
    print(f"| verdict | where | kind | change | noticed by | s |\n|{' --- |' * 6}")
    count: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "book").resolve()
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        tests = Tests(copy)
        for mutant in drawn:
            verdict, by, seconds = "listed", "", 0.0
            if not options.list:
                for file in mirror(mutant.file, tests.files, tests.texts)[0]:
                    if (sound := tests.sound(file)).verdict != "passed":
                        print(f"Without a fault {file}: {sound.verdict} {sound.first}")
                        return 1
                verdict, by, seconds = tests.meet(mutant, options.rest)
            count[str(Path(mutant.file).parent), verdict] += 1
            change = " ".join(f"`{mutant.before}` → `{mutant.after}`".split())
            cells = [verdict, mutant.where, mutant.kind, change, by, f"{seconds:.0f}"]
            print(
                f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |", flush=True
            )
    print()
    for (package, verdict), number in sorted(count.items()):
        print(f"{package}: {number} {verdict}")
    print(f"{len(drawn)} faults, seed {options.seed}; rest {options.rest:g} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
