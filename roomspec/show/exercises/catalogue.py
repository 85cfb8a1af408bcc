"""The exercises by name, as the playground and the teacher's pages use them."""

from dataclasses import replace

from spec_impl import COMPLETED
from spec_impl.claims import named
from spec_impl.rules.public_join import JOIN_REQUEST
from spec_impl.scopes import SCOPES

from .kinds import Exercise, by_reading, by_row, by_run

STRANGER = "A stranger to a hidden room"
OLD_REQUESTS = replace(COMPLETED, name="OLD_REQUESTS", old_requests="as_new")
LONG_MEMORY = replace(COMPLETED, name="LONG_MEMORY", knock_memory="forever")


def too_late() -> Exercise:
    """Reach a witness: a grant that nobody wants any more."""
    return by_run(
        "A grant comes too late",
        "carol may join the public room !tea, withdraw and leave; alice only lives there.\n"
        "Let her be let in when she no longer wants to be, so that her own server says that she has left.\n"
        "Answer with a run that begins with this exercise's start.",
        (
            "What carol wants is kept by her own server; who lets her in is another. What lies between the two?",
            "She has to change her mind after alice's server has decided, or while her request is on its way there.",
            "The command is Withdraw, and the message to be late is the Grant.",
        ),
        SCOPES["an open door"],
        COMPLETED,
        named("a-grant-comes-too-late"),
        "witnessed",
    )


def old_request() -> Exercise:
    """Break a wrong rule: an old request is taken for a new one."""
    return by_run(
        "An old request lets her in",
        "Under this reading a request is answered as new, however old it is (GAP-9).\n"
        "Find a run in which carol ends up joined, though she has taken back all that she asked for.\n"
        "carol may join twice, leave and withdraw; one message may be lost, and one may arrive twice.",
        (
            "Nothing on the network keeps its order, and a message may come twice. What is old then, and to whom?",
            "Two of carol's messages are on their way to alice's server. Which of them should come first to do harm?",
            "The claim is about what her own server holds: let everything arrive that is sent to it.",
        ),
        SCOPES["an open door"],
        OLD_REQUESTS,
        named("every-join-has-the-users-act-behind-it"),
        "fails",
    )


def long_memory() -> Exercise:
    """Repair a reading: a knock that is remembered for ever."""
    return by_reading(
        "A memory that is too long",
        "Under this reading a home server never forgets a knock, and accepts any later invitation for the knocker.\n"
        "Turn one switch of the reading, so that nobody is joined without having asked for it.\n"
        "Answer with replace(LONG_MEMORY, name=..., switch=...); nothing that held before may be lost.",
        (
            "Look at reply.run: in which step is somebody joined, and what did he do before?",
            "Two switches speak of it: how long a knock is remembered, and whether a server accepts by itself.",
        ),
        SCOPES["a neighbour"],
        LONG_MEMORY,
        named("every-join-has-the-users-act-behind-it"),
    )


def hidden_stranger() -> Exercise:
    """Write the missing row: what a stranger hears of a hidden room."""
    return by_row(
        "The missing row",
        "From the table for a join request the row is gone that PRV-2 asks for. Write it.\n"
        "Answer with a row: refuse(clauses, sentence, Reason..., Told..., when=guard) or accept(...).\n"
        "The guards that the rules are made of are in spec_impl.rules.guards.",
        (
            "Whom does the row speak of, and what must he not be able to tell apart from a room that is not there?",
            "It refuses, and what it tells is what a server tells that has no such room.",
            "One guard asks just this: whether the room is hidden from who asks. Its name says so.",
        ),
        JOIN_REQUEST,
        STRANGER,
    )


EXERCISES = (too_late, old_request, long_memory, hidden_stranger)
"""Each makes the exercise anew, with all its hints still to come."""
