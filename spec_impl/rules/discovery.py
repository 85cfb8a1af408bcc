"""Discovering a room through the directory: the commands, the directory's own rules, and its answer (DIR, DISC)."""

from dataclasses import replace

from ..commands import Browse, Find
from ..messages import DirectoryAnswer, DirectoryQuery, Envelope, Listing, NamePublished
from ..notices import NothingFound, RoomFound
from ..rows import Outcome, Table, always, looks_at, row
from ..situation import DirectoryReaction, Inquiry, Reaction, Situation, hides
from ..terms import DIRECTORY
from ..world import Found, NamedRoom
from .table import Reason, Rules, accept, ignore


def _ask(s: Situation) -> Reaction:
    """Send the directory the giver's question: a name and no word, or a word, which may be empty, and no name."""
    message = s.message
    alias = message.alias if isinstance(message, Find) else None
    word = message.word if isinstance(message, Browse) else ""
    return Reaction(s.server).sending(DIRECTORY, DirectoryQuery(s.giver, alias, word))


FIND = Rules(
    "find", "The command Find, at the user's own home server", kind=Find, rows=(
        accept("DIR-1 DIR-2 DIR-4", "The user's home server asks the directory for the name.",
            when=always, does=_ask),
    ),
)

BROWSE = Rules(
    "browse", "The command Browse, at the user's own home server", kind=Browse, rows=(
        accept("DIR-1 DIR-3 DIR-4", "The user's home server asks the directory for what is listed.",
            when=always, does=_ask),
    ),
)


@looks_at("The answer comes from {sender}.")
def not_from_the_directory(s: Situation) -> bool:
    """Somebody else poses as the directory."""
    return s.sender != DIRECTORY


@looks_at("The answer names {says}.")
def found_nothing(s: Situation) -> bool:
    """The answer names no room."""
    assert isinstance(s.message, DirectoryAnswer)
    return not s.message.found


def _show_nothing(s: Situation) -> Reaction:
    """Show the user that nothing was found."""
    return Reaction(s.server).showing(NothingFound(s.user))


def _keep_and_show(s: Situation) -> Reaction:
    """Keep each listing for the user in place of an older one of that room, and show each, in the answer's order."""
    assert isinstance(s.message, DirectoryAnswer)
    server = s.server
    for listing in s.message.found:
        server = server.finding(Found(s.user, listing))
    return Reaction(server).showing(*(RoomFound(s.user, listing) for listing in s.message.found))


DIRECTORY_ANSWER = Rules(
    "directory answer", "The directory's answer, at the user's own home server", kind=DirectoryAnswer, rows=(
        ignore("DIR-4 GAP-17", "Only the directory answers for the directory.",
            Reason.NOT_ASKED, when=not_from_the_directory, over="GAP-17"),
        accept("DIR-5", "Where nothing was found, the user is told so.",
            when=found_nothing, does=_show_nothing, over="DIR-5"),
        accept("DISC-1 DISC-2 DISC-3 DIR-5", "Room id and candidates are kept for the user, and shown.",
            when=always, does=_keep_and_show),
    ),
)


def _answer(inquiry: Inquiry, *found: Listing) -> DirectoryReaction:
    assert isinstance(inquiry.message, DirectoryQuery)
    answer = DirectoryAnswer(inquiry.message.user, found)
    return DirectoryReaction(inquiry.directory, (Envelope(DIRECTORY, inquiry.sender, answer),))


def _answer_nothing(inquiry: Inquiry) -> DirectoryReaction:
    """Answer the asking server with no listing."""
    return _answer(inquiry)


def _named(inquiry: Inquiry) -> NamedRoom | None:
    assert isinstance(inquiry.message, DirectoryQuery | NamePublished)
    return inquiry.directory.named(inquiry.message.alias)


def _answer_name(inquiry: Inquiry) -> DirectoryReaction:
    """Answer the asking server with the one listing."""
    named = _named(inquiry)
    assert named
    return _answer(inquiry, named.listing)


def _listed(inquiry: Inquiry) -> list[NamedRoom]:
    assert isinstance(inquiry.message, DirectoryQuery)
    word = inquiry.message.word
    return [name for name in inquiry.directory.names if name.listed and word in name.listing.alias]


def _answer_listed(inquiry: Inquiry) -> DirectoryReaction:
    """Answer with each listed room whose name contains the word, in the order of the names."""
    return _answer(inquiry, *(name.listing for name in _listed(inquiry)))


