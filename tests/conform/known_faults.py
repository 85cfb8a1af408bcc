"""Thirty faults that real home servers, or the texts that they follow, have had: what of each a log or a vector shows.

Each fault that a log shows is shown here: the log of one server is cut from the run of a vector, and in one line of it
the server does what the real one did. `python -m tests.conform.known_faults` stores the table in
`docs/known-faults.md`; a test holds it. What is said of a fault is in our words; its source is public.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from roomspec.change.vectors import Story
from roomspec.conform import LogHead, LogLine
from roomspec.conform.judge import judge_line
from spec_impl import (
    Acceptance,
    Decline,
    Deliver,
    Deny,
    Ending,
    Entry,
    Invitation,
    Invite,
    JoinMode,
    JoinRequest,
    Membership,
    Refusal,
    RoomId,
    ServerName,
    Told,
    Trace,
    UserId,
    Withdraw,
)
from spec_impl.actions import Give, Spread
from spec_impl.cast import ALICE, CAROL, LOUNGE, MALLORY, TEA, TEA_NAME, A, B, C, unnamed_room
from spec_impl.messages import DirectoryAnswer, DirectoryQuery, FetchPdu, Listing, PduAnswer, StateUpdate
from spec_impl.notices import CommandRefused, InvitationShown, JoinRefused
from spec_impl.terms import DIRECTORY
from spec_impl.world import Directory, HomeServer, KnockMemory
from tests.conform.logs import Log, logs_of
from tests.rules.stories import acceptance, discovery, ending, invitation, knock, private, public_join

TABLE = Path(__file__).parents[2] / "docs" / "known-faults.md"
SYNAPSE, OLD_SYNAPSE = "https://github.com/element-hq/synapse", "https://github.com/matrix-org/synapse"
SPEC, PROPOSALS = "https://github.com/matrix-org/matrix-spec", "https://github.com/matrix-org/matrix-spec-proposals"
IN_2014 = f"{OLD_SYNAPSE}/blob/4f475c7697722e946e39e42f38f3dd03a95d8765"

Held = HomeServer | Directory
Wrong = Callable[[Held, LogLine, LogHead], LogLine]


@dataclass(frozen=True)
class Shown:
    """How a log shows a fault: the run, whose log, which line, and what the server wrongly does there."""

    run: Story | Callable[[], Trace]
    server: ServerName
    at: Callable[[LogLine], bool]
    does: Wrong


@dataclass(frozen=True)
class KnownFault:
    """A fault, where it is told of, and how a log shows it, or why neither a log nor a vector can."""

    number: int
    fault: str
    sources: tuple[str, ...]
    shown: Shown | None = None
    why_not: str = ""


# --- What a wrong server does -----------------------------------------------------------------------------------------


def came(*kinds: type) -> Callable[[LogLine], bool]:
    """A line in which a message or a command of these kinds came."""

    def at(line: LogLine) -> bool:
        match line.what:
            case Deliver(envelope):
                return isinstance(envelope.message, kinds)
            case Give(_, command):
                return isinstance(command, kinds)
            case _:
                return isinstance(line.what, kinds)

    return at


def doing(**parts: Any) -> Wrong:
    """It does this."""
    return lambda _, line, __: replace(line, **parts)


def telling(told: Told) -> Wrong:
    """It says no in other words."""

    def does(_: Held, line: LogLine, __: LogHead) -> LogLine:
        (sent,) = line.sends
        assert isinstance(sent.message, Refusal)
        return replace(line, sends=(replace(sent, message=replace(sent.message, told=told)),))

    return does


def sending(message: Any) -> Wrong:
    """It sends this in place of what it should."""
    return lambda _, line, __: replace(line, sends=(replace(line.sends[0], message=message),))


def as_if(came: Callable[[Any], Any] = lambda what: what, held: Callable[[Any], Any] = lambda held: held) -> Wrong:
    """It does what would be right if something else had come, or if it held something else."""

    def does(state: Held, line: LogLine, head: LogHead) -> LogLine:
        judged = judge_line(held(state), LogLine(came(line.what)), head)
        assert judged.unlike and judged.unlike.expected
        return replace(judged.unlike.expected, what=line.what)

    return does


def public(held: HomeServer) -> HomeServer:
    """The rooms as if anybody might enter."""
    rooms = (replace(r, mode_change=r.mode_change and replace(r.mode_change, mode=JoinMode.PUBLIC)) for r in held.rooms)
    return replace(held, rooms=tuple(rooms))


def without(user: UserId) -> Callable[[HomeServer], HomeServer]:
    """As if nothing were held of this user."""

    def held(server: HomeServer) -> HomeServer:
        return replace(
            server,
            rooms=tuple(replace(r, members=tuple(e for e in r.members if e.user != user)) for r in server.rooms),
        )

    return held


def alice_inside(held: HomeServer) -> HomeServer:
    """As if alice had not left."""
    (room,) = held.rooms
    members = (replace(each, membership=Membership.JOINED) if each.user == ALICE else each for each in room.members)
    return replace(held, rooms=(replace(room, members=tuple(members)),))


def knocking(stay: int) -> Callable[[HomeServer], HomeServer]:
    """As if carol's knock stood."""
    return lambda held: replace(held, knocks=(KnockMemory(CAROL, TEA, stay, (A,)),))


