"""A change of each class, as edits of the installed model, and how far to look for it to be seen."""

from typing import NamedTuple

from roomspec.change.compare import Asked
from roomspec.change.judge import Edit

ROW = """        accept("KNK-7 KNK-8 KNK-9 GAP-24",
            "An invitation that answers a remembered knock is accepted for the user at once.",
            when=user_has_knocked, does=_accept_for_the_user, over="KNK-8 TEN-5", under="automatic_acceptance=on"),
"""
NOBODY_ACCEPTS = Edit("rules/invitation.py", ROW, "")
FORBIDDEN = Edit(
    "rules/public_join.py",
    "Reason.NOT_INVITED, Told.NO_SUCH_ROOM, when=hidden_from_asker",
    "Reason.NOT_INVITED, Told.NOT_INVITED, when=hidden_from_asker",
)
LET_IN = (
    Edit(
        "rules/knock.py",
        """        refuse("GAP-11", "A public room needs no knock, and says so.",
            Reason.NOT_KNOCKABLE, Told.JOIN_DIRECTLY, when=room_is_public, over="GAP-11"),
""",
        """        accept("GAP-11", "A public room lets her in.", when=room_is_public, does=admit, over="GAP-11"),
""",
    ),
    Edit("rules/knock.py", "import grant_again,", "import admit, grant_again,"),
)
PLAINER = Edit(
    "rules/invitation.py", "The invitation is kept, and shown to the user.", "The user is shown the invitation."
)
ADVISED_AGAINST = Edit(
    "clauses.toml",
    'ambiguity = "How long it remembers the knock is not said."',
    'deprecated = "1.1"',
)
LOOKED = Edit("trace_schema.py", "    return cls.__name__\n", '    return cls.__name__.replace("Browse", "Look")\n')
"""Made on the older version, this makes `Browse` a command that it does not have."""


class Example(NamedTuple):
    """What is edited in the newer version and in the older one, and where to look."""

    edits: tuple[Edit, ...]
    asked: Asked
    older: tuple[Edit, ...] = ()


KNOCK = Asked(scopes=("one knock",), tables=("deny",))
DOOR = Asked(scopes=("a closed door",), tables=("browse",))

EXAMPLES = {
    "internal": Example(
        (
            Edit("rules/invitation.py", "is_asked = wish is not None", "is_put = wish is not None"),
            Edit("rules/invitation.py", "if is_asked or", "if is_put or"),
        ),
        KNOCK,
    ),
    "clarification": Example((PLAINER,), KNOCK),
    "deprecation": Example((ADVISED_AGAINST,), KNOCK),
    "feature": Example(LET_IN, Asked(scopes=("an open door",), tables=("knock request",))),
    "new": Example((), DOOR, (LOOKED,)),
    "breaking": Example((NOBODY_ACCEPTS,), KNOCK),
}
