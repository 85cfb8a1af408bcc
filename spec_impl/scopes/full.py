"""The largest scopes: more of everything at once, searched in minutes; `make claims-full` does."""

from dataclasses import replace

from .. import Accept, Deny, Fault, Invite, Join, Knock, Leave, Revoke, Withdraw
from ..cast import ALICE, BOB, CAROL, DAVE_APART, TEA, A, B
from .hidden import hidden
from .renamed import names_reversed
from .scope import Scope, gives, with_hidden_room, with_tea_room
from .small import A_CRASH, A_KNOCK, AN_INVITATION

FULL = (
    replace(
        AN_INVITATION,
        name="an invitation on a bad day",
        size="full",
        faults={Fault.LOSS: 2, Fault.REPETITION: 2},
    ),
    replace(
        names_reversed(A_KNOCK),
        name="a knock on a bad day, names reversed",
        size="full",
        faults={Fault.LOSS: 1, Fault.REPETITION: 1},
    ),
    replace(
        A_CRASH,
        name="a crash and second thoughts",
        sentence="One of three servers goes down and comes up again, once, while carol knocks, is invited, leaves and "
        "withdraws.",
        size="full",
        commands=(*A_CRASH.commands, *gives(CAROL, Withdraw(TEA))),
    ),
    Scope(
        "invited by two, and back again",
        "alice and bob each invite carol and may take it back; bob leaves; she comes, goes, and comes again.",
        "full",
        with_tea_room("invite", ALICE, BOB, others=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Revoke(TEA, CAROL)),
            *gives(BOB, Invite(TEA, CAROL), Revoke(TEA, CAROL), Leave(TEA)),
            *gives(CAROL, Accept(TEA), Accept(TEA), Leave(TEA)),
        ),
    ),
    Scope(
        "everybody at the door",
        "carol knocks, dave joins with a stale list, bob lets in or leaves, alice turns away: four servers at once.",
        "full",
        with_tea_room("knock", ALICE, BOB, strangers=(CAROL, DAVE_APART), candidates=(B, A)),
        (
            *gives(ALICE, Deny(TEA, CAROL)),
            *gives(BOB, Invite(TEA, CAROL), Leave(TEA)),
            *gives(CAROL, Knock(TEA), Withdraw(TEA)),
            *gives(DAVE_APART, Join(TEA)),
        ),
    ),
    hidden(
        "two guests and an outsider",
        "bob is in alice's hidden room and invites carol; he may leave; mallory's server asks all three of theirs.",
        "full",
        with_hidden_room("invite", ALICE, CAROL, guests=(BOB,)),
        (*gives(BOB, Invite(TEA, CAROL), Leave(TEA)), *gives(CAROL, Accept(TEA))),
        ALICE,
        BOB,
        CAROL,
        believed=False,
    ),
)
