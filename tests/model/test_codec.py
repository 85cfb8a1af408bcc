"""A trace comes back from its text as the same value, with the same bytes everywhere; what is no trace is refused."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import Field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spec_impl import (
    COMPLETED,
    Create,
    Find,
    Give,
    Join,
    JoinMode,
    Reading,
    RoomAlias,
    RoomId,
    ServerName,
    Told,
    Trace,
    UserId,
    World,
    trace_schema,
    tracefile,
)
from spec_impl.actions import Action
from spec_impl.commands import Command
from spec_impl.messages import DirectoryAnswer, Invitation, Listing, WireMessage
from spec_impl.notices import Notice
from spec_impl.reading import misnomer, switches, values_of
from spec_impl.terms import DIRECTORY, Update
from spec_impl.trace_schema import TraceError, defaults_of, from_json, schema_of, to_json
from spec_impl.tracefile import LISTS, disorder, document_of, dump, load, parse, schema, sets_of
from spec_impl.world import HomeServer, KnockMemory, Wish
from tests.model.strategies import damaged, places, traces
from tests.model.walks import STORIES, TEA, kinds_in, single_steps
from tests.pythons import OTHERS, python_of

ROOT = Path(__file__).parents[2]
named = pytest.mark.parametrize
drawn = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@cache
def refused_join() -> str:
    """Bob finds alice's room and asks to join; it wants a knock first. Eight steps, of which the last two refuse."""
    world = World.of({"a.example": ["alice", "ann"], "b.example": ["bob"]})
    trace = Trace(world, scope="two").give("alice", Create(TEA, JoinMode.KNOCK, RoomAlias("#tea"))).deliver()
    trace = trace.give("bob", Find(RoomAlias("#tea"))).deliver().deliver()
    return dump(trace.give("bob", Join(TEA)).deliver().deliver())


def refusal_of(text: str) -> str:
    """The sentence with which a text is refused."""
    with pytest.raises(TraceError) as refused:
        load(text)
    assert str(refused.value).startswith(f"{refused.value.place or 'the document'}: ")
    return str(refused.value)


# --- There and back ---------------------------------------------------------------------------------------------------


@drawn
@given(traces())
def test_a_run_comes_back_as_it_was_and_its_text_too(trace: Trace) -> None:
    text = dump(trace)
    again = load(text)
    assert again == trace
    assert repr(again) == repr(trace)
    assert dump(again) == text


@drawn
@given(traces(steps=8))
def test_a_run_may_begin_in_the_middle_of_another(earlier: Trace) -> None:
    trace = Trace(earlier.world, scope="later").settle()
    assert load(dump(trace)) == trace


def test_a_run_without_steps_comes_back() -> None:
    trace = Trace(World.of({"localhost:8448": ["al=ice/1.0"], "b": []}))
    assert load(dump(trace)) == trace


@named("switch", switches())
def test_a_reading_comes_back_however_a_switch_stands(switch: str) -> None:
    for way in values_of(switch):
        reading = Reading("turned", **{switch: way})  # type: ignore[arg-type]
        assert load(dump(Trace(World.of({"a.example": ["alice"]}, reading)))).initial.reading == reading


def test_every_action_command_message_notice_and_update_is_met_in_a_run_that_comes_back() -> None:
    met = set()
    for trace in single_steps():
        text = dump(trace)
        assert load(text) == trace
        met |= set(kinds_in(json.loads(text)))
    unions = (Action, Command, WireMessage, Notice, Update)
    assert met == {kind.__name__ for union in unions for kind in get_args(union)}


def test_a_piece_of_a_trace_can_be_written_by_itself() -> None:
    action = Give(UserId("bob", ServerName("b.example")), Join(TEA))
    written = {"kind": "Give", "user": "@bob:b.example", "command": {"kind": "Join", "room": "!tea"}}
    assert to_json(action, Action) == written
    assert from_json(written, Action) == action


# --- What is written --------------------------------------------------------------------------------------------------


