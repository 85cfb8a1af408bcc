"""A run that a reader drives: what may happen in it, what has happened, what is offered next, and the way back.

Every step is made by the model's own `step`, and every command that there is is offered: nothing is decided here, no
widget is known, and no kind of command is named without need.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any, assert_never, get_args, get_type_hints

from spec_impl import Action, Allowed, Command, Create, Envelope, JoinMode, NotEnabled, Reading, Trace, World, enabled
from spec_impl.actions import Crash, Cut, Deliver, Fault, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from spec_impl.cast import TEA
from spec_impl.messages import DirectoryQuery, NamePublished
from spec_impl.scopes.scope import Scope
from spec_impl.stepping import spreads
from spec_impl.terms import DIRECTORY, RoomAlias, RoomId, UserId

from ..drawing.chart import steps_text
from ..run import as_chart
from ..words import command_words, heard_words, message_words
from .code import spelt
from .sharing import NotShared, opened, other_version

NOTHING_YET = "Nothing has happened yet."
TRY = "Choose who says what and press Give; Next lets the first message on its way arrive."

MOST_PAIRS = 10_000
"""How many people times people times rooms may be offered all that can be said; a few seconds' work."""

# --- What may happen --------------------------------------------------------------------------------------------------

Offered = Allowed | Scope | Sequence[Give] | None
"""What a stepper may be given as its bounds: what is allowed, a scope of the checker, commands; None for everything."""


class NoScope(TypeError):
    """What was given to start from is neither a world nor a run, or what was given as a scope is none."""


def as_allowed(offered: Offered, world: World) -> Allowed:
    """What may happen beside deliveries; without bounds, everything."""
    if offered is None:
        return everything(world)
    if isinstance(offered, Allowed):
        return offered
    if isinstance(offered, Scope):
        posts = tuple(map(Post, offered.alphabet))
        return Allowed(tuple(dict.fromkeys(offered.commands)), tuple(offered.faults), posts)
    given: tuple[object, ...] = tuple(offered) if isinstance(offered, tuple | list) else (offered,)
    for each in given:
        if not isinstance(each, Give):
            raise NoScope(f"a scope is an Allowed(...) or commands as Give(user, command); this is {each!r}")
    return Allowed(tuple(give for give in given if isinstance(give, Give)))


def everything(world: World) -> Allowed:
    """Every command that anybody can give about the rooms and names of a world, and every fault.

    Raises `NoScope` where these are more than a list can offer.
    """
    users = tuple(user for server in world.servers for user in server.users)
    if len(users) ** 2 * len(rooms_of(world)) > MOST_PAIRS:
        many = f"{len(users):,} people and {len(rooms_of(world)):,} rooms"
        raise NoScope(f"{many} can say more to each other than a list can offer: give the stepper a scope")
    commands = (Give(user, command) for user in users for command in _commands(user, users, world))
    return Allowed(tuple(commands), tuple(Fault))


def rooms_of(world: World) -> tuple[RoomId, ...]:
    """The rooms that any server or the directory holds, or where there is none yet, one that could be made."""
    held = {view.room for server in world.servers for view in server.rooms}
    return tuple(sorted(held | {name.listing.room for name in world.directory.names})) or (TEA,)


def _commands(user: UserId, users: tuple[UserId, ...], world: World) -> Iterator[Command]:
    """Every kind of command, with everything that its fields can stand for: about no room, then room by room."""
    rooms = rooms_of(world)
    names = {name.listing.alias for name in world.directory.names} | set(map(_name_for, rooms))
    others = tuple(other for other in users if other != user)
    kinds = sorted(get_args(Command), key=lambda kind: len(fields(kind)))
    about_a_room = [kind for kind in kinds if RoomId in get_type_hints(kind).values()]
    for kind in (kind for kind in get_args(Command) if kind not in about_a_room):
        yield from _each(kind, {RoomAlias: tuple(sorted(names)), UserId: others})
    for room, kind in product(rooms, about_a_room):
        yield from _each(kind, {RoomId: (room,), RoomAlias: (_name_for(room),), UserId: others})


def _each(kind: type[Command], here: dict[Any, tuple[Any, ...]]) -> Iterator[Command]:
    """The commands of one kind; a type of field that nothing is known of is an error, so that none is forgotten.

    One choice is made for the reader: the rooms that are listed are the public ones.
    """
    values = here | {RoomAlias | None: here[RoomAlias], JoinMode: tuple(JoinMode), bool: (False, True), str: ("",)}
    hints = get_type_hints(kind)
    for chosen in product(*(values[hints[field.name]] for field in fields(kind))):
        command = kind(*chosen)
        if not isinstance(command, Create) or command.listed == (command.mode is JoinMode.PUBLIC):
            yield command


def _name_for(room: RoomId) -> RoomAlias:
    return RoomAlias(f"#{room[1:]}")


