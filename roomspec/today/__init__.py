"""Today's membership rules beside those of 2014: room versions 11 and 12, small, and judged by the same machinery.

Rule 1: the rules are rows in `rules.py`, and the published table in `published.py` is data; `compare.py` sets one
against the other, and types no finding in.
Rule 2: everything is in our own words and says where it is published (`sources.py`); of `model/` only the machinery of
rows is used.
"""

from .compare import Transition, contradictions, transitions
from .editions import EDITIONS, Edition
from .replay import Replay, replay

__all__ = ["EDITIONS", "Edition", "Replay", "Transition", "contradictions", "replay", "transitions"]
