"""Which interface a revision has; asked before anything else."""

from importlib import import_module


def interface() -> int | None:
    """The number of the revision's interface; none for one from before there was any."""
    model = import_module("spec_impl")
    try:
        found = import_module(f"{model.__name__}.interface")
    except ModuleNotFoundError as missing:
        if missing.name == f"{model.__name__}.interface":
            return None
        raise
    number: int = found.INTERFACE
    return number
