"""One request in two worlds: what an outsider is told where there is no room, and where there is one he may not see.

The verdict is computed from what he is told, never given: the same answers in the same number, or a leak.
Only that one table may stand here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from . import sheet
from .sheet import BORDER, GREEN, INK, MUTED, SHEET, SIGNS, SignKind, cell, element, joined, mono, sign, tags, text

ToldApart = Literal["same", "leak", "silence"]
_EDGE: Final = f"border:1px solid {BORDER}"
_SIGN: Final[dict[ToldApart, SignKind]] = {"same": "same", "leak": "leak", "silence": "leak"}


@dataclass(frozen=True)
class ShownOutcome:
    """What a row decides: its word and sign, and the name of the reason where there is one."""

    word: str
    tone: SignKind
    reason: str = ""


@dataclass(frozen=True)
class Inside:
    """A decision that the outsider never sees."""

    outcome: ShownOutcome
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class WorldColumn:
    """One of the two worlds: what was asked, what was decided inside, and all that the outsider was told, in order."""

    title: str
    asked: tuple[str, ...]
    inside: tuple[Inside, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two worlds beside each other, and the words that go with their verdict.

    `inside_of` names the server that decided and `outsider` the one that must not learn it; `steps` counts the run.
    """

    worlds: tuple[WorldColumn, WorldColumn]
    inside_of: str
    outsider: str
    steps: int
    because: str
    clauses: tuple[str, ...]

    @property
    def verdict(self) -> ToldApart:
        """Whether the outsider can tell the worlds apart."""
        first, second = (world.told for world in self.worlds)
        if first == second:
            return "same"
        return "leak" if first and second else "silence"

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        if self.verdict == "leak":
            return f"LEAK: told apart after {self.steps} {'step' if self.steps == 1 else 'steps'}."
        if self.verdict == "silence":
            return "SILENCE: only one world answers."
        answers = len(self.worlds[0].told)
        often = {0: "nothing at all", 1: "once each"}.get(answers, f"{answers} times each")
        return f"Told the same, {often}."


def two_worlds_sheet(caption_bold: str, caption_rest: str, comparison: Comparison) -> sheet.Figure:
    """World 0 has a dashed head, world 1 a solid one; the verdict stands under both."""
    worlds, hue = comparison.worlds, SIGNS[_SIGN[comparison.verdict]].hue
    decided = f"decided inside {comparison.inside_of} (never shown to {comparison.outsider})"
    rows = (
        _both(_entry("asked", tuple(mono(line) for line in world.asked), SHEET) for world in worlds),
        _both(_entry(decided, tuple(map(_inside, world.inside)), MUTED.tint) for world in worlds),
        _both(_entry("told", _told(world, other), hue.tint) for world, other in (worlds, worlds[::-1])),
        _verdict(comparison, hue),
    )
    head = element("tr", joined(_title(world, style) for world, style in zip(worlds, ("dashed", "solid"), strict=True)))
    return sheet.framed(caption_bold, sheet.ruled_table(caption_bold, caption_rest, head, joined(rows)))


def _title(world: WorldColumn, line: str) -> str:
    borders = f"{_EDGE};border-top:3px {line} {INK.ink};width:50%;font-size:14px"
    return cell("th", element("b", text(world.title)), borders, tint=MUTED.tint, padding="7px 12px", scope="col")


def _entry(name: str, lines: tuple[str, ...], tint: str) -> str:
    title = element("div", text(name), style=f"color:{MUTED.ink};font-size:12.5px;font-weight:700")
    return cell("td", title + joined(element("div", line) for line in lines), _EDGE, tint=tint, padding="7px 12px")


def _both(entries: Iterable[str]) -> str:
    return element("tr", joined(entries), style="page-break-inside:avoid")


def _inside(inside: Inside) -> str:
    outcome = inside.outcome
    reason = mono(outcome.reason, MUTED.ink)
    return joined((sign(outcome.tone), text(outcome.word), reason, tags(inside.clauses)), " ")


def _told(world: WorldColumn, other: WorldColumn) -> tuple[str, ...]:
    """Each answer; those told alike are underlined once, the first that is told apart twice, what follows it not."""
    if not world.told:
        return (element("i", "(nothing)", style="font-size:17px"),)
    alike = next((i for i, answer in enumerate(world.told) if other.told[i : i + 1] != (answer,)), len(world.told))
    several = len(world.told) > 1
    return tuple((f"{i + 1}. " if several else "") + _answer(answer, i - alike) for i, answer in enumerate(world.told))


def _answer(answer: str, after: int) -> str:
    line = f"2.5px solid {GREEN.ink}" if after < 0 else f"3px double {sheet.VERMILLION.ink}" if after == 0 else "0"
    style = f"display:inline-block;border-bottom:{line};font-size:17px;font-weight:700;line-height:1.4"
    return element("span", f"“{text(answer)}”", style=style)


def _verdict(comparison: Comparison, hue: sheet.Hue) -> str:
    bold = element("b", text(comparison.sentence), style=f"color:{hue.ink}")
    words = (sign(_SIGN[comparison.verdict]), bold, sheet.prose(comparison.because), tags(comparison.clauses))
    borders = f"{_EDGE};border-left:5px solid {hue.ink}"
    body = cell("td", joined(words, " "), borders, padding="9px 12px", span=2)
    return element("tr", body, style="page-break-inside:avoid")
