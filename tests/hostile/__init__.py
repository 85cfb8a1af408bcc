"""Wrong, odd and hostile uses: inputs that are generated, put to every command and widget that takes them.

A module here that has a function `attempts()` is part of the table; it is named after what its inputs are.
`make hostile` tries them all and prints how many were tried and how many got anything but a documented answer;
`test_hostile.py` tries a part of each module whenever the tests run.

Rule 1: an attempt is made from a list or a seed, never from the clock, so that what is found is found again.
Rule 2: what counts as documented is said in one place for each thing that answers, never for a single attempt.
"""
