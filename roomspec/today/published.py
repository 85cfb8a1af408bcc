"""The table of membership changes as the client-server specification publishes it, in our own words.

It stands beside the rules and was written apart from them, which is what `compare.py` is about.
"""

from .terms import Membership

NEVER = "must never happen"

_WORDS: dict[Membership, tuple[str, ...]] = {
    Membership.INVITE: ("no change", "joined", "declined, or revoked", "banned", "knocked again"),
    Membership.JOIN: (NEVER, "profile changed", "left, or kicked", "kicked and banned", NEVER),
    Membership.LEAVE: ("invited", "joined", "no change", "banned", "knocked"),
    Membership.BAN: (NEVER, NEVER, "unbanned", "no change", NEVER),
    Membership.KNOCK: ("knock accepted", NEVER, "taken back, or denied", "banned", "no change"),
}

PUBLISHED = {
    (before, after): words for before, line in _WORDS.items() for after, words in zip(Membership, line, strict=True)
}
"""What the table says of each change, from a membership to another."""

KNOWN_AS = {
    (Membership.INVITE, Membership.KNOCK): "matrix-spec#1142, #1710; the rules changed in #1175 and back in #1717",
    (Membership.KNOCK, Membership.JOIN): "matrix-spec#2053, open; MSC4123, closed",
}
"""Where a contradiction has been reported; of one that is missing here we know no report."""
