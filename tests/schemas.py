"""Whether a document fits a published JSON Schema; each value within it is asked once, since many stand there often.

`jsonschema` takes a while to load: only the processes whose tests ask for it do.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

Fits = Callable[[Any], bool]


def fitting(schema: dict[str, Any]) -> Fits:
    """What says of a document whether it fits this schema, which itself has to be one of the draft that it names."""
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    fits: dict[tuple[str, str], bool] = {}
    follow = Draft202012Validator.VALIDATORS["$ref"]

    def once(validator: Any, reference: str, value: Any, within: Any) -> Iterator[ValidationError]:
        key = (reference, json.dumps(value, sort_keys=True))
        if key not in fits:
            fits[key] = next(follow(validator, reference, value, within), None) is None
        if not fits[key]:
            yield ValidationError(f"this does not fit {reference}")

    Draft202012Validator.check_schema(schema)
    whole = extend(Draft202012Validator, {"$ref": once})(schema)
    return lambda document: bool(whole.is_valid(document))
