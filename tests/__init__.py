"""The tests: they mirror `spec_impl/`, one module for each module there."""

import sys

# With it jsonschema and nbformat take two seconds to load, in each process; no schema here has a format to ask it for.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
