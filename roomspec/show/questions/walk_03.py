"""Facts that the questions of walk 03 are about: joining a public room."""

from spec_impl import COMPLETED, LITERAL_2014, Find, Grant, Join, JoinRequest, Leave, Reading, Refusal, Trace
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    MALLORY,
    TEA,
    TEA_NAME,
    A,
    B,
    C,
    M,
    directing_to,
    forging,
    tea_room,
    town,
    unnamed_room,
)

from ..decisions import StepDecision
from .facts import Facts, admitted_by, hears, held, joined_at, same_decided_and_told, told_apart

HER_QUESTION = JoinRequest(TEA, MALLORY, 1)


def stale_list() -> Trace:
    """Alice is in the room and bob has left it; the directory still names his server first."""
    past = tea_room("public", BOB).give(BOB, Leave(TEA)).settle()
    return directing_to(Trace(past.world), B, A)


def carol_asks() -> Trace:
    """Carol's first question is on its way."""
    return stale_list().give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA))


def one_has_decided() -> Trace:
    """a.example has let her in, and its answer is still on its way."""
    return carol_asks().deliver(JoinRequest).deliver(Refusal).deliver(JoinRequest)


def old_copy(reading: Reading) -> Trace:
    """Carol has come and gone, and a second copy of her question arrives."""
    run = stale_list().under(reading).give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA))
    run = run.deliver(JoinRequest).deliver(Refusal).repeat(JoinRequest).deliver(Grant)
    return run.give(CAROL, Leave(TEA)).spread(A).deliver(JoinRequest)


def which_row_decides() -> str:
    """Where the deciding row stands among those that apply."""
    done = StepDecision.of(carol_asks().deliver(JoinRequest).last)
    others = [each.number for each in done.judgements if each.state == "disagrees"]
    return "upper" if done.decider.number < min(others) else "lower"


def after_the_refusal() -> tuple[tuple[str, ...], int]:
    """Whom c.example asks after the first refusal, and how much carol has been told."""
    last = carol_asks().deliver(JoinRequest).deliver(Refusal).last
    return tuple(sent.receiver for sent in last.sends), len(last.notices)


def home_after_the_grant() -> tuple[str, str]:
    """How c.example holds alice, and the mode that it knows."""
    run = one_has_decided().deliver(Grant)
    return held(run, C, ALICE), str(run.world.server(C).room(TEA).mode)


WALK_03: Facts = {
    "03.stale-list": lambda: (
        admitted_by(carol_asks().settle(), "join request"),
        held(carol_asks().settle(), A, CAROL),
    ),
    "03.half-known": lambda: joined_at(one_has_decided(), CAROL),
    "03.end.decides": lambda: admitted_by(carol_asks().settle(), "join request"),
    "03.end.copy": lambda: str(carol_asks().deliver(JoinRequest).last.verdicts[0].told),
    "03.end.home": lambda: held(one_has_decided(), C, CAROL),
    "03.end.told": lambda: same_decided_and_told(
        carol_asks().deliver(JoinRequest), forging(unnamed_room("invite"), M, A, HER_QUESTION)
    ),
    "03.end.rows": which_row_decides,
    "03.end.next": after_the_refusal,
    "03.end.grant": home_after_the_grant,
    "03.end.shut": lambda: (
        not told_apart(unnamed_room("invite"), town(), HER_QUESTION),
        hears(town().world, M, A, HER_QUESTION),
    ),
    "03.end.old": lambda: held(old_copy(COMPLETED), A, CAROL),
    "03.end.literal": lambda: held(old_copy(LITERAL_2014), A, CAROL),
}
