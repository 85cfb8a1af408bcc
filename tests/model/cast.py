"""The people of the tests, their home servers, their room, and the readings in which they live."""

from dataclasses import replace

from spec_impl import COMPLETED, LITERAL_2014, Reading, RoomAlias, RoomId, ServerName, UserId
from spec_impl.reading import switches, values_of

A, B, C, M = (ServerName(f"{letter}.example") for letter in "abcm")
ALICE, BOB, CAROL, MALLORY = (
    UserId(name, server) for name, server in (("alice", A), ("bob", B), ("carol", C), ("mallory", M))
)
DAVE = UserId("dave", C)
"""Carol's flatmate: the one person who shares a home server with another."""
TEA, TEA_NAME = RoomId("!tea"), RoomAlias("#tea")


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
