"""Names of people and rooms: any script runs and comes back; what nobody can see is refused where it enters."""

import json
import re
from functools import cache

import pytest

from spec_impl import (
    Browse,
    Find,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    NotEnabled,
    RoomAlias,
    RoomId,
    StateUpdate,
    Trace,
    UserId,
    World,
)
from spec_impl.cast import TEA, A, B
from spec_impl.stepping import as_set
from spec_impl.terms import ModeChange, NotAName
from spec_impl.tracefile import dump, load, schema
from tests.model.spellings import HIDDEN, SCRIPTS, tea_of
from tests.schemas import Fits, fitting


@cache
def fits() -> Fits:
    return fitting(schema())


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_in_any_script_runs_and_comes_back_and_its_schema_agrees(name: str) -> None:
    run = tea_of(name)
    assert run.world.server(B).room(RoomId(f"!{name}")).membership(run.world.user(name)) == "joined"
    assert load(dump(run)) == run
    assert fits()(json.loads(dump(run)))


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_sign_that_nobody_sees_is_refused_wherever_a_name_enters(sign: str) -> None:
    town, name = Trace(World.of({"a.example": ["alice"]})), f"al{sign}ice"
    seen = f"U+{ord(sign[0]):04X}, which cannot be seen or turns the others round: leave it out"
    for users in ({"a.example": [name]}, {f"a{sign}.example": ["alice"]}):
        with pytest.raises(NotAName, match=re.escape(seen)):
            World.of(users)
    commands = (Join(RoomId(f"!{name}")), Find(RoomAlias(f"#{name}")), Browse(name), Invite(TEA, UserId(name, A)))
    for command in commands:
        with pytest.raises(NotEnabled, match=re.escape(seen)):
            town.give("alice", command)
    with pytest.raises(NotEnabled, match=re.escape(seen)):
        town.post("m.example", "a.example", JoinRequest(TEA, UserId(name, A), 1))


def test_a_set_of_names_is_in_the_same_order_on_every_python() -> None:
    """`repr` spells a letter that this Python does not know yet as an escape, and another Python as itself."""
    newer, letter = "\U000323b0", "\u4e00"
    spreads = [StateUpdate(RoomId(f"!{name}"), ModeChange(1, JoinMode.PUBLIC, A)) for name in (newer, letter)]
    assert as_set(spreads) == tuple(sorted(spreads, key=ascii))
