"""What a search found, as figures: scopes with counts, claims with verdicts, and why a run ends as it does."""

from collections.abc import Iterable, Iterator

from spec_impl import Envelope, Give, RoomId, ServerName, Trace
from spec_impl.claims import ALL, Claim, Mood, Over
from spec_impl.scopes.scope import Scope
from spec_impl.stepping import Step

from ..search.accounts import Account, Balance, accounts, balance
from ..search.because import Link, because
from ..search.checking import Findings
from .drawing.chart import step_words
from .drawing.sheet import (
    INK,
    SHEET,
    SIGNS,
    Figure,
    SignKind,
    TableCell,
    element,
    framed,
    html_table,
    muted,
    prose,
    second_line,
    sign,
    signed,
    stack,
    tags,
    text,
)
from .membership import members
from .run import as_chart, chart
from .words import command_words
from .worlds import answer_words


def scopes(findings: Iterable[Findings], title: str, rest: str = "") -> Figure:
    """Each scope that was searched: what may happen there, how much of it there is, and the readings if they differ."""
    searched = tuple(findings)
    differ = len({found.reading for found in searched}) > 1
    lines = [
        [
            TableCell(
                prose(found.scope.name + _under(found, differ)) + second_line(prose(found.scope.sentence)),
                names_row=True,
            ),
            *(TableCell(f"{count:,}") for count in _counts(found)),
            TableCell(prose(found.exploration.stopped or "exhaustive")),
        ]
        for found in searched
    ]
    headers = ("scope", "worlds", "transitions", "depth", "quiet worlds", "search")
    return framed(title, html_table(title, rest, headers, lines))


def _under(found: Findings, differ: bool) -> str:
    return f", {found.reading.name}" if differ else ""


def _counts(found: Findings) -> tuple[int, int, int, int]:
    search = found.exploration
    return search.states, search.transitions, search.depth, search.quiet


def claims(findings: Iterable[Findings], title: str, rest: str = "", *, only: Iterable[Claim] = ()) -> Figure:
    """Each claim with its sentence, its clauses, and what became of it in all these scopes together."""
    searched = tuple(findings)
    asked = tuple(only) or tuple(dict.fromkeys(claim for found in searched for claim in found.claims))
    lines = [_claim_line(claim, searched) for claim in asked]
    return framed(title, html_table(title, rest, ("claim", "clauses", "verdict"), lines, {"verdict": "30%"}))


def _claim_line(claim: Claim, searched: tuple[Findings, ...]) -> list[TableCell]:
    kind, word, where = verdict(claim, searched)
    hue = SIGNS[kind].hue
    sentence, tint = second_line(prose(claim.sentence)), SHEET if kind == "unknown" else hue.tint
    instead = second_line(prose(_in_words(claim.first)), INK.ink) if claim.first else ""
    return [
        TableCell(prose(claim.words) + sentence + instead, names_row=True),
        TableCell(tags(claim.cites)),
        TableCell(signed(kind, word) + second_line(prose(where)), hue.ink, tint, hue.ink),
    ]


def _in_words(sentence: str) -> str:
    """A sentence with the claims that it names in brackets as words."""
    for other in ALL:
        sentence = sentence.replace(f"({other.name})", f"(“{other.words}”)")
    return sentence


def verdict(claim: Claim, searched: Iterable[Findings]) -> tuple[SignKind, str, str]:
    """A claim's fate in some scopes: its sign, one word, and where it was decided."""
    concerned = [found for found in searched if claim in found.claims]
    differ = len({found.reading for found in concerned}) > 1
    runs = sorted(
        (len(run), found.scope.name, _under(found, differ))
        for found in concerned
        if (run := found.run(claim)) is not None
    )
    partly = any(not found.exploration.is_exhaustive for found in concerned)
    if not concerned:
        return "unknown", "not asked", "no scope here has what the claim is about"
    if runs:
        length, name, under = runs[0]
        seen = "after 1 step" if length == 1 else f"after {length} steps"
        word: tuple[SignKind, str] = ("witnessed", "witnessed") if claim.mood is Mood.SOMETIMES else ("fails", "fails")
        return *word, f"{seen}, in “{name}”{under}"
    if claim.mood is Mood.SOMETIMES:
        return "unknown", "not seen", _in_scopes(len(concerned))
    return "accepted", "holds", _in_scopes(len(concerned)) + (", as far as searched" if partly else "")


