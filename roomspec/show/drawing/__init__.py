"""How figures are drawn: charts, sheets and cards from plain picture values.

Nothing here knows the protocol, and nothing needs more than the standard library.
"""
