"""A chart is drawn alike everywhere, stays on its sheet, cuts no word and covers nothing."""

import re
from dataclasses import replace
from itertools import combinations, pairwise, product
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from roomspec.show.drawing.chart import Chart, ChartRow, Fold, InFlight, Lane, Note
from roomspec.show.drawing.layout import RIGHT, SCREEN, SEEN_ON_A_PHONE, TOO_LITTLE
from roomspec.show.drawing.sequence import chart_figure, key_of, sequence_svg
from roomspec.show.drawing.sheet import BLUE, GREEN, INK, ORANGE, VERMILLION, WIDTH, YELLOW
from roomspec.show.drawing.svg import Face, text_width
from tests.show.drawing.examples import (
    ALONE,
    CHARTS,
    ELEVEN,
    OVERTAKEN,
    PAIR,
    SPOKEN,
    STEPPED,
    TIGHT,
    A,
    B,
    C,
    among,
    many_rows,
)

SVG = "{http://www.w3.org/2000/svg}"
COORDINATES = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "rx", "d")
EVERY = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
RING = f'r="5" fill="#FDFDFB" stroke="{INK.ink}"'


class SvgFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "svg"


def elements(chart: Chart, name: str) -> list[ET.Element]:
    return list(ET.fromstring(sequence_svg(chart)).iter(SVG + name))


def width_of(chart: Chart) -> int:
    """How wide the picture is: as a page, or wider where there are many lanes."""
    return int(ET.fromstring(sequence_svg(chart)).attrib["width"])


def words(chart: Chart) -> list[str]:
    return [element.text or "" for element in elements(chart, "text")]


