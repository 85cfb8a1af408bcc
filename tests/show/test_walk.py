"""A walk's figures: lanes that keep their places, plain words, no clause ids, one film for the whole run."""

import re
from itertools import pairwise

import pytest

from roomspec import show
from roomspec.show.drawing.sheet import Figure
from roomspec.show.drawing.svg import text_width
from roomspec.show.film import MOST_FRAMES, most_telling, standing_words
from roomspec.show.run import as_chart
from spec_impl import Find, Grant, Join, JoinRequest, Leave, Refusal, Trace
from spec_impl.cast import BOB, CAROL, TEA, TEA_NAME, A, B, C, M, directing_to, forging, tea_room
from spec_impl.clauses import CLAUSES
from tests.model.runs import run
from tests.show.drawing.untrusted import complaints, words
from tests.show.seen import lines_of, picture_of, twin_of

CLAUSE = re.compile(rf"\b(?:{'|'.join({name.partition('-')[0] for name in CLAUSES})})-\d+\b")
WALK = show.Walk(C, B, A)


def start() -> Trace:
    """Bob has left #tea, and the directory still names his server before alice's."""
    past = directing_to(tea_room("public", BOB).give(BOB, Leave(TEA)).settle(), B, A)
    return Trace(past.world)


def asked() -> Trace:
    """Carol's question is on its way to b.example."""
    return start().give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA))


def inside() -> Trace:
    """Carol is in, by way of a.example."""
    return asked().deliver(JoinRequest).deliver(Refusal).deliver(JoinRequest).deliver(Grant)


def cards(trace: Trace, since: int = 1) -> list[str]:
    """The names on the cards, from the left."""
    svg = picture_of(WALK.chart(trace, "Tea.", since=since))
    found = re.findall(r'<text x="(\d+)"[^>]*font-size="13.5"[^>]*>([^<]*)</text>', svg)
    return [name for _, name in sorted((int(x), name) for x, name in found)]


def test_the_lanes_of_a_walk_keep_their_places_and_the_directory_is_last() -> None:
    assert cards(start()) == [C, B, A]  # nobody has asked the directory yet
    for trace, since in ((asked(), 1), (asked(), 4), (inside(), 8)):
        assert cards(trace, since) == [C, B, A, "directory"]


def test_a_card_says_how_things_stood_before_the_walk_began() -> None:
    lanes = {lane.key: lane.subtitle for lane in as_chart(inside(), servers=(C, B, A), plain=True).lanes}
    assert lanes == {C: "carol, dave", B: "bob, has left", A: "alice, inside", "directory": "#tea: b, then a"}


def test_no_figure_of_a_walk_names_a_clause() -> None:
    run_so_far = asked().deliver(JoinRequest)
    for figure in (
        WALK.chart(inside(), "Tea."),
        WALK.film(inside(), "Tea."),
        WALK.members(inside(), TEA),
        show.verdict(run_so_far, "Tea."),
    ):
        assert CLAUSE.findall(words(figure.html)) == []
        assert complaints(figure.html) == []
    assert CLAUSE.findall(picture_of(WALK.chart(inside(), "Tea."))) == []
    assert CLAUSE.findall(picture_of(show.chart(inside(), "Tea."))) != []


def test_a_server_without_a_lane_that_takes_part_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match=r"^b.example takes part and has no lane; the lanes are c.example, a.example$"):
        show.Walk(C, A).chart(asked(), "Tea.")
    with pytest.raises(ValueError, match=r"^there is no home server z.example; there are a.example, b.example"):
        show.Walk(C, B, A, "z.example").chart(asked(), "Tea.")


def test_the_table_of_a_walk_has_its_servers_in_its_order() -> None:
    assert re.findall(r"\w\.example(?= holds)", words(WALK.members(start(), TEA).html)) == [C, B, A]
    assert {line[0].split()[0] for line in lines_of(WALK.members(start(), TEA))} == {"alice", "bob", "carol", "dave"}


# --- The film ---------------------------------------------------------------------------------------------------------


def test_a_frame_says_whom_each_server_then_holds_as_in_and_who_is_new() -> None:
    svg = picture_of(WALK.film(inside(), "Tea."))
    said = re.findall(r'<text x="(\d+)"[^>]*>([^<]*)</text>', svg)
    chips = [words for x, words in said if words in ("alice", "carol", "▲ new")]
    # In the steps 1, 2 and 5 a.example holds alice as in; in 7 carol as well; then c.example has both.
    assert chips == ["alice"] * 3 + ["alice", "carol", "▲ new"] + ["alice", "carol", "▲ new", "alice", "carol"]


