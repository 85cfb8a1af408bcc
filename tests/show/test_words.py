"""A command's words follow from its record, so that a new command has words by itself."""

from dataclasses import fields, replace
from typing import get_args

import pytest

from roomspec.show.words import command_words, entry_words, plain_words, spoken
from spec_impl import Browse, Command, Create, Find, Give, Invite, Join, JoinMode, Membership, SetJoinMode, WireMessage
from spec_impl.cast import ALICE, CAROL, TEA, TEA_NAME, A, B
from spec_impl.messages import (
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
    PduAnswer,
    Refusal,
    StateUpdate,
    Told,
)
from spec_impl.room import Room
from spec_impl.terms import Entry, MemberMap, ModeChange


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (Create(TEA, JoinMode.KNOCK, TEA_NAME), "alice: Create !tea, knock, named #tea"),
        (Create(TEA, JoinMode.PUBLIC), "alice: Create !tea, public"),
        (Find(TEA_NAME), "alice: Find #tea"),
        (Browse("te"), "alice: Browse for “te”"),
        (Browse(), "alice: Browse"),
        (Invite(TEA, CAROL), "alice: Invite carol"),
        (SetJoinMode(TEA, JoinMode.INVITE), "alice: SetJoinMode invite"),
        (Join(TEA), "alice: Join"),
    ],
)
def test_a_command_says_what_it_is_about_besides_its_room(command: Command, words: str) -> None:
    assert command_words(Give(ALICE, command)) == words


@pytest.mark.parametrize("kind", get_args(Command))
def test_nothing_that_a_command_is_about_is_left_out(kind: type) -> None:
    known = {"room": TEA, "user": CAROL, "mode": JoinMode.KNOCK, "alias": TEA_NAME, "word": "te", "listed": True}
    said = command_words(Give(ALICE, kind(**{field.name: known[field.name] for field in fields(kind)})))
    shown = {"user": "carol", "mode": "knock", "alias": "#tea", "word": "te"}
    assert all(shown[field.name] in said for field in fields(kind) if field.name in shown)


# --- What a message says ----------------------------------------------------------------------------------------------

ENTRY = Entry(CAROL, 1, Membership.INVITED, A)
MESSAGES: dict[type, tuple[WireMessage, str]] = {
    DirectoryQuery: (DirectoryQuery(CAROL, TEA_NAME), "where is #tea?"),
    DirectoryAnswer: (DirectoryAnswer(CAROL, (Listing(TEA_NAME, TEA, (B, A)),)), "ask b, then a"),
    NamePublished: (NamePublished(TEA_NAME, TEA, JoinMode.PUBLIC, True, 1, A), "#tea: mode public"),
    StateUpdate: (StateUpdate(TEA, ENTRY), "news: carol is invited"),
    Ending: (Ending(TEA, replace(ENTRY, membership=Membership.DENIED)), "it is over: carol is denied"),
    Invitation: (Invitation(TEA, ENTRY.pdu_id, ALICE, (A,)), "alice invites carol"),
    Acceptance: (Acceptance(TEA, CAROL, ENTRY.pdu_id), "carol says yes"),
    JoinRequest: (JoinRequest(TEA, CAROL, 1), "may carol come in?"),
    KnockRequest: (KnockRequest(TEA, CAROL, 1), "carol knocks"),
    Grant: (Grant(ENTRY, Room(TEA)), "come in, here is the room"),
    KnockPlaced: (KnockPlaced(TEA, ENTRY), "the knock stands"),
    Refusal: (Refusal(TEA, CAROL, Asking.JOIN, 1, Told.NO_SUCH_ROOM), "“no such room”"),
    FetchPdu: (FetchPdu(TEA, ENTRY.pdu_id), "what is written of carol?"),
    PduAnswer: (PduAnswer(TEA, ENTRY), "written: carol is invited"),
}


@pytest.mark.parametrize("kind", get_args(WireMessage))
def test_every_kind_of_message_says_something_in_plain_words(kind: type) -> None:
    message, said = MESSAGES[kind]
    assert plain_words(message) == said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (DirectoryQuery(CAROL, None, "te"), "any names with “te”?"),
        (DirectoryQuery(CAROL, None), "any names?"),
        (DirectoryAnswer(CAROL, ()), "nothing found"),
        (StateUpdate(TEA, ModeChange(1, JoinMode.PRIVATE, A)), "news: mode private"),
        (StateUpdate(TEA, MemberMap(1, (ENTRY,), A)), "news: the whole list of members"),
    ],
)
def test_a_message_that_says_one_of_several_things_says_which(message: WireMessage, said: str) -> None:
    assert plain_words(message) == said


def test_news_says_what_somebody_did_and_what_was_done_to_her() -> None:
    said = [entry_words(replace(ENTRY, membership=each)).removeprefix("carol ") for each in Membership]
    assert said == ["has none", "has knocked", "is invited", "has joined", "has left", "has declined", "has withdrawn",
        "is denied", "is revoked"]  # fmt: skip


@pytest.mark.parametrize("kind", get_args(Command))
def test_a_command_is_spoken_in_lower_case_and_says_the_same(kind: type) -> None:
    known = {"room": TEA, "user": CAROL, "mode": JoinMode.KNOCK, "alias": TEA_NAME, "word": "te", "listed": True}
    give = Give(ALICE, kind(**{field.name: known[field.name] for field in fields(kind)}))
    assert spoken(give) == spoken(give).lower()
    assert spoken(give).replace(" ", "") == command_words(give).lower().replace(" ", "")
