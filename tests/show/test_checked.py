"""Figures of a search: scopes with counts, claims with verdicts, reasons, counterexamples, an outsider's account."""

import re

import pytest

from roomspec import show
from roomspec.search import Findings, Limits, check
from spec_impl import LITERAL_2014, Acceptance, JoinRequest, PduId, Trace
from spec_impl.cast import BOB, MALLORY, TEA, M, unnamed_room
from spec_impl.claims import ALL, FIRST_WORDINGS, named
from spec_impl.reading import otherwise
from spec_impl.scopes import SCOPES
from tests.show.drawing.untrusted import words
from tests.show.seen import lines_of, twin_of

LOST, ACT = named("no-join-is-lost"), named("every-join-has-the-users-act-behind-it")
HIDDEN, SERVED = named("a-hidden-room-is-as-good-as-none"), named("the-genuine-invitee-is-served")
INSIDE = named("an-acceptance-lets-the-invitee-in")
NEWCOMERS, SHORT = SCOPES["two newcomers at once"], SCOPES["too short a list"]
SINGLE, FOREVER = otherwise("member_register", "single"), otherwise("knock_memory", "forever")


@pytest.fixture(scope="module")
def newcomers() -> Findings:
    """Two people join at once, under the recommended reading."""
    return check(NEWCOMERS)


@pytest.fixture(scope="module")
def overwritten() -> Findings:
    """The same where one entry holds all members."""
    return check(NEWCOMERS, SINGLE)


def test_a_scope_is_shown_with_its_counts(newcomers: Findings) -> None:
    search = newcomers.exploration
    (line,) = lines_of(show.scopes([newcomers], "Searched."))
    assert line[0] == f"{NEWCOMERS.name} {NEWCOMERS.sentence}"
    assert line[1:] == [f"{n:,}" for n in (search.states, search.transitions, search.depth, search.quiet)] + [
        "exhaustive"
    ]


def test_a_search_that_was_stopped_is_not_called_exhaustive() -> None:
    early = check(NEWCOMERS, limits=Limits(states=100))
    (line,) = lines_of(show.scopes([early], "Searched."))
    assert line[-1] == "stopped at the limit of 100 states"
    ((_, _, verdict),) = lines_of(show.claims([early], "Claimed.", only=[SERVED]))
    assert verdict == "✓ holds in 1 scope, as far as searched"


def test_readings_are_named_only_where_they_differ(newcomers: Findings, overwritten: Findings) -> None:
    assert "COMPLETED" not in words(show.scopes([newcomers, check(SHORT)], "Searched.").html)
    both = lines_of(show.scopes([newcomers, overwritten], "Searched."))
    assert [line[0].split(" carol")[0] for line in both] == [
        "two newcomers at once, COMPLETED",
        "two newcomers at once, member_register=single",
    ]
    ((_, _, verdict),) = lines_of(show.claims([newcomers, overwritten], "Claimed.", only=[LOST]))
    where = "✗ fails after 4 steps, in “two newcomers at once”, member_register=single"
    assert verdict == f"{where} a.example held carol as joined, and now as nothing"


def test_a_claim_is_shown_with_its_sentence_its_clauses_and_its_fate(newcomers: Findings) -> None:
    kept, seen, unasked = lines_of(show.claims([newcomers, check(SHORT)], "Claimed.", only=[LOST, INSIDE, HIDDEN]))
    assert kept == [f"no join is lost {LOST.sentence}", "INV-5 TEN-1 GAP-18", "✓ holds in 2 scopes"]
    assert seen[2].startswith("★ witnessed after ") and seen[2].endswith("in “too short a list”")
    assert unasked[2] == "? not asked no scope here has what the claim is about"


def test_the_shortest_run_against_a_claim_is_named_among_several_scopes(overwritten: Findings) -> None:
    other = check(SCOPES["two hosts at once"], SINGLE)
    lengths = [len(found.run(LOST) or ()) for found in (other, overwritten)]
    assert lengths == sorted(lengths, reverse=True) and lengths[0] > lengths[1]
    ((_, _, verdict),) = lines_of(show.claims([other, overwritten], "Claimed.", only=[LOST]))
    assert verdict.startswith(f"✗ fails after {lengths[1]} steps, in “two newcomers at once” a.example held carol")


def test_a_first_wording_says_why_not_and_what_is_claimed_instead(newcomers: Findings) -> None:
    said = words(show.claims([newcomers], "First.", only=FIRST_WORDINGS).html)
    assert "Nobody is left to answer the knock, or to tell of it. Instead:" in said
    assert "(“the memory of a knock ends”)" in said
    assert "(the-memory-of-a-knock-ends)" not in said


