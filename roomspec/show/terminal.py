"""What the command line prints: the same answers as the figures, in a terminal, with rich."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from tqdm import tqdm

from spec_impl import Trace
from spec_impl.claims import Claim
from spec_impl.rows import Judgement

from ..search.because import because
from ..search.checking import Findings
from .checked import looks_at_the_whole_world, verdict, what_happened
from .drawing.chart import steps_text
from .drawing.sheet import SIGNS, SignKind
from .run import as_chart

COLOURS: dict[SignKind, str] = {"accepted": "green", "witnessed": "blue", "fails": "red", "unknown": "yellow"}
STATES = {"decides": "bold", "disagrees": "yellow"}


def print_claims(console: Console, claims: tuple[Claim, ...], findings: tuple[Findings, ...]) -> None:
    """Each scope with its counts, then each claim with its verdict, then each failure with its reasons."""
    reading = findings[0].reading.name
    scopes = Table("scope", "worlds", "transitions", "depth", "quiet", "search", title=f"Searched, reading {reading}")
    for found in findings:
        search = found.exploration
        counts = (search.states, search.transitions, search.depth, search.quiet)
        scopes.add_row(found.scope.name, *(f"{count:,}" for count in counts), search.stopped or "exhaustive")
    console.print(scopes)
    for claim in claims:
        kind, word, where = verdict(claim, findings)
        line = Text(f"{SIGNS[kind].glyph} {claim.name} ").append(word, COLOURS[kind]).append(f" {where}")
        console.print(line.append(f" [{' '.join(claim.cites)}]", "dim"), soft_wrap=True)
    for claim in claims:
        broken = [found for found in findings if claim in found.failing]
        if broken:
            print_counterexample(console, min(broken, key=lambda found: len(found.run(claim) or ())), claim)


def print_counterexample(console: Console, found: Findings, claim: Claim) -> None:
    """A shortest run that breaks a claim: every step, then those that matter and why."""
    trace = found.trace(claim)
    console.print(Text(f"\n✗ {claim.words}", "bold red"))
    console.print(Text(f"  {claim.sentence}\n  Scope “{found.scope.name}”, reading {found.reading.name}; it fails so:"))
    print_steps(console, trace)
    console.print(Text("  Because:", "bold"))
    for link in because(trace, whole_world=looks_at_the_whole_world(claim)):
        rests = f" — after {', '.join(map(str, link.rests_on))}" if link.rests_on else ""
        console.print(Text(f"  {link.number:>3}. {what_happened(trace, link.number)}{rests}"))
        for decision in link.decisions:
            row = f"{decision.table}, row {decision.row}"
            console.print(Text(f"       {decision.sentence} [{' '.join(decision.cites)}; {row}]", "dim"))
        for change in link.step.changes:
            console.print(
                Text(f"       ▲ {change.server} holds {change.user}: {change.before} → {change.after}", "magenta")
            )
    if claim.first:
        console.print(Text(f"  No reading makes it true. {claim.first}", "bold"))


def print_steps(console: Console, trace: Trace) -> None:
    """Every step of a trace in words, and what is still in flight."""
    for line in steps_text(as_chart(trace)):
        console.print(Text(f"  {line}"))


def print_judgements(console: Console, title: str, judgements: tuple[Judgement[Any, Any], ...]) -> None:
    """Each row of a table in one situation: whether it applied, what it looked at, and which one decided."""
    table = Table("", "rule", "clauses", "told", "this time", title=title)
    for judgement in judgements:
        mark, row = str(judgement)[0], judgement.row
        rule = Text(f"{row.sentence}\n").append(judgement.facts, "dim")
        told = f"“{row.tells}”" if row.tells else ""
        state = Text(f"{mark} {judgement.state}", STATES.get(judgement.state, "dim"))
        table.add_row(str(judgement.number), rule, " ".join(row.cites), told, state)
    console.print(table)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with a rate for whoever sits before a terminal; nothing where CI=true or nobody looks."""
    with tqdm(desc=what, unit=" worlds", leave=False, disable=None if not os.environ.get("CI") else True) as bar:

        def watch(expanded: int, known: int) -> None:
            bar.total = known
            bar.update(expanded - bar.n)

        yield watch
