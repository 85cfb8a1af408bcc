"""Names as people have them, and signs that no name may have: what the tests of names, texts and figures share."""

# ruff: noqa: RUF001 - letters that look like others are what is asked for

from spec_impl import Browse, Create, Invite, JoinMode, Knock, RoomAlias, RoomId, Trace, World

SCRIPTS = (
    "zoë", "zoe\u0308", "josé.maría", "ἀλίκη", "Алиса", "אליס", "عليّ", "اَلی\u200cسا", "अलीषा", "爱丽丝",
    "アリス", "앨리스",
    "👩🏽\u200d🚀", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "❤\ufe0f", "\U000323b0", "ß",
    "<b>&amp;", '"', "'", "\\n", "`x`", "{}", "%s", "]]>", "-->", "名" * 60, "e" + "\u0301" * 40,
)  # fmt: skip
"""Composed and not, from right to left, with joiners, wider than a letter, newer than this Python, and like markup."""

HIDDEN = (
    "\x00", "\t", "\n", "\x1b[31m", "\x7f", "\x85", "\xad", "\u061c", "\u200b", "\u200e", "\u200f", "\u2028", "\u202e",
    "\u2066", "\ufeff", "\ufffe", "\ud83d", "\udc00",
)  # fmt: skip
"""Signs that nobody sees: controls, breaks of lines, marks that turn the direction, halves of signs."""


def tea_of(name: str) -> Trace:
    """Somebody of that name makes a room of that name, listed under it, and lets bob in."""
    town = Trace(World.of({"a.example": [name], "b.example": ["bob"]}))
    room = RoomId(f"!{name}")
    made = town.give(name, Create(room, JoinMode.KNOCK, RoomAlias(f"#{name}"), listed=True)).settle()
    made = made.give("bob", Browse(name)).settle().give("bob", Knock(room)).settle()
    return made.give(name, Invite(room, made.world.user("bob"))).settle()