def _in_scopes(count: int) -> str:
    return "in 1 scope" if count == 1 else f"in {count} scopes"


def reasons(trace: Trace, title: str, rest: str = "", *, whole_world: bool = False) -> Figure:
    """Why a trace ends as it does: only the steps that matter, each with the row that decided it and its clauses."""
    lines = [
        [
            TableCell(str(link.number), names_row=True),
            TableCell(prose(what_happened(trace, link.number))),
            TableCell(prose(_decided(link)) + _lines_changed(link.step)),
            TableCell(tags(link.step.cites)),
            TableCell(prose(_rests_on(link))),
        ]
        for link in because(trace, whole_world=whole_world)
    ]
    headers = ("step", "what happened", "the rule that decided", "clauses", "rests on")
    return framed(title, html_table(title, rest, headers, lines))


def what_happened(trace: Trace, number: int) -> str:
    """One step in the words of the chart's text, without its clauses, its decision, and where a command is given."""
    action = trace.steps[number - 1].action
    if isinstance(action, Give):
        return f"{command_words(action)}."
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


def owed(trace: Trace, room: RoomId, outsider: ServerName, title: str, rest: str = "") -> Figure:
    """What an outsider is owed, as if there were no room, and what he is sent: each step that touches the account."""
    books = [account for account in accounts(trace, room, outsider) if not account.is_blank]
    lines = [
        [
            TableCell(str(account.number), names_row=True),
            TableCell(prose(what_happened(trace, account.number))),
            TableCell(prose(_answers(account.owed))),
            _sent(account),
            TableCell(prose(_answers(account.still_owed))),
        ]
        for account in books
    ]
    headers = ("step", "what happened", "owed, if there were no room", "sent", "still owed")
    return framed(title, html_table(title, rest, headers, lines) + _balance(trace, room, outsider))


def _balance(trace: Trace, room: RoomId, outsider: ServerName) -> str:
    kind, words = BALANCES[balance(trace, room, outsider)]
    hue = SIGNS[kind].hue
    style = f"border-left:5px solid {hue.ink};background:{hue.tint};color:{hue.ink};padding:9px 12px;margin:8px 0 0 0"
    return element("div", f"{sign(kind)} {text(words.format(outsider))}", style=style)


BALANCES: dict[Balance, tuple[SignKind, str]] = {
    "even": ("same", "Even: {} is sent what it would be sent if there were no room."),
    "open": ("unknown", "Open: something is owed, and on its way."),
    "leak": ("leak", "LEAK: if there were no room, {} would not be sent this."),
    "silence": ("leak", "SILENCE: nothing more will come, and something is owed to {}."),
}


def _answers(envelopes: Iterable[Envelope]) -> str:
    return ", ".join(f"“{answer_words(envelope.message)}”" for envelope in envelopes) or "–"


def _sent(account: Account) -> TableCell:
    if not account.extra:
        return TableCell(prose(_answers(account.sent)))
    hue = SIGNS["leak"].hue
    return TableCell(prose(_answers(account.sent)), hue.ink, hue.tint, hue.ink)


def counterexample(found: Findings, claim: Claim, title: str = "") -> Figure:
    """A shortest run that breaks a claim, or witnesses it: its chart, its reasons, and who is in at the end."""
    trace = found.trace(claim)
    word = "A shortest witness of" if claim.mood is Mood.SOMETIMES else "A shortest run that breaks"
    heading = title or f"{word} “{claim.words}”."
    rest = f"{claim.sentence} Scope “{found.scope.name}”, reading {found.reading.name}."
    why = reasons(trace, "Because:", whole_world=looks_at_the_whole_world(claim))
    return stack(chart(trace, heading, rest), why, *_outcome(trace, found.scope, claim))


def _outcome(trace: Trace, scope: Scope, claim: Claim) -> Iterator[Figure]:
    """What the run comes to, as the claim looks at it: the outsider's account, or who is in each room, or an answer."""
    if claim.over is Over.DIRECTORY:
        return
    if claim.mood is Mood.PAIR and scope.hides and scope.outsider:
        yield owed(trace, scope.hides, scope.outsider, f"What {scope.outsider} is owed, and what it is sent.")
        return
    for room in sorted({view.room for server in trace.world.servers for view in server.rooms}):
        yield members(trace, room)


def looks_at_the_whole_world(claim: Claim) -> bool:
    """Whether a claim is about more than what one server did in the last step."""
    return claim.over in (Over.QUIET, Over.MEETING, Over.RUN)
