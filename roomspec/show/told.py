"""What each person is told, computed: every command by how its giver stands, and every request by who asks what room.

Nothing that is told may be written down here: the worlds are begun by the cast, and their rules say the rest.
"""

from collections.abc import Callable, Iterable
from typing import Any, assert_never, get_args

from spec_impl import JoinMode, Trace, UserId
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, EVERYBODY, MALLORY, TEA, A, C, inviting, knowing, tea_room
from spec_impl.cells import HELD, HELD_AS, IN_ROOM, MODES, PLANS, example
from spec_impl.commands import Accept, Command, Deny, Invite, Join, Knock, Leave, Revoke, SetJoinMode
from spec_impl.messages import DirectoryAnswer, Invitation
from spec_impl.notices import (
    CommandRefused,
    InvitationShown,
    Joined,
    JoinRefused,
    KnockSeen,
    MembershipChanged,
    ModeChanged,
    NothingFound,
    Notice,
    RoomFound,
)
from spec_impl.rows import Table
from spec_impl.rules import TABLES
from spec_impl.situation import Reaction, Situation
from spec_impl.stepping import receive

from .drawing.sheet import Figure
from .drawing.tables import plain_table
from .words import answer_words, remark

NOTHING = "(nothing)"
Prelude = Callable[[Trace], Trace]


def notice_words(notice: Notice) -> str:
    """A notice as the person reads it to whom it is shown; what is quoted is said in these very words."""
    match notice:
        case InvitationShown(inviter=inviter):
            return f"{inviter.name} invites you"
        case Joined():
            return "you are in"
        case JoinRefused(told=told) | CommandRefused(told=told):
            return f"“{told}”"
        case KnockSeen(user=user):
            return f"{user.name} knocks"
        case MembershipChanged(to=to, user=user, membership=membership):
            return f"you: {membership}" if user == to else f"{user.name}: {membership}"
        case ModeChanged(mode=mode):
            return f"the room is {mode} now"
        case RoomFound(listing=listing):
            return remark(DirectoryAnswer(notice.to, (listing,)))
        case NothingFound():
            return remark(DirectoryAnswer(notice.to, ()))
        case _:
            assert_never(notice)


# --- At one's own server: how carol stands, and what every command tells her ------------------------------------------


def _joined(trace: Trace) -> Trace:
    return inviting(trace, CAROL).give(CAROL, Accept(TEA)).settle()


def _as_is(trace: Trace) -> Trace:
    return trace


CAROL_STANDS: dict[str, tuple[Prelude, Prelude]] = {
    "never looked": (_as_is, _as_is),
    "found it": (lambda trace: knowing(trace, CAROL), _as_is),
    "invited, members not told yet": (
        lambda trace: knowing(trace, CAROL),
        lambda trace: trace.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation),
    ),
    "invited": (lambda trace: inviting(knowing(trace, CAROL), CAROL), _as_is),
    "knocked": (lambda trace: knowing(trace, CAROL).give(CAROL, Knock(TEA)).settle(), _as_is),
    "joined": (_joined, _as_is),
    "left": (lambda trace: _joined(trace).give(CAROL, Leave(TEA)).settle(), _as_is),
    "asks to join": (lambda trace: knowing(trace, CAROL), lambda trace: trace.give(CAROL, Join(TEA))),
    "knock under way": (lambda trace: knowing(trace, CAROL), lambda trace: trace.give(CAROL, Knock(TEA))),
    "accepts": (lambda trace: inviting(trace, CAROL), lambda trace: trace.give(CAROL, Accept(TEA))),
    "asked, no server answered": (
        lambda trace: knowing(trace, CAROL),
        lambda trace: trace.give(CAROL, Join(TEA)).cut(A, C).give_up(CAROL, TEA),
    ),
}
"""How carol stands: what happened while the room took knocks, and what happens after it has its mode."""

UNDER_WAY = ("asks to join", "knock under way", "accepts", "asked, no server answered")
"""A server with a member answers at once, so that its user has no request under way."""


def _prepared(command: Command, standing: str, mode: str, inside: bool) -> Trace:
    """A room of alice's and bob's, also dave's where carol's own server is inside, and carol as she stands."""
    guests = (BOB, DAVE) if inside else (BOB,)
    trace = tea_room("knock", *guests, others=EVERYBODY)
    if isinstance(command, Revoke):
        trace = inviting(trace, MALLORY)
    if isinstance(command, Deny):
        trace = knowing(trace, MALLORY).give(MALLORY, Knock(TEA)).settle()
    before, after = CAROL_STANDS[standing]
    trace = before(trace)
    if mode != JoinMode.KNOCK:
        trace = trace.give(ALICE, SetJoinMode(TEA, JoinMode(mode))).settle()
    return after(trace)


