"""The situations in which every table is printed, compared and tested: small servers, built along named axes.

An axis names one thing that may differ, its values in words, the usual value first. A printed grid lets two axes run
and leaves the others at their first value; tests let all of them run. No rule is stated here: the tables say what
follows. Memberships, modes and the situations of commands are derived from the model, so that a new one is looked at;
a kind of wire message has its axes here, and one without is refused by its name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from itertools import product
from typing import Any, get_args, get_type_hints

from .cast import ALICE, BOB, CAROL, DAVE, LOUNGE, MALLORY, TEA, TEA_NAME, A, B, C, M
from .commands import Command, Create, Giver
from .messages import (
    Acceptance,
    Asking,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    FetchPdu,
    Grant,
    Invitation,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    Listing,
    NamePublished,
    NoAnswer,
    PduAnswer,
    Refusal,
    Restart,
    StateUpdate,
    Told,
)
from .reading import COMPLETED, Reading
from .room import Room
from .rules import HOME_SERVER_TABLES, TABLES
from .situation import Incoming, Inquiry, Situation
from .terms import (
    DIRECTORY,
    Entry,
    JoinMode,
    Membership,
    ModeChange,
    PduId,
    RoomAlias,
    RoomId,
    ServerName,
    UserId,
    epoch_after,
)
from .wanted import ByName, WrongUse, no_such
from .world import Directory, Found, Held, HomeServer, KnockMemory, NamedRoom, Wish

Values = dict[str, str]
Build = Callable[[Values, Reading], Situation | Inquiry]

STAGES = {each.rank: each for each in reversed(Membership)}
"""One membership for each rank, the first of that rank: rules tell endings apart only in word of one."""

HELD = (
    *(str(STAGES[rank]) for rank in sorted(STAGES)),
    *(f"{each} again" for rank, each in sorted(STAGES.items()) if each is Membership.INVITED or each.is_over),
)
ENDINGS = tuple(str(each) for each in {(m.ended_by, m.shows_presence): m for m in Membership if m.is_over}.values())
MODES = tuple(map(str, JoinMode))
YES_NO, NO_YES = ("yes", "no"), ("no", "yes")

HELD_AS, STAY, SENDER = "carol is held as", "it concerns stay", "sent by"


@dataclass(frozen=True)
class Cell:
    """One situation, with the values of the axes that made it."""

    values: tuple[tuple[str, str], ...]
    situation: Situation | Inquiry


@dataclass(frozen=True)
class Plan:
    """How the situations of one table are made: its axes, the usual value first, and what builds from a choice."""

    axes: Mapping[str, tuple[str, ...]]
    build: Build

    def cells(self, reading: Reading = COMPLETED, running: tuple[str, ...] | None = None) -> Iterator[Cell]:
        """Every situation; with `running`, only those axes run and the others stay at their usual value."""
        for axis in running or ():
            if axis not in self.axes:
                raise WrongUse(no_such("axis", axis, self.axes))
        _home.cache_clear()  # made anew for whoever asks, since he may watch what making it takes
        choices = (words if running is None or axis in running else words[:1] for axis, words in self.axes.items())
        for chosen in product(*choices):
            values = dict(zip(self.axes, chosen, strict=True))
            yield Cell(tuple(values.items()), self.build(values, reading))


def _line(user: UserId, held: str, origin: ServerName = B) -> Entry | None:
    """The user's line in a register; "again" stands for his second stay."""
    word, _, again = held.partition(" ")
    return None if word == "none" else Entry(user, 2 if again else 1, Membership(word), origin)


def _proof(user: UserId, stay: int, origin: ServerName = B) -> PduId:
    return PduId(user, stay, Membership.INVITED.rank, origin)


def _room(mode: str, *lines: Entry | None) -> Room:
    entries = tuple(sorted((entry for entry in lines if entry), key=lambda entry: entry.user))
    return Room(TEA, ModeChange(1, JoinMode(mode), A), entries, (1, A))


# --- At b.example, which bob is a user of: carol or somebody else asks it for !tea, or bob gives a command ------------