# --- What has happened ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Session:
    """A run and how far of it is shown; each act gives the next session, with one sentence on what it did.

    `held_back` are arrivals that `next_arrival` passes over: a reader may let later ones overtake them.
    """

    run: Trace
    at: int
    allowed: Allowed
    held_back: tuple[Action, ...] = ()
    status: str = TRY

    @classmethod
    def of(cls, start: World | Trace, scope: Offered = None) -> "Session":
        """A session at the end of a run, or at the beginning of one in a world."""
        if not isinstance(start, World | Trace):
            raise NoScope(f"a stepper starts from a World or a Trace; this is a {type(start).__name__}")
        run = Trace(start) if isinstance(start, World) else start
        return cls(run, len(run.steps), as_allowed(scope, run.initial)).looked_at(len(run.steps))

    @classmethod
    def opened(cls, text: str, scope: Offered, otherwise: "Session") -> "Session":
        """The session of a shared text: of other rules as far as it can happen; of no run the other one."""
        try:
            session = cls.of(opened(text), scope)
        except NotShared as flaw:
            session = (cls.of(flaw.so_far, scope) if flaw.so_far else otherwise).saying(str(flaw))
        except NoScope as flaw:
            session = otherwise.saying(str(flaw))
        return session.saying(other_version(text) + session.status)

    # --- What there is ------------------------------------------------------------------------------------------------

    @property
    def trace(self) -> Trace:
        """The run as far as it is shown."""
        return replace(self.run, steps=self.run.steps[: self.at])

    @property
    def world(self) -> World:
        """The world as it is shown."""
        return self.run.steps[self.at - 1].after if self.at else self.run.initial

    @property
    def can_happen(self) -> tuple[Action, ...]:
        """Everything that the scope lets happen now, in the model's own order."""
        return enabled(self.world, self.allowed)

    @property
    def arrivals(self) -> tuple[Action, ...]:
        """What happens without anybody's doing: messages and updates arrive, requests are given up."""
        return enabled(self.world)

    @property
    def next_arrival(self) -> Action | None:
        """The first arrival that is not held back; a request is given up only where nothing else can arrive."""
        free = [action for action in self.arrivals if action not in self.held_back]
        arriving = (action for action in free if isinstance(action, Deliver | Spread))
        return next(arriving, free[0] if free else None)

    @property
    def can_undo(self) -> bool:
        """Whether a step is shown that can be taken back."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing else has happened since."""
        return self.at < len(self.run.steps)

    # --- What a reader does -------------------------------------------------------------------------------------------

    def act(self, action: Action) -> "Session":
        """Let one thing happen; what had been undone is gone. Where it cannot happen, only the sentence changes."""
        try:
            run = self.trace.then(action)
        except NotEnabled as refused:
            return self.saying(f"That cannot happen now: {refused}.")
        arrivals = enabled(run.world)
        still_held = tuple(each for each in self.held_back if each in arrivals)
        return replace(self, run=run, held_back=still_held).looked_at(self.at + 1)

    def next(self) -> "Session":
        """Let the first thing arrive that is not held back."""
        action = self.next_arrival
        if action is None:
            why = "everything on its way is held back" if self.arrivals else "nothing is on its way; give a command"
            return self.saying(f"Nothing arrives: {why}.")
        return self.act(action)

    def hold_back(self, action: Action) -> "Session":
        """Let others overtake this arrival, or no longer."""
        if action not in self.arrivals:
            return self.saying("That is not on its way, so it cannot be held back.")
        if action in self.held_back:
            held = tuple(each for each in self.held_back if each != action)
            return replace(self, held_back=held, status="It may arrive again.")
        return replace(self, held_back=(*self.held_back, action), status="Held back: Next now passes over it.")

    def back(self) -> "Session":
        """Take the last step back."""
        return self.looked_at(self.at - 1) if self.can_undo else self.saying("There is nothing to undo.")

    def forward(self) -> "Session":
        """Let the step that was taken back happen again."""
        return self.looked_at(self.at + 1) if self.can_redo else self.saying("There is nothing to do again.")

    def restart(self) -> "Session":
        """Back to the beginning; Redo leads forward again."""
        return self.looked_at(0)

    def read_as(self, reading: Reading) -> "Session":
        """The same acts under another reading, as far as they can still happen."""
        fresh = Trace(replace(self.run.initial, reading=reading), (), self.run.scope)
        for number, made in enumerate(self.trace.steps, start=1):
            try:
                fresh = fresh.then(alike(fresh.world, made.action))
            except NotEnabled as refused:
                stopped = replace(self, run=fresh, at=number - 1, held_back=())
                return stopped.saying(f"Under {reading.name} step {number} cannot happen: {refused}.")
        return replace(self, run=fresh, held_back=()).saying(f"The same {self.at} steps, read as {reading.name}.")

    def saying(self, sentence: str) -> "Session":
        """The same session with another sentence."""
        return replace(self, status=sentence)

    def looked_at(self, number: int) -> "Session":
        """The run after that step, with the step in words."""
        words = lines(self.run)[number - 1] if number else TRY
        return replace(self, at=number, status=f"Step {words}" if number else words)


