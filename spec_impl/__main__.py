"""The command `roomspec`, for people who have the wheel.

One function per command and no logic: a command asks a floor below and prints the answer.
"""

from typing import Annotated

import typer

import spec_impl
from spec_impl.change import commands as change

app = typer.Typer(add_completion=False, no_args_is_help=True)
change.add_to(app)


def print_version(wanted: bool) -> None:
    """Print the version and stop, where it was asked for."""
    if wanted:
        typer.echo(f"roomspec {spec_impl.__version__}")
        raise typer.Exit


@app.callback()
def roomspec(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """The 2014 room-join workflow as a specification that runs."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
