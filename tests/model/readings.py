"""The readings under which tests run: the two named ones, and the recommended one with each switch turned."""

from dataclasses import replace

from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.reading import switches, values_of


def otherwise(switch: str, value: str, reading: Reading = COMPLETED) -> Reading:
    """A reading that differs in one switch."""
    return replace(reading, name=f"{switch}={value}", **{switch: value})


READINGS = (
    COMPLETED,
    LITERAL_2014,
    *(
        otherwise(switch, value)
        for switch in switches()
        for value in values_of(switch)
        if value != getattr(COMPLETED, switch)
    ),
)
"""The two named readings, and the recommended one with each switch turned each other way."""
