"""What to say about a name that means nothing: which are near it."""

from collections.abc import Iterable
from difflib import get_close_matches


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """A sentence: there is no such thing, and the nearest ones, or all where none is near."""
    names = list(known)
    folded = {each.casefold(): each for each in names}
    near = [folded[each] for each in get_close_matches(name.casefold(), folded, 3)] or names
    listed = ", ".join(f"“{each}”" if " " in each else each for each in near)
    return f"there is no {what} {name!r}; {'near it' if len(near) < len(names) else 'there'} is {listed}"
