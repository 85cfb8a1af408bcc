"""How one walk shows its runs: the same lanes in every figure, plain words, no clause ids, one idea a figure.

Nothing is decided or drawn here: what a chapter shows whole, a walk shows as far as its story needs it.
"""

from collections.abc import Sequence

from spec_impl import RoomId, Trace, UserId, WireMessage, World

from .drawing.sequence import chart_figure
from .drawing.sheet import Figure
from .film import film_figure
from .run import alternative, as_chart, members
from .worlds import two_worlds


class Walk:
    """The lanes of a walk, and its figures.

    Who asks stands first, then the servers in the order of asking, the directory last; so the left half of a figure,
    which is all that a narrow page shows at once, holds the words.
    """

    def __init__(self, *servers: str) -> None:
        self.servers: Sequence[str] = servers

    def chart(self, trace: Trace, title: str, rest: str = "", *, since: int = 1, latest: bool = True) -> Figure:
        """The run as a sequence chart; steps before `since` are folded, and the last one is marked."""
        picture = as_chart(trace, since, latest, self.servers, plain=True)
        return chart_figure(picture, title, rest, alternative(picture, title))

    def film(self, trace: Trace, title: str, rest: str = "", *, claims: bool = True) -> Figure:
        """The run in a few small frames, a step each: what arrives, and whom each server then holds as in.

        `claims` adds how the claims stand, folded.
        """
        return film_figure(trace, title, rest, self.servers, claims=claims)

    def members(self, trace: Trace, room: RoomId, title: str = "") -> Figure:
        """Who is in the room, as each server of the walk holds it."""
        return members(trace, room, title, self.servers)

    def two_worlds(
        self, world: World, room: RoomId, asker: UserId, server: str, message: WireMessage, title: str, rest: str = ""
    ) -> Figure:
        """One question where there is no room and where there is this one, in plain words."""
        return two_worlds(world, room, asker, server, message, title, rest, plain=True)

    def __repr__(self) -> str:
        return f"Walk({', '.join(map(repr, self.servers))})"
