"""The exercises by name, as the playground and the teacher's pages use them.

Each is made for a word, such as a learner's name: who plays in it and which switch is wrong are drawn from that word,
so that a neighbour's line does not solve it. The empty word has the people whom the walks have.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from random import Random
from typing import NamedTuple

from spec_impl import COMPLETED, Join, Leave, Reading, UserId, Withdraw
from spec_impl.cast import ALICE, BOB, CAROL, DAVE_APART, TEA, TEA_NAME
from spec_impl.claims import Claim, named
from spec_impl.commands import Accept, Browse, Decline, Deny, Find, Invite, Knock
from spec_impl.reading import otherwise
from spec_impl.rules.knock import KNOCK_REQUEST
from spec_impl.scopes import SCOPES, Scope, gives, with_tea_room

from .kinds import Exercise, by_reading, by_row, by_run

STRANGER = "A stranger who knocks at a hidden room"
OLD_REQUESTS = otherwise("old_requests", "as_new")
PEOPLE = (ALICE, CAROL, BOB, DAVE_APART)


class Wrong(NamedTuple):
    """A switch that stands wrong, a small world in which that shows, the claim that fails there, and what is told."""

    reading: Reading
    scope: Scope
    claim: Claim
    story: str


def _drawn(word: str, exercise: str) -> Random:
    return Random(f"{exercise} {word}".encode(errors="replace"))


def _cast(word: str, exercise: str) -> tuple[UserId, UserId]:
    """Who has the room, and who would like to come in: alice and carol where there is no word."""
    pairs = list(permutations(PEOPLE, 2))
    return _drawn(word, exercise).choice(pairs) if word else pairs[0]


def _open_door(host: UserId, guest: UserId) -> Scope:
    begin = with_tea_room("public", host, strangers=(guest,))
    commands = gives(guest, Join(TEA), Join(TEA), Leave(TEA), Withdraw(TEA))
    return replace(SCOPES["an open door"], begin=begin, commands=commands)


def _neighbours(host: UserId, guest: UserId) -> Scope:
    near = UserId(guest.name, host.server)
    commands = (
        *gives(host, Invite(TEA, near), Deny(TEA, near), Leave(TEA)),
        *gives(near, Knock(TEA), Join(TEA), Accept(TEA), Decline(TEA), Withdraw(TEA), Leave(TEA)),
    )
    return replace(SCOPES["a neighbour"], begin=with_tea_room("knock", host, strangers=(near,)), commands=commands)


def _closed_door(host: UserId, guest: UserId) -> Scope:
    commands = gives(guest, Find(TEA_NAME), Browse(), Join(TEA), Knock(TEA), Invite(TEA, host))
    return replace(SCOPES["a closed door"], begin=with_tea_room("private", host, strangers=(guest,)), commands=commands)


def too_late(word: str = "") -> Exercise:
    """Reach a witness: a grant that nobody wants any more."""
    host, guest = _cast(word, "too_late")
    return by_run(
        "A grant comes too late",
        f"{guest.name} may join the public room !tea, withdraw and leave; {host.name} only lives there.\n"
        f"Let {guest.name} be let in when that is no longer wanted, so that {guest.server} says that {guest.name} has "
        "left.\nAnswer with a run that begins with this exercise's start.",
        (
            f"What {guest.name} wants is kept by {guest.server}; who lets people in is another. What lies between?",
            f"{guest.name} has to change course after {host.server} has decided, or while the request is on its way.",
            "The command is Withdraw, and the message to be late is the Grant.",
        ),
        _open_door(host, guest),
        COMPLETED,
        named("a-grant-comes-too-late"),
        "witnessed",
    ).called("too_late", word)


def old_request(word: str = "") -> Exercise:
    """Break a wrong rule: an old request is taken for a new one."""
    host, guest = _cast(word, "old_request")
    return by_run(
        "An old request lets somebody in",
        "Under this reading a request is answered as new, however old it is (GAP-9).\n"
        f"Find a run in which {guest.name} ends up joined, though all that was asked for has been taken back.\n"
        f"{guest.name} may join twice, leave and withdraw; one message may be lost, and one may arrive twice.",
        (
            "Nothing on the network keeps its order, and a message may come twice. What is old then, and to whom?",
            f"Two messages of {guest.name}'s are on their way to {host.server}. Which should come first to do harm?",
            f"The claim is about what {guest.server} holds: let everything arrive that is sent to it.",
        ),
        _open_door(host, guest),
        OLD_REQUESTS,
        named("every-join-has-the-users-act-behind-it"),
        "fails",
    ).called("old_request", word)


def _wrong_ones(host: UserId, guest: UserId) -> tuple[Wrong, ...]:
    asked_for = named("every-join-has-the-users-act-behind-it")
    return (
        Wrong(
            otherwise("knock_memory", "forever"),
            _neighbours(host, guest),
            asked_for,
            f"Under this reading {guest.name}, who knocked once, can be joined long after without having asked for it.",
        ),
        Wrong(
            OLD_REQUESTS,
            _open_door(host, guest),
            asked_for,
            f"Under this reading {guest.name} can be joined after having taken back all that was asked for.",
        ),
        Wrong(
            otherwise("hidden_requests", "join_only"),
            _closed_door(host, guest),
            named("the-directory-names-no-hidden-room"),
            f"Under this reading {guest.name} can find {host.name}'s private room in the directory.",
        ),
    )


def wrong_switch(word: str = "") -> Exercise:
    """Repair a reading: one switch stands wrong."""
    wrong_ones = _wrong_ones(*_cast(word, "wrong_switch"))
    wrong = _drawn(word, "which switch").choice(wrong_ones) if word else wrong_ones[0]
    return by_reading(
        "A switch that stands wrong",
        f"{wrong.story}\nTurn one switch of the reading, so that “{wrong.claim.words}” holds.\n"
        "Answer with replace(exercise.reading, name=..., switch=...); nothing that held before may be lost.",
        (
            "Look at reply.run: in which step does it go wrong, and what did that server remember or hide?",
            "The switches and the values that they have are listed below the exercise: which of them speak of that?",
        ),
        wrong.scope,
        replace(wrong.reading, name="WRONG"),
        wrong.claim,
    ).called("wrong_switch", word)


def missing_row(word: str = "") -> Exercise:
    """Write the missing row: what a stranger who knocks hears of a hidden room."""
    return by_row(
        "The missing row",
        "From the table for a knock the row is gone that PRV-4 asks for. Write it.\n"
        "Answer with a row: refuse(clauses, sentence, Reason..., Told..., when=guard) or accept(...).\n"
        "The guards that the rules are made of are in spec_impl.rules.guards.",
        (
            "Whom does the row speak of, and what must nobody be able to tell apart from a room that is not there?",
            "It refuses, and what it tells is what a server tells that has no such room.",
            "One guard asks just this: whether the room is hidden from who asks. Its name says so.",
        ),
        KNOCK_REQUEST,
        STRANGER,
    ).called("missing_row", word)


EXERCISES: tuple[Callable[[str], Exercise], ...] = (too_late, old_request, wrong_switch, missing_row)
"""Each makes the exercise anew for a word, with all its hints still to come."""
