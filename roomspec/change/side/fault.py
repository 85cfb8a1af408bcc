"""What is wrong with a specification that cannot be loaded, or breaks while it is asked: one sentence, file and line.

Nothing of the specification is imported here, since it is what may be broken.
"""

import re
import tomllib
import traceback
from pathlib import Path

ASKED_PACKAGE = "spec_impl"
TEXTS_FILE = "clauses.toml"
MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
LONGEST_SAID = 300


def fault_of(error: BaseException) -> str:
    """What was raised and where, on one line, with no path outside the package."""
    if isinstance(error, SyntaxError):
        is_marker = (error.text or "").startswith(MARKERS)
        words = "a conflict marker of git is left" if is_marker else f"{type(error).__name__}: {error.msg}"
        return f"{words} ({_place(error.filename or '')}, line {error.lineno})"
    words = f"{type(error).__name__}: {' '.join(str(error).split())[:LONGEST_SAID]}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    if not frames:
        return words
    # Too deep a recursion may end in whoever counts what is at work; the line to be mended is the model's own.
    last = [*frames, *filter(_is_of_the_package, frames)][-1]
    reading = [Path(frame.filename) for frame in frames if Path(frame.filename).name == "clauses.py"]
    if reading and (found := _in_the_clauses(reading[-1], error)):
        return found
    # While a module is imported, the line that was written wrongly is the one in the module itself.
    imported = [frame for frame in frames if frame.name == "<module>" and _is_of_the_package(frame)]
    at = imported[-1] if imported else last
    return f"{words} ({_place(at.filename)}, line {at.lineno})"


def is_of_the_specification(error: BaseException) -> bool:
    """Whether it is the specification that broke, and not who asks it."""
    frames = traceback.extract_tb(error.__traceback__)
    last = error.filename or "" if isinstance(error, SyntaxError) else frames[-1].filename if frames else ""
    missing = isinstance(error, ImportError) and (error.name or "").partition(".")[0] == ASKED_PACKAGE
    ours = [frame.filename for frame in frames if _is_ours(frame.filename)]
    return missing or ASKED_PACKAGE in Path(last).parts or bool(ours and ASKED_PACKAGE in Path(ours[-1]).parts)


def passes_through_the_specification(error: BaseException) -> bool:
    """Whether any line of the specification was at work when it was raised."""
    return any(map(_is_of_the_package, traceback.extract_tb(error.__traceback__)))


def _is_of_the_package(frame: traceback.FrameSummary) -> bool:
    return ASKED_PACKAGE in Path(frame.filename).parts


def _in_the_clauses(module: Path, error: BaseException) -> str:
    """What is wrong in the file of clauses itself; nothing where it is as it should be."""
    try:
        text = module.with_name(TEXTS_FILE).read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except OSError as missing:
        return f"{ASKED_PACKAGE}/{TEXTS_FILE} cannot be read: {missing.strerror}"
    except UnicodeDecodeError:
        return f"{ASKED_PACKAGE}/{TEXTS_FILE} is no text in UTF-8"
    except tomllib.TOMLDecodeError as wrong:
        said = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(wrong))
        where = "" if not said else f", line {said[2]}" if said[2] else ", at its end"
        return f"no TOML: {said[1] if said else wrong} ({ASKED_PACKAGE}/{TEXTS_FILE}{where})"
    clauses = found.get("clause")
    names = re.findall(r"'(\w+)'", str(error)) or re.findall(r"has no (id)$", str(error))
    if not isinstance(clauses, list) or not names or (isinstance(error, LookupError) and "id" not in names):
        return ""
    unexpected = "unexpected" in str(error)
    starts = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[clause]]"]
    for clause, line in zip(clauses, starts, strict=False):
        wrong_names = [name for name in names if (name in clause) is unexpected]
        if wrong_names:
            what = "has an unknown key" if unexpected else "lacks the key"
            place = f"{ASKED_PACKAGE}/{TEXTS_FILE}, line {line}"
            return f"clause {clause.get('id', '?')} {what} {', '.join(wrong_names)} ({place})"
    return ""


def _is_ours(filename: str) -> bool:
    return bool({ASKED_PACKAGE, "roomspec"} & set(Path(filename).parts))


def _place(filename: str) -> str:
    parts = Path(filename).parts
    known = [place for place, part in enumerate(parts) if part in (ASKED_PACKAGE, "roomspec")]
    return "/".join(parts[known[-1] if known else -1 :])