def boxes(chart: Chart) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of everything with a border: cards, pills, notes and clause ids."""
    measures = [[int(box.attrib[name]) for name in ("x", "y", "width", "height")] for box in elements(chart, "rect")
                if "stroke" in box.attrib]  # fmt: skip
    return [(x, y, x + width, y + height) for x, y, width, height in measures]


def extents(chart: Chart) -> dict[tuple[int, str], tuple[float, float, float, float]]:
    """Left, top, right and bottom of every line of words, in the widest common font."""
    found = {}
    for i, said in enumerate(elements(chart, "text")):
        x, y, size = int(said.attrib["x"]), int(said.attrib["y"]), float(said.attrib["font-size"])
        face: Face = "mono" if "font-family" in said.attrib else "bold" if "font-weight" in said.attrib else "sans"
        width = text_width(said.text or "", size, face)
        left = x - {"middle": width / 2, "end": width}.get(said.get("text-anchor", ""), 0)
        found[i, said.text or ""] = (left, y - 0.75 * size, left + width, y + 0.2 * size)
    return found


def rails_of(chart: Chart) -> list[tuple[int, int, int]]:
    """How far from the left, and from where to where, each dotted line runs down."""
    found = re.findall(r'<path d="M(\d+) (\d+) V(\d+)"[^>]*dasharray="1.5 4.5"', sequence_svg(chart))
    return [(int(x), int(top), int(bottom)) for x, top, bottom in found]


def row(**changes: object) -> ChartRow:
    given: dict[str, object] = {"number": 1, "kind": "arrow", "at": "a", "to": "b", "label": "Grant"}
    return ChartRow(**(given | changes))  # type: ignore[arg-type]


def between_two(**changes: object) -> Chart:
    return Chart((A, B), (row(**changes),))


@EVERY
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    assert sequence_svg(chart) == sequence_svg(chart)


@EVERY
def test_every_coordinate_is_a_whole_number(chart: Chart) -> None:
    for element in ET.fromstring(sequence_svg(chart)).iter():
        for name in COORDINATES:
            for number in re.findall(r"[\d.]+", element.get(name, "")):
                assert number.isdigit(), (element.tag, element.attrib)


@EVERY
def test_nothing_in_the_picture_depends_on_another_place_of_it_or_outside(chart: Chart) -> None:
    for element in ET.fromstring(sequence_svg(chart)).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "rect", "circle", "line", "path", "text"}
        assert not {"id", "class", "style", "href", "opacity"} & set(element.attrib)
        assert "url(" not in " ".join(element.attrib.values())


@EVERY
def test_the_ground_is_solid_and_drawn_first(chart: Chart) -> None:
    root = ET.fromstring(sequence_svg(chart))
    assert (root[0].tag, root[0].get("width"), root[0].get("fill")) == (SVG + "rect", root.get("width"), "#FDFDFB")
    assert root[0].get("height") == root.get("height")


@EVERY
def test_every_box_stays_on_the_sheet(chart: Chart) -> None:
    width, height = width_of(chart), int(ET.fromstring(sequence_svg(chart)).attrib["height"])
    for left, top, right, bottom in boxes(chart):
        assert 0 <= left < right <= width, (left, right)
        assert 0 <= top < bottom <= height, (top, bottom)


@EVERY
def test_no_box_covers_another(chart: Chart) -> None:
    for one, other in combinations(boxes(chart), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


@EVERY
def test_no_text_is_smaller_than_twelve(chart: Chart) -> None:
    assert all(float(element.attrib["font-size"]) >= 12 for element in elements(chart, "text"))


@EVERY
def test_no_word_of_a_label_a_remark_or_a_note_is_cut(chart: Chart) -> None:
    drawn = " ".join(words(chart)).split()
    for each in chart.rows:
        if chart.fold_of(each.number) is None:
            said = [
                each.drawn_words,
                each.drawn_kind,
                each.remarks,
                *each.tags,
                *(line for note in each.notes for line in note.lines),
            ]
            assert all(word in drawn or f"{word}," in drawn for word in " ".join(said).split()), each


@EVERY
def test_every_shown_step_has_its_number(chart: Chart) -> None:
    shown = [str(each.number) for each in chart.rows if chart.fold_of(each.number) is None]
    assert [word for word in words(chart) if word.isdigit()] == shown


@pytest.mark.parametrize("name", ["overtaken", "crowd", "among 12"])
def test_the_picture_is_the_one_that_was_looked_at(name: str, snapshot: SnapshotAssertion) -> None:
    assert sequence_svg(CHARTS[name]) == snapshot(extension_class=SvgFile)


def test_a_refusal_is_dashed_and_a_lost_message_dotted() -> None:
    refused, lost = sequence_svg(between_two(tone="refusal")), sequence_svg(between_two(kind="lost"))
    assert f'stroke="{VERMILLION.ink}" stroke-width="1.75" stroke-dasharray="7 4"' in refused
    assert f'stroke="{VERMILLION.ink}" stroke-width="1.75" stroke-dasharray="2 4"' in lost
    assert ("lost" in words(between_two(kind="lost")), "lost" in words(between_two())) == (True, False)


def test_a_grant_is_solid_and_green_with_a_sign() -> None:
    picture = sequence_svg(between_two(tone="grant"))
    assert f'r="7.5" fill="#FDFDFB" stroke="{GREEN.ink}"' in picture
    assert "7 4" not in picture


def test_a_repeated_message_is_a_double_line_and_says_again() -> None:
    once, twice = between_two(), between_two(repeated=True)
    level = [int(line.attrib["y1"]) for line in elements(twice, "line") if line.get("stroke") == INK.ink]
    assert level == [level[0], level[0] + 4]
    assert ("Grant, again" in words(twice), "Grant, again" in words(once)) == (True, False)


def test_a_message_delivered_at_once_has_a_straight_arrow_and_a_late_one_a_rail() -> None:
    sent = row(number=1, kind="command", to=None, label="alice: Invite bob")
    meanwhile = row(number=2, at="b", to="a", label="Acceptance")
    straight = Chart((A, B), (sent, meanwhile, row(number=3)))
    late = Chart((A, B), (sent, meanwhile, row(number=3, sent_at=1)))
    assert "1.5 4.5" not in sequence_svg(straight)
    assert sequence_svg(late).count('stroke-dasharray="1.5 4.5"') == 1
    assert "sent at 1" in words(late)


def test_messages_of_one_step_share_a_rail_and_those_of_two_stand_apart() -> None:
    def xs(*steps: int) -> set[str]:
        waiting = tuple(InFlight("a", "b", f"Grant {i}", step) for i, step in enumerate(steps))
        chart = Chart((A, B), (row(number=1), row(number=2)), waiting)
        return set(re.findall(r'<path d="M(\d+) \d+ V\d+"', sequence_svg(chart)))

    assert [len(xs(1, 1)), len(xs(1, 2))] == [1, 2]
    assert sorted(int(x) - 211 for x in xs(1, 2)) == [16, 28]


def test_what_is_in_flight_ends_in_a_ring_with_its_name_and_receiver() -> None:
    chart = Chart((A, B, C), PAIR.rows, (InFlight("a", "b", "Grant", 1), InFlight("a", "c", "Grant", 1)))
    assert {"Grant", "a → b, c", "on its way"} <= set(words(chart))
    assert sequence_svg(chart).count(RING) == 2


def test_many_that_are_under_way_stand_on_a_line_each() -> None:
    waiting = tuple(InFlight("a", to, f"Grant {i}", 1) for i in range(7) for to in "bc")
    chart = Chart((A, B, C), PAIR.rows, waiting)
    assert {f"Grant {i}" for i in range(7)} <= set(words(chart))
    assert words(chart).count("a → b, c") == 7 and sequence_svg(chart).count(RING) == 14


def test_plain_words_stand_over_the_line_and_the_kind_under_it() -> None:
    tops = {said: top for (_, said), (_, top, _, _) in extents(SPOKEN).items()}
    whole = (each for each in elements(SPOKEN, "line") if "stroke-dasharray" not in each.attrib)
    line = int(
        next(each.attrib["y1"] for each in whole if each.get("stroke-width") == "1.75" and each.get("x2") == "595")
    )
    assert tops["who holds #tea?"] < line < tops["DirectoryQuery"]


def test_words_stand_in_the_leftmost_gap_that_their_line_crosses() -> None:
    spans = {said: span for (_, said), span in extents(SPOKEN).items()}
    xs = sorted({int(line.attrib["x1"]) for line in elements(SPOKEN, "line") if line.get("y1") == "68"})
    for said in ("who holds #tea?", "ask b, then a", "may carol come in?"):
        assert xs[0] <= spans[said][0] and spans[said][2] <= xs[1], said


def test_where_lanes_are_kept_a_box_stands_as_far_left_as_it_goes_and_still_under_its_arrow() -> None:
    kept = replace(SPOKEN, keeps_lanes=True)
    xs = dict(
        zip("cbad", sorted({int(e.attrib["x1"]) for e in elements(kept, "line") if e.get("y1") == "68"}), strict=True)
    )
    notes = [box for box in boxes(kept) if box[1] > 100 and box[3] - box[1] == 38]
    for (left, _, right, _), at in zip(notes, "ba", strict=True):
        assert left <= xs[at] <= right
        assert right <= max(SEEN_ON_A_PHONE, xs[at] + 14)


def test_lanes_that_are_kept_stand_in_a_part_that_does_not_need_them_too() -> None:
    folded = replace(SPOKEN, folds=(Fold(1, 3),), waiting=())
    assert "directory" not in words(folded) and "directory" in words(replace(folded, keeps_lanes=True))


def test_folded_steps_leave_a_strip_and_what_was_sent_in_it_begins_with_a_ring() -> None:
    assert "▸ steps 1\N{EN DASH}5 folded: carol finds, alice invites, carol accepts" in words(STEPPED)
    assert "carol: Find #tea" not in words(STEPPED)
    late = [each for each in STEPPED.rows if each.sent_at is not None and each.sent_at <= 5 < each.number]
    assert len(late) == 1 and f"sent at {late[0].sent_at}" in words(STEPPED)
    assert not [top for _, top, _ in rails_of(STEPPED) if top < 110]
    assert sequence_svg(STEPPED).count(RING) == 4


def test_more_than_forty_steps_are_folded_to_the_first_three_and_the_last_twenty() -> None:
    numbers = [int(word) for word in words(many_rows(45)) if word.isdigit()]
    assert numbers == [1, 2, 3, *range(26, 46)]
    assert "▸ steps 4\N{EN DASH}25 folded" in words(many_rows(45))
    assert len([word for word in words(many_rows(40)) if word.isdigit()]) == 40


def test_participants_are_named_again_on_each_screen_and_not_just_before_the_end() -> None:
    for count in range(5, 40):
        cards = sorted(top for left, top, right, bottom in boxes(many_rows(count)) if bottom - top in (34, 52))
        tops = sorted({*cards, int(ET.fromstring(sequence_svg(many_rows(count))).attrib["height"])})
        apart = [below - above for above, below in pairwise(tops)]
        assert max(apart) <= SCREEN + TOO_LITTLE + 100 and apart[-1] >= TOO_LITTLE, (count, apart)


@EVERY
def test_no_rail_runs_behind_words_or_a_box(chart: Chart) -> None:
    spans = [*boxes(chart), *extents(chart).values()]
    for x, top, bottom in rails_of(chart):
        for left, over, right, under in spans:
            assert not (left < x < right and top < under and over < bottom), (x, top, bottom)


def test_a_rail_that_something_stands_in_the_way_of_is_shown_by_its_two_ends() -> None:
    sent = row(number=1, kind="command", to=None, label="alice: Invite bob")
    arrives = row(number=3, to="b", sent_at=1)
    free = Chart((A, B), (sent, row(number=2, at="b", to="a"), arrives))
    behind = Chart(
        (A, B), (sent, row(number=2, at="b", to="a", notes=(Note("a", "held", ("held: for now",)),)), arrives)
    )
    assert [len(rails_of(free)), sequence_svg(free).count(RING)] == [1, 0]
    assert [len(rails_of(behind)), sequence_svg(behind).count(RING)] == [0, 2]
    assert "sent at 1" in words(behind)


def test_what_has_arrived_has_its_ring_where_another_of_its_step_is_still_under_way() -> None:
    """The rail of both is broken only below the one that has arrived."""
    sent, answer = row(number=1, kind="command", to=None, label="alice: Invite bob"), row(number=2, at="b", to="a")
    noted = row(number=4, at="b", to="a", notes=(Note("a", "held", ("held: for now",)),))
    chart = Chart((A, B, C), (sent, answer, row(number=3, sent_at=1), noted), (InFlight("a", "c", "Grant", 1),))
    assert [len(rails_of(chart)), sequence_svg(chart).count(RING)] == [0, 3]


def test_what_is_under_way_says_when_it_was_sent_unless_that_is_the_last_step() -> None:
    sent = row(number=1, kind="command", to=None, label="alice: Invite bob")
    noted = row(number=2, at="b", to="a", notes=(Note("a", "held", ("held: for now",)),))
    said = [words(Chart((A, B), (sent, noted), (InFlight("a", "b", "Grant", step),))) for step in (0, 1, 2)]
    assert ["from the start" in said[0], "sent at 1" in said[1], "sent at 2" in said[2]] == [True, True, False]


def test_the_ring_of_a_message_under_way_is_clear_of_the_rail_of_another() -> None:
    waiting = (InFlight("a", "b", "Grant", 2), InFlight("b", "a", "Invitation", 1))
    chart = Chart((A, B), (row(number=1, at="b", to="a"), row(number=2, at="b", to="a")), waiting)
    rings = [(int(e.attrib["cx"]), int(e.attrib["cy"])) for e in elements(chart, "circle") if e.attrib["r"] == "5"]
    for (x, top, bottom), (cx, cy) in product(rails_of(chart), rings):
        assert abs(cx - x) >= 10 or not top < cy < bottom, (x, cx)
    assert len(rails_of(chart)) == 2 == len(rings)


@pytest.mark.parametrize("keeps_lanes", [False, True])
def test_no_pill_reaches_the_lifeline_of_another(keeps_lanes: bool) -> None:
    long = row(kind="command", at="b", to=None, label="bob: create !tea, public, named #tea")
    chart = Chart((A, B, C), (long,), keeps_lanes=keeps_lanes)
    (pill,) = [e for e in elements(chart, "rect") if e.get("rx") == "12"]
    left, right = int(pill.attrib["x"]), int(pill.attrib["x"]) + int(pill.attrib["width"])
    first, _, last = sorted({int(e.attrib["x1"]) for e in elements(chart, "line") if e.get("y1") == "68"})
    assert first + 8 < left < right < last - 8


def test_the_latest_step_is_marked_by_a_bar_and_a_word_besides_its_colour() -> None:
    latest, plain = Chart((A, B), PAIR.rows, latest=True), PAIR
    assert ("latest" in words(latest), "latest" in words(plain)) == (True, False)
    assert (YELLOW.tint in sequence_svg(latest), YELLOW.tint in sequence_svg(plain)) == (True, False)
    assert (' width="4"' in sequence_svg(latest), ' width="4"' in sequence_svg(plain)) == (True, False)


def test_a_decision_stands_on_the_lifeline_of_who_decided() -> None:
    chart = Chart((A, B, C), (row(notes=(Note("b", "held", ("held", "told: wait")),)),))
    note = next(box for box in elements(chart, "rect") if box.get("fill") == ORANGE.tint)
    lifelines = sorted({int(line.attrib["x1"]) for line in elements(chart, "line") if line.get("y1") == "68"})
    assert int(note.attrib["x"]) + int(note.attrib["width"]) // 2 == lifelines[1]


def test_a_note_at_the_edge_is_moved_onto_the_sheet() -> None:
    long = "told: a sentence that is far too long to be centred on the last lifeline of all"
    rightmost = Chart((A, B, C), (row(at="b", to="c", notes=(Note("c", "refused", ("refused", long)),)),))
    assert max(right for _, _, right, _ in boxes(rightmost)) == RIGHT


@EVERY
def test_no_word_leaves_the_sheet_or_stands_on_another(chart: Chart) -> None:
    spans, width = extents(chart), width_of(chart)
    assert all(0 <= left < right <= width for left, _, right, _ in spans.values()), spans
    for (one, first), (other, second) in combinations(spans.items(), 2):
        apart = first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
        assert apart, (one, other)


@EVERY
def test_no_box_covers_the_word_at_the_latest_step(chart: Chart) -> None:
    for (_, said), (left, top, right, bottom) in extents(chart).items():
        for box in boxes(chart) if said == "latest" else ():
            assert right <= box[0] or box[2] <= left or bottom <= box[1] or box[3] <= top, box


@pytest.mark.parametrize(("count", "width"), [(2, WIDTH), (5, WIDTH), (6, 820), (8, 1072), (12, 1576)])
def test_of_many_lanes_each_keeps_its_width_and_the_picture_grows_and_scrolls(count: int, width: int) -> None:
    chart = replace(among(max(count, 5)), lanes=ELEVEN[:2], rows=PAIR.rows, waiting=()) if count < 5 else among(count)
    assert width_of(chart) == width
    html = chart_figure(chart, "Many.", "", "Many.").html
    assert f"min-width:{660 if width == WIDTH else width}px" in html
    assert html.index("overflow-x:auto") < html.index("<img")


def test_a_label_too_long_for_its_gap_takes_more_lines() -> None:
    label = "an extraordinarily long label that no gap between four lanes could hold"
    chart = Chart(OVERTAKEN.lanes, (row(label=label),))
    drawn = [line for line in words(chart) if line in label and len(line) > 2]
    assert " ".join(drawn) == label
    assert key_of(chart) == ()


def test_a_long_name_is_left_to_the_key() -> None:
    assert {"a.example", "4 users", "matrix", "see the key", "server c"} <= set(words(TIGHT))
    assert key_of(TIGHT)[2] == ("c", "very-long-server-name.example (carol)")
    assert key_of(OVERTAKEN) == ()


def test_a_name_is_escaped() -> None:
    odd = Lane("a", "<", "a&b.example", "al<ice")
    assert {"<", "a&b.example", "al<ice"} <= set(words(Chart((odd, B), (row(),))))


def test_a_command_is_a_blue_pill_and_an_act_a_box() -> None:
    act = Chart((A,), (row(kind="act", to=None, label="gives up"),))
    assert f'rx="12" fill="{BLUE.tint}"' in sequence_svg(ALONE)
    assert f'rx="2" fill="{INK.tint}" stroke="{INK.ink}" stroke-width="1.5"' in sequence_svg(act)


def test_a_message_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="step 3: arrow needs a second participant"):
        ChartRow(3, "arrow", "a", label="Grant")


KEYS = "abcd"
ROWS = st.builds(
    lambda kind, ends, label, tags, tone, late, again, notes: row(
        kind=kind, at=ends[0], to=None if kind in ("command", "act") else ends[1], label=label, tags=tuple(tags),
        tone=tone, sent_at=late, repeated=again, notes=tuple(Note(at, "held", ("held", "told: no")) for at in notes),
    ),
    st.sampled_from(["command", "act", "arrow", "lost", "cut", "heal"]),
    st.permutations(KEYS),
    st.text("ab <&", min_size=1, max_size=60).filter(str.strip),
    st.lists(st.sampled_from(["INV-2", "GAP-15", "TEN-3"]), max_size=6),
    st.sampled_from(["plain", "refusal", "grant"]),
    st.none() | st.integers(0, 50),
    st.booleans(),
    st.lists(st.sampled_from(KEYS), max_size=3),
)  # fmt: skip


@given(st.lists(ROWS, max_size=50), st.lists(st.integers(0, 50), max_size=4), st.booleans())
def test_any_chart_can_be_drawn(rows: list[ChartRow], sent: list[int], latest: bool) -> None:
    numbered = tuple(row(**(vars(each) | {"number": i})) for i, each in enumerate(rows, start=1))
    waiting = tuple(InFlight("b", "ac"[step % 2], "Grant", step) for step in sent)
    chart = Chart(OVERTAKEN.lanes, numbered, waiting, latest)
    width = width_of(chart)
    assert all(0 <= left < right <= width for left, _, right, _ in boxes(chart))


def test_a_lane_that_only_folded_steps_need_is_not_drawn() -> None:
    steps = (row(number=1, at="b", to="c"), row(number=2, at="c", to="b", sent_at=0), row(number=3))
    drawn = [words(Chart((A, B, C), steps, folds=folds)) for folds in ((), (Fold(1, 2),))]
    assert ["c.example" in names for names in drawn] == [True, False]
