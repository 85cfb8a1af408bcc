"""Words of a stranger as Markdown and as Mermaid: they can be read, and do nothing."""

import re

WORD_JOINER = "\u2060"
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_PUNCTUATION = re.compile(r"([\\`*_\[\]|~$!])")
_MERMAID = {
    "#": "#35;",
    ";": "#59;",
    "<": "#lt;",
    ">": "#gt;",
    '"': "#quot;",
    "`": "#96;",
    "%": "#37;",
    "\\": "#92;",
    "@": "#64;",
}


def plain(words: str) -> str:
    """Words as Markdown text: no markup, no HTML, no link, no mention of anybody, no reference to an issue."""
    visible = _visible(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _PUNCTUATION.sub(r"\\\1", visible)
    for sign in ("@", "#", "://", "www"):
        escaped = escaped.replace(sign, f"{sign[0]}{WORD_JOINER}{sign[1:]}")
    return escaped


def label(words: str) -> str:
    """Words as a label in a Mermaid diagram, where `#` and `;` would end it."""
    return "".join(_MERMAID.get(sign, sign) for sign in _visible(words))


def _visible(words: str) -> str:
    """On one line, without signs that cannot be seen or that turn the direction of others."""
    return " ".join(_UNSEEN.sub(" ", words).split())
