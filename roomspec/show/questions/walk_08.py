"""Facts that the questions of the playground are about: what a stepper does, and what a check says."""

from dataclasses import replace

from spec_impl import COMPLETED, Invite, Trace
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, M, tea_room, town

from ..exercises import catalogue
from ..exercises.leak import DOORS, SpotTheLeak
from ..stepper.session import Session
from ..stepper.sharing import opened, shared
from .facts import Facts, hears
from .walk_05 import GUESS, QUEUE, room


def news_on_its_way() -> Session:
    """The beginning of the page's second run: carol's invitation and the news of it are on their way."""
    return Session.of(Trace(tea_room("invite", BOB).world).give(ALICE, Invite(TEA, CAROL)))


def which_arrives(session: Session) -> str:
    """Which of what is on its way *Next* lets arrive."""
    return ("the first", "the second")[session.arrivals.index(session.next().run.last.action)]


def after_another_way() -> bool:
    """Whether what was undone can still be done again after something else."""
    undone = news_on_its_way().next().back()
    return undone.act(undone.arrivals[1]).can_redo


def another_switch() -> str:
    """What a check says to a repair that turns another switch than the one that stands wrong."""
    wrong = catalogue.wrong_switch("")
    return wrong.check(replace(wrong.reading, name="MINE", retry="first_only")).kind


def a_bare_guess() -> str:
    """What a bet says that no question stands behind, under rules with no leak."""
    game = SpotTheLeak(COMPLETED, "")
    won = next(door for door in DOORS if "won" in SpotTheLeak(COMPLETED, "").bet(door).words)
    return "a guess" if "it was a guess" in game.bet(won).words else "known"


WALK_08: Facts = {
    "08.end.next": lambda: which_arrives(news_on_its_way()),
    "08.end.hold": lambda: which_arrives(news_on_its_way().hold_back(news_on_its_way().arrivals[0])),
    "08.end.undo": after_another_way,
    "08.end.shared": lambda: opened(shared(news_on_its_way().trace)) == news_on_its_way().trace,
    "08.end.nothing": lambda: catalogue.too_late("").check(catalogue.too_late("").start).kind,
    "08.end.word": lambda: catalogue.too_late("").check("a run").kind,
    "08.end.price": another_switch,
    "08.end.guess": a_bare_guess,
    "08.end.neighbour": lambda: catalogue.too_late("bob").task == catalogue.too_late("carol").task,
    "08.end.silence": lambda: [hears(each.under(QUEUE).world, M, A, GUESS) for each in (town(), room())],
}
