"""What a judged change comes to: a headline that says what a person would hear, the clause, and what to do."""

from pathlib import Path
from typing import Any

import pytest

from roomspec.change.advice import LONGEST_HEADLINE, first_clause, headline, what_to_do
from roomspec.change.changed import ChangedCode
from roomspec.change.compare import ClaimChange, Compared, Searched, Sighting, Version
from roomspec.change.differences import Parting, Side
from roomspec.change.judge import Declared, JudgedChange
from roomspec.change.reworded import Reworded
from roomspec.change.story import Who

CODE = (ChangedCode("spec_impl/rules/knock.py", 7, "knock, row 1", "row 1 of the table knock", ("-a", "+b")),)
CAROL = Who("carol", "who knocks at !tea", "is let in", "hears “no such room”", is_told=True)
PARTS = Parting(
    "key",
    "knock",
    Side("Old.", "refused; the asker hears “no such room”", is_granted=False, is_refused=True),
    Side("New.", "refused; the asker hears “you are not invited”", is_granted=False, is_refused=True),
    ("KNK-2", "PRV-3"),
)
SIGHTING = Sighting("a knock", "COMPLETED", {}, [], [{}, {}])


def judged(
    kind: str = "clarification", *, reworded: tuple[str, ...] = (), parts: bool = True, leaks: bool = False
) -> JudgedChange:
    """A change that was compared in one scope."""
    compared = Compared(Version(Path("old"), "main"), Version(Path("new"), "the working tree"))
    claims: Any = (None, [])
    if leaks:
        about = {"name": "a-hidden-room-is-as-good-as-none", "sentence": "", "mood": "pair", "cites": ["PRV-3"]}
        claims = ([{**about, "run": None}], [{**about, "run": [{}]}])
    partings = {PARTS.key: PARTS} if parts else {}
    begin = {"world": {}, "actions": []}
    searched = Searched({"name": "a knock"}, "COMPLETED", partings=partings, claims=claims, begin=begin)
    searched.sightings = {PARTS.key: SIGHTING} if parts else {}
    compared.searched.append(searched)
    texts = tuple(Reworded(clause, {"text": "Old."}, {"text": "New."}) for clause in reworded)
    return JudgedChange(compared, texts, Declared(kind, (f"changes/7.{kind}.md",) if kind else ()))


@pytest.mark.parametrize(
    ("change", "who", "said"),
    [
        (judged(), CAROL, "Red: declared a clarification, but carol is told something else"),
        (judged(""), CAROL, "Red: carol is told something else, and no fragment says so"),
        (judged("breaking"), CAROL, "Red: carol is told something else, and no clause says so"),
        (judged("breaking", reworded=("KNK-2",)), CAROL, "Green: breaking, as declared"),
        (judged(reworded=("KNK-2",), parts=False), None, "Green: clarification, as declared; nobody sees a difference"),
        (judged(leaks=True), CAROL, "Red, a leak: mallory can find out that a hidden room exists"),
        (judged(), None, "Red: declared a clarification, but an asker is told something else"),
    ],
)
def test_the_headline_says_the_verdict_and_what_a_person_would_hear(
    change: JudgedChange, who: Who | None, said: str
) -> None:
    found = headline(change, who, "mallory")
    assert found.startswith(said)
    assert len(found) <= LONGEST_HEADLINE


def test_who_is_no_longer_let_in_is_said_so() -> None:
    out = Who("carol", "", "is let in", "", is_told=False)
    assert "but carol is no longer let in" in headline(judged(), out, "")


def test_the_first_advice_is_to_mend_and_then_to_say_so_and_never_to_rename_alone() -> None:
    first, second = what_to_do(judged(), None, CODE, "KNK-2")
    assert (first.about, first.words) == (
        "Not meant?",
        "Mend `spec_impl/rules/knock.py`, line 7 until it does again what KNK-2 says.",
    )
    assert second.about == "Meant?"
    assert second.words.startswith("Say so in KNK-2")
    assert second.words.endswith("that makes it breaking: `changes/7.breaking.md`.")
    assert not [each for each in (first, second) if "ename" in each.words]


def test_a_leak_is_mended_by_saying_again_what_was_said_and_meant_by_a_line_with_its_number() -> None:
    change = judged(leaks=True)
    first, second = what_to_do(change, change.changes[0], CODE, "PRV-3")
    assert "let it say “no such room” again" in first.words
    (claim,) = (each for each in change.claims if isinstance(each, ClaimChange))
    assert second.lines == (f"acknowledges: {claim.fingerprint} ({claim.name}) because …",)
    assert "twice in the fragment, with what outsiders may learn now and with why they may" in second.words


@pytest.mark.parametrize(
    ("change", "code", "wanted"),
    [
        (judged(reworded=("GAP-1", "PRV-3")), CODE, "PRV-3"),
        (judged(reworded=("GAP-1",)), CODE, "GAP-1"),
        (judged(), CODE, "PRV-3"),
        (judged(), (ChangedCode("", 1, "", "", ("-    if s.reading.proof == 1:",)),), "TEN-1"),
        (judged(leaks=True), (), "PRV-3"),
        (judged(parts=False), (), ""),
    ],
    ids=["rewritten, of those behind it", "rewritten", "the strongest", "of the switch", "of the leak", "none"],
)
def test_one_clause_comes_first(change: JudgedChange, code: tuple[ChangedCode, ...], wanted: str) -> None:
    texts = {
        "KNK-2": {"strength": "may"},
        "PRV-3": {"strength": "must"},
        "PRV-9": {"switch": "proof"},
        "TEN-1": {"switch": "proof", "reading": "As we read it."},
    }
    assert first_clause(change, next(iter(change.changes), None), code, texts) == wanted
