"""Every rule has its reason in the text, and every sentence of the text a rule or a reason why not."""

import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import spec_impl
from spec_impl import commands, messages, notices
from spec_impl.claims import ALL, Claim
from spec_impl.clauses import CLAUSES, Clause, cited
from spec_impl.commands import Command, Giver
from spec_impl.messages import WireMessage
from spec_impl.notices import Notice
from spec_impl.reading import switches
from spec_impl.rows import Row
from spec_impl.rules import DIRECTORY_TABLES, HOME_SERVER_TABLES
from tests.families import for_each

PACKAGE = Path(__file__).parents[2] / "spec_impl"
MODULES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
AN_ID = re.compile(r"\b[A-Z]{2,5}-\d+\b")

TABLES = (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)
ROWS = [row for table in TABLES for row in table.rows]
MESSAGES = get_args(WireMessage)

BY_ROWS = {each for table in TABLES for row in table.rows for each in (*row.cites, *row.over)}
BY_MESSAGES = {each for message in MESSAGES for each in cited(message.cites)}
BY_SWITCHES = {each for switch in switches().values() for each in cited(switch.metadata["cites"])}
BY_COMMANDS = {each for kind in get_args(Command) for each in cited(kind.cites)}
BY_NOTICES = {each for kind in get_args(Notice) for each in AN_ID.findall(kind.__doc__ or "")}
CITED = BY_ROWS | BY_MESSAGES | BY_SWITCHES | BY_COMMANDS | BY_NOTICES


@for_each(ROWS, attrgetter("sentence"))
def test_every_row_cites_what_it_follows_from(row: Row) -> None:
    assert row.cites
    assert len(set(row.cites)) == len(row.cites)


@for_each(ROWS, attrgetter("sentence"))
def test_what_ranks_a_row_is_the_text_or_a_finding_of_ours_and_known(row: Row) -> None:
    assert all(each in CLAUSES for each in (*row.cites, *row.over))


@for_each(MESSAGES)
def test_every_wire_message_says_who_sends_it_to_whom_by_which_clauses_and_if_it_may_be_lost(message: type) -> None:
    sender, arrow, receiver = message.route.partition(" → ")  # type: ignore[attr-defined]
    assert arrow
    assert re.search(r"server|directory", sender)
    assert re.search(r"server|directory|the (user|invitee)'s$", receiver)
    assert cited(message.cites)  # type: ignore[attr-defined]
    assert message.may_be_lost in (True, False)  # type: ignore[attr-defined]


@for_each(get_args(Command))
def test_every_command_names_the_clause_that_it_comes_from_and_who_can_have_reason_to_give_it(
    kind: type[Command],
) -> None:
    assert cited(kind.cites)
    assert isinstance(kind.giver, Giver)


@pytest.mark.parametrize(("module", "union"), [(commands, Command), (messages, WireMessage), (notices, Notice)])
def test_every_kind_that_is_written_down_is_in_its_vocabulary(module: ModuleType, union: object) -> None:
    others = {"Listing", "Envelope", "NoAnswer", "Restart"}
    written = {name for name, each in vars(module).items() if is_dataclass(each) and each.__module__ == module.__name__}
    vocabulary = {kind.__name__ for kind in get_args(union)}
    missing = written - others - vocabulary
    assert not missing, f"{', '.join(map(repr, sorted(missing)))} is in no vocabulary: add it to the union"
    assert vocabulary == written - others


def claims_written_down() -> Iterator[Claim]:
    for path in sorted((PACKAGE / "claims").glob("[!_]*.py")):
        module = import_module(f"spec_impl.claims.{path.stem}")
        yield from (each for each in vars(module).values() if isinstance(each, Claim))


def test_every_claim_that_is_written_down_is_asked() -> None:
    missing = [claim.name for claim in claims_written_down() if claim not in ALL]
    assert not missing, f"{', '.join(missing)} is written down and never asked: add its module in claims/__init__.py"


@for_each([kind for union in (Command, WireMessage, Notice) for kind in get_args(union)])
def test_every_kind_is_among_the_public_names(kind: type) -> None:
    assert vars(spec_impl).get(kind.__name__) is kind, f"spec_impl offers no {kind.__name__}"


@for_each(CLAUSES.values(), attrgetter("id"))
def test_every_clause_is_cited_or_says_why_not_and_never_both(each: Clause) -> None:
    if each.id in CITED:
        assert not each.uncited, f"{each.id} is cited, and says why not"
    else:
        assert each.uncited, f"{each.id} is cited by nothing, and does not say why not"


@for_each([each for each in CLAUSES.values() if each.strength in ("must", "should", "promoted")], attrgetter("id"))
def test_what_binds_is_cited_by_a_row_or_a_message_and_not_by_a_switch_alone(each: Clause) -> None:
    assert each.id in BY_ROWS | BY_MESSAGES


@for_each(MODULES)
def test_every_id_that_is_written_anywhere_in_the_code_exists(name: str) -> None:
    written = set(AN_ID.findall(MODULES[name].read_text(encoding="utf-8")))
    assert {each for each in written if each not in CLAUSES} <= {"UTF-8", "SHA-256", "BCP-14"}
