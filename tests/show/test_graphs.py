"""Graphs are drawn from what the rules do, the same bytes each time, and stay words where nothing can draw them."""

import re
from functools import cache
from xml.etree import ElementTree as ET

import graphviz
import pytest

from roomspec.search import check
from roomspec.search.table import RuleTable
from roomspec.search.town import Town
from roomspec.show import membership_machine, pdu_graph, world_graph
from roomspec.show.drawing.sheet import Figure
from roomspec.show.graphs import USUAL_CHANGES, WHO, GraphFigure, moves_in
from spec_impl import COMPLETED, Invite, Join, Trace, receive
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, TEA, A, knowing, tea_room
from spec_impl.rows import Outcome
from spec_impl.scopes import SCOPES
from spec_impl.situation import Situation
from spec_impl.stepping import situation
from tests.model.grids import situations
from tests.model.runs import HOW_MANY, run
from tests.show.drawing.untrusted import words
from tests.show.seen import alternative_of, picture_of, twin_of

TITLE = "How a membership changes."
SVG = "{http://www.w3.org/2000/svg}"
BEHIND = ("joined", "knocked", "KnockRequest")
"""What happens where a knock overtakes word that the user has left: no situation of the plan has it."""


@cache
def machine() -> GraphFigure:
    """The state machine of a membership."""
    return membership_machine(TITLE)


def forked() -> Trace:
    """Alice and Bob invite at once, then each hears of the other's, and Carol comes in."""
    room = tea_room("public", BOB).give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, DAVE)).settle()
    return knowing(room, CAROL).give(CAROL, Join(TEA)).settle()


@cache
def history() -> Figure:
    """The PDUs of that room."""
    return pdu_graph(forked(), TEA, "A fork and a merge.")


FIGURES = {"machine": machine, "history": history}


def changes() -> set[tuple[str, str]]:
    """Every arrow of the machine, from its text twin, with who causes it left out."""
    return {(start, end) for start, end, _ in causes()}


def causes() -> set[tuple[str, str, str]]:
    """Every arrow of the machine with who causes it."""
    found = [re.fullmatch(r"(\w+) to (\w+): (.*)\.", line) for line in twin_of(machine())]
    return {(each[1], each[2], each[3]) for each in found if each}


def state(membership: str) -> str:
    """The state of the machine in which a membership is."""
    return membership if membership in ("none", "knocked", "invited", "joined") else "over"


@pytest.mark.parametrize("of", FIGURES)
def test_a_graph_is_the_same_bytes_on_two_calls(of: str) -> None:
    again = membership_machine(TITLE) if of == "machine" else pdu_graph(forked(), TEA, "A fork and a merge.")
    assert again == FIGURES[of]()


@pytest.mark.parametrize("of", FIGURES)
def test_a_graph_is_well_formed_and_has_whole_numbers_only(of: str) -> None:
    svg = picture_of(FIGURES[of]())
    assert ET.fromstring(svg).tag == f"{SVG}svg"
    assert re.findall(r'"[^"]*\d\.\d[^"]*"', svg) == []


def test_the_machine_has_every_arrow_once_and_its_five_states() -> None:
    drawn = ET.fromstring(picture_of(machine()))
    groups = [group.get("class") for group in drawn.iter(f"{SVG}g")]
    assert groups.count("node") == 5
    assert groups.count("edge") == len(changes())
    assert f"5 states, {len(causes())} changes" in alternative_of(machine())


