"""The scopes of concealment: a hidden room, people in it who live their lives, and an outsider who asks everything.

What he may write is every kind of message, about himself and in other people's names, with ids he can guess. What is
left out: state updates, which the usual way is assumed to bring from members only (GAP-1), and names given to the
directory, since whoever asks for a name learns that it is taken (GAP-17).
"""

from collections.abc import Iterable, Iterator
from itertools import product

from .. import (
    Accept,
    Acceptance,
    Decline,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    Entry,
    Envelope,
    FetchPdu,
    Give,
    Grant,
    Invitation,
    Invite,
    JoinMode,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    Leave,
    Listing,
    Membership,
    PduAnswer,
    PduId,
    Refusal,
    Revoke,
    ServerName,
    Told,
    UserId,
    WireMessage,
)
from ..cast import ALICE, BOB, MALLORY, TEA, TEA_NAME, M
from ..messages import Asking
from ..room import Room
from ..terms import DIRECTORY, ModeChange
from .scope import Begin, Scope, gives, with_hidden_room, with_tea_room

AS_INVITED = Membership.INVITED.rank


# --- What an outsider may write ---------------------------------------------------------------------------------------


def requests(user: UserId, inside: Iterable[ServerName]) -> Iterator[WireMessage]:
    """What a home server may ask for a user: to join, to knock, to be let in by an invitation that is cited."""
    for epoch in (1, 2):
        yield JoinRequest(TEA, user, epoch)
        yield KnockRequest(TEA, user, epoch)
        yield from (Acceptance(TEA, user, PduId(user, epoch, AS_INVITED, origin)) for origin in (*inside, M))


def questions(others: Iterable[UserId], inside: Iterable[ServerName]) -> Iterator[WireMessage]:
    """State changes that he can guess the id of: other people's, his own."""
    for user, origin in product((*others, MALLORY), inside):
        yield from (FetchPdu(TEA, PduId(user, 1, rank, origin)) for rank in (AS_INVITED, Membership.JOINED.rank))


def unasked(others: Iterable[UserId]) -> Iterator[WireMessage]:
    """Answers that nobody asked for, updates and endings that are not his to write."""
    joined = Entry(MALLORY, 1, Membership.JOINED, M)
    yield Grant(joined, Room(TEA, ModeChange(9, JoinMode.PUBLIC, M), (joined,)))
    yield KnockPlaced(TEA, Entry(MALLORY, 1, Membership.KNOCKED, M))
    yield PduAnswer(TEA, Entry(MALLORY, 1, Membership.INVITED, M))
    yield Ending(TEA, Entry(MALLORY, 1, Membership.WITHDRAWN, M))
    yield DirectoryAnswer(MALLORY, (Listing(TEA_NAME, TEA, (M,)),))
    for user in others:
        yield Refusal(TEA, user, Asking.ACCEPTANCE, 1, Told.NOT_INVITED)
        yield Ending(TEA, Entry(user, 1, Membership.LEFT, M))
        yield Acceptance(TEA, MALLORY, PduId(user, 1, AS_INVITED, M))


def alphabet(others: tuple[UserId, ...], inside: tuple[ServerName, ...]) -> tuple[Envelope, ...]:
    """Everything an outsider writes as himself, to each server inside; and his questions to the directory."""
    written = (*requests(MALLORY, inside), *questions(others, inside), *unasked(others))
    asked = (DirectoryQuery(MALLORY, TEA_NAME), DirectoryQuery(MALLORY, None), DirectoryQuery(MALLORY, None, "tea"))
    to_servers = tuple(Envelope(M, server, message) for server, message in product(inside, written))
    return (*to_servers, *(Envelope(M, DIRECTORY, message) for message in asked))


def forgeries(user: UserId, inside: tuple[ServerName, ...]) -> tuple[Envelope, ...]:
    """Everything he writes in the name of a user whose home server is another one (GAP-17)."""
    others = (
        *requests(user, inside),
        *(Ending(TEA, Entry(user, 1, how, M)) for how in (Membership.LEFT, Membership.WITHDRAWN, Membership.DECLINED)),
        PduAnswer(TEA, Entry(user, 1, Membership.INVITED, M)),
    )
    return tuple(Envelope(M, server, message) for server, message in product(inside, others))


def bait(user: UserId) -> tuple[Envelope, ...]:
    """An invitation of his own to a room that he only guesses, to somebody who may be in it."""
    return (Envelope(M, user.server, Invitation(TEA, PduId(user, 1, AS_INVITED, M), MALLORY, (M,))),)


# --- The scopes -------------------------------------------------------------------------------------------------------


def hidden(name: str, sentence: str, size: str, begin: Begin, commands: tuple[Give, ...], *inside: UserId) -> Scope:
    """A scope in which mallory's server posts its whole alphabet to these people's servers."""
    written = alphabet(inside, tuple(user.server for user in inside))
    return Scope(name, sentence, size, begin, commands, outsider=M, alphabet=written, hides=TEA)


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
        (*gives(ALICE, Invite(TEA, BOB), Revoke(TEA, BOB)), *gives(BOB, Accept(TEA), Decline(TEA), Leave(TEA))),
        ALICE,
        BOB,
    ),
)
