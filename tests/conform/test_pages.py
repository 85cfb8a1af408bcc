"""The pages say what is so: the adapter of the how-to page writes a good log, and the notebook can be mended."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from roomspec.conform import check_logs
from roomspec.conform.log import LogHead, LogLine, head_in
from spec_impl.trace_schema import fields_of
from tests.notebooks.execute import NOTEBOOKS, read

PAGE = (Path(__file__).parents[2] / "docs/how-to/check-an-implementation.md").read_text(encoding="utf-8")
JSON = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
(ADAPTER,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
NOTEBOOK = NOTEBOOKS / "09_checking_an_implementation.ipynb"


def adapted(recorded: str) -> str:
    names: dict[str, Any] = {}
    exec(ADAPTER, names)
    log: str = names["log"](recorded)
    return log


def test_the_worked_example_is_explained_to_the_end_and_what_it_leaves_out_is_named() -> None:
    (log,) = check_logs({"today": adapted(JSON[1])}).logs
    assert (log.explained, log.lines) == (4, 4)
    assert log.not_looked_at == ("notices", "changes")


def test_a_server_that_tells_a_stranger_403_is_found_in_the_line_that_the_page_names() -> None:
    (log,) = check_logs({"today": adapted(JSON[1].replace("404", "403"))}).logs
    assert [(fault.line, fault.did.note) for fault in log.unexplained] == [(4, "PUT /send_join")]
    assert [leak.envelope.receiver for leak in log.told_outsiders] == ["m.example"]


def test_the_first_line_of_the_page_is_one_and_the_tables_have_every_field() -> None:
    assert head_in(JSON[0], "the page").server == "a.example"
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert set(named) == {*fields_of(LogHead), *fields_of(LogLine)} - {"format", "version"}


def test_the_notebooks_program_is_wrong_at_first_and_right_with_the_folded_solution() -> None:
    cells = {cell.id: cell.source for cell in read(NOTEBOOK).cells}
    names: dict[str, Any] = {}
    for name in ("tools", "town", "logged", "mended", "verdict"):
        exec(cells[name], names)
    assert names["fault"]
    (solution,) = re.findall(r"One solution</summary>\n<code>(.*?)</code>", cells["solution"])
    exec(cells["mended"].replace("return []", unescape(solution)) + "\n" + cells["verdict"], names)
    assert not names["fault"]