IN_ROOM, REQUEST, NEVER_IN, HOLDS = (
    "b.example is in the room",
    "the request is",
    "no, nor ever was",
    "the server holds the room",
)
HOST = {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, REQUEST: ("fresh", "an old copy"), SENDER: (C, M)}
ELSEWHERE, FOR_ANOTHER = "the invitation is good in another room", "for another room"
AWAITED = "an answer is awaited"
FETCHED = {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, AWAITED: (*YES_NO, FOR_ANOTHER), SENDER: (A, M)}


def _host(values: Values, *more: Entry | None) -> HomeServer:
    inside = values[IN_ROOM] == "yes"
    bob = Entry(BOB, 1, Membership.JOINED if inside else Membership.LEFT, B)
    view = _room(values["mode"], Entry(ALICE, 1, Membership.JOINED, A), bob, _line(CAROL, values[HELD_AS]), *more)
    wish = Wish(BOB, TEA, Asking.JOIN, 2, None, (), (A,), A)
    views = (_lounge(_stay(values)), view) if values.get(ELSEWHERE) == "yes" else (view,)
    return HomeServer(B, (BOB,), views, wishes=(wish,) if values.get("bob waits to enter") == "yes" else ())


def _lounge(stay: int) -> Room:
    """Another room, which bob and mallory are in: there carol is invited, in the stay that the message means."""
    bob, mallory = (Entry(user, 1, Membership.JOINED, user.server) for user in (BOB, MALLORY))
    return Room(LOUNGE, ModeChange(1, JoinMode.PUBLIC, B), (bob, Entry(CAROL, stay, Membership.INVITED, B), mallory))


def _stay(values: Values) -> int:
    """The stay that a message concerns: a fresh request means the running or the next one, an old copy the first."""
    if values.get(REQUEST) == "fresh":
        return epoch_after(_line(CAROL, values[HELD_AS]))
    return int(values.get(STAY, "1"))


def _at_the_host(message: Callable[[Values], Incoming]) -> Build:
    return lambda values, reading: Situation(_host(values), ServerName(values[SENDER]), message(values), reading)


def _acceptance(values: Values) -> Acceptance:
    named = CAROL if values["the proof names"] == "carol" else DAVE
    return Acceptance(TEA, CAROL, _proof(named, _stay(values), ServerName(values["the proof was written by"])))


def _fetches(values: Values, reading: Reading) -> Situation:
    member = Entry(MALLORY, 1, Membership.JOINED, M) if values["the asker has a member"] == "yes" else None
    return Situation(_host(values, member), M, FetchPdu(TEA, _proof(CAROL, _stay(values))), reading)


def _answered(message: Incoming) -> Build:
    def build(values: Values, reading: Reading) -> Situation:
        room, awaited = (LOUNGE if values[AWAITED] == FOR_ANOTHER else TEA), (None if values[AWAITED] == "no" else A)
        held = Held(Acceptance(room, CAROL, _proof(CAROL, 1, A)), C, awaited)
        server = HomeServer(B, (BOB,), _host(values).rooms, held=(held,))
        return Situation(server, ServerName(values[SENDER]), message, reading)

    return build


def _ends(values: Values, reading: Reading) -> Situation:
    entry = Entry(CAROL, _stay(values), Membership(values["how"]), ServerName(values["written by"]))
    server = _host(values)
    if values[IN_ROOM] == NEVER_IN:
        server = replace(server, rooms=())
    if values["carol asked here"] == "no" and not server.is_aware(TEA):
        server = HomeServer(B, (BOB,), server.rooms)
    return Situation(server, ServerName(values[SENDER]), Ending(TEA, entry), reading)


def _updates(values: Values, reading: Reading) -> Situation:
    entry = Entry(CAROL, _stay(values), Membership(values["to"]), A)
    update = ModeChange(_stay(values), JoinMode.KNOCK, A) if values["it changes"] == "the mode" else entry
    return Situation(_host(values), A, StateUpdate(TEA, update), reading)


