"""The stepper by its buttons: each test clicks as a reader would and looks at what the widget then holds."""

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from roomspec import __version__, show
from roomspec.show import Stepper
from roomspec.show.controls import DASHED
from roomspec.show.stepper.session import on_their_way
from roomspec.show.stepper.sharing import linked, opened, shared
from spec_impl import COMPLETED, LITERAL_2014, Allowed, Create, Give, Invite, JoinMode, Trace, UserId, World
from spec_impl.cast import CAROL, MALLORY, TEA, A, B, C, M
from spec_impl.tracefile import load
from tests.model.story import standing
from tests.show.drawing.untrusted import complaints, words
from tests.show.stepper.runs import COMMANDS, SCOPE, hidden_room, invited_but_not_everywhere


def stepper(**how: Any) -> Stepper:
    """Carol has her invitation; nobody else has heard of it."""
    return Stepper(invited_but_not_everywhere(), SCOPE, **how)


def say(widget: Stepper, who: str, words: str) -> None:
    """Choose who says what, and press Give."""
    widget.who.value = who
    widget.what.value = dict(widget.what.options)[words]
    widget.give.click()


def lines_of(widget: Stepper) -> list[Any]:
    """The lines that are shown in the list of what is on its way."""
    return [line for line in widget.flight.lines if line.box.layout.display != "none"]


def line_of(widget: Stepper, words: str) -> Any:
    """The line in the list of what is on its way."""
    return next(line for line in lines_of(widget) if words in line.words.value)


def texts(widget: Any) -> list[Any]:
    """Every widget in a box, with the boxes inside it."""
    return [widget, *(each for child in getattr(widget, "children", ()) for each in texts(child))]


def test_carol_accepts_and_comes_in_by_three_clicks() -> None:
    widget = stepper()
    say(widget, str(CAROL), "Accept · !tea")
    assert "Acceptance" in line_of(widget, "c → a").words.value
    widget.next.click()
    widget.next.click()
    assert standing(widget.trace, CAROL, C) == "joined"
    assert "carol: invited → joined" in widget.status.value
    assert widget.step.value == len(widget.trace.steps)


def test_a_line_delivers_its_own_message_and_not_the_first() -> None:
    widget = stepper()
    say(widget, str(CAROL), "Accept · !tea")
    line_of(widget, "StateUpdate").deliver.click()
    assert len(lines_of(widget)) == 1
    assert "a.example to b.example: StateUpdate" in widget.status.value


def test_a_button_that_cannot_be_pressed_is_never_blue() -> None:
    widget = Stepper(World.of({"a.example": ["alice"]}))
    assert (widget.next.disabled, widget.next.button_style) == (True, "")
    widget.give.click()
    assert (widget.next.disabled, widget.next.button_style) == (False, "primary")


def test_the_message_that_next_would_take_is_the_blue_one() -> None:
    widget = stepper()
    say(widget, str(CAROL), "Accept · !tea")
    assert [line.deliver.button_style for line in lines_of(widget)] == ["primary", ""]
    lines_of(widget)[0].hold.click()
    assert [line.deliver.button_style for line in lines_of(widget)] == ["", "primary"]
    assert lines_of(widget)[0].hold.description == "Let go"
    assert lines_of(widget)[0].hold.tooltip == "Let go: c → a Acceptance"


def test_a_message_is_lost_and_repeated_by_its_line() -> None:
    widget = stepper()
    say(widget, str(CAROL), "Accept · !tea")
    line_of(widget, "Acceptance").repeat.click()
    assert "Acceptance" in line_of(widget, "Acceptance").words.value
    line_of(widget, "Acceptance").lose.click()
    assert not any("Acceptance" in line.words.value for line in lines_of(widget))
    assert "Lost" in widget.status.value


def test_faults_stand_there_only_where_the_scope_allows_them() -> None:
    widget = Stepper(invited_but_not_everywhere(), COMMANDS)
    say(widget, str(CAROL), "Accept · !tea")
    assert all(line.lose.layout.display == "none" for line in lines_of(widget))
    assert widget._faults.layout.display == "none"
    assert stepper()._faults.layout.display is None


