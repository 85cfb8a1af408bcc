"""One page to print: the cast, how to read a chart, the three moods of a claim, how to read a counterexample.

Rule 1: the run, the claims and the counterexample are found by the rules; a note names the step that shows it.
Rule 2: this is a page of its own, not a figure of a notebook, so its look may stand in a style sheet.
"""

from collections.abc import Callable, Iterator
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Deliver,
    Give,
    GiveUp,
    Grant,
    Invitation,
    Invite,
    Lose,
    Refusal,
    Spread,
    Step,
    Trace,
)
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, B, unnamed_room
from spec_impl.claims import Claim, named
from spec_impl.rows import Outcome
from spec_impl.scopes import SCOPES

from ..search import because, check
from .checked import what_happened
from .run import chart

ROLES = {ALICE: "made !tea", BOB: "is in it, too", CAROL: "would like to be in", MALLORY: "a stranger"}
MOODS = (
    ("always", "✓", "In every run. One run breaks it.", "nobody-enters-uninvited"),
    ("sometimes", "★", "In some run. One run is enough.", "a-knock-is-denied"),
    ("a pair", "=", "The same words, room or no room.", "a-hidden-room-is-as-good-as-none"),
)
PARTS = (
    ("A", "What should hold.", "Say it in your own words first."),
    ("B", "Where.", "Who is there, and under which reading of the text."),
    ("C", "The steps.", "Stop at the last: what is wrong there?"),
    ("D", "Why.", "The row that decided. Would you change it?"),
)


def handout_run() -> Trace:
    """A yes that comes before its invitation: a run in which everything happens that a chart can show."""
    room = unnamed_room("invite", BOB, others=(CAROL,)).world
    run = Trace(room).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))
    run = run.lose(Acceptance).give_up(CAROL, TEA).deliver(Acceptance).deliver(Refusal)
    return run.spread(B).deliver(Grant)


def notes(run: Trace) -> Iterator[tuple[str, str, str]]:
    """What to look at in the chart: the number of the first step that shows it, a name, and words."""

    def first(shows: Callable[[Step], object]) -> str:
        return str(next(number for number, step in enumerate(run.steps, start=1) if shows(step)))

    held = next(step for step in run.steps if step.verdicts and step.verdicts[0].outcome is Outcome.HOLD)
    told = held.verdicts[0].told
    yield first(lambda s: isinstance(s.action, Give)), "A person acts.", "Blue, round. A box is a server by itself."
    yield first(lambda s: s.changes), "What a server now holds.", "Purple, a triangle: there, and there only."
    yield first(lambda s: isinstance(s.action, Deliver)), "A message arrives.", "The tags are the clauses behind it."
    yield first(lambda s: isinstance(s.action, Lose)), "Lost.", "It never arrives."
    yield first(lambda s: isinstance(s.action, GiveUp)), "Given up.", "No answer came; the next server is asked."
    yield first(lambda s: s is held), "Decided and told.", f"Two lines: b waits, and tells carol's server “{told}”."
    yield first(lambda s: isinstance(_arrived(s), Refusal)), "A no.", "Dashed; in quotes the words exactly as sent."
    yield first(lambda s: isinstance(s.action, Spread)), "Long on its way.", "The dots lead up to where it was sent."
    yield str(len(run.steps)), "The latest step.", "Yellow. A tick: let in."


def _arrived(step: Step) -> object:
    return step.action.envelope.message if isinstance(step.action, Deliver) else None


def counterexample_lines(claim: Claim) -> tuple[tuple[str, str], ...]:
    """The four parts of a counterexample, each with its letter, as the search finds them."""
    found = check(SCOPES["a private room and an outsider"], LITERAL_2014, (claim,))
    run = found.trace(claim)
    steps = [f"{number}. {what_happened(run, number)}" for number in range(1, len(run.steps) + 1)]
    decided = because(run)[-1].decisions[0]
    return (
        ("A", f"✗ {claim.words}"),
        ("B", f"scope “{found.scope.name}”, reading {found.reading.name}"),
        *(("C" if n == 0 else "", line) for n, line in enumerate(steps)),
        ("D", f"because: {decided.table}, “{decided.sentence}” {' '.join(decided.cites)}"),
    )


def handout() -> str:
    """The page as HTML that needs nothing else; printed on A4 it is one sheet."""
    run = handout_run()
    template = files(__package__).joinpath("handout.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template)
    broken = named(MOODS[-1][-1])
    return page.render(
        people=[(user.server[0], user.name, user.server, role) for user, role in ROLES.items()],
        chart=chart(run, "One run.", latest=True).html,
        notes=list(notes(run)),
        moods=[(name, sign, words, named(claim).words) for name, sign, words, claim in MOODS],
        example=counterexample_lines(broken),
        parts=PARTS,
    )
