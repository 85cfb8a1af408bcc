"""Readings of the text: where it is silent or contradicts itself, a switch says which way was taken, and why.

Only decisions that change behaviour belong here; each names the clause, gap or tension that leaves it open.
"""

from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from .wanted import ByName, brief, want


def _switch(default: str, cites: str, because: str) -> Any:
    return field(default=default, metadata={"cites": cites, "because": because})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text; the defaults are the recommended reading, each argued in one sentence."""

    name: str
    member_register: Literal["single", "per_user"] = _switch(
        "per_user", "INV-5 TEN-1", "Two people who join at the same time must both stay joined."
    )
    proof: Literal["exact_id", "epoch"] = _switch(
        "epoch", "ACC-4 ACC-6 TEN-9", "A user invited twice must not be refused for citing the other invitation."
    )
    unseen_invitation: Literal["refuse", "fetch", "queue", "trust", "hold"] = _switch(
        "hold", "ACC-5 TEN-2", "Only an answer at once, decided later, both hides the room and serves the invited."
    )
    invitation_list: Literal["others_only", "inviter_first"] = _switch(
        "inviter_first", "INV-11 ACC-3 TEN-8", "The one server sure to know the invitation is the one that wrote it."
    )
    retry: Literal["first_only", "when_unknown", "any_refusal"] = _switch(
        "when_unknown",
        "PUB-5 GAP-15 TEN-3",
        "A list may be stale, but a server that knows the room and refuses is the answer.",
    )
    old_requests: Literal["as_new", "by_epoch"] = _switch(
        "by_epoch", "GAP-9 PUB-2", "A copy of an old request, come late, must not bring back a user who has left."
    )
    forgetting: Literal["never", "on_last_leave"] = _switch(
        "never", "PUB-6 GAP-4", "A server that forgets who left can let an old message bring them back."
    )
    direct_join: Literal["public_only", "any_mode"] = _switch(
        "public_only", "PUB-8 PUB-11 TEN-14", "The heading names public rooms, and only that guard keeps strangers out."
    )
    automatic_acceptance: Literal["on", "off"] = _switch(
        "on", "KNK-8 NOTE-2 TEN-5", "The body of the text asks for it; only a note doubts it."
    )
    knock_memory: Literal["forever", "until_resolved"] = _switch(
        "until_resolved", "KNK-7 TEN-6", "A knock long denied must not accept a later invitation unasked."
    )
    knock_when_invited: Literal["overwrite", "refuse"] = _switch(
        "refuse", "KNK-4 GAP-10 TEN-13", "Knocking must not cost a user the invitation already held."
    )
    hidden_requests: Literal["join_only", "all"] = _switch(
        "all", "PRV-2 PRV-4 GAP-11 TEN-4", "A room hidden from one question and shown to the next is not hidden."
    )
    hidden_modes: Literal["invite_only", "invite_and_private"] = _switch(
        "invite_and_private", "PRV-2 GAP-20 TEN-12", "The stricter mode must not be the one that shows the room."
    )

    def __post_init__(self) -> None:
        """Refuse a value that a switch does not have: with one, no row would be asked for that switch.

        Raises `ValueError`, with the values that there are.
        """
        want("Reading: name", self.name, str)
        for switch, values in _values().items():
            if (value := getattr(self, switch)) not in values:
                raise ValueError(f"{switch} has no value {brief(value)}; it has {', '.join(values)}")

    def takes(self, switch: str, *values: str) -> bool:
        """Whether the switch stands at one of the values."""
        return getattr(self, switch) in values


@cache
def _values() -> dict[str, tuple[str, ...]]:
    """The values of each switch, as its type names them."""
    return {name: get_args(values) for name, values in get_type_hints(Reading).items() if name != "name"}


COMPLETED = Reading("COMPLETED")
"""The recommended reading: every silence decided so that every claim that can hold does."""

LITERAL_2014 = Reading(
    "LITERAL_2014",
    member_register="single",
    proof="exact_id",
    unseen_invitation="trust",
    invitation_list="others_only",
    old_requests="as_new",
    forgetting="on_last_leave",
    direct_join="any_mode",
    knock_memory="forever",
    knock_when_invited="overwrite",
    hidden_requests="join_only",
    hidden_modes="invite_only",
)
"""The text word for word, also where that is unwise; what follows from it are findings."""

READINGS = ByName("reading", {reading.name: reading for reading in (COMPLETED, LITERAL_2014)})


def misnomer(reading: Reading) -> str:
    """What a reading says otherwise than the one of ours whose name it bears; nothing where it bears its own."""
    ours = READINGS.get(reading.name, reading)
    turned = (name for name in switches() if getattr(reading, name) != getattr(ours, name))
    said = ", ".join(f"{name}={getattr(reading, name)}" for name in turned)
    return f"this calls itself {ours.name} and has {said}, as {ours.name} has not: give it another name" if said else ""


def switches() -> dict[str, Field[Any]]:
    """Every decision switch by name, with `cites` and `because` in its metadata."""
    return {switch.name: switch for switch in fields(Reading) if switch.name != "name"}


def values_of(switch: str) -> tuple[str, ...]:
    """The ways a switch can stand, the recommended one among them; a switch that is none is refused by name."""
    if switch not in switches():
        raise ValueError(f"no reading has a switch {brief(switch)}; there are {', '.join(switches())}")
    return _values()[switch]


def otherwise(switch: str, value: str, reading: Reading = COMPLETED) -> Reading:
    """A reading that differs in one switch and is named after it."""
    return replace(reading, name=f"{switch}={value}", **{switch: value})  # type: ignore[arg-type]
