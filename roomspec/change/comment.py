"""A stranger's `diff.json` as a comment: `python -m roomspec.change.comment diff.json > comment.md`.

The file may say anything. It is asked for its size and its schema first, and whatever it says is escaped: it mentions
nobody, links nowhere and carries no HTML. No revision is loaded and no rule is run.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema

from .diff.schema import SCHEMA
from .report import short

LARGEST = 1_000_000
"""How many bytes a document may have."""


class NotADiff(ValueError):
    """What is no document of a diff; one sentence says why."""


def read(path: Path) -> dict[str, Any]:
    """The document in a file. Raises `NotADiff` for whatever is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise NotADiff(f"{path.name} has more than {LARGEST:,} bytes: compare fewer scopes")
        found = json.loads(path.read_bytes())
        jsonschema.validate(found, SCHEMA)
    except OSError as error:
        raise NotADiff(f"{path.name} cannot be read ({error.strerror}): give the path of a diff.json") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, NotADiff):
            raise
        raise NotADiff(f"{path.name} is no JSON: give a diff.json as `roomspec diff --out` writes it") from None
    except jsonschema.ValidationError as error:
        place = "/".join(map(str, error.absolute_path)) or "the document"
        raise NotADiff(f"{path.name} is no diff.json of this version ({place} is wrong): write it anew") from None
    document: dict[str, Any] = found
    return document


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the comment; the exit code, 2 for bad input."""
    wanted = sys.argv[1:] if arguments is None else list(arguments)
    if len(wanted) != 1:
        sys.stderr.write("give the path of one diff.json\n")
        return 2
    try:
        text = short(read(Path(wanted[0])))
    except NotADiff as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
