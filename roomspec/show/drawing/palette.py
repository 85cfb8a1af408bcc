"""Colours, type and signs: the few things every figure shares.

Colour says what happened, never who, and it comes last: a sign and a word stand beside every hue, so that a figure
printed in grey loses nothing.
Nothing here draws; `markup`, `sheet` and `svg` do.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final, Literal

WIDTH: Final = 760
SANS: Final = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"
MONO: Final = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


@dataclass(frozen=True)
class Hue:
    """One outcome's two shades: `ink` for its text and lines, `tint` for the cell or box behind them."""

    ink: str
    tint: str


INK: Final = Hue("#1A1D21", "#F1F2F3")
MUTED: Final = Hue("#565D68", "#F1F2F3")
BLUE: Final = Hue("#00568A", "#E3F0F8")
GREEN: Final = Hue("#00634A", "#DFF3EC")
VERMILLION: Final = Hue("#9A3E00", "#FCE8DC")
ORANGE: Final = Hue("#7A5000", "#FDF1D6")
PURPLE: Final = Hue("#8A2F63", "#F8E6F0")
YELLOW: Final = Hue("#1A1D21", "#FCF8CF")

SHEET: Final = "#FDFDFB"
BORDER: Final = "#B9BEC6"
HAIRLINE: Final = "#E7E9EC"
LIFELINE: Final = "#858C97"
TAG: Final = Hue("#3A4048", "#F1F2F3")
TAG_BORDER: Final = "#C9CDD3"

SignKind = Literal[
    "accepted", "refused", "held", "changed", "lost", "fails", "leak", "differ", "same", "unknown", "witnessed", "plain"
]


@dataclass(frozen=True)
class Sign:
    """A glyph and the hue it may be shown in; the word beside it is the caller's."""

    glyph: str
    hue: Hue


SIGNS: Final[dict[SignKind, Sign]] = {
    "accepted": Sign("✓", GREEN),
    "refused": Sign("\N{EN DASH}", VERMILLION),
    "held": Sign("◷", ORANGE),
    "changed": Sign("▲", PURPLE),
    "lost": Sign("\N{MULTIPLICATION SIGN}", VERMILLION),
    "fails": Sign("✗", VERMILLION),
    "leak": Sign("≠", VERMILLION),
    "differ": Sign("≠", ORANGE),
    "same": Sign("=", GREEN),
    "unknown": Sign("?", ORANGE),
    "witnessed": Sign("★", BLUE),
    "plain": Sign("·", INK),
}

Face = Literal["sans", "bold", "mono"]
_EM: Final[dict[Face, float]] = {"sans": 0.60, "bold": 0.66, "mono": 0.61}


def text_width(text: str, size: float, face: Face = "sans") -> int:
    """Whole pixels that `text` may take in the widest common font.

    No font is asked, so that the bytes of a figure are the same on every machine; in a narrower font boxes look roomy.
    """
    return ceil(len(text) * size * _EM[face])


def is_open_question(clause: str) -> bool:
    """Whether a clause id names a silence or a contradiction of the source: its tag is orange."""
    return clause.startswith(("GAP-", "TEN-"))
