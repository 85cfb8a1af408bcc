"""One A4 page to print and keep beside the notebooks: who is who, how to read a chart, a claim and a counterexample.

    python -m roomspec.show.handout FILE

The run, its step numbers and the counterexample are worked out; the words about them stand in the template.
"""

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from spec_impl import LITERAL_2014, Accept, Acceptance, Grant, Invitation, Invite, Refusal, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, B, unnamed_room
from spec_impl.claims import CLAIMS, WITNESSES, Mood, named
from spec_impl.scopes import SCOPES

from ..search import because, check
from .checked import what_happened
from .drawing.chart import ChartRow
from .drawing.sequence import sequence_svg
from .drawing.svg import image
from .run import as_chart

HIDDEN_CLAIM = "a-hidden-room-is-as-good-as-none"


def handout() -> str:
    """The page as HTML, to be printed from a browser."""
    picture = as_chart(overtaken(), latest=True, plain=True)
    found = check(SCOPES["a private room and an outsider"], LITERAL_2014)
    broken = found.trace(named(HIDDEN_CLAIM))
    template = files(__package__).joinpath("handout.html.jinja").read_text(encoding="utf-8")
    return (
        Environment(undefined=StrictUndefined, autoescape=True)
        .from_string(template)
        .render(
            people=[
                (ALICE, "made the room !tea"),
                (BOB, "is in the room too"),
                (CAROL, "would like to be in"),
                (MALLORY, "a stranger, not invited"),
            ],
            chart=Markup(image(sequence_svg(picture), "A chart with every kind of step.", 0)),
            step=lambda kind: next(row.number for row in picture.rows if kind in kinds_of_step(row)),
            always=next(claim for claim in CLAIMS if claim.mood is Mood.ALWAYS),
            sometimes=next(iter(WITNESSES)),
            secret=named(HIDDEN_CLAIM),
            scope=found.scope,
            steps=[what_happened(broken, number) for number in range(1, len(broken.steps) + 1)],
            why=because(broken)[-1].decisions[-1],
        )
    )


def kinds_of_step(row: ChartRow) -> set[str]:
    """As what kinds of step, of those that the page explains, a row of the chart may stand there."""
    late = () if row.sent_at is None else ("late",)
    return {row.kind, row.tone, *(note.tone for note in row.notes), *late}


def overtaken() -> Trace:
    """Carol's yes overtakes the news of her invitation: every kind of step in one run."""
    start = Trace(unnamed_room("invite", BOB, others=(CAROL,)).world)
    invited = start.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))
    asked = invited.lose(Acceptance).give_up(CAROL, TEA).deliver(Acceptance).deliver(Refusal)
    return asked.spread(B).deliver(Grant)


def write_page(arguments: Sequence[str]) -> int:
    """Write the page into the file that the arguments name."""
    if len(arguments) != 1:
        print("name one file to write, such as dist/handout.html", file=sys.stderr)  # noqa: T201
        return 2
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(handout(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(write_page(sys.argv[1:]))
