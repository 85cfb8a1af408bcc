"""What a search found, as figures: scopes with counts, claims with verdicts, and why a run ends as it does.

Nothing is searched here: every figure is made from findings, or from one trace.
"""

from collections.abc import Iterable, Iterator

from spec_impl import Envelope, Give, RoomId, ServerName, Trace
from spec_impl.claims import ALL, Claim, Mood, Over
from spec_impl.scopes.scope import Scope

from ..search import Findings, accounts, balance, because
from ..search.outsider import Balance
from .drawing import sheet
from .drawing.chart import step_words
from .drawing.sheet import SIGNS, Figure, SignKind, TableCell, prose, second_line, table_sheet, tags
from .run import as_chart, chart, members
from .words import answer_words, command_words

BALANCES: dict[Balance, tuple[SignKind, str]] = {
    "even": ("same", "Even: {} is sent what it would be sent if there were no room."),
    "open": ("unknown", "Open: something is owed, and on its way."),
    "leak": ("leak", "LEAK: if there were no room, {} would not be sent this."),
    "silence": ("leak", "SILENCE: nothing more will come, and something is owed to {}."),
}


def scopes(findings: Iterable[Findings], title: str, rest: str = "") -> Figure:
    """Each scope that was searched: what may happen there, how much of it there is, and the readings if they differ."""
    searched = tuple(findings)
    lines = []
    for found, under in zip(searched, _readings_under(searched), strict=True):
        search = found.exploration
        name = prose(found.scope.name + under) + second_line(prose(found.scope.sentence))
        counts = (search.states, search.transitions, search.depth, search.quiet)
        lines.append((name, *(f"{count:,}" for count in counts), prose(search.stopped or "exhaustive")))
    headers = ("scope", "worlds", "transitions", "depth", "quiet worlds", "search")
    return table_sheet(title, rest, headers, lines)


def _readings_under(searched: Iterable[Findings]) -> list[str]:
    """What to say of each reading after a scope's name: nothing where there is only one."""
    names = [found.reading.name for found in searched]
    return [f", {name}" if len(set(names)) > 1 else "" for name in names]


def claims(findings: Iterable[Findings], title: str, rest: str = "", *, only: Iterable[Claim] = ()) -> Figure:
    """Each claim with its sentence, its clauses, and what became of it in all these scopes together."""
    searched = tuple(findings)
    asked = tuple(only) or tuple(dict.fromkeys(claim for found in searched for claim in found.claims))
    lines = []
    for claim in asked:
        kind, word, where = fate(claim, searched)
        broken = shortest(claim, searched)
        words = prose(claim.words) + second_line(prose(claim.sentence))
        if first := claim.first:
            for other in ALL:  # which the sentence names in brackets
                first = first.replace(f"({other.name})", f"(“{other.words}”)")
            words += second_line(prose(first))
        shown = sheet.signed(kind, word) + second_line(prose(where))
        shown += "".join(second_line(prose(flaw)) for flaw in (broken.flaws(claim) if broken else ()))
        lines.append((words, tags(claim.cites), TableCell(shown, SIGNS[kind].hue.mark)))
    return table_sheet(title, rest, ("claim", "clauses", "verdict"), lines, {"verdict": "30%"})


def fate(claim: Claim, searched: Iterable[Findings]) -> tuple[SignKind, str, str]:
    """A claim's fate in some scopes: its sign, one word, and where it was decided."""
    concerned = [found for found in searched if claim in found.claims]
    if not concerned:
        return "unknown", "not asked", "no scope here has what the claim is about"
    runs = sorted(
        (len(run), found.scope.name, under)
        for found, under in zip(concerned, _readings_under(concerned), strict=True)
        if (run := found.run(claim)) is not None
    )
    if runs:
        length, name, under = runs[0]
        where = f"after {sheet.counted(length, 'step')}, in “{name}”{under}"
        return ("witnessed", "witnessed", where) if claim.mood is Mood.SOMETIMES else ("fails", "fails", where)
    where = f"in {sheet.counted(concerned, 'scope')}"
    if claim.mood is Mood.SOMETIMES:
        return "unknown", "not seen", where
    partly = any(not found.exploration.is_exhaustive for found in concerned)
    return "accepted", "holds", where + (", as far as searched" if partly else "")


