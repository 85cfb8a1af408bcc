"""What hypothesis draws for the tests of the model: readings, worlds at rest or in mid-run, runs, and damaged JSON.

The examples are the same on each run (`tests/conftest.py`), and shrink towards the recommended reading and no steps.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from spec_impl import COMPLETED, Reading, Trace, World
from spec_impl.reading import switches, values_of
from tests.model.walks import BEGINNINGS, beginning, walk

CHOICES = st.integers(0, 2**16)

readings = st.fixed_dictionaries(
    {
        switch: st.sampled_from(sorted(values_of(switch), key=lambda value: not COMPLETED.takes(switch, value)))
        for switch in switches()
    }
).map(lambda turned: Reading("turned", **turned))
"""Every switch turned as it may be, the recommended way first."""


def worlds(steps: int = 6) -> st.SearchStrategy[World]:
    """Worlds that some run leads to, with whatever is then under way."""
    return traces(steps).map(lambda trace: trace.world)


def traces(steps: int = 12, scope: str = "") -> st.SearchStrategy[Trace]:
    """Runs from a world at rest or with a room in it, under any reading."""
    worlds_at_first = st.builds(beginning, st.sampled_from(BEGINNINGS), readings)
    return st.builds(walk, worlds_at_first, st.lists(CHOICES, max_size=steps), st.just(scope))


# --- Damage -----------------------------------------------------------------------------------------------------------

WORDS = (
    "", " ", "x", "é", "\ud800", "\x00", "alice", "@alice", "@alice:a.example", "@alice:directory", "@a:b:8448",
    "@alice:A.example", "@al ice:a.example", "@alice:a.example\n", "@:a.example", "!tea", "!", "! tea", "!tea\n",
    "#tea", "#", "directory", "directory\n", "a.example", "a.example:8448", "a.example:", "a.example:x", "a_b",
    "none", "joined", "public", "Give", "Deliver", "Entry", "Grant", "join", "accept", "NOT_INVITED", "no such room",
    "PRV-3", "PRV-", "PRV-3x", "per_user", "fetch", "roomspec-trace", "COMPLETED",
)  # fmt: skip
"""Words that belong at some place of a trace, words that nearly do, and words that never do."""

NUMBERS = (0, 1, -1, 2, 4, 2**53 - 1, 2**53, 10**30, -0.0, 1.0, 1.5, -1.0, 1e300, 1e-300)

junk = st.one_of(
    st.sampled_from((None, True, False, [], {}, [[]], ["a.example", "b.example"], {"kind": "Leave", "room": "!tea"})),
    st.sampled_from(NUMBERS),
    st.sampled_from(WORDS),
    st.text(max_size=4),
)
"""What may stand where something else belongs."""


def places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a piece of JSON with each key or index in it, outermost first."""
    keys = list(found) if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
    for key in keys:
        yield found, key
        yield from places(found[key])


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Any:
    """A document in which one thing is missing, put in, put twice, swapped or replaced; it may be whole by accident."""
    document = json.loads(draw(texts))
    spots = list(places(document))
    kind = draw(st.sampled_from(sorted({type(inside[key]).__name__ for inside, key in spots})))
    inside, key = draw(st.sampled_from([(each, at) for each, at in spots if type(each[at]).__name__ == kind]))
    match draw(st.sampled_from(("replace", "nearly", "swap", "delete", "add", "edit"))):
        case "replace":
            inside[key] = draw(junk)
        case "nearly":
            inside[key] = draw(st.sampled_from(WORDS if isinstance(inside[key], str) else NUMBERS))
        case "swap":
            other, there = draw(st.sampled_from(spots))
            inside[key] = deepcopy(other[there])
        case "delete":
            del inside[key]
        case "add" if isinstance(inside, dict):
            inside[draw(st.sampled_from(("kind", "room", "user", "colour")))] = draw(junk)
        case "add":
            inside.insert(key, deepcopy(inside[key]))
        case "edit" if isinstance(inside[key], str):
            word, at = inside[key], draw(st.integers(0, len(inside[key])))
            inside[key] = word[:at] + draw(st.sampled_from((" ", "\n", "a", ":", "9", "A", "é"))) + word[at:]
    return document
