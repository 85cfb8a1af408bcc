"""Facts that the questions of walk 06 are about: what a search says, what it does not, and a secret that is kept."""

from dataclasses import replace
from functools import cache

from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, M, knowing, tea_room, town, unnamed_room
from spec_impl.claims import named
from spec_impl.commands import Accept, Decline, Invite, Join, Leave, Revoke, Withdraw
from spec_impl.messages import JoinRequest
from spec_impl.scopes import SCOPES, Scope, gives, with_tea_room

from ...search import Findings, Limits, balance, because, check, standings
from ..checked import fate
from . import walk_03, walk_05
from .facts import Facts, told_apart

FIVE = (*gives(ALICE, Invite(TEA, CAROL), Revoke(TEA, CAROL)), *gives(CAROL, Accept(TEA), Decline(TEA), Leave(TEA)))
OF_FIVE = Scope("five", "Five commands.", "tiny", with_tea_room("invite", ALICE, others=(CAROL,)), FIVE)
NOBODY_IS_LOST, LETS_IN = named("no-join-is-lost"), named("an-acceptance-lets-the-invitee-in")


@cache
def stopped_early() -> Findings:
    """A search for what a single list of members does, stopped early: some runs are found, and others may be there."""
    single = replace(COMPLETED, name="SINGLE", member_register="single")
    return check(SCOPES["two newcomers at once"], single, limits=Limits(states=300))


def one_run_each() -> tuple[str, str]:
    """What became of an always with a run against it, and of a sometimes with a run that shows it."""
    shown = check(OF_FIVE, claims=[LETS_IN])
    return fate(NOBODY_IS_LOST, [stopped_early()])[1], fate(LETS_IN, [shown])[1]


def let_in_at_its_word() -> str:
    """Whether anybody is ever let in by an acceptance, the text taken at its word."""
    run = check(SCOPES["an invitation"], LITERAL_2014, [LETS_IN]).run(LETS_IN)
    return "nobody" if run is None else "carol"


def while_news_travels() -> str:
    """How the claim that servers agree stands, while one of them has let carol in and no other has heard."""
    (found,) = standings(walk_03.one_has_decided(), (named("servers-in-a-room-agree"),))
    return found.status


def broken_and_not() -> tuple[str, bool]:
    """What the stopped search says of a claim that it broke; and whether of another it says how far it went."""
    other = named("nobody-enters-uninvited")
    return fate(NOBODY_IS_LOST, [stopped_early()])[1], "as far as searched" in fate(other, [stopped_early()])[2]


def last_of_the_reasons() -> str:
    """What arrived in the last step of the first counterexample."""
    return type(because(stopped_early().trace(NOBODY_IS_LOST))[-1].step.judged.message).__name__  # type: ignore[union-attr]


def told_by_its_own_books() -> bool:
    """Whether a.example, when carol's request arrives, holds anything else where she has taken it back."""
    wants = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA))
    return wants.world.server(A) != wants.give(CAROL, Withdraw(TEA)).world.server(A)


def books(reading: Reading, message: object) -> str:
    """How the books stand after one message of mallory's."""
    return balance(walk_05.room(reading=reading).post(M, A, message).settle(), TEA, M)  # type: ignore[arg-type]


def answers_change() -> bool:
    """Whether a server without the room answers otherwise after she has asked it all kinds of things."""
    asked = town()
    for message in (walk_05.HER_KNOCK, walk_05.GUESS, walk_05.CHANGE):
        asked = asked.post(M, A, message).settle()
    return told_apart(asked, town(), walk_05.HER_JOIN)


def later_is_the_same() -> bool:
    """Whether the books are the same however many steps the answer to her takes."""
    asked = unnamed_room("invite", BOB).post(M, A, JoinRequest(TEA, walk_05.HER_JOIN.user, 1))
    slow = asked.give(ALICE, Invite(TEA, CAROL)).settle()
    return balance(asked.settle(), TEA, M) == balance(slow, TEA, M)


WALK_06: Facts = {
    "06.end.worlds": lambda: "fewer" if check(OF_FIVE).exploration.states < 100 else "more",
    "06.end.one": one_run_each,
    "06.end.vacuous": let_in_at_its_word,
    "06.end.quiet": while_news_travels,
    "06.end.stopped": broken_and_not,
    "06.end.blame": last_of_the_reasons,
    "06.end.promise": told_by_its_own_books,
    "06.end.books": lambda: [books(walk_05.JOIN_ONLY, walk_05.CHANGE), books(walk_05.QUEUE, walk_05.GUESS)],
    "06.end.dull": answers_change,
    "06.end.time": later_is_the_same,
}
