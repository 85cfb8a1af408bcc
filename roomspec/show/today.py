"""Today's membership rules: the computed table beside the published one, and a change called a clarification."""

from ..today import EDITIONS, Edition, Transition, contradictions, replay, transitions
from ..today.published import KNOWN_AS
from ..today.replay import Moment, Replay, Run
from ..today.rules import KNOCK, Rule
from ..today.terms import Membership
from .drawing.sheet import (
    MUTED,
    ORANGE,
    SHEET,
    Figure,
    TableCell,
    element,
    framed,
    html_table,
    mono,
    muted,
    second_line,
    signed,
    stack,
    text,
)

NUMBERS = "Numbers are those of room version 12; in version 11 they begin with 4."
STANDING = {
    Membership.INVITE: "an invited user",
    Membership.JOIN: "a member",
    Membership.LEAVE: "an outsider",
    Membership.BAN: "a banned user",
    Membership.KNOCK: "a knocking user",
}


def membership_today() -> Figure:
    """Every change of membership: who can bring it about by the rules, and what the published table says of it."""
    changes = transitions()
    lines = [
        (
            TableCell(element("b", text(before)), names_row=True),
            *(_change(each) for each in changes if each.before is before),
        )
        for before in Membership
    ]
    found = sum(each.contradicts for each in changes)
    title = f"Today's 25 changes of membership: rules and table contradict each other in {found}."
    rest = f"First who can bring it about, and by which rules, computed; then what the published table says. {NUMBERS}"
    return framed(title, html_table(title, rest, ("from ↓ to →", *Membership), lines))


def contradictions_today() -> Figure:
    """Where table and rules say the opposite, each with a situation that shows it."""
    lines = [
        (
            TableCell(element("b", text(f"{each.before} → {each.after}")), names_row=True),
            TableCell(text(f"“{each.published}”")),
            TableCell(_allowed(each)),
            TableCell(text(_instance(each))),
            TableCell(text(KNOWN_AS.get((each.before, each.after), "no report known to us"))),
        )
        for each in contradictions()
    ]
    title = f"{len(lines)} changes on which table and rules say the opposite."
    headers = ("change", "the table says", "the rules", "for instance", "reported as")
    return framed(title, html_table(title, f"Found by asking the rules in every situation. {NUMBERS}", headers, lines))


def reknocking(before: str = "2021", after: str = "2022") -> Figure:
    """The report that the change of one edition into another would have had: its rows, its runs, its class."""
    report = replay(before, after)
    return stack(_knock_rows(report), *(_run(report, kind, run) for kind, run in report.runs), apart=12)


def _change(change: Transition) -> TableCell:
    said = second_line(text(f"“{change.published}”"))
    if not change.contradicts:
        return TableCell(_allowed(change) + said)
    loud = second_line(element("b", text(f"≠ “{change.published}”")), ORANGE.ink)
    return TableCell(_allowed(change) + loud, tint=ORANGE.tint, bar=ORANGE.ink)


def _allowed(change: Transition) -> str:
    sign = signed("accepted", " or ".join(change.who)) if change.granted else signed("refused", "nobody")
    return sign + element("div", muted(" ".join(change.through)))


def _instance(change: Transition) -> str:
    if not change.granted:
        return f"refused in all {len(change.judged)} situations"
    event, rule = change.granted[0]
    return f"{event}. Rule {' '.join(rule.cites)}: {rule.sentence}"


def _knock_rows(report: Replay) -> Figure:
    """The rows of the knock table, and which edition has which; those that not all have are marked."""
    lines = [_knock_row(number, row) for number, row in enumerate(KNOCK.rows, start=1)]
    title = report.sentence
    brought = "; ".join(f"{edition.name} by {edition.brought_by}" for edition in EDITIONS.values())
    rest = f"The rules for a knock in each edition; the first row that applies decides. They came in {brought}."
    return framed(title, html_table(title, rest, ("#", "rule", "number", *EDITIONS), lines, {"rule": "44%"}))


def _knock_row(number: int, row: Rule) -> tuple[TableCell, ...]:
    shared = all(row.belongs_to(edition) for edition in EDITIONS.values())
    tint, bar = (SHEET, "") if shared else (ORANGE.tint, ORANGE.ink)
    return (
        TableCell(str(number), ink=MUTED.ink, tint=tint, bar=bar, names_row=True),
        TableCell(text(row.sentence), tint=tint),
        TableCell(mono(" ".join(row.cites)), tint=tint),
        *(TableCell(_has(row, edition), tint=tint) for edition in EDITIONS.values()),
    )


def _has(row: Rule, edition: Edition) -> str:
    if not row.belongs_to(edition):
        return muted("not there")
    return signed("accepted", "allows") if row.outcome == "accept" else signed("refused", "refuses")


def _run(report: Replay, kind: str, run: Run) -> Figure:
    """The shortest run that shows a class: each event, and what became of it before and after."""
    lines = [_moment(number, moment) for number, moment in enumerate(run, start=1)]
    shown = {"feature": "something refused before is allowed", "breaking": "something allowed before is refused"}[kind]
    title = f"{kind.capitalize()}: {shown}, after {len(run)} events."
    rest = f"The shortest such run, in a room with join rule {run[-1].event.join_rule}."
    return framed(title, html_table(title, rest, ("#", "event", report.before.name, report.after.name), lines))


def _moment(number: int, moment: Moment) -> tuple[TableCell, ...]:
    who = "the user" if moment.event.by_himself else STANDING[moment.event.sender]
    differs = moment.kind != "clarification"
    tint, bar = (ORANGE.tint, ORANGE.ink) if differs else (SHEET, "")
    return (
        TableCell(str(number), ink=MUTED.ink, tint=tint, bar=bar, names_row=True),
        TableCell(element("b", text(f"{who}: {moment.event.to}")), tint=tint),
        *(
            TableCell(_verdict(rule, membership), tint=tint)
            for rule, membership in zip((moment.before, moment.after), moment.memberships, strict=True)
        ),
    )


def _verdict(rule: Rule, membership: Membership) -> str:
    word = signed("accepted", "allowed") if rule.outcome == "accept" else signed("refused", "refused")
    return word + element(
        "div", muted(f"{text(' '.join(rule.cites))}; the user is now {element('b', text(membership))}")
    )
