"""What an outsider is owed and sent: even, open for a while, a leak, a silence; the search comes to the same end."""

from roomspec.search import Limits, accounts, balance, check
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Accept,
    Acceptance,
    FetchPdu,
    Invite,
    JoinRequest,
    PduId,
    Reading,
    Refusal,
    ServerName,
    Trace,
)
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, A, B, M, unnamed_room
from spec_impl.claims import named
from spec_impl.reading import otherwise
from spec_impl.scopes import SCOPES
from tests.model.readings import READINGS

HIDDEN = named("a-hidden-room-is-as-good-as-none")
ALONE = SCOPES["a private room and an outsider"]
JOIN = JoinRequest(TEA, MALLORY, 1)
QUEUE, FETCH = otherwise("unseen_invitation", "queue"), otherwise("unseen_invitation", "fetch")


def false_yes(origin: ServerName) -> Acceptance:
    """Mallory cites an invitation that this server is said to have written for her."""
    return Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, origin))


def closed(reading: Reading = COMPLETED) -> Trace:
    """Alice is in her hidden room, and bob is invited and has come."""
    run = unnamed_room("invite", others=(BOB, MALLORY), reading=reading)
    run = run.give(ALICE, Invite(TEA, BOB)).settle().give(BOB, Accept(TEA)).settle()
    return Trace(run.world)


def told(answers: tuple[object, ...]) -> list[str]:
    return [str(answer.message.told) for answer in answers]  # type: ignore[attr-defined]


def test_a_stranger_at_a_hidden_room_is_sent_what_she_is_owed() -> None:
    run = closed().post(M, A, JOIN).deliver(JoinRequest)
    written, arrived = accounts(run, TEA, M)
    assert written.is_blank
    assert told(arrived.owed) == told(arrived.sent) == ["no such room"]
    assert not arrived.extra and not arrived.still_owed
    assert balance(run, TEA, M) == "even"


def test_what_other_people_do_is_not_written_down() -> None:
    run = closed().give(ALICE, Invite(TEA, CAROL)).settle()
    assert all(account.is_blank for account in accounts(run, TEA, M))
    assert balance(run, TEA, M) == "even"


def test_an_answer_that_comes_later_is_owed_until_then() -> None:
    run = closed(FETCH).post(M, A, false_yes(B)).deliver(Acceptance)
    assert told(accounts(run, TEA, M)[-1].still_owed) == ["no such room"]
    assert balance(run, TEA, M) == "open"
    assert balance(run.deliver(FetchPdu).deliver(Refusal), TEA, M) == "even"


def test_whoever_is_let_in_unasked_is_sent_what_she_was_not_owed() -> None:
    run = Trace(ALONE.world(LITERAL_2014)).post(M, A, JOIN).deliver(JoinRequest)
    (granted,) = accounts(run, TEA, M)[-1].extra
    assert type(granted.message).__name__ == "Grant"
    assert balance(run, TEA, M) == balance(run.settle(), TEA, M) == "leak"


def test_a_server_that_waits_without_a_word_is_silent_once_nothing_more_can_come() -> None:
    run = closed(QUEUE).post(M, A, false_yes(B)).deliver(Acceptance)
    assert balance(run, TEA, M) == "silence"


def test_an_answer_that_was_sent_and_has_not_come_yet_breaks_no_silence() -> None:
    run = closed(QUEUE).post(M, A, JOIN).deliver(JoinRequest).post(M, A, false_yes(B)).deliver(Acceptance)
    assert [envelope.receiver for envelope in run.world.in_flight] == [M]
    assert balance(run, TEA, M) == "silence"


def test_the_same_question_twice_is_owed_two_answers() -> None:
    run = closed().post(M, A, JOIN).deliver(JoinRequest).post(M, A, JoinRequest(TEA, MALLORY, 2))
    run = run.deliver(JoinRequest)
    assert [len(account.owed) for account in accounts(run, TEA, M)] == [0, 1, 0, 1]
    assert balance(run, TEA, M) == "even"


def test_no_run_that_the_search_finds_balances() -> None:
    until = Limits(until=frozenset({HIDDEN.name}))
    found = [check(ALONE, reading, (HIDDEN,), until) for reading in READINGS]
    ends = {each.reading.name: balance(each.trace(HIDDEN), TEA, M) for each in found if each.failing}
    assert set(ends.values()) == {"leak", "silence"}
    assert ends["LITERAL_2014"] == "leak" and ends["unseen_invitation=queue"] == "silence"
