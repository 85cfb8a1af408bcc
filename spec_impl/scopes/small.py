"""Three and four servers and one fault at a time: what may go wrong between them, searched in seconds."""

from .. import Accept, Decline, Deny, Fault, Invite, Join, JoinMode, Knock, Leave, Revoke, SetJoinMode, Withdraw
from ..cast import MALLORY, REVERSED, TEA, USUAL, Cast, M
from ..messages import Ending, Envelope
from ..terms import Entry, Membership
from . import late
from .alphabet import forgeries
from .scope import Scope, gives, with_tea_room


def an_invitation(who: Cast, suffix: str = "") -> Scope:
    """The acceptance may come before the invitation is known there; the inviter's server may be gone by then."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"an invitation among three{suffix}",
        "Bob invites carol to alice's private room and may leave or revoke; she accepts or declines.",
        "small",
        with_tea_room("invite", alice, bob, others=(carol,)),
        (
            *gives(bob, Invite(TEA, carol), Revoke(TEA, carol), Leave(TEA)),
            *gives(carol, Accept(TEA), Decline(TEA), Leave(TEA)),
        ),
        {Fault.LOSS: 1, Fault.REPETITION: 1},
    )


def invited_twice(who: Cast, suffix: str = "") -> Scope:
    """Two invitations of the same stay are one; that of a later stay is another (ACC-4, GAP-8)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"invited twice{suffix}",
        "Both alice and bob invite carol to a private room; she accepts, leaves, and accepts again.",
        "small",
        with_tea_room("invite", alice, bob, others=(carol,)),
        (
            *gives(alice, Invite(TEA, carol), Revoke(TEA, carol)),
            *gives(bob, Invite(TEA, carol)),
            *gives(carol, Accept(TEA), Accept(TEA), Leave(TEA)),
        ),
        {Fault.LOSS: 1},
    )


def a_knock(who: Cast, suffix: str = "") -> Scope:
    """Two members may answer the same knock in two ways, while the knocker thinks better of it."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"a knock among three{suffix}",
        "Carol knocks; alice turns her down, bob lets her in, she withdraws: in any order and all at once.",
        "small",
        with_tea_room("knock", alice, bob, strangers=(carol,)),
        (
            *gives(alice, Deny(TEA, carol)),
            *gives(bob, Invite(TEA, carol), Leave(TEA)),
            *gives(carol, Knock(TEA), Withdraw(TEA), Knock(TEA)),
        ),
        {Fault.REPETITION: 1},
    )


def a_stale_list(who: Cast, suffix: str = "") -> Scope:
    """The first candidates are not in the room any more, and a request to another may be lost (PUB-4 to PUB-7)."""
    alice, bob, carol, dave = who.alice, who.bob, who.carol, who.dave_apart
    stale = (dave.server, bob.server, alice.server)
    return Scope(
        f"a stale list{suffix}",
        "Carol's list names dave's server, which was never in, bob's, who may leave, and alice's; she joins.",
        "small",
        with_tea_room("public", alice, bob, others=(dave,), strangers=(carol,), candidates=stale),
        (*gives(bob, Leave(TEA)), *gives(carol, Join(TEA), Leave(TEA), Join(TEA))),
        {Fault.LOSS: 1, Fault.REPETITION: 1},
    )


def two_newcomers(who: Cast, suffix: str = "") -> Scope:
    """Two joins at the same time: neither may swallow the other (TEN-1)."""
    alice, bob, carol, dave = who.alice, who.bob, who.carol, who.dave_apart
    return Scope(
        f"two newcomers at once{suffix}",
        "Carol and dave join a public room at the same time; bob, a member, may leave.",
        "small",
        with_tea_room("public", alice, bob, strangers=(carol, dave), candidates=(alice.server, bob.server)),
        (*gives(carol, Join(TEA), Leave(TEA)), *gives(dave, Join(TEA)), *gives(bob, Leave(TEA))),
        {Fault.LOSS: 1},
    )


def two_hosts(who: Cast, suffix: str = "") -> Scope:
    """The same, through two servers: each writes without knowing what the other has written (TEN-1, GAP-18)."""
    alice, bob, carol, dave = who.alice, who.bob, who.carol, who.dave_apart
    return Scope(
        f"two hosts at once{suffix}",
        "Alice invites carol and bob invites dave to a private room; both accept at the same time.",
        "small",
        with_tea_room("invite", alice, bob, others=(carol, dave)),
        (
            *gives(alice, Invite(TEA, carol)),
            *gives(bob, Invite(TEA, dave)),
            *gives(carol, Accept(TEA)),
            *gives(dave, Accept(TEA)),
        ),
    )


def another_mode(who: Cast, suffix: str = "") -> Scope:
    """What was asked for under one mode arrives under another (GAP-12)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"the mode changes{suffix}",
        "Alice and bob change the mode of a room while carol joins and knocks.",
        "small",
        with_tea_room("public", alice, bob, strangers=(carol,)),
        (
            *gives(alice, SetJoinMode(TEA, JoinMode.KNOCK), Invite(TEA, carol)),
            *gives(bob, SetJoinMode(TEA, JoinMode.INVITE)),
            *gives(carol, Join(TEA), Knock(TEA)),
        ),
    )


