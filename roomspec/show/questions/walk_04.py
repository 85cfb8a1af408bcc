"""Facts that the questions of walk 04 are about: a knock, a no, and a memory."""

from dataclasses import replace

from spec_impl import COMPLETED, Accept, Deny, Invite, Knock, KnockRequest, Reading, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, A, B, C, tea_room, town

from .facts import Facts, held, kind_of_sent, shown_to, told_apart

FOREVER = replace(COMPLETED, name="FOREVER", knock_memory="forever")
MALLORY_KNOCKS = KnockRequest(TEA, MALLORY, 1)
ASKS_HER = replace(COMPLETED, name="ASKS_HER", automatic_acceptance="off")


def carol_knocked(reading: Reading = COMPLETED) -> Trace:
    """Carol has knocked, and every member knows."""
    semi = tea_room("knock", BOB, finders=(CAROL,), candidates=(A, B))
    return semi.under(reading).give(CAROL, Knock(TEA)).settle()


def answered(reading: Reading = COMPLETED) -> Trace:
    """Bob has invited the one who knocked, and all has arrived."""
    return carol_knocked(reading).give(BOB, Invite(TEA, CAROL)).settle()


def invited_later(reading: Reading = COMPLETED) -> Trace:
    """Alice has said no; later bob invites carol, and all has arrived."""
    denied = carol_knocked(reading).give(ALICE, Deny(TEA, CAROL)).settle()
    return denied.give(BOB, Invite(TEA, CAROL)).settle()


def told_from_a_yes_of_hers() -> bool:
    """Whether alice sees anything else where carol is asked and says yes."""
    said_herself = answered(ASKS_HER).give(CAROL, Accept(TEA)).settle()
    return shown_to(answered(), ALICE) != shown_to(said_herself, ALICE)


def notes(run: Trace) -> tuple[str, ...]:
    """The servers that keep a note of a knock."""
    return tuple(home.name for home in run.world.servers if home.knocks)


WALK_04: Facts = {
    "04.away": lambda: held(answered(), C, CAROL),
    "04.turned-down": lambda: held(invited_later(), C, CAROL),
    "04.end.learns": lambda: [user.name for user in (ALICE, BOB) if "KnockSeen" in shown_to(carol_knocked(), user)],
    "04.end.note": lambda: notes(carol_knocked()),
    "04.end.answer": lambda: kind_of_sent(carol_knocked().give(BOB, Invite(TEA, CAROL))),
    "04.end.yes": lambda: held(answered(), C, CAROL),
    "04.end.present": lambda: "marked" if told_from_a_yes_of_hers() else "the same",
    "04.end.asked": lambda: held(answered(ASKS_HER), C, CAROL),
    "04.end.denied": lambda: notes(carol_knocked().give(ALICE, Deny(TEA, CAROL)).settle()),
    "04.end.forever": lambda: held(invited_later(FOREVER), C, CAROL),
    "04.end.door": lambda: "her knock is taken" if told_apart(carol_knocked(), town(), MALLORY_KNOCKS) else "never",
    "04.end.crash": lambda: held(carol_knocked().crash(C).give(BOB, Invite(TEA, CAROL)).settle(), C, CAROL),
}
