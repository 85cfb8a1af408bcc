"""Finding a room: by its name, by a search, and what the directory keeps to itself."""

from roomspec.change.vectors import about
from spec_impl import (
    Accept,
    Browse,
    Create,
    DirectoryAnswer,
    Find,
    Join,
    JoinMode,
    Knock,
    Leave,
    Listing,
    NamePublished,
    RoomAlias,
    RoomId,
    SetJoinMode,
    Trace,
    UserId,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    LOUNGE,
    MALLORY,
    TEA,
    TEA_NAME,
    A,
    B,
    C,
    M,
    forging,
    inviting,
    named_room,
    tea_room,
    town,
    unnamed_room,
)
from spec_impl.reading import otherwise

CHESS, NEIGHBOUR = RoomId("!chess"), UserId("bob", A)


@about("DIR-2")
def a_name_gives_the_room_and_a_server_to_ask() -> Trace:
    """Mallory looks #tea up and is shown the room's id and a candidate server."""
    return named_room("public", MALLORY)


@about("DIR-2")
def an_unknown_name_finds_nothing() -> Trace:
    """Mallory looks a name up that nobody gave."""
    return town().give(MALLORY, Find(TEA_NAME)).settle()


@about("PRV-4", told_as_in=an_unknown_name_finds_nothing)
def the_name_of_a_hidden_room_finds_nothing_either() -> Trace:
    """Mallory looks the name of an invite room up, and sees what she would see of a name that nobody gave."""
    return named_room("invite", MALLORY)


@about("DIR-3")
def a_search_gives_the_listed_rooms_that_match() -> Trace:
    """Mallory searches for a word in the name of a public room."""
    return named_room("public").give(MALLORY, Browse("tea")).settle()


@about("PRV-4")
def a_search_leaves_hidden_rooms_out() -> Trace:
    """Mallory asks for all that is listed; the room has become an invite room since it was listed."""
    hidden = named_room("public").give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).deliver(NamePublished)
    return hidden.give(MALLORY, Browse()).settle()


@about("DIR-3")
def a_search_shows_hidden_rooms_where_only_joins_are_hidden_from() -> Trace:
    """Where the rule about hidden rooms is read to bind join requests alone, a search shows them."""
    return named_room("invite", reading=otherwise("hidden_requests", "join_only")).give(MALLORY, Browse()).settle()


@about("DISC-1", observer=C)
def nobody_joins_a_room_that_he_has_not_discovered() -> Trace:
    """Carol wants to join a room of which she has heard no server."""
    return unnamed_room().give(CAROL, Join(TEA))


@about("DISC-1", observer=C)
def nobody_knocks_at_a_room_that_he_has_not_discovered() -> Trace:
    """Carol wants to knock at a room of which she has heard no server."""
    return unnamed_room("knock").give(CAROL, Knock(TEA))


@about("GAP-21", observer=B)
def who_makes_a_room_is_its_first_member_and_names_its_mode() -> Trace:
    """Bob makes a room of his own, beside Alice's: two rooms never have one id."""
    return unnamed_room().give(BOB, Create(CHESS, JoinMode.INVITE))


@about("GAP-21", observer=A)
def a_room_is_made_where_there_is_none_beside() -> Trace:
    """A neighbour of Alice's makes a room; she has none."""
    return town(ALICE, NEIGHBOUR).give(NEIGHBOUR, Create(CHESS, JoinMode.PUBLIC))


@about("GAP-21", observer=A)
def who_makes_a_room_learns_nothing_of_a_hidden_one_beside_it() -> Trace:
    """The neighbour makes his room on the server that holds Alice's private one."""
    return unnamed_room("private", others=(NEIGHBOUR,)).give(NEIGHBOUR, Create(CHESS, JoinMode.PUBLIC))


@about("DIR-2")
def a_name_outlives_its_giver_and_is_found_after_the_room_was_hidden() -> Trace:
    """Alice, who named and listed the room, leaves; Bob makes it private; Mallory looks the name up and asks to join.

    Only the server that gave a name may change what stands behind it, and it has left: she finds the name, no more.
    """
    left = tea_room("public", BOB).give(ALICE, Leave(TEA)).settle()
    hidden = left.give(BOB, SetJoinMode(TEA, JoinMode.PRIVATE)).settle()
    return hidden.give(MALLORY, Find(TEA_NAME)).settle().give(MALLORY, Join(TEA)).settle()


