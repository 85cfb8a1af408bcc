"""How answers stand on a terminal or in a file: tables, lines, signs, colours, and a bar while something takes long.

Rule 1: nothing is asked or decided here, and no status: that is for `cli`.
Rule 2: this is loaded by a command that has an answer, so that help and refusals wait for none of it.
"""

import os
from collections.abc import Iterable
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text
from tqdm import tqdm

from spec_impl import Reading, Trace
from spec_impl.claims import CLAIMS, WITNESSES, Claim, Mood
from spec_impl.rows import Judgement
from spec_impl.scopes import Scope
from spec_impl.scopes.hidden import not_looked_at
from spec_impl.trace_schema import to_json

from .change.driver import Result, Role, written
from .change.ledger import HEADERS, Ledger, cells_of
from .change.protocol import ToServer
from .search import Findings, Limits, because, check, check_each
from .show.checked import fate, looks_at_the_whole_world, shortest, what_happened
from .show.drawing.chart import steps_text
from .show.drawing.sheet import SIGNS, SignKind
from .show.run import as_chart

COLOUR_OF_SIGN: dict[SignKind, str] = {"accepted": "green", "witnessed": "blue", "fails": "red", "unknown": "yellow"}
STYLE_OF_ROW = {"decides": "bold", "disagrees": "yellow"}

MOST_FAULTS = 10
"""How many servers that fail are told of in full: mostly one mistake is behind many."""


def _console() -> Console:
    """Where answers go: every word as it is, whatever brackets or colons stand in it."""
    return Console(highlight=False, markup=False, emoji=False)


def say(line: str | Text, indent: int = 0) -> None:
    """Print one line; on a terminal, what does not fit goes on below where the line began."""
    screen = _console()
    if screen.is_terminal:
        screen.print(Padding(line, (0, 0, 0, indent)))
    else:
        screen.print(Text(" " * indent).append(line), soft_wrap=True)


def searched(
    scopes: tuple[Scope, ...], reading: Reading, claims: tuple[Claim, ...], limits: Limits
) -> tuple[Findings, ...]:
    """What is found in these scopes; a bar counts them, or the worlds of the only one."""
    if len(scopes) > 1:
        with progress("searched", unit=" scopes", total=len(scopes)) as bar:
            findings = []
            for found in check_each(scopes, reading, claims, limits):
                findings.append(found)
                bar.update()
            return tuple(findings)
    with progress(scopes[0].name, unit=" worlds") as bar:

        def watch(expanded: int, known: int) -> None:
            bar.total = known
            bar.update(expanded - bar.n)

        return (check(scopes[0], reading, claims, limits, watch),)


def progress(what: str, unit: str, total: int | None = None) -> "tqdm[Any]":
    """A bar with a rate for whoever sits before a terminal; nothing where CI=true or nobody looks."""
    return tqdm(desc=what, unit=unit, total=total, leave=False, disable=True if os.environ.get("CI") else None)


def print_claims(named: tuple[Claim, ...], findings: tuple[Findings, ...]) -> None:
    """Each scope with its counts, each claim with its verdict and what it leaves out, each failure with its reasons.

    Without names, what these scopes have no run of, or nothing to ask of, is no fault, and stands in a line of its own.
    """
    reading = findings[0].reading.name
    counted = (Column(name, justify="right", no_wrap=True) for name in ("worlds", "transitions", "depth", "quiet"))
    scopes = Table("scope", *counted, "search", title=f"Searched, reading {reading}", box=SIMPLE_HEAD, padding=0)
    for found in findings:
        search = found.exploration
        counts = (search.states, search.transitions, search.depth, search.quiet)
        scopes.add_row(found.scope.name, *(f"{count:,}" for count in counts), search.stopped or "exhaustive")
    _console().print(scopes)
    unsaid: dict[str, list[str]] = {}
    for claim in named or (*CLAIMS, *WITNESSES):
        kind, word, where = fate(claim, findings)
        if kind == "accepted" and not all(f.exploration.is_exhaustive for f in findings if claim in f.claims):
            kind, word = "unknown", "not refuted"
        elif kind == "unknown" and not named:
            unsaid.setdefault(f"{word.capitalize()} ({where})", []).append(claim.name)
            continue
        line = Text(f"{SIGNS[kind].glyph} {claim.name} ").append(word, COLOUR_OF_SIGN[kind]).append(f" {where}")
        say(line.append(f" [{' '.join(claim.cites)}]", "dim"))
        if claim.mood is Mood.PAIR and any(claim in found.claims for found in findings):
            for what, reason in not_looked_at():
                say(Text(f"not looked at: {what}; {reason}", "dim"), 2)
    for why_not, names in unsaid.items():
        say(Text(f"{why_not}: {', '.join(names)}.", "dim"))
    for claim in named or (*CLAIMS, *WITNESSES):
        if broken := shortest(claim, findings):
            _print_counterexample(broken, claim)


