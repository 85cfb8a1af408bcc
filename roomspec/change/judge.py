"""Which class a change has by what it does, and whether that is what it declares itself to be.

clarification   nobody can tell the two versions apart, within the scopes and cells that were compared
deprecation     the same, and a clause is now advised against
feature         all that was granted is seen as before, and something refused before is granted
new             as feature, only through a command, message or word that the older version lacks
breaking        all else: also what a refused asker hears, a claim that fails now, a clause that binds otherwise
internal        neither a rule's words nor a clause's say anything else

A change may be tried on a copy of the installed specification: nothing is written anywhere but into a temporary folder.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import spec_impl
from spec_impl.bounds import UnreadableError, text_in

from .beside import NotComparable
from .changed import ChangedCode, SourceChange, changed_code
from .compare import RECOMMENDED, Asked, ClaimChange, Compared, Version, fingerprint
from .comparison import compare
from .differences import Parting
from .outside import reaches_outside
from .reworded import ClauseTexts, Reworded, clause_texts, reworded
from .sources import SourceFiles

RANKS = {"internal": 0, "clarification": 1, "deprecation": 1, "feature": 2, "new": 2, "breaking": 3}
"""The classes, from what no reader of the specification needs to know to what breaks somebody's expectation."""

BECAME = ("broken", "no longer witnessed", "mended", "witnessed in fewer scopes", "witnessed")
"""What can become of a claim, the worst first."""

EVERYTHING = Asked()
INSTALLED = Path(spec_impl.__file__).parent

# --- What a change declares itself to be: its fragments, one file each, `changes/NNN.<class>.md` ----------------------

_NAME = re.compile(r"^(?P<number>\+?[A-Za-z0-9_-]+)\.(?P<kind>[A-Za-z]+)(\.\d+)?\.md$")
_ACKNOWLEDGED = re.compile(r"^acknowledges: (?P<fingerprint>[0-9a-f]{12})( \([^)]*\))? because (?P<reason>\S.*)$")


@dataclass(frozen=True)
class Declared:
    """What the new fragments say between them; without any, `kind` is empty."""

    kind: str = ""
    files: tuple[str, ...] = ()
    acknowledged: tuple[tuple[str, str], ...] = ()


