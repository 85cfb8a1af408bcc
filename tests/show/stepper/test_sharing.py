"""A run as a text: it opens the same run, or says in one sentence why it does not."""

import json
from base64 import urlsafe_b64encode
from zlib import compress

import pytest

from roomspec.show.stepper import sharing
from roomspec.show.stepper.sharing import NotShared, opened, shared
from spec_impl import Trace
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


@pytest.mark.parametrize("length", [len(TEXT) - 1, len(TEXT) // 2, 14, 9])
def test_a_text_that_was_cut_off_says_so(length: int) -> None:
    assert refusal(TEXT[:length]) == "This text is cut off: copy the whole of it, up to its end, and open it again."


@pytest.mark.parametrize("place", [-1, -40, 15])
def test_a_text_that_was_tampered_with_says_so(place: int) -> None:
    letters = list(TEXT)
    letters[place] = "A" if letters[place] != "A" else "B"
    assert refusal("".join(letters)).startswith("This text was changed after it was shared")
    assert refusal(TEXT + "AA").startswith("This text was changed after it was shared")


def test_a_text_of_another_version_names_both() -> None:
    assert refusal(TEXT.replace("roomspec1", "roomspec2", 1)) == (
        "This run was shared as roomspec2, and this program opens roomspec1: use its own one."
    )


@pytest.mark.parametrize("text", ["", "hello", "https://example.org"])
def test_what_is_no_shared_run_says_how_one_begins(text: str) -> None:
    assert refusal(text) == "This is no shared run: such a text begins with roomspec1."


def test_what_is_no_text_says_what_it_is() -> None:
    assert refusal(7) == "A shared run is a text; this is a int."


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


def test_what_is_not_compressed_is_not_opened() -> None:
    text = urlsafe_b64encode(b"tea").decode()
    assert refusal(f"roomspec1.{len(text)}.{sharing._checksum(text)}.{text}").startswith("This text holds no run: ")
