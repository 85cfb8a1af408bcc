"""A sequence chart as SVG text: the same chart gives the same bytes on every machine."""

from typing import Final

from .chart import Chart, Fold, Row, fit
from .sequence_cards import key_entries
from .sequence_layout import TOP, Band, Rail, RailKey, bands, lifelines, rails, side_of
from .sequence_narrow import Narrow
from .sequence_parts import Layers, draw_fold, draw_lifeline, draw_rail, draw_row_ground
from .sequence_wide import Wide
from .svg import picture

LIFELINE_TOP: Final = 68
TAIL: Final = 12


def sequence_svg(chart: Chart) -> str:
    """The chart in the wide form where its words fit, else in the narrow one."""
    form, layers = _form(chart), Layers()
    placed = bands(form.chart, form)
    found = rails(form.chart, form, placed)
    bottom = placed[-1].bottom if placed else TOP
    form.draw_head(layers)
    for band in placed:
        _draw_band(layers, form, band, found)
    if form.chart.waiting:
        found, height = form.draw_in_flight(layers, bottom, found)
        bottom += height
    else:
        bottom += TAIL
    for key in lifelines(form.chart):
        draw_lifeline(layers, form.xs[key], LIFELINE_TOP, bottom, form.chart.lane(key).is_directory)
    for (key, _, _), rail in found.items():
        draw_rail(layers, rail, form.xs[key])
    return picture(bottom, layers.markup())


def key_of(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Letter and whole name of each participant, where the picture alone does not say them."""
    form = _form(chart)
    return key_entries(form.chart) if form.needs_key() else ()


def _form(chart: Chart) -> Wide | Narrow:
    wide = Wide(fit(chart))
    return wide if wide.fits() else Narrow(wide.chart)


def _draw_band(layers: Layers, form: Wide | Narrow, band: Band, found: dict[RailKey, Rail]) -> None:
    if isinstance(band.content, Row):
        row, latest = band.content, form.chart.latest and band.content == form.chart.rows[-1]
        draw_row_ground(layers, band, row, form.shape(row).event, latest)
        form.draw_row(layers, band, row, _rail_of(form, row, found), latest)
    elif isinstance(band.content, Fold):
        draw_fold(layers, band, band.content)
    else:
        form.draw_strip(layers, band.top)


def _rail_of(form: Wide | Narrow, row: Row, found: dict[RailKey, Rail]) -> Rail | None:
    if row.sent_at is None or not row.is_message:
        return None
    return found.get((row.at, side_of(form, row.at, row.receiver), row.sent_at))
