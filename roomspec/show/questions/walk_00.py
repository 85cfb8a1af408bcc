"""Facts that the questions of walk 00 are about: copies of a room, and how runs are shown."""

from spec_impl import COMPLETED, LITERAL_2014, Create, Deliver, Find, Join, JoinMode, JoinRequest, Trace
from spec_impl.cast import ALICE, BOB, CAROL, TEA, TEA_NAME, A, B, C, directing_to, named_room, tea_room, town

from . import walk_03, walk_04
from .facts import Facts, admitted_by, held


def bob_asks() -> Trace:
    """The run of the page as far as bob's question: alice makes the room, and bob finds it."""
    made = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME)).settle()
    return made.give(BOB, Find(TEA_NAME)).settle().give(BOB, Join(TEA))


def bob_comes() -> Trace:
    """The whole run of the page."""
    return bob_asks().settle()


def comes_in_uninvited(mode: JoinMode) -> bool:
    """Whether bob, who knows a room of this mode, is in it after asking to join."""
    return held(named_room(mode, BOB).give(BOB, Join(TEA)).settle(), A, BOB) == "joined"


def a_is_gone() -> Trace:
    """Carol's question never arrives at a.example, and her server asks the next on its list."""
    run = directing_to(tea_room("public", BOB), A, B).give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA))
    return run.lose(JoinRequest).give_up(CAROL, TEA).settle()


WALK_00: Facts = {
    "00.maker-gone": lambda: admitted_by(a_is_gone(), "join request"),
    "00.end.original": lambda: [home.name for home in bob_comes().world.servers if home.is_aware(TEA)],
    "00.end.speaks": lambda: [user.name for user in town().world.server(A).users],
    "00.end.decides": lambda: admitted_by(bob_comes(), "join request"),
    "00.end.arrows": lambda: sum(isinstance(step.action, Deliver) for step in bob_comes().steps),
    "00.end.circle": lambda: admitted_by(bob_asks(), "join request"),
    "00.end.columns": lambda: [held(bob_asks().deliver(), server, BOB) for server in (A, B)],
    "00.end.uninvited": lambda: [mode for mode in JoinMode if comes_in_uninvited(mode)],
    "00.end.switch": lambda: [held(walk_03.old_copy(reading), A, CAROL) for reading in (LITERAL_2014, COMPLETED)],
    "00.end.reading": lambda: bob_comes().world.reading.name,
    "00.end.calls": lambda: held(walk_04.invited_later(walk_04.FOREVER), C, CAROL),
}