def said(**changed: Any) -> Callable[[Deliver], Deliver]:
    """As if the message said this."""
    return lambda what: Deliver(replace(what.envelope, message=replace(what.envelope.message, **changed)))


def sent_by(sender: ServerName) -> Callable[[Deliver], Deliver]:
    """As if it came from there."""
    return lambda what: Deliver(replace(what.envelope, sender=sender))


# --- The faults -------------------------------------------------------------------------------------------------------


def invited_who_is_not() -> Trace:
    """Alice invites somebody of carol's server who has no account there."""
    return unnamed_room("invite").give(ALICE, Invite(TEA, NOBODY)).settle()


NOBODY, CHESS = UserId("nobody", C), RoomId("!chess")
NO_WORDS = "names, topics and reports of a room are no part of the workflow of 2014"
NO_LIMIT = "no rule limits how often somebody may ask; each single line is allowed"
CAROLS_CHANGE = PduAnswer(TEA, Entry(CAROL, 1, Membership.INVITED, A))
BACK = StateUpdate(TEA, Entry(ALICE, 1, Membership.INVITED, A))
SHOWN = InvitationShown(CAROL, TEA, ALICE)


def refused(user: UserId, told: Told) -> Wrong:
    """The user's own server will not do what it is asked."""
    return doing(sends=(), published=(), changes=(), notices=(CommandRefused(user, told),))


