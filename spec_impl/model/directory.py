"""The directory service: an actor of its own that knows rooms by name, and whose lists go stale by themselves (PUB-4).

It holds what servers told it and nothing else; what it answers is decided in `rules/directory.py`.
"""

from dataclasses import dataclass

from .messages import Envelope, Listing, WireMessage
from .reading import Reading
from .rows import Verdict
from .terms import JoinMode, RoomAlias, ServerName

NOBODY = ServerName("")


@dataclass(frozen=True, slots=True)
class NamedRoom:
    """A name and what stands behind it: the listing, the mode with the change that set it, whether it may be listed."""

    listing: Listing
    mode: JoinMode
    listed: bool
    owner: ServerName
    depth: int = 1
    set_by: ServerName = NOBODY


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory between two steps."""

    names: tuple[NamedRoom, ...] = ()

    def named(self, alias: RoomAlias | None) -> NamedRoom | None:
        """The room behind a name, if there is one."""
        return next((name for name in self.names if name.listing.alias == alias), None)


@dataclass(frozen=True)
class Inquiry:
    """One message at the directory."""

    directory: Directory
    sender: ServerName
    message: WireMessage
    reading: Reading

    def facts(self) -> dict[str, str]:
        """What the guards looked at, in words."""
        alias = getattr(self.message, "alias", None)
        named = self.directory.named(alias)
        return {
            "alias": alias or "no name",
            "mode": named.mode if named else "not known",
            "set_by": named.set_by if named else "nobody",
            "depth": str(named.depth) if named else "none",
            "owner": named.owner if named else "nobody",
            "sender": self.sender,
            "count": str(len(self.directory.names)),
        }


@dataclass(frozen=True)
class DirectoryReaction:
    """What the directory does: its next state, what it sends, and the verdict behind it."""

    directory: Directory
    sends: tuple[Envelope, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
