"""How the model's values read in a figure: one wording for charts, tables and text twins. Nothing is drawn here."""

import re
from dataclasses import fields
from typing import assert_never

from spec_impl import Browse, Command, Create, UserId
from spec_impl.actions import Crash, Give, GiveUp, Post
from spec_impl.messages import (
    Acceptance,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    FetchPdu,
    Grant,
    Invitation,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    NamePublished,
    PduAnswer,
    Refusal,
    StateUpdate,
    WireMessage,
)
from spec_impl.notices import CommandRefused, JoinRefused
from spec_impl.rows import Verdict
from spec_impl.stepping import Step
from spec_impl.terms import DIRECTORY, Ender, Entry, MemberMap, Membership, ModeChange

from .drawing.chart import NoteTone

LETTERS = {Membership.NONE: "N", Membership.KNOCKED: "K", Membership.INVITED: "I", Membership.JOINED: "J"}
OUTCOME_SIGN: dict[str, NoteTone] = {"accept": "accepted", "refuse": "refused", "hold": "held", "ignore": "plain"}
OUTCOME_WORDS = {"accept": "accept", "refuse": "refuse", "hold": "park", "ignore": "ignore"}
"""What a row does, as figures say it: a server *holds* what it has written down, and *parks* what it decides later."""
REASON_WORDS = {"PROOF_NOT_SEEN": "invitation not seen"}
"""The reasons whose names say too little to whoever does not know the rules; all others read as they are written."""
OUTCOME_PAST = {"refuse": "refused", "hold": "parked", "ignore": "ignored"}
COME_IN, THE_KNOCK_STANDS = "come in, here is the room", "the knock stands"
"""What is said by a grant, and by the word that a knock was placed, wherever either is shown."""
GRANTED = {"knock request": THE_KNOCK_STANDS, "fetch": "given"}
ANSWERS: dict[type, str] = {
    Grant: COME_IN,
    KnockPlaced: THE_KNOCK_STANDS,
    PduAnswer: "the state change",
    FetchPdu: "a question back, for the state change",
}


def letter(membership: Membership) -> str:
    """The letter in a membership's box; every ending is L."""
    return "L" if membership.is_over else LETTERS[membership]


def command_words(give: Give) -> str:
    """A command as it is given: who, what, and whom or what it is about besides the room."""
    return f"{give.user.name}: {type(give.command).__name__}{_about(give.command)}"


