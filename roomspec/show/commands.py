"""What the commands check, why and replay do: ask the floors below, print, and refuse what is no question."""

import difflib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from spec_impl import READINGS, Reading, Trace
from spec_impl.claims import ALL, CLAIMS, WITNESSES, Claim
from spec_impl.rows import why
from spec_impl.scopes import GROUPS, SCOPES, Scope
from spec_impl.tracefile.codec import dump, load
from spec_impl.tracefile.shapes import TraceError

from ..search.checking import Findings, check
from ..search.explorer import Limits
from .decisions import asked_of
from .terminal import print_claims, print_judgements, print_steps, progress

T = TypeVar("T")


class BadQuestion(ValueError):
    """What was asked cannot be answered; the sentence says what was wrong, and what there is."""


def check_claims(names: tuple[str, ...], scope: str, reading: str, limit: int, save: Path | None) -> bool:
    """Check claims in scopes and print what became of them; say whether all hold.

    A witness counts as missing only where every size of scope was searched, since each scope shows a part of the text.
    """
    claims = tuple(_one_of(name, {claim.name: claim for claim in ALL}, "claim") for name in names)
    asked = claims or (*CLAIMS, *WITNESSES)
    scopes = _scopes(scope)
    under = _one_of(reading, READINGS, "reading")
    findings = tuple(_searched(each, under, asked, limit) for each in scopes)
    console = Console(highlight=False)
    print_claims(console, asked, findings)
    failing = [(len(found.run(claim) or ()), n, claim) for n, found in enumerate(findings) for claim in found.failing]
    if save and failing:
        _, n, claim = min(failing, key=lambda item: item[:2])
        _write(save, findings[n].trace(claim))
        console.print(f"The shortest of these runs is in {save}; roomspec replay {save} shows it.")
    return not failing


def _scopes(scope: str) -> tuple[Scope, ...]:
    if scope in GROUPS:
        return GROUPS[scope]
    return (_one_of(scope, SCOPES, "scope", also=GROUPS),)


def _searched(scope: Scope, reading: Reading, claims: tuple[Claim, ...], limit: int) -> Findings:
    with progress(scope.name) as watch:
        return check(scope, reading, claims, Limits(limit), watch)


def _one_of(name: str, known: Mapping[str, T], what: str, also: Iterable[str] = ()) -> T:
    if name in known:
        return known[name]
    names = (*known, *also)
    near = difflib.get_close_matches(name, names, 3) or names
    raise BadQuestion(
        f"there is no {what} {name!r}; {'near it' if len(near) < len(names) else 'there'} is {_listed(near)}"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" if " " in name else name for name in names)


def explain_step(trace: str, step: int) -> None:
    """Print each rule in the situation of one step."""
    run = _read(trace)
    if not run.steps:
        raise BadQuestion("nothing happens in this trace, so no rule decides anything in it")
    number = step or len(run.steps)
    if not 1 <= number <= len(run.steps):
        raise BadQuestion(f"there is no step {step}; the trace has steps 1 to {len(run.steps)}")
    try:
        table, situation = asked_of(run.steps[number - 1])
    except ValueError:
        raise BadQuestion(
            f"step {number} is a fault, or a message that an outsider writes: no rule decides it"
        ) from None
    print_judgements(Console(highlight=False), f"{table.title}, step {number}", why(table, situation))


def replay_trace(trace: str) -> None:
    """Let every step happen again, and print them all."""
    run = _read(trace)
    console = Console(highlight=False)
    scope = f", scope “{run.scope}”" if run.scope else ""
    console.print(
        f"{len(run.steps)} steps, reading {run.initial.reading.name}{scope}: each follows from the one before."
    )
    print_steps(console, run)


def _read(name: str) -> Trace:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return load(text)
    except OSError as error:
        raise BadQuestion(
            f"{name} cannot be read ({error.strerror}); name a trace file, or - for standard input"
        ) from None
    except UnicodeDecodeError:
        raise BadQuestion(f"{name} is no text in UTF-8, so no trace") from None
    except TraceError as error:
        raise BadQuestion(f"{name} is no trace of this specification: {error}") from None


def _write(path: Path, trace: Trace) -> None:
    """Write a trace whole or not at all."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_text(dump(trace), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadQuestion(f"{path} cannot be written ({error.strerror}); name a file in a folder that exists") from None
