"""How one walk shows its runs: the same lanes in every figure, plain words, no clause ids, one idea a figure.

Nothing is decided or drawn here: what a chapter shows whole, a walk shows as far as its story needs it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spec_impl import RoomId, Trace, UserId, WireMessage, World

from .decisions import verdict
from .drawing.film import film_figure
from .drawing.sequence import chart_figure
from .drawing.sheet import Figure, details
from .filmstrip import film_of, standing_words
from .run import alternative, as_chart, members_of
from .worlds import plain_two_worlds


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

    def film(
        self,
        trace: Trace,
        title: str,
        rest: str = "",
        *,
        steps: Iterable[int] = (),
        says: Mapping[int, str] | None = None,
        claims: bool = True,
    ) -> Figure:
        """The run in four to six small frames, each one step: what arrives, and whom each server then holds as in.

        `steps` chooses them, `says` puts other words under a frame, `claims` adds how the claims stand, folded.
        """
        strip = film_of(trace, tuple(steps), says or {}, self.servers)
        return film_figure(strip, title, rest, details(*standing_words(trace)) if claims else "")

    def members(self, trace: Trace, room: RoomId, title: str = "") -> Figure:
        """Who is in the room, as each server of the walk holds it."""
        return members_of(trace, room, title, self.servers)

    def verdict(self, trace: Trace, title: str, rest: str = "") -> Figure:
        """The row that decided the last step and the row that would have said otherwise; the others folded."""
        return verdict(trace, title, rest)

    def two_worlds(
        self, world: World, room: RoomId, asker: UserId, server: str, message: WireMessage, title: str, rest: str = ""
    ) -> Figure:
        """One question where there is no room and where there is this one, in plain words."""
        return plain_two_worlds(world, room, asker, server, message, title, rest)

    def __repr__(self) -> str:
        return f"Walk({', '.join(map(repr, self.servers))})"


def film(trace: Trace, title: str, rest: str = "", **how: Any) -> Figure:
    """A run in four to six small frames, on the lanes of all its servers."""
    return Walk().film(trace, title, rest, **how)
