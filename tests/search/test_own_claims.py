"""Claims that somebody writes himself: judged or refused, never silently kept; and which part fails, and on whom."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from roomspec.search import Limits, check
from spec_impl import COMPLETED, LITERAL_2014, Create, JoinMode, Reading, RoomAlias, ServerName, Trace
from spec_impl.cast import ALICE, BOB, LOUNGE, TEA, town
from spec_impl.claims import ALL, Claim, Mood, Over, named
from spec_impl.claims.claim import BadClaim, Moment, Quiet, in_every_run, in_some_run, publishes
from spec_impl.reading import otherwise
from spec_impl.scopes import SCOPES
from spec_impl.scopes.scope import Scope, gives


def nobody_is_in(quiet: Quiet) -> Iterator[str]:
    """Nobody is in any room."""
    for room in quiet.rooms:
        for server in quiet.inside(room):
            yield f"{server.name} is in {room}"


def found(claim: Claim) -> Any:
    return check(SCOPES["one knock"], COMPLETED, (claim,))


def test_a_claim_of_ones_own_is_judged_and_says_what_fails_and_on_whom() -> None:
    own = in_every_run("PUB-6", Over.QUIET)(nobody_is_in)
    assert found(own).failing == (own,)
    assert found(own).flaws(own) == ("a.example is in !tea",)


def test_the_words_of_what_it_is_judged_over_do_as_well() -> None:
    own = in_every_run("PUB-6", "each quiet world")(nobody_is_in)  # type: ignore[arg-type]
    assert own.over is Over.QUIET and found(own).failing == (own,)


@pytest.mark.parametrize("over", ["quiet", None, Over.RUN, "whole runs"])
def test_a_claim_that_would_never_be_judged_is_refused_with_what_there_is(over: Any) -> None:
    with pytest.raises(BadClaim, match=r"is not judged over .*; there are Over.MOMENT \(each moment .*Over.QUIET"):
        in_every_run("PUB-6", over)(nobody_is_in)


def test_a_claim_over_meetings_says_which() -> None:
    with pytest.raises(BadClaim, match="says which moments it concerns"):
        in_every_run("PUB-6", Over.MEETING)(nobody_is_in)


def test_a_claim_of_moments_may_concern_some_of_them_and_one_of_rest_none() -> None:
    def nothing_happens(moment: Moment) -> Iterator[str]:
        """Nothing ever happens."""
        yield f"{moment.after.name} publishes {len(moment.reaction.published)}"

    own, never = (in_every_run("PUB-6", concerns=some)(nothing_happens) for some in (publishes, lambda _: False))
    assert found(own).flaws(own) == ("a.example publishes 1",)
    assert found(never).failing == ()
    with pytest.raises(BadClaim, match="concerns no moments"):
        in_every_run("PUB-6", Over.QUIET, concerns=publishes)(nobody_is_in)


@pytest.mark.parametrize("scope", ["a neighbour", "two newcomers at once", "too late for a knock"])
def test_a_claim_that_concerns_some_moments_is_first_seen_where_it_would_be_if_it_concerned_all(scope: str) -> None:
    some = [claim for claim in ALL if claim.concerns and claim.over is Over.MOMENT]
    everywhere = [replace(claim, concerns=None, name=f"{claim.name}-everywhere") for claim in some]
    seen = check(SCOPES[scope], LITERAL_2014, (*some, *everywhere), Limits(states=5000))
    assert len(some) > 10 and seen.failing
    for claim, other in zip(some, everywhere, strict=True):
        assert seen.run(claim) == seen.run(other), claim.name


def test_a_claim_that_answers_yes_or_no_or_nothing_is_refused_before_it_is_asked() -> None:
    def says_yes(quiet: Quiet) -> bool:
        """All is well."""
        return bool(quiet)

    with pytest.raises(BadClaim, match="^says-yes yields nothing: write `yield`"):
        in_every_run("PUB-6", Over.QUIET)(says_yes)  # type: ignore[arg-type]


def test_a_claim_without_a_sentence_is_refused() -> None:
    def dumb(quiet: Quiet) -> Iterator[str]:
        yield str(quiet)

    with pytest.raises(BadClaim, match="^dumb has no docstring"):
        in_every_run("PUB-6", Over.QUIET)(dumb)


def test_a_claim_that_raises_says_in_one_sentence_in_which_line() -> None:
    @in_every_run("PUB-6", Over.QUIET)
    def mistaken(quiet: Quiet) -> Iterator[str]:
        """It names what is not there."""
        yield str(quiet.cups)  # type: ignore[attr-defined]

    with pytest.raises(BadClaim) as refused:
        found(mistaken)
    line = mistaken.judge.__code__.co_firstlineno + 3
    says = f"AttributeError, 'Quiet' object has no attribute 'cups', in line {line}, `yield str(quiet.cups)"
    assert str(refused.value).startswith(f"“mistaken” cannot be judged: {says}")
    assert refused.value._render_traceback_() == [f"BadClaim: {refused.value}"]


def test_a_witness_that_answers_neither_yes_nor_no_says_so() -> None:
    @in_some_run("KNK-2")
    def forgetful(moment: Moment) -> bool:
        """It forgets to answer."""

    with pytest.raises(BadClaim, match="“forgetful” answers None: a claim about some run returns True or False"):
        found(forgetful)


def names_of(quiet: Quiet, server: ServerName) -> Iterator[str]:
    """The names that the directory holds of this server, once there are two rooms."""
    names = quiet.world.directory.names if len(quiet.rooms) == 2 else ()
    yield from (str(name.listing.alias) for name in names if name.owner == server)


@in_every_run("DIR-2", Over.QUIET)
def no_name_is_alices(quiet: Quiet) -> Iterator[str]:
    """Of two rooms none is known by the name that alice gave it."""
    yield from names_of(quiet, ALICE.server)


@in_every_run("DIR-2", Over.QUIET)
def no_name_is_bobs(quiet: Quiet) -> Iterator[str]:
    """Of two rooms none is known by the name that bob gave it."""
    yield from names_of(quiet, BOB.server)


def in_an_empty_town(reading: Reading) -> Trace:
    return town(ALICE, BOB, reading=reading)


def test_a_claim_about_rest_is_asked_anew_where_only_the_directory_is_otherwise() -> None:
    """Both ask for the same name, and none hears who was first: all servers hold the same, whoever it was."""
    name = RoomAlias("#name")
    commands = (
        *gives(ALICE, Create(TEA, JoinMode.PUBLIC, name)),
        *gives(BOB, Create(LOUNGE, JoinMode.PUBLIC, name)),
    )
    scope = Scope("one name for two rooms", "alice and bob name a room alike.", "tiny", in_an_empty_town, commands)
    assert check(scope, claims=(no_name_is_alices, no_name_is_bobs)).failing == (no_name_is_alices, no_name_is_bobs)


NO_ROOM, OUTSIDE = "a-hidden-room-is-as-good-as-none", "a private room and an outsider"
WRONG = [
    ("two newcomers at once", "member_register", "single", "no-join-is-lost", "held carol as joined"),
    ("a neighbour", "knock_memory", "forever", "every-join-has-the-users-act-behind-it", "bob is joined at a.example"),
    (
        "a closed door",
        "hidden_requests",
        "join_only",
        "the-directory-names-no-hidden-room",
        "the answer to carol names",
    ),
    (OUTSIDE, "hidden_requests", "join_only", NO_ROOM, "is sent what"),
    (OUTSIDE, "unseen_invitation", "queue", NO_ROOM, "is not sent"),
]


@pytest.mark.parametrize(("scope", "switch", "value", "name", "part"), WRONG)
def test_each_kind_of_claim_says_which_part_of_it_failed_and_on_whom(
    scope: str, switch: str, value: str, name: str, part: str
) -> None:
    claim = named(name)
    broken = check(SCOPES[scope], otherwise(switch, value), (claim,))
    assert any(part in flaw for flaw in broken.flaws(claim)), broken.flaws(claim)


@pytest.mark.parametrize("scope", ["one knock", "an open door", "too late a candidate"])
def test_whatever_fails_says_what_of_it_and_what_holds_says_nothing(scope: str) -> None:
    said = check(SCOPES[scope], LITERAL_2014)
    for claim in said.claims:
        assert bool(said.flaws(claim)) is (claim in said.failing), claim.name


def test_no_claim_about_every_run_answers_with_yes_or_no() -> None:
    assert {claim.judge.__code__.co_flags & 0x20 for claim in ALL if claim.mood is not Mood.SOMETIMES} == {0x20}
