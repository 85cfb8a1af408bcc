"""What an outsider may write: every kind of message, about himself and in other people's names, with ids he can guess.

What is left out: state updates, which the usual way is assumed to bring from members only (GAP-1), and names given to
the directory, since whoever asks for a name learns that it is taken (GAP-17).
"""

from collections.abc import Iterable, Iterator
from itertools import product

from ..cast import MALLORY, TEA, TEA_NAME, M
from ..messages import (
    Acceptance,
    Asking,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    Envelope,
    FetchPdu,
    Grant,
    Invitation,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    Listing,
    PduAnswer,
    Refusal,
    Told,
    WireMessage,
)
from ..room import Room
from ..terms import DIRECTORY, Entry, JoinMode, Membership, ModeChange, PduId, ServerName, UserId

INVITED = Membership.INVITED.rank


def requests(user: UserId, inside: Iterable[ServerName]) -> Iterator[WireMessage]:
    """What a home server may ask for a user: to join, to knock, to be let in by an invitation that is cited."""
    for epoch in (1, 2):
        yield JoinRequest(TEA, user, epoch)
        yield KnockRequest(TEA, user, epoch)
        yield from (Acceptance(TEA, user, PduId(user, epoch, INVITED, origin)) for origin in (*inside, M))


def questions(others: Iterable[UserId], inside: Iterable[ServerName]) -> Iterator[WireMessage]:
    """State changes that he can guess the id of: other people's, his own."""
    for user, origin in product((*others, MALLORY), inside):
        yield from (FetchPdu(TEA, PduId(user, 1, rank, origin)) for rank in (INVITED, Membership.JOINED.rank))


def claims(others: Iterable[UserId]) -> Iterator[WireMessage]:
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
        yield Acceptance(TEA, MALLORY, PduId(user, 1, INVITED, M))


def alphabet(others: tuple[UserId, ...], inside: tuple[ServerName, ...]) -> tuple[Envelope, ...]:
    """Everything an outsider writes as himself, to each server inside; and his questions to the directory."""
    written = (*requests(MALLORY, inside), *questions(others, inside), *claims(others))
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
    return (Envelope(M, user.server, Invitation(TEA, PduId(user, 1, INVITED, M), MALLORY, (M,))),)
