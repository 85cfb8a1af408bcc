"""The participants of a sequence chart: their cards in the wide form, their letters in the narrow one, and the key.

Servers are told apart by letter, name and place, never by colour.
A name that does not fit is neither cut nor shrunk: the card shows its first label, the key under the figure the whole.
"""

from typing import Final

from .chart import OTHERS, Chart, Lane
from .palette import INK, MUTED, SHEET, text_width
from .svg import path, rect, words

CARD: Final = 240
LONG_NAME: Final = 16


def card_title(lane: Lane, width: int) -> str:
    """The name, else its first label, else that it is the server of that letter."""
    names = (lane.title, lane.title.split(".")[0])
    return next((name for name in names if _fits(lane, name, 13.5, width)), f"server {lane.letter}")


def card_subtitle(lane: Lane, width: int) -> str:
    """The users, else how many there are."""
    if _fits(lane, lane.subtitle, 12.5, width):
        return lane.subtitle
    several = lane.subtitle.count(",") + 1
    return f"{several} users" if several > 1 else "see the key"


def is_shortened(lane: Lane, width: int) -> bool:
    """Whether the card leaves words to the key."""
    return (card_title(lane, width), card_subtitle(lane, width)) != (lane.title, lane.subtitle)


def key_entries(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Each letter with the whole name and the users it stands for."""
    return tuple((lane.letter, _whole_name(lane)) for lane in chart.lanes)


def card(lane: Lane, x: int, top: int, width: int, height: int) -> str:
    """A card centred on its lifeline: name and users, or in a low card the name alone."""
    left, middle = x - width // 2, top + height // 2
    subtitle = card_subtitle(lane, width) if height > 40 else ""
    title_y = middle - 3 if subtitle else middle + 5
    at, anchor = (x, "middle") if lane.is_directory else (left + 38, "")
    lines = words(at, title_y, card_title(lane, width), 13.5, weight=700, anchor=anchor)
    if subtitle:
        lines += words(at, middle + 16, subtitle, 12.5, anchor=anchor, colour=MUTED.ink)
    if lane.is_directory:
        return rect(left, top, width, height, INK.tint, MUTED.ink, 1.25, 14, "4 3") + lines
    return rect(left, top, width, height, INK.tint, INK.ink, 1.25, 3) + _block(lane, left, top, height) + lines


def letter_box(lane: Lane, x: int, middle: int, side: int) -> str:
    """A square with the server's letter, centred on its lifeline; the directory's is a dashed ring."""
    left, top = x - side // 2, middle - side // 2
    if lane.is_directory:
        box = rect(left, top, side, side, INK.tint, MUTED.ink, 1.25, side // 2, "3 2")
    else:
        box = rect(left, top, side, side, INK.tint, INK.ink, 1.25, 4)
    return box + words(x, middle + 5, lane.letter, 14, weight=700, anchor="middle", mono=True)


def _whole_name(lane: Lane) -> str:
    if lane.key == OTHERS:
        return lane.subtitle
    return f"{lane.title} ({lane.subtitle})" if lane.subtitle and not lane.is_directory else lane.title


def _block(lane: Lane, left: int, top: int, height: int) -> str:
    shape = f"M{left + 28} {top} H{left + 3} q-3 0 -3 3 v{height - 6} q0 3 3 3 H{left + 28} Z"
    letter = words(
        left + 14, top + height // 2 + 6, lane.letter, 17, weight=700, anchor="middle", colour=SHEET, mono=True
    )
    return path(shape, INK.ink, 1, fill=INK.ink) + letter


def _fits(lane: Lane, name: str, size: float, width: int) -> bool:
    room = width - (20 if lane.is_directory else 44)
    return len(name) <= LONG_NAME and text_width(name, size, "bold" if size > 13 else "sans") <= room