def test_a_name_is_spelt_with_the_apostrophe_that_it_has_no_room_for() -> None:
    assert ACT.words == "every join has the user's act behind it"
    pronouns = r"\b(another|one|(some|any|every|no)(one|body))s\b"
    assert not [claim.name for claim in ALL if re.search(pronouns, claim.words)]
    assert named("nobody-speaks-for-anothers-user").words == "nobody speaks for another's user"


def test_reasons_leave_out_what_the_last_step_does_not_rest_on(overwritten: Findings) -> None:
    lines = lines_of(show.reasons(overwritten.trace(LOST), "Because:"))
    assert [(line[0], line[-1]) for line in lines] == [
        ("1", "the beginning"),
        ("2", "the beginning"),
        ("3", "step 2"),
        ("4", "steps 1, 3"),
    ]
    assert lines[1][1] == "carol: Join."
    assert "a.example holds carol: joined → none" in lines[3][2]


def test_a_counterexample_is_a_chart_its_reasons_and_who_is_in(overwritten: Findings) -> None:
    figure = show.counterexample(overwritten, LOST)
    said = words(figure.html)
    assert f"A shortest run that breaks “no join is lost”. {LOST.sentence}" in said
    assert "Scope “two newcomers at once”, reading member_register=single." in said
    assert said.index("A shortest run") < said.index("Because:") < said.index("Who is in !tea")


def test_a_claim_about_a_quiet_world_is_explained_by_all_that_led_to_it() -> None:
    late = named("a-join-succeeds-if-a-candidate-is-in-the-room-at-the-end")
    said = words(show.counterexample(check(SCOPES["too late a candidate"]), late).html)
    assert "Otherwise the walk ends, and the user hears the answer." in said.partition("Because:")[2]


def test_a_witness_is_shown_in_the_same_way() -> None:
    assert "A shortest witness of “an acceptance lets the invitee in”." in words(
        show.counterexample(check(SHORT), INSIDE).html
    )


@pytest.mark.parametrize(
    ("reading", "verdict", "sent"),
    [
        (LITERAL_2014, "LEAK: if there were no room, m.example would not be sent this.", "“come in, here is the room”"),
        (
            otherwise("unseen_invitation", "queue"),
            "SILENCE: nothing more will come, and something is owed to m.example.",
            "(nothing)",
        ),
    ],
    ids=["leak", "silence"],
)
def test_a_run_that_gives_a_room_away_ends_in_the_outsiders_account(reading, verdict, sent) -> None:
    figure = show.counterexample(check(SCOPES["a private room and an outsider"], reading), HIDDEN)
    said = words(figure.html)
    assert verdict in said
    assert f"“no such room” {sent} “no such room”" in said
    assert "Who is in" not in said


def test_a_claim_about_the_directory_ends_without_a_table_of_members() -> None:
    found = check(SCOPES["a closed door"], otherwise("hidden_requests", "join_only"))
    said = words(show.counterexample(found, named("the-directory-names-no-hidden-room")).html)
    assert "Because:" in said and "Who is in" not in said


def test_an_account_that_is_even_says_so_and_leaves_out_what_does_not_touch_it() -> None:
    run = Trace(unnamed_room("invite", others=(MALLORY,), reading=otherwise("retry", "first_only")).world)
    run = run.post(M, "a.example", JoinRequest(TEA, MALLORY, 1)).settle()
    figure = show.owed(run, TEA, M, "The books.")
    assert [line[0] for line in lines_of(figure)] == ["2"]
    assert "= Even: m.example is sent what it would be sent if there were no room." in words(figure.html)


def test_what_is_owed_and_on_its_way_is_open() -> None:
    start = unnamed_room("invite", others=(BOB, MALLORY), reading=otherwise("unseen_invitation", "fetch")).world
    yes = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, BOB.server))
    run = Trace(start).post(M, "a.example", yes).deliver(Acceptance)
    assert "? Open: something is owed, and on its way." in words(show.owed(run, TEA, M, "The books.").html)


def test_an_outsider_writes_an_acceptance_and_a_join_request() -> None:
    start = Trace(unnamed_room("invite", others=(MALLORY,), reading=LITERAL_2014).world)
    both = start.post(M, "a.example", Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, M)))
    both = both.post(M, "a.example", JoinRequest(TEA, MALLORY, 1))
    acts = [line for line in twin_of(show.chart(both, "Two letters.")) if "writes" in line]
    assert "writes to a: mallory says yes" in acts[0] and "writes to a: may mallory come in?" in acts[1]
