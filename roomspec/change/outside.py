"""Where a specification reaches outside of itself: the system, the process it runs in, code that is made as it runs.

A model that does so may behave in one way while it is compared and in another one afterwards, which no comparison can
see. So what is new of that kind is named, with file and line. This reads the source and is no wall: the wall is around
the process (`side/apart.py`). It is what a reviewer would look for first.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress

from .revisions import SPECIFICATION

_PURE = """
abc ast bisect collections contextlib copy dataclasses decimal difflib enum fnmatch fractions functools hashlib heapq
html itertools json math numbers operator re statistics string textwrap tomllib types typing unicodedata zlib
"""
PURE = frozenset(_PURE.split())
"""Modules by which nothing outside can be seen or changed."""

_NAMES = """
__import__ breakpoint compile eval exec exit globals input locals open quit vars __builtins__ __class__ __code__
__globals__ __loader__ __spec__ __subclasses__ __mro__ _getframe f_back f_globals modules
"""
WAYS_OUT = frozenset(_NAMES.split())
"""Names by which a program gets at the system, at its callers, or at code that stands nowhere."""

_MODULES = """
atexit builtins ctypes gc importlib inspect io os pathlib pickle platform posix pty shutil signal site socket subprocess
sys sysconfig tempfile threading time traceback weakref
"""
MODULES = frozenset(_MODULES.split())
"""Modules that others bring along, such as `dataclasses.sys`."""


def reaches_outside(was: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[str]:
    """Each way out that the newer files have and the older ones do not, in a sentence."""
    found = []
    for name, content in now.items():
        if not name.endswith(".py") or content == was.get(name):
            continue
        before = Counter(what for what, _ in _ways_out(was.get(name, b"")))
        for what, line in _ways_out(content):
            if before[what]:
                before[what] -= 1
            else:
                place = f"{SPECIFICATION}/{name}, line {line}"
                found.append(f"what {place}, does outside of the specification ({what})")
    return found


def _ways_out(content: bytes) -> Iterator[tuple[str, int]]:
    """Each way out in a file with its line; a file that cannot be read has none."""
    with suppress(SyntaxError, ValueError):
        for node in ast.walk(ast.parse(content)):
            for what in _way_out(node):
                yield what, getattr(node, "lineno", 1)


def _way_out(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (f"import {each.name}" for each in names if not _is_inside(each.name))
        case ast.ImportFrom(module=str(module), names=names, level=0):
            if not _is_inside(module):
                yield f"from {module} import"
            yield from (f"from {module} import {each.name}" for each in names if each.name in MODULES)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in WAYS_OUT:
            yield name
        case ast.Attribute(attr=name) if name in MODULES:
            yield f".{name}"
        case ast.Call(func=ast.Name(id="getattr" | "setattr" | "delattr" as name), args=[_, inner, *_]):
            if not isinstance(inner, ast.Constant):
                yield f"{name} of a name that is made as it runs"
        case _:
            pass


def _is_inside(module: str) -> bool:
    return module.partition(".")[0] in PURE | {SPECIFICATION, "__future__"}
