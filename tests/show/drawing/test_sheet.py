"""The HTML primitives survive an untrusted notebook and say the same without colour."""

import re
from difflib import unified_diff
from itertools import pairwise

import pytest

from roomspec.show.drawing.sheet import (
    BLUE,
    FEW_COLUMNS,
    GREEN,
    GROUNDS,
    ORANGE,
    PURPLE,
    SHEET,
    SIGNS,
    TAG,
    VERMILLION,
    WIDTH,
    Figure,
    Hue,
    TableCell,
    TableLine,
    badge,
    details,
    framed,
    hyperlink,
    mono,
    normative,
    prose,
    second_line,
    signed,
    stack,
    table_sheet,
    tag,
    tags,
)
from roomspec.show.drawing.svg import picture_figure, text_width
from tests.show.drawing.untrusted import EACH_CELL, Outline, complaints, words

BLOCKS = {
    "details", "div", "figcaption", "figure", "img", "summary", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
LONGEST_LINE = 1000
"""Of markup, in characters; only a picture has a longer one."""

HUES = (BLUE, GREEN, VERMILLION, ORANGE, PURPLE)
CELLS = [["alice", TableCell("joined", GREEN.mark)]]


def test_a_figure_is_one_html_output_with_a_fixed_text() -> None:
    figure = framed("Who.", "body")
    assert figure._repr_mimebundle_() == {"text/html": figure._repr_html_(), "text/plain": "<figure: Who.>"}
    assert repr(figure) == "<figure: Who.>"


def test_every_cell_sets_what_a_page_would_otherwise_decide() -> None:
    cells = [
        style
        for name, _, style in Outline(table_sheet("A.", "", ("user", "is"), CELLS).html).elements
        if name in ("td", "th")
    ]
    assert len(cells) == 4
    assert all(set(style) >= EACH_CELL for style in cells)


def test_the_complaints_name_what_an_untrusted_notebook_would_drop() -> None:
    assert complaints('<td role="row" style="display:flex;color:#fff">') == [
        "left open: td",
        "td role=",
        "td display:flex",
        "td without padding",
        "td without text-align",
        "td without vertical-align",
        "td sets color",
    ]


def test_a_marked_cell_has_a_bar_in_a_shade_that_is_seen_on_both_grounds() -> None:
    cells = Outline(table_sheet("A.", "", ("user", "is"), CELLS).html).elements
    assert [style["border-left"] for _, _, style in cells if "border-left" in style] == [f"4px solid {GREEN.mark}"]


@pytest.mark.parametrize("hue", HUES, ids=lambda hue: hue.mark)
def test_a_mark_is_seen_on_a_light_and_on_a_dark_page_and_words_in_pictures_can_be_read(hue: Hue) -> None:
    assert contrast(hue.mark, "#FFFFFF") >= 2.9 and contrast(hue.mark, "#111111") >= 3
    assert contrast(hue.ink, hue.tint) >= 5.5 and contrast(hue.dark_ink, hue.dark_tint) >= 5.5
    assert contrast(hue.ink, SHEET) >= 5.5 and contrast(hue.dark_ink, GROUNDS[SHEET]) >= 5.5


def contrast(one: str, other: str) -> float:
    """The ratio of two shades, as WCAG has it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(shade: str) -> float:
    parts = [int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_column_of_numbers_stands_at_the_right_and_its_header_over_it() -> None:
    rows = [["alice", "1,024", "of all who came"], ["bob", "7", "–"]]
    cells = Outline(table_sheet("A.", "", ("who", "how many", "what"), rows).html).elements
    sides = [style["text-align"] for name, _, style in cells if name in ("th", "td")]
    assert sides == ["left", "right", "left"] * 3


def test_a_column_of_sentences_is_never_squeezed_to_a_few_letters() -> None:
    rows = [["alice", "A sentence that is long enough to need some room."]]
    cells = Outline(table_sheet("A.", "", ("who", "what"), rows).html).elements
    assert [style.get("min-width") for name, _, style in cells if name in ("th", "td")] == [None, "200px"] * 2


def test_a_table_has_a_frame_of_what_it_shows_and_a_picture_without_one_says_so() -> None:
    figure = table_sheet("A.", "", ("who", "how many"), [["alice", "1,024"], ["bob", "7"]])
    assert figure.frame.to_dict("list") == {"who": ["alice", "bob"], "how many": [1024, 7]}
    with pytest.raises(ValueError, match="^<figure: B.> shows no table, so it has no frame$"):
        _ = framed("B.", "words").frame


def test_a_table_names_its_columns_and_rows_and_its_caption_does_not_scroll_with_it() -> None:
    elements = Outline(table_sheet("A.", "b", ("user", "is"), CELLS).html).elements
    scopes = [attributes.get("scope") for name, attributes, _ in elements if name == "th"]
    assert scopes == ["col", "col", "row"]
    html = table_sheet("A.", "b", ("user", "is"), CELLS).html
    assert html.index("<figcaption") < html.index("overflow-x:auto") < html.index("<table")
    assert words(html).startswith("A. b")


def test_a_clause_on_which_the_source_is_silent_has_an_orange_tag() -> None:
    assert [ORANGE.mark in tag(clause) for clause in ("GAP-9", "TEN-14", "INV-2")] == [True, True, False]
    assert TAG.mark in tag("INV-2")


def test_prose_tags_clause_ids_and_escapes_the_rest() -> None:
    assert prose("see INV-2 & <b>") == f"see {tag('INV-2')} &amp; &lt;b&gt;"
    assert prose("SHA-256 of LITERAL_2014") == "SHA-256 of LITERAL_2014"


def test_the_keywords_of_a_clause_are_bold() -> None:
    assert normative("A server MUST NOT say; it MAY wait, not MUSTER.") == (
        "A server <b>MUST NOT</b> say; it <b>MAY</b> wait, not MUSTER."
    )


def test_a_sign_never_stands_without_its_word() -> None:
    assert words(signed("refused", "refuse")) == f"{SIGNS['refused'].glyph} refuse"


def test_signs_of_one_hue_differ_in_shape() -> None:
    glyphs = [(sign.glyph, sign.hue) for sign in SIGNS.values()]
    assert len(set(glyphs)) == len(glyphs)


def test_a_link_is_underlined_in_the_colour_of_the_page_and_escapes_its_address() -> None:
    address = 'https://example.org/?a="1"&b'
    (name, attributes, style), *_ = Outline(hyperlink(address, "line 1")).elements
    assert (name, attributes["href"], style) == ("a", address, {"text-decoration": "underline"})


def test_a_badge_carries_its_meaning_in_its_border() -> None:
    assert "border:3px solid;" in badge("MUST", "3px solid")


def test_the_text_twin_is_folded_behind_a_summary() -> None:
    assert words(details("as text", ("1. alice <invites>",))) == "as text 1. alice <invites>"


def test_several_figures_become_one_output() -> None:
    both = stack(Figure("<div>1</div>", "one"), Figure("<div>2</div>", "two"))
    assert (words(both.html), both.name) == ("1 2", "one, two")


@pytest.mark.parametrize(("face", "width"), [("sans", 60), ("bold", 66), ("mono", 61)])
def test_a_text_is_as_wide_as_in_the_widest_common_font(face: str, width: int) -> None:
    assert text_width("ten letter", 10, face) == width  # type: ignore[arg-type]


def test_every_primitive_is_kept_by_an_untrusted_notebook() -> None:
    parts = (
        table_sheet("A.", "see GAP-9", ("user", "is"), CELLS).html,
        signed("leak", "leak"),
        badge("MUST", "3px solid"),
        hyperlink("#", "x"),
        details("s", ("a", "b")),
    )
    assert complaints(framed("A.", "".join(parts)).html) == []


def test_what_stands_in_backticks_is_set_as_the_rules_spell_it() -> None:
    (name, _, style), *_ = Outline(prose("`m.members`")).elements
    assert (name, style["font-family"].split(",")[0], words(prose("`m.members`"))) == (
        "span",
        "ui-monospace",
        "m.members",
    )


def lines_of(changed: str) -> list[str]:
    """The markup of every kind of part around one cell's words."""
    entry = TableCell(prose(changed) + second_line("held by GAP-9"), GREEN.mark)
    rows: list[TableLine] = [
        ["alice", tags(["INV-2", "INV-3", "GAP-9", "TEN-14"]), entry],
        ["bob", signed("refused", "refuse"), mono("a  b")],
    ]
    below = details("as text", ("1. alice", "2. bob"))
    whole = table_sheet("A.", "see GAP-9", ("user", "by", "is"), rows, below=below)
    return stack(whole, picture_figure("<svg></svg>", "A graph.", "", "x", "as text", ("y",))).html.split("\n")


def test_a_changed_cell_is_a_changed_line() -> None:
    diff = list(unified_diff(lines_of("joined"), lines_of("left by ACC-4"), n=0, lineterm=""))[2:]
    changed = [line for line in diff if not line.startswith("@@")]
    assert [line[0] for line in changed] == ["-", "+"]
    assert ("joined" in changed[0], "left by" in changed[1]) == (True, True)


def test_no_line_is_long_but_that_of_a_picture() -> None:
    assert max(len(line) for line in lines_of("joined") if "data:image" not in line) < LONGEST_LINE


def test_a_line_ends_only_beside_a_block_or_between_two_tags() -> None:
    for line, following in pairwise(lines_of("joined")):
        assert line.endswith(">")
        name = re.split(r"\W", line.rsplit("<", 1)[1].removeprefix("/"))[0]
        assert name in BLOCKS or (name == "span" and following.startswith("<span")), line


def test_spaces_that_are_shown_are_kept() -> None:
    assert "a  b</span>" in "\n".join(lines_of("joined"))


@pytest.mark.parametrize("count", range(1, FEW_COLUMNS + 1))
def test_a_few_columns_of_sentences_fit_on_the_sheet(count: int) -> None:
    sentence = "Whoever knocked is let in by a member, and by nobody else."
    table = table_sheet("Who?", "", [f"column {n}" for n in range(count)], [[sentence] * count])
    body = table.html.partition("<tbody>")[2]
    least = [int(pixels) for pixels in re.findall(r"min-width:(\d+)px", body)]
    assert len(least) == count
    assert sum(least) + 20 * count <= WIDTH