FAULTS = (
    KnownFault(
        1,
        "A stranger who asks to join hears other words about a hidden room than about none",
        (f"{IN_2014}/synapse/api/auth.py", f"{PROPOSALS}/pull/2688"),
        Shown(private.a_stranger_joins_a_private_room, A, came(JoinRequest), telling(Told.NOT_INVITED)),
    ),
    KnownFault(
        2,
        "The directory names a private room",
        (f"{SYNAPSE}/issues/9323",),
        Shown(
            discovery.a_search_leaves_hidden_rooms_out,
            DIRECTORY,
            came(DirectoryQuery),
            sending(DirectoryAnswer(MALLORY, (Listing(TEA_NAME, TEA, (A,)),))),
        ),
    ),
    KnownFault(
        3,
        "Whoever knows the id of a private room is given what is in it",
        ("https://nvd.nist.gov/vuln/detail/CVE-2021-39163", "https://nvd.nist.gov/vuln/detail/CVE-2021-39164"),
        Shown(private.a_stranger_fetches_a_change_of_an_invite_room, A, came(FetchPdu), sending(CAROLS_CHANGE)),
    ),
    KnownFault(4, "To let people knock shows strangers more than that", (f"{SPEC}/issues/1186",), why_not=NO_WORDS),
    KnownFault(
        5,
        "Invitations without end from people whom nobody knows",
        (f"{PROPOSALS}/pull/4155", f"{PROPOSALS}/pull/4380"),
        why_not=NO_LIMIT,
    ),
    KnownFault(
        6,
        "A spammer learns from the answer that his invitations are blocked",
        (f"{SYNAPSE}/issues/17492",),
        why_not="nobody is blocked in the workflow of 2014, and an invitation has no answer",
    ),
    KnownFault(
        7,
        "To knock and take it back, again and again, fills the room's state",
        (f"{PROPOSALS}/pull/2403",),
        why_not=NO_LIMIT,
    ),
    KnownFault(
        8,
        "An invitation can neither be accepted nor declined",
        (f"{OLD_SYNAPSE}/issues/1564", f"{OLD_SYNAPSE}/issues/2293", f"{OLD_SYNAPSE}/issues/4808"),
        Shown(ending.an_invitation_is_declined, C, came(Decline), refused(CAROL, Told.NOT_A_MEMBER)),
    ),
    KnownFault(
        9,
        "A server that its last member has left forgets those who were still invited or had knocked",
        (f"{OLD_SYNAPSE}/issues/15085", f"{OLD_SYNAPSE}/pull/16559"),
        Shown(
            ending.a_server_whose_users_have_all_left_passes_word_of_an_ending_on,
            A,
            lambda line: came(Ending)(line) and bool(line.published),
            doing(published=()),
        ),
    ),
    KnownFault(
        10,
        "Who knocked and is let in has to say yes once more",
        (f"{OLD_SYNAPSE}/issues/16307", f"{PROPOSALS}/pull/4509"),
        Shown(
            knock.an_invitation_that_answers_a_knock_is_accepted_at_once,
            C,
            came(Invitation),
            doing(sends=(), notices=(SHOWN,)),
        ),
    ),
    KnownFault(
        11,
        "A knock that was turned down says yes to a later invitation",
        ("https://github.com/element-hq/element-call/issues/2362",),
        Shown(knock.a_denied_knock_accepts_no_later_invitation, C, came(Invitation), as_if(held=knocking(2))),
    ),
    KnownFault(
        12,
        "The knocker's server never hears that a knock was turned down or taken back",
        (f"{OLD_SYNAPSE}/issues/18030", f"{PROPOSALS}/pull/4233"),
        Shown(knock.a_member_denies_a_knock_and_the_knocker_hears_of_it, A, came(Deny), doing(sends=())),
    ),
    KnownFault(
        13,
        "One server of the list knows no such room any more, and the others are not asked",
        (f"{OLD_SYNAPSE}/issues/10236", f"{OLD_SYNAPSE}/issues/3812", f"{OLD_SYNAPSE}/pull/991"),
        Shown(
            public_join.where_one_candidate_knows_no_such_room_the_next_is_asked,
            C,
            came(Refusal),
            doing(sends=(), notices=(JoinRefused(CAROL, TEA, Told.NO_SUCH_ROOM),)),
        ),
    ),
    KnownFault(
        14,
        "A server without a member lets somebody into the room that it once knew, which splits it",
        (f"{OLD_SYNAPSE}/issues/6958", f"{SPEC}/issues/95"),
        Shown(
            public_join.a_server_whose_members_have_left_does_not_know_the_room,
            A,
            came(JoinRequest),
            as_if(held=alice_inside),
        ),
    ),
    KnownFault(
        15,
        "An acceptance that comes before word of its invitation is refused for good",
        (f"{OLD_SYNAPSE}/issues/2367", f"{OLD_SYNAPSE}/issues/15012", f"{SYNAPSE}/pull/18075"),
        Shown(
            acceptance.an_acceptance_that_overtakes_its_invitation_hears_no_and_is_admitted_later,
            B,
            came(Spread),
            doing(sends=(), published=(), notices=()),
        ),
    ),
    KnownFault(
        16,
        "An invitation that comes on two paths is shown twice",
        (f"{OLD_SYNAPSE}/issues/8605", f"{OLD_SYNAPSE}/issues/1437"),
        Shown(invitation.a_copy_of_an_invitation_is_shown_once, C, came(Invitation), doing(notices=(SHOWN,))),
    ),
    KnownFault(
        17,
        "The published table of transitions and the rules contradict each other",
        (f"{SPEC}/issues/1710", f"{SPEC}/issues/1142", f"{SPEC}/issues/2053"),
        why_not="a fault of two texts and of no server; `roomspec.today` puts them side by side",
    ),
    KnownFault(
        18,
        "Who has knocked cannot take it back",
        (f"{PROPOSALS}/pull/3694",),
        Shown(
            knock.a_knock_taken_back_before_its_acknowledgement_is_taken_back_there_too,
            C,
            came(Withdraw),
            refused(CAROL, Told.NOTHING_ASKED),
        ),
    ),
    KnownFault(
        19,
        "A server may end or begin a stay of somebody whose home it is not",
        ("https://nvd.nist.gov/vuln/detail/CVE-2019-18835", f"{OLD_SYNAPSE}/pull/6262"),
        Shown(ending.an_ending_counts_only_from_its_author, A, came(Ending), as_if(came=sent_by(A))),
    ),
    KnownFault(
        20,
        "The room that is asked for and the room that the proof is about are not compared",
        ("https://nvd.nist.gov/vuln/detail/CVE-2020-26257", f"{OLD_SYNAPSE}/pull/8776"),
        Shown(private.an_invitation_into_one_room_opens_no_other, A, came(Acceptance), as_if(came=said(room=LOUNGE))),
    ),
    KnownFault(
        21,
        "A server lets in whom the rules keep out, since its own rules are others",
        ("https://nvd.nist.gov/vuln/detail/CVE-2022-31152",),
        Shown(private.a_stranger_joins_an_invite_room, A, came(JoinRequest), as_if(held=public)),
    ),
    KnownFault(
        22,
        "An invitation that no right server writes is taken in, and does harm",
        ("https://nvd.nist.gov/vuln/detail/CVE-2023-32323", "https://nvd.nist.gov/vuln/detail/CVE-2024-52815"),
        Shown(
            invitation.an_invitation_counts_only_from_the_inviters_own_server,
            C,
            came(Invitation),
            as_if(came=sent_by(A)),
        ),
    ),
    KnownFault(
        23,
        "A server signs whatever another one gives it to sign",
        ("https://nvd.nist.gov/vuln/detail/CVE-2026-24471",),
        why_not="nothing is signed in the workflow of 2014; who speaks is known from where it comes",
    ),
    KnownFault(
        24,
        "An old state comes back: who has left is in again",
        (f"{OLD_SYNAPSE}/issues/1953", "https://nvd.nist.gov/vuln/detail/CVE-2025-49090"),
        Shown(
            public_join.an_update_of_an_older_stay_changes_nothing_though_it_got_further,
            B,
            came(StateUpdate),
            as_if(held=without(CAROL)),
        ),
    ),
    KnownFault(
        25,
        "A name that was given to one room is made to lead to another",
        (f"{IN_2014}/synapse/handlers/directory.py", f"{PROPOSALS}/pull/2432"),
        Shown(
            discovery.who_looks_up_a_name_that_another_claims_too_is_shown_the_first_room,
            DIRECTORY,
            came(DirectoryQuery),
            sending(DirectoryAnswer(MALLORY, (Listing(TEA_NAME, CHESS, (B,)),))),
        ),
    ),
    KnownFault(
        26,
        "An invitation of long ago still lets in",
        (f"{SPEC}/issues/959",),
        why_not="no rule of 2014, nor of today, lets an invitation end by itself; there is no clock in a log",
    ),
    KnownFault(
        27,
        "A room that is private, in the word that 2014 left behind, is treated as an open one",
        (f"{SYNAPSE}/issues/16764", f"{SPEC}/issues/802"),
        Shown(
            public_join.a_private_room_that_is_not_hidden_still_lets_no_stranger_in,
            A,
            came(JoinRequest),
            as_if(held=public),
        ),
    ),
    KnownFault(
        28,
        "Somebody who is not there is invited, and the invitation is kept",
        (f"{SPEC}/issues/2139",),
        Shown(invited_who_is_not, C, came(Invitation), doing(notices=(InvitationShown(NOBODY, TEA, ALICE),))),
    ),
    KnownFault(
        29,
        "A server says yes to any invitation, though its user has asked for nothing",
        (f"{SYNAPSE}/pull/17147", "https://github.com/matrix-org/dendrite/issues/3268"),
        Shown(invitation.a_member_invites_and_the_invitee_is_shown_it, C, came(Invitation), as_if(held=knocking(1))),
    ),
    KnownFault(
        30,
        "Who is in can be set back to invited",
        (f"{SYNAPSE}/blob/a58ad44eb0/synapse/event_auth.py", "https://spec.matrix.org/v1.15/rooms/v12/"),
        Shown(invitation.who_has_joined_cannot_be_invited, A, came(Invite), doing(published=(BACK,), notices=())),
    ),
)


