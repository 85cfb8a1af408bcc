"""The questions of the notebooks, a pair of files for each walk: `walk_03.toml` has the words, `walk_03.py` the facts.

A fact is a function that asks the rules; no answer is written down. Names say the walk and, after `.end.`, that a
question is one of the ten at its end. Nothing else may stand here.
"""
