"""Words on the command line: every argument and option of every command, given what nobody would give it.

The parameters are read off the commands themselves, so that a new one is tried from the day on that it is there.
"""

import os
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.main import get_command

from roomspec.change.report import CHANGED_SITE
from roomspec.cli import app
from roomspec.show.stepper.sharing import SITE
from tests.hostile.attempt import Attempt
from tests.hostile.command import ASKED, NAMED, a_place, answer_to, contents

COMMANDS: dict[str, Any] = dict(getattr(get_command(app), "commands"))  # noqa: B009 - typer says less of its type

WORDS = (
    "", " ", "-", "--", "---", "-x", "--nothing", "0", "-1", "00", "1.5", "nan", "1e9", "9" * 400, "9" * 5000,
    "~", "*", "..", "/", ".", "%s%n", "{}", "{0}", "$(id)", "`id`", ";id", "a\nb", "a\tb", "\x1b[31mred\x1b]0;t\x07",
    "[/x]", "[bold red]", ":tada:", "GH-1", "zoë", "🫖", "\u202eevil", "\udcff", "a b", "x" * 300, "x" * 5000,
    "HEAD", "tiny", "all", "COMPLETED", "alice", "spec_impl", "trace.json",
)  # fmt: skip
"""Nothing, signs of shells, formats, markup and terminals, numbers of every kind, other scripts, words out of place."""

PLACES = (
    "new.json", "trace.json", "folder", "folder/", "folder/new.json", "nowhere/new.json", "link.json", "dangling.json",
    "loop.json", "to_folder", "trace.json/new.json", "/dev/null", "/dev/full", "/proc/self/mem", "/proc/nowhere",
)  # fmt: skip
"""Files, folders, links to them, to nothing and to themselves, devices, and places in which nothing can be made."""


SITES, LINKING = (SITE, CHANGED_SITE), (("replay", "TRACE", "--link"), ("diff", "HEAD", "HEAD"))
ADDRESSES = (
    "tea",
    "rooms.example",
    "http://",
    "https:",
    "javascript:alert(1)",
    "https://a b",
    " ",
    "https://x/?y",
    "\n",
)


def attempts() -> Iterator[Attempt]:
    for name, command in COMMANDS.items():
        yield Attempt(f"roomspec {name}", "no words", "none", partial(_asked, (name,), ()), takes_long=True)
        for parameter in command.params:
            option = parameter.opts[0] if parameter.opts[0].startswith("-") else ""
            for kind, values in (("a word", WORDS), ("a place", PLACES)):
                for value in values if not getattr(parameter, "is_flag", False) else ():
                    words = _with(name, option, value)
                    subject = f"roomspec {name} {option or parameter.name}"
                    is_slow = name in ("diff", "vectors") or option in ("--scope", "--limit")
                    yield Attempt(subject, kind, ascii(value[:40]), partial(_asked, words, (value,)), is_slow)
            if option and not getattr(parameter, "is_flag", False):
                words = (*ASKED[name], option, "1", f"{option}=tiny")
                yield Attempt(f"roomspec {name} {option}", "a word", "twice", partial(_refused, words))
    for variable, (words, address) in product(SITES, product(LINKING, ADDRESSES)):
        outcome = partial(_refused, words, {variable: address})
        if variable == SITE or words[0] == "diff":
            yield Attempt(f"roomspec {words[0]} with {variable}", "an address", ascii(address), outcome)


def _refused(words: tuple[str, ...], environment: Mapping[str, str] | None = None) -> str:
    """What is wrong with the answer to a question that is none: it is refused, whatever else is right in it."""
    with a_place() as folder, patch.dict(os.environ, environment or {}):
        asked = [str(folder / NAMED[word]) if word in NAMED else word for word in words]
        answer = answer_to(*asked, at=folder)
    return answer.fault(frozenset({2}))


def _with(name: str, option: str, value: str) -> tuple[str, ...]:
    """A question with one thing in it replaced: an option is added at its end, an argument stands alone."""
    return (*ASKED[name], option, value) if option else (name, value)


def _asked(words: tuple[str, ...], named: tuple[str, ...]) -> str:
    """Ask in a folder of every kind of file; only what the question names, or what lies below, may change."""
    with a_place({"folder/kept.json": "kept"}) as folder:
        for link, target in (("link", "trace.json"), ("dangling", "nowhere"), ("loop", "loop.json")):
            (folder / f"{link}.json").symlink_to(target)
        (folder / "to_folder").symlink_to("folder")
        before, device = contents(folder), Path(os.devnull).stat()
        asked = [str(folder / NAMED[word]) if word in NAMED else word for word in words]
        answer = answer_to(*asked, at=folder)
        changed = {path for path, content in (contents(folder).items() ^ before.items())}
        allowed = {str(folder / Path(name)) for name in named if name}
        if strange := {
            path for path in changed if not any(path == each or path.startswith(f"{each}/") for each in allowed)
        }:
            return f"changes {sorted(strange)}"
        if answer.status == 2 and changed:
            return f"a wrong question changes {sorted(changed)}"
        if not (folder / "link.json").is_symlink() or Path(os.devnull).stat().st_rdev != device.st_rdev:
            return "a link or a device is replaced"
    return answer.fault()