def test_a_document_has_these_fields_and_a_step_these() -> None:
    document = json.loads(refused_join())
    assert list(document) == ["format", "initial", "reading", "scope", "steps", "version"]
    assert list(document["initial"]) == ["broadcast", "cut", "directory", "in_flight", "servers"]
    assert all(
        list(step) == ["action", "changes", "cites", "notices", "published", "sends", "told", "verdicts"]
        for step in document["steps"]
    )


def test_a_refusal_is_written_with_what_was_decided_and_what_was_told() -> None:
    asked = json.loads(refused_join())["steps"][6]
    assert asked["told"] == "knock first"
    assert asked["verdicts"] == [
        {
            "cites": ["KNK-1"],
            "outcome": "refuse",
            "reason": "MUST_KNOCK",
            "table": "join request",
            "told": "knock first",
        }
    ]


def test_told_is_what_the_asker_hears_also_where_his_own_server_asks_a_second_table() -> None:
    world = World.of({"a.example": ["alice", "ann"]})
    step = Trace(world).give("alice", Create(TEA, JoinMode.KNOCK)).give("ann", Join(TEA)).last
    assert [verdict.told for verdict in step.verdicts] == [None, Told.KNOCK_FIRST]
    assert json.loads(dump(Trace(step.before, (step,))))["steps"][0]["told"] == "knock first"


def test_a_row_put_in_before_another_changes_no_text() -> None:
    trace = load(refused_join())
    moved = tuple(
        replace(step, verdicts=tuple(replace(verdict, row=verdict.row + 1) for verdict in step.verdicts))
        for step in trace.steps
    )
    assert moved != trace.steps
    assert dump(replace(trace, steps=moved)) == dump(trace)


def in_order(pairs: list[tuple[str, Any]]) -> None:
    assert pairs == sorted(pairs, key=lambda pair: pair[0])


def test_a_text_is_plain_with_sorted_keys_and_short_lines_the_last_one_ended() -> None:
    text = refused_join()
    json.loads(text, object_pairs_hook=in_order)
    assert text.isascii()
    assert text.endswith("}\n")
    assert max(map(len, text.splitlines())) <= 140
    assert len(text.splitlines()) < 40 * 8


def test_any_layout_of_the_same_json_is_read() -> None:
    text = refused_join()
    backwards = json.dumps(json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs))))
    assert backwards != text
    assert dump(load(backwards)) == text


# --- The same everywhere ----------------------------------------------------------------------------------------------

SAME = """
import sys
from spec_impl.trace_schema import to_text
from spec_impl.tracefile import dump, load, schema
from tests.model.walks import STORIES, seeded
for trace in (*(story() for story in STORIES), *map(seeded, range(5))):
    assert load(dump(trace)) == trace
    sys.stdout.write(dump(trace))
sys.stdout.write(to_text(schema()))
"""


def written_by(python: str, hash_seed: int) -> str:
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)}
    command = [python, "-B", "-X", "utf8", "-c", SAME]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@cache
def written_here() -> str:
    return written_by(sys.executable, 0)


@named("hash_seed", [1, 2])
def test_the_bytes_are_the_same_under_every_hash_seed(hash_seed: int) -> None:
    assert written_here().count('"roomspec-trace"') == len(STORIES) + 5 + 1
    assert written_by(sys.executable, hash_seed) == written_here()


