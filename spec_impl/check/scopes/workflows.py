"""The scopes of the workflow: what each part of the text is about, on two servers and on three, and with faults."""

from ...model import (
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
from ...model.messages import Command
from ..scope import Scope
from .setting import REVERSED, TEA, TEA_NAME, USUAL, A, B, C, Cast, D, cast, directing_to, having_found, tea_room, town


def gives(user: UserId, *commands: Command) -> tuple[Give, ...]:
    """The same user gives these commands, each once, in any order."""
    return tuple(Give(user, command) for command in commands)


def tiny(who: Cast) -> tuple[Scope, ...]:
    """Two servers, no fault: done in milliseconds."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return (
        Scope(
            "discovery",
            "alice makes a named room; carol looks it up, browses, and joins.",
            "tiny",
            lambda reading: town(reading, alice, carol),
            gives(alice, Create(TEA, JoinMode.PUBLIC, TEA_NAME, listed=True), Leave(TEA))
            + gives(carol, Find(TEA_NAME), Browse(), Join(TEA)),
        ),
        Scope(
            "an invitation",
            "alice invites carol to a private room, twice if need be; either may think better of it.",
            "tiny",
            tea_room("invite", alice, strangers=(carol,)),
            gives(alice, Invite(TEA, carol), Invite(TEA, carol), Revoke(TEA, carol))
            + gives(carol, Accept(TEA), Accept(TEA), Decline(TEA), Leave(TEA)),
        ),
        Scope(
            "an open door",
            "carol walks into a public room, leaves and comes back; a message may be lost, another repeated.",
            "tiny",
            tea_room("public", alice, strangers=(carol,)),
            gives(carol, Join(TEA), Join(TEA), Leave(TEA), Withdraw(TEA)),
            {Fault.LOSS: 1, Fault.REPETITION: 1},
        ),
        Scope(
            "a knock",
            "carol knocks at a semi-public room; alice lets her in or turns her down; carol may withdraw.",
            "tiny",
            tea_room("knock", alice, strangers=(carol,)),
            gives(alice, Invite(TEA, carol), Deny(TEA, carol))
            + gives(carol, Join(TEA), Knock(TEA), Knock(TEA), Withdraw(TEA), Leave(TEA)),
        ),
        Scope(
            "a closed door",
            "carol knew the room while it was public; now it is private, and she asks in every way.",
            "tiny",
            tea_room("private", alice, strangers=(carol,)),
            gives(carol, Find(TEA_NAME), Browse(), Join(TEA), Knock(TEA)),
        ),
        Scope(
            "a neighbour",
            "bob, whose server is in the room, is invited, declines, knocks and leaves without asking another server.",
            "tiny",
            lambda reading: tea_room("knock", alice)(reading),
            gives(alice, Invite(TEA, bob_at(alice)), Deny(TEA, bob_at(alice))),
        )
        if False
        else _home_is_inside(alice, bob),
    )


def _home_is_inside(alice: UserId, bob: UserId) -> Scope:
    """A second user of the host's own server."""
    neighbour = UserId(bob.name, alice.server)
    return Scope(
        "a neighbour",
        "bob lives on alice's server, which is in the room: it decides for him without asking another.",
        "tiny",
        tea_room("knock", alice, strangers=(neighbour,)),
        gives(alice, Invite(TEA, neighbour), Deny(TEA, neighbour), Leave(TEA))
        + gives(neighbour, Knock(TEA), Join(TEA), Accept(TEA), Decline(TEA), Withdraw(TEA), Leave(TEA)),
    )
