"""Whatever anybody's server may send to any other, true or not, drawn at random."""

from hypothesis import strategies as st

from spec_impl import (
    Acceptance,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    Entry,
    Envelope,
    FetchPdu,
    Grant,
    Invitation,
    JoinMode,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    Listing,
    Membership,
    NamePublished,
    PduAnswer,
    PduId,
    Refusal,
    RoomAlias,
    RoomId,
    ServerName,
    UserId,
)
from spec_impl.messages import Asking, Told
from spec_impl.room import Room
from spec_impl.terms import DIRECTORY, ModeChange
from tests.model.walks import PEOPLE, TEA


def sorted_by_user(entries: list[Entry]) -> tuple[Entry, ...]:
    """Lines as a register has them."""
    return tuple(sorted(entries, key=lambda entry: entry.user))


ALL = {**PEOPLE, "m.example": ("mallory",)}
"""Everybody there is in `walks`, and an outsider, whose server is none of the world's."""

SERVERS = st.sampled_from([ServerName(name) for name in ALL])
USERS = st.sampled_from([UserId(name, ServerName(server)) for server, names in ALL.items() for name in names])
ROOMS, TEA_NAME = st.sampled_from([TEA, RoomId("!nowhere")]), RoomAlias("#tea")
STAYS = st.integers(1, 3)
SOME = st.lists(SERVERS, max_size=2).map(tuple)
ENTRIES = st.builds(Entry, USERS, STAYS, st.sampled_from([m for m in Membership if m is not Membership.NONE]), SERVERS)
CHANGES = st.none() | st.builds(ModeChange, STAYS, st.sampled_from(JoinMode), SERVERS)
PROOFS = st.builds(PduId, USERS, STAYS, st.integers(1, 4), SERVERS)
LINES = st.lists(ENTRIES, max_size=2, unique_by=lambda entry: entry.user).map(sorted_by_user)
LISTINGS = st.lists(st.builds(Listing, st.just(TEA_NAME), ROOMS, SOME), max_size=2).map(tuple)
MESSAGES = st.one_of(
    st.builds(JoinRequest, ROOMS, USERS, STAYS),
    st.builds(KnockRequest, ROOMS, USERS, STAYS),
    st.builds(Acceptance, ROOMS, USERS, PROOFS),
    st.builds(Invitation, ROOMS, PROOFS, USERS, SOME),
    st.builds(Grant, ENTRIES, st.builds(Room, ROOMS, CHANGES, LINES)),
    st.builds(KnockPlaced, ROOMS, ENTRIES),
    st.builds(Refusal, ROOMS, USERS, st.sampled_from(Asking), STAYS, st.sampled_from(Told)),
    st.builds(Ending, ROOMS, ENTRIES),
    st.builds(FetchPdu, ROOMS, PROOFS),
    st.builds(PduAnswer, ROOMS, ENTRIES),
    st.builds(DirectoryAnswer, USERS, LISTINGS),
)
QUESTIONS = st.builds(DirectoryQuery, USERS, st.none() | st.just(TEA_NAME), st.sampled_from(["", "tea"]))
NAMES = st.builds(NamePublished, st.just(TEA_NAME), ROOMS, st.sampled_from(JoinMode), st.booleans(), STAYS, SERVERS)
LETTERS = st.one_of(
    st.builds(Envelope, SERVERS, st.sampled_from([ServerName(name) for name in PEOPLE]), MESSAGES),
    st.builds(Envelope, SERVERS, st.just(DIRECTORY), QUESTIONS | NAMES),
).filter(lambda letter: letter.sender != letter.receiver)
