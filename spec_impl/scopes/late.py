"""Three servers, one of which hears of something too late: when it has left, or before it came in."""

from .. import Accept, Decline, Deny, Fault, Invite, Join, Knock, Leave, Withdraw
from ..cast import ALICE, BOB, CAROL, DAVE, TEA, B
from .people import COLLEAGUE
from .scope import Scope, gives, with_tea_room

TOO_LATE = (
    # The invitation names only those who were in the room when it was written (INV-11).
    Scope(
        "too short a list",
        "alice invites carol, then bob, who comes in; alice leaves, and bob's server is on nobody's list.",
        "small",
        with_tea_room("invite", ALICE, others=(BOB, CAROL)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Invite(TEA, BOB), Leave(TEA)),
            *gives(BOB, Accept(TEA)),
            *gives(CAROL, Accept(TEA)),
        ),
    ),
    # The server asked comes into the room after it has answered (PUB-5).
    Scope(
        "too late a candidate",
        "carol's list names bob's server alone, which is not in the room yet; alice invites bob; carol may withdraw.",
        "small",
        with_tea_room("public", ALICE, others=(BOB,), strangers=(CAROL,), candidates=(B,)),
        (*gives(ALICE, Invite(TEA, BOB)), *gives(BOB, Accept(TEA)), *gives(CAROL, Join(TEA), Withdraw(TEA))),
    ),
    # The server hears of the withdrawal before it has to do with the room, and of the knock when it has (GAP-6).
    Scope(
        "too late for a knock",
        "carol knocks at bob's server alone, which is not in the room yet, and withdraws; alice invites bob.",
        "small",
        with_tea_room("knock", ALICE, others=(BOB,), strangers=(CAROL,), candidates=(B,)),
        (
            *gives(ALICE, Invite(TEA, BOB), Invite(TEA, CAROL)),
            *gives(BOB, Accept(TEA)),
            *gives(CAROL, Knock(TEA), Withdraw(TEA)),
        ),
    ),
    # Word of an ending reaches a server that has left since, and no other was ever told of (GAP-2, GAP-4).
    Scope(
        "nobody left to tell",
        "alice invites carol, then bob, who comes in; alice leaves; carol declines, and knows of alice's server alone.",
        "small",
        with_tea_room("invite", ALICE, others=(BOB, CAROL)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Invite(TEA, BOB), Leave(TEA)),
            *gives(BOB, Accept(TEA)),
            *gives(CAROL, Decline(TEA)),
        ),
    ),
    # Who ends a stay after his server has left cannot know who has come in meanwhile (GAP-4).
    Scope(
        "come in unheard of",
        "carol comes in and alice leaves; bob, who may not have heard of her, asks dave in and leaves; dave declines.",
        "small",
        with_tea_room("public", ALICE, BOB, strangers=(CAROL,), others=(COLLEAGUE,)),
        (
            *gives(ALICE, Leave(TEA)),
            *gives(BOB, Invite(TEA, COLLEAGUE), Leave(TEA)),
            *gives(CAROL, Join(TEA)),
            *gives(COLLEAGUE, Decline(TEA)),
        ),
    ),
    # The first knock comes after the second was taken back, to a server that has the room by then (GAP-6, GAP-9).
    Scope(
        "taken back twice",
        "carol knocks and withdraws, twice, at bob's server alone, which is not in the room yet; alice invites bob.",
        "small",
        with_tea_room("knock", ALICE, others=(BOB,), strangers=(CAROL,), candidates=(B,)),
        (
            *gives(ALICE, Invite(TEA, BOB)),
            *gives(BOB, Accept(TEA)),
            *gives(CAROL, Knock(TEA), Withdraw(TEA), Knock(TEA), Withdraw(TEA)),
        ),
    ),
    # A server that has given up asking is let in all the same, and was asked itself in between (ACC-5, GAP-15).
    Scope(
        "given up and granted",
        "bob joins and gives up over a cut link; alice lets him in, invites carol and leaves; carol asks bob's server.",
        "small",
        with_tea_room("public", ALICE, strangers=(BOB,), others=(CAROL,)),
        (*gives(ALICE, Invite(TEA, CAROL), Leave(TEA)), *gives(BOB, Join(TEA)), *gives(CAROL, Accept(TEA))),
        {Fault.CUT: 1},
    ),
    # A knock placed at home is answered elsewhere, and home leaves before word of that comes (KNK-3, GAP-4).
    Scope(
        "answered unawares",
        "dave knocks on carol's server, which is in the room, and alice has invited him already; carol leaves.",
        "small",
        with_tea_room("knock", ALICE, CAROL, others=(DAVE,)),
        (*gives(ALICE, Invite(TEA, DAVE)), *gives(CAROL, Leave(TEA)), *gives(DAVE, Knock(TEA))),
    ),
    # What only the home server knows of its user is news to the members once it comes in for another (GAP-18).
    Scope(
        "known at home alone",
        "carol asks bob's server, which was never in the room, and withdraws; dave, at her server, is invited.",
        "small",
        with_tea_room("public", ALICE, others=(BOB, DAVE), strangers=(CAROL,), candidates=(B,)),
        (*gives(ALICE, Invite(TEA, DAVE)), *gives(CAROL, Join(TEA), Withdraw(TEA)), *gives(DAVE, Accept(TEA))),
    ),
    # A denial comes before word that its author is in, and the knocker's home leaves before the rest (GAP-7).
    Scope(
        "denied by a newcomer",
        "carol knocks at her own server, where dave is in and may leave; bob, just invited, comes in and denies her.",
        "small",
        with_tea_room("knock", ALICE, DAVE, others=(BOB, CAROL)),
        (
            *gives(ALICE, Invite(TEA, BOB)),
            *gives(CAROL, Knock(TEA)),
            *gives(BOB, Accept(TEA), Deny(TEA, CAROL)),
            *gives(DAVE, Leave(TEA)),
        ),
    ),
)
