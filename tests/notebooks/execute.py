"""Run the notebooks anew and store what they show, so that two runs write the same bytes.

    python -m tests.notebooks.execute [--check] [NAME ...]

A NAME is a path, or the beginning of a name (`03`, `chapters/03`); without names all run, in reading order and
`00` last, because it reports on the others. With `--check` nothing is written: each notebook that would change is named
with the first cell that differs.

What is kept of a notebook: its cells, their tags, whether their code is hidden, and their outputs. Whatever depends on
the clock, the machine or the editor goes: timings, counters that do not start at one, widget ids, editors' metadata.
"""

import argparse
import contextlib
import itertools
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
EXERCISED = ROOT / "tests" / "exercised.json"
RECORDER = Path(__file__).with_name("recorder.py")

KERNEL = "python3"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
    "language_info": {"name": "python"},
}
WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS_PER_CELL = 300
# Settings of the caller's terminal that would show in an output.
TERMINAL = ("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "PYTHONWARNINGS")


class NotExecutable(Exception):
    """A notebook did not run to its end; the message says where and why."""


def stored_in(folder: Path = NOTEBOOKS) -> list[Path]:
    """Every notebook of a folder and of the folders below it, without an editor's own copies."""
    return sorted(path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def find(names: Sequence[str], folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks that the names mean, in the order in which they run."""
    everything = sorted(stored_in(folder), key=lambda path: (path.name.startswith("00"), path.name, path.parts))
    for name in names:
        if not any(_is_meant(path, name, folder) for path in everything):
            known = ", ".join(key_of(path, folder) for path in everything)
            raise SystemExit(f"no notebook is called {name!r}; there are: {known}")
    return [path for path in everything if not names or any(_is_meant(path, name, folder) for name in names)]


def _is_meant(path: Path, name: str, folder: Path) -> bool:
    """Whether a name means this notebook: a path means one alone, a beginning all that begin so."""
    if Path(name).suffix:
        return path == Path(name).resolve()
    return path.name.startswith(name) or key_of(path, folder).startswith(name)


def key_of(path: Path, folder: Path = NOTEBOOKS) -> str:
    """How a notebook is known: `03_public_join` is a walk, and `chapters/03_public_join` its chapter."""
    return path.relative_to(folder).with_suffix("").as_posix()


def read(path: Path) -> NotebookNode:
    """A notebook as it is stored."""
    try:
        return nbformat.v4.reads_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotExecutable(f"not a notebook ({error}); after a merge, take either side whole") from error


def execute(path: Path) -> tuple[str, list[str]]:
    """The text that a notebook's file should have, its cells run in a new kernel; and the clauses that it exercised."""
    notebook = read(path)
    notebook.nbformat_minor = 5
    give_ids(notebook.cells)
    client = NotebookClient(
        notebook,
        kernel_name=KERNEL,
        resources={"metadata": {"path": str(path.parent)}},
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
    )
    with kernel_environment() as environment:
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise NotExecutable(str(error)) from error
        return normalise(notebook), recorded(Path(environment["ROOMSPEC_EXERCISED"]))


def recorded(report: Path) -> list[str]:
    """What the kernel wrote down when it ended; nothing where it never loaded the model."""
    return json.loads(report.read_text(encoding="utf-8")) if report.exists() else []


@contextlib.contextmanager
def kernel_environment() -> Iterator[dict[str, str]]:
    """The caller's environment without what shows in outputs, and a profile that records what is exercised.

    Progress bars are silent where CI is set.
    """
    with tempfile.TemporaryDirectory() as profile:
        startup = Path(profile) / "profile_default" / "startup"
        startup.mkdir(parents=True)
        shutil.copy(RECORDER, startup / "00-recorder.py")
        kept = {name: value for name, value in os.environ.items() if name not in TERMINAL}
        report = str(Path(profile) / "exercised.json")
        yield kept | {"CI": "true", "IPYTHONDIR": profile, "ROOMSPEC_EXERCISED": report}


def normalise(notebook: NotebookNode) -> str:
    """The one text of a notebook; normalising it again changes nothing."""
    give_ids(notebook.cells)
    cells = [plain_cell(cell) for cell in notebook.cells]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    for count, cell in enumerate(code, start=1):
        number(cell, count)
    rename_widgets(output for cell in code for output in cell["outputs"])
    plain = nbformat.from_dict({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})
    nbformat.validate(plain)
    return nbformat.v4.writes_json(plain).rstrip("\n") + "\n"


def give_ids(cells: Iterable[NotebookNode]) -> None:
    """Keep each cell's id; a missing one, or one that was copied with its cell, is made from the cell's place."""
    seen: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        wanted = cell.get("id") or f"cell-{place}"
        while wanted in seen:
            wanted = f"{wanted[:50]}-{place}"
        cell["id"] = wanted
        seen.add(wanted)


def plain_cell(cell: NotebookNode) -> dict[str, object]:
    """A cell with its tags, whether its code is hidden, and nothing else of its metadata."""
    tags = sorted(cell.metadata.get("tags", ()))
    metadata: dict[str, object] = {"tags": tags} if tags else {}
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        metadata["jupyter"] = {"source_hidden": True}
    plain = {
        "cell_type": cell.cell_type,
        "id": cell.id,
        "metadata": metadata,
        "source": "\n".join(line.rstrip() for line in cell.source.splitlines()).rstrip(),
    }
    if "attachments" in cell:
        plain["attachments"] = cell.attachments
    if cell.cell_type == "code":
        plain |= {"execution_count": cell.execution_count, "outputs": joined_streams(cell.outputs)}
    return plain


def joined_streams(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The outputs with what one stream printed in several goes put together: where it was cut is a matter of time."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def number(cell: dict, count: int) -> None:
    """Give a code cell that was run, and its result, its place among the code cells."""
    if cell["execution_count"] is None:
        return
    cell["execution_count"] = count
    for output in cell["outputs"]:
        if output.output_type == "execute_result":
            output.execution_count = count


def rename_widgets(outputs: Iterable[NotebookNode]) -> None:
    """Number the widgets in order of appearance, in place of their random ids."""
    numbers: dict[str, str] = {}
    for output in outputs:
        view = output.get("data", {}).get(WIDGET)
        if view:
            view["model_id"] = numbers.setdefault(view["model_id"], f"{len(numbers) + 1:032x}")


def first_difference(stored: str, fresh: str) -> str:
    """Where two texts of one notebook part, as a person would look for it: the cell, then the line."""
    before, after = (json.loads(text)["cells"] for text in (stored, fresh))
    for place, (old, new) in enumerate(itertools.zip_longest(before, after), start=1):
        if old != new:
            return f"cell {place} would change\n{line_difference(pretty(old), pretty(new))}"
    return f"its cells stay, its form would change\n{line_difference(stored.splitlines(), fresh.splitlines())}"


def pretty(cell: object) -> list[str]:
    """A cell as lines of JSON."""
    return json.dumps(cell, indent=1, sort_keys=True, ensure_ascii=False).splitlines()


def line_difference(before: Sequence[str], after: Sequence[str]) -> str:
    """The first lines that differ, cut to what is near the first character that differs."""
    for old, new in itertools.zip_longest(before, after, fillvalue=""):
        if old.rstrip(",") != new.rstrip(","):
            same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
            near = slice(max(same - 40, 0), same + 80)
            return f"    stored: {old[near].strip()}\n    fresh:  {new[near].strip()}"
    return "    only the end of the file differs"


def write(path: Path, text: str) -> None:
    """Replace a file in one step, so that nobody ever reads half a notebook."""
    half = path.with_name(f".{path.name}.half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


def refresh(path: Path, check: bool) -> tuple[bool, str]:
    """Run one notebook and store it, or only see whether that would change it: whether all is well, and what to say."""
    name = f"{path.parent.name}/{path.name}"
    try:
        fresh, exercised = execute(path)
    except NotExecutable as error:
        return False, f"{name}: {error}"
    stored = path.read_bytes().decode("utf-8")
    if stored != fresh and check:
        return (
            False,
            f"{name}: {first_difference(stored, fresh)}\n    run `make notebooks` and look at what it changed",
        )
    if stored != fresh:
        write(path, fresh)
    said = f"{name}: {'unchanged' if stored == fresh else 'stored anew'}"
    if not path.name.startswith("00") and not refresh_exercised(path, exercised, check):
        return (
            False,
            f"{said}\n{EXERCISED.name}: {key_of(path)} exercises other clauses than noted; run `make notebooks`",
        )
    return True, said


def refresh_exercised(path: Path, clauses: list[str], check: bool) -> bool:
    """Note what a walk or a chapter exercised, or see that it is noted; what has no number tells no run."""
    if not path.is_relative_to(NOTEBOOKS) or not path.name[0].isdigit():
        return True
    known = json.loads(EXERCISED.read_text(encoding="utf-8")) if EXERCISED.exists() else {}
    if known.get(key_of(path)) == clauses:
        return True
    if check:
        return False
    there = {key: ids for key, ids in known.items() if (NOTEBOOKS / f"{key}.ipynb").exists()}
    write(EXERCISED, json.dumps(there | {key_of(path): clauses}, indent=1, sort_keys=True) + "\n")
    return True


def main(arguments: Sequence[str] | None = None, folder: Path = NOTEBOOKS) -> int:
    """Run the notebooks that the arguments name; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.notebooks.execute", description="Run the notebooks anew.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file would change")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a notebook, or the beginning of its name")
    wanted = parser.parse_args(arguments)
    paths = find(wanted.names, folder)
    with contextlib.ExitStack() as stack:
        each: Callable[..., Iterable[tuple[bool, str]]] = map
        if wanted.check and len(paths) > 1:  # what is only compared waits for no other; `00` reports on what is stored
            each = stack.enter_context(ProcessPoolExecutor(mp_context=get_context("spawn"))).map
        well = True
        for is_well, said in each(partial(refresh, check=wanted.check), paths):
            print(said, flush=True)
            well = well and is_well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
