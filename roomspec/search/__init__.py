"""What is asked of the specification as a whole: whether its claims hold in every run of a small world.

`check` puts claims to a scope, `check_each` to several; `because` says why a run ends as it does, `standings` how
claims stand in it; `without` and `accounts` are about what an outsider can tell. Nothing here decides anything about
rooms or users. How a scope is searched, from above; only the first three know a word of Matrix:

    claims.py     what claims see: of a line of the table, of a world at rest
    table.py      the rules as a table that fills itself
    town.py       a scope as moves; outsider.py: a town besieged
    moves.py      what a move and a line are, and what they mean in one world: begin to read there
    engine.py     one search by two drivers, begun by the first and carried on by the second
    explorer.py   the plain loop, one world after the other; it serves alone where there is no numpy
    blocks.py     the same block by block, some hundred worlds on; packed.py keeps them
"""

from .because import because
from .claims import Findings, check, standings
from .each import check_each
from .explorer import Limits
from .outsider import accounts, balance, constant_answers, without

__all__ = [
    "Findings",
    "Limits",
    "accounts",
    "balance",
    "because",
    "check",
    "check_each",
    "constant_answers",
    "standings",
    "without",
]