def test_a_link_is_cut_and_healed_from_the_list_of_faults() -> None:
    widget = stepper()
    widget.fault.value = dict(widget.fault.options)["cut the link a.example – c.example"]
    widget.happen.click()
    assert widget.trace.world.is_cut(A, C)
    say(widget, str(CAROL), "Accept · !tea")
    stuck = line_of(widget, "Acceptance")
    assert stuck.deliver.disabled and stuck.deliver.layout.border_top == DASHED
    widget.fault.value = dict(widget.fault.options)["heal the link a.example – c.example"]
    widget.happen.click()
    assert not line_of(widget, "Acceptance").deliver.disabled


def test_undo_redo_restart_and_the_list_of_steps_move_over_the_run() -> None:
    widget = stepper()
    assert (widget.forward.disabled, widget.back.disabled) == (True, False)
    widget.back.click()
    assert (widget.forward.disabled, widget.step.value) == (False, 1)
    widget.forward.click()
    widget.restart.click()
    assert (widget.back.disabled, widget.step.value) == (True, 0)
    assert "Choose who says what" in widget.status.value
    widget.step.value = 2
    assert widget.trace == invited_but_not_everywhere()


def test_choosing_a_reading_replays_the_run_and_says_so() -> None:
    widget = stepper()
    widget.reading.value = LITERAL_2014
    assert widget.trace.world.reading == LITERAL_2014
    assert "The same 2 steps, read as LITERAL_2014." in widget.status.value
    assert "reading LITERAL_2014" in widget.head.value
    assert len(widget.trace.steps) == 2


def test_what_is_shared_opens_in_another_stepper() -> None:
    widget = stepper()
    widget.share.click()
    assert opened(widget.text.value) == widget.trace
    other = Stepper(World.of({"a.example": ["alice"]}))
    other.text.value = widget.text.value
    other.reopen.click()
    assert other.trace == widget.trace
    assert Stepper.open(widget.text.value).trace == widget.trace
    assert str(CAROL) in dict(other.who.options)


def test_a_run_opened_in_a_stepper_with_a_scope_keeps_that_scope() -> None:
    widget = stepper()
    widget.text.value = shared(hidden_room())
    widget.reopen.click()
    assert widget.trace == hidden_room()
    assert widget.session.allowed == SCOPE


def test_share_writes_a_link_too_where_a_site_is_known_and_it_opens_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOMSPEC_SITE", "https://rooms.example")
    widget = stepper()
    widget.share.click()
    text, link = widget.text.value.split("\n")
    assert Stepper.open(text).trace == Stepper.open(link).trace == widget.trace
    assert link.startswith("https://rooms.example/run.html#")


def test_a_link_of_other_rules_opens_as_far_as_it_goes_and_says_so() -> None:
    run = stepper().trace
    twice = replace(run, steps=(*run.steps, run.steps[-1]))
    link = linked(twice, "https://rooms.example").replace(f"#{__version__}/", "#0.0.7/")
    widget = Stepper.open(link)
    assert widget.trace == run
    assert f"Shared from version 0.0.7; this is {__version__}. Under these rules step 3 of" in widget.status.value
    other = Stepper(World.of({"a.example": ["alice"]}))
    other.text.value = link
    other.reopen.click()
    assert (other.trace, other.status.value) == (widget.trace, widget.status.value)


def test_a_run_is_shared_as_far_as_it_is_shown() -> None:
    widget = stepper()
    widget.back.click()
    widget.share.click()
    assert len(opened(widget.text.value).steps) == 1


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda text: text[:-9], "This text is cut off"),
        (lambda text: text.replace("roomspec1", "roomspec9"), "This run was shared as roomspec9"),
        (lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), "This text was changed after it was shared"),
        (lambda _: "tea", "This is no shared run"),
    ],
)
def test_a_text_that_opens_nothing_says_why_and_the_stepper_stays_usable(damage: Any, sentence: str) -> None:
    widget = stepper()
    before = widget.trace
    widget.text.value = damage(shared(before))
    widget.reopen.click()
    assert sentence in widget.status.value
    assert widget.trace == before
    widget.next.click()
    assert len(widget.trace.steps) == 3
    empty = Stepper.open(damage(shared(before)))
    assert sentence in empty.status.value and empty.next.disabled