def test_each_arrow_is_drawn_between_the_states_that_the_twin_names(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def noting(graph: graphviz.Digraph, **_: object) -> str:
        drawn.append(graph.source)
        raise graphviz.ExecutableNotFound(["dot"])

    monkeypatch.setattr(graphviz.Digraph, "pipe", noting)
    twin = twin_of(membership_machine(TITLE))
    assert set(re.findall(r"(\w+) -> (\w+) ", drawn[0])) == {tuple(line.split(":")[0].split(" to ")) for line in twin}


def test_every_arrow_of_the_machine_is_a_change_that_some_situation_leads_to() -> None:
    possible = set()
    for name, who in WHO.items():
        for judged in situations(name):
            assert isinstance(judged, Situation)
            before = judged.server.room(judged.room_id)
            after = receive(judged.server, judged.sender, judged.message, COMPLETED).server.room(judged.room_id)
            users = {entry.user for view in (before, after) for entry in view.members}
            possible |= {
                (state(before.membership(user)), state(after.membership(user)), who)
                for user in users
                if state(before.membership(user)) != state(after.membership(user))
            }
    assert causes() == possible


def test_every_change_that_a_server_decides_in_a_run_is_an_arrow_of_the_machine() -> None:
    seen = set()
    for number in range(0, HOW_MANY // 3, 2):
        for step in run(number).steps:
            judged = situation(step.before, step.action)
            if not isinstance(judged, Situation) or len(step.verdicts) != 1:
                continue
            (verdict,) = step.verdicts
            if verdict.table in WHO and verdict.outcome is Outcome.ACCEPT:
                moves = [change for change in step.changes if change.server == judged.server.name]
                seen |= {(state(each.before), state(each.after), WHO[verdict.table]) for each in moves}
    seen = {each for each in seen if each[0] != each[1]}
    assert len(seen) > 5
    assert seen - {BEHIND} <= causes()


def test_the_history_has_a_node_for_each_pdu_and_an_arrow_for_each_reference() -> None:
    groups = [group.get("class") for group in ET.fromstring(picture_of(history())).iter(f"{SVG}g")]
    assert groups.count("node") == len(twin_of(history()))
    pointers = [line.partition("points to ")[2].rstrip(".") for line in twin_of(history())]
    assert groups.count("edge") == sum(len(each.split(" and ")) for each in pointers if each != "none")
    assert any(" and " in each for each in pointers)


@pytest.mark.parametrize("of", FIGURES)
def test_without_an_engine_the_figure_says_so_and_keeps_its_twin(of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> str:
        raise graphviz.ExecutableNotFound(["dot"])

    drawn = FIGURES[of]()
    monkeypatch.setattr(graphviz.Digraph, "pipe", missing)
    bare = membership_machine(TITLE) if of == "machine" else pdu_graph(forked(), TEA, "A fork and a merge.")
    assert "Not drawn: Graphviz is missing here" in words(bare.html)
    assert "Not drawn" not in words(drawn.html)
    assert twin_of(bare) == twin_of(drawn) != []
    assert ET.fromstring(picture_of(bare)).tag == f"{SVG}svg"


# --- The usual changes, and the graph behind a picture ----------------------------------------------------------------


def test_the_usual_changes_are_among_all_and_are_said_in_plain_words() -> None:
    figure = membership_machine(TITLE, main=True)
    assert len(twin_of(figure)) == len(USUAL_CHANGES) == 10
    assert {tuple(line.partition(":")[0].split(" to ")) for line in twin_of(figure)} <= changes()
    assert not re.search(r"[A-Z]\w+Request|Invite", " ".join(twin_of(figure)))


def test_a_usual_change_that_no_rule_makes_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(USUAL_CHANGES, ("joined", "knocked"), ("knock request", "she knocks from inside"))
    with pytest.raises(ValueError, match="^no rule of COMPLETED makes joined to knocked, so it is no usual way$"):
        membership_machine(TITLE, main=True)


def test_a_graph_is_there_as_the_object_that_it_was_drawn_from() -> None:
    assert isinstance(machine().graph, graphviz.Digraph)
    assert machine().source == machine().graph.source
    assert all(f"{start} -> {end}" in machine().source for start, end in changes())


# --- All worlds of a scope, as one server sees them -------------------------------------------------------------------


def test_worlds_that_a_server_cannot_tell_apart_are_one_and_none_is_lost() -> None:
    scope = SCOPES["two rooms"]
    figure = world_graph(scope, A, "All worlds.")
    counted = [int(count) for count in re.findall(r"(\d+) worlds?\b", figure.source)]
    town = Town(scope, RuleTable(COMPLETED, lambda _moment: (), lambda *_answered: ()))
    reached = {state for before, _, after in moves_in(town) for state in (before, after)}
    assert sum(counted) == len(reached) == check(scope).exploration.states
    views = {tuple(town.world_of(state).server(A).rooms[i].members for i in range(2)) for state in reached}
    assert len(counted) == len(views)


@pytest.mark.parametrize("name", ["one knock", "an open door", "a closed door"])
def test_a_picture_of_all_worlds_has_as_many_as_a_search_of_the_scope(name: str) -> None:
    counted = check(SCOPES[name]).exploration.states
    assert f"{counted} worlds of the scope “{name}”" in alternative_of(world_graph(SCOPES[name], A, "All worlds."))


def test_an_arrow_says_what_changes_the_view_and_each_is_a_step_of_the_model() -> None:
    said = twin_of(world_graph(SCOPES["one knock"], A, "One knock."))
    assert "alice joined to alice joined, carol knocked: carol knocks." in said
    assert all(line.partition(" to ")[0] != line.partition(" to ")[2].partition(":")[0] for line in said)


@pytest.mark.parametrize("name", ["a private room and an outsider", "given up and taken back"])
def test_a_scope_that_no_picture_could_show_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match=f"^“{name}” has no end that a picture could show"):
        world_graph(SCOPES[name], A, "Too much.")


def test_a_small_graph_stands_at_the_left_where_a_phone_shows_it_whole() -> None:
    root = ET.fromstring(picture_of(pdu_graph(forked(), TEA, TITLE)))
    drawn = next(root.iter(SVG + "svg")).find(SVG + "svg")
    assert drawn is not None and int(drawn.attrib["x"]) + int(drawn.attrib["width"]) <= 370
