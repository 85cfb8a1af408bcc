"""A run as a text: it opens the same run, or says in one sentence why it does not."""

import json
from base64 import urlsafe_b64encode
from typing import Any
from zlib import compress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomspec import __version__
from roomspec.show import Stepper
from roomspec.show.stepper import sharing
from roomspec.show.stepper.sharing import SITE, NotShared, linked, opened, other_version, shared
from spec_impl import Trace
from tests.model.strategies import damaged
from tests.model.walks import STORIES, seeded
from tests.show.stepper.runs import invited_but_not_everywhere

TEXT = shared(invited_but_not_everywhere())


@pytest.mark.parametrize("run", [*(story() for story in STORIES), *map(seeded, range(12))])
def test_the_text_opens_the_very_run_that_was_shared(run: Trace) -> None:
    assert opened(shared(run)) == run


def test_the_text_is_short_enough_for_a_chat_and_survives_being_wrapped_and_quoted() -> None:
    assert len(TEXT) < 1500
    wrapped = '"' + "\n  ".join(TEXT[i : i + 76] for i in range(0, len(TEXT), 76)) + '"\n'
    assert opened(wrapped) == invited_but_not_everywhere()


def packed(plain: object) -> str:
    """Whatever it is, packed as if it had been shared."""
    text = urlsafe_b64encode(compress(json.dumps(plain).encode(), 9)).decode().rstrip("=")
    return f"roomspec1.{len(text)}.{sharing._checksum(text)}.{text}"


def refusal(text: object) -> str:
    """The sentence with which a text is not opened."""
    with pytest.raises(NotShared) as refused:
        opened(text)
    return str(refused.value)


HEAD = TEXT[: TEXT.rindex(".") + 1]
LENGTH = len(TEXT) - len(HEAD)


@pytest.mark.parametrize(
    "around",
    [
        "{}.", "“{}”", "'{}'", "«{}»", "`{}`", "<{}>", "({})", "**{}**", "\ufeff{}", "{}\n",
        "Open this in roomspec: {}, will you?",
        "Look:\n\n> {}\n\n-- \nbob", "{}\u200b", "\x00{}\x00", "x = opened('{}')", "{} {}",
    ],
)  # fmt: skip
def test_what_stands_around_a_text_does_not_matter(around: str) -> None:
    assert opened(around.format(TEXT, TEXT)) == invited_but_not_everywhere()


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n> ", "=\n", " ", "\u200b", "\\", "'\n'", "\t"])
def test_a_text_broken_over_lines_opens(between: str) -> None:
    broken = between.join(TEXT[i : i + 60] for i in range(0, len(TEXT), 60))
    assert opened(broken) == invited_but_not_everywhere()
    assert opened(broken.replace("roomspec1", "Roomspec1", 1)) == invited_but_not_everywhere()


@pytest.mark.parametrize("length", [len(TEXT) - 1, len(TEXT) // 2, len(HEAD)])
def test_a_text_that_was_cut_off_says_how_much_is_missing(length: int) -> None:
    missing = f"{len(TEXT) - length:,} of its {LENGTH:,} last signs are missing"
    assert refusal(TEXT[:length]).startswith(f"This text is cut off; {missing}. Copy the whole of it")
    for mark in ("…", "...", " [...]", "... (more)"):
        assert refusal(TEXT[:length] + mark).startswith(
            f"This text is cut off: it was shortened on its way, so have it sent as a file; {missing}."
        )


@pytest.mark.parametrize("length", [9, 14, len(HEAD) - 1])
def test_a_text_of_which_hardly_anything_is_left_says_so(length: int) -> None:
    assert refusal(TEXT[:length]) == "This text is cut off near its beginning: copy the whole of it, up to its end."


@pytest.mark.parametrize("place", [-1, -40, 15])
def test_a_text_that_was_tampered_with_says_so(place: int) -> None:
    letters = list(TEXT)
    letters[place] = "A" if letters[place] != "A" else "B"
    assert refusal("".join(letters)).startswith("This text was changed after it was shared")


def test_a_text_of_another_version_names_both() -> None:
    assert refusal(TEXT.replace("roomspec1", "roomspec2", 1)) == (
        "This run was shared as roomspec2, and this program opens roomspec1: use its own one."
    )


@pytest.mark.parametrize("text", ["", "hello", "https://example.org"])
def test_what_is_no_shared_run_says_how_one_begins(text: str) -> None:
    assert refusal(text) == "This is no shared run: such a text begins with roomspec1."


def test_what_is_no_text_says_what_it_is() -> None:
    assert refusal(7) == "A shared run is a text; this is an int."
    assert refusal(TEXT.encode()) == "A shared run is a text; this is a bytes."


@pytest.mark.parametrize("plain", [[], {"actions": []}, {"reading": 3}, "tea"])
def test_a_text_that_holds_something_else_names_the_place(plain: object) -> None:
    assert refusal(packed(plain)).startswith("This text opens no run of these rules: ")


def test_a_run_that_these_rules_do_not_allow_is_not_opened() -> None:
    run = invited_but_not_everywhere()
    plain = sharing.to_json(sharing.Kept(run.initial.reading, run.initial, (run.last.action,), ""), sharing.Kept)
    assert refusal(packed(plain)).startswith("Under these rules step 1 of this run cannot happen: ")


def test_a_world_out_of_order_is_not_opened() -> None:
    run = invited_but_not_everywhere()
    plain = sharing.to_json(sharing.Kept(run.initial.reading, run.initial, (), ""), sharing.Kept)
    plain["initial"]["servers"].reverse()
    assert "this belongs before the one above it" in refusal(packed(plain))


def test_a_text_that_would_fill_the_memory_is_not_unpacked() -> None:
    assert refusal(packed("x" * (sharing.LARGEST_RUN + 10))).startswith(
        "This run is larger than the 2000000 characters"
    )


def spelt_out(plain: str) -> str:
    """The text of a run whose JSON is spelt in this way."""
    text = urlsafe_b64encode(compress(plain.encode(), 9)).decode().rstrip("=")
    return f"roomspec1.{len(text)}.{sharing._checksum(text)}.{text}"


def kept(run: Trace) -> dict[str, Any]:
    """What is kept of a run, as JSON."""
    actions = tuple(step.action for step in run.steps)
    return sharing.to_json(sharing.Kept(run.initial.reading, run.initial, actions, ""), sharing.Kept)


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ("[" * 200_000, "nested far deeper"),
        ('{"scope": ' + "9" * 5000 + "}", "is missing"),
        ('{"scope": "", "scope": ""}', "stands twice"),
        ('{"scope": NaN}', "is missing"),
    ],
)
def test_json_that_no_run_is_made_of_is_one_sentence(plain: str, sentence: str) -> None:
    assert sentence in refusal(spelt_out(plain))


