"""The largest scopes: more of everything at once, searched in minutes; `make claims-full` does."""

from dataclasses import replace

from .. import Accept, Deny, Fault, Invite, Join, Knock, Leave, Revoke, Withdraw
from ..cast import REVERSED, TEA, USUAL
from ..messages import Acceptance
from .hidden import hidden
from .scope import Scope, gives, with_hidden_room, with_tea_room
from .small import a_crash, a_knock, an_invitation

ALICE, BOB, CAROL, DAVE = USUAL.alice, USUAL.bob, USUAL.carol, USUAL.dave_apart


def with_faults(scope: Scope, name: str, **faults: int) -> Scope:
    """A small scope with more faults."""
    return replace(scope, name=name, size="full", faults={Fault[kind]: count for kind, count in faults.items()})


def with_one_proof(scope: Scope) -> Scope:
    """A scope whose outsider cites, at each server, only what that server might have written for a first stay."""
    told = (e for e in scope.alphabet if not isinstance(e.message, Acceptance) or e.message.proof.epoch == 1)
    words = (e for e in told if not isinstance(e.message, Acceptance) or e.message.proof.origin == e.receiver)
    return replace(scope, alphabet=tuple(words))


FULL = (
    with_faults(an_invitation(USUAL), "an invitation on a bad day", LOSS=2, REPETITION=2),
    with_faults(a_knock(REVERSED), "a knock on a bad day, names reversed", LOSS=1, REPETITION=1),
    replace(
        a_crash(USUAL),
        name="a crash and second thoughts",
        sentence="One of three servers goes down and comes up again, once, while carol knocks, is invited, leaves and "
        "withdraws.",
        size="full",
        commands=(*a_crash(USUAL).commands, *gives(CAROL, Withdraw(TEA))),
    ),
    Scope(
        "invited by two, and back again",
        "Alice and bob each invite carol and may take it back; bob leaves; she comes, goes, and comes again.",
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
        "Carol knocks, dave joins with a stale list, bob lets in or leaves, alice turns away: four servers at once.",
        "full",
        with_tea_room("knock", ALICE, BOB, strangers=(CAROL, DAVE), candidates=(BOB.server, ALICE.server)),
        (
            *gives(ALICE, Deny(TEA, CAROL)),
            *gives(BOB, Invite(TEA, CAROL), Leave(TEA)),
            *gives(CAROL, Knock(TEA), Withdraw(TEA)),
            *gives(DAVE, Join(TEA)),
        ),
    ),
    with_one_proof(
        hidden(
            "two guests and an outsider",
            "Bob is in alice's hidden room and invites carol; he may leave; mallory's server asks all three of theirs.",
            "full",
            with_hidden_room("invite", ALICE, CAROL, guests=(BOB,)),
            (*gives(BOB, Invite(TEA, CAROL), Leave(TEA)), *gives(CAROL, Accept(TEA))),
            ALICE,
            BOB,
            CAROL,
        )
    ),
)