def _print_counterexample(found: Findings, claim: Claim) -> None:
    """A shortest run that breaks a claim: every step, then those that matter and why."""
    trace = found.trace(claim)
    say(Text(f"\n✗ {claim.words}", "bold red"))
    say(claim.sentence, 2)
    say(f"Scope “{found.scope.name}”, reading {found.reading.name}; it fails so:", 2)
    print_steps(trace)
    for flaw in found.flaws(claim):
        say(Text(f"What fails: {flaw}.", "bold red"), 2)
    say(Text("Because:", "bold"), 2)
    for link in because(trace, whole_world=looks_at_the_whole_world(claim)):
        rests = f" — after {', '.join(map(str, link.rests_on))}" if link.rests_on else ""
        say(f"{link.number}. {what_happened(trace, link.number)}{rests}", 4)
        for decision in link.decisions:
            row = f"{decision.table}, row {decision.row}"
            say(Text(f"{decision.sentence} [{' '.join(decision.cites)}; {row}]", "dim"), 7)
        for change in link.step.changes:
            held = f"{change.server} holds {change.user}: {change.before} → {change.after}"
            say(Text(f"▲ {held}", "magenta"), 7)
    if claim.first:
        say(Text(f"No reading makes it true. {claim.first}", "bold"), 2)


def print_steps(trace: Trace) -> None:
    """Every step of a trace in words, and what is still in flight."""
    for line in steps_text(as_chart(trace)):
        say(line, 2)


def print_rules(title: str, judgements: Iterable[Judgement[Any, Any]]) -> None:
    """Each rule of a table in one situation: what it looked at, and what became of it this time."""
    table = Table("", "rule", "clauses", "told", "this time", title=title)
    for judgement in judgements:
        mark, row = str(judgement)[0], judgement.row
        rule = Text(f"{row.sentence}\n").append(judgement.facts, "dim")
        told = f"“{row.tells}”" if row.tells else ""
        state = Text(f"{mark} {judgement.state}", STYLE_OF_ROW.get(judgement.state, "dim"))
        table.add_row(str(judgement.number), rule, " ".join(row.cites), told, state)
    _console().print(table)


def print_ledger(found: Ledger) -> None:
    """A line for each clause, and a sentence for each fault."""
    columns = [Column(header, justify="right" if n else "left") for n, header in enumerate(HEADERS)]
    table = Table(*columns, title=f"{len(found.lines)} clauses, {len(found.faults)} faults", box=SIMPLE_HEAD, padding=0)
    for line in found.lines:
        table.add_row(*cells_of(line), style="" if line.is_kept else "bold red")
    _console().print(table)
    for fault in found.faults:
        say(f"✗ {fault}")


def print_played(roles: tuple[Role, ...], results: list[Result]) -> dict[str, int]:
    """Each vector with its servers, then each failure with what decides there, then these counts, the answer."""
    by_vector: dict[str, list[Result]] = {}
    for result in results:
        by_vector.setdefault(result.role.start.vector, []).append(result)
    counts = dict.fromkeys(("passed", "failed", "not played"), 0)
    for vector, of_it in by_vector.items():
        word = "failed" if any(each.faults for each in of_it) else "passed"
        if all(each.not_played for each in of_it):
            word = "not played"
        counts[word] += 1
        sign, colour = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not played": ("·", "dim")}[word]
        servers = ", ".join(f"{each.role.start.server}{' (not played)' if each.not_played else ''}" for each in of_it)
        say(Text(f"{sign} {vector}: ").append(word, colour).append(f", as {servers}"))
    failed = [result for result in results if result.faults]
    for result in failed[:MOST_FAULTS]:
        _print_fault(result)
    if len(failed) > MOST_FAULTS:
        say(f"\n{len(failed) - MOST_FAULTS} servers more fail; --only NAME shows those of one vector.")
    say(f"{len(by_vector)} vectors: {', '.join(f'{count} {word}' for word, count in counts.items())}.")
    for why_not in sorted({each.not_played for each in results if each.not_played}):
        say(f"Not played: {why_not}: {sum(each.not_played == why_not for each in results)} servers.")
    if len(results) < len(roles):
        say(f"Stopped, since no answer came too often: {len(roles) - len(results)} servers were not asked.")
    return counts


def _print_fault(result: Result) -> None:
    """Where a server did otherwise: what came, what differs, and the rows that decide it."""
    start, turn = result.role.start, result.turn
    where = f"step {turn.step}, {written(to_json(turn.line, ToServer))}" if turn else "its start"
    say(Text(f"\n✗ {start.vector}, as {start.server}, reading {start.reading.name}", "bold red"))
    say(f"At {where}", 2)
    for fault in result.faults:
        say(Text(fault, "red"), 2)
    for table, row in turn.decided if turn else ():
        say(f"{table}, row {row.number}: {row.sentence} [{' '.join(row.cites)}]", 2)
        told = f" It tells: {row.told}." if row.told else ""
        say(Text(f"It asks: {row.when.says} It does: {row.does.says}{told}", "dim"), 4)