def test_the_run_can_be_copied_as_python_as_a_test_and_as_a_trace_file() -> None:
    widget = stepper()
    widget.as_python.click()
    beginning = "from roomspec import opened\nfrom spec_impl import"
    assert widget.text.value.startswith(beginning) and widget.text.value.endswith("trace\n")
    widget.as_test.click()
    assert "def test_" in widget.text.value
    widget.as_json.click()
    assert load(widget.text.value) == widget.trace
    assert "select it all" in widget.status.value


def test_a_name_that_no_file_can_hold_is_refused_in_one_sentence_and_the_stepper_stays_usable() -> None:
    widget = Stepper(World.of({"a.example": ["alice smith"]}))
    for write in (widget.share, widget.as_json):
        write.click()
        assert "This run cannot be written down: " in widget.status.value and "alice smith" in widget.status.value
    widget.give.click()
    assert len(widget.trace.steps) == 1


def test_two_worlds_stand_under_the_run_where_a_room_is_hidden_from_somebody() -> None:
    widget = Stepper(hidden_room(), Allowed((Give(MALLORY, Invite(TEA, CAROL)),)), two_worlds=(TEA, M))
    assert "World 0: there is no room" in widget.panes.value
    assert "World 0" not in stepper().panes.value


def test_the_claims_are_asked_of_the_run_as_it_is_shown() -> None:
    asked: list[Trace] = []
    widget = stepper(standing=lambda trace: asked.append(trace) or ())
    widget.back.click()
    assert [len(trace.steps) for trace in asked] == [2, 1]
    assert "No claim is asked of this run." in widget.panes.value


def test_every_button_says_what_it_does_and_every_list_is_labelled() -> None:
    widget = stepper()
    say(widget, str(CAROL), "Accept · !tea")
    shown = texts(widget.box)
    buttons = [each for each in shown if type(each).__name__ == "Button"]
    lists = [each for each in shown if type(each).__name__ in ("Dropdown", "Textarea")]
    assert len(buttons) > 10 and all(each.tooltip and each.description for each in buttons)
    assert len(lists) == 6 and all(each.description for each in lists)
    assert all(each.layout.width != "0" for each in buttons)


def test_the_button_says_whose_command_it_would_give() -> None:
    widget = stepper()
    widget.who.value = str(CAROL)
    assert widget.give.tooltip == f"Give: {CAROL}: Accept · !tea"
    assert Stepper(hidden_room(), ()).give.tooltip == "Nothing to give"


def test_the_line_of_another_message_is_named_in_its_tooltip() -> None:
    widget = stepper()
    say(widget, str(CAROL), "Accept · !tea")
    assert [line.deliver.tooltip for line in lines_of(widget)] == [
        "Deliver: c → a Acceptance",
        "Deliver: a → b StateUpdate, carol invited",
    ]


def test_the_stepper_reads_the_same_on_every_run_in_a_stored_notebook() -> None:
    widget = stepper(title="Carol is invited")
    assert repr(widget) == "Stepper “Carol is invited”"
    bundle = widget._repr_mimebundle_()
    assert bundle["text/plain"] == repr(widget)
    assert set(bundle) == {"text/plain", "application/vnd.jupyter.widget-view+json"}


def test_a_stepper_on_an_empty_town_lets_a_room_be_made() -> None:
    widget = Stepper(World.of({"a.example": ["alice"]}, COMPLETED))
    say(widget, "@alice:a.example", "Create !tea, knock, named #tea")
    assert widget.trace.world.server(A).room(TEA).mode == JoinMode.KNOCK


def test_no_two_parts_share_a_layout_so_that_hiding_one_hides_no_other() -> None:
    parts = texts(stepper().box)
    assert len({id(part.layout) for part in parts}) == len(parts)


