"""Situations at b.example, which bob is a user of: carol or somebody else asks it for !tea, or bob gives a command."""

from dataclasses import replace

from ..cast import ALICE, BOB, CAROL, DAVE, MALLORY, TEA, A, B, C, M
from ..commands import Command, Create, Deny, Invite, Leave, Revoke, SetJoinMode
from ..messages import (
    Acceptance,
    Asking,
    Ending,
    FetchPdu,
    JoinRequest,
    KnockRequest,
    PduAnswer,
    Refusal,
    StateUpdate,
    Told,
)
from ..reading import Reading
from ..situation import Incoming, Situation
from ..terms import Entry, JoinMode, Membership, ModeChange, ServerName, epoch_after
from ..world import Held, HomeServer, Wish
from .plan import HELD, MODES, NO_YES, YES_NO, Build, Plan, Values, line, proof, room

HELD_AS, IN_ROOM, STAY, SENDER = "carol is held as", "b.example is in the room", "it concerns stay", "sent by"
REQUEST, NEVER = "the request is", "no, nor ever was"
HOST = {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, REQUEST: ("fresh", "an old copy"), SENDER: (C, M)}


def _server(values: Values, *more: Entry | None) -> HomeServer:
    inside = values[IN_ROOM] == "yes"
    bob = Entry(BOB, 1, Membership.JOINED if inside else Membership.LEFT, B)
    view = room(values["mode"], Entry(ALICE, 1, Membership.JOINED, A), bob, line(CAROL, values[HELD_AS]), *more)
    wish = Wish(BOB, TEA, Asking.JOIN, 2, None, (), (A,), A)
    return HomeServer(B, (BOB,), (view,), wishes=(wish,) if values.get("bob waits to enter") == "yes" else ())


def _stay(values: Values) -> int:
    """The stay that a message concerns: a fresh request means the running or the next one, an old copy the first."""
    if values.get(REQUEST) == "fresh":
        return epoch_after(line(CAROL, values[HELD_AS]))
    return int(values.get(STAY, "1"))


def _request(values: Values, reading: Reading) -> Situation:
    return Situation(_server(values), ServerName(values[SENDER]), JoinRequest(TEA, CAROL, _stay(values)), reading)


def _knock(values: Values, reading: Reading) -> Situation:
    return Situation(_server(values), ServerName(values[SENDER]), KnockRequest(TEA, CAROL, _stay(values)), reading)


def _acceptance(values: Values) -> Acceptance:
    named = CAROL if values["the proof names"] == "carol" else DAVE
    return Acceptance(TEA, CAROL, proof(named, _stay(values), ServerName(values["the proof was written by"])))


def _accepts(values: Values, reading: Reading) -> Situation:
    return Situation(_server(values), ServerName(values[SENDER]), _acceptance(values), reading)


def _fetches(values: Values, reading: Reading) -> Situation:
    member = Entry(MALLORY, 1, Membership.JOINED, M) if values["the asker has a member"] == "yes" else None
    return Situation(_server(values, member), M, FetchPdu(TEA, proof(CAROL, _stay(values))), reading)


def _answered(message: Incoming) -> Build:
    def build(values: Values, reading: Reading) -> Situation:
        held = Held(
            Acceptance(TEA, CAROL, proof(CAROL, 1, A)), C, A if values["an answer is awaited"] == "yes" else None
        )
        server = HomeServer(B, (BOB,), _server(values).rooms, held=(held,))
        return Situation(server, ServerName(values[SENDER]), message, reading)

    return build


def _ends(values: Values, reading: Reading) -> Situation:
    entry = Entry(CAROL, _stay(values), Membership(values["how"]), ServerName(values["written by"]))
    server = _server(values)
    if values[IN_ROOM] == NEVER:
        server = replace(server, rooms=())
    if values["carol asked here"] == "no" and not server.is_aware(TEA):
        server = HomeServer(B, (BOB,), server.rooms)
    return Situation(server, ServerName(values[SENDER]), Ending(TEA, entry), reading)


def _updates(values: Values, reading: Reading) -> Situation:
    entry = Entry(CAROL, _stay(values), Membership(values["to"]), A)
    update = ModeChange(_stay(values), JoinMode.KNOCK, A) if values["it changes"] == "the mode" else entry
    return Situation(_server(values), A, StateUpdate(TEA, update), reading)


def _commands(command: Command) -> Build:
    def build(values: Values, reading: Reading) -> Situation:
        server = _server(values) if values["the server holds the room"] == "yes" else HomeServer(B, (BOB,))
        return Situation(server, BOB, command, reading)

    return build


MEMBER = {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, "the server holds the room": YES_NO}
FETCHED = {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, "an answer is awaited": YES_NO, SENDER: (A, M)}

PLANS = {
    "join request": Plan(HOST, _request),
    "knock request": Plan(HOST, _knock),
    "acceptance": Plan(
        {
            **HOST,
            "the proof names": ("carol", "dave"),
            "the proof was written by": (B, A),
            "bob waits to enter": NO_YES,
        },
        _accepts,
    ),
    "fetch": Plan(
        {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, STAY: ("1", "2"), "the asker has a member": NO_YES}, _fetches
    ),
    "state change": Plan(FETCHED, _answered(PduAnswer(TEA, Entry(CAROL, 1, Membership.INVITED, A)))),
    "fetch refused": Plan(FETCHED, _answered(Refusal(TEA, CAROL, Asking.FETCH, 1, Told.NO_SUCH_ROOM))),
    "ending": Plan(
        {
            HELD_AS: HELD,
            "mode": MODES,
            IN_ROOM: (*YES_NO, NEVER),
            STAY: ("1", "2"),
            SENDER: (C, M),
            "how": ("withdrawn", "denied"),
            "written by": (C, M),
            "carol asked here": YES_NO,
        },
        _ends,
    ),
    "state update": Plan(
        {
            HELD_AS: HELD,
            "mode": MODES,
            IN_ROOM: YES_NO,
            STAY: ("1", "2"),
            "it changes": ("carol", "the mode"),
            "to": ("invited", "joined"),
        },
        _updates,
    ),
    "invite": Plan(MEMBER, _commands(Invite(TEA, CAROL))),
    "revoke": Plan(MEMBER, _commands(Revoke(TEA, CAROL))),
    "deny": Plan(MEMBER, _commands(Deny(TEA, CAROL))),
    "leave": Plan(MEMBER, _commands(Leave(TEA))),
    "set join mode": Plan(MEMBER, _commands(SetJoinMode(TEA, JoinMode.KNOCK))),
    "create": Plan(MEMBER, _commands(Create(TEA, JoinMode.PUBLIC))),
}
