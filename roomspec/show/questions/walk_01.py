"""Questions of walk 01: how one hears of a room."""

from spec_impl import Accept, Browse, Create, DirectoryQuery, Find, Join, JoinMode, RoomId, SetJoinMode, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, A, B, C, inviting, named_room, town

from ..predictions import Option, question
from .facts import held, shown_to


def shut() -> Trace:
    """Alice has named her room, then shut it and invited bob."""
    open_once = named_room().give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    return inviting(open_once, BOB)


def found_by_carol() -> tuple[RoomId, tuple[object, ...]]:
    """What c.example keeps of a name that carol has looked up."""
    (found,) = named_room("public", CAROL).world.server(C).found
    return found.room, found.listing.candidates


def carried_to_bob() -> tuple[RoomId, tuple[object, ...]]:
    """What b.example keeps of bob's invitation."""
    (invitation,) = shut().world.server(B).invitations
    return invitation.room, invitation.servers


def asked_for_a_garden() -> tuple[object, ...]:
    """Whom mallory's server asks for a public room of which she knows the id alone."""
    garden = RoomId("!garden:a.example")
    run = town().give(ALICE, Create(garden, JoinMode.PUBLIC)).give(MALLORY, Join(garden))
    return tuple(sent.receiver for sent in run.last.sends)


def the_directory_stays_as_it_was() -> bool:
    """Whether the directory holds after bob's coming what it held before."""
    before = named_room("public", BOB)
    return before.world.directory == before.give(BOB, Join(TEA)).settle().world.directory


def finds_what_is_not_listed() -> tuple[bool, bool]:
    """Whether a public room that is not listed is found by its name, and by a search."""
    made = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME)).settle()
    by_name, by_search = (made.give(CAROL, ask).settle() for ask in (Find(TEA_NAME), Browse("tea")))
    return "RoomFound" in shown_to(by_name, CAROL), "RoomFound" in shown_to(by_search, CAROL)


def asked_in_between() -> str:
    """What mallory hears between the shutting of a room and the directory's learning of it."""
    slow = named_room().give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).give(MALLORY, Find(TEA_NAME))
    return shown_to(slow.deliver(DirectoryQuery).settle(), MALLORY)[-1]


question(
    "01.invited-asks",
    "What does bob hear?",
    Option("He gets the room's id and the servers, because he is invited.", "RoomFound", "invited is member"),
    Option("He hears that nothing was found, as anybody would.", "NothingFound"),
    Option("He hears that he may not see this room.", "CommandRefused", "“forbidden” is a polite answer"),
    Option("He hears nothing until the directory has asked alice's server.", "", "who does not know asks"),
    because="The directory answers from what it was told, and nobody has told it anything about people.",
)(lambda: shown_to(shut().give(BOB, Find(TEA_NAME)).settle(), BOB)[-1])

question(
    "01.end.things",
    "Which two things does one need to try a door?",
    Option("One needs the room's id and servers to ask.", (TEA, (A,))),
    Option(
        "One needs the room's id and the names of its members.",
        (TEA, (ALICE,)),
        "the directory knows what the room knows",
    ),
)(found_by_carol)

question(
    "01.end.invitation",
    "Which of the two does an invitation bring?",
    Option("It brings both of them.", (TEA, (A,))),
    Option(
        "It brings the id, and the directory has the servers.", (TEA, ()), "the directory knows what the room knows"
    ),
)(carried_to_bob)

question(
    "01.end.id",
    "mallory has read `!garden:a.example` on a wall, and nothing else. Whom does her server ask?",
    Option("It asks a.example, whose name stands in the id.", (A,), "an id is an address"),
    Option("It asks nobody, because an id is a mere word.", ()),
)(asked_for_a_garden)

question(
    "01.end.asks",
    "carol looks for a name. Who asks the directory?",
    Option("Her home server asks it.", C),
    Option("Her own program asks it directly.", CAROL, "a client goes out by itself"),
)(lambda: named_room().give(CAROL, Find(TEA_NAME)).last.sends[0].sender)

question(
    "01.end.members",
    "bob comes into a public room. What does the directory learn?",
    Option("It learns that bob is in, as the members do.", False, "the directory knows what the room knows"),
    Option("It learns nothing; it knows names and not people.", True),
)(the_directory_stays_as_it_was)

question(
    "01.end.hidden",
    "The room is hidden, and bob is invited. What does he hear when he asks for its name?",
    Option("He hears that nothing was found.", "NothingFound"),
    Option("He is shown the room, because he is invited.", "RoomFound", "invited is member"),
)(lambda: shown_to(shut().give(BOB, Find(TEA_NAME)).settle(), BOB)[-1])

question(
    "01.end.in",
    "Can he get in all the same?",
    Option("He can, by his invitation, which needs no directory.", "joined"),
    Option("He cannot, until alice opens the room again.", "invited", "a no is final"),
)(lambda: held(shut().give(BOB, Accept(TEA)).settle(), B, BOB))

question(
    "01.end.unlisted",
    "alice did not want her public room to be listed. Who finds it?",
    Option("Nobody finds it any more.", (False, False), "not listed is hidden"),
    Option("Whoever knows its exact name finds it.", (True, False)),
)(finds_what_is_not_listed)

question(
    "01.end.modes",
    "Which modes hide a room from the directory's answers?",
    Option("The modes `invite` and `private` hide it.", ("invite", "private")),
    Option("Every mode but `public` hides it.", ("knock", "invite", "private"), "a door can be unseen"),
)(lambda: tuple(mode for mode in JoinMode if "RoomFound" not in shown_to(named_room(mode, CAROL), CAROL)))

question(
    "01.end.late",
    "Can mallory hear of a room that is hidden already?",
    Option("She can, if the directory has not been told of it yet.", "RoomFound"),
    Option("She cannot, because the directory asks alice's server first.", "NothingFound", "who does not know asks"),
)(asked_in_between)
