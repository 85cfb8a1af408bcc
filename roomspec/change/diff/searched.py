"""What came of leading two versions through one scope: where they part, by which shortest runs; the claims there."""

from dataclasses import dataclass, field
from typing import Any

from .parting import Parting


@dataclass(frozen=True)
class Sighting:
    """A shortest run in which both versions do the same until its last step; `on_the_way` to where the scope begins."""

    scope: str
    reading: str
    world: Any
    lead: list[Any]
    run: list[Any]
    on_the_way: bool = False


@dataclass
class Searched:
    """What came of one scope under one reading."""

    scope: dict[str, Any]
    reading: str
    counts: dict[str, Any] = field(default_factory=dict)
    lines: int = 0
    partings: dict[str, Parting] = field(default_factory=dict)
    inside: dict[str, Parting] = field(default_factory=dict)
    sightings: dict[str, Sighting] = field(default_factory=dict)
    claims: tuple[list[dict[str, Any]] | None, list[dict[str, Any]] | None] = (None, None)
    begin: dict[str, Any] = field(default_factory=dict)
    note: str = ""
