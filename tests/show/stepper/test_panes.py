"""What a stepper shows: the chart, who holds what, why, the claims, and two worlds."""

import re

from roomspec.search.claims import ClaimStanding
from roomspec.show.drawing.sheet import PURPLE
from roomspec.show.stepper.beside import beside, without_room
from roomspec.show.stepper.panes import Display, claims_pane, flight_title, panes
from roomspec.show.stepper.session import Session, commands_of, on_their_way, other_acts
from spec_impl import COMPLETED, Allowed, Give, Join, Knock, KnockRequest, Post, Trace, World
from spec_impl.cast import CAROL, MALLORY, TEA, A, M
from spec_impl.messages import Envelope
from spec_impl.reading import otherwise
from spec_impl.scopes import SCOPES
from tests.show.drawing.untrusted import complaints, words
from tests.show.seen import picture_of
from tests.show.stepper.runs import COMMANDS, SCOPE, hidden_room, invited_but_not_everywhere

KNOCKS = Post(Envelope(M, A, KnockRequest(TEA, MALLORY, 1)))


def words_of(session: Session, view: Display | None = None) -> str:
    """Everything that the panes say, as one line."""
    return words(panes(session, view or Display("Tea")).html)


def here() -> Session:
    return Session.of(invited_but_not_everywhere(), SCOPE)


def test_the_cell_that_the_step_changed_is_marked_and_no_other() -> None:
    html = panes(here(), Display("Tea")).html
    assert html.count(PURPLE.mark) == 1
    assert "▲ was not held" in html


def test_the_decision_just_taken_stands_with_its_rows() -> None:
    said = words_of(here())
    assert "Why, in step 2: invitation" in said
    assert "▶ ✓ decides" in said and "✗ did not apply" in said


def test_before_the_first_step_and_after_a_fault_nothing_was_decided() -> None:
    assert "Nothing has happened yet." in words_of(here().restart())
    cut = here().act(next(act for name, act in other_acts(here()).items() if name.startswith("cut")))
    assert "No rule decided anything in this step." in words_of(cut)


def test_only_the_last_five_steps_are_drawn_and_the_earlier_ones_are_folded() -> None:
    long = Session.of(invited_but_not_everywhere(), SCOPE)
    while long.arrivals or long.at < 7:
        long = long.next() if long.arrivals else long.act(commands_of(long)[str(CAROL)][f"Accept · {TEA}"])
    assert f"steps 1–{long.at - 5} folded" in picture_of(panes(long, Display("Tea")))


def test_claims_stand_there_where_they_are_asked_and_nothing_where_they_are_not() -> None:
    asked: list[Trace] = []

    def standing(trace: Trace) -> tuple[ClaimStanding, ...]:
        asked.append(trace)
        return (
            ClaimStanding("admits-only-invited", "always", ("ACC-6",), "holds", "Nobody came in unasked."),
            ClaimStanding("servers-agree", "always", ("INV-7",), "fails", "They all hold the same."),
        )

    said = words_of(here(), Display("Tea", standing))
    assert asked == [here().trace]
    assert "✓ holds here admits-only-invited always ACC-6 ✗ fails here servers-agree" in said
    assert "They all hold the same." in said and "Nobody came in unasked." not in said
    assert "Claims in this run" not in words_of(here(), Display("Tea", None))


def test_in_a_walk_no_clause_is_named() -> None:
    failing = ClaimStanding("servers-agree", "always", ("INV-7",), "fails", "They all hold the same.")
    for lanes, named in (((), True), (("c.example", "a.example"), False)):
        asked = here().act(KNOCKS).next()
        shown = panes(asked, Display("Tea", lambda _: (failing,), (TEA, M), lanes))
        assert "refuse" in words(shown.html).partition("never shown to m")[2]
        said = words(shown.html) + picture_of(shown)
        assert bool(re.search(r"\b[A-Z]{3,5}-\d+\b", said)) is named
    assert not re.search(r"\b[A-Z]{3,5}-\d+\b", here().status)


def test_before_the_first_step_one_pane_says_that_nothing_has_happened_and_none_that_nobody_holds_anything() -> None:
    said = words_of(Session.of(World.of({"a.example": ["alice"]})))
    assert said.count("Nothing has happened yet.") == 1
    assert "Nobody holds anything" not in said and "Why" not in said


def test_many_claims_that_say_nothing_new_are_counted_so_that_the_others_are_seen() -> None:
    good = [ClaimStanding(f"good-{n}", "always", (), "holds", "") for n in range(9)]
    news = (
        ClaimStanding("late", "always", ("GAP-1",), "not yet", ""),
        ClaimStanding("broken", "always", ("GAP-1",), "fails", "So."),
    )
    said = words_of(here(), Display("Tea", lambda _: (*good, *news)))
    counted = "✗ fails here broken always GAP-1 So. ◷ not yet: 1 ✓ holds here: 9 which claims these are"
    assert f"{counted} not yet: late holds here: good-0, good-1" in said


def test_the_claims_of_the_specification_are_asked_where_no_others_are_named() -> None:
    waiting, _, holding = words_of(here()).partition("which claims these are")[2].partition(" holds here: ")
    assert "servers-in-a-room-agree" in waiting and "nobody-enters-uninvited" in holding


