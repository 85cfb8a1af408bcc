"""The scopes of concealment: a hidden room, people in it who live their lives, and an outsider who asks everything.

What he may write follows from the kinds of message and the types of their fields; `LEFT_OUT` names the kinds that he
does not write, each with the reason, and `BAIT` what is not looked at.
"""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from enum import StrEnum
from itertools import product
from typing import Any, get_args, get_type_hints

from .. import (
    Accept,
    Decline,
    Ending,
    Entry,
    Envelope,
    Give,
    Invitation,
    Invite,
    JoinMode,
    Leave,
    Listing,
    Membership,
    NamePublished,
    PduId,
    Revoke,
    ServerName,
    StateUpdate,
    Told,
    UserId,
    WireMessage,
)
from ..cast import ALICE, BOB, MALLORY, TEA, TEA_NAME, M
from ..room import Room
from ..terms import DIRECTORY, Ender, ModeChange, RoomAlias, RoomId
from .scope import Begin, Scope, gives, with_hidden_room, with_tea_room

LEFT_OUT: dict[type, str] = {
    StateUpdate: "the usual way is assumed to bring updates from members only (GAP-1)",
    NamePublished: "whoever gives a name learns whether it is taken (GAP-17)",
}
"""The kinds of message that the outsider does not write, each with the reason; every other kind he does."""

BAIT = "what follows once a user has accepted or declined an invitation of his own, since that was her doing"
"""What he may bring about and is not looked at beyond it."""


# --- What an outsider may write ---------------------------------------------------------------------------------------


SOME_FOR_ALL = {
    "endings": "one for each way in which rules tell them apart: who may author it, and whether it shows presence",
    "ids of invitations": "he is their author: no rule of the recommended reading asks who wrote one",
    "refusals": "no such room, you are invited, and one of the other words, which no rule tells apart",
    "stays": "the first and the second; a third differs from the second as that from the first",
}
"""Where he writes one of several values because no state of a server tells them apart, each with the reason."""


def not_looked_at() -> tuple[tuple[str, str], ...]:
    """What the searches for a leak leave out, each with its reason: it stands beside every verdict on concealment."""
    kinds = ((f"he writes no {kind.__name__}", why) for kind, why in LEFT_OUT.items())
    some = ((f"{what}: some for all", why) for what, why in SOME_FOR_ALL.items())
    return (*kinds, *some, ("bait is not taken", BAIT))