def shortest(claim: Claim, searched: Iterable[Findings]) -> Findings | None:
    """The search with the shortest run against a claim, the first by its scope's name; none where it fails in none."""
    broken = [found for found in searched if claim in found.failing]
    return min(broken, key=lambda found: (len(found.run(claim) or ()), found.scope.name), default=None)


def reasons(trace: Trace, title: str, rest: str = "", *, whole_world: bool = False) -> Figure:
    """Why a trace ends as it does: only the steps that matter, each with the row that decided it and its clauses."""
    lines = []
    for link in because(trace, whole_world=whole_world):
        decided = prose(" ".join(decision.sentence for decision in link.decisions) or "no rule decides")
        changes = "; ".join(f"{c.server} holds {c.user.name}: {c.before} → {c.after}" for c in link.step.changes)
        decided += second_line(sheet.muted(prose(changes))) if changes else ""
        steps = ("step " if len(link.rests_on) == 1 else "steps ") + ", ".join(map(str, link.rests_on))
        happened, rests_on = prose(what_happened(trace, link.number)), steps if link.rests_on else "the beginning"
        lines.append((str(link.number), happened, decided, tags(link.step.cites), rests_on))
    return table_sheet(title, rest, ("step", "what happened", "the rule that decided", "clauses", "rests on"), lines)


def what_happened(trace: Trace, number: int) -> str:
    """One step in the words of the chart's text, without its clauses, its decision, and where a command is given."""
    action = trace.steps[number - 1].action
    if isinstance(action, Give):
        return f"{command_words(action)}."
    return step_words(as_chart(trace), number)


def owed(trace: Trace, room: RoomId, outsider: ServerName, title: str, rest: str = "") -> Figure:
    """What an outsider is owed, as if there were no room, and what he is sent: each step that touches the account."""
    lines = []
    for account in accounts(trace, room, outsider):
        if not account.is_blank:
            owed_then, sent, still = map(_answers, (account.owed, account.sent, account.still_owed))
            marked = TableCell(sent, SIGNS["leak"].hue.mark) if account.extra else sent
            happened = prose(what_happened(trace, account.number))
            lines.append((str(account.number), happened, owed_then, marked, still))
    headers = ("step", "what happened", "owed, if there were no room", "sent", "still owed")
    kind, words = BALANCES[balance(trace, room, outsider)]
    style = f"border-left:5px solid {SIGNS[kind].hue.mark};padding:9px 12px"
    end = sheet.element("div", f"{sheet.sign(kind)} {sheet.text(words.format(outsider))}", style=style)
    return table_sheet(title, rest, headers, lines, below=end)


def _answers(envelopes: Iterable[Envelope]) -> str:
    return prose(", ".join(f"“{answer_words(envelope.message)}”" for envelope in envelopes) or "(nothing)")


def counterexample(found: Findings, claim: Claim, title: str = "", *, folded: bool = False) -> Figure:
    """A shortest run that breaks a claim, or witnesses it: its chart, its reasons, and who is in at the end.

    A `folded` one shows the chart, and the rest when it is opened.
    """
    trace = found.trace(claim)
    word = "A shortest witness of" if claim.mood is Mood.SOMETIMES else "A shortest run that breaks"
    heading = title or f"{word} “{claim.words}”."
    fails = f" What fails: {'; '.join(flaws)}." if (flaws := found.flaws(claim)) else ""
    rest = f"{claim.sentence} Scope “{found.scope.name}”, reading {found.reading.name}.{fails}"
    because_of = reasons(trace, "Because:", whole_world=looks_at_the_whole_world(claim))
    shown, others = chart(trace, heading, rest), (because_of, *_end_of(trace, found.scope, claim))
    if folded:
        others = (Figure(sheet.folded("because, and what it comes to", sheet.stack(*others).html), "because"),)
    return sheet.stack(shown, *others, apart=6 if folded else 18)


def _end_of(trace: Trace, scope: Scope, claim: Claim) -> Iterator[Figure]:
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