def spoken(give: Give) -> str:
    """The same as a person would say it: `alice: set join mode invite`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(give.command).__name__).lower()
    return f"{give.user.name}: {words}{_about(give.command)}"


def _about(command: Command) -> str:
    match command:
        case Create(room, mode, alias):
            return f" {room}, {mode}" + (f", named {alias}" if alias else "")
        case Browse(word):
            return f" for “{word}”" if word else ""
        case _:
            others = (getattr(command, field.name) for field in fields(command) if field.name != "room")
            named = (each for each in others if not isinstance(each, bool | None))
            return "".join(f" {each.name if isinstance(each, UserId) else each}" for each in named)


def message_words(message: object) -> str:
    """A wire message as an arrow names it."""
    return type(message).__name__


def update_words(update: StateUpdate) -> str:
    """What a state update says."""
    match update.update:
        case Entry(user=user, membership=membership):
            return f"{user.name} {membership}"
        case ModeChange(mode=mode):
            return f"mode {mode}"
        case MemberMap():
            return "all members"


def plain_words(message: WireMessage) -> str:  # noqa: C901
    """What a message says, as a person would say it; the name of its kind stands beside it."""
    match message:
        case DirectoryQuery(alias=alias, word=word):
            return f"where is {alias}?" if alias else f"any names with “{word}”?" if word else "any names?"
        case DirectoryAnswer(found=()):
            return "nothing found"
        case DirectoryAnswer(found=(only,)):
            return f"ask {', then '.join(server[0] for server in only.candidates)}"
        case DirectoryAnswer(found=found):
            return f"found: {', '.join(each.alias for each in found)}"
        case NamePublished(alias=alias, mode=mode):
            return f"{alias}: mode {mode}"
        case StateUpdate(update=Entry() as entry):
            return f"news: {entry_words(entry)}"
        case StateUpdate(update=ModeChange(mode=mode)):
            return f"news: mode {mode}"
        case StateUpdate():
            return "news: the whole list of members"
        case Ending(entry=entry):
            return f"it is over: {entry_words(entry)}"
        case Invitation(inviter=inviter):
            return f"{inviter.name} invites {message.user.name}"
        case Acceptance(user=user):
            return f"{user.name} says yes"
        case JoinRequest(user=user):
            return f"may {user.name} come in?"
        case KnockRequest(user=user):
            return f"{user.name} knocks"
        case Grant():
            return COME_IN
        case KnockPlaced():
            return THE_KNOCK_STANDS
        case Refusal(told=said):
            return f"“{said}”"
        case FetchPdu():
            return f"what is written of {message.user.name}?"
        case PduAnswer(entry=entry):
            return f"written: {entry_words(entry)}"
        case _:
            assert_never(message)


def entry_words(entry: Entry) -> str:
    """A line of a register as news: what somebody has done, or what was done to her."""
    membership = entry.membership
    suffered = membership is Membership.INVITED or membership.ended_by is Ender.A_MEMBER
    return f"{entry.user.name} {'is' if suffered else 'has'} {membership}"


def remark(message: object) -> str:
    """A few words about what a message carries, where its name does not say it."""
    match message:
        case Refusal(told=told):
            return str(told)
        case StateUpdate():
            return update_words(message)
        case DirectoryAnswer(found=found):
            named = (f"{e.alias} is {e.room}, ask {', '.join(server[0] for server in e.candidates)}" for e in found)
            return "; ".join(named) or "nothing found"
        case Invitation(servers=servers):
            return f"accept through {', '.join(server[0] for server in servers)}" if servers else "an empty list"
        case _:
            return ""


def heard_words(message: object) -> str:
    """The kind of a message and what it carries."""
    return ", ".join(filter(None, (message_words(message), remark(message))))


def answer_words(answer: object) -> str:
    """An answer as an outsider reads it."""
    match answer:
        case Refusal() | DirectoryAnswer():
            return remark(answer)
        case _:
            return ANSWERS.get(type(answer), message_words(answer))


def act_words(step: Step) -> str:
    """What a server does without having been asked by a message."""
    action = step.action
    if isinstance(action, Crash):
        return "crashes, comes up again"
    if isinstance(action, Post):
        to = "the directory" if action.envelope.receiver == DIRECTORY else action.envelope.receiver[0]
        return f"writes to {to}: {plain_words(action.envelope.message)}"
    assert isinstance(action, GiveUp)
    wish = step.before.server(action.user.server).wish(action.user, action.room)
    gone = (wish.waiting_for or "?")[0] if wish else "?"
    asked = f", asks {step.sends[0].receiver[0]}" if step.sends else ""
    return f"gives up on {gone}{asked}"


def decided(verdict: Verdict) -> str:
    """A verdict in two or three words."""
    granted = GRANTED.get(verdict.table, "admitted")
    word = granted if verdict.outcome == "accept" else OUTCOME_PAST[verdict.outcome]
    return f"{word}: {reason_words(verdict.reason)}" if verdict.reason else word


def reason_words(reason: str) -> str:
    """Why something was decided, in lower case and without underscores."""
    return REASON_WORDS.get(reason) or reason.lower().replace("_", " ")


def told(step: Step) -> str:
    """What the asker of a step is told, if anything: the first words of a verdict, or those shown to a client."""
    shown = (notice.told for notice in step.notices if isinstance(notice, JoinRefused | CommandRefused))
    return str(next(filter(None, (*(verdict.told for verdict in step.verdicts), *shown)), ""))
