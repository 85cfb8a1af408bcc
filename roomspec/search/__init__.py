"""What is asked of the specification as a whole: whether its claims hold in every run of a small world.

`check` puts claims to a scope, `because` says why a run ends as it does, `standings` how claims stand in it; `without`
and `accounts` are about what an outsider can tell. Nothing here decides anything about rooms or users.
"""

from .because import because
from .claims import Findings, check, standings
from .explorer import Limits
from .outsider import accounts, balance, constant_answers, without

__all__ = [
    "Findings",
    "Limits",
    "accounts",
    "balance",
    "because",
    "check",
    "constant_answers",
    "standings",
    "without",
]