AT_THE_HOST = {
    "join request": Plan(HOST, _at_the_host(lambda values: JoinRequest(TEA, CAROL, _stay(values)))),
    "knock request": Plan(HOST, _at_the_host(lambda values: KnockRequest(TEA, CAROL, _stay(values)))),
    "acceptance": Plan(
        HOST
        | {
            "the proof names": ("carol", "dave"),
            "the proof was written by": (B, A),
            "bob waits to enter": NO_YES,
            ELSEWHERE: NO_YES,
        },
        _at_the_host(_acceptance),
    ),
    "fetch": Plan(
        {
            HELD_AS: HELD,
            "mode": MODES,
            IN_ROOM: YES_NO,
            STAY: ("1", "2"),
            "the asker has a member": NO_YES,
            ELSEWHERE: NO_YES,
        },
        _fetches,
    ),
    "state change": Plan(FETCHED, _answered(PduAnswer(TEA, Entry(CAROL, 1, Membership.INVITED, A)))),
    "fetch refused": Plan(FETCHED, _answered(Refusal(TEA, CAROL, Asking.FETCH, 1, Told.NO_SUCH_ROOM))),
    "ending": Plan(
        {
            HELD_AS: HELD,
            "mode": MODES,
            IN_ROOM: (*YES_NO, NEVER_IN),
            STAY: ("1", "2"),
            SENDER: (C, M),
            "how": ENDINGS,
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
}

# --- At c.example, the home server of carol and dave: an answer, an invitation or an ending comes ---------------------

MORE = "servers to ask"
OWN = {
    HELD_AS: HELD,
    "carol's wish": ("waits for b", "stands", "given up", "never was"),
    MORE: ("some", "none"),
    "carol holds an invitation": NO_YES,
    "a knock is remembered": NO_YES,
    "dave is in the room": NO_YES,
}
ANSWERED = {**OWN, STAY: ("1", "2"), SENDER: (B, M)}
LISTING = Listing(TEA_NAME, TEA, (A, B))


def _own(values: Values) -> HomeServer:
    return _home(*(values[axis] for axis in OWN))


@cache
def _home(held: str, wish: str, more: str, invited: str, remembered: str, dave_inside: str) -> HomeServer:
    """The server, made once for each choice on its axes: many situations differ only in what comes to it."""
    dave = Entry(DAVE, 1, Membership.JOINED, A) if dave_inside == "yes" else None
    some, waits = more == "some", B if wish == "waits for b" else None
    invitation = Invitation(TEA, _proof(CAROL, 1), BOB, (B,) if some else ())
    asked = Wish(
        CAROL, TEA, Asking.JOIN, 1, _proof(CAROL, 1), (A,) if some else (), (B,), waits, wanted=wish != "given up"
    )
    return HomeServer(
        C,
        (CAROL, DAVE),
        (_room("knock", _line(CAROL, held, C if "left" in held else B), dave),),
        found=(Found(CAROL, LISTING),) if some else (),
        invitations=(invitation,) if invited == "yes" else (),
        wishes=() if wish == "never was" else (asked,),
        knocks=(KnockMemory(CAROL, TEA, 1),) if remembered == "yes" else (),
    )


def _at_home(message: Callable[[Values], Incoming]) -> Build:
    return lambda values, reading: Situation(_own(values), ServerName(values[SENDER]), message(values), reading)


def _grant(values: Values) -> Grant:
    entry = Entry(CAROL, int(values[STAY]), Membership.JOINED, B)
    return Grant(entry, _room("public", Entry(BOB, 1, Membership.JOINED, B), entry))


def _invitation(values: Values) -> Invitation:
    invitee = CAROL if values["the invitee is"] == "carol" else BOB
    inviter = BOB if values["the inviter is"] == "bob" else MALLORY
    return Invitation(TEA, _proof(invitee, int(values[STAY]), inviter.server), inviter, (inviter.server,))


def _refusal(values: Values) -> Refusal:
    return Refusal(TEA, CAROL, Asking.JOIN, int(values[STAY]), Told(values["told"]))


AT_HOME = {
    "invitation": Plan(
        {**ANSWERED, "the invitee is": ("carol", "bob"), "the inviter is": ("bob", "mallory")}, _at_home(_invitation)
    ),
    "grant": Plan(ANSWERED, _at_home(_grant)),
    "refusal": Plan({**ANSWERED, "told": (Told.NO_SUCH_ROOM, Told.KNOCK_FIRST)}, _at_home(_refusal)),
    "no answer": Plan({**OWN, SENDER: (C,)}, _at_home(lambda _: NoAnswer(TEA, CAROL))),
    "restart": Plan({**OWN, SENDER: (C,)}, _at_home(lambda _: Restart())),
    "knock placed": Plan(
        ANSWERED,
        _at_home(lambda values: KnockPlaced(TEA, Entry(CAROL, int(values[STAY]), Membership.KNOCKED, B))),
    ),
    "directory answer": Plan(
        {**OWN, SENDER: (DIRECTORY, M), "found": ("yes", "no")},
        _at_home(lambda values: DirectoryAnswer(CAROL, (LISTING,) if values["found"] == "yes" else ())),
    ),
}

# --- At the directory: a name or a word is asked for, or a name is written --------------------------------------------

KNOWN, LISTED = "the name is known", "the room is listed"
NAMES = {"mode": MODES, KNOWN: YES_NO, LISTED: YES_NO}


def _inquiry(sender: str, message: DirectoryQuery | NamePublished, values: Values, reading: Reading) -> Inquiry:
    named = NamedRoom(Listing(TEA_NAME, TEA, (A,)), JoinMode(values["mode"]), values[LISTED] == "yes", A, 2)
    return Inquiry(Directory((named,) if values[KNOWN] == "yes" else ()), ServerName(sender), message, reading)


def _writes(values: Values, reading: Reading) -> Inquiry:
    message = NamePublished(TEA_NAME, TEA, JoinMode.KNOCK, listed=True, depth=int(values["as of change"]), set_by=A)
    return _inquiry(values[SENDER], message, values, reading)


AT_THE_DIRECTORY = {
    "name query": Plan(NAMES, lambda values, reading: _inquiry(C, DirectoryQuery(CAROL, TEA_NAME), values, reading)),
    "search": Plan(
        {**NAMES, "the word": ("tea", "coffee")},
        lambda values, reading: _inquiry(C, DirectoryQuery(CAROL, None, values["the word"]), values, reading),
    ),
    "name published": Plan({**NAMES, SENDER: (A, M), "as of change": ("2", "1")}, _writes),
}

# --- Commands, each by who can have reason to give it -----------------------------------------------------------------

NAMED: dict[Any, Any] = {RoomId: TEA, UserId: CAROL, RoomAlias: TEA_NAME, JoinMode: JoinMode.KNOCK}
"""What a command names, by the type of its field; what a field has of its own stays."""


def example(kind: type[Command]) -> Command:
    """The command about carol and !tea; a room is made of an id that none has (GAP-21).

    Raises `KeyError` for a field of a type that none has had so far.
    """
    hints, named = get_type_hints(kind), NAMED | ({RoomId: RoomId("!new")} if kind is Create else {})
    return kind(**{field.name: named[hints[field.name]] for field in fields(kind) if field.default is MISSING})


def _command(kind: type[Any]) -> Plan:
    command = example(kind)
    if kind.giver is Giver.AN_OUTSIDER:
        return Plan(OWN, lambda values, reading: Situation(_own(values), CAROL, command, reading))
    return Plan(
        {HELD_AS: HELD, "mode": MODES, IN_ROOM: YES_NO, HOLDS: YES_NO},
        lambda values, reading: Situation(
            _host(values) if values[HOLDS] == "yes" else HomeServer(B, (BOB,)), BOB, command, reading
        ),
    )


COMMANDS = {table.name: _command(table.kind) for table in HOME_SERVER_TABLES if table.kind in get_args(Command)}

_PLANNED = AT_THE_HOST | AT_HOME | AT_THE_DIRECTORY | COMMANDS
if unplanned := sorted(set(TABLES) - set(_PLANNED)):
    raise LookupError(f"the tables {', '.join(unplanned)} have no situations: give them axes in cells.py")

PLANS: Mapping[str, Plan] = ByName("plan for a table", {name: _PLANNED[name] for name in TABLES})
"""For each table, by its name, how its situations are made."""
