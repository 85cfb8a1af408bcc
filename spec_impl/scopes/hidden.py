"""The scopes of concealment: a hidden room, people in it who live their lives, and an outsider who asks everything."""

from .. import Accept, Decline, Invite, Leave, Revoke, UserId
from ..cast import MALLORY, TEA, USUAL, M
from .alphabet import alphabet
from .scope import Begin, Scope, gives, with_hidden_room, with_tea_room

ALICE, BOB, CAROL = USUAL.alice, USUAL.bob, USUAL.carol


def hidden(name: str, sentence: str, size: str, begin: Begin, commands: tuple[object, ...], *inside: UserId) -> Scope:
    """A scope in which mallory's server posts its whole alphabet to these people's servers."""
    servers = tuple(user.server for user in inside)
    written = alphabet(inside, servers)
    return Scope(name, sentence, size, begin, commands, outsider=M, alphabet=written, hides=TEA)  # type: ignore[arg-type]


HIDDEN_TINY = (
    hidden(
        "a private room and an outsider",
        "Alice's room is private; mallory's server asks hers everything it can; she may leave.",
        "tiny",
        with_hidden_room("private", ALICE),
        gives(ALICE, Leave(TEA)),
        ALICE,
    ),
    hidden(
        "an invitation and an outsider",
        "Alice invites bob to her room, which takes only the invited; mallory's server asks both of theirs.",
        "tiny",
        with_hidden_room("invite", ALICE, BOB),
        (*gives(ALICE, Invite(TEA, BOB)), *gives(BOB, Accept(TEA))),
        ALICE,
        BOB,
    ),
    hidden(
        "a named room, closed, and an outsider",
        "Alice's room has a name and was listed while it was public; mallory never looked; now it is private.",
        "tiny",
        with_tea_room("private", ALICE, others=(MALLORY,)),
        gives(ALICE, Leave(TEA)),
        ALICE,
    ),
)

HIDDEN_SMALL = (
    hidden(
        "people come and go, and an outsider",
        "Bob is invited, comes and goes, or says no, or is put off; mallory's server asks all the while.",
        "small",
        with_hidden_room("invite", ALICE, BOB),
        (
            *gives(ALICE, Invite(TEA, BOB), Revoke(TEA, BOB)),
            *gives(BOB, Accept(TEA), Decline(TEA), Leave(TEA)),
        ),
        ALICE,
        BOB,
    ),
)
