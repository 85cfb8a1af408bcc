"""What a sequence chart shows, as plain values and in words: who stands there, what happened, what is under way.

Adapters make these values from a trace; `layout` and `sequence` read nothing else. No measure and no colour may stand
here.
A lane is named by its key, a step by its number, everywhere.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

MANY_ROWS: Final = 40
FIRST_ROWS: Final = 3
LAST_ROWS: Final = 20

RowKind = Literal["command", "act", "arrow", "lost", "cut", "heal"]
Tone = Literal["plain", "refusal", "grant"]
NoteTone = Literal["changed", "held", "accepted", "refused", "plain"]


@dataclass(frozen=True)
class Lane:
    """A participant: the letter in its block, its name, and under the name its users."""

    key: str
    letter: str
    title: str
    subtitle: str = ""
    is_directory: bool = False

    @property
    def short(self) -> str:
        """As it stands beside an arrow: a server's letter; the directory has none that anybody would know."""
        return "directory" if self.is_directory else self.letter


@dataclass(frozen=True)
class Note:
    """What a server decided or what changed there; decided and told are two lines."""

    at: str
    tone: NoteTone
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ChartRow:
    """One step.

    `at` is the lane of a command or act and the sender of a message; `to` is the receiver, or the far end of a link.
    A message has the name of its kind as `label` and `says` something in plain words.
    `sent_at` is None where the message was delivered in the step right after its sending, and the arrow is straight.
    """

    number: int
    kind: RowKind
    at: str
    to: str | None = None
    label: str = ""
    tags: tuple[str, ...] = ()
    remark: str = ""
    tone: Tone = "plain"
    sent_at: int | None = None
    repeated: bool = False
    notes: tuple[Note, ...] = ()
    says: str = ""

    def __post_init__(self) -> None:
        if not self.is_box and self.to in (None, self.at):
            raise ValueError(f"step {self.number}: {self.kind} needs a second participant")

    @property
    def receiver(self) -> str:
        """The far end of a message or link."""
        if self.to is None:
            raise ValueError(f"step {self.number}: {self.kind} has no receiver")
        return self.to

    @property
    def words(self) -> str:
        """What kind of step it is, by name."""
        return f"{self.label}, again" if self.repeated else self.label or self.kind

    @property
    def drawn_words(self) -> str:
        """What stands over the line: plain words where there are some."""
        return (f"{self.says} (again)" if self.repeated else self.says) if self.says else self.words

    @property
    def drawn_kind(self) -> str:
        """The kind under the line, where plain words stand over it."""
        return self.label if self.says else ""

    @property
    def is_message(self) -> bool:
        """Whether the row is a message on its way, delivered or lost."""
        return self.kind in ("arrow", "lost")

    @property
    def is_box(self) -> bool:
        """Whether the row is drawn as a box on one lifeline: a command, or a server's own act."""
        return self.kind in ("command", "act")

    @property
    def is_marked(self) -> bool:
        """Whether a sign stands beside the label: granted, refused, come again."""
        return self.repeated or self.tone != "plain"

    @property
    def remarks(self) -> str:
        """What stands in italics after the clause ids: when the message was sent, and what it did."""
        sent = f"sent at {self.sent_at}" if self.sent_at is not None else ""
        return "; ".join(part for part in (sent, self.remark) if part)


@dataclass(frozen=True)
class InFlight:
    """A message still in flight after the last row."""

    frm: str
    to: str
    label: str
    sent_at: int
    says: str = ""


@dataclass(frozen=True)
class Fold:
    """Steps `first` to `last` folded away into one strip, with a few words about them."""

    first: int
    last: int
    words: str = ""

    @property
    def sentence(self) -> str:
        """What the strip says."""
        which = f"step {self.first}" if self.first == self.last else f"steps {self.first}\N{EN DASH}{self.last}"
        return f"▸ {which} folded" + (f": {self.words}" if self.words else "")


@dataclass(frozen=True)
class Chart:
    """A run as it is to be drawn; `latest` marks the last row. One that `keeps_lanes` has all of them in every part."""

    lanes: tuple[Lane, ...]
    rows: tuple[ChartRow, ...]
    waiting: tuple[InFlight, ...] = ()
    latest: bool = False
    folds: tuple[Fold, ...] = ()
    keeps_lanes: bool = False

    def lane(self, key: str) -> Lane:
        """The lane of that key; raises `KeyError` where there is none."""
        return {lane.key: lane for lane in self.lanes}[key]

    def fold_of(self, number: int) -> Fold | None:
        """The strip that hides that step, if one does."""
        return next((fold for fold in self.folds if fold.first <= number <= fold.last), None)


def fit(chart: Chart) -> Chart:
    """The same run in a form that can be read: a long one folded, without the lanes that only folded steps need."""
    if not chart.folds and len(chart.rows) > MANY_ROWS:
        hidden = chart.rows[FIRST_ROWS:-LAST_ROWS]
        chart = replace(chart, folds=(Fold(hidden[0].number, hidden[-1].number),))
    if chart.keeps_lanes or not chart.folds:
        return chart
    shown = [row for row in chart.rows if chart.fold_of(row.number) is None]
    active = {key for row in shown for key in (row.at, row.to, *(note.at for note in row.notes))}
    active |= {key for message in chart.waiting for key in (message.frm, message.to)}
    return replace(chart, lanes=tuple(lane for lane in chart.lanes if lane.key in active) or chart.lanes)


# --- The same in words -----------------------------------------------------------------------------------------------


def steps_text(chart: Chart) -> tuple[str, ...]:
    """Every step, folded or not, then what is in flight."""
    under_way = tuple(
        f"On its way: {chart.lane(message.frm).title} to {chart.lane(message.to).title}: {message.label}, "
        + (f"{message.says}, " if message.says else "")
        + (f"sent at {message.sent_at}." if message.sent_at else "from the start.")
        for message in chart.waiting
    )
    lines = []
    for row in chart.rows:
        clauses = f" ({', '.join(row.tags)})" if row.tags else ""
        sentences: list[str] = []
        for note in row.notes:
            elsewhere = note.at != (row.to or row.at)
            sentences += [f"at {chart.lane(note.at).title}", *note.lines] if elsewhere else note.lines
        first = ended(f"{row.number}. {_who(chart, row)}: {row.words}{clauses}")
        lines.append(" ".join((first, *_on_the_way(row), *map(_sentence, sentences))))
    return (*lines, *under_way)


def step_words(chart: Chart, number: int) -> str:
    """One step in a few words: who, to whom, what, and what became of it on the way."""
    row = next(row for row in chart.rows if row.number == number)
    return " ".join((ended(f"{_who(chart, row)}: {row.words}"), *_on_the_way(row)))


def _on_the_way(row: ChartRow) -> list[str]:
    """What a message says, in its own words, then what became of it."""
    said = [ended(row.says)] if row.says else []
    return said + [_sentence(words) for words in ("lost" if row.kind == "lost" else "", row.remarks) if words]


def ended(words: str) -> str:
    """Words with their full stop, unless they are a question."""
    return words if words.endswith("?") else f"{words}."


def _who(chart: Chart, row: ChartRow) -> str:
    at = chart.lane(row.at).title
    if row.to is None:
        return at
    to = chart.lane(row.to).title
    return f"{at} to {to}" if row.is_message else f"Link between {at} and {to}"


def _sentence(words: str) -> str:
    """A sentence begins with a capital, unless it begins with the name of a user; and it ends."""
    begins_with_a_name = "→" in words or " is told: " in words  # and names are in lower case everywhere
    return f"{words if begins_with_a_name else words[:1].upper() + words[1:]}."