def declared(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Declared:
    """What the fragments of the newer revision declare that the older one does not have, or has otherwise.

    Raises `NotComparable`, with what to do, for a fragment that cannot be read.
    """
    names = [name for name in sorted(after) if name.endswith(".md") and name != "README.md"]
    fresh, kinds = [name for name in names if before.get(name) != after[name]], []
    for name in fresh:
        found = _NAME.match(name)
        if not found or found["kind"] not in RANKS:
            known = ", ".join(sorted(RANKS))
            raise NotComparable(f"changes/{name} names no class: call it NNN.<class>.md with one of {known}")
        kinds.append(found["kind"])
    acknowledged = tuple(line for name in fresh for line in _acknowledged(name, after[name]))
    return Declared(max(kinds, key=RANKS.__getitem__, default=""), tuple(f"changes/{n}" for n in fresh), acknowledged)


def _acknowledged(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The findings that a fragment acknowledges, each with the reason."""
    try:
        text = text_in(content)
    except UnreadableError as unreadable:
        raise NotComparable(f"changes/{name}: {unreadable}: write it anew, one or two sentences") from None
    if not text.strip():
        raise NotComparable(f"changes/{name} is empty: say in one or two sentences what changes for a reader")
    for line in text.splitlines():
        if line.strip().startswith("acknowledges"):
            found = _ACKNOWLEDGED.match(line.strip())
            if not found:
                wanted = "acknowledges: <its number of 12 letters> (<its words>) because <your reason>"
                raise NotComparable(
                    f"changes/{name} acknowledges something, but not in the form “{wanted}”: write it so"
                )
            yield found["fingerprint"], found["reason"]


# --- The judgement ----------------------------------------------------------------------------------------------------


@dataclass
class BehaviourChange:
    """One way in which the two versions part: where it was met, and in how many cells."""

    parting: Parting
    scopes: list[tuple[str, str]] = field(default_factory=list)
    cells: dict[str, int] = field(default_factory=dict)
    example: str = ""

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return fingerprint("behaviour", " ".join(self.parting.clauses), self.parting.key)


class Finding(NamedTuple):
    """What stays red until so many different reasons are given for its number."""

    number: str
    sentence: str
    times: int = 1
    is_claim: bool = False


@dataclass(frozen=True)
class JudgedChange:
    """A comparison, and by what it does and declares itself to be the class of the change and what is wrong with it."""

    compared: Compared
    reworded: tuple[Reworded, ...]
    declared: Declared
    texts: tuple[ClauseTexts, ClauseTexts] = ({}, {})
    code: tuple[ChangedCode, ...] = ()

    def declaring(self, kind: str, *acknowledged: tuple[str, str]) -> "JudgedChange":
        """The same comparison, declared as something else, with findings acknowledged: fingerprint and reason."""
        return replace(self, declared=Declared(kind, (f"changes/NNN.{kind}.md",), acknowledged))

    @cached_property
    def changes(self) -> tuple[BehaviourChange, ...]:
        """The ways in which somebody can see the versions part; with a run, under `COMPLETED`, in few steps: first."""
        found: dict[str, BehaviourChange] = {}
        sightings = self.compared.sightings()
        for searched in self.compared.searched:
            for key, way in searched.partings.items():
                change = found.setdefault(key, BehaviourChange(way))
                change.scopes.append((searched.scope["name"], searched.reading))
                if key in sightings and searched.sightings.get(key) is sightings[key]:
                    change.parting = way
        for flips in self.compared.cells.flips.values():
            if flips.seen:
                change = found.setdefault(flips.parting.key, BehaviourChange(flips.parting))
                change.cells, change.example = flips.count, flips.example

        def rank(change: BehaviourChange) -> tuple[object, ...]:
            key = change.parting.key
            shown = sightings[key].rank if key in sightings else (RECOMMENDED not in change.cells, 0)
            return key not in sightings, *shown, key

        return tuple(sorted(found.values(), key=rank))

    @cached_property
    def groups(self) -> tuple[tuple[BehaviourChange, ...], ...]:
        """The same, those together that come from the same rows."""
        found: dict[tuple[str, str, str], list[BehaviourChange]] = defaultdict(list)
        for change in self.changes:
            way = change.parting
            found[way.table, way.before.sentence, way.after.sentence].append(change)
        return tuple(map(tuple, found.values()))

    @cached_property
    def inside(self) -> tuple[Parting, ...]:
        """Where something is decided otherwise and nobody sees it."""
        parts = {key: way for searched in self.compared.searched for key, way in searched.inside.items()}
        flips = self.compared.cells.flips.values()
        parts |= {each.parting.key: each.parting for each in flips if not each.seen}
        return tuple(parts[key] for key in sorted(parts))

    @cached_property
    def claims(self) -> tuple[ClaimChange, ...]:
        """What became of the claims, broken ones first; a path that is walked in another scope is not lost."""
        lost = self.compared.not_witnessed
        found = [
            replace(change, became="witnessed in fewer scopes")
            if change.became == "no longer witnessed" and change.name not in lost
            else change
            for change in self.compared.claim_changes()
        ]
        return tuple(sorted(found, key=lambda each: BECAME.index(each.became)))

    @cached_property
    def turned(self) -> tuple[Reworded, ...]:
        """The clauses that bind more or less than before."""
        return tuple(each for each in self.reworded if each.turned)

    @cached_property
    def row_clauses(self) -> list[str]:
        """The clauses behind what is written otherwise; those that stand in the very lines that differ come first."""
        lines = " ".join(line for each in self.code for line in each.lines if line[:1] in "+-")
        return sorted(self.compared.row_clauses, key=lambda clause: not re.search(rf"\b{clause}\b", lines))

    @cached_property
    def clauses_behind(self) -> tuple[str, ...]:
        """The clauses that the change is about, the nearest first.

        Those that say something new, then those of the rows that are written otherwise, of which those that a broken
        claim speaks of too; then the first behind what is seen to differ, and those of the broken claim that shares
        most with it, if any does; then the others of these, the kinds of message among them, and those of all other
        claims that broke.
        """
        seen = [clause for change in self.changes for clause in change.parting.clauses]
        broken = [claim.cites for claim in self.claims if claim.is_broken]
        shared = [len({*cites} & {*seen}) / len(cites) if cites else 0 for cites in broken]
        nearest = broken[shared.index(max(shared))] if any(shared) else ()
        rest = [clause for cites in broken for clause in cites]
        rows = sorted(self.row_clauses, key=lambda clause: clause not in rest)
        behind = tuple(dict.fromkeys((*rows, *seen[:1], *nearest, *seen, *rest)))
        said = {each.clause for each in self.reworded}
        return tuple(sorted(behind, key=lambda clause: clause not in said))

    @cached_property
    def computed(self) -> str:
        """The class, by what the change does."""
        old, new = map(set, self.compared.tables)
        unanswered = [each for each in self.turned if not self.is_acknowledged(each.fingerprint)]
        # A claim that was reworded may fail in its older wording, if that is given up with a reason.
        broken = [
            c for c in self.claims if c.is_broken and not (c.is_in_older_words and self.is_acknowledged(c.fingerprint))
        ]
        if broken or old - new or unanswered:
            return "breaking"
        if self.changes:
            more = all(change.parting.is_more for change in self.changes)
            only_new = all(change.parting.is_new for change in self.changes)
            return ("new" if only_new else "feature") if more else "breaking"
        if new - old or self.compared.cells.newer:
            return "new"
        if any(each.is_deprecated_now for each in self.reworded):
            return "deprecation"
        return "clarification" if self.reworded or self.compared.rows or self.inside else "internal"

    def is_acknowledged(self, number: str, times: int = 1) -> bool:
        """Whether a fragment gives so many different reasons for a finding."""
        return len({reason for each, reason in self.declared.acknowledged if each == number}) >= times

    @property
    def is_red(self) -> bool:
        """Whether somebody must look again."""
        return bool(self.reds)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What stands on the first line: what was not compared, what decided nowhere, what could not be asked."""
        unasked = self.compared.unasked
        return (
            *(f"Not compared: {each}." for each in self.compared.not_compared),
            *(f"Not shown: “{sentence}” ({table}) decided nowhere." for table, sentence in self.compared.not_shown),
            *([f"Could not be asked of {self.compared.base.name}: {unasked}."] if unasked else []),
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What stays red whatever the class, unless the fragment says why."""
        return (*self._broken(), *self._not_seen(), *self._turned())

    @cached_property
    def unanswered(self) -> tuple[Finding, ...]:
        """The findings for which the fragment gives no reason, or too few."""
        return tuple(each for each in self.findings if not self.is_acknowledged(each.number, each.times))

    @property
    def is_unsaid(self) -> bool:
        """Whether behaviour changed and no clause behind it says anything new."""
        return bool(self.changes) and not {*self.clauses_behind} & {each.clause for each in self.reworded}

    @property
    def is_underdeclared(self) -> bool:
        """Whether the change is more than it declares itself to be."""
        kind = self.declared.kind
        return RANKS[self.computed] > (RANKS[kind] if kind else 0)

    @cached_property
    def reds(self) -> tuple[str, ...]:
        """Why what is declared will not do, if it will not."""
        unsaid, undeclared = [self._unsaid()] * self.is_unsaid, [self._undeclared()] * self.is_underdeclared
        return (*(each.sentence for each in self.unanswered), *unsaid, *undeclared)

    def _undeclared(self) -> str:
        kind, computed, where = self.declared.kind, self.computed, ", ".join(self.declared.files)
        says = f"Declared as {kind} ({where})" if where else "No new fragment declares this change"
        wanted = f"declare it in changes/NNN.{computed}.md, and say there what a reader has to change or may rely on"
        return f"{says}, and it is {of_class(computed)}. Not meant: take back what goes beyond. Meant: {wanted}."

    def _unsaid(self) -> str:
        clauses = ", ".join(self.clauses_behind[:3]) or "a clause of what it is about"
        return (
            "Behaviour changed and no clause behind it says anything new. "
            f"Say it where a reader looks for it, in spec_impl/clauses.toml; nearest: {clauses}."
        )

    def _turned(self) -> Iterator[Finding]:
        for each in self.turned:
            rows = self.compared.citing.get(each.clause, [])
            listed = "; ".join(f"“{row}”" for row in rows[:5]) or "none"
            more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
            what = f"{each.clause} binds otherwise: {each.turned}. Rows behind it: {listed}{more}"
            line = acknowledging(each.fingerprint, f"{each.clause}: {each.turned}")
            how = "If they are as they should be, write into the fragment"
            yield Finding(each.fingerprint, f"{what}. {how}: {line}")

    def _not_seen(self) -> Iterator[Finding]:
        """What differs and was not compared, and rows that decided nowhere."""
        for each in self.compared.not_compared:
            number = fingerprint("not compared", each)
            how = "Compare more of it, or look at it yourself and write into the fragment"
            yield Finding(number, f"Not compared: {each}. {how}: {acknowledging(number, each)}")
        for table, sentence in self.compared.not_shown:
            number = fingerprint("not shown", table, sentence)
            yield Finding(
                number,
                f"Not shown: the row “{sentence}” of the table {table} was changed and decided in no situation "
                f"and no scope. Add a value to an axis of that table in spec_impl/cells.py, or a scope in "
                f"spec_impl/scopes, in which it decides; or write into the fragment: "
                f"{acknowledging(number, sentence)}",
            )

    def _broken(self) -> Iterator[Finding]:
        """The claims that fail now, one for each claim and reading; concealment needs two reasons."""
        broken = [each for each in self.claims if each.is_broken]
        for number in dict.fromkeys(each.fingerprint for each in broken):
            those = [each for each in broken if each.fingerprint == number]
            claim, is_leak = those[0], those[0].is_leak
            scopes = ", ".join(dict.fromkeys(f"“{each.sighting.scope}”" for each in those))
            what = "Concealment is broken, which no class covers" if is_leak else "A claim is broken"
            how = "twice, once with what outsiders may learn now and once with why they may" if is_leak else "once"
            where = f"{claim.name}, in {scopes}, reading {claim.sighting.reading}"
            line = acknowledging(number, claim.name)
            sentence = f"{what}: {where}. Mend it; or write into the fragment, {how}: {line}"
            yield Finding(number, sentence, 1 + is_leak, is_claim=True)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What became of each finding that is acknowledged."""
        known = {each.number for each in self.findings}
        return tuple(
            f"Acknowledged: {each}, because {reason}"
            if each in known
            else f"The fragment acknowledges {each}, and there is no such finding (any more)."
            for each, reason in self.declared.acknowledged
        )


def of_class(kind: str) -> str:
    """What a change of a class is, after "it is"."""
    return kind if kind in ("breaking", "new", "internal") else f"a {kind}"


def acknowledging(number: str, words: str) -> str:
    """The line by which a finding is acknowledged, as a fragment has it."""
    plain = " ".join(words.replace("(", "").replace(")", "").split())
    return f"acknowledges: {number} ({plain[:80]}) because …"


# --- From two versions, and from edits --------------------------------------------------------------------------------


def judge_versions(
    base: Version, head: Version, says: Declared | None = None, asked: Asked = EVERYTHING
) -> JudgedChange:
    """Compare two versions and judge the change by what it is declared to be.

    Raises `NotComparable`, with one sentence, for what cannot be compared.
    """
    texts = clause_texts(base), clause_texts(head)
    old, new = SourceFiles(base.folder), SourceFiles(head.folder)
    compared = compare(base, head, SourceChange(old, new), asked)
    compared.not_compared += reaches_outside(old.files, new.files)
    return JudgedChange(compared, reworded(*texts), says or Declared(), texts, changed_code(old, new))


class Edit(NamedTuple):
    """In one file of the specification, what stands there and what is to stand in its place."""

    file: str
    before: str
    after: str


def try_change(*edits: Edit, declared: str = "", asked: Asked = EVERYTHING) -> JudgedChange:
    """Make the edits on a copy of the specification, compare it with the original and judge it.

    Arguments: the edits, the class that the change declares itself to be, and how far to look.
    Raises `NotComparable` where an edit does not fit, or the edited specification cannot be compared.
    """
    if declared and declared not in RANKS:
        raise NotComparable(f"there is no class {declared!r}: choose one of {', '.join(sorted(RANKS))}")
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        base, head = copy_installed(Path(old), "before"), copy_installed(Path(new), "after", edits)
        says = Declared(declared, (f"changes/NNN.{declared}.md",) if declared else ())
        return judge_versions(base, head, says, asked)


def copy_installed(folder: Path, name: str, edits: Iterable[Edit] = ()) -> Version:
    """The installed specification in that folder, with the edits made."""
    shutil.copytree(INSTALLED, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    for edit in edits:
        path = folder / edit.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        times = text.count(edit.before)
        if times != 1:
            raise NotComparable(
                f"{edit.file} has {edit.before!r} {times} times, and an edit needs it once: give more of it"
            )
        path.write_text(text.replace(edit.before, edit.after), encoding="utf-8", newline="\n")
    return Version(folder, name)
