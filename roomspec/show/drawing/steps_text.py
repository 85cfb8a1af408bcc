"""A sequence chart in words, for those who do not see the picture: one line a step, under the same numbers."""

from .chart import Chart, Row


def steps_text(chart: Chart) -> tuple[str, ...]:
    """Every step, folded or not, then what is in flight."""
    under_way = tuple(
        f"In flight: {chart.lane(message.frm).title} to {chart.lane(message.to).title}: {message.label}, "
        + (f"sent at {message.sent_at}." if message.sent_at else "from the start.")
        for message in chart.waiting
    )
    return tuple(_step(chart, row) for row in chart.rows) + under_way


def step_words(chart: Chart, number: int) -> str:
    """One step in a few words: who, to whom, what, and what became of it on the way."""
    row = next(row for row in chart.rows if row.number == number)
    rest = [*(["lost"] if row.kind == "lost" else []), row.remarks]
    return " ".join((f"{_who(chart, row)}: {row.words}.", *(f"{_opened(sentence)}." for sentence in rest if sentence)))


def _step(chart: Chart, row: Row) -> str:
    clauses = f" ({', '.join(row.tags)})" if row.tags else ""
    sentences = [f"{row.number}. {_who(chart, row)}: {row.words}{clauses}"]
    sentences += ["lost"] if row.kind == "lost" else []
    sentences += [row.remarks] if row.remarks else []
    for note in row.notes:
        elsewhere = note.at != (row.to or row.at)
        sentences += [f"at {chart.lane(note.at).title}", *note.lines] if elsewhere else note.lines
    return " ".join(f"{_opened(sentence)}." for sentence in sentences)


def _who(chart: Chart, row: Row) -> str:
    at = chart.lane(row.at).title
    if row.to is None:
        return at
    to = chart.lane(row.to).title
    return f"{at} to {to}" if row.is_message else f"Link between {at} and {to}"


def _opened(sentence: str) -> str:
    """A sentence begins with a capital, unless it begins with the name of a user."""
    return sentence if "→" in sentence else sentence[:1].upper() + sentence[1:]
