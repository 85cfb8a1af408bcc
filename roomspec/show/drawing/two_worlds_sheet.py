"""One request in two worlds: what an outsider is told where there is no room, and where there is one he may not see.

The verdict is computed from what he is told, never given: the same answers in the same number, or a leak.
Only that one table may stand here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from . import sheet
from .sheet import GREEN, LINE, SIGNS, VERMILLION, SignKind, cell, element, joined, mono, sign, table_row, tags, text

ToldApart = Literal["same", "leak", "silence"]
_EDGE: Final = f"border:1px solid {LINE}"
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

    `inside_of` names the server that decided and `outsider` the one that must not learn it; `steps` counts the run, and
    is 0 where one question is all there is. A room that is not hidden may be told apart from none.
    """

    worlds: tuple[WorldColumn, WorldColumn]
    inside_of: str
    outsider: str
    steps: int
    because: str
    clauses: tuple[str, ...]
    is_hidden: bool = True

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
            when = f" after {sheet.counted(self.steps, 'step')}" if self.steps else ""
            return f"LEAK: told apart{when}." if self.is_hidden else "Told apart."
        if self.verdict == "silence":
            return "SILENCE: only one world answers."
        answers = len(self.worlds[0].told)
        often = {0: "nothing at all", 1: "one answer in each world"}.get(answers, f"{answers} answers in each")
        return f"Told the same, {often}."


def two_worlds_sheet(caption_bold: str, caption_rest: str, comparison: Comparison) -> sheet.Figure:
    """World 0 has a dashed head, world 1 a solid one; the verdict stands under both."""
    worlds, kind = comparison.worlds, _SIGN[comparison.verdict]
    hue, heads = SIGNS[kind].hue, ""
    for world, line in zip(worlds, ("dashed", "solid"), strict=True):
        borders = f"{_EDGE};border-top:3px {line};width:50%;font-size:14px"
        title, wide = element("b", text(world.title)), "text-align:left;min-width:230px"
        heads += cell("th", title, borders, padding="7px 12px", scope="col", style=wide)
    decided = f"decided inside {comparison.inside_of} (never shown to {comparison.outsider})"
    inside = [[_inside(each.outcome, tags(each.clauses)) for each in world.inside] for world in worlds]
    told = [_told(world, other) for world, other in (worlds, worlds[::-1])]
    rows = _row("sent", [map(mono, world.asked) for world in worlds])
    rows += _row(decided, inside) + _row("told", told)
    bold = element("b", text(comparison.sentence))
    verdict = joined((sign(kind), bold, sheet.prose(comparison.because), tags(comparison.clauses)), " ")
    last = cell("td", verdict, f"{_EDGE};border-left:5px solid {hue.mark}", padding="9px 12px", span=2)
    table = sheet.whole_table(table_row(heads), rows + table_row(last))
    return sheet.framed(caption_bold, table, sheet.caption(caption_bold, caption_rest))


def _row(name: str, columns: Iterable[Iterable[str]]) -> str:
    """What there is of one kind in each of the worlds, in lines."""
    title = element("div", text(name), style="font-size:12.5px;font-weight:700")
    bodies = (title + joined(element("div", line) for line in lines) for lines in columns)
    return table_row(joined(cell("td", body, _EDGE, padding="7px 12px") for body in bodies))


def _inside(outcome: ShownOutcome, clauses: str) -> str:
    return joined((sign(outcome.tone), text(outcome.word), mono(outcome.reason), clauses), " ")


def _told(world: WorldColumn, beside: WorldColumn) -> list[str]:
    """Each answer; those told alike are underlined once, the first that is told apart twice, what follows it not."""
    if not world.told:
        return [element("i", "(nothing)", style="font-size:17px")]
    alike = next((i for i, answer in enumerate(world.told) if beside.told[i : i + 1] != (answer,)), len(world.told))
    lines = []
    for i, answer in enumerate(world.told):
        same, other = f"2.5px solid {GREEN.mark}", f"3px double {VERMILLION.mark}"
        line = "0" if i > alike else other if i == alike else same
        style = f"display:inline-block;border-bottom:{line};font-size:17px;font-weight:700;line-height:1.4"
        number = f"{i + 1}. " if len(world.told) > 1 else ""
        lines.append(number + element("span", f"“{text(answer)}”", style=style))
    return lines
