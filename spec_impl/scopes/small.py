"""Two servers, then three and four, and one fault at a time: each part of the workflow, and what may go wrong in it."""

from typing import get_args

from .. import (
    Accept,
    Browse,
    Create,
    Decline,
    Deny,
    Fault,
    Find,
    Give,
    Invite,
    Join,
    JoinMode,
    Knock,
    Leave,
    Revoke,
    SetJoinMode,
    UserId,
    Withdraw,
)
from ..cast import ALICE, BOB, CAROL, DAVE, DAVE_APART, MALLORY, TEA, TEA_NAME, A, B, C, D, M, town
from ..cells import example
from ..commands import Command, Giver
from ..messages import Asking, Ending, Envelope
from ..terms import Entry, Membership
from .hidden import forgeries
from .scope import Scope, gives, with_tea_room

NEIGHBOUR = UserId("bob", A)

AMONG_TWO = (
    Scope(
        "discovery",
        "alice makes a named room, closes it and leaves; carol looks it up, browses and joins.",
        "tiny",
        lambda reading: town(ALICE, CAROL, reading=reading),
        (
            *gives(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME, listed=True), Leave(TEA)),
            *gives(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE)),
            *gives(CAROL, Find(TEA_NAME), Browse(), Join(TEA)),
        ),
    ),
    Scope(
        "an invitation",
        "alice invites carol to a private room, twice if need be; either may think better of it.",
        "tiny",
        with_tea_room("invite", ALICE, others=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Invite(TEA, CAROL), Revoke(TEA, CAROL)),
            *gives(CAROL, Accept(TEA), Accept(TEA), Decline(TEA), Leave(TEA)),
        ),
    ),
    Scope(
        "an open door",
        "carol walks into a public room, leaves and comes back; one message may be lost, one repeated.",
        "tiny",
        with_tea_room("public", ALICE, strangers=(CAROL,)),
        gives(CAROL, Join(TEA), Join(TEA), Leave(TEA), Withdraw(TEA)),
        {Fault.LOSS: 1, Fault.REPETITION: 1},
    ),
    Scope(
        "a knock",
        "carol knocks at a semi-public room; alice lets her in or turns her down; carol may withdraw.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Deny(TEA, CAROL)),
            *gives(CAROL, Join(TEA), Knock(TEA), Knock(TEA), Withdraw(TEA)),
        ),
    ),
    Scope(
        "one knock",
        "carol knocks once; alice lets her in or turns her down, or carol thinks better of it.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        (*gives(ALICE, Invite(TEA, CAROL), Deny(TEA, CAROL)), *gives(CAROL, Knock(TEA), Withdraw(TEA))),
    ),
    Scope(
        "a closed door",
        "carol knew the room while it was public; now it is private, and she asks in every way, and invites.",
        "tiny",
        with_tea_room("private", ALICE, strangers=(CAROL,)),
        gives(CAROL, Find(TEA_NAME), Browse(), Join(TEA), Knock(TEA), Invite(TEA, ALICE)),
    ),
    Scope(
        "a door closed on a knock",
        "carol knocks at a semi-public room, which alice makes private; carol knocks again, and asks to join.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        (*gives(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE)), *gives(CAROL, Knock(TEA), Knock(TEA), Join(TEA))),
    ),
    Scope(
        "a neighbour",
        "bob lives on alice's server, which is in the room: it decides for him without asking another.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(NEIGHBOUR,)),
        (
            *gives(ALICE, Invite(TEA, NEIGHBOUR), Invite(TEA, NEIGHBOUR), Deny(TEA, NEIGHBOUR), Leave(TEA)),
            *gives(NEIGHBOUR, Knock(TEA), Knock(TEA), Join(TEA), Accept(TEA), Decline(TEA), Withdraw(TEA), Leave(TEA)),
        ),
    ),
)


AN_INVITATION = Scope(
    "an invitation among three",
    "bob invites carol to alice's private room and may leave or revoke; she accepts or declines.",
    "small",
    with_tea_room("invite", ALICE, BOB, others=(CAROL,)),
    (
        *gives(BOB, Invite(TEA, CAROL), Revoke(TEA, CAROL), Leave(TEA)),
        *gives(CAROL, Accept(TEA), Decline(TEA), Leave(TEA)),
    ),
    {Fault.LOSS: 1, Fault.REPETITION: 1},
)
"""The acceptance may come before the invitation is known there; the inviter's server may be gone by then."""

A_KNOCK = Scope(
    "a knock among three",
    "carol knocks; alice turns her down, bob lets her in, she withdraws: in any order and all at once.",
    "small",
    with_tea_room("knock", ALICE, BOB, strangers=(CAROL,)),
    (
        *gives(ALICE, Deny(TEA, CAROL)),
        *gives(BOB, Invite(TEA, CAROL), Leave(TEA)),
        *gives(CAROL, Knock(TEA), Withdraw(TEA), Knock(TEA)),
    ),
    {Fault.REPETITION: 1},
)
"""Two members may answer the same knock in two ways, while the knocker thinks better of it."""

A_CRASH = Scope(
    "a crash",
    "One of three servers goes down and comes up again, once, while carol knocks, is invited and leaves.",
    "small",
    with_tea_room("knock", ALICE, BOB, strangers=(CAROL,)),
    (*gives(BOB, Invite(TEA, CAROL)), *gives(CAROL, Join(TEA), Knock(TEA), Accept(TEA), Leave(TEA))),
    {Fault.CRASH: 1},
)
"""What is stored is there again; look-ups are not (GAP-15)."""

# --- Whatever can be said, taken from the vocabulary so that a new command is searched by itself ----------------------


