"""Situations at c.example, the home server of carol and dave: she gives a command, or an answer or an ending comes."""

from collections.abc import Callable

from ..cast import BOB, CAROL, DAVE, TEA, TEA_NAME, A, B, C, M
from ..commands import Accept, Browse, Command, Decline, Find, Join, Knock, Withdraw
from ..messages import (
    Asking,
    DirectoryAnswer,
    Grant,
    Invitation,
    KnockPlaced,
    Listing,
    NoAnswer,
    Refusal,
    Restart,
    Told,
)
from ..reading import Reading
from ..situation import Incoming, Situation
from ..terms import DIRECTORY, Entry, Membership, ServerName
from ..world import Found, HomeServer, KnockMemory, Wish
from .plan import HELD, NO_YES, Build, Plan, Values, line, proof, room

HELD_AS, STAY, SENDER, MORE = "carol is held as", "it concerns stay", "sent by", "servers to ask"
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


def _server(values: Values) -> HomeServer:
    dave = Entry(DAVE, 1, Membership.JOINED, A) if values["dave is in the room"] == "yes" else None
    some = values[MORE] == "some"
    invited = Invitation(TEA, proof(CAROL, 1), BOB, (B,) if some else ())
    return HomeServer(
        C,
        (CAROL, DAVE),
        (room("knock", line(CAROL, values[HELD_AS], C if "left" in values[HELD_AS] else B), dave),),
        found=(Found(CAROL, LISTING),) if some else (),
        invitations=(invited,) if values["carol holds an invitation"] == "yes" else (),
        wishes=_wishes(values["carol's wish"], values.get("asked for", "join"), some),
        knocks=(KnockMemory(CAROL, TEA, 1),) if values["a knock is remembered"] == "yes" else (),
    )


def _wishes(state: str, asking: str, more_to_ask: bool) -> tuple[Wish, ...]:
    untried = (A,) if more_to_ask else ()
    if state == "never was":
        return ()
    waiting = B if state == "waits for b" else None
    return (Wish(CAROL, TEA, Asking(asking), 1, proof(CAROL, 1), untried, (B,), waiting, wanted=state != "given up"),)


def _from_server(message: Callable[[Values], Incoming]) -> Build:
    return lambda values, reading: Situation(_server(values), ServerName(values[SENDER]), message(values), reading)


def _by_carol(command: Command) -> Build:
    return lambda values, reading: Situation(_server(values), CAROL, command, reading)


def _grant(values: Values) -> Grant:
    entry = Entry(CAROL, int(values[STAY]), Membership.JOINED, B)
    return Grant(entry, room("public", Entry(BOB, 1, Membership.JOINED, B), entry))


def _invitation(values: Values) -> Invitation:
    invitee = CAROL if values["the invitee is"] == "carol" else BOB
    return Invitation(TEA, proof(invitee, int(values[STAY])), BOB, (B,))


def _refusal(values: Values) -> Refusal:
    return Refusal(TEA, CAROL, Asking.JOIN, int(values[STAY]), Told(values["told"]))


def _answer(values: Values, reading: Reading) -> Situation:
    found = (LISTING,) if values["found"] == "yes" else ()
    return Situation(_server(values), ServerName(values[SENDER]), DirectoryAnswer(CAROL, found), reading)


PLANS = {
    "join": Plan(OWN, _by_carol(Join(TEA))),
    "accept": Plan(OWN, _by_carol(Accept(TEA))),
    "knock": Plan(OWN, _by_carol(Knock(TEA))),
    "decline": Plan(OWN, _by_carol(Decline(TEA))),
    "withdraw": Plan(OWN, _by_carol(Withdraw(TEA))),
    "find": Plan(OWN, _by_carol(Find(TEA_NAME))),
    "browse": Plan(OWN, _by_carol(Browse())),
    "invitation": Plan({**ANSWERED, "the invitee is": ("carol", "bob")}, _from_server(_invitation)),
    "grant": Plan(ANSWERED, _from_server(_grant)),
    "refusal": Plan({**ANSWERED, "told": (Told.NO_SUCH_ROOM, Told.KNOCK_FIRST)}, _from_server(_refusal)),
    "no answer": Plan({**OWN, SENDER: (C,)}, _from_server(lambda _: NoAnswer(TEA, CAROL))),
    "restart": Plan({**OWN, SENDER: (C,)}, _from_server(lambda _: Restart())),
    "knock placed": Plan(
        ANSWERED, _from_server(lambda values: KnockPlaced(TEA, Entry(CAROL, int(values[STAY]), Membership.KNOCKED, B)))
    ),
    "directory answer": Plan({**OWN, SENDER: (DIRECTORY, M), "found": ("yes", "no")}, _answer),
}
