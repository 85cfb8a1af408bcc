"""The questions of the notebooks, one module a walk: words, choices, and what the rules are asked.

Nothing may stand here but calls of `question`, each above a function that works its answer out; a walk's questions at
its end have names that begin alike, such as `03.end.`.
"""