def lines(run: Trace) -> tuple[str, ...]:
    """Each step of a run in words, under its number."""
    return steps_text(as_chart(run, plain=True))[: len(run.steps)]


def alike(world: World, action: Action) -> Action:
    """The action as it can happen here: under another reading the same message may carry other things."""
    if not isinstance(action, Deliver | Lose | Repeat) or action.envelope in world.in_flight:
        return action
    meant = action.envelope
    others = [
        envelope
        for envelope in world.in_flight
        if (envelope.sender, envelope.receiver) == (meant.sender, meant.receiver)
        and isinstance(envelope.message, type(meant.message))
    ]
    return type(action)(others[0]) if len(others) == 1 else action


# --- What is offered --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnItsWay:
    """One arrival: since when, between whom, what it is, and what can be done; None where the scope has no such fault.

    `arrives` is None for a message that cannot pass now; `can_lose` and `can_repeat` say whether that can be done now.
    """

    sent: str
    route: str
    words: str
    arrives: Action | None
    loses: Action | None = None
    repeats: Action | None = None
    can_lose: bool = False
    can_repeat: bool = False
    is_held_back: bool = False


def on_their_way(session: Session) -> tuple[OnItsWay, ...]:
    """Everything in flight, then the updates that can spread, then the requests that can be given up."""
    world, can, faults, held = session.world, session.can_happen, session.allowed.faults, session.held_back
    found: list[OnItsWay] = []
    waiting: tuple[Deliver | Spread, ...] = (*map(Deliver, world.in_flight), *spreads(world))
    for action, since in zip(waiting, as_chart(session.trace).waiting, strict=True):
        sent = f"sent at {since.sent_at}" if since.sent_at else "from the start"
        route = f"{_letter(since.frm)} → {_letter(since.to)}"
        if isinstance(action, Spread):
            words = heard_words(action.update)
            found.append(OnItsWay(sent, route, words, action, is_held_back=action in held))
            continue
        envelope, words = action.envelope, heard_words(action.envelope.message)
        arrives = action if action in can else None
        lose, repeat = Lose(envelope), Repeat(envelope)
        loses, repeats = lose if Fault.LOSS in faults else None, repeat if Fault.REPETITION in faults else None
        found.append(OnItsWay(sent, route, words, arrives, loses, repeats, lose in can, repeat in can, action in held))
    for request in session.arrivals:
        if isinstance(request, GiveUp):
            words, at = f"gives up waiting, for {request.user.name}", _letter(request.user.server)
            found.append(OnItsWay("no answer", at, words, request, is_held_back=request in held))
    return tuple(found)


def commands_of(session: Session) -> dict[str, dict[str, Action]]:
    """Who may say what now: by user, the words of each command, spelt out where two would read alike.

    A command's words are its own, what is true of it, and the room.
    """
    found: dict[str, dict[str, Action]] = {}
    for action in session.can_happen:
        if isinstance(action, Give):
            of_user = found.setdefault(str(action.user), {})
            parts = {field.name: getattr(action.command, field.name) for field in fields(action.command)}
            words = command_words(action).partition(": ")[2]
            words += "".join(f", {name}" for name, value in parts.items() if value is True)
            words += f" · {parts['room']}" if "room" in parts and parts["room"] not in words else ""
            of_user[words if words not in of_user else f"{words} {spelt(action.command)}"] = action
    return found


def other_acts(session: Session) -> dict[str, Action]:
    """Faults of servers and links, and what an outsider may write, in words, spelt out where two would read alike."""
    named: dict[str, Action] = {}
    for action in session.can_happen:
        match action:
            case Crash(server):
                named[f"crash {server}"] = action
            case Cut(one, other):
                named[f"cut the link {one} – {other}"] = action
            case Heal(one, other):
                named[f"heal the link {one} – {other}"] = action
            case Post(envelope):
                words = f"{_letter(envelope.sender)} writes to {_letter(envelope.receiver)}: {_post_words(envelope)}"
                named[words if words not in named else f"{words} {spelt(envelope.message)}"] = action
            case Give() | Deliver() | Spread() | GiveUp() | Lose() | Repeat():
                continue
            case _:
                assert_never(action)
    return named


def _post_words(envelope: Envelope) -> str:
    """A message with what it is about: room, name and user, as far as its kind has them."""
    message = envelope.message
    alias = message.alias if isinstance(message, DirectoryQuery | NamePublished) else None
    user = f"for {message.user.name}" if message.user else None
    return " ".join(filter(None, (message_words(message), message.room, alias, user)))


def _letter(name: str) -> str:
    return "directory" if name == DIRECTORY else name[0]
