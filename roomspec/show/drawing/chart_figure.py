"""A picture as a figure: the one form in which it keeps its alternative text in an untrusted notebook.

The SVG travels as a data URI inside an `<img>`; the caption stands under it, and the same in words behind a summary.
"""

from base64 import b64encode
from typing import Final

from .chart import Chart
from .markup import element, joined, text
from .palette import HAIRLINE, INK, WIDTH
from .sequence_svg import key_of, sequence_svg
from .sheet import FRAME, Figure, caption, details
from .steps_text import steps_text

LONGEST_ALT: Final = 350


def chart_figure(
    chart: Chart, caption_bold: str, caption_rest: str, alt: str, twin: tuple[str, ...] | None = None
) -> Figure:
    """A sequence chart with its caption, its key where letters need one, and its steps as text."""
    lines = steps_text(chart) if twin is None else twin
    summary = f"the same as text, {_counted(len(chart.rows), 'step')}"
    key = joined((f"{element('b', text(letter))} {text(name)}" for letter, name in key_of(chart)), "; ")
    below = f"Key: {key}." if key else ""
    return picture_figure(sequence_svg(chart), caption_bold, caption_rest, alt, summary, lines, below)


def picture_figure(
    svg: str, caption_bold: str, caption_rest: str, alt: str, summary: str, twin: tuple[str, ...], below: str = ""
) -> Figure:
    """Any SVG text as a figure; `below` is markup under the caption.

    Raises ValueError for an alternative text over 350 characters: what is longer belongs into the twin.
    """
    if len(alt) > LONGEST_ALT:
        raise ValueError(f"alternative text of {len(alt)} characters, at most {LONGEST_ALT}: {alt}")
    source = "data:image/svg+xml;base64," + b64encode(svg.encode()).decode("ascii")
    image = element(
        "img", alt=alt, src=source, style=f"display:block;width:100%;max-width:{WIDTH}px;height:auto;margin:0"
    )
    key = element("div", below, style="margin:4px 0 0 0") if below else ""
    legend = element(
        "figcaption",
        element("div", caption(caption_bold, caption_rest)) + key + details(summary, twin),
        style=f"border-top:1px solid {HAIRLINE};padding:8px 14px;color:{INK.ink};font-size:14px;line-height:1.45",
    )
    return Figure(element("figure", image + legend, style=f"{FRAME};overflow:hidden"), caption_bold)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