def test_a_film_has_no_more_frames_than_fit_and_those_in_which_something_is_decided() -> None:
    chosen = most_telling(as_chart(inside()))
    assert len(chosen) == MOST_FRAMES and {5, 7, 8} <= set(chosen) and list(chosen) == sorted(chosen)


def test_a_run_in_which_nothing_has_happened_makes_no_film() -> None:
    with pytest.raises(ValueError, match="^a film shows what has happened, and in this run nothing has$"):
        WALK.film(start(), "Tea.")


def test_the_text_under_a_film_has_every_step_and_how_the_claims_stand() -> None:
    figure = WALK.film(inside(), "Tea.")
    summary, lines = standing_words(inside())
    assert summary in words(figure.html) and len(lines) == sum(map(int, re.findall(r"\d+", summary)))
    assert all(line in words(figure.html) for line in twin_of(WALK.chart(inside(), "Tea.")))


@pytest.mark.parametrize("number", range(12))
def test_every_run_makes_a_film_that_stays_on_its_sheet(number: int) -> None:
    svg = picture_of(show.Walk().film(run(number), "A run."))
    assert complaints(show.Walk().film(run(number), "A run.").html) == []
    assert all(0 <= int(x) <= 700 for x in re.findall(r' c?x="(\d+)"', svg))
    assert all(float(size) >= 11 for size in re.findall(r'font-size="([\d.]+)"', svg))


def test_what_an_outsider_posts_is_drawn_as_well() -> None:
    posted = forging(start(), M, A, JoinRequest(TEA, CAROL, 1))
    assert "<img" in show.Walk(M, A).film(posted, "Meddling.").html


# --- The legend -------------------------------------------------------------------------------------------------------


def test_the_legend_is_one_line_until_it_is_opened_and_knows_every_tone_of_a_box() -> None:
    folded = show.legend().html
    assert complaints(folded) == []
    assert (
        words(folded.partition("</summary>")[0])
        == "How to read the figures: arrow, dotted line, circle, pill, box, sign, fold"
    )
    for meaning in (
        "arrow",
        "dotted line",
        "circle",
        "cross",
        "pill",
        "tick",
        "bar",
        "clock",
        "triangle",
        "box without a sign",
    ):
        assert f"<b>{meaning}</b>" in show.legend(folded=False).html


def test_the_legend_names_no_hue_of_a_box_since_the_page_may_be_dark_and_hues_are_seen_differently() -> None:
    assert not {"red", "orange", "yellow", "purple", "white", "blue"} & set(
        words(show.legend(folded=False).html).split()
    )


PICTURES = (WALK.chart(inside(), "Chart."), WALK.film(inside(), "Film."), show.copies(inside().world, TEA, "Copies."))


@pytest.mark.parametrize("figure", PICTURES, ids=lambda figure: figure.name)
def test_on_a_phone_no_word_of_a_picture_is_lower_than_eleven_pixels(figure: Figure) -> None:
    svg, (narrowest,) = picture_of(figure), re.findall(r"min-width:(\d+)px", figure.html)
    (width,) = re.findall(r'^<svg[^>]* width="(\d+)"', svg)
    assert min(map(float, re.findall(r'font-size="([\d.]+)"', svg))) * int(narrowest) / int(width) >= 11


def test_no_name_in_a_film_touches_the_edge_of_its_chip() -> None:
    films = [show.Walk(*servers).film(inside(), "A run.") for servers in ((C, B, A), (C, B, A, M))]
    for film in (*films, *(show.Walk().film(run(number), "A run.") for number in range(12))):
        svg = picture_of(film)
        box = r'<rect x="\d+" y="\d+" width="(\d+)" height="21"[^>]*rx="10"[^>]*/>'
        chips = re.findall(box + r'\s*<text[^>]*font-size="(11|12)"[^>]*>([^<]*)<', svg)
        assert all(text_width(name, float(size)) + 2 <= int(wide) for wide, size, name in chips), chips
        assert chips or "empty" in svg
        letters = sorted({int(x) for x in re.findall(r'<text[^>]*x="(\d+)"[^>]*>(?:a|b|c|d|m)<', svg)})
        assert min(there - here for here, there in pairwise(letters)) >= text_width("empty", 11) + 3
