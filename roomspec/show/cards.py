"""Clauses as cards and as a table, straight from the normative text."""

from typing import Any

from spec_impl import COMPLETED
from spec_impl.clauses import Clause, matching, source_link
from spec_impl.rows import Table
from spec_impl.rules import DIRECTORY_TABLES, HOME_SERVER_TABLES

from .drawing.clause_card import ClauseCard, StrengthWord, clause_card
from .drawing.sheet import Figure, stack
from .drawing.tables import plain_table

NO_BREAK, JOINER = "\u00a0", "\u2060"
"""What keeps the words of a line number on one line."""

STRENGTHS: dict[str, StrengthWord] = {
    "must": "MUST",
    "should": "SHOULD",
    "may": "MAY",
    "promoted": "promoted to MUST",
    "condition": "condition",
    "rationale": "rationale",
    "informative": "informative",
    "todo": "to do",
    "note": "note",
    "question": "open question",
    "gap": "gap: we decide",
    "tension": "tension: we decide",
}


def rule(*patterns: str) -> Figure:
    """The clauses with these ids, or that fit these patterns, as cards: `rule("PUB-5", "GAP-1?")`."""
    return stack(*(clause_card(_card(each)) for pattern in patterns for each in matching(pattern)), apart=12)


def clause_table(title: str, *patterns: str) -> Figure:
    """The same clauses in one table, a line each."""
    lines = [
        (each.id, each.text, STRENGTHS[each.strength], lines_of(each))
        for pattern in patterns
        for each in matching(pattern)
    ]
    return plain_table(title, "", ("clause", "what it says, in our words", "strength", "source"), lines)


def lines_of(clause: Clause) -> str:
    """The source lines in words."""
    if not clause.lines:
        return "silent"
    first, last = clause.lines
    if first == last:
        return f"line{NO_BREAK}{first}"
    return f"lines{NO_BREAK}{first}{JOINER}–{JOINER}{last}"


def rows_citing(clause_id: str) -> tuple[str, ...]:
    """Every rule of the recommended reading that cites the clause, as table and number in the table."""
    tables: tuple[Table[Any, Any], ...] = (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)
    return tuple(
        f"{table.name} {number}"
        for table in tables
        for number, row in enumerate(table.rows_in(COMPLETED), start=1)
        if clause_id in row.cites or clause_id in row.over
    )


def _card(each: Clause) -> ClauseCard:
    return ClauseCard(
        each.id,
        STRENGTHS[each.strength],
        each.text,
        reading=each.reading,
        source=lines_of(each) if each.lines else "",
        source_href=source_link(each),
        between=each.between,
        alternatives=tuple(other.rstrip(".") for other in each.alternatives),
        rows=rows_citing(each.id),
    )
