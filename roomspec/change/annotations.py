"""What a diff has to say as annotations of a pull request, each at the file that it is about."""

from collections.abc import Iterator
from typing import Any

CLAUSES = "spec_impl/clauses.toml"
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def annotations(document: dict[str, Any], clauses: str = "") -> Iterator[str]:
    """One line for each reason to look again; `clauses` is the text of the clause file, to find the line in."""
    verdict = document["verdict"]
    fragment = next(iter(verdict["fragments"]), "")
    about = [clause for change in document["changes"] for clause in change["clauses"]]
    line = next((found for clause in about if (found := _line(clauses, clause))), 1)
    for red in verdict["reds"]:
        place = f"file={fragment}" if red.startswith("Declared") and fragment else f"file={CLAUSES},line={line}"
        yield f"::error {place},title=roomspec diff::{_message(red)}"
    for note in verdict["notes"]:
        yield f"::notice title=roomspec diff::{_message(note)}"


def _line(text: str, clause: str) -> int:
    """The line in which the clause begins; 0 where it does not."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line == f'id = "{clause}"'), 0)


def _message(words: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in words)