@named("version", OTHERS)
def test_the_bytes_are_the_same_on_every_python(version: str) -> None:
    python = python_of(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    assert written_by(python, 0) == written_here()


# --- Texts that are no document ---------------------------------------------------------------------------------------

TEXTS = {
    "": "line 1, column 1: from here on this is not JSON",
    "hello": "line 1, column 1: from here on this is not JSON",
    '{"format": "roomspec-trace",\n "version": 1,,}': "line 2, column 15: from here on this is not JSON",
    "\ufeff{}": 'the document: the field "format" is missing',
    "[" * 70 + "]" * 70: "the document: this is nested far deeper than any such file",
    "[" * 100_000: "the document: this is nested far deeper than any such file",
    "[]": "the document: this is a list of 0, and an object belongs here",
    "null": "the document: this is null, and an object belongs here",
    '"roomspec-trace"': 'the document: this is "roomspec-trace", and an object belongs here',
    "NaN": "the document: NaN is no number in JSON",
    "{}": 'the document: the field "format" is missing',
    '{"name": "left-pad"}': (
        'the document: there is no field "name" here, only format, version, reading, scope, initial, steps'
    ),
    '{"format": "har", "log": {}}': 'format: this is "har", and "roomspec-trace" belongs here',
    '{"format": {"a": 1, "a": 2}}': 'format: the field "a" stands twice in this object',
    '{"format": "roomspec-trace", "format": "roomspec-trace"}': (
        'the document: the field "format" stands twice in this object'
    ),
    '{"format": "roomspec-trace", "version": 2, "worlds": []}': (
        "version: this is version 2 of the format, and this program reads version 1: use the roomspec that wrote it"
    ),
}


@named("text", TEXTS, ids=lambda text: repr(text)[:40])
def test_what_is_no_document_is_refused_with_its_sentence(text: str) -> None:
    assert refusal_of(text) == TEXTS[text]


ENCODED = {
    b"\xff\xff{}": "the document: this is no text in UTF-8",
    b'{"scope": "\xed\xa0\x80"}': "the document: this is no text in UTF-8",
    b" " * 4_000_001: "the document: this is longer than 4,000,000 bytes, which no such file needs",
}


@named("content", ENCODED, ids=range(len(ENCODED)))
def test_bytes_that_spell_no_document_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(TraceError) as refused:
        load(content)
    assert str(refused.value) == ENCODED[content]


@named("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_document_is_read_in_whatever_unicode_a_terminal_wrote_it(encoding: str) -> None:
    assert dump(load(refused_join().encode(encoding))) == refused_join()


def test_a_text_cut_short_anywhere_is_refused() -> None:
    text = refused_join().rstrip()
    for end in range(0, len(text), 97):
        assert refusal_of(text[:end]).endswith(": from here on this is not JSON")


# --- Documents with one thing wrong -----------------------------------------------------------------------------------

GONE = object()
MESSAGE = "steps[6].action.envelope.message"
MEMBER = "initial.servers[0]"


def changed(place: str, value: Any) -> str:
    """The refused join with one value put somewhere, or with one field gone."""
    document = json.loads(refused_join())
    *way, last = place.replace("[", ".[").split(".")
    inside = document
    for part in way:
        inside = inside[int(part[1:-1]) if part.startswith("[") else part]
    key = int(last[1:-1]) if last.startswith("[") else last
    if value is GONE:
        del inside[key]
    else:
        inside[key] = value
    return json.dumps(document)


SHAPES: tuple[tuple[str, Any, str], ...] = (
    # ids
    (f"{MESSAGE}.user", "alice", f'{MESSAGE}.user: "alice" is no user id; write @name:server'),
    (f"{MESSAGE}.user", "@bob:b.example\n", f'{MESSAGE}.user: "@bob:b.example\\n" is no user id; write @name:server'),
    (f"{MESSAGE}.user", "@bob:directory", f'{MESSAGE}.user: "@bob:directory" is no user id; write @name:server'),
    (f"{MESSAGE}.user", "@b:ob:b.example", f'{MESSAGE}.user: "@b:ob:b.example" is no user id; write @name:server'),
    (f"{MESSAGE}.user", None, f"{MESSAGE}.user: this is null, and text belongs here"),
    (f"{MESSAGE}.room", "#tea", f'{MESSAGE}.room: "#tea" is no room id; write !name'),
    (f"{MESSAGE}.room", "!te a", f'{MESSAGE}.room: "!te a" is no room id; write !name'),
    ("steps[2].action.command.alias", "tea", 'steps[2].action.command.alias: "tea" is no room alias; write #name'),
    (f"{MEMBER}.name", "A.example",
     f'{MEMBER}.name: "A.example" is no name of a home server; write a.example or localhost:8448'),
    (f"{MEMBER}.name", "directory",
     f'{MEMBER}.name: "directory" is no name of a home server; write a.example or localhost:8448'),
    ("steps[6].action.envelope.sender", "",
     'steps[6].action.envelope.sender: "" is no name of a home server; write a.example, or "directory"'),
    (f"{MEMBER}.rooms", [{"room": "!tea", "mode_change": None, "members": [], "map_version": [0, "no one"]}],
     f'{MEMBER}.rooms[0].map_version[1]: "no one" is no name of a home server; write a.example, or nothing for nobody'),
    ("steps[6].cites", ["KNK"], 'steps[6].cites[0]: "KNK" is no clause id; write PRV-3'),
    ("scope", "two\nlines", 'scope: "two\\nlines" is no line of signs that can be seen'),
    ("scope", "x" * 90 + "\u202e", f'scope: "{"x" * 49}… (98 characters) is no line of signs that can be seen'),
    # kinds and words
    ("steps[5].action.kind", "Fly",
     ('steps[5].action.kind: "Fly" is none of "Give", "Deliver", "Spread", "GiveUp", "Lose", "Repeat", "Crash", "Cut", '
     '"Heal", "Post"')),
    ("steps[5].action.kind", GONE, 'steps[5].action: the field "kind" is missing'),
    ("steps[5].action.kind", ["Give"], ("steps[5].action.kind: a list is none of "
     '"Give", "Deliver", "Spread", "GiveUp", "Lose", "Repeat", "Crash", "Cut", "Heal", '
     '"Post"')),
    ("steps[5].action.command.kind", "Kick",
     ('steps[5].action.command.kind: "Kick" is none of '
     + ", ".join(f'"{kind.__name__}"' for kind in get_args(Command)))),
    (f"{MESSAGE}.kind", "Join",
     (f'{MESSAGE}.kind: "Join" is none of "DirectoryQuery", "DirectoryAnswer", "NamePublished", "StateUpdate", '
     '"Ending", "Invitation", "Acceptance", "JoinRequest", "KnockRequest", "Grant", "KnockPlaced", "Refusal", '
     '"FetchPdu", "PduAnswer"')),
    (f"{MESSAGE}.kind", "Acceptance",
     f'{MESSAGE}: there is no field "epoch" here, only kind, room, user, proof, enters'),
    ("steps[6].told", "go away",
     'steps[6].told: "go away" is none of ' + ", ".join(f'"{told}"' for told in Told)),
    ("steps[0].action.command.mode", "Public",
     'steps[0].action.command.mode: "Public" is none of "public", "knock", "invite", "private"'),
    ("reading.retry", "sometimes", 'reading.retry: "sometimes" is none of "first_only", "when_unknown", "any_refusal"'),
    ("reading.name", GONE, 'reading: the field "name" is missing'),
    ("reading.expiry", "never", 'reading: there is no field "expiry" here, only ' + ", ".join(["name", *switches()])),
    # fields
    ("steps[6].row", 3, ('steps[6]: there is no field "row" here, only '
     "action, told, verdicts, cites, sends, published, notices, changes")),
    ("steps[6].told", GONE, 'steps[6]: the field "told" is missing'),
    ("version", GONE, 'the document: the field "version" is missing'),
    ("initial.reading", {}, ('initial: there is no field "reading" here, only '
     "servers, directory, in_flight, broadcast, cut")),
    # types
    ("version", "1", 'version: this is "1", and 1 belongs here'),
    ("version", True, "version: this is true, and 1 belongs here"),
    ("version", False, "version: this is false, and 1 belongs here"),
    ("version", 1.5, "version: this is 1.5, and 1 belongs here"),
    ("steps", {}, "steps: this is an object, and a list belongs here"),
    ("steps[0]", None, "steps[0]: this is null, and an object belongs here"),
    ("initial.cut", [["a.example"]], "initial.cut[0]: this is a list of 1, and a list of 2 belongs here"),
    ("steps[0].action.command.listed", 0,
     "steps[0].action.command.listed: this is 0, and true or false belongs here"),
    (f"{MESSAGE}.epoch", True, f"{MESSAGE}.epoch: this is true, and a whole number belongs here"),
    (f"{MESSAGE}.epoch", "1", f'{MESSAGE}.epoch: this is "1", and a whole number belongs here'),
    (f"{MESSAGE}.epoch", 1.5, f"{MESSAGE}.epoch: this is 1.5, and a whole number belongs here"),
    (f"{MESSAGE}.epoch", -1, f"{MESSAGE}.epoch: -1 lies outside 0 to 9007199254740991"),
    (f"{MESSAGE}.epoch", 2**53, f"{MESSAGE}.epoch: 9007199254740992 lies outside 0 to 9007199254740991"),
    (f"{MESSAGE}.epoch", 10**4000, f"{MESSAGE}.epoch: a number of 4001 digits is too large"),
    (f"{MESSAGE}.epoch", float("nan"), f"{MESSAGE}.epoch: NaN is no number in JSON"),
    (f"{MESSAGE}.epoch", float("-inf"), f"{MESSAGE}.epoch: -Infinity is no number in JSON"),
)  # fmt: skip
"""A place, what is put there, and the sentence: all of these are refused for their shape alone."""


@named(("place", "value", "sentence"), SHAPES, ids=[sentence[:60] for _, _, sentence in SHAPES])
def test_what_has_no_shape_of_a_trace_is_refused_with_its_place(place: str, value: Any, sentence: str) -> None:
    text = changed(place, value)
    assert refusal_of(text) == sentence
    with pytest.raises(TraceError):
        parse(text)


def test_a_field_that_stands_twice_is_refused_with_its_place() -> None:
    text = refused_join().replace('"listed": false', '"listed": true, "listed": false', 1)
    assert refusal_of(text) == 'steps[0].action.command: the field "listed" stands twice in this object'


def test_a_whole_number_may_be_written_with_a_nought_behind_the_point() -> None:
    assert dump(load(changed(f"{MESSAGE}.epoch", 1.0))) == refused_join()


RUNS: tuple[tuple[str, Any, str], ...] = (
    # sets
    (f"{MEMBER}.users", ["@ann:a.example", "@alice:a.example"],
     f"{MEMBER}.users[1]: this belongs before the one above it"),
    (f"{MEMBER}.users", ["@ann:a.example", "@ann:a.example"], f"{MEMBER}.users[1]: this stands twice"),
    ("initial.cut", [["b.example", "a.example"]],
     "initial.cut[0]: the two ends of a link stand in the order of their names"),
    # actions that cannot happen
    ("steps[5].action.user", "@dave:b.example", "steps[5].action: @dave:b.example is no user of b.example"),
    ("steps[5].action", {"kind": "Crash", "server": "z.example"},
     "steps[5].action: there is no home server 'z.example'; there are a.example, b.example"),
    (f"{MESSAGE}.epoch", 2, "steps[6].action: no such JoinRequest from b.example to a.example is in flight"),
    ("steps[6].action.kind", "Heal", 'steps[6].action: there is no field "envelope" here, only kind, one, other'),
    ("steps[6].action", {"kind": "Heal", "one": "a.example", "other": "b.example"},
     "steps[6].action: the link between a.example and b.example is not cut"),
    ("steps[0]", GONE, "steps[0].action: no such NamePublished from a.example to directory is in flight"),
    # outcomes that do not follow
    ("steps[6].told", "no such room", 'steps[6].told: recorded "no such room", but "knock first" follows'),
    ("steps[6].told", None, 'steps[6].told: recorded null, but "knock first" follows'),
    ("steps[6].verdicts[0].reason", "UNAWARE",
     'steps[6].verdicts[0].reason: recorded "UNAWARE", but "MUST_KNOCK" follows'),
    ("steps[6].verdicts[0].table", "join", 'steps[6].verdicts[0].table: recorded "join", but "join request" follows'),
    ("steps[6].sends[0].receiver", "c.example",
     'steps[6].sends[0].receiver: recorded "c.example", but "b.example" follows'),
    ("steps[6].sends[0].message", {"kind": "KnockRequest", "room": "!tea", "user": "@bob:b.example", "epoch": 1},
     'steps[6].sends[0].message.kind: recorded "KnockRequest", but "Refusal" follows'),
    ("steps[6].sends", [], "steps[6].sends: recorded a list of 0, but a list of 1 follows"),
    ("steps[0].changes[0].after", "invited", 'steps[0].changes[0].after: recorded "invited", but "joined" follows'),
    ("reading.member_register", "single",
     "reading.name: " + misnomer(replace(COMPLETED, member_register="single"))),
)  # fmt: skip
"""A place, what is put there, and the sentence: all of these have the shape of a trace, and are none."""


@named(("place", "value", "sentence"), RUNS, ids=[sentence[:60] for _, _, sentence in RUNS])
def test_what_cannot_have_happened_is_refused_with_its_place(place: str, value: Any, sentence: str) -> None:
    assert refusal_of(changed(place, value)) == sentence


def test_an_action_for_which_no_rule_was_made_is_refused_and_its_cause_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = AssertionError("the last row must always apply")
    monkeypatch.setattr(tracefile, "step", Mock(side_effect=fault))
    with pytest.raises(TraceError) as refused:
        load(refused_join())
    assert str(refused.value) == "steps[0].action: no rule was made for this in such a world (AssertionError)"
    assert refused.value.__cause__ is fault


def alterations(step: Any, values: list[Any]) -> Iterator[str]:
    """Put another value of the right shape in each place of a step's outcomes, one after the other; give the place."""
    for name in [name for name in step if name != "action"]:
        for inside, key in [(step, name), *places(step[name])]:
            kept = inside[key]
            for inside[key] in values:
                if inside[key] != kept and is_step(step):
                    yield f"{name}…{key}"
                    break
            inside[key] = kept


def is_step(found: Any) -> bool:
    try:
        return bool(from_json(found, tracefile.RecordedStep))
    except TraceError:
        return False


def test_no_recorded_outcome_can_be_altered_unseen() -> None:
    document = json.loads(refused_join())
    words = sorted({inside[key] for inside, key in places(document) if isinstance(inside[key], str)})
    seen = []
    for n, step in enumerate(document["steps"]):
        for place in alterations(step, [None, [], True, False, 7, *words]):
            sentence = refusal_of(json.dumps(document))
            assert sentence.startswith(f"steps[{n}]."), place
            assert ": recorded " in sentence
            seen.append(place.partition("…")[0])
    assert {name: seen.count(name) > 1 for name in set(seen)} == dict.fromkeys(
        document["steps"][0].keys() - {"action"}, True
    )
    assert load(json.dumps(document)) == load(refused_join())


@settings(drawn, max_examples=200)
@given(st.deferred(lambda: damaged(st.sampled_from([dump(trace) for trace in single_steps()]))))
def test_nothing_but_a_trace_error_escapes_and_what_is_read_is_written_the_same_way(document: Any) -> None:
    try:
        answer = load(json.dumps(document))
    except TraceError as refused:
        sentence = str(refused)
        assert "\n" not in sentence
    else:
        assert load(dump(answer)) == answer


# --- Order ------------------------------------------------------------------------------------------------------------


@drawn
@given(traces())
def test_every_world_of_a_run_keeps_its_sets_in_order(trace: Trace) -> None:
    assert [list(disorder(step.after, "world")) for step in trace.steps] == [[] for _ in trace.steps]


def tuples_within(hint: Any) -> Iterator[tuple[type, str]]:
    """Every field of a type, and of the types in it, that holds any number of things."""
    if isinstance(hint, type) and is_dataclass(hint):
        for field, part in ((each.name, get_type_hints(hint)[each.name]) for each in fields(hint)):
            if get_origin(part) is tuple and get_args(part)[-1] is Ellipsis:
                yield hint, field
            yield from tuples_within(part)
    for part in get_args(hint):
        yield from tuples_within(part)


def records_within(value: Any) -> Iterator[Any]:
    """A value of the model and every record in it."""
    if is_dataclass(value):
        yield value
    for part in value if isinstance(value, tuple) else fields(value) if is_dataclass(value) else ():
        yield from records_within(getattr(value, part.name) if isinstance(part, Field) else part)


def test_every_tuple_in_a_world_is_a_set_with_an_order_or_a_list_by_name() -> None:
    found = set(tuples_within(World))
    assert {(cls, name) for cls, _ in found for name in sets_of(cls)} == found - LISTS
    assert found > LISTS


def test_a_thing_put_once_more_at_the_end_is_seen_in_a_set_and_means_something_in_a_list() -> None:
    lists = {(Listing, "candidates"), (Invitation, "servers"), (Wish, "untried"), (DirectoryAnswer, "found")}
    found, seen = set(tuples_within(World)), set()
    for record in {each for trace in single_steps() for step in trace.steps for each in records_within(step.after)}:
        for name in (name for cls, name in found if cls is type(record) and getattr(record, name)):
            items = getattr(record, name)
            more = replace(record, **{name: (*items, items[0])})
            assert bool(list(disorder(more, ""))) == ((type(record), name) not in lists)
            seen.add((type(record), name))
    assert found - seen == {(Wish, "untried")}


def test_what_users_have_in_rooms_is_sorted_by_the_user_and_then_by_the_room() -> None:
    here = ServerName("a.example")
    knocks = [
        KnockMemory(UserId(user, here), RoomId(room), 1) for user in ("alice", "bob") for room in ("!pub", "!tea")
    ]
    assert list(disorder(HomeServer(here, knocks=tuple(knocks)), "")) == []
    for n in range(3):
        turned = [*knocks[:n], knocks[n + 1], knocks[n], *knocks[n + 2 :]]
        assert list(disorder(HomeServer(here, knocks=tuple(turned)), ""))


# --- A field that is left out, and a field more -----------------------------------------------------------------------


def test_every_field_that_has_a_default_may_be_left_out_and_stands_at_it_then() -> None:
    met = set()
    for record in {each for trace in single_steps() for each in records_within(document_of(trace))}:
        cls: Any = type(record)
        described, written = schema_of(cls, {}), to_json(record, cls) if not isinstance(record, UserId) else {}
        for name, default in defaults_of(cls).items() if written else ():
            said = described["properties"][name]["default"]
            stands = from_json({**written, name: said}, cls)
            assert getattr(stands, name) == default
            assert from_json({key: written[key] for key in written.keys() - {name}}, cls) == stands
            met.add(cls.__name__)
    parts = {name.removeprefix("kind."): part for name, part in schema()["$defs"].items() if "properties" in part}
    assert met == {name for name, part in parts.items() if len(part["required"]) < len(part["properties"])}


def test_fields_that_every_trace_holds_are_fields_with_a_default() -> None:
    for cls, names in trace_schema._IN_EVERY_TRACE.items():
        assert set(names.split()) <= set(defaults_of(cls))


Model = Callable[[str, str, str], Any]


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """A copy of the model with one edit, as its module `tracefile`."""

    def edit(file: str, before: str, after: str) -> Any:
        shutil.copytree(ROOT / "spec_impl", tmp_path / "edited", ignore=shutil.ignore_patterns("__pycache__"))
        path = tmp_path / "edited" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8")
        return importlib.import_module("edited.tracefile")

    monkeypatch.syspath_prepend(tmp_path)
    yield edit
    for name in [name for name in sys.modules if name.partition(".")[0] == "edited"]:
        del sys.modules[name]


LAST = "    names: tuple[NamePublished, ...] = ()\n"
"""The last field of a home server, to put another one behind."""


def test_a_model_with_a_field_more_reads_todays_traces_and_writes_them_as_today(edited: Model) -> None:
    newer = edited("world.py", LAST, f'{LAST}    motto: str = ""\n')
    for trace in single_steps():
        text = dump(trace)
        again = newer.load(text)
        assert {server.motto for step in again.steps for server in step.after.servers} <= {""}
        assert newer.dump(again) == text


def test_a_field_more_is_written_where_it_differs_and_an_older_model_says_that_it_does_not_know_it(
    edited: Model,
) -> None:
    newer = edited("world.py", LAST, f'{LAST}    motto: str = ""\n')
    quiet = newer.load(refused_join())
    one, other = quiet.initial.servers
    loud = replace(quiet, initial=replace(quiet.initial, servers=(replace(one, motto="tea at five"), other)), steps=())
    text = newer.dump(loud)
    assert text.count('"motto": "tea at five"') == text.count("motto") == 1
    assert newer.load(text) == loud
    known = "name, users, rooms, found, invitations, wishes, knocks, held, names"
    assert refusal_of(text) == f'initial.servers[0]: there is no field "motto" here, only {known}'


def test_a_recorded_step_with_a_field_that_does_not_follow_is_refused_with_its_place(edited: Model) -> None:
    told = "    room: RoomId\n    told: Told\n"
    newer = edited("notices.py", told, f"{told}    loud: bool = False\n")
    document = json.loads(refused_join())
    document["steps"][7]["notices"][0]["loud"] = True
    sentence = r'^steps\[7\].notices\[0\].loud: recorded true, but "its default" follows$'
    with pytest.raises(newer.TraceError, match=sentence):
        newer.load(json.dumps(document))


def test_a_set_more_is_sorted_by_what_its_things_are(edited: Model) -> None:
    newer = edited("world.py", LAST, f"{LAST}    friends: tuple[UserId, ...] = ()\n")
    trace = newer.load(refused_join())
    one, other = trace.initial.servers
    servers = (replace(one, friends=one.users[::-1]), other)
    with pytest.raises(newer.TraceError) as refused:
        newer.dump(replace(trace, initial=replace(trace.initial, servers=servers), steps=()))
    assert str(refused.value) == "initial.servers[0].friends[1]: this belongs before the one above it"


@named(("field", "sentence"), [
    ("moods: frozenset[str] = frozenset()",
     r"HomeServer.moods: no trace holds a frozenset\[str\]; say in trace_schema.py how it is written"),
    ("seen: tuple[Listing, ...] = ()",
     r"HomeServer.seen: say in tracefile.py what a set of <class '.*Listing'> is sorted by"),
])  # fmt: skip
def test_a_field_of_which_nothing_tells_how_it_is_written_is_refused_by_its_name(
    edited: Model, field: str, sentence: str
) -> None:
    newer = edited("world.py", LAST, f"{LAST}    {field}\n")
    with pytest.raises(TypeError, match=sentence):
        newer.load(refused_join())


WAVED = '@dataclass(frozen=True, slots=True)\nclass Waved:\n    """A wave."""\n\n    to: UserId\n\n\n'


@named(("file", "before", "after", "word"), [
    ("messages.py", '    FETCH = "fetch"\n', '    FETCH = "fetch"\n    WAVE = "wave"\n', '"wave"'),
    ("notices.py", "Notice = (\n", f"{WAVED}Notice = (\n    Waved |", "kind.Waved"),
])  # fmt: skip
def test_a_word_or_a_notice_more_is_known_by_itself(
    edited: Model, file: str, before: str, after: str, word: str
) -> None:
    assert word in json.dumps(edited(file, before, after).schema())


# --- What is never written --------------------------------------------------------------------------------------------

UNWRITABLE: tuple[tuple[Callable[[], Trace], str], ...] = (
    (lambda: Trace(World.of({"a.example": ["al ice"]})),
     'initial.servers[0].users[0]: "@al ice:a.example" is no user id; write @name:server'),
    (lambda: Trace(World.of({"a.example": ["alice", "alice"]})), "initial.servers[0].users[1]: this stands twice"),
    (lambda: Trace(World.of({"8": ["a:b"]})),
     'initial.servers[0].users[0]: "@a:b:8" would be read as another user id; write @name:server'),
    (lambda: Trace(World(servers=(HomeServer(DIRECTORY),))),
     'initial.servers[0].name: "directory" is no name of a home server; write a.example or localhost:8448'),
    (lambda: Trace(World.of({"a.example": ["alice"]})).give("alice", Join(RoomId("tea"))),
     'steps[0].action.command.room: "tea" is no room id; write !name'),
    (lambda: Trace(World.of({"a.example": ["alice"]}), scope="one\ntwo"),
     'scope: "one\\ntwo" is no line of signs that can be seen'),
)  # fmt: skip


@named(("trace", "sentence"), UNWRITABLE, ids=[sentence[:60] for _, sentence in UNWRITABLE])
def test_what_could_not_be_read_back_is_never_written(trace: Callable[[], Trace], sentence: str) -> None:
    with pytest.raises(TraceError) as refused:
        dump(trace())
    assert str(refused.value) == sentence
