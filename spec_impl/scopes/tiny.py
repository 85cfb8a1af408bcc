"""Two servers: what each part of the workflow is about, searched in milliseconds."""

from .. import (
    Accept,
    Browse,
    Create,
    Decline,
    Deny,
    Fault,
    Find,
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
from ..cast import TEA, TEA_NAME, USUAL, A, town
from .scope import Scope, gives, with_tea_room

ALICE, CAROL, NEIGHBOUR = USUAL.alice, USUAL.carol, UserId("bob", A)

TINY = (
    Scope(
        "discovery",
        "Alice makes a named room, closes it and leaves; carol looks it up, browses and joins.",
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
        "Alice invites carol to a private room, twice if need be; either may think better of it.",
        "tiny",
        with_tea_room("invite", ALICE, others=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Invite(TEA, CAROL), Revoke(TEA, CAROL)),
            *gives(CAROL, Accept(TEA), Accept(TEA), Decline(TEA), Leave(TEA)),
        ),
    ),
    Scope(
        "an open door",
        "Carol walks into a public room, leaves and comes back; one message may be lost, one repeated.",
        "tiny",
        with_tea_room("public", ALICE, strangers=(CAROL,)),
        gives(CAROL, Join(TEA), Join(TEA), Leave(TEA), Withdraw(TEA)),
        {Fault.LOSS: 1, Fault.REPETITION: 1},
    ),
    Scope(
        "a knock",
        "Carol knocks at a semi-public room; alice lets her in or turns her down; carol may withdraw.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Deny(TEA, CAROL)),
            *gives(CAROL, Join(TEA), Knock(TEA), Knock(TEA), Withdraw(TEA)),
        ),
    ),
    Scope(
        "one knock",
        "Carol knocks once; alice lets her in or turns her down, or carol thinks better of it.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(CAROL,)),
        (*gives(ALICE, Invite(TEA, CAROL), Deny(TEA, CAROL)), *gives(CAROL, Knock(TEA), Withdraw(TEA))),
    ),
    Scope(
        "a closed door",
        "Carol knew the room while it was public; now it is private, and she asks in every way, and invites.",
        "tiny",
        with_tea_room("private", ALICE, strangers=(CAROL,)),
        gives(CAROL, Find(TEA_NAME), Browse(), Join(TEA), Knock(TEA), Invite(TEA, ALICE)),
    ),
    Scope(
        "a neighbour",
        "Bob lives on alice's server, which is in the room: it decides for him without asking another.",
        "tiny",
        with_tea_room("knock", ALICE, strangers=(NEIGHBOUR,)),
        (
            *gives(ALICE, Invite(TEA, NEIGHBOUR), Deny(TEA, NEIGHBOUR), Leave(TEA)),
            *gives(NEIGHBOUR, Knock(TEA), Join(TEA), Accept(TEA), Decline(TEA), Withdraw(TEA), Leave(TEA)),
        ),
    ),
)