def test_a_scope_without_faults_shows_no_faults_and_every_other_button() -> None:
    widget = Stepper(invited_but_not_everywhere(), COMMANDS)
    rows = [row for row in widget.box.children if getattr(row, "children", ())]
    hidden = [row for row in rows if row.layout.display == "none"]
    assert [row.children for row in hidden] == [(widget.fault, widget.happen)]
    assert any(widget.next in row.children for row in rows if row not in hidden)


# --- What fails behind a button ---------------------------------------------------------------------------------------


def invited_nobody() -> Trace:
    """Alice has invited somebody of whom carol's server, which is there, has never heard."""
    town = Trace(World.of({A: ["alice"], C: ["carol"]})).give("alice", Create(TEA, JoinMode.INVITE)).settle()
    return town.give("alice", Invite(TEA, UserId("nobody", C)))


def test_an_invitation_of_nobody_is_shown_shared_and_opened() -> None:
    widget = Stepper(invited_nobody())
    for _ in invited_nobody().settle().steps[len(widget.trace.steps) :]:
        widget.next.click()
    assert widget.trace == invited_nobody().settle()
    widget.share.click()
    assert Stepper.open(widget.text.value).trace == widget.trace


def once(first: Callable[..., Any], later: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is one thing when it is called first, and then another."""
    calls = chain([first], repeat(later))

    def called(*told: Any) -> Any:
        return next(calls)(*told)

    return called


def broken(*_: object) -> Any:
    raise ZeroDivisionError("by alice")


BROKEN = "That could not be done, and nothing has changed: ZeroDivisionError: by alice"


def test_whatever_a_callback_raises_is_said_in_the_widget_and_the_stepper_stays_usable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("roomspec.show.stepper.widget.Session.next", broken)
    widget = stepper()
    before, shown = widget.trace, widget.panes.value
    widget.next.click()
    assert BROKEN in widget.status.value
    assert (widget.trace, widget.panes.value) == (before, shown)
    widget.back.click()
    assert len(widget.trace.steps) == 1 and BROKEN not in widget.status.value


def test_a_session_that_cannot_be_shown_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = stepper()
    before, panes = widget.trace, widget.panes.value
    with monkeypatch.context() as patched:
        patched.setattr("roomspec.show.stepper.widget.on_their_way", once(broken, on_their_way))
        widget.next.click()
    assert BROKEN in widget.status.value
    assert (widget.trace, widget.panes.value) == (before, panes)
    widget.next.click()
    assert len(widget.trace.steps) == 3 and BROKEN not in widget.status.value


def test_every_button_and_list_of_the_package_is_made_where_callbacks_are_guarded() -> None:
    package = Path(show.__file__).parent
    makes = re.compile(r"widgets\.(Button|Dropdown)\(|on_click|observe\(")
    makers = {path.name for path in package.rglob("*.py") if makes.search(path.read_text(encoding="utf-8"))}
    assert makers == {"controls.py"}


def test_claims_that_cannot_be_asked_leave_the_rest_of_the_stepper() -> None:
    widget = stepper(standing=broken)
    widget.next.click()
    assert len(widget.trace.steps) == 3
    assert "These claims cannot be asked of this run: ZeroDivisionError: by alice." in widget.panes.value


def test_what_is_stored_under_a_stepper_is_the_run_so_far_as_a_film() -> None:
    widget = stepper(title="Carol is invited")
    steps = len(widget.trace.steps)
    stored = widget.without_kernel()
    assert complaints(stored.html) == []
    assert f"the same as text, {steps} steps" in words(stored.html) and "click into this cell" in words(stored.html)
    while widget.trace.steps:
        widget.back.click()
    assert "<img" not in widget.without_kernel().html


def test_the_film_under_a_stepper_keeps_the_lanes_that_it_is_given() -> None:
    def letters(*lanes: str) -> list[str]:
        found = re.search(r"base64,([^\"]+)", stepper(lanes=lanes).without_kernel().html)
        assert found
        return re.findall(r">([a-z])</text>", b64decode(found[1]).decode())[:3]

    assert letters(C, B, A) == ["c", "b", "a"] == letters(A, B, C)[::-1]