def a_crash(who: Cast, suffix: str = "") -> Scope:
    """What is stored is there again; look-ups are not (GAP-15)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"a crash{suffix}",
        "One of three servers goes down and comes up again, once, while carol knocks, is invited and leaves.",
        "small",
        with_tea_room("knock", alice, bob, strangers=(carol,)),
        (
            *gives(bob, Invite(TEA, carol)),
            *gives(carol, Join(TEA), Knock(TEA), Accept(TEA), Leave(TEA)),
        ),
        {Fault.CRASH: 1},
    )


def a_cut_link(who: Cast, suffix: str = "") -> Scope:
    """Two servers do not hear each other for a while; a request over the link is given up (GAP-15)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    return Scope(
        f"a cut link{suffix}",
        "One link is cut and mended, once, while bob invites carol to a private room and she accepts.",
        "small",
        with_tea_room("invite", alice, bob, others=(carol,)),
        (
            *gives(alice, Revoke(TEA, carol)),
            *gives(bob, Invite(TEA, carol)),
            *gives(carol, Accept(TEA), Leave(TEA)),
        ),
        {Fault.CUT: 1},
    )


def forged_requests(who: Cast, suffix: str = "") -> Scope:
    """A server asks, accepts and ends in the name of somebody else's user (GAP-17)."""
    alice, bob, carol = who.alice, who.bob, who.carol
    inside = (alice.server, bob.server)
    return Scope(
        f"forged requests{suffix}",
        "Mallory's server writes whatever it likes in carol's name, who is invited and may accept.",
        "small",
        with_tea_room("invite", alice, bob, others=(carol, MALLORY)),
        (*gives(alice, Invite(TEA, carol)), *gives(carol, Accept(TEA), Leave(TEA))),
        outsider=M,
        alphabet=forgeries(carol, inside),
    )


def forged_endings(who: Cast, suffix: str = "") -> Scope:
    """A server with no member revokes and denies what is not its own to end (GAP-17)."""
    alice, carol, dave = who.alice, who.carol, who.dave
    ended = (Entry(carol, 1, how, M) for how in (Membership.REVOKED, Membership.DENIED))
    return Scope(
        f"forged endings{suffix}",
        "Mallory's server revokes carol's invitation, and her server, which is in the room, is the one it tells.",
        "small",
        with_tea_room("invite", alice, dave, others=(carol, MALLORY)),
        (*gives(alice, Invite(TEA, carol), Leave(TEA)), *gives(carol, Accept(TEA))),
        outsider=M,
        alphabet=tuple(Envelope(M, carol.server, Ending(TEA, entry)) for entry in ended),
    )


WORKFLOWS = (
    an_invitation,
    invited_twice,
    a_knock,
    a_stale_list,
    two_newcomers,
    two_hosts,
    another_mode,
    a_crash,
    a_cut_link,
    forged_requests,
    forged_endings,
    *late.WORKFLOWS,
)

SMALL = (
    *(workflow(USUAL) for workflow in WORKFLOWS),
    *(workflow(REVERSED, ", names reversed") for workflow in (an_invitation, two_hosts)),
)