def _asked(kind: type[Command]) -> Command:
    """The command about mallory and !tea, or to a mode that no room here begins with."""
    command = example(kind)
    match command:
        case SetJoinMode():
            return SetJoinMode(TEA, JoinMode.PRIVATE)
        case Invite() | Revoke() | Deny():
            return kind(TEA, MALLORY)  # type: ignore[call-arg,arg-type]
        case _:
            return command


def _told_in(trace: Trace, since: int, who: UserId) -> list[str]:
    steps = trace.steps[since:]
    return [notice_words(notice) for step in steps for notice in step.notices if notice.to == who]


def told_now_and_later(kind: type[Command], standing: str, mode: str, inside: bool) -> str:
    """What carol is shown at once, and, after the arrow, until all is quiet."""
    if inside and standing in UNDER_WAY:
        return "(does not arise)"
    command = _asked(kind)
    before = _prepared(command, standing, mode, inside)
    given = before.give(CAROL, command)
    now = _told_in(given, len(before.steps), CAROL)
    later = _told_in(given.settle(), len(given.steps), CAROL)
    return f"{', '.join(now)} → {', '.join(later) or NOTHING}".strip() if later or not now else ", ".join(now)


def told_table(title: str, mode: str = "knock", inside: bool = False, under_way: bool = False) -> Figure:
    """Every command by how carol stands to a room of this mode; `inside`: dave, of her server, is a member.

    `under_way` shows the standings in which another server has been asked and may still answer, in place of the rest.
    """
    standings = [each for each in CAROL_STANDS if (each in UNDER_WAY) == under_way]
    lines = [
        (kind.__name__, *(told_now_and_later(kind, standing, mode, inside) for standing in standings))
        for kind in get_args(Command)
    ]
    rest = "Before the arrow: at once; after it: until all is quiet."
    return plain_table(title, rest, ("carol's command", *standings), lines)


# --- At a candidate server, and of others: what the cells of a table say ----------------------------------------------


def answers_table(table: Table[Any, Any], title: str) -> Figure:
    """What carol's server hears from a candidate, by how that one holds her and by what the room is."""
    rooms = (*({"mode": mode} for mode in MODES), {IN_ROOM: "no"})
    lines = [(held, *(_answer(table, {HELD_AS: held} | room) for room in rooms)) for held in HELD]
    rest = "What is quoted is said in these very words."
    return plain_table(title, rest, ("held there as", *MODES, "no member there"), lines)


def told_of_others(title: str) -> Figure:
    """What bob, a member, is told who invites, revokes or denies, by how carol is held."""
    kinds = ("invite", "revoke", "deny")
    lines = [(held, *(_shown(TABLES[name], {HELD_AS: held}) for name in kinds)) for held in HELD]
    return plain_table(title, "", ("carol is held as", *kinds), lines)


def _reaction(table: Table[Any, Any], values: dict[str, str]) -> tuple[Situation, Reaction]:
    """What happens in the situation with these values, and the usual ones elsewhere."""
    cells = PLANS[table.name].cells(running=tuple(values))
    cell = next(each for each in cells if values.items() <= dict(each.values).items())
    s = cell.situation
    assert isinstance(s, Situation)
    return s, receive(s.server, s.sender, s.message, s.reading)


def _answer(table: Table[Any, Any], values: dict[str, str]) -> str:
    s, reaction = _reaction(table, values)
    answers: Iterable[object] = (sent.message for sent in reaction.sends if sent.receiver == s.sender)
    words = [answer_words(answer) for answer in answers]
    refused = any(verdict.told for verdict in reaction.verdicts)
    return ", ".join(f"“{each}”" if refused else each for each in words) or NOTHING


def _shown(table: Table[Any, Any], values: dict[str, str]) -> str:
    s, reaction = _reaction(table, values)
    shown = [notice_words(notice) for notice in reaction.notices if notice.to == s.sender]
    sent = {type(each.message).__name__ for each in reaction.sends}
    return ", ".join(shown) or (f"{NOTHING}; sent: {', '.join(sorted(sent))}" if sent else NOTHING)
