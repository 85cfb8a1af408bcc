"""Questions of walk 01: how one hears of a room."""

from spec_impl import Accept, Browse, Create, DirectoryQuery, Find, Join, JoinMode, RoomId, SetJoinMode, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, A, B, C, inviting, named_room, town
from spec_impl.terms import DIRECTORY

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
    Option(
        "He is given the room's id and the servers to ask.",
        "RoomFound",
        "The directory would have to know that he is invited, and nobody tells it anything about people.",
        "invited is member",
    ),
    Option(
        "He hears that he may not see this room.",
        "CommandRefused",
        "That sentence would say that there is a room to be seen.",
        "“forbidden” is a polite answer",
    ),
    Option("He hears that nothing was found.", "NothingFound"),
    Option(
        "He hears nothing until alice's server has been asked.",
        "",
        "The directory asks nobody: it answers from what it was told.",
        "who does not know asks",
    ),
    because="“The name of a hidden room finds nothing either.” The row does not look at who asks.",
)(lambda: shown_to(shut().give(BOB, Find(TEA_NAME)).settle(), BOB)[-1])

question(
    "01.end.things",
    "Which two things does one need to try a door?",
    Option("One needs the room's id and its name.", (TEA, (TEA_NAME,)), "A name only leads to the two things."),
    Option("One needs the room's id and servers to ask.", (TEA, (A,))),
    Option(
        "One needs the room's id and a member's name.",
        (TEA, (ALICE,)),
        "The question goes to a server, not to a person.",
    ),
    because="“A known name gives the room's id and candidates.” Candidates are the servers to ask.",
)(found_by_carol)

question(
    "01.end.invitation",
    "Which of the two does an invitation bring?",
    Option("It brings the servers alone.", (None, (A,)), "Without an id her server could not say which room it means."),
    Option(
        "It brings the id, and the directory has the servers.",
        (TEA, ()),
        "Then nobody could be invited into a room that has no name.",
    ),
    Option("It brings both of them, the id and the servers.", (TEA, (A,))),
    because="So the invited need no directory at all.",
)(carried_to_bob)

question(
    "01.end.id",
    "mallory has read `!garden:a.example` on a wall, and nothing else. Whom does her server ask?",
    Option("It asks a.example, whose name stands in the id.", (A,), "An id is a word; it is not read for servers."),
    Option("It asks nobody, because it knows no server to ask.", ()),
    Option("It asks the directory for the servers.", (DIRECTORY,), "The directory is asked for names, not for ids."),
    because="An id says nothing about where the room is kept.",
)(asked_for_a_garden)

question(
    "01.end.asks",
    "carol looks for a name. Who asks the directory?",
    Option("Her home server asks it.", C),
    Option(
        "Her own program asks it directly.", CAROL, "A person tells her home server, and only that speaks to others."
    ),
    Option("A server in the room asks it for her.", A, "She does not know yet which servers those are."),
    because="A home server speaks for its own users, here too.",
)(lambda: named_room().give(CAROL, Find(TEA_NAME)).last.sends[0].sender)

question(
    "01.end.members",
    "bob comes into a public room. What does the directory learn?",
    Option("It learns that bob is a member now.", "members", "Nobody tells the directory anything about people."),
    Option(
        "It learns that b.example can be asked as well.",
        "servers",
        "Only a message about the name would change its list.",
    ),
    Option("It learns nothing, since nobody tells it.", "nothing"),
    because="It holds after his coming exactly what it held before.",
)(lambda: "nothing" if the_directory_stays_as_it_was() else "servers")

question(
    "01.end.hidden",
    "The room is hidden, and bob is invited. What does he hear when he asks for its name?",
    Option("He hears that nothing was found.", "NothingFound"),
    Option("He is shown the room, being invited.", "RoomFound", "The directory does not know who is invited."),
    Option(
        "He hears that his invitation is enough.", "CommandRefused", "Such an answer would show that there is a room."
    ),
    because="“The name of a hidden room finds nothing either.”",
)(lambda: shown_to(shut().give(BOB, Find(TEA_NAME)).settle(), BOB)[-1])

question(
    "01.end.in",
    "He then says yes to his invitation. Where does he end?",
    Option(
        "He stays invited until the name is shown again.",
        "invited",
        "His yes goes to a server of the room, not to the directory.",
    ),
    Option("He is inside, without having found the name.", "joined"),
    Option(
        "He is outside, since the room is hidden from him.",
        "none",
        "It is hidden from strangers; a.example knows that he is invited.",
    ),
    because="“An invitation that is known and in force admits.”",
)(lambda: held(shut().give(BOB, Accept(TEA)).settle(), B, BOB))

question(
    "01.end.unlisted",
    "alice did not want her public room to be listed. Who finds it?",
    Option("Nobody finds it any more.", (False, False), "Not to be listed is not to be hidden."),
    Option(
        "Whoever searches for a part of its name finds it.",
        (True, True),
        "It is left out of searches, and of nothing else.",
    ),
    Option("Whoever knows its exact name finds it.", (True, False)),
    because="“A known name gives the room's id and candidates”, listed or not.",
)(finds_what_is_not_listed)

question(
    "01.end.modes",
    "Which modes hide a room from the directory's answers?",
    Option("The modes `invite` and `private` hide it.", ("invite", "private")),
    Option(
        "The mode `private` alone hides it.", ("private",), "In mode `invite` strangers may not learn of it either."
    ),
    Option(
        "Every mode but `public` hides it.",
        ("knock", "invite", "private"),
        "One can knock only at a door that one can see.",
    ),
    because="In both of them only the invited may come in.",
)(lambda: tuple(mode for mode in JoinMode if "RoomFound" not in shown_to(named_room(mode, CAROL), CAROL)))

question(
    "01.end.late",
    "alice has just hidden the room. Can mallory still be told of it?",
    Option(
        "She cannot: it was hidden when she asked.",
        "NothingFound",
        "The directory goes by what it was told, and it was told nothing yet.",
    ),
    Option("She can, as long as the directory has not heard.", "RoomFound"),
    Option(
        "She is told to ask again later.",
        "CommandRefused",
        "The directory does not know that there is anything to wait for.",
    ),
    because="The message that the room is closed now was still on its way.",
)(asked_in_between)
