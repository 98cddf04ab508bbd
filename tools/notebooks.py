"""What is done to the chapters as files: execute, normalise, check, and know which are stale.

    python tools/notebooks.py execute    [NOTEBOOK ...]   run in place, top to bottom
    python tools/notebooks.py normalise  [NOTEBOOK ...]   canonical metadata and ids, no run
    python tools/notebooks.py check      [NOTEBOOK ...]   fail on what must not be published
    python tools/notebooks.py record     [NOTEBOOK ...] --report FILE   note their replay
    python tools/notebooks.py stale      [NOTEBOOK ...]   name those not replayed since a change
    python tools/notebooks.py publish                     commit-ready record of the replays
    python tools/notebooks.py typed                       record the numbers that prose types
    python tools/notebooks.py opener     [NOTEBOOK ...]   put in, or renew, the cell that installs

Without names all notebooks in chapters/ are meant.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import kernels  # noqa: F401  (acts by being imported)
import nbformat
import prose
import replays
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).resolve().parent.parent
TYPED = ROOT / "chapters" / "data" / "typed.json"

# What editors and runners leave behind and what differs from machine to machine.
VOLATILE_NOTEBOOK_METADATA = {
    "colab", "execution", "interpreter", "papermill", "signature", "toc", "toc-autonumbering",
    "vscode", "widgets",
}  # fmt: skip
VOLATILE_CELL_METADATA = {
    "ExecuteTime", "collapsed", "editable", "execution", "heading_collapsed", "id", "papermill",
    "pycharm", "scrolled", "slideshow", "trusted", "vscode",
}  # fmt: skip
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}

# Ids as nbformat (8 hexadecimal digits) and editors (a UUID) draw them at random.
RANDOM_ID = re.compile(r"(?=.*[0-9])[0-9a-f]{8}((-[0-9a-f]{4}){3}-[0-9a-f]{12})?")
VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

MACHINE_PATH = re.compile(r"(?<![\w./:-])/(?:home|root|tmp|work|Users|private|opt|usr)/[\w.]")
OBJECT_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
HTML_MATH = re.compile(r"\\\(|\\\[|\$\\|\\frac|\\left")


def text_of(value: str | list[str]) -> str:
    """Return a multi-line string of the notebook format as one string."""
    return value if isinstance(value, str) else "".join(value)


# --- canonical form -----------------------------------------------------------------------------


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Bring metadata and cell ids into their one canonical form, in place.

    A valid id that a hand has given is kept. A missing, double or random one is replaced by a hash
    of the cell's source; once given, that id stays when the cell is edited or moved.
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    kept = {k: v for k, v in notebook.metadata.items() if k not in VOLATILE_NOTEBOOK_METADATA}
    notebook.metadata = nbformat.from_dict(
        {**kept, "kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO}
    )
    seen: set[str] = set()
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {k: v for k, v in cell.metadata.items() if k not in VOLATILE_CELL_METADATA}
        )
        given = cell.get("id", "")
        if given in seen or not VALID_ID.fullmatch(given) or RANDOM_ID.fullmatch(given):
            cell["id"] = fresh_id(cell, seen)
        seen.add(cell["id"])
        for output in cell.get("outputs", []):
            output.pop("transient", None)
    return notebook


def fresh_id(cell: NotebookNode, taken: set[str]) -> str:
    """Return an id made from the cell's type and source that is not among `taken`."""
    occurrence = 0
    while True:
        text = f"{cell.cell_type}\n{cell.source}\n{occurrence}"
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        if f"c-{digest}" not in taken:
            return f"c-{digest}"
        occurrence += 1


# --- the cell with which a chapter starts where nothing is installed ----------------------------

OPENER_ID = "install"
OPENER = """\
# Where the package is missing, as on Colab, it is installed with what the
# chapters import.
from importlib.util import find_spec

if find_spec("lossbook") is None:
    %pip install --quiet "..[chapters]\""""
# Colab has this notebook alone, and not what the chapters read; a kernel that is started anew has
# the installed package, but is in the wrong folder again.
CLONE = """\
# Where the package is missing, as on Colab, the book is fetched, and the
# package installed with what the chapters import.
from importlib.util import find_spec
from pathlib import Path

if find_spec("lossbook") is None:
    !git clone --quiet --depth 1 {repository} the-book
    %pip install --quiet "./the-book[chapters]"
if Path("the-book/chapters").is_dir():
    %cd -q the-book/chapters"""


