"""The situations in which every table is printed, compared and tested: small servers, built along named axes.

An axis names one thing that may differ, its values in words, the usual value first. A printed grid lets two axes run
and leaves the others at their first value; tests let all of them run. No rule is stated here: the tables say what
follows.
"""

from collections.abc import Mapping

from . import host, names, user
from .plan import Cell, Plan

PLANS: Mapping[str, Plan] = {**host.PLANS, **user.PLANS, **names.PLANS}
"""For each table, by its name, how its situations are made."""

__all__ = ["PLANS", "Cell", "Plan"]
