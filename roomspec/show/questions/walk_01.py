"""Facts that the questions of walk 01 are about: how one hears of a room."""

from spec_impl import JoinMode, RoomAlias, RoomId, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, B, C, inviting, named_room, town
from spec_impl.commands import Accept, Browse, Create, Find, Join, SetJoinMode
from spec_impl.messages import DirectoryQuery
from spec_impl.notices import RoomFound

from .facts import Facts, held, receivers, shown_to


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
    return receivers(run)


def the_directory_stays_as_it_was() -> bool:
    """Whether the directory holds after bob's coming what it held before."""
    before = named_room("public", BOB)
    return before.world.directory == before.give(BOB, Join(TEA)).settle().world.directory


def finds_what_is_not_listed() -> tuple[bool, bool]:
    """Whether a public room that is not listed is found by its name, and by a search."""
    made = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME)).settle()
    by_name, by_search = (made.give(CAROL, ask).settle() for ask in (Find(TEA_NAME), Browse("tea")))
    return "RoomFound" in shown_to(by_name, CAROL), "RoomFound" in shown_to(by_search, CAROL)


def shown_by_a_search() -> list[RoomAlias]:
    """Which of the five rooms of the page carol is shown when she searches for a word that is a part of all."""
    run, modes = town(), ("public", "public", "knock", "invite", "private")
    for name, mode in zip(("#tea", "#teapot", "#teatime", "#tearoom", "#steam"), modes, strict=True):
        made = Create(RoomId(f"!{name[1:]}"), JoinMode(mode), RoomAlias(name), listed=name != "#teapot")
        run = run.give(ALICE, made).settle()
    found = run.give(CAROL, Browse("tea")).settle().last.notices
    return [notice.listing.alias for notice in found if isinstance(notice, RoomFound)]


def asked_in_between() -> str:
    """What mallory hears between the shutting of a room and the directory's learning of it."""
    slow = named_room().give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).give(MALLORY, Find(TEA_NAME))
    return shown_to(slow.deliver(DirectoryQuery).settle(), MALLORY)[-1]


WALK_01: Facts = {
    "01.invited-asks": lambda: shown_to(shut().give(BOB, Find(TEA_NAME)).settle(), BOB)[-1],
    "01.search": shown_by_a_search,
    "01.end.things": found_by_carol,
    "01.end.invitation": carried_to_bob,
    "01.end.id": asked_for_a_garden,
    "01.end.asks": lambda: named_room().give(CAROL, Find(TEA_NAME)).last.sends[0].sender,
    "01.end.members": lambda: "nothing" if the_directory_stays_as_it_was() else "servers",
    "01.end.hidden": lambda: shown_to(shut().give(BOB, Find(TEA_NAME)).settle(), BOB)[-1],
    "01.end.in": lambda: held(shut().give(BOB, Accept(TEA)).settle(), B, BOB),
    "01.end.unlisted": finds_what_is_not_listed,
    "01.end.modes": lambda: [m for m in JoinMode if "RoomFound" not in shown_to(named_room(m, CAROL), CAROL)],
    "01.end.late": asked_in_between,
}
