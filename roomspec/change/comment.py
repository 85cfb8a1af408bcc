"""A stranger's `diff.json` as a comment: `python -m roomspec.change.comment diff.json > comment.md`.

The file may say anything. It is asked for its size and its schema first, and whatever it says is escaped: it mentions
nobody, links nowhere but to a run on our own site, and carries no HTML. No revision is loaded and no rule is run.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from fastjsonschema import JsonSchemaValueException
from jinja2 import UndefinedError

from .report import check_document, short

LARGEST_DOCUMENT = 1_000_000
"""How many bytes a document may have."""


class NotADiff(ValueError):
    """What is no document of a diff; one sentence says why."""


def comment_of(path: Path) -> str:
    """The report on the document in a file. Raises `NotADiff` for whatever is none."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_DOCUMENT + 1)
    except OSError as error:
        raise NotADiff(f"{path.name} cannot be read ({error.strerror}): give the path of a diff.json") from None
    if len(content) > LARGEST_DOCUMENT:
        raise NotADiff(f"{path.name} has more than {LARGEST_DOCUMENT:,} bytes: compare fewer scopes")
    try:
        found = json.loads(content)
        check_document(found)
    except JsonSchemaValueException as error:
        place = "/".join(error.path[1:]) or "the document"
        raise NotADiff(f"{path.name} is no diff.json of this version ({place} is wrong): write it anew") from None
    except (ValueError, RecursionError):
        raise NotADiff(f"{path.name} is no JSON: give a diff.json as `roomspec diff --out` writes it") from None
    try:
        return short(found)
    except (LookupError, ValueError, RuntimeError, UndefinedError):  # such as a step between lanes that are not there
        raise NotADiff(f"{path.name} speaks of what it does not have: write it anew") from None


def print_comment(arguments: Sequence[str]) -> int:
    """Print the comment; the exit code, 2 for bad input."""
    if len(arguments) != 1:
        sys.stderr.write("give the path of one diff.json\n")
        return 2
    try:
        text = comment_of(Path(arguments[0]))
    except NotADiff as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(print_comment(sys.argv[1:]))
