"""A Markdown table; its cells are Markdown already."""

from collections.abc import Iterable


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """The head, then a line each."""
    titles = tuple(head)
    rows = [f"| {' | '.join(line)} |" for line in (titles, ["---"] * len(titles), *lines)]
    return "\n".join(rows) + "\n"
