"""What stands in a figure: the cells of its table, its picture, its two texts. Nothing asserts."""

import re
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser

from roomspec.show.drawing.sheet import Figure
from tests.show.drawing.untrusted import Outline


class _Lines(HTMLParser):
    """The words of each cell of each line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.lines.append([])
        if tag in ("td", "th"):
            self.lines[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.lines and self.lines[-1]:
            self.lines[-1][-1] += f" {data}"


def lines_of(figure: Figure) -> list[list[str]]:
    """Each line of the table under its headers, as the words of its cells; what stands below the table is left out."""
    parser = _Lines()
    parser.feed(figure.html.partition("</table>")[0])
    return [[" ".join(cell.split()) for cell in line] for line in parser.lines[1:]]


def alternative_of(figure: Figure) -> str:
    """The alternative text of the picture."""
    return next(attributes["alt"] for name, attributes, _ in Outline(figure.html).elements if name == "img")


def picture_of(figure: Figure) -> str:
    """The SVG inside the image."""
    source = next(attributes["src"] for name, attributes, _ in Outline(figure.html).elements if name == "img")
    return b64decode(source.partition(",")[2]).decode()


def twin_of(figure: Figure) -> list[str]:
    """The lines behind the summary."""
    behind = figure.html.partition("</summary>")[2]
    return [unescape(line) for line in re.findall(r'<div style="margin:2px 0">(.*?)</div>', behind)]
