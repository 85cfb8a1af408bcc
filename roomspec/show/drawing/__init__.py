"""How figures are drawn: charts, tables and cards from plain picture values.

Nothing here knows the protocol, and nothing needs more than the standard library and wcwidth, which says how wide signs
are.
`sheet` has what all figures share and `svg` the strokes; `tables` and `two_worlds_sheet` are HTML;
`chart` says what a sequence chart shows, `layout` where it stands, and `sequence` draws it.
"""
