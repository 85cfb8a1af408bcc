"""What can happen, asked of each revision in the same small worlds: by that the conditions of steps are compared.

The specification says what may happen by one server, one message or one link at a time, and so it is asked here: each
state of a home server alone, with all that was published; each letter alone on its way, and what becomes of it; each
request that waits, beside each letter; and the world in which all begins. A search asks nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from spec_impl.actions import Action, Allowed, Fault, Give
from spec_impl.interface import (
    DIRECTORY,
    Envelope,
    HomeServer,
    NotEnabled,
    StateUpdate,
    TraceError,
    World,
    from_json,
    situation,
    step,
    to_json,
)
from spec_impl.stepping import enabled, is_held_up, is_quiet
from spec_impl.world import link

from .marks import discount, times, unseen, was_at_work
from .observe import led_now, reacted

FEW = 8
"""How many of the updates there are where only whether anything happens is asked; more would show the same."""

ONE_IN = 20
"""Of how many states, letters and requests one is asked about where no condition of a step differs."""

PossibleQuestion = list[Any]
"""A kind of question and what it is about: the number of a state, that of a letter, whether its links are cut."""


class Possible:
    """What one revision says, of worlds made of the same letters, updates and commands."""

    def __init__(self, start: World, about: dict[str, list[Any]]) -> None:
        self.start = start
        self.letters = [_read(each, Envelope) for each in about["letters"]]
        self.updates = tuple(each for each in (_read(each, StateUpdate) for each in about["updates"]) if each)
        self.commands = tuple(each for each in (_read(each, Give) for each in about["commands"]) if each)
        self.faults = tuple(Fault(each) for each in about["faults"] if each in {*Fault})

    def answer(self, question: PossibleQuestion, states: Sequence[Any]) -> Any:
        """What can happen there; nothing where this revision has no words for it, or no such case."""
        match question:
            case ["world"]:
                return self._in(replace(self.start, broadcast=self.updates), Allowed(self.commands))
            case ["state", number, is_cut]:
                mine = states[number].name
                gives = tuple(each for each in self.commands if each.user.server == mine)
                others = [each.name for each in self.start.servers if each.name != mine]
                cut = tuple(sorted(link(mine, each) for each in others)) if is_cut else self.start.cut
                return self._in(self._with(states[number], broadcast=self.updates, cut=cut), Allowed(gives))
            case ["request", number, letter]:
                if self.letters[letter] is None:
                    return None
                return self._in(self._with(states[number], in_flight=(self.letters[letter],)), Allowed())
            case ["letter", letter, is_cut]:
                found: Any = self.letters[letter]
                if found is None:
                    return None
                cut = (link(found.sender, found.receiver),) if is_cut else self.start.cut
                world = replace(self.start, in_flight=(found,), cut=cut, broadcast=())
                return self._in(world, Allowed(faults=self.faults)) | {"after": self._after(world, found)}
            case _:
                raise ValueError(question)

    def _with(self, server: HomeServer, **network: Any) -> World:
        """The world of one server in some state, and of those that it waits for, as they begin."""
        names = {server.name, *(wish.waiting_for for wish in server.wishes)}
        servers = tuple(
            server if each.name == server.name else each for each in self.start.servers if each.name in names
        )
        return replace(self.start, servers=servers, **{"in_flight": (), "broadcast": (), **network})

    @staticmethod
    def _in(world: World, allowed: Allowed) -> dict[str, Any]:
        actions = [_written(action) for action in enabled(world, allowed)]
        few = replace(world, broadcast=world.broadcast[:: len(world.broadcast) // FEW or 1])
        return {"enabled": actions, "is quiet": is_quiet(few), "is held up": is_held_up(few)}

    def _after(self, world: World, letter: Envelope) -> list[Any]:
        """What becomes of the network by each thing that can happen to the letter or the links."""
        found = []
        for action in enabled(world, Allowed(faults=self.faults)):
            by_the_rules = _at_work_in_the_rules(world, action)
            try:
                after = step(world, action).after
            except NotEnabled as refused:
                found.append([_written(action), str(refused)])
            else:
                discount(by_the_rules)
                found.append([_written(action), letter in after.in_flight, sorted(map(list, after.cut))])
        return found


def _read(found: Any, hint: Any) -> Any:
    """A value that the other revision wrote, or nothing where this one has no words for it."""
    try:
        return from_json(found, hint)
    except TraceError:
        return None


def _at_work_in_the_rules(world: World, action: Action) -> int:
    """How often what differs is at work in what the rules say of an action: that is compared line by line elsewhere."""
    judged = situation(world, action)
    with unseen():
        since = times()
        if judged is not None:
            reacted(judged, world.reading)
        return times() - since


@cache
def _written(action: Action) -> Any:
    return to_json(action, Action)


def questions(states: Sequence[Any], letters: Sequence[Envelope]) -> Iterator[PossibleQuestion]:
    """What is asked about the states and letters that a search met."""
    wishes: set[Any] = set()
    yield ["world"]
    for number, server in enumerate(states):
        if isinstance(server, HomeServer):
            yield ["state", number, False]
            yield ["state", number, True]
            waiting = {wish for wish in server.wishes if wish.waiting_for} - wishes
            wishes |= waiting
            if waiting:
                yield from (["request", number, letter] for letter in range(len(letters)))
    for number, letter in enumerate(letters):
        yield ["letter", number, False]
        if DIRECTORY not in (letter.sender, letter.receiver):
            yield ["letter", number, True]


def asked_about(
    start: World, states: Sequence[Any], network: dict[str, Sequence[Any]], faults: Sequence[Fault], is_at_work: bool
) -> dict[str, Any]:
    """The questions about a search in whose answers something that differs was at work, with these answers.

    The search has put each condition of a step to the model by itself, and `is_at_work` says whether anything that
    differs had to do with these. Where it had not, only what puts the conditions together could differ; it is the same
    for all states, letters and requests, so that some of them show it.

    Arguments: the world in which it begins, the states of actors, and the letters, updates and commands that it met.
    """
    hints: dict[str, Any] = {"letters": Envelope, "updates": StateUpdate, "commands": Give}
    written = {name: [to_json(each, hint) for each in network[name]] for name, hint in hints.items()}
    written["faults"] = list(map(str, faults))
    possible, found = Possible(start, written), dict[int, Any]()
    asked = list(enumerate(questions(states, network["letters"])))
    for is_rest in (False, True):
        for number, question in asked if not is_rest or is_at_work or found else ():
            if (sum(question[1:]) % ONE_IN > 0) is not is_rest:
                continue
            since = times()
            answer = possible.answer(question, states)
            if was_at_work(since):
                found[number] = [question, answer]
    return {"about": written, "asked": [found[number] for number in sorted(found)]}


def can_happen(about: dict[str, list[Any]], asked: list[PossibleQuestion]) -> dict[str, Any]:
    """What this revision says to the questions about the other's search; its own states have the numbers it gave.

    What it has no words for is named, since it stands in none of its worlds.
    """
    led = led_now()
    assert led.start, "it began"
    possible = Possible(led.start, about)
    unread = [
        each
        for name, hint in (("commands", Give), ("updates", StateUpdate))
        for each in about[name]
        if not _read(each, hint)
    ]
    return {"answers": [possible.answer(each, led.states) for each in asked], "unread": unread}
