"""A run as one short line of text that opens the same run anywhere.

The line holds the world at first, its reading and every action: what followed from them is worked out again, so a text
can be old or wrong but never lie about the rules. A link is the same text behind the address of a site, where a browser
sends it to nobody.
"""

import json
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from zlib import compress, decompressobj
from zlib import error as NotCompressed  # noqa: N812  the name says what went wrong

from spec_impl import Action, NotEnabled, Reading, Trace, World
from spec_impl.reading import misnomer
from spec_impl.trace_schema import TraceError, from_json, from_text, to_json
from spec_impl.tracefile import disorder

from ... import __version__

NAME, VERSION = "roomspec", "1"
LARGEST_RUN = 2_000_000
"""How many characters a run may have when it is unpacked: a short text must not fill a reader's memory."""
MOST_STEPS = 1_000
"""How many steps a run may have that is opened: each is made again, and drawn."""

SITE = "ROOMSPEC_SITE"
"""The variable of the environment that has the address of the site to which links lead; without it there are none."""

_ADDRESS = re.compile(r"(https?://[\w.-]+(:\d+)?|file://)(/[^\s?#<>()]*)?")
_MADE_BY = re.compile(r"#([0-9][0-9A-Za-z.+-]*)/(?=roomspec)")
_NO_PART = re.compile(r"[^A-Za-z0-9_.-]+")
"""What a text gathers on its way and never holds itself: line breaks, quotes, marks of replies, a byte order mark."""
_BEGUN = re.compile(rf"{NAME}([0-9]{{1,9}})(?![0-9])", re.IGNORECASE)
_REST = re.compile(r"\.([0-9]{1,9})\.([0-9A-Za-z]{12})\.([A-Za-z0-9_-]*)")


class NotShared(ValueError):
    """The text opens no run; the message is one sentence that says why and what to do.

    `so_far` is the run up to the step that cannot happen under these rules, where that is what is wrong.
    """

    def __init__(self, sentence: str, so_far: Trace | None = None) -> None:
        super().__init__(sentence)
        self.so_far = so_far


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


def linked(trace: Trace, site: str = "") -> str:
    """A link to the run on the site, by default the one that the environment names; nothing where it names none."""
    return address_of(shared(trace), site)


def address_of(text: str, site: str = "") -> str:
    """The link for the text of a run."""
    address = site or site_in(SITE)
    return f"{address.rstrip('/')}/run.html#{__version__}/{text}" if address else ""


def site_in(variable: str) -> str:
    """The address that the environment has there; nothing where it has none. Raises `TraceError` for what is none."""
    address = os.environ.get(variable, "")
    if address and not _ADDRESS.fullmatch(address):
        raise TraceError(variable, f"{address!r} is no address of a site; write one such as https://rooms.example")
    return address


def is_shared(text: str) -> bool:
    """Whether this is meant as a shared run, and not as the name of a file."""
    return re.search(rf"(^|[#/]){NAME}[0-9]+\.[0-9]+\.", text) is not None


def other_version(text: object) -> str:
    """What to say of a link that another version made; nothing of one that this version made, and of a text."""
    made = _MADE_BY.search(text) if isinstance(text, str) else None
    return f"Shared from version {made[1]}; this is {__version__}. " if made and made[1] != __version__ else ""


def opened(text: str) -> Trace:
    """The run that a text or a link holds. Raises `NotShared` for one that is cut off, changed or of other rules."""
    plain = _unpacked(_checked(text))
    try:
        return _replayed(from_json(from_text(plain), Kept))
    except (TraceError, RecursionError) as flaw:
        raise NotShared(f"This text opens no run of these rules: {flaw}.") from None


def _checked(text: object) -> str:
    """The packed part, whatever stands around it, if nothing was cut off or changed on the way."""
    if not isinstance(text, str):
        name = type(text).__name__
        raise NotShared(f"A shared run is a text; this is {'an' if name[0] in 'aeiou' else 'a'} {name}.")
    if len(text) > LARGEST_RUN:
        raise NotShared(f"This text has more than the {LARGEST_RUN:,} signs that are read: copy the shared run alone.")
    made = _MADE_BY.search(text)
    whole = _NO_PART.sub("", (text[made.end() :] if made else text).replace("…", "..."))
    begun = _BEGUN.search(whole)
    if not begun:
        raise NotShared(f"This is no shared run: such a text begins with {NAME}{VERSION}.")
    if begun[1] != VERSION:
        ours = f"this program opens {NAME}{VERSION}"
        raise NotShared(f"This run was shared as {NAME}{begun[1]}, and {ours}: use its own one.")
    found = _REST.match(whole, begun.end())
    if not found:
        raise NotShared("This text is cut off near its beginning: copy the whole of it, up to its end.")
    length, checksum, packed = int(found[1]), found[2], found[3][: int(found[1])]
    if len(packed) < length:
        here = f"{length - len(packed):,} of its {length:,} last signs are missing"
        how = ": it was shortened on its way, so have it sent as a file" if whole.startswith(".", found.end()) else ""
        raise NotShared(f"This text is cut off{how}; {here}. Copy the whole of it, up to its end, and open it again.")
    if _checksum(packed) != checksum:
        raise NotShared("This text was changed after it was shared, so it is not opened: ask for it once more.")
    return packed


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
    if len(kept.actions) > MOST_STEPS:
        raise NotShared(f"This run has {len(kept.actions):,} steps, and {MOST_STEPS:,} are opened.")
    if flaw := misnomer(kept.reading):
        raise NotShared(f"This text opens no run of these rules: {flaw}.")
    for place, sentence in disorder(kept.initial, "initial"):
        raise NotShared(f"This text opens no run of these rules: {place}: {sentence}.")
    trace = Trace(replace(kept.initial, reading=kept.reading), (), kept.scope)
    for number, action in enumerate(kept.actions, start=1):
        try:
            trace = trace.then(action)
        except NotEnabled as refused:
            raise NotShared(f"Under these rules step {number} of this run cannot happen: {refused}.", trace) from None
        except Exception as broken:
            raise NotShared(f"No rule was made for step {number} of this run in such a world.", trace) from broken
    return trace


def _checksum(packed: str) -> str:
    return sha256((NAME + VERSION + packed).encode()).hexdigest()[:12]
