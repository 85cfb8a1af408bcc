"""One way to write an element, in HTML as in SVG.

Attributes stand in the order in which they were given, so equal calls give equal bytes.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

_EMPTY: Final = frozenset({"br", "img", "rect", "circle", "line", "path"})


def element(name: str, body: str = "", /, **attributes: str | float) -> str:
    """`<name ...>body</name>`; the body is markup already, attribute values are escaped here.

    `font_size` is written `font-size`.
    An attribute with an empty value is left out, so that a caller need not branch; `alt` alone may be empty.
    """
    written = "".join(
        f' {key.replace("_", "-")}="{_quoted(value)}"'
        for key, value in attributes.items()
        if value != "" or key == "alt"
    )
    return f"<{name}{written}/>" if name in _EMPTY else f"<{name}{written}>{body}</{name}>"


def text(plain: str) -> str:
    """Plain words as markup."""
    return escape(plain, quote=False)


def joined(parts: Iterable[str], between: str = "") -> str:
    """Parts that are not empty, one after another."""
    return between.join(part for part in parts if part)


def wrapped(plain: str, limit: int) -> tuple[str, ...]:
    """Words in lines of at most `limit` characters; a word is never cut, so one long word may stand out."""
    lines: list[str] = []
    for word in plain.split():
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _quoted(value: str | float) -> str:
    return escape(str(value), quote=False).replace('"', "&quot;")