# --- Shown ------------------------------------------------------------------------------------------------------------


def right_and_wrong(shown: Shown) -> tuple[Log, Log, int]:
    """The log of the server as it was, the same with the fault in it, and in which line that is."""
    trace = shown.run.trace() if isinstance(shown.run, Story) else shown.run()
    head, lines = logs_of(trace)[f"{shown.server}.jsonl"]
    place = max(place for place, line in enumerate(lines) if shown.at(line))
    held = head.initial
    assert held is not None
    for line in lines[:place]:
        held = judge_line(held, line, head).after
    wrong = shown.does(held, lines[place], head)
    return (head, lines), (head, (*lines[:place], wrong, *lines[place + 1 :])), place + 2


def table() -> str:
    """The faults, each with its source and what shows it, as Markdown."""
    lines = [
        "# Known faults of real home servers, and what shows each",
        "",
        "Thirty faults that servers of this protocol, or the texts that they follow, have had since 2014. Where a",
        "log shows one, a test has such a log: cut from the run of the vector that is named, with the fault in one",
        "line of it, so that the vector convicts a server with that fault as well. Written by",
        "`python -m tests.conform.known_faults`; a test holds it.",
        "",
        "| | fault | told of in | shown by |",
        "| ---: | --- | --- | --- |",
        *(f"| {each.number} | {each.fault} | {_sources(each)} | {_shown_by(each)} |" for each in FAULTS),
    ]
    log, vector = (sum(1 for each in FAULTS if of(each)) for of in (lambda e: e.shown, _vector_of))
    rest = len(FAULTS) - log
    return "\n".join([*lines, "", f"A log shows {log} of them, a vector {vector}, and neither {rest}."]) + "\n"


def _vector_of(each: KnownFault) -> str | None:
    return each.shown.run.path if each.shown and isinstance(each.shown.run, Story) else None


def _sources(each: KnownFault) -> str:
    return ", ".join(f"[{_name_of(source)}]({source})" for source in each.sources)


def _name_of(source: str) -> str:
    """What people call a page: `synapse#9323`, the number of an advisory, or the file."""
    *_, repository, kind, last = source.rstrip("/").split("/")
    return f"{repository}#{last}" if kind in ("issues", "pull") else last


def _shown_by(each: KnownFault) -> str:
    if each.shown is None:
        return f"neither: {each.why_not}"
    vector = _vector_of(each)
    return f"a log of {each.shown.server}" + (f"; `{vector}`" if vector else "; no vector has it")


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
