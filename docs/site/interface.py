"""What can be called, from the docstrings: every module of the specification, and what the workbench offers."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

import roomspec
import spec_impl
from roomspec import show

ROOT = Path(spec_impl.__file__).parents[1]
SOURCE = HtmlFormatter(linenos="inline", lineanchors="L", anchorlinenos=True, cssclass="highlight")


@dataclass(frozen=True)
class Name:
    """Something that is offered: how it is called, with what, and what it says of itself."""

    name: str
    signature: str
    says: str
    line: int | None = None


@dataclass(frozen=True)
class Module:
    """A module of the specification: its head, the public names that it defines, and its text."""

    name: str
    path: str
    head: str
    names: tuple[Name, ...]
    source: str


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the specification, by its name."""
    return tuple(_modules())


def _modules() -> Iterator[Module]:
    found = ["spec_impl", *(each.name for each in walk_packages(spec_impl.__path__, "spec_impl."))]
    for name in sorted(found):
        module = import_module(name)
        path = Path(str(module.__file__))
        defined = [(word, thing) for word, thing in vars(module).items() if _is_defined_in(module, word, thing)]
        names = tuple(_name(word, thing) for word, thing in sorted(defined, key=lambda pair: _line(pair[1])))
        text = path.read_text(encoding="utf-8")
        shown = highlight(text, PythonLexer(), SOURCE)
        yield Module(name, path.relative_to(ROOT).as_posix(), inspect.getdoc(module) or "", names, shown)


@cache
def public_names() -> dict[str, tuple[Name, ...]]:
    """What a notebook may import from the workbench, by the package that it comes from."""
    offered = {"roomspec": roomspec, "roomspec.show": show}
    return {
        name: tuple(_name(word, getattr(package, word)) for word in sorted(package._HOMES, key=str.lower))  # noqa: SLF001
        for name, package in offered.items()
    }


def _is_defined_in(module: Any, word: str, thing: Any) -> bool:
    is_code = inspect.isclass(thing) or inspect.isfunction(thing)
    return is_code and not word.startswith("_") and thing.__module__ == module.__name__ and thing.__name__ == word


def _name(word: str, thing: Any) -> Name:
    is_code = inspect.isclass(thing) or inspect.isfunction(thing)
    says = (inspect.getdoc(thing) or "") if is_code or inspect.ismodule(thing) else ""
    says = "" if inspect.isclass(thing) and says.startswith(f"{thing.__name__}(") else says
    return Name(word, _signature(thing) if is_code else "", says, _line(thing) if is_code else None)


def _signature(thing: Any) -> str:
    """With what it is called; a class that says no more than any other has none."""
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return ""
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    written = (f"{stars.get(p.kind, '')}{p.name}{_annotation(p.annotation)}" for p in found.parameters.values())
    return f"({', '.join(written)})"


def _annotation(annotation: Any) -> str:
    if annotation is inspect.Parameter.empty:
        return ""
    words = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return f": {words}"


def _line(thing: Any) -> int:
    try:
        return inspect.getsourcelines(thing)[1]
    except (OSError, TypeError):
        return 0