def _values(hint: Any, users: tuple[UserId, ...]) -> tuple[Any, ...]:
    """Every value of a type that he can think of, one of those that are alike.

    Raises `TypeError` for a type of which nothing is known, so that no kind of message is forgotten.
    """
    lines = {(each.rank, each.ended_by, each.shows_presence): each for each in Membership if each.rank}
    some: dict[Any, tuple[Any, ...]] = {
        RoomId: (TEA,),
        UserId: users,
        int: (1, 2),
        str: ("", "tea"),
        Told: (Told.NO_SUCH_ROOM, Told.ALREADY_INVITED, Told.KNOCK_FIRST),
        RoomAlias | None: (TEA_NAME, None),
        tuple[ServerName, ...]: ((M,),),
        tuple[Listing, ...]: ((), (Listing(TEA_NAME, TEA, (M,)),)),
        Room: (Room(TEA, ModeChange(9, JoinMode.PUBLIC, M), (Entry(MALLORY, 1, Membership.JOINED, M),)),),
        Entry: tuple(Entry(*each, M) for each in product(users, (1, 2), lines.values())),
        PduId: tuple(PduId(*each, Membership.INVITED.rank, M) for each in product(users, (1, 2))),
    }
    if hint in some:
        return some[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return tuple(hint)
    raise TypeError(f"an outsider knows no {hint}: say in scopes/hidden.py what he may write of it")


def letters(kind: type[Any], users: tuple[UserId, ...]) -> Iterator[WireMessage]:
    """Every message of a kind; a field that has a default stays at it, but for the word that is searched for."""
    hints = get_type_hints(kind)
    named = [each for each in fields(kind) if each.default is MISSING or hints[each.name] is str]
    yield from (
        kind(**dict(zip([each.name for each in named], chosen, strict=True)))
        for chosen in product(*(_values(hints[each.name], users) for each in named))
    )


def alphabet(others: tuple[UserId, ...], inside: tuple[ServerName, ...]) -> tuple[Envelope, ...]:
    """Everything he writes, about himself and in other names, to each server inside and to the directory."""
    return tuple(
        Envelope(M, receiver, message)
        for kind in get_args(WireMessage)
        if kind not in LEFT_OUT
        for message in letters(kind, (MALLORY, *others))
        for receiver in ((DIRECTORY,) if kind.is_for_the_directory else inside)
    )


def forgeries(user: UserId, inside: tuple[ServerName, ...]) -> tuple[Envelope, ...]:
    """Everything he writes in the name of a user whose home server is another one (GAP-17)."""
    return tuple(each for each in alphabet((user,), inside) if each.message.user == user and not is_believed(each))


def is_believed(envelope: Envelope) -> bool:
    """Whether a home server that is not in the room believes it of anybody: an invitation, a member's ending (GAP-17).

    It cannot know who may speak for the room. What users count on at rest is not asked where such letters are written.
    """
    message = envelope.message
    return isinstance(message, Invitation) or (
        isinstance(message, Ending) and message.entry.membership.ended_by is Ender.A_MEMBER
    )


# --- The scopes -------------------------------------------------------------------------------------------------------


def hidden(
    name: str,
    sentence: str,
    size: str,
    begin: Begin,
    commands: tuple[Give, ...],
    *inside: UserId,
    believed: bool = True,
) -> Scope:
    """A scope in which mallory's server posts its alphabet, the whole or what is not believed, to their servers."""
    written = alphabet(inside, tuple(user.server for user in inside))
    written = written if believed else tuple(each for each in written if not is_believed(each))
    return Scope(name, sentence, size, begin, commands, outsider=M, alphabet=written, hides=TEA)


HIDDEN_TINY = (
    hidden(
        "a private room and an outsider",
        "alice's room is private; mallory's server asks hers everything it can; she may leave.",
        "tiny",
        with_hidden_room("private", ALICE),
        gives(ALICE, Leave(TEA)),
        ALICE,
    ),
    hidden(
        "an invitation and an outsider",
        "alice invites bob to her room, which takes only the invited; mallory's server asks both of theirs.",
        "tiny",
        with_hidden_room("invite", ALICE, BOB),
        (*gives(ALICE, Invite(TEA, BOB)), *gives(BOB, Accept(TEA))),
        ALICE,
        BOB,
    ),
    hidden(
        "an acceptance under way and a forger",
        "alice invites bob, who says yes, and leaves; mallory's server invites him too, and asks his all it can.",
        "tiny",
        with_hidden_room("invite", ALICE, BOB),
        (*gives(ALICE, Invite(TEA, BOB), Leave(TEA)), *gives(BOB, Accept(TEA))),
        BOB,
    ),
    hidden(
        "a named room, closed, and an outsider",
        "alice's room has a name and was listed while it was public; mallory never looked; now it is private.",
        "tiny",
        with_tea_room("private", ALICE, others=(MALLORY,)),
        gives(ALICE, Leave(TEA)),
        ALICE,
    ),
)

HIDDEN_SMALL = (
    hidden(
        "people come and go, and an outsider",
        "bob is invited, comes and goes, or says no, or is put off; mallory's server asks all the while.",
        "small",
        with_hidden_room("invite", ALICE, BOB),
        (*gives(ALICE, Invite(TEA, BOB), Revoke(TEA, BOB)), *gives(BOB, Accept(TEA), Decline(TEA), Leave(TEA))),
        ALICE,
        BOB,
        believed=False,
    ),
    hidden(
        "a stay that has ended, and a forger",
        "bob is invited and says no, or comes and goes; mallory's server invites him and ends his stays as well.",
        "small",
        with_hidden_room("invite", ALICE, BOB),
        (*gives(ALICE, Invite(TEA, BOB)), *gives(BOB, Accept(TEA), Decline(TEA), Leave(TEA))),
        ALICE,
        BOB,
    ),
)
