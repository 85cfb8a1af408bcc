"""What goes wrong on the way: losses, copies, crashes, cut links, and answers that nobody waits for any more."""

from roomspec.change.vectors import about
from spec_impl import (
    Accept,
    Acceptance,
    Grant,
    Join,
    JoinMode,
    JoinRequest,
    KnockRequest,
    Refusal,
    SetJoinMode,
    Trace,
)
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, C, inviting, named_room, unnamed_room
from spec_impl.commands import Knock, Withdraw


@about("GAP-15", observer=C)
def a_lost_request_is_given_up_and_the_user_hears_that_nobody_answered() -> Trace:
    """The only server that Carol knows of never gets her request."""
    return named_room("public", CAROL).give(CAROL, Join(TEA)).lose(JoinRequest).give_up(CAROL, TEA)


@about("GAP-15", observer=C)
def a_server_that_comes_up_again_sends_what_waits_for_an_answer() -> Trace:
    """Carol's server crashes while her request, which was lost, waits for an answer."""
    return named_room("public", CAROL).give(CAROL, Join(TEA)).lose(JoinRequest).crash(C).settle()


@about("DISC-3", observer=C)
def a_look_up_does_not_survive_a_crash() -> Trace:
    """Carol has found the room; after a crash her server knows of nobody to ask."""
    return named_room("public", CAROL).crash(C).give(CAROL, Join(TEA))


@about("GAP-9", observer=C)
def a_refusal_of_what_is_no_longer_awaited_counts_for_nothing() -> Trace:
    """The network repeats the answer that Carol has heard."""
    asked = named_room("knock", CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    return asked.repeat(Refusal).deliver(Refusal)


@about("GAP-15", observer=C)
def a_knock_that_is_given_up_is_remembered_since_it_may_stand() -> Trace:
    """The only server that Carol knows of never gets her knock, which her own server cannot know."""
    return named_room("knock", CAROL).give(CAROL, Knock(TEA)).lose(KnockRequest).give_up(CAROL, TEA)


@about("GAP-15", observer=C)
def what_a_cut_link_does_not_let_pass_is_given_up_and_counts_all_the_same_when_it_heals() -> Trace:
    """Carol hears that nobody answered; when the link heals, her request is granted and she is in."""
    cut = named_room("public", CAROL).give(CAROL, Join(TEA)).cut(A, C).give_up(CAROL, TEA)
    return cut.heal(A, C).deliver(JoinRequest).deliver(Grant)


@about("GAP-6", observer=C)
def who_heard_that_nobody_answered_can_take_it_back_and_is_not_let_in_later() -> Trace:
    """Carol's request was granted behind a cut link; she hears that nobody answered, and thinks better of it."""
    granted = named_room("public", CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    back = granted.cut(A, C).give_up(CAROL, TEA).give(CAROL, Withdraw(TEA))
    return back.heal(A, C).deliver(Grant).settle()


@about("GAP-15", observer=C)
def an_invitation_and_its_acceptance_outlive_a_crash() -> Trace:
    """Carol's server crashes before she accepts, and when her acceptance was lost, which it sends again."""
    accepted = inviting(unnamed_room("invite"), CAROL).crash(C).give(CAROL, Accept(TEA))
    return accepted.lose(Acceptance).crash(C).settle()


@about("GAP-15", observer=C)
def a_knock_that_waits_for_an_answer_is_sent_again_after_a_crash() -> Trace:
    """Carol's knock is lost, and her server crashes."""
    return named_room("knock", CAROL).give(CAROL, Knock(TEA)).lose(KnockRequest).crash(C).settle()


@about("PUB-4", observer=A)
def a_name_outlives_a_crash_of_the_server_that_gave_it() -> Trace:
    """Alice's server, which gave the room its name, crashes; then she hides the room, and the directory hears of it."""
    return named_room("public").crash(A).give(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE)).settle()


@about("ACC-10", observer=C)
def whom_a_server_has_asked_outlives_a_crash() -> Trace:
    """Carol's server gives up Alice's behind a cut link, asks Bob's and crashes; the late grant of Alice's counts."""
    asked = inviting(unnamed_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    return asked.cut(A, C).give_up(CAROL, TEA).crash(C).heal(A, C).deliver(Grant)


@about("KNK-7", observer=C)
def a_late_no_to_a_knock_makes_it_forgotten_after_a_crash_too() -> Trace:
    """Carol's server gives up her knock and crashes; then it hears that there is no such room, and is invited there."""
    hidden = named_room("knock", CAROL).give(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE)).settle()
    given_up = hidden.give(CAROL, Knock(TEA)).deliver(KnockRequest).cut(A, C).give_up(CAROL, TEA).crash(C)
    return inviting(given_up.heal(A, C).deliver(Refusal), CAROL)