def every_command(member: UserId, outsider: UserId) -> tuple[Give, ...]:
    """Every command about carol and !tea once, by whoever can have reason to give it.

    What anybody can give is left out: it is to make a room, and a scope begins with one (GAP-21).
    """
    by = {Giver.A_MEMBER: member, Giver.AN_OUTSIDER: outsider}
    return tuple(Give(by[kind.giver], example(kind)) for kind in get_args(Command) if kind.giver in by)


SAYABLE = every_command(ALICE, CAROL)

WHATEVER_CAN_BE_SAID = (
    Scope(
        "whatever a member can say",
        "alice gives every command that a member can, each once, while carol asks to join her public room and knocks.",
        "small",
        with_tea_room("public", ALICE, strangers=(CAROL,)),
        tuple(give for give in SAYABLE if give.user == ALICE or give.command.asks in (Asking.JOIN, Asking.KNOCK)),
    ),
    Scope(
        "whatever an outsider can say",
        "carol gives every command that somebody outside can, each once, before alice's semi-public room.",
        "small",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        tuple(give for give in SAYABLE if give.user == CAROL),
    ),
)

AMONG_THREE = (
    AN_INVITATION,
    # Two invitations of the same stay are one; that of a later stay is another (ACC-4, GAP-8).
    Scope(
        "invited twice",
        "Both alice and bob invite carol to a private room; she accepts, leaves, and accepts again.",
        "small",
        with_tea_room("invite", ALICE, BOB, others=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Revoke(TEA, CAROL)),
            *gives(BOB, Invite(TEA, CAROL)),
            *gives(CAROL, Accept(TEA), Accept(TEA), Leave(TEA)),
        ),
        {Fault.LOSS: 1},
    ),
    A_KNOCK,
    # The first candidates are not in the room any more, and a request to another may be lost (PUB-4 to PUB-7).
    Scope(
        "a stale list",
        "carol's list names dave's server, which was never in, bob's, who may leave, and alice's; she joins.",
        "small",
        with_tea_room("public", ALICE, BOB, others=(DAVE_APART,), strangers=(CAROL,), candidates=(D, B, A)),
        (*gives(BOB, Leave(TEA)), *gives(CAROL, Join(TEA), Leave(TEA), Join(TEA))),
        {Fault.LOSS: 1, Fault.REPETITION: 1},
    ),
    # Two joins at the same time: neither may swallow the other (TEN-1).
    Scope(
        "two newcomers at once",
        "carol and dave join a public room at the same time; bob, a member, may leave.",
        "small",
        with_tea_room("public", ALICE, BOB, strangers=(CAROL, DAVE_APART), candidates=(A, B)),
        (*gives(CAROL, Join(TEA), Leave(TEA)), *gives(DAVE_APART, Join(TEA)), *gives(BOB, Leave(TEA))),
        {Fault.LOSS: 1},
    ),
    # Two newcomers through two servers: each writes without knowing what the other has written (TEN-1, GAP-18).
    Scope(
        "two hosts at once",
        "alice invites carol and bob invites dave to a private room; both accept at the same time.",
        "small",
        with_tea_room("invite", ALICE, BOB, others=(CAROL, DAVE_APART)),
        (
            *gives(ALICE, Invite(TEA, CAROL)),
            *gives(BOB, Invite(TEA, DAVE_APART)),
            *gives(CAROL, Accept(TEA)),
            *gives(DAVE_APART, Accept(TEA)),
        ),
    ),
    # What was asked for under one mode arrives under another (GAP-12).
    Scope(
        "the mode changes",
        "alice and bob change the mode of a room while carol joins and knocks.",
        "small",
        with_tea_room("public", ALICE, BOB, strangers=(CAROL,)),
        (
            *gives(ALICE, SetJoinMode(TEA, JoinMode.KNOCK), Invite(TEA, CAROL)),
            *gives(BOB, SetJoinMode(TEA, JoinMode.INVITE)),
            *gives(CAROL, Join(TEA), Knock(TEA)),
        ),
    ),
    A_CRASH,
    # Two servers do not hear each other for a while; a request over the link is given up (GAP-15).
    Scope(
        "a cut link",
        "One link is cut and mended, once, while bob invites carol to a private room and she accepts.",
        "small",
        with_tea_room("invite", ALICE, BOB, others=(CAROL,)),
        (*gives(ALICE, Revoke(TEA, CAROL)), *gives(BOB, Invite(TEA, CAROL)), *gives(CAROL, Accept(TEA), Leave(TEA))),
        {Fault.CUT: 1},
    ),
    # A server asks, accepts and ends in the name of somebody else's user (GAP-17).
    Scope(
        "forged requests",
        "mallory's server writes whatever it likes in carol's name, who is invited and may accept.",
        "small",
        with_tea_room("invite", ALICE, BOB, others=(CAROL, MALLORY)),
        (*gives(ALICE, Invite(TEA, CAROL)), *gives(CAROL, Accept(TEA), Leave(TEA))),
        outsider=M,
        alphabet=forgeries(CAROL, (A, B)),
    ),
    # A server with no member revokes and denies what is not its own to end (GAP-17).
    Scope(
        "forged endings",
        "mallory's server revokes carol's invitation, and her server, which is in the room, is the one it tells.",
        "small",
        with_tea_room("invite", ALICE, DAVE, others=(CAROL, MALLORY)),
        (*gives(ALICE, Invite(TEA, CAROL), Leave(TEA)), *gives(CAROL, Accept(TEA))),
        outsider=M,
        alphabet=tuple(
            Envelope(M, C, Ending(TEA, Entry(CAROL, 1, how, M))) for how in (Membership.REVOKED, Membership.DENIED)
        ),
    ),
)
