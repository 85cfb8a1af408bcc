"""A clause as a card: what it says, how strongly, and where it stands in the source.

The left edge and the badge say the strength by their line: solid what the source says, dashed what we promoted, dotted
where the source is silent and we decide.
Only the card may stand here; what a clause says comes from the normative text.
"""

from dataclasses import dataclass
from typing import Literal

from . import sheet
from .sheet import BLUE, FRAME, INK, MONO, MUTED, ORANGE, Figure, badge, element, hyperlink, joined, muted, prose, text

StrengthWord = Literal[
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


@dataclass(frozen=True)
class ClauseCard:
    """What a card shows; a clause without `source` is one on which the source is silent."""

    id: str
    strength: StrengthWord
    sentence: str
    reading: str = ""
    source: str = ""
    source_href: str = ""
    between: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


def clause_card(card: ClauseCard) -> Figure:
    """One card; several go into one output with `sheet.stack`."""
    edge, badge_of_it = _lines_of(card.strength)
    name = element("b", text(card.id), style=f"font-family:{MONO};font-size:15px;color:{INK.ink}")
    in_our = element("span", "In our reading:", style=f"color:{MUTED.ink}")
    source = hyperlink(card.source_href, card.source) if card.source_href else text(card.source or "silent")
    below = [f"Between: {sheet.tags(card.between)}" if card.between else f"Source: {source}"]
    below += [f"alternatives: {prose('; '.join(card.alternatives))}"] if card.alternatives else []
    below += [f"rows: {text(', '.join(card.rows))}"] if card.rows else []
    body = (
        element("div", f"{name} &#160;{badge_of_it}", style="margin:0 0 4px 0"),
        element("div", sheet.normative(card.sentence), style="font-size:16px;line-height:1.5"),
        element("div", f"{in_our} {prose(card.reading)}", style="margin:6px 0 0 0;font-size:13px")
        if card.reading
        else "",
        element("div", muted(" &#160;·&#160; ".join(below)), style="margin:6px 0 0 0"),
    )
    style = f"{FRAME};border-left:{edge};border-radius:3px;padding:8px 14px 10px 14px"
    return Figure(element("div", joined(body), style=style), card.id)


def _lines_of(strength: StrengthWord) -> tuple[str, str]:
    """The left edge, and the badge with the strength in words."""
    if strength.endswith("we decide"):
        return f"5px dotted {ORANGE.ink}", badge(strength, f"1.5px dotted {ORANGE.ink}", ORANGE.ink, ORANGE.tint)
    if strength.startswith("promoted"):
        return f"5px dashed {BLUE.ink}", badge(strength, f"1.5px dashed {BLUE.ink}", BLUE.ink)
    if strength == "MUST":
        return f"5px solid {INK.ink}", badge(strength, f"3px solid {INK.ink}")
    colour, width = (MUTED.ink, "1px") if strength.islower() else (INK.ink, "1.5px")
    return f"5px solid {MUTED.ink}", badge(strength, f"{width} solid {colour}", colour)
