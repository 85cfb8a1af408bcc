"""Exercises that the rules mark: an answer is a run, a reading, a row or a bet, and never a word to be guessed.

Rule 1: a check answers with the next hint, never with the solution, and says what it looked at and what it did not.
Rule 2: nothing is typed in here that the rules can work out: not a key, not a length, not a count.
"""