def test_each_thing_on_its_way_says_since_when_and_what_can_be_done() -> None:
    there = here().act(COMMANDS[1])
    message, update = on_their_way(there)
    assert (message.sent, message.route, message.words) == ("sent at 3", "c → a", "Acceptance")
    assert message.can_lose and message.can_repeat and message.arrives == there.next_arrival
    assert (update.sent, update.loses, update.repeats) == ("sent at 1", None, None)
    bare = on_their_way(Session.of(there.trace, COMMANDS))[0]
    assert (bare.loses, bare.repeats) == (None, None)


def test_a_message_over_a_cut_link_stays_in_the_list_and_cannot_arrive() -> None:
    there = here().act(COMMANDS[1])
    cut = there.act(other_acts(there)["cut the link a.example – c.example"])
    line = on_their_way(cut)[0]
    assert (line.arrives, line.can_repeat, line.can_lose) == (None, False, True)
    assert "heal the link a.example – c.example" in other_acts(cut)


def test_next_names_what_it_would_deliver() -> None:
    assert flight_title(here()) == "On its way: 1 message. Next: a → b StateUpdate, carol invited."
    assert flight_title(Session.of(hidden_room())) == "Nothing is on its way."


def test_people_of_one_name_and_commands_of_one_wording_are_kept_apart() -> None:
    world = World.of({"a.example": ["bob", "eve"], "b.example": ["bob"]})
    commands = commands_of(Session.of(world))
    assert set(commands) == {"@bob:a.example", "@eve:a.example", "@bob:b.example"}
    assert sum(name.startswith("Invite bob") for name in commands["@eve:a.example"]) == 2


def test_a_stranger_who_knocks_sees_the_same_in_both_worlds() -> None:
    knocked = hidden_room().then(KNOCKS).deliver(KnockRequest)
    found = beside(knocked, TEA, M)
    assert [world.told for world in found.worlds] == [("Refusal, no such room",)] * 2
    assert found.verdict == "same"
    assert not without_room(knocked, TEA, M).world.server(A).rooms and knocked.world.server(A).rooms


def test_where_only_joins_are_hidden_her_knock_tells_the_worlds_apart() -> None:
    by_word = Session.of(hidden_room()).read_as(otherwise("hidden_requests", "join_only"))
    there = Session.of(by_word.world, Allowed(posts=(KNOCKS,))).act(KNOCKS).next()
    assert beside(there.trace, TEA, M).verdict == "leak"
    said = words_of(there, Display("Tea", two_worlds=(TEA, M)))
    assert "m knows which world this is." in said and "LEAK" in said


def test_what_others_do_in_the_room_happens_in_one_world_only() -> None:
    run = invited_but_not_everywhere()
    assert (len(run.steps), len(without_room(run, TEA, M).steps)) == (2, 0)
    elsewhere = hidden_room().then(Give(MALLORY, Join(TEA))).then(Give(MALLORY, Knock(TEA)))
    assert len(without_room(elsewhere, TEA, M).steps) == 2


def crowd(servers: int, users: int) -> World:
    """A world of many."""
    return World.of(
        {f"s{n:02}.example": [f"user{n}-{each}" for each in range(users)] for n in range(servers)}, COMPLETED
    )


def test_a_world_of_too_many_people_says_so() -> None:
    assert "60 users are more than the 40 that are drawn here" in words_of(Session.of(crowd(3, 20), ()))
    assert "60 users" not in words_of(Session.of(crowd(3, 10), ()))


def test_a_run_in_which_too_many_servers_take_part_stands_there_as_text() -> None:
    there = Session.of(crowd(14, 1))
    for user in sorted(commands_of(there)):
        there = there.act(commands_of(there)[user]["Find #tea"])
    said = words_of(there)
    assert "15 servers take part and a chart draws 12, so this run stands here as text." in said
    assert "14. s09.example: user9-0: find #tea" in said


def test_an_untrusted_notebook_keeps_every_pane() -> None:
    there = here().act(COMMANDS[1])
    stub = ClaimStanding("held_then_admitted", "sometimes", ("ACC-5",), "witnessed", "Seen in step 4.")
    assert complaints(panes(there, Display("Tea", lambda _: (stub,), (TEA, M))).html) == []


def test_posts_of_an_outsider_are_offered_in_words() -> None:
    there = Session.of(hidden_room(), Allowed(posts=(KNOCKS,)))
    assert other_acts(there) == {"m writes to a: KnockRequest !tea for mallory": KNOCKS}


def test_everything_that_an_outsider_may_post_in_a_scope_is_offered_though_much_of_it_reads_alike() -> None:
    scope = SCOPES["a private room and an outsider"]
    offered = [act for act in other_acts(Session.of(scope.world(COMPLETED), scope)).values() if isinstance(act, Post)]
    assert [post.envelope for post in offered] == [*scope.alphabet]


def test_a_claim_that_fails_says_which_part_of_it_and_on_whom() -> None:
    broken = ClaimStanding("broken", "always", ("GAP-1",), "fails", "So.", ("bob is joined, and did not ask",))
    assert "So. bob is joined, and did not ask" in words(claims_pane([broken], Display("Tea")))
