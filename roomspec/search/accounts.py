"""What an outsider is owed and what he is sent, step by step in one run: concealment as bookkeeping (PRV-4).

The search keeps the same books in numbers (see `outsider`); these are for people, and serve as a second opinion on it.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from spec_impl import Deliver, Envelope, RoomId, ServerName, Step, Trace, World, step
from spec_impl.stepping import is_quiet

from .erasure import without

Balance = Literal["even", "open", "leak", "silence"]


@dataclass(frozen=True)
class Account:
    """One step: what a town without the room would answer him for it, what he is sent, and what is owed after it.

    `extra` is what he is sent and was not owed.
    """

    number: int
    owed: tuple[Envelope, ...]
    sent: tuple[Envelope, ...]
    extra: tuple[Envelope, ...]
    still_owed: tuple[Envelope, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written down for this step."""
        return not self.owed and not self.sent


def accounts(trace: Trace, room: RoomId, outsider: ServerName) -> tuple[Account, ...]:
    """The books of a run, an account for each step."""
    books, debt = [], Counter[Envelope]()
    for number, made in enumerate(trace.steps, start=1):
        owed, sent = _answers_without(made, room, outsider), _to(made, outsider)
        debt.update(owed)
        extra = Counter(sent) - debt
        debt -= Counter(sent)
        books.append(Account(number, owed, sent, _listed(extra), _listed(debt)))
    return tuple(books)


def balance(trace: Trace, room: RoomId, outsider: ServerName) -> Balance:
    """How the books stand at the end: a leak is for ever, a debt is a silence once nothing more will happen."""
    books = accounts(trace, room, outsider)
    if any(account.extra for account in books):
        return "leak"
    if not books or not books[-1].still_owed:
        return "even"
    return "silence" if _rests(trace.world, outsider) else "open"


def _rests(world: World, outsider: ServerName) -> bool:
    """Whether nothing more happens by itself; what is on its way to him was sent, and counts as there."""
    return is_quiet(replace(world, in_flight=tuple(each for each in world.in_flight if each.receiver != outsider)))


def _answers_without(made: Step, room: RoomId, outsider: ServerName) -> tuple[Envelope, ...]:
    """What the same message of his would be answered where there is no room."""
    action = made.action
    if not isinstance(action, Deliver) or action.envelope.sender != outsider:
        return ()
    return _to(step(without(made.before, room, outsider), action), outsider)


def _to(made: Step, outsider: ServerName) -> tuple[Envelope, ...]:
    """What a step sends him."""
    return tuple(envelope for envelope in made.sends if envelope.receiver == outsider)


def _listed(envelopes: Counter[Envelope]) -> tuple[Envelope, ...]:
    return tuple(sorted(envelopes.elements(), key=repr))
