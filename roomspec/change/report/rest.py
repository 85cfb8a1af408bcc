"""The end of a report: what else moved, how far was looked, and what was not."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .escaping import plain
from .table import table

Document = dict[str, Any]
FEW = 5
"""How many files of a kind are named."""


def what_else_moved(document: Document) -> str:
    """Rows, decisions that nobody sees, claims, pins and files."""
    lines = [*_rows(document), *_decided(document), *_other_claims(document), *_files(document)]
    return "### What else moved\n\n" + "\n".join(f"- {line}" for line in lines) + "\n" if lines else ""


def _rows(document: Document) -> Iterator[str]:
    for row in document["rows"]:
        before, after = row["before"], row["after"]
        where = f"table “{plain(row['table'])}”"
        if before and after:
            names = [name for name in before if before[name] != after[name]]
            said = "; ".join(f"{name}: {_word(before[name])} → {_word(after[name])}" for name in names)
            yield f"row written otherwise, {where}: *{plain(after['sentence'])}* {said}"
        else:
            yield f"row {'gone' if before else 'added'}, {where}: *{plain((before or after)['sentence'])}*"


def _word(found: Any) -> str:
    return plain(" ".join(found) if isinstance(found, list) else found) or "nothing"


def _decided(document: Document) -> Iterator[str]:
    for way in document["inside"]:
        sides = f"{plain(way['before']['words'])} → {plain(way['after']['words'])}"
        yield f"decided otherwise, and nobody can tell, table “{plain(way['table'])}”: {sides}"


def _other_claims(document: Document) -> Iterator[str]:
    fewer = [claim["name"] for claim in document["claims"] if claim["became"] == "witnessed in fewer scopes"]
    if fewer:
        yield f"paths walked in fewer scopes than before: {', '.join(map(plain, dict.fromkeys(fewer)))}"
    for became in ("mended", "witnessed"):
        names: dict[str, list[str]] = defaultdict(list)
        for claim in document["claims"]:
            if claim["became"] == became:
                names[claim["name"]].append(claim["scope"])
        for name, scopes in names.items():
            yield f"claim {became}: {plain(name)}, in {', '.join(f'“{plain(s)}”' for s in dict.fromkeys(scopes))}"


def _files(document: Document) -> Iterator[str]:
    for pin in document["pins"]:
        yield f"pin {plain(pin['pin'])}: {plain(pin['before'])} → {plain(pin['after'])}"
    for kind, words in (("notebooks/", "stored notebook"), ("tests/vectors/", "vector"), ("tests/pins.toml", "pins")):
        moved = [each for each in document["files"] if each["path"].startswith(kind)]
        for how in dict.fromkeys(each["how"] for each in moved):
            paths = [plain(each["path"]) for each in moved if each["how"] == how]
            more = f" and {len(paths) - FEW} more" if len(paths) > FEW else ""
            yield f"{words}, {len(paths)} {how}: {', '.join(paths[:FEW])}{more}"


def bounds(document: Document) -> str:
    """Every scope with its counts, and what was not looked at."""
    lines = [
        (
            plain(each["scope"]),
            plain(each["reading"]),
            f"{each['worlds']:,}",
            f"{each['transitions']:,}",
            str(each["depth"]),
            f"{each['lines']:,}",
            str(each["partings"] or "–"),
            plain("; ".join(part for part in (each["stopped"], each["note"]) if part)) or "exhaustive",
        )
        for each in document["bounds"]
    ]
    head = ("scope", "reading", "worlds", "transitions", "depth", "lines compared", "partings", "searched")
    left = [f"- not compared: {plain(each)}" for each in document["cells"]["left_out"]]
    blind = [f"- {plain(each)}" for each in document["blind_spots"]]
    counts = "<details><summary>Every scope, with its counts</summary>\n\n" + table(head, lines) + "\n</details>\n\n"
    return "### Bounds and blind spots\n\n" + (counts if lines else "") + "\n".join([*left, *blind]) + "\n"
