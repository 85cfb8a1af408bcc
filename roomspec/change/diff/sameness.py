"""Whether two models are one program in two layouts; then nothing has to be run to know that they do the same."""

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def same_program(one: Path, other: Path) -> bool:
    """Whether two packages are the same but for layout and comments."""
    files = [sorted(p.relative_to(folder) for p in _files(folder)) for folder in (one, other)]
    return files[0] == files[1] and all(_normal(one / name) == _normal(other / name) for name in files[0])


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _normal(path: Path) -> Any:
    content = path.read_bytes()
    if path.suffix != ".py":
        return content
    try:
        return ast.dump(ast.parse(content))
    except (SyntaxError, ValueError):
        return content
