"""The tool that plants faults: what it makes of code, and that it sees what tests notice."""

import ast
from pathlib import Path

import mutants
import pytest


def made(source: str, kind: str = "") -> set[str]:
    """Return the source of every mutant, of one kind or of all."""
    raw = source.encode()
    found = mutants.mutants_of("a.py", source)
    return {m.apply(raw).decode() for m in found if kind in ("", m.kind)}


@pytest.mark.parametrize(
    ("source", "kind", "wanted"),
    [
        ("x = a < b", "comparison", {"x = (a <= b)", "x = (a >= b)"}),
        ("x = a is not b", "comparison", {"x = (a is b)"}),
        ("x = a + b * c", "arithmetic", {"x = ((a) - (b * c))", "x = a + ((b) / (c))"}),
        ("x = 2", "constant", {"x = 3", "x = 1"}),
        ("x = 0.5", "constant", {"x = 0.625"}),
        ("x = True", "constant", {"x = False"}),
        ("x = -a", "sign", {"x = (a)"}),
        ("x = not a", "dropped not", {"x = (a)"}),
        ("x = a and b or c", "and, or", {"x = ((a and b) and (c))", "x = ((a) or (b)) or c"}),
        ("x = min(a) + xp.maximum(b)", "min, max",
         {"x = max(a) + xp.maximum(b)", "x = min(a) + xp.minimum(b)"}),
        ("if a:\n    b = c", "condition fixed", {"if True:\n    b = c", "if False:\n    b = c"}),
        ("x = [a for a in b if a]", "condition fixed", {"x = [a for a in b if True]"}),
        ("if a:\n    raise E(\n        'é'\n    )", "raise removed", {"if a:\n    pass"}),
        ("é = 1\nf('é')  # é", "statement removed", {"é = 1\npass  # é"}),
        ("x += y", "statement removed", {"pass"}),
    ],
)  # fmt: skip
def test_a_mutant_is_one_small_change(source: str, kind: str, wanted: set[str]) -> None:
    assert made(source, kind) == wanted


@pytest.mark.parametrize(
    "source",
    ['"""Docstring."""', "x: int | None", "def f(x: a | b) -> c | d: ...", "f'{a + 1}'", "x = 'a'"],
)
def test_what_does_not_run_is_left_alone(source: str) -> None:
    assert made(source) == set()


def test_every_mutant_is_python_and_differs() -> None:
    source = (Path(mutants.__file__).parent / "stubs.py").read_text(encoding="utf-8")
    found = made(source)
    assert len(found) > 50
    assert source not in found
    for text in found:
        ast.parse(text)


def test_the_draw_is_that_of_the_seed_and_spread_over_files_and_kinds() -> None:
    files = {f"{name}.py": "x = 1 + a\n" * 50 + "y = not b\n" for name in "abcd"}
    drawn = mutants.draw(files, 24, 5)
    assert drawn == mutants.draw(dict(reversed(files.items())), 24, 5)
    assert drawn != mutants.draw(files, 24, 6)
    assert len({(m.file, m.start, m.end) for m in drawn}) == 24  # no place twice
    assert {m.file for m in drawn} == set(files)
    assert sum(m.kind == "dropped not" for m in drawn) >= 3  # one line in 51 of each file
    assert len(mutants.draw({"a.py": "x = 1"}, 10, 0)) == 1  # and no more than there are


TESTS = ["tests/engine/test_sums.py", "tests/engine/test_domains.py", "tests/book/test_book.py",
         "tests/test_prose.py", "tests/extensions/test_said.py",
         "tests/extensions/test_site_figures.py", "tests/test_loss.py"]  # fmt: skip
TEXTS = dict.fromkeys(TESTS, "") | {"tests/test_loss.py": "import _batches, notebooks"}


@pytest.mark.parametrize(
    ("file", "own"),
    [
        ("lossbook/engine/_sums.py", ["tests/engine/test_sums.py"]),
        ("lossbook/_loss.py", ["tests/test_loss.py"]),
        ("_ext/lossbook_site/sums.py", TESTS[4:6]),  # another wing's sums
        ("lossbook/engine/_batches.py", TESTS[:2]),
        ("_ext/lossbook_site/said.py", ["tests/extensions/test_said.py"]),
        ("_ext/lossbook_site/figures.py", ["tests/extensions/test_site_figures.py"]),
        ("tools/prose.py", ["tests/test_prose.py"]),
        ("tools/notebooks.py", ["tests/book/test_book.py"]),
        ("lossbook/engine/__init__.py", TESTS[:2]),
        ("lossbook/loss/_prose.py", ["tests/test_prose.py", "tests/test_loss.py"]),
    ],
)
def test_a_module_has_its_tests_first_and_all_others_after(file: str, own: list[str]) -> None:
    first, rest = mutants.mirror(file, TESTS, TEXTS)
    assert first == own
    assert sorted(first + rest) == sorted(TESTS)