def opener() -> NotebookNode:
    """Return the code cell that installs the package when it is missing.

    It comes from the repository that CITATION.cff names as `repository-code`; as long as none is
    named, from the checkout in whose folder `chapters` the notebook lies. The site leaves it out.
    """
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    repository = re.search(r"^repository-code: *[\"']?([^\s\"']+)", citation, re.M)
    source = CLONE.format(repository=repository[1]) if repository else OPENER
    cell: NotebookNode = new_code_cell(source, id=OPENER_ID, metadata={"tags": ["remove-cell"]})
    return cell


def has_opener(notebook: NotebookNode) -> bool:
    """Tell whether the notebook's first code cell is the present opener."""
    first = next((cell for cell in notebook.cells if cell.cell_type == "code"), None)
    return first is not None and (first.id, first.source) == (OPENER_ID, opener().source)


def put_opener(notebook: NotebookNode) -> None:
    """Make the opener the first code cell, in place of an older one; it must then be run."""
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != OPENER_ID]
    kinds = [cell.cell_type for cell in notebook.cells]
    notebook.cells.insert(kinds.index("code"), opener())


def serialise(notebook: NotebookNode) -> str:
    """Return the notebook as the text of its file."""
    return nbformat.writes(notebook) + "\n"


def read(path: Path) -> NotebookNode:
    """Read a notebook; ids that the file lacks are drawn, and normalised away later."""
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def execute(path: Path) -> float | str:
    """Run a notebook in place; return the seconds it took.

    Its opener, if it has one, is renewed. If a cell fails the file is kept as it is, and what went
    wrong is returned.
    """
    start = time.perf_counter()
    notebook = normalise(read(path))
    if any(cell.id == OPENER_ID for cell in notebook.cells):
        put_opener(notebook)  # the present one
    client = NotebookClient(
        notebook,
        timeout=900,
        kernel_name=KERNELSPEC["name"],
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return f"{path}: {error}"
    path.write_text(serialise(normalise(notebook)), encoding="utf-8")
    return time.perf_counter() - start


def chapters(paths: Iterable[Path]) -> list[Path]:
    """Return those of the notebooks that are chapters of the book."""
    return [path for path in paths if path.parent == ROOT / "chapters"]


# --- what must not be published -----------------------------------------------------------------


def check(path: Path) -> list[str]:
    """Return what is wrong with a stored notebook, one sentence each."""
    raw = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(raw, as_version=4)
    problems = []
    if serialise(normalise(notebook)) != raw:
        problems.append("metadata, ids or layout are not canonical")
    notebook = nbformat.reads(raw, as_version=4)
    counts = []
    for number, cell in enumerate(notebook.cells):
        problems += [f"cell {number} ({cell.id}) {problem}" for problem in prose.check(cell)]
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        counts.append(cell.execution_count)
        problems += [f"cell {number} ({cell.id}) {problem}" for problem in check_cell(cell)]
    problems += prose.untied(notebook.cells)
    if chapters([path]):
        problems += check_typed(path.stem, prose.record(notebook.cells))
    if counts != list(range(1, len(counts) + 1)):
        problems.append("its cells were not all run once, top to bottom")
    return problems


def check_typed(chapter: str, now: dict[str, list[str]]) -> Iterator[str]:
    """Yield how the numbers that a chapter types differ from those on record."""
    table = json.loads(TYPED.read_text(encoding="utf-8"))
    if chapter not in table and now:
        yield "the numbers that its prose types are not on record: make typed"
        return
    then = table.get(chapter, {})
    for id in sorted({*then, *now}):
        new, old = (sorted(set(a.get(id, [])) - set(b.get(id, []))) for a, b in
                    ((now, then), (then, now)))  # fmt: skip
        if new or old:
            yield (
                f"cell {id} types {', '.join(new) or 'nothing'} where {', '.join(old) or 'nothing'}"
                " is on record; if that is meant: make typed"
            )


def record_typed(paths: Iterable[Path]) -> None:
    """Write down the numbers that the prose of all chapters types."""
    table = {path.stem: prose.record(read(path).cells) for path in sorted(paths)}
    cells = [
        f" {json.dumps(stem)}: {{\n"
        + ",\n".join(f"  {json.dumps(id)}: {json.dumps(numbers)}" for id, numbers in found.items())
        + "\n }"
        for stem, found in table.items()
    ]
    TYPED.write_text("{\n" + ",\n".join(cells) + "\n}\n", encoding="utf-8")


def check_cell(cell: NotebookNode) -> list[str]:
    """Return what is wrong with one code cell."""
    problems = []
    if cell.execution_count is None:
        problems.append("was never run")
    if cell.source.rstrip().endswith(";"):
        # nbval runs cells without history, where IPython does not see the semicolon.
        problems.append("ends in a semicolon; write `_ = ...` or end it with plt.show()")
    if "skip-execution" in cell.metadata.get("tags", []):
        problems.append("is tagged skip-execution")
    for output in cell.outputs:
        if output.output_type == "error":
            problems.append(f"stores an error: {output.ename}: {output.evalue}")
        if output.output_type == "stream" and output.name == "stderr":
            problems.append("stores a warning or other text on stderr")
        data = {mime: text_of(value) for mime, value in output.get("data", {}).items()
                if isinstance(value, str | list)}  # fmt: skip
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        if any(mime.startswith("image/") for mime in data) and not str(alt).strip():
            problems.append("shows a figure without alt text (metadata.mystnb.image.alt)")
        if HTML_MATH.search(data.get("text/html", "")):
            problems.append("has TeX within text/html, where nothing renders it")
        texts = [value for mime, value in data.items() if mime.startswith("text/")]
        texts.append(text_of(output.get("text", "")))
        if any(MACHINE_PATH.search(text) for text in texts):
            problems.append("prints a path of the machine that ran it")
        if any(OBJECT_ADDRESS.search(text) for text in texts):
            problems.append("prints an object's address, which differs from run to run")
    return problems


# --- command line -------------------------------------------------------------------------------


def main() -> int:
    """Do what the command line says; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "action",
        choices=["execute", "normalise", "check", "record", "stale", "publish", "typed", "opener"],
    )
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--report", type=Path, help="what pytest reported of the replay (XML)")
    arguments = parser.parse_args()
    paths = [p.resolve() for p in arguments.notebooks] or sorted(ROOT.glob("chapters/*.ipynb"))
    if not paths:
        print("There is no notebook in chapters/.", file=sys.stderr)
        return 1

    if arguments.action == "execute":
        with ProcessPoolExecutor(max_workers=min(len(paths), os.cpu_count() or 1, 4)) as pool:
            results = dict(zip(paths, pool.map(execute, paths), strict=True))
        failures = [result for result in results.values() if isinstance(result, str)]
        print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
        done = {path: result for path, result in results.items() if isinstance(result, float)}
        replays.record("executed", {path: done[path] for path in chapters(done)})
        print(f"{len(done)} of {len(paths)} notebooks executed in place.")
        for path in done:
            for problem in check(path):
                print(f"  still to mend in {path.name}: {problem}")
        return 1 if failures else 0

    if arguments.action == "normalise":
        for path in paths:
            text = serialise(normalise(read(path)))
            if text != path.read_text(encoding="utf-8"):
                path.write_text(text, encoding="utf-8")
        return 0

    if arguments.action == "opener":
        for path in paths:
            notebook = read(path)
            if not has_opener(notebook):
                put_opener(notebook)
                path.write_text(serialise(normalise(notebook)), encoding="utf-8")
                print(f"chapters/{path.name}: now run it with `make notebooks`")
        return 0

    if arguments.action == "typed":
        record_typed(ROOT.glob("chapters/*.ipynb"))
        return 0

    if arguments.action == "check":
        problems = [f"chapters/{path.name}: {p}" for path in paths for p in check(path)]
        if problems:
            print("\n".join(problems), file=sys.stderr)
            print("Most of this is mended by: make notebooks", file=sys.stderr)
        return 1 if problems else 0

    if arguments.action == "record":
        replays.record("replayed", replays.seconds_of(arguments.report, chapters(paths)))
        return 0

    old = replays.stale(paths)
    if arguments.action == "publish":
        if old:
            names = ", ".join(path.name for path in old)
            print(f"Not replayed as they are now: {names}. First run: make replay", file=sys.stderr)
            return 1
        replays.publish()
        return 0
    if old:
        print("Note: on this machine these were not replayed against the present package;")
        print("their outputs are shown as stored. To replay and compare them: make test")
        print("\n".join(f"  chapters/{path.name}" for path in old))
    return 0


if __name__ == "__main__":
    sys.exit(main())
