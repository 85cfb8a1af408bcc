"""Today's membership rules: the computed table beside the published one, and a change called a clarification."""

from collections.abc import Iterable

from ..today import EDITIONS, EditionReport, Transition, compare_editions, contradictions, transitions
from ..today.compare import KNOWN_AS, LockstepRun
from ..today.rules import BANNED, IN, INVITED, KNOCK_RULES, KNOCKING, OUT, MembershipToday
from .drawing import sheet
from .drawing.sheet import ORANGE, Figure, TableCell, element, muted, second_line, signed, table_sheet, text

NUMBERING = "Numbers are those of room version 12; in version 11 they begin with 4."
SENDERS = {
    INVITED: "an invited user",
    IN: "a member",
    OUT: "an outsider",
    BANNED: "a banned user",
    KNOCKING: "a knocking user",
}


def membership_today() -> Figure:
    """Every change of membership: who can bring it about by the rules, and what the published table says of it."""
    lines: dict[MembershipToday, list[str | TableCell]] = {
        before: [element("b", text(before))] for before in MembershipToday
    }
    for each in transitions():
        mark = "≠ " if each.contradicts else ""
        said = text(f"{mark}“{each.published}”")
        shown = second_line(element("b", said)) if mark else second_line(said)
        words = _allowed(each) + shown
        lines[each.before].append(TableCell(words, ORANGE.mark) if mark else words)
    title = f"Today's 25 changes of membership: rules and table contradict each other in {len(contradictions())}."
    rest = (
        f"First who can bring it about, and by which rules, computed; then what the published table says. {NUMBERING}"
    )
    return table_sheet(title, rest, ("from ↓ to →", *MembershipToday), lines.values())


def contradictions_today() -> Figure:
    """Where table and rules say the opposite, each with a situation that shows it."""
    lines = []
    for each in contradictions():
        instance = f"refused in all {len(each.judged)} situations"
        if each.granted:
            event, rule = each.granted[0]
            instance = f"{event}. Rule {' '.join(rule.cites)}: {rule.sentence}"
        change, said = element("b", text(f"{each.before} → {each.after}")), text(f"“{each.published}”")
        known = KNOWN_AS.get((each.before, each.after), "no report known to us")
        lines.append((change, said, _allowed(each), text(instance), text(known)))
    title = f"{len(lines)} changes on which table and rules say the opposite."
    headers = ("change", "the table says", "the rules", "for instance", "reported as")
    return table_sheet(title, f"Found by asking the rules in every situation. {NUMBERING}", headers, lines)


def _allowed(change: Transition) -> str:
    sign = signed("accepted", " or ".join(change.who)) if change.granted else signed("refused", "nobody")
    return sign + element("div", muted(" ".join(change.through)))


def reknocking(before: str = "2021", after: str = "2022") -> Figure:
    """The report that the change of one edition into another would have had: its rows, its runs, its class."""
    report = compare_editions(before, after)
    return sheet.stack(_knock_rows(report.sentence), *(_run(report, kind, run) for kind, run in report.runs), apart=12)


def _knock_rows(title: str) -> Figure:
    """The rows of the knock table, and which edition has which; those that not all have are marked."""
    lines = []
    for number, row in enumerate(KNOCK_RULES.rows, start=1):
        has = [row.belongs_to(edition) for edition in EDITIONS.values()]
        does = signed("accepted", "allows") if row.outcome == "accept" else signed("refused", "refuses")
        words = (
            text(row.sentence),
            sheet.mono(" ".join(row.cites)),
            *(does if there else muted("not there") for there in has),
        )
        lines.append(_line(number, words, marked=not all(has)))
    brought = "; ".join(f"{edition.name} by {edition.brought_by}" for edition in EDITIONS.values())
    rest = f"The rules for a knock in each edition; the first row that applies decides. They came in {brought}."
    return table_sheet(title, rest, ("#", "rule", "number", *EDITIONS), lines, {"rule": "44%"})


def _run(report: EditionReport, kind: str, run: LockstepRun) -> Figure:
    """The shortest run that shows a class: each event, and what became of it before and after."""
    lines = []
    for number, moment in enumerate(run, start=1):
        who = "the user" if moment.event.by_himself else SENDERS[moment.event.sender]
        words = [element("b", text(f"{who}: {moment.event.to}"))]
        for rule, membership in zip((moment.before, moment.after), moment.memberships, strict=True):
            word = signed("accepted", "allowed") if rule.outcome == "accept" else signed("refused", "refused")
            now = f"{text(' '.join(rule.cites))}; the user is now {element('b', text(membership))}"
            words.append(word + element("div", muted(now)))
        lines.append(_line(number, words, marked=moment.kind != "clarification"))
    shown = {"feature": "something refused before is allowed", "breaking": "something allowed before is refused"}[kind]
    title = f"{kind.capitalize()}: {shown}, after {len(run)} events."
    rest = f"The shortest such run, in a room with join rule {run[-1].event.join_rule}."
    return table_sheet(title, rest, ("#", "event", report.before.name, report.after.name), lines)


def _line(number: int, words: Iterable[str], *, marked: bool) -> tuple[TableCell, ...]:
    return (TableCell(str(number), ORANGE.mark if marked else ""), *map(TableCell, words))
