"""A chart reaches the page as an image with words beside it."""

import re
from base64 import b64decode

import pytest

from roomspec.show.drawing.chart import Chart, steps_text
from roomspec.show.drawing.sequence import chart_figure, sequence_svg
from roomspec.show.drawing.sheet import WIDTH, Figure
from roomspec.show.drawing.svg import DARK, on_both_grounds, picture_figure
from tests.show.drawing.examples import CHARTS, CROWD, OVERTAKEN, STEPPED
from tests.show.drawing.untrusted import Outline, complaints, words


def figure(chart: Chart = OVERTAKEN, alt: str = "Sequence chart, 12 steps.") -> Figure:
    return chart_figure(chart, "An acceptance overtakes its invitation.", "Reading: COMPLETED.", alt)


def image(of: Figure) -> dict[str, str]:
    return next(attributes for name, attributes, _ in Outline(of.html).elements if name == "img")


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_the_figure_is_kept_by_an_untrusted_notebook(chart: Chart) -> None:
    assert complaints(figure(chart).html) == []


def test_the_picture_travels_inside_the_image() -> None:
    head, _, body = image(figure())["src"].partition(",")
    assert head == "data:image/svg+xml;base64"
    assert b64decode(body).decode() == on_both_grounds(sequence_svg(OVERTAKEN))


def test_every_shade_of_a_picture_has_another_on_a_dark_ground() -> None:
    for chart in CHARTS.values():
        svg = sequence_svg(chart)
        shades = set(re.findall(r'(?:fill|stroke)="(#[0-9A-Fa-f]{6})"', svg))
        assert shades <= DARK.keys()
        assert all(f'="{shade}"]{{' in on_both_grounds(svg) for shade in shades)


def test_a_picture_scrolls_on_a_narrow_page_and_its_caption_does_not() -> None:
    html = figure().html
    assert html.index("overflow-x:auto") < html.index("<img") < html.index("<figcaption")
    least = int(re.findall(r"min-width:(\d+)px", html)[0])
    sizes = [
        float(size) for chart in CHARTS.values() for size in re.findall(r'font-size="([\d.]+)"', sequence_svg(chart))
    ]
    assert min(sizes) * least / WIDTH >= 11


def test_the_caption_opens_with_a_bold_sentence_and_the_twin_follows() -> None:
    said = words(figure().html)
    assert "<b>An acceptance overtakes its invitation.</b> Reading: COMPLETED." in figure().html
    assert said.startswith(
        "An acceptance overtakes its invitation. Reading: COMPLETED. the same as text, 12 steps 1. c."
    )


def test_the_twin_has_every_step_also_those_folded_away() -> None:
    assert all(line in words(figure(STEPPED).html) for line in steps_text(STEPPED))


def test_letters_that_stand_alone_have_a_key() -> None:
    assert "Key: a a.example (alice); b b.example (bob)" in words(figure(CROWD).html)
    assert "Key:" not in words(figure().html)


def test_the_alternative_text_is_at_most_350_characters() -> None:
    assert image(figure(alt="x" * 350))["alt"] == "x" * 350
    with pytest.raises(ValueError, match="alternative text of 351 characters"):
        figure(alt="x" * 351)


def test_any_picture_can_be_a_figure() -> None:
    graph = picture_figure("<svg></svg>", "A graph.", "", "Five states.", "as text", ("none to invited",))
    assert complaints(graph.html) == []
    assert words(graph.html) == "A graph. as text none to invited"
