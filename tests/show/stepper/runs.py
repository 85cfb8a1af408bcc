"""The runs that the stepper's tests drive. Nothing here asserts."""

from spec_impl import Accept, Allowed, Fault, Give, Invitation, Invite, Leave, Trace
from spec_impl.cast import ALICE, BOB, CAROL, TEA, tea_room

COMMANDS = (Give(ALICE, Invite(TEA, CAROL)), Give(CAROL, Accept(TEA)), Give(BOB, Leave(TEA)))
SCOPE = Allowed(COMMANDS, tuple(Fault))


def hidden_room() -> Trace:
    """Alice and bob in a room that only the invited may enter, and nothing on its way."""
    return Trace(tea_room("invite", BOB).world)


def invited_but_not_everywhere() -> Trace:
    """Carol has her invitation; bob's server has not heard of it."""
    return hidden_room().give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