def test_those_that_name_the_module_come_before_the_rest() -> None:
    _, rest = mutants.mirror("lossbook/engine/_batches.py", TESTS, TEXTS)
    assert rest[0] == "tests/test_loss.py"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small repository: two modules, and tests that notice much."""
    for file, text in {
        "package/__init__.py": "",
        "package/one.py": "TOP = 10\n\n\ndef clip(x):\n    if x < 0:\n        raise ValueError\n"
        "    return min(x, TOP)\n\n\ndef twice(x):\n    return 2 * x\n",
        "package/two.py": "from package.one import twice\n\n\ndef four(x):\n"
        "    return twice(twice(x))\n",
        "tests/test_one.py": "import time\nimport pytest\nfrom package.one import clip\n\n\n"
        "def test_slowly():\n    time.sleep(0.2)\n    assert clip(20) == 10\n\n\n"
        "def test_clip():\n    assert clip(20) == 10\n"
        "    with pytest.raises(ValueError):\n        clip(-1)\n\n\n"
        "def test_nothing():\n    assert True\n",
        "tests/test_other.py": "def test_four():\n    from package.two import four\n\n"
        "    assert four(1) == 4\n",
        "pytest.ini": "[pytest]\n",
    }.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "WARM", ["pytest", "coverage"])
    return tmp_path


def planted(book: Path, kind: str, line: int) -> mutants.Mutant:
    source = (book / "package" / "one.py").read_text()
    found = mutants.mutants_of("package/one.py", source)
    return next(one for one in found if (one.kind, one.line) == (kind, line))


def test_faults_are_planted_in_a_copy_and_what_survives_is_told(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_text() for path in book.rglob("*.py")}
    files = {"package/one.py": before[book / "package" / "one.py"]}
    wanted = {"(x <= 0)", "pass"}  # no test asks for clip(0); one for clip(-1)
    seed = next(k for k in range(999) if {m.after for m in mutants.draw(files, 2, k)} == wanted)
    arguments = ["mutants.py", "--number", "2", "--seed", str(seed), "package/one.py"]
    monkeypatch.setattr("sys.argv", arguments)
    assert mutants.main() == 0
    said = capsys.readouterr().out
    assert "| survived | package/one.py:5 | comparison | `x < 0` → `(x <= 0)` | none of 2 " in said
    assert "| killed | package/one.py:6 | raise removed | `raise ValueError` → `pass` |" in said
    assert "tests/test_one.py::test_clip" in said
    assert "package: 1 killed\npackage: 1 survived\n2 faults" in said
    monkeypatch.setattr("sys.argv", [*arguments, "--only", "package/one.py:6"])
    assert mutants.main() == 0
    assert "package/one.py:5" not in capsys.readouterr().out
    assert {path: path.read_text() for path in book.rglob("*.py")} == before


def test_the_tests_that_run_the_change_come_first_the_quick_before_the_slow(book: Path) -> None:
    tests = mutants.Tests(book)
    quick, slow, nothing = (
        f"tests/test_one.py::test_{name}" for name in ("clip", "slowly", "nothing")
    )

    def order(kind: str, line: int) -> list[str]:
        ranks = tests.ranks(["tests/test_one.py"], planted(book, kind, line))
        return sorted((test for test in ranks if ranks[test]), key=ranks.__getitem__)

    assert order("raise removed", 6) == [quick, nothing, slow]  # the others run the module
    assert order("comparison", 5) == [quick, slow, nothing]
    assert set(order("constant", 1)) == {quick, slow, nothing}  # it runs on import


def test_what_a_shared_fixture_runs_all_tests_of_its_file_run(book: Path) -> None:
    (book / "tests" / "test_one.py").write_text(
        "import pytest\nfrom package.one import twice\n\n\n"
        "@pytest.fixture(scope='module')\ndef four():\n    return twice(2)\n\n\n"
        "def test_first(four):\n    pass\n\n\ndef test_second(four):\n    assert four == 4\n"
    )
    fault = planted(book, "arithmetic", 11)
    told = ("killed", "tests/test_one.py::test_second")
    assert mutants.Tests(book).meet(fault, 0)[:2] == told


def test_what_its_own_tests_do_not_run_meets_those_of_others(book: Path) -> None:
    tests = mutants.Tests(book)
    fault = planted(book, "arithmetic", 11)
    assert tests.meet(fault, 0)[:2] == ("survived", "none of 0 that run it")
    assert tests.meet(fault, 60)[:2] == ("killed", "tests/test_other.py::test_four")


def test_tests_that_run_nothing_of_the_module_are_left_out(book: Path) -> None:
    tests = mutants.Tests(book)
    (fault, *_) = mutants.mutants_of("package/two.py", "x = 1\n")
    assert set(tests.ranks(["tests/test_one.py"], fault).values()) == {()}


def test_a_module_that_no_longer_imports_is_noticed(book: Path) -> None:
    source = (book / "package" / "one.py").read_text()
    broken = mutants.Mutant("package/one.py", "", 1, 0, 3, "TOP", "1 / 0; TOP", range(1, 2))
    assert mutants.Tests(book).meet(broken, 0)[:2] == ("killed", "tests/test_one.py")
    assert (book / "package" / "one.py").read_text() == source


def test_tests_that_fail_without_a_fault_say_nothing_of_faults(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "tests" / "test_one.py").write_text("def test_one():\n    assert False\n")
    monkeypatch.setattr("sys.argv", ["mutants.py", "--number", "1", "package/one.py"])
    assert mutants.main() == 1
    assert "Without a fault tests/test_one.py: failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "limit", "told"),
    [
        ("time.sleep(60)", 3, ("too long", "")),
        ("os._exit(0)", 60, ("failed", "crash")),
        ("bytearray(7 << 30)", 60, ("failed", "tests/test_one.py::test_one")),  # memory for all
    ],
)
def test_a_run_that_hangs_is_ended_and_one_that_dies_or_takes_too_much_has_failed(
    book: Path, body: str, limit: float, told: tuple[str, str]
) -> None:
    (book / "tests" / "test_one.py").write_text(
        f"import os, time\n\n\ndef test_one():\n    {body}\n"
    )
    ran = mutants.run(book, ["tests/test_one.py"], limit)
    assert (ran.verdict, ran.first) == told
    assert ran.seconds < 50