@about("GAP-17")
def a_name_stays_with_the_room_that_it_was_given_to() -> Trace:
    """Bob gives his own room the name of Alice's, and whoever looks it up still finds hers."""
    taken = named_room().give(BOB, Create(CHESS, JoinMode.PUBLIC, TEA_NAME, listed=True)).deliver(NamePublished)
    return taken.give(MALLORY, Find(TEA_NAME)).settle()


@about("GAP-12")
def word_of_an_older_mode_comes_too_late_at_the_directory() -> Trace:
    """Alice hides the room and opens it again; the second word reaches the directory first."""
    changed = named_room().give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC))
    return changed.deliver(NamePublished, mode=JoinMode.PUBLIC).deliver(NamePublished)


@about("GAP-17", observer=C)
def only_the_directory_answers_for_the_directory() -> Trace:
    """Mallory's server answers Carol's question twice in the directory's place, and is not heard."""
    asked = forging(named_room().give(CAROL, Find(TEA_NAME)), M, C, DirectoryAnswer(CAROL, ()))
    return forging(asked, M, C, DirectoryAnswer(CAROL, (Listing(TEA_NAME, CHESS, (M,)),))).settle()


def hidden_by_one_of_two() -> Trace:
    """Alice, who gave the name, lets people knock while Bob hides the room; both words are on their way."""
    both_in = inviting(named_room(), BOB).give(BOB, Accept(TEA)).settle().give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    return both_in.give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).spread(A)


@about("PRV-4")
def word_of_a_mode_of_equal_depth_that_loses_changes_nothing_at_the_directory() -> Trace:
    """Word that the room is hidden comes first; Alice's comes after it, and whoever looks finds nothing."""
    words = hidden_by_one_of_two().deliver(NamePublished, mode=JoinMode.INVITE).deliver(NamePublished)
    return words.give(MALLORY, Find(TEA_NAME)).settle()


@about("PRV-4")
def word_of_a_mode_of_equal_depth_that_wins_is_taken_by_the_directory() -> Trace:
    """Alice's word comes first, and that the room is hidden after it; whoever looks finds nothing."""
    words = hidden_by_one_of_two().deliver(NamePublished, mode=JoinMode.KNOCK).deliver(NamePublished)
    return words.give(MALLORY, Find(TEA_NAME)).settle()


@about("TODO-2")
def who_looks_up_a_name_that_another_claims_too_is_shown_the_first_room() -> Trace:
    """Bob gives his hidden room a name that Alice's public one has; Mallory looks it up and is shown Alice's."""
    taken = named_room().give(BOB, Create(CHESS, JoinMode.INVITE, TEA_NAME)).settle()
    return taken.give(MALLORY, Find(TEA_NAME)).settle()


@about("DIR-3")
def a_search_does_not_show_a_room_that_has_a_name_and_is_not_listed() -> Trace:
    """Alice gives her public room a name and lists it nowhere; Mallory asks for all that is listed."""
    made = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME, listed=False)).settle()
    return made.give(MALLORY, Browse()).settle()


@about("GAP-12", observer=A)
def who_comes_back_tells_the_directory_of_the_mode_that_was_set_meanwhile() -> Trace:
    """Alice, who gave the room its name, has left when Bob hides it; his grant tells her server, which tells on."""
    left = tea_room("public", BOB).give(ALICE, Leave(TEA)).settle()
    hidden = left.give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    return inviting(hidden, ALICE, by=BOB).give(ALICE, Accept(TEA)).settle()


@about("DIR-3", observer=C)
def a_search_that_finds_two_rooms_leads_into_each() -> Trace:
    """Alice lists a lounge beside the tea room; Carol searches, is shown both by their names, and joins both."""
    lounge = Create(LOUNGE, JoinMode.PUBLIC, RoomAlias("#lounge"), listed=True)
    found = named_room("public").give(ALICE, lounge).settle().give(CAROL, Browse()).settle()
    return found.give(CAROL, Join(TEA)).give(CAROL, Join(LOUNGE)).settle()


@about("KNK-1", observer=C)
def who_waits_to_enter_two_rooms_hears_of_each() -> Trace:
    """Carol asks to join the tea room, which wants a knock first, and the lounge before she has heard of either."""
    lounge = Create(LOUNGE, JoinMode.PUBLIC, RoomAlias("#lounge"), listed=True)
    found = named_room("knock").give(ALICE, lounge).settle().give(CAROL, Browse()).settle()
    return found.give(CAROL, Join(TEA)).give(CAROL, Join(LOUNGE)).settle()
