"""Questions of walk 03: joining a public room."""

from spec_impl import Find, Grant, Join, Leave, Trace
from spec_impl.cast import BOB, CAROL, TEA, TEA_NAME, A, B, directing_to, tea_room

from ..predictions import Option, question


def stale_list() -> Trace:
    """Alice is in the room and bob has left it; the directory still names his server first."""
    past = tea_room("public", BOB).give(BOB, Leave(TEA)).settle()
    return directing_to(Trace(past.world), B, A)


@question(
    "03.stale-list",
    "What will carol see?",
    Option(
        "She sees an error, because the first server on the list cannot let her in.",
        ([], "none"),
        "the candidate list is current",
    ),
    Option(
        "She comes in by way of b.example, because its old copy still says that #tea is public.",
        ([B], "joined"),
        "to remember a room is to have it",
    ),
    Option(
        "She comes in by way of a.example, because her own server asks the next on the list.",
        ([A], "joined"),
        "a no is final",
    ),
    Option(
        "She comes in by way of a.example, and alice's own server does not learn of it.",
        ([A], "none"),
        "news gets stuck",
    ),
    because="A list that is old is normal, and her server tries the next name on it.",
)
def who_lets_carol_in() -> object:
    run = stale_list().give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA)).settle()
    sends = [sent for step in run.steps for sent in step.sends]
    grants = [sent.sender for sent in sends if isinstance(sent.message, Grant)]
    return grants, str(run.world.server(A).room(TEA).membership(CAROL))
