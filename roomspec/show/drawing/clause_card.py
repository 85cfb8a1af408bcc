"""A clause as a card: what it says, how strongly, whether it holds, and where it stands in the source.

The left edge and the badge say the strength by their line: solid what the source says, dashed what we promoted, dotted
where the source is silent and we decide.
"""

from dataclasses import dataclass
from typing import Final, Literal

from .markup import element, joined, text
from .palette import BLUE, INK, MONO, MUTED, ORANGE, SIGNS, SignKind
from .sheet import FRAME, Figure, badge, link, muted, normative, prose, sign, tags

Strength = Literal[
    "MUST",
    "SHOULD",
    "MAY",
    "promoted to MUST",
    "condition",
    "rationale",
    "informative",
    "to do",
    "note",
    "open question",
    "gap: we decide",
    "tension: we decide",
]
StatusWord = Literal["holds", "fails", "not yet checked", "witnessed", "withdrawn"]
_STATUS: Final[dict[StatusWord, SignKind]] = {
    "holds": "accepted",
    "fails": "fails",
    "not yet checked": "unknown",
    "witnessed": "witnessed",
    "withdrawn": "plain",
}


@dataclass(frozen=True)
class Status:
    """Whether the clause holds, where that was looked at, and for a failure a link to its steps."""

    word: StatusWord
    scope: str = ""
    steps: str = ""
    steps_href: str = ""


@dataclass(frozen=True)
class ClauseCard:
    """What a card shows; a clause without `source` is one on which the source is silent."""

    id: str
    strength: Strength
    sentence: str
    status: Status | None = None
    reading: str = ""
    source: str = ""
    source_href: str = ""
    source_note: str = ""
    between: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def clause_card(card: ClauseCard) -> Figure:
    """One card; several go into one output with `sheet.stack`."""
    body = (
        element("div", _status(card.status), style="float:right;margin:0 0 0 12px;font-size:12.5px")
        if card.status
        else "",
        element("div", f"{_id(card)} &#160;{_strength(card.strength)}", style="margin:0 0 4px 0"),
        element("div", normative(card.sentence), style="font-size:16px;line-height:1.5"),
        element("div", _reading(card.reading), style="margin:6px 0 0 0;font-size:13px") if card.reading else "",
        element("div", muted(_below(card)), style="margin:6px 0 0 0"),
    )
    style = f"{FRAME};border-left:{_edge(card.strength)};border-radius:3px;padding:8px 14px 10px 14px"
    return Figure(element("div", joined(body), style=style), card.id)


def _id(card: ClauseCard) -> str:
    struck = ";text-decoration:line-through" if card.status and card.status.word == "withdrawn" else ""
    return element("b", text(card.id), style=f"font-family:{MONO};font-size:15px;color:{INK.ink}{struck}")


def _edge(strength: Strength) -> str:
    if strength == "MUST":
        return f"5px solid {INK.ink}"
    if strength.endswith("we decide"):
        return f"5px dotted {ORANGE.ink}"
    return f"5px dashed {BLUE.ink}" if strength.startswith("promoted") else f"5px solid {MUTED.ink}"


def _strength(strength: Strength) -> str:
    if strength.endswith("we decide"):
        return badge(strength, f"1.5px dotted {ORANGE.ink}", ORANGE.ink, ORANGE.tint)
    if strength.islower():
        return badge(strength, f"1px solid {MUTED.ink}", MUTED.ink)
    if strength.startswith("promoted"):
        return badge(strength, f"1.5px dashed {BLUE.ink}", BLUE.ink)
    return badge(strength, f"{'3px' if strength == 'MUST' else '1.5px'} solid {INK.ink}")


def _status(status: Status) -> str:
    kind = _STATUS[status.word]
    word = element("b", text(status.word), style=f"color:{SIGNS[kind].hue.ink}")
    scope = f"in {text(status.scope)}" if status.scope else ""
    steps = link(status.steps_href, status.steps) if status.steps_href else text(status.steps)
    return joined((f"{sign(kind)} {joined((word, scope), ' ')}", steps), ", ")


def _reading(reading: str) -> str:
    return f"{element('span', 'In our reading:', style=f'color:{MUTED.ink}')} {prose(reading)}"


def _below(card: ClauseCard) -> str:
    source = link(card.source_href, card.source) if card.source_href else text(card.source or "silent")
    parts = [f"Between: {tags(card.between)}" if card.between else f"Source: {source}{text(card.source_note)}"]
    parts += [f"alternatives: {prose('; '.join(card.alternatives))}"] if card.alternatives else []
    parts += [f"rows: {text(', '.join(card.rows))}"] if card.rows else []
    parts += [f"claims: {text(', '.join(card.claims))}"] if card.claims else []
    return " &#160;·&#160; ".join(parts)
