"""A command's words follow from its record, so that a new command has words by itself."""

from dataclasses import fields
from typing import get_args

import pytest

from roomspec.show.words import command_words
from spec_impl import Browse, Command, Create, Find, Give, Invite, Join, JoinMode, SetJoinMode
from spec_impl.cast import ALICE, CAROL, TEA, TEA_NAME


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (Create(TEA, JoinMode.KNOCK, TEA_NAME), "alice: Create !tea, knock, named #tea"),
        (Create(TEA, JoinMode.PUBLIC), "alice: Create !tea, public"),
        (Find(TEA_NAME), "alice: Find #tea"),
        (Browse("te"), "alice: Browse for “te”"),
        (Browse(), "alice: Browse"),
        (Invite(TEA, CAROL), "alice: Invite carol"),
        (SetJoinMode(TEA, JoinMode.INVITE), "alice: SetJoinMode invite"),
        (Join(TEA), "alice: Join"),
    ],
)
def test_a_command_says_what_it_is_about_besides_its_room(command: Command, words: str) -> None:
    assert command_words(Give(ALICE, command)) == words


@pytest.mark.parametrize("kind", get_args(Command))
def test_nothing_that_a_command_is_about_is_left_out(kind: type) -> None:
    known = {"room": TEA, "user": CAROL, "mode": JoinMode.KNOCK, "alias": TEA_NAME, "word": "te", "listed": True}
    said = command_words(Give(ALICE, kind(**{field.name: known[field.name] for field in fields(kind)})))
    shown = {"user": "carol", "mode": "knock", "alias": "#tea", "word": "te"}
    assert all(shown[field.name] in said for field in fields(kind) if field.name in shown)
