"""The command `roomspec`, also as `python -m roomspec`: a specification that is broken is one sentence, and status 2.

Whoever edits a rule edits what this very tool imports, so that nothing may be imported here that imports it.
"""

import sys

from .change.side.fault import fault_of, is_of_the_specification


def main() -> None:
    """Run the command line."""
    try:
        from .cli import app

        app()
    except Exception as broken:
        if not is_of_the_specification(broken):
            raise
        sys.stderr.write(f"roomspec: the specification is broken: {fault_of(broken)}; mend it, then ask again\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
