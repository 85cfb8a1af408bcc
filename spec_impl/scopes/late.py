"""Three servers, one of which hears of something too late: when it has left, or before it came in."""

from .. import Accept, Decline, Deny, Fault, Invite, Join, Knock, Leave, Withdraw
from ..cast import TEA, Cast
from .scope import Scope, gives, with_tea_room


def too_short_a_list(who: Cast, suffix: str = "") -> Scope:
    """The invitation names only those who were in the room when it was written (INV-11)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"too short a list{suffix}",
        "Alice invites carol, then bob, who comes in; alice leaves, and bob's server is on nobody's list.",
        "small",
        with_tea_room("invite", alice, others=(bob, carol)),
        (
            *gives(alice, Invite(TEA, carol), Invite(TEA, bob), Leave(TEA)),
            *gives(bob, Accept(TEA)),
            *gives(carol, Accept(TEA)),
        ),
    )


def too_late_a_candidate(who: Cast, suffix: str = "") -> Scope:
    """The server asked comes into the room after it has answered (PUB-5)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"too late a candidate{suffix}",
        "Carol's list names bob's server alone, which is not in the room yet; alice invites bob; carol may withdraw.",
        "small",
        with_tea_room("public", alice, others=(bob,), strangers=(carol,), candidates=(bob.server,)),
        (*gives(alice, Invite(TEA, bob)), *gives(bob, Accept(TEA)), *gives(carol, Join(TEA), Withdraw(TEA))),
    )


def too_late_for_a_knock(who: Cast, suffix: str = "") -> Scope:
    """The server hears of the withdrawal before it has to do with the room, and of the knock when it has (GAP-6)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"too late for a knock{suffix}",
        "Carol knocks at bob's server alone, which is not in the room yet, and withdraws; alice invites bob.",
        "small",
        with_tea_room("knock", alice, others=(bob,), strangers=(carol,), candidates=(bob.server,)),
        (
            *gives(alice, Invite(TEA, bob), Invite(TEA, carol)),
            *gives(bob, Accept(TEA)),
            *gives(carol, Knock(TEA), Withdraw(TEA)),
        ),
    )


def nobody_left_to_tell(who: Cast, suffix: str = "") -> Scope:
    """Word of an ending reaches a server that has left since, and no other was ever told of (GAP-2, GAP-4)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"nobody left to tell{suffix}",
        "Alice invites carol, then bob, who comes in; alice leaves; carol declines, and knows of alice's server alone.",
        "small",
        with_tea_room("invite", alice, others=(bob, carol)),
        (
            *gives(alice, Invite(TEA, carol), Invite(TEA, bob), Leave(TEA)),
            *gives(bob, Accept(TEA)),
            *gives(carol, Decline(TEA)),
        ),
    )


def taken_back_twice(who: Cast, suffix: str = "") -> Scope:
    """The first knock comes after the second was taken back, to a server that has the room by then (GAP-6, GAP-9)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"taken back twice{suffix}",
        "Carol knocks and withdraws, twice, at bob's server alone, which is not in the room yet; alice invites bob.",
        "small",
        with_tea_room("knock", alice, others=(bob,), strangers=(carol,), candidates=(bob.server,)),
        (
            *gives(alice, Invite(TEA, bob)),
            *gives(bob, Accept(TEA)),
            *gives(carol, Knock(TEA), Withdraw(TEA), Knock(TEA), Withdraw(TEA)),
        ),
    )


def given_up_and_granted(who: Cast, suffix: str = "") -> Scope:
    """A server that has given up asking is let in all the same, and was asked itself in between (ACC-5, GAP-15)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"given up and granted{suffix}",
        "Bob joins and gives up over a cut link; alice lets him in, invites carol and leaves; carol asks bob's server.",
        "small",
        with_tea_room("public", alice, strangers=(bob,), others=(carol,)),
        (*gives(alice, Invite(TEA, carol), Leave(TEA)), *gives(bob, Join(TEA)), *gives(carol, Accept(TEA))),
        {Fault.CUT: 1},
    )


def answered_unawares(who: Cast, suffix: str = "") -> Scope:
    """A knock placed at home is answered elsewhere, and home leaves before word of that comes (KNK-3, GAP-4)."""
    alice, carol, dave = who.alice, who.carol, who.dave
    return Scope(
        f"answered unawares{suffix}",
        "Dave knocks on carol's server, which is in the room, and alice has invited him already; carol leaves.",
        "small",
        with_tea_room("knock", alice, carol, others=(dave,)),
        (*gives(alice, Invite(TEA, dave)), *gives(carol, Leave(TEA)), *gives(dave, Knock(TEA))),
    )


def known_at_home_alone(who: Cast, suffix: str = "") -> Scope:
    """What only the home server knows of its user is news to the members once it comes in for another (GAP-18)."""
    alice, bob, carol, dave = who.alice, who.bob, who.carol, who.dave
    return Scope(
        f"known at home alone{suffix}",
        "Carol asks bob's server, which was never in the room, and withdraws; dave, at her server, is invited.",
        "small",
        with_tea_room("public", alice, others=(bob, dave), strangers=(carol,), candidates=(bob.server,)),
        (*gives(alice, Invite(TEA, dave)), *gives(carol, Join(TEA), Withdraw(TEA)), *gives(dave, Accept(TEA))),
    )


def denied_by_a_newcomer(who: Cast, suffix: str = "") -> Scope:
    """A denial comes before word that its author is in, and the knocker's home leaves before the rest (GAP-7)."""
    alice, bob, carol, dave = who.alice, who.bob, who.carol, who.dave
    return Scope(
        f"denied by a newcomer{suffix}",
        "Carol knocks at her own server, where dave is in and may leave; bob, just invited, comes in and denies her.",
        "small",
        with_tea_room("knock", alice, dave, others=(bob, carol)),
        (
            *gives(alice, Invite(TEA, bob)),
            *gives(carol, Knock(TEA)),
            *gives(bob, Accept(TEA), Deny(TEA, carol)),
            *gives(dave, Leave(TEA)),
        ),
    )


WORKFLOWS = (
    too_short_a_list,
    too_late_a_candidate,
    too_late_for_a_knock,
    nobody_left_to_tell,
    taken_back_twice,
    given_up_and_granted,
    answered_unawares,
    known_at_home_alone,
    denied_by_a_newcomer,
)