def test_a_number_that_nobody_counts_to_is_one_sentence() -> None:
    plain = json.dumps(kept(invited_but_not_everywhere())).replace('"epoch": 1', '"epoch": ' + "9" * 5000, 1)
    assert "5000 digits is too large" in refusal(spelt_out(plain))


def test_a_run_of_more_steps_than_anybody_looks_at_is_not_opened() -> None:
    plain = kept(invited_but_not_everywhere())
    plain["actions"] = [{"kind": "Crash", "server": "a.example"}] * (sharing.MOST_STEPS + 1)
    assert refusal(packed(plain)) == "This run has 1,001 steps, and 1,000 are opened."


def test_a_run_that_calls_its_reading_completed_and_turns_a_switch_says_which() -> None:
    plain = kept(invited_but_not_everywhere())
    plain["reading"]["old_requests"] = "as_new"
    said = refusal(packed(plain))
    assert "this calls itself COMPLETED and has old_requests=as_new" in said and "give it another name" in said


anything = st.one_of(
    st.text(),
    st.text().map(HEAD.__add__),
    st.builds(lambda n, more: TEXT[:n] + more, st.integers(0, len(TEXT)), st.text()),
)


@given(anything)
def test_any_text_opens_the_run_or_gives_one_sentence(text: str) -> None:
    try:
        assert opened(text) == invited_but_not_everywhere()
    except NotShared as told:
        said = str(told)
    else:
        return
    assert said.endswith(".") and "\n" not in said


@given(damaged(st.just(json.dumps(kept(invited_but_not_everywhere())))))
@settings(max_examples=60, deadline=None)
def test_a_stepper_opens_whatever_is_packed_or_says_why_not(plain: Any) -> None:
    widget = Stepper.open(packed(plain))
    assert "could not be done" not in widget.status.value
    widget.share.click()
    assert opened(widget.text.value) == widget.trace


def test_what_is_not_compressed_is_not_opened() -> None:
    text = urlsafe_b64encode(b"tea").decode()
    assert refusal(f"roomspec1.{len(text)}.{sharing._checksum(text)}.{text}").startswith("This text holds no run: ")


# --- Links ------------------------------------------------------------------------------------------------------------

ADDRESS = "https://rooms.example/spec"


def test_a_link_opens_the_very_run_and_is_short_enough_for_a_chat() -> None:
    run = invited_but_not_everywhere()
    assert len(linked(run, ADDRESS)) < 1500
    assert linked(run, ADDRESS).startswith(f"{ADDRESS}/run.html#{__version__}/roomspec1.")
    assert opened(linked(run, f"{ADDRESS}/")) == run


@pytest.mark.parametrize(
    "address", ["https://roomspec2.example/roomspec1.2/", "http://localhost:8000/", "file:///a%20b"]
)
def test_an_address_that_looks_like_a_text_does_not_hide_the_run(address: str) -> None:
    assert opened(f"Look: {linked(invited_but_not_everywhere(), address)} .") == invited_but_not_everywhere()


def test_where_no_site_is_known_there_is_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SITE, raising=False)
    assert linked(invited_but_not_everywhere()) == ""
    monkeypatch.setenv(SITE, ADDRESS)
    assert opened(linked(invited_but_not_everywhere())) == invited_but_not_everywhere()


def test_a_link_of_another_version_says_so() -> None:
    link = linked(invited_but_not_everywhere(), ADDRESS)
    assert other_version(link) == ""
    older = link.replace(f"#{__version__}/", "#0.0.7/")
    assert opened(older) == invited_but_not_everywhere()
    assert other_version(older) == f"Shared from version 0.0.7; this is {__version__}. "
    assert other_version(None) == other_version(TEXT) == ""


def test_of_a_run_of_other_rules_what_can_still_happen_is_opened() -> None:
    run = invited_but_not_everywhere()
    plain = json.loads(sharing._unpacked(sharing._checked(TEXT)))
    plain["actions"].append(plain["actions"][-1])
    with pytest.raises(NotShared) as refused:
        opened(packed(plain))
    assert refused.value.so_far == run
