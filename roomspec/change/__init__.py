"""What a change to the specification does: the ledger of evidence, the vectors, the behavioural diff and its report.

Nothing is imported here: what runs beside a revision (`side`) needs the standard library alone.
"""