def _answer_shown(inquiry: Inquiry) -> DirectoryReaction:
    """Answer with each listed room whose name contains the word and whose mode does not hide it, in their order."""
    return _answer(inquiry, *(name.listing for name in _listed(inquiry) if not hides(inquiry.reading, name.mode)))


@looks_at("{alias} belongs to {owner}.")
def name_is_unknown(inquiry: Inquiry) -> bool:
    """No room has that name."""
    return _named(inquiry) is None


@looks_at("{alias} is asked for; its mode, as the directory was told, is {mode}.")
def name_hides_a_room(inquiry: Inquiry) -> bool:
    """The room behind the name is one that strangers may not learn of."""
    named = _named(inquiry)
    return named is not None and hides(inquiry.reading, named.mode)


NAME_QUERY: Table[Inquiry, DirectoryReaction] = Table(
    "name query", "A name, at the directory", (
        row("DIR-2", "An unknown name finds nothing.",
            Outcome.REFUSE, reason=Reason.UNKNOWN_NAME, when=name_is_unknown, does=_answer_nothing, over="DIR-2"),
        row("PRV-4 DIR-4", "The name of a hidden room finds nothing either.",
            Outcome.REFUSE, reason=Reason.HIDDEN_NAME, when=name_hides_a_room, does=_answer_nothing, over="PRV-4",
            under="hidden_requests=all"),
        row("DIR-2 DIR-4 DISC-2 DISC-3", "A known name gives the room's id and candidates.",
            Outcome.ACCEPT, when=always, does=_answer_name),
    ),
)

SEARCH: Table[Inquiry, DirectoryReaction] = Table(
    "search", "A search, at the directory", (
        row("DIR-3 DIR-5 PRV-4", "Listed rooms whose names contain the word are given, without the hidden ones.",
            Outcome.ACCEPT, when=always, does=_answer_shown, under="hidden_requests=all"),
        row("DIR-3 DIR-5", "Listed rooms whose names contain the word are given.",
            Outcome.ACCEPT, when=always, does=_answer_listed, under="hidden_requests=join_only"),
    ),
)


@looks_at("{alias} was given to {room} by {owner}; {sender} writes, of {told_room}.")
def name_is_taken(inquiry: Inquiry) -> bool:
    """The name was given by another server, or to another room."""
    message, named = inquiry.message, _named(inquiry)
    assert isinstance(message, NamePublished)
    return named is not None and (named.owner, named.listing.room) != (inquiry.sender, message.room)


@looks_at("{alias} is held as of change {depth} by {set_by}; this is {told}.")
def newer_is_known(inquiry: Inquiry) -> bool:
    """The change of the mode that the directory has heard of is later: its (depth, author) is larger."""
    assert isinstance(inquiry.message, NamePublished)
    named = _named(inquiry)
    return named is not None and (named.depth, named.set_by) > (inquiry.message.depth, inquiry.message.set_by)


def _keep(inquiry: Inquiry) -> DirectoryReaction:
    """Change nothing."""
    return DirectoryReaction(inquiry.directory)


def _write(inquiry: Inquiry) -> DirectoryReaction:
    """Write the name down with all that came, in the place of an older one; tell nobody.

    A known name keeps its candidates, however stale; a new one has its sender as the only one.
    """
    message, named = inquiry.message, _named(inquiry)
    assert isinstance(message, NamePublished)
    listing = named.listing if named else Listing(message.alias, message.room, (inquiry.sender,))
    written = NamedRoom(listing, message.mode, message.listed, inquiry.sender, message.depth, message.set_by)
    others = (name for name in inquiry.directory.names if name is not named)
    names = tuple(sorted((*others, written), key=lambda name: name.listing.alias))
    return DirectoryReaction(replace(inquiry.directory, names=names))


NAME_PUBLISHED: Table[Inquiry, DirectoryReaction] = Table(
    "name published", "A name to write down, at the directory", (
        row("TODO-2 GAP-17", "A name stays with the server that gave it, and with the room it was given to.",
            Outcome.IGNORE, reason=Reason.NAME_TAKEN, when=name_is_taken,
            does=_keep, over="GAP-17"),
        row("GAP-12 PUB-4", "Word of an older mode than the one known changes nothing.",
            Outcome.IGNORE, reason=Reason.NOT_NEWS, when=newer_is_known, does=_keep, over="GAP-12"),
        row("TODO-2 PUB-4 DISC-3", "The name is written down, with its server as the candidate.",
            Outcome.ACCEPT, when=always, does=_write),
    ),
)
