"""Where the rules and the table are published, and which numbers a row may cite.

The rules for `m.room.member` are the same in room versions 11 and 12; in 12 their numbers begin with 5, in 11 with 4.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A section of the published specification, at the state in which it was read."""

    section: str
    path: str
    commit: str

    @property
    def link(self) -> str:
        """Where to read it."""
        return f"https://github.com/matrix-org/matrix-spec/blob/{self.commit}/{self.path}"


AUTH_RULES = Source(
    "Room Version 12, Authorization rules, 5", "content/rooms/v12.md", "398b8b334d3527a82b1839fce89a218fb1a609d6"
)
TABLE = Source(
    "Client-Server API, m.room.member",
    "data/event-schemas/schema/m.room.member.yaml",
    "0fe15e17f79cde7d14a92062fe04b9aafbfabf27",
)

NUMBERS = {
    "5.2": 1,
    "5.3": 7,
    "5.3.5": 3,
    "5.4": 5,
    "5.4.1": 8,
    "5.5": 5,
    "5.6": 3,
    "5.7": 4,
}
"""How many rules stand under each number; 5.1 and 5.8 ask for a well-formed event, and here every event is."""

RULES = tuple(
    f"{head}.{n}" for head, count in NUMBERS.items() for n in range(1, count + 1) if f"{head}.{n}" not in NUMBERS
)


def numbered(text: str) -> tuple[str, ...]:
    """The rules in a citation such as "5.3.2 5.3.3", each of them published; what `cited` is for the text of 2014."""
    for number in text.split():
        if number not in RULES:
            raise LookupError(f"room version 12 has no membership rule {number!r}; there are {', '.join(RULES)}")
    return tuple(text.split())
