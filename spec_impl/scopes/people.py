"""What people count on, searched where it is hard to keep: a colleague inside, a stale list, a link that is cut."""

from .. import (
    Accept,
    Create,
    Decline,
    Deny,
    Fault,
    Invite,
    Join,
    JoinMode,
    Knock,
    Leave,
    Reading,
    Revoke,
    SetJoinMode,
    Trace,
    UserId,
    Withdraw,
)
from ..cast import ALICE, BOB, CAROL, LOUNGE, MALLORY, TEA, B, inviting, tea_room, town, unnamed_room
from .hidden import hidden
from .scope import Scope, gives, with_hidden_room, with_tea_room
from .small import NEIGHBOUR

COLLEAGUE = UserId("dave", B)
"""Dave shares bob's server."""


def _too_early_for_bob(reading: Reading) -> Trace:
    """Carol holds an invitation whose only server is alice's; bob, who came later, is in."""
    trace = tea_room("invite", host=ALICE, others=(BOB, CAROL), reading=reading)
    return inviting(inviting(trace, CAROL), BOB).give(BOB, Accept(TEA)).settle()


def _two_rooms(reading: Reading) -> Trace:
    """Alice's tea room is hidden; mallory is invited to her other room, as carol is."""
    trace = unnamed_room("invite", host=ALICE, others=(CAROL, MALLORY), reading=reading)
    trace = trace.give(ALICE, Create(LOUNGE, JoinMode.INVITE))
    for guest in (CAROL, MALLORY):
        trace = trace.give(ALICE, Invite(LOUNGE, guest)).settle()
    return trace


PEOPLE_TINY = (
    Scope(
        "a neighbour of a hidden room",
        "bob lives on alice's server, and knows nothing of her private room; he says whatever one can say of it.",
        "tiny",
        with_hidden_room("private", ALICE, NEIGHBOUR),
        (
            *gives(NEIGHBOUR, Join(TEA), Knock(TEA), Accept(TEA), Decline(TEA), Withdraw(TEA), Leave(TEA)),
            *gives(NEIGHBOUR, Invite(TEA, ALICE), Revoke(TEA, ALICE), Deny(TEA, ALICE)),
            *gives(NEIGHBOUR, SetJoinMode(TEA, JoinMode.PUBLIC), Create(TEA, JoinMode.PUBLIC)),
            *gives(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE)),
        ),
    ),
    Scope(
        "a list gone stale",
        "carol's invitation names a server that has left; she accepts, and bob, a member, invites her again.",
        "tiny",
        lambda reading: _too_early_for_bob(reading).give(ALICE, Leave(TEA)).settle(),
        (*gives(BOB, Invite(TEA, CAROL)), *gives(CAROL, Accept(TEA), Accept(TEA), Decline(TEA))),
        {Fault.LOSS: 1},
    ),
    Scope(
        "a server named meanwhile",
        "carol says yes; alice invites her once more, through bob's server too, and leaves.",
        "tiny",
        _too_early_for_bob,
        (*gives(ALICE, Invite(TEA, CAROL), Leave(TEA)), *gives(CAROL, Accept(TEA))),
        {Fault.LOSS: 1},
    ),
    Scope(
        "given up and taken back",
        "carol joins over a link that is cut and mended, once; her server gives up, and she thinks better of it.",
        "tiny",
        with_tea_room("public", ALICE, strangers=(CAROL,)),
        gives(CAROL, Join(TEA), Withdraw(TEA)),
        {Fault.CUT: 1},
    ),
    Scope(
        "a knock over a cut link",
        "carol knocks over a link that is cut and mended, once; alice invites her, and she may withdraw.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        (*gives(ALICE, Invite(TEA, CAROL)), *gives(CAROL, Knock(TEA), Withdraw(TEA))),
        {Fault.CUT: 1},
    ),
    Scope(
        "two rooms",
        "carol is invited to alice's other room; she says yes to it, and asks for the tea room too.",
        "tiny",
        _two_rooms,
        (*gives(CAROL, Accept(LOUNGE), Join(TEA), Knock(TEA)), *gives(ALICE, Invite(TEA, CAROL))),
    ),
    hidden(
        "two rooms, one hidden, and an outsider",
        "mallory is invited to alice's other room, and her server cites that invitation wherever it can.",
        "tiny",
        _two_rooms,
        gives(ALICE, Leave(TEA)),
        ALICE,
    ),
)

PEOPLE_SMALL = (
    Scope(
        "a colleague inside",
        "bob knocks; dave, of the same server, is in the room and may leave; alice invites bob or turns him down.",
        "small",
        lambda reading: tea_room("knock", COLLEAGUE, finders=(BOB,), host=ALICE, others=(), reading=reading),
        (
            *gives(ALICE, Invite(TEA, BOB), Deny(TEA, BOB)),
            *gives(BOB, Knock(TEA), Withdraw(TEA), Accept(TEA), Decline(TEA)),
            *gives(COLLEAGUE, Leave(TEA)),
        ),
    ),
    Scope(
        "two answers to one knock",
        "carol knocks; alice invites her while bob turns her down; she withdraws, or knocks again.",
        "small",
        with_tea_room("knock", ALICE, BOB, strangers=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL)),
            *gives(BOB, Deny(TEA, CAROL)),
            *gives(CAROL, Knock(TEA), Withdraw(TEA), Knock(TEA)),
        ),
    ),
    Scope(
        "an id already used",
        "alice and bob make rooms, bob of an id that alice has used; carol finds what there is to find.",
        "small",
        lambda reading: town(ALICE, BOB, reading=reading),
        (
            *gives(ALICE, Create(TEA, JoinMode.PRIVATE), Invite(TEA, BOB), Leave(TEA)),
            *gives(BOB, Create(TEA, JoinMode.PUBLIC), Create(LOUNGE, JoinMode.PUBLIC), Accept(TEA), Leave(LOUNGE)),
        ),
    ),
)
