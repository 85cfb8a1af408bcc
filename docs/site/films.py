"""A run as a film on a page: the still picture of the whole run, and for a small script the chart after each step.

Every frame is the chart that the notebooks draw of the run so far, on the lanes of the whole run, so that nothing
jumps. A page carries each stroke once, however many frames show it.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from roomspec.show.drawing.chart import Chart, steps_text
from roomspec.show.drawing.sequence import sequence_svg
from roomspec.show.drawing.sheet import details, element, text
from roomspec.show.drawing.svg import image, on_both_grounds
from roomspec.show.run import alternative, as_chart
from spec_impl import Trace


def film(trace: Trace, title: str, servers: Sequence[str] = (), *, plain: bool = False) -> str:
    """The markup of a film; without a script the still and the run as text."""
    whole = as_chart(trace, servers=servers, plain=plain)
    after = [frame_after(trace, number, whole, plain) for number in range(len(trace.steps) + 1)]
    drawn = [on_both_grounds(sequence_svg(chart)) for chart in after]
    still = sequence_svg(replace(whole, latest=False))
    tallest = max((still, *drawn), key=height_of)
    words = ["The beginning: nothing has happened yet.", *steps_text(whole)[: len(trace.steps)]]
    strokes = {line: number for number, line in enumerate(dict.fromkeys("\n".join(drawn).split("\n")))}
    frames = [[strokes[line] for line in svg.split("\n")] for svg in drawn]
    held = json.dumps({"strokes": list(strokes), "frames": frames, "words": words}, ensure_ascii=False)
    picture = element(
        "div",
        image(still, alternative(whole, title), 660),
        **{"class": "film-picture", "style": f"--tallest:{height_of(tallest)}"},
    )
    twin = details(f"the same as text, {len(trace.steps)} steps", steps_text(whole))
    caption = element("figcaption", element("b", text(title)) + twin)
    data = element("script", held.replace("</", "<\\/"), type="application/json")
    return element("figure", picture + caption + data, **{"class": "film"})


def frame_after(trace: Trace, number: int, whole: Chart, plain: bool) -> Chart:
    """The chart after so many steps, on the lanes of the whole run."""
    begun = replace(trace, steps=trace.steps[:number])
    keys = tuple(lane.key for lane in whole.lanes if not lane.is_directory)
    known = {str(home.name) for home in trace.initial.servers}
    picture = as_chart(begun, latest=number > 0, servers=keys if {*keys} <= known else (), plain=plain)
    return replace(picture, lanes=whole.lanes)


def height_of(svg: str) -> int:
    """How high a picture is drawn."""
    found = re.search(r'viewBox="0 0 \d+ (\d+)"', svg)
    assert found is not None
    return int(found[1])
