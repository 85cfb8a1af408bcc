"""The published schema of a diff's document, and its name and version."""

import json
from importlib.resources import files
from typing import Any

FORMAT, VERSION = "roomspec-diff", 1
SCHEMA: dict[str, Any] = json.loads(files(__package__).joinpath("diff.schema.json").read_text(encoding="utf-8"))
