"""How the model's values read in a figure: one wording for charts, tables and text twins. Nothing is drawn here."""

from dataclasses import fields

from spec_impl import Browse, Create, FetchPdu, Grant, Invitation, KnockPlaced, PduAnswer, Refusal, StateUpdate, UserId
from spec_impl.actions import Crash, Give, GiveUp, Post
from spec_impl.messages import DirectoryAnswer
from spec_impl.notices import JoinRefused
from spec_impl.rows import Verdict
from spec_impl.stepping import Step
from spec_impl.terms import DIRECTORY, Entry, MemberMap, Membership, ModeChange

from .drawing.sheet import SignKind

LETTERS = {Membership.NONE: "N", Membership.KNOCKED: "K", Membership.INVITED: "I", Membership.JOINED: "J"}
OUTCOME_SIGN: dict[str, SignKind] = {"accept": "accepted", "refuse": "refused", "hold": "held", "ignore": "plain"}
OUTCOME_PAST = {"refuse": "refused", "hold": "held", "ignore": "ignored"}
GRANTED = {"knock request": "knock placed", "fetch": "given"}
ANSWERS: dict[type, str] = {
    Grant: "joined",
    KnockPlaced: "knock placed",
    PduAnswer: "the state change",
    FetchPdu: "a question back, for the state change",
}


def letter(membership: Membership) -> str:
    """The letter in a membership's box; every ending is L."""
    return "L" if membership.is_over else LETTERS[membership]


def command_words(give: Give) -> str:
    """A command as it is given: who, what, and whom or what it is about besides the room."""
    command = give.command
    match command:
        case Create(room, mode, alias):
            about = f" {room}, {mode}" + (f", named {alias}" if alias else "")
        case Browse(word):
            about = f" for “{word}”" if word else ""
        case _:
            others = (getattr(command, field.name) for field in fields(command) if field.name != "room")
            named = (each for each in others if not isinstance(each, bool | None))
            about = "".join(f" {each.name if isinstance(each, UserId) else each}" for each in named)
    return f"{give.user.name}: {type(command).__name__}{about}"


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
        written = message_words(action.envelope.message)
        to = "the directory" if action.envelope.receiver == DIRECTORY else action.envelope.receiver[0]
        return f"writes {'an' if written[0] in 'AEIOU' else 'a'} {written} to {to}"
    assert isinstance(action, GiveUp)
    wish = step.before.server(action.user.server).wish(action.user, action.room)
    gone = (wish.waiting_for or "?")[0] if wish else "?"
    asked = f", asks {step.sends[0].receiver[0]}" if step.sends else ""
    return f"gives up on {gone}{asked}"


def decided(verdict: Verdict) -> str:
    """A verdict in two or three words."""
    granted = GRANTED.get(verdict.table, "admitted")
    word = granted if verdict.outcome == "accept" else OUTCOME_PAST[verdict.outcome]
    return f"{word}: {str(verdict.reason).lower().replace('_', ' ')}" if verdict.reason else word


def told(step: Step) -> str:
    """What the asker of a step is told, if anything: the first words of a verdict, or those shown to a client."""
    for verdict in step.verdicts:
        if verdict.told:
            return str(verdict.told)
    return next((str(notice.told) for notice in step.notices if isinstance(notice, JoinRefused)), "")
