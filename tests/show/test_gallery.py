"""Every kind of figure, made from the model, is left whole by an untrusted notebook."""

from collections.abc import Callable
from functools import cache

import pytest

from roomspec import show
from roomspec.search import Findings, check
from roomspec.show import Figure
from spec_impl import COMPLETED, LITERAL_2014, Join, JoinRequest, Trace
from spec_impl.cast import BOB, CAROL, MALLORY, TEA, A, M, knowing, tea_room
from spec_impl.claims import named
from spec_impl.rules import KNOCK_REQUEST
from spec_impl.scopes import SCOPES
from tests.model.runs import run
from tests.show.drawing.untrusted import complaints, words

FRAMES = {"Figure", "LeakGame", "Stepper", "Walk", "cell_frame", "clause_frame", "finding_frame",
    "reading_frame", "trace_frame"}  # fmt: skip
"""What is no maker of figures."""


def asked() -> Trace:
    """Carol's request has arrived and is granted."""
    return knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)


HIDDEN = named("a-hidden-room-is-as-good-as-none")


@cache
def given_away() -> Findings:
    """A hidden room under the text at its word, and the outsider who is let in."""
    return check(SCOPES["a private room and an outsider"], LITERAL_2014)


GALLERY: dict[str, Callable[[], Figure]] = {
    "answers_table": lambda: show.answers_table(KNOCK_REQUEST, "What a knock hears."),
    "cast": lambda: show.cast(asked(), "Who plays."),
    "chart": lambda: show.chart(run(4), "A long run.", "With <angles> & all.", latest=True),
    "clause_table": lambda: show.clause_table("All clauses.", "*"),
    "claims": lambda: show.claims([given_away()], "All claims."),
    "contradictions_today": show.contradictions_today,
    "copies": lambda: show.copies(asked().world, TEA, "Three copies."),
    "counterexample": lambda: show.counterexample(given_away(), HIDDEN),
    "grid": lambda: show.grid(KNOCK_REQUEST, "carol is held as", "mode"),
    "legend": show.legend,
    "members": lambda: show.members(asked(), TEA),
    "membership_machine": lambda: show.membership_machine("The machine."),
    "membership_today": show.membership_today,
    "owed": lambda: show.owed(given_away().trace(HIDDEN), TEA, M, "The books."),
    "pdu_graph": lambda: show.pdu_graph(asked(), TEA, "The room's history."),
    "pdus": lambda: show.pdus(asked(), TEA, "The room's history."),
    "predict": lambda: show.predict("03.stale-list").figure(),
    "quiz": lambda: show.quiz("03."),
    "readings": lambda: show.readings(COMPLETED, LITERAL_2014),
    "reasons": lambda: show.reasons(asked(), "Why she is in."),
    "reknocking": show.reknocking,
    "rule": lambda: show.rule("*"),
    "rules": lambda: show.rules(KNOCK_REQUEST),
    "scopes": lambda: show.scopes([given_away()], "Searched."),
    "silences": lambda: show.silences({"01_discovery": ["GAP-1"]}),
    "source_map": lambda: show.source_map({"01_discovery": ["DISC-1"]}),
    "stack": lambda: show.stack(show.rules(KNOCK_REQUEST), show.members(asked(), TEA)),
    "table": lambda: show.table("Words.", "", ("who", "what"), [("alice", "PUB-1 & <more>")]),
    "told_of_others": lambda: show.told_of_others("What a member is told."),
    "told_table": lambda: show.told_table("What carol is told."),
    "two_worlds": lambda: show.two_worlds(asked().world, TEA, MALLORY, A, JoinRequest(TEA, MALLORY, 1), "Two."),
    "world_graph": lambda: show.world_graph(SCOPES["two rooms"], A, "All worlds."),
    "decision": lambda: show.decision(asked(), "Why she is in."),
    "verdict": lambda: show.verdict(asked(), "Why she is in."),
}


@pytest.mark.parametrize("name", GALLERY)
def test_a_figure_is_kept_by_an_untrusted_notebook(name: str) -> None:
    figure = GALLERY[name]()
    assert complaints(figure.html) == []
    assert words(figure.html)
    assert set(figure._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_every_maker_of_figures_is_in_the_gallery() -> None:
    assert set(GALLERY) | FRAMES == set(show.__all__)


def test_a_long_run_is_kept_by_an_untrusted_notebook_however_it_goes() -> None:
    for number in range(12):
        assert complaints(show.chart(run(number), "A run.").html) == []
        assert complaints(show.members(run(number), TEA).html) == []
