"""Share texts of any bytes: one opens the run that was shared, or is one sentence, and never takes long."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import partial
from itertools import product
from random import Random
from typing import Any
from zlib import compress

from roomspec.show import Stepper
from roomspec.show.stepper import sharing
from roomspec.show.stepper.sharing import Kept, NotShared, opened, shared
from spec_impl.trace_schema import to_json
from tests.hostile.attempt import Attempt
from tests.model.strategies import NUMBERS, WORDS, places
from tests.show.stepper.runs import hidden_room, invited_but_not_everywhere

RUN = invited_but_not_everywhere()
TEXT = shared(RUN)
SECONDS = 5.0
"""Longer than any text may take on a busy machine; an honest one takes a few hundredths."""


def attempts() -> Iterator[Attempt]:
    """Cut at each place, damaged, mixed with junk, carried by chats; and what is packed in it damaged as well."""
    for length in range(len(TEXT)):
        for end in ("", "…", "..."):
            yield Attempt("open", "a text cut off", f"{length} signs{end}", partial(answered, TEXT[:length] + end))
    for number in range(400):
        yield Attempt("open", "a text damaged", f"seed {number}", partial(answered, damaged(number)))
    for before, after in product(("", "“", "> ", "\ufeff", "see roomspec: "), (".", "”", "\r\n", "\x00", " thanks")):
        carried = f"{before}{TEXT}{after}"
        yield Attempt("open", "a text carried", f"{before!a}, {after!a}", partial(opens, carried))
    for plain in BOMBS:
        size = f"{plain[:20]!a} × {len(plain):,}"
        yield Attempt("open", "a text of too much", size, partial(answered, packed(plain)))
    document = kept(RUN)
    for at, (inside, key) in enumerate(places(document)):
        for put in Random(at).sample((*WORDS, *NUMBERS, None, [], {}, [[]], True), 8):
            was, inside[key] = inside[key], put
            plain = json.dumps(document)
            inside[key] = was
            yield Attempt("Stepper.open", "what is packed, damaged", f"place {at}, {put!a}", partial(steps, plain))


def kept(run: Any) -> Any:
    """What is kept of a run, as JSON."""
    actions = tuple(step.action for step in run.steps)
    return to_json(Kept(run.initial.reading, run.initial, actions, run.scope), Kept)


def packed(plain: str) -> str:
    """The text of whatever it is, as if it had been shared."""
    text = urlsafe_b64encode(compress(plain.encode("utf-8", "surrogatepass"), 9)).decode().rstrip("=")
    return f"roomspec1.{len(text)}.{sharing._checksum(text)}.{text}"


def crowd(users: int) -> str:
    """A town of so many people, in which everybody could invite everybody."""
    document = kept(hidden_room())
    names = sorted(f"@u{number}:a.example" for number in range(users))
    document["initial"]["servers"][0]["users"] = names
    document["actions"] = []
    return json.dumps(document)


def crashes(times: int) -> str:
    """A run in which the same server crashes so often."""
    return json.dumps(kept(RUN) | {"actions": [{"kind": "Crash", "server": "a.example"}] * times})


BOMBS = (
    "[" * 100_000, '{"scope":' * 50_000, '"' + "x" * 3_000_000 + '"', "9" * 1_000_000, " " * 1_999_999,
    "\x00" * 5_000_000, crashes(1_000), crashes(20_000), json.dumps(kept(RUN) | {"scope": "名" * 300_000}),
    crowd(400), crowd(20_000),
)  # fmt: skip


def damaged(number: int) -> str:
    """The text with some signs changed, taken out, put in, doubled or moved, always the same for a number."""
    drawn, letters = Random(number), list(TEXT)
    for _ in range(drawn.randint(1, 6)):
        at = drawn.randrange(len(letters))
        junk = drawn.choice(
            ("", "A", ".", "\n", "roomspec", "\ud800", "…", "=", chr(drawn.randrange(0x110000)), "9" * 40)
        )
        letters[at : at + drawn.choice((0, 1, 1, 30))] = [junk]
    return "".join(letters)


def answered(text: str) -> str:
    """What is wrong with how a text is answered."""
    begun = time.monotonic()
    try:
        opened(text)
        said = "."
    except NotShared as told:
        said = str(told)
    widget = Stepper.open(text)
    took = time.monotonic() - begun
    if took > SECONDS:
        return f"takes {took:.0f} seconds"
    is_a_sentence = said.endswith(".") and "\n" not in said and len(said) < 600 and widget.status.value
    return "" if is_a_sentence else f"says {said}"


def opens(text: str) -> str:
    """What is wrong with a text that holds the whole run."""
    return "" if opened(text) == RUN else "opens another run"


def steps(plain: str) -> str:
    """What is wrong with the stepper that opens a text of this."""
    widget = Stepper.open(packed(plain))
    widget.share.click()
    return "" if opened(widget.text.value) == widget.trace else "shares another run"
