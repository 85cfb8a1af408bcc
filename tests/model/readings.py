"""Every reading that tests run under: the two named ones, and the recommended one with each switch turned."""

from spec_impl import COMPLETED, LITERAL_2014
from spec_impl.reading import otherwise, switches, values_of

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
