"""Today's membership rules beside those of 2014: room versions 11 and 12, small, and judged by the same machinery.

Rule 1: the rules are rows in `rules.py`; `compare.py` has the published table as data, sets one against the other, and
types no finding in.
Rule 2: everything is in our own words and says where it is published; of `spec_impl` only the machinery of rows is
used.
"""

from .compare import EditionReport, Transition, compare_editions, contradictions, transitions
from .rules import EDITIONS, Edition

__all__ = ["EDITIONS", "Edition", "EditionReport", "Transition", "compare_editions", "contradictions", "transitions"]
