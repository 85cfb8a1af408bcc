"""The published schema is fresh, explains itself, and accepts exactly the documents that `parse` accepts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from spec_impl.tracefile.codec import dump, parse, to_text
from spec_impl.tracefile.schema import schema
from spec_impl.tracefile.shapes import TraceError
from tests.model.strategies import damaged
from tests.model.walks import single_steps

FILE = Path(__file__).parents[2] / "spec_impl" / "tracefile" / "trace.schema.json"
VALIDATOR = Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))
TEXTS = tuple(map(dump, single_steps()))


def decoder_accepts(document: Any) -> bool:
    """Whether `parse` takes the document."""
    try:
        parse(json.dumps(document))
    except TraceError:
        return False
    return True


def test_the_stored_schema_is_fresh() -> None:
    remake = "make schema"
    assert FILE.read_text(encoding="utf-8") == to_text(schema()) + "\n", f"the schema is stale; run: {remake}"


def test_it_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)
    assert VALIDATOR.schema["$schema"].endswith("2020-12/schema")


def schemas_within(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
    for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from schemas_within(part)


def test_it_is_complete_in_itself() -> None:
    wanted = {each["$ref"] for each in schemas_within(VALIDATOR.schema) if isinstance(each.get("$ref"), str)}
    assert wanted == {f"#/$defs/{name}" for name in VALIDATOR.schema["$defs"]}


def test_every_part_says_what_it_is() -> None:
    silent = [name for name, part in VALIDATOR.schema["$defs"].items() if not part.get("description", "").endswith(".")]
    assert silent == []


def test_no_object_may_have_more_fields_or_fewer_than_it_names() -> None:
    objects = [each for each in schemas_within(VALIDATOR.schema) if each.get("type") == "object"]
    assert objects
    for each in objects:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"]) or set(each["required"]) == set(each["properties"])


def test_it_accepts_what_the_codec_writes() -> None:
    for text in TEXTS:
        VALIDATOR.validate(json.loads(text))


def test_decoder_and_schema_accept_the_same_damaged_documents() -> None:
    answers = set()

    @settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(damaged(st.sampled_from(TEXTS)))
    def agree(document: Any) -> None:
        answer = decoder_accepts(document)
        assert VALIDATOR.is_valid(document) == answer
        answers.add(answer)

    agree()
    assert answers == {True, False}, "damage that is always seen, or never, compares nothing"


def test_decoder_and_schema_agree_that_a_link_has_two_ends() -> None:
    document = json.loads(TEXTS[0])
    for ends in range(5):
        document["initial"]["cut"] = [["a.example"] * ends]
        assert VALIDATOR.is_valid(document) == decoder_accepts(document) == (ends == 2)
