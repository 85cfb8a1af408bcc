"""The membership table of a trace: what the last step changed, what is not held, and who is told nothing any more."""

from roomspec.show import members
from spec_impl import Grant, Invite, Join, JoinMode, JoinRequest, Leave, RoomId, SetJoinMode, Trace
from spec_impl.cast import ALICE, BOB, CAROL, TEA, knowing, tea_room, town
from tests.show.drawing.untrusted import words
from tests.show.seen import lines_of

NOTHING = "– nothing held"


def held(trace: Trace) -> dict[str, list[str]]:
    """What each server holds of each user, from a to m, and whether they agree."""
    return {line[0].split()[0]: line[1:] for line in lines_of(members(trace, TEA))}


def marked(trace: Trace) -> list[str]:
    """Every cell that is marked as changed."""
    return [cell for cells in held(trace).values() for cell in cells if "▲" in cell]


def test_only_the_cell_that_the_last_step_changed_is_marked() -> None:
    invited = Trace(tea_room("public", BOB).world).give(ALICE, Invite(TEA, CAROL))
    assert marked(invited) == ["I invited ▲ was none"]
    assert held(invited)["carol"] == ["I invited ▲ was none", "N none", NOTHING, NOTHING, "≠ no, 1 of 2 alike"]
    assert "After step 1: 1 cell changed." in words(members(invited, TEA).html)


def test_a_step_later_the_mark_has_moved_on() -> None:
    spread = tea_room("public", BOB).give(ALICE, Invite(TEA, CAROL)).spread("b.example")
    assert held(spread)["carol"][:2] == ["I invited", "I invited ▲ was none"]


def test_a_server_that_enters_a_room_held_nothing_of_it_before() -> None:
    inside = Trace(knowing(tea_room(), CAROL).world).give(CAROL, Join(TEA)).deliver(JoinRequest).deliver(Grant)
    assert marked(inside) == ["J joined ▲ was not held", "J joined ▲ was not held"]
    assert "After step 3: 2 cells changed." in words(members(inside, TEA).html)


def test_before_the_first_step_nothing_is_marked() -> None:
    quiet = Trace(tea_room("public", BOB).world)
    assert marked(quiet) == []
    assert "Before the first step." in words(members(quiet, TEA).html)


def test_a_server_whose_members_have_left_is_told_nothing_any_more_and_left_out() -> None:
    gone = tea_room("public", BOB).give(BOB, Leave(TEA)).settle().give(ALICE, Invite(TEA, CAROL))
    assert held(gone)["alice"] == ["J joined", "J joined no news since", NOTHING, NOTHING, "only one"]
    assert held(gone)["carol"][:2] == ["I invited ▲ was none", "N none no news since"]
    assert held(gone)["carol"][-1] == "only one"


def test_a_room_that_nobody_made_is_held_by_nobody() -> None:
    assert all(cells == [NOTHING] * 4 + ["none"] for cells in held(town()).values())
    assert len(held(town())) == 5


def test_a_change_in_another_room_marks_nothing() -> None:
    other = tea_room("public", BOB).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK)).give(ALICE, Invite(TEA, CAROL))
    figure = members(other, RoomId("!chess"))
    assert "0 cells changed" in words(figure.html)
    assert "▲ was" not in words(figure.html)


def test_the_caption_says_which_room_unless_there_is_something_better_to_say() -> None:
    room = tea_room()
    assert members(room, TEA).name == "Who is in !tea, as each home server holds it."
    assert members(room, TEA, "Alice is alone.").name == "Alice is alone."
