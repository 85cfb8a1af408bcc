"""A run as one short line of text that opens the same run anywhere.

The line holds the world at first, its reading and every action: what followed from them is worked out again, so a text
can be old or wrong but never lie about the rules.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from zlib import compress, decompressobj
from zlib import error as NotCompressed  # noqa: N812  the name says what went wrong

from spec_impl import Action, NotEnabled, Reading, Trace, World
from spec_impl.trace_schema import TraceError, from_json, to_json
from spec_impl.tracefile import disorder

NAME, VERSION = "roomspec", "1"
LARGEST_RUN = 2_000_000
"""How many characters a run may have when it is unpacked: a short text must not fill a reader's memory."""


class NotShared(ValueError):
    """The text opens no run; the message is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a run."""

    reading: Reading
    initial: World
    actions: tuple[Action, ...]
    scope: str


def shared(trace: Trace) -> str:
    """The run as a text: name and version, length, checksum, and what is kept of it."""
    kept = Kept(trace.initial.reading, trace.initial, tuple(step.action for step in trace.steps), trace.scope)
    plain = json.dumps(to_json(kept, Kept), sort_keys=True, separators=(",", ":"))
    packed = urlsafe_b64encode(compress(plain.encode(), 9)).decode("ascii").rstrip("=")
    return ".".join((NAME + VERSION, str(len(packed)), _checksum(packed), packed))


def opened(text: str) -> Trace:
    """The run that a text holds. Raises `NotShared` for one that is cut off, changed or of another version."""
    plain = _unpacked(_checked(text))
    try:
        return _replayed(from_json(json.loads(plain), Kept))
    except (TraceError, json.JSONDecodeError, RecursionError) as flaw:
        raise NotShared(f"This text opens no run of these rules: {flaw}.") from None


def _checked(text: object) -> str:
    """The packed part, if nothing was cut off or changed on the way."""
    if not isinstance(text, str):
        raise NotShared(f"A shared run is a text; this is a {type(text).__name__}.")
    parts = "".join(text.split()).strip("\"'").split(".")
    if not parts[0].startswith(NAME):
        raise NotShared(f"This is no shared run: such a text begins with {NAME}{VERSION}.")
    if parts[0] != NAME + VERSION:
        raise NotShared(f"This run was shared as {parts[0]}, and this program opens {NAME}{VERSION}: use its own one.")
    if len(parts) != 4 or not parts[1].isdecimal() or len(parts[3]) < int(parts[1]):
        raise NotShared("This text is cut off: copy the whole of it, up to its end, and open it again.")
    if _checksum(parts[3]) != parts[2] or len(parts[3]) != int(parts[1]):
        raise NotShared("This text was changed after it was shared, so it is not opened: ask for it once more.")
    return parts[3]


def _unpacked(packed: str) -> str:
    """What was compressed, unless it is none of ours or far too large."""
    unpacker = decompressobj()
    try:
        plain = unpacker.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), LARGEST_RUN)
        if unpacker.unconsumed_tail:
            raise NotShared(f"This run is larger than the {LARGEST_RUN} characters that are opened.")
        return plain.decode()
    except (NotCompressed, UnicodeDecodeError, ValueError) as flaw:
        raise flaw if isinstance(flaw, NotShared) else NotShared(f"This text holds no run: {flaw}.") from None


def _replayed(kept: Kept) -> Trace:
    """The run made again; a world that no run leads to may bring a rule to what it takes for impossible."""
    for place, sentence in disorder(kept.initial, "initial"):
        raise NotShared(f"This text opens no run of these rules: {place}: {sentence}.")
    trace = Trace(replace(kept.initial, reading=kept.reading), (), kept.scope)
    for number, action in enumerate(kept.actions, start=1):
        try:
            trace = trace.then(action)
        except NotEnabled as refused:
            raise NotShared(f"Under these rules step {number} of this run cannot happen: {refused}.") from None
        except Exception as broken:
            raise NotShared(f"No rule was made for step {number} of this run in such a world.") from broken
    return trace


def _checksum(packed: str) -> str:
    return sha256((NAME + VERSION + packed).encode()).hexdigest()[:12]
