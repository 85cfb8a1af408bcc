"""What a search found, as figures: scopes with counts, claims with verdicts, and why a run ends as it does."""

from collections.abc import Iterable

from ..check.because import Link, because
from ..check.checking import Findings
from ..check.claims import Claim, Mood, Over
from ..model import Trace
from ..model.stepping import Step
from .drawing.palette import SHEET, SIGNS, SignKind
from .drawing.sheet import Cell, Figure, framed, muted, prose, second_line, signed, stack, table, tags
from .drawing.steps_text import step_words
from .membership import members
from .run import as_chart, chart


def scopes(findings: Iterable[Findings], title: str, rest: str = "") -> Figure:
    """Each scope that was searched: what may happen there, and how much of it there is."""
    lines = [
        [
            Cell(prose(found.scope.name) + second_line(prose(found.scope.sentence)), names_row=True),
            *(Cell(f"{count:,}") for count in _counts(found)),
            Cell(prose(found.exploration.stopped or "exhaustive")),
        ]
        for found in findings
    ]
    headers = ("scope", "worlds", "transitions", "depth", "quiet worlds", "search")
    return framed(title, table(title, rest, headers, lines))


def _counts(found: Findings) -> tuple[int, int, int, int]:
    search = found.exploration
    return search.states, search.transitions, search.depth, search.quiet


def claims(findings: Iterable[Findings], title: str, rest: str = "", *, only: Iterable[Claim] = ()) -> Figure:
    """Each claim with its sentence, its clauses, and what became of it in all these scopes together."""
    searched = tuple(findings)
    asked = tuple(only) or tuple(dict.fromkeys(claim for found in searched for claim in found.claims))
    lines = [_claim_line(claim, searched) for claim in asked]
    return framed(title, table(title, rest, ("claim", "clauses", "verdict"), lines, {"verdict": "30%"}))


def _claim_line(claim: Claim, searched: tuple[Findings, ...]) -> list[Cell]:
    kind, word, where = verdict(claim, searched)
    hue = SIGNS[kind].hue
    sentence, tint = second_line(prose(claim.sentence)), SHEET if kind == "unknown" else hue.tint
    return [
        Cell(prose(claim.words) + sentence, names_row=True),
        Cell(tags(claim.cites)),
        Cell(signed(kind, word) + second_line(prose(where)), hue.ink, tint, hue.ink),
    ]


def verdict(claim: Claim, searched: Iterable[Findings]) -> tuple[SignKind, str, str]:
    """A claim's fate in some scopes: its sign, one word, and where it was decided."""
    concerned = [found for found in searched if claim in found.claims]
    runs = sorted((len(run), found.scope.name) for found in concerned if (run := found.run(claim)) is not None)
    partly = any(not found.exploration.is_exhaustive for found in concerned)
    if not concerned:
        return "unknown", "not asked", "no scope here has what the claim is about"
    if runs:
        length, name = runs[0]
        seen = "after 1 step" if length == 1 else f"after {length} steps"
        word: tuple[SignKind, str] = ("witnessed", "witnessed") if claim.mood is Mood.SOMETIMES else ("fails", "fails")
        return *word, f"{seen}, in “{name}”"
    if claim.mood is Mood.SOMETIMES:
        return "unknown", "not seen", _in_scopes(len(concerned))
    return "accepted", "holds", _in_scopes(len(concerned)) + (", as far as searched" if partly else "")


def _in_scopes(count: int) -> str:
    return "in 1 scope" if count == 1 else f"in {count} scopes"


def reasons(trace: Trace, title: str, rest: str = "", *, whole_world: bool = False) -> Figure:
    """Why a trace ends as it does: only the steps that matter, each with the row that decided it and its clauses."""
    lines = [
        [
            Cell(str(link.number), names_row=True),
            Cell(prose(what_happened(trace, link.number))),
            Cell(prose(_decided(link)) + _lines_changed(link.step)),
            Cell(tags(link.step.cites)),
            Cell(prose(_rests_on(link))),
        ]
        for link in because(trace, whole_world=whole_world)
    ]
    headers = ("step", "what happened", "the rule that decided", "clauses", "rests on")
    return framed(title, table(title, rest, headers, lines))


def what_happened(trace: Trace, number: int) -> str:
    """One step in the words of the chart's text, without its clauses and its decision."""
    return step_words(as_chart(trace), number)


def _decided(link: Link) -> str:
    return " ".join(decision.sentence for decision in link.decisions) or "no rule decides"


def _lines_changed(step: Step) -> str:
    changes = "; ".join(f"{c.server} holds {c.user.name}: {c.before} → {c.after}" for c in step.changes)
    return second_line(muted(prose(changes))) if changes else ""


def _rests_on(link: Link) -> str:
    if not link.rests_on:
        return "the beginning"
    return ("step " if len(link.rests_on) == 1 else "steps ") + ", ".join(map(str, link.rests_on))


def counterexample(found: Findings, claim: Claim, title: str = "") -> Figure:
    """A shortest run that breaks a claim, or witnesses it: its chart, its reasons, and who is in at the end."""
    trace = found.trace(claim)
    word = "A shortest witness of" if claim.mood is Mood.SOMETIMES else "A shortest run that breaks"
    heading = title or f"{word} “{claim.words}”."
    rest = f"{claim.sentence} Scope “{found.scope.name}”, reading {found.reading.name}."
    why = reasons(trace, "Because:", whole_world=looks_at_the_whole_world(claim))
    rooms = sorted({view.room for server in trace.world.servers for view in server.rooms})
    return stack(chart(trace, heading, rest), why, *(members(trace, room) for room in rooms))


def looks_at_the_whole_world(claim: Claim) -> bool:
    """Whether a claim is about more than what one server did in the last step."""
    return claim.over in (Over.QUIET, Over.MEETING, Over.RUN)
