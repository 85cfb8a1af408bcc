"""What a judged change comes to in a sentence or two: the headline, the clause that matters, what to do about it.

Nothing is ruled here: `judge.py` says what is red, and this says it to a person, as a colleague would.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .changed import ChangedCode
from .compare import ClaimChange
from .differences import WHAT_CAN_HAPPEN
from .judge import RANKS, BehaviourChange, JudgedChange, acknowledging, of_class
from .story import Who

LONGEST_HEADLINE = 70
WEIGHTIEST = ("must", "must not", "should", "should not", "tension", "gap", "may")
"""Which clause comes first among those that stand behind a change."""

MOST_NUMBERS, MOST_OTHERS = 3, 5
"""How many claims, and how many reasons of other kinds, are put into advice; all of them stand in the full report."""

_SWITCH = re.compile(r'reading\.(\w+)|under="(\w+)=')


@dataclass(frozen=True)
class Advice:
    """One thing to do: for whom or when, what, and lines to be written as they stand."""

    about: str
    words: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuotedClause:
    """A clause in a report: what it says, whose words these are, and what it said where that is otherwise."""

    id: str
    says: str
    is_ours: bool
    before: str = ""


# --- The headline -----------------------------------------------------------------------------------------------------


def headline(judged: JudgedChange, who: Who | None, outsider: str) -> str:
    """The verdict, and in the same line what a person would hear first."""
    if not judged.is_red:
        return f"Green: {_green(judged)}"
    if _failing(judged, leaks=True):
        return f"Red, a leak: {outsider or 'an outsider'} can find out that a hidden room exists"
    seen, kind = _seen(judged, who), judged.declared.kind
    if judged.is_underdeclared:
        return _in_short(
            f"Red: declared {of_class(kind)}, but {seen}" if kind else f"Red: {seen}, and no fragment says so", seen
        )
    if judged.is_unsaid:
        return _in_short(f"Red: {seen}, and no clause says so", seen)
    return f"Red: {_other(judged)}"


def _in_short(words: str, seen: str) -> str:
    """What is seen alone, where all of it is too long; what to do says the rest."""
    return words if len(words) <= LONGEST_HEADLINE else f"Red: {_cut(seen)}"


def _other(judged: JudgedChange) -> str:
    """What is red for no difference that was seen."""
    if judged.turned:
        return _cut(f"{judged.turned[0].clause} binds otherwise, {judged.turned[0].turned}")
    if judged.compared.not_compared:
        return "not all that was changed could be compared"
    return "a changed row decides nowhere" if judged.compared.not_shown else _cut(judged.reds[0])


def _green(judged: JudgedChange) -> str:
    if judged.compared.same_program:
        return "the same program but for layout and comments"
    seen = "" if judged.changes else "; nobody sees a difference"
    kind, computed = judged.declared.kind, judged.computed
    if kind == computed or (kind and RANKS[kind] == RANKS[computed]):
        return f"{kind}, as declared{seen}"
    return f"{computed}, declared {of_class(kind)}{seen}" if kind else f"{computed}{seen}"


def _seen(judged: JudgedChange, who: Who | None) -> str:
    """What is seen otherwise, in very few words."""
    if who:
        if who.is_told:
            return f"{who.name} is told something else"
        if not who.after:
            was = f"is no longer {who.before[3:]}" if who.before.startswith("is ") else f"no longer {who.before}"
            return f"{who.name} {was}"
        return f"{who.name} {who.after}" if len(who.after) < 30 else f"{who.name} is shown something else"
    broken = next((claim for claim in judged.claims if claim.is_broken), None)
    if broken:
        return f"the claim “{broken.name}” fails"
    if any(each.parting.table == WHAT_CAN_HAPPEN for each in judged.changes[:1]):
        return "other things can happen"
    first = [side for each in judged.changes[:1] for side in (each.parting.before, each.parting.after)]
    if any("hears “" in side.words for side in first):
        return "an asker is told something else"
    if judged.turned and not judged.changes:
        return f"{judged.turned[0].clause} binds otherwise"
    return "servers do something else" if judged.changes else f"it is {of_class(judged.computed)}"


def _failing(judged: JudgedChange, *, leaks: bool) -> list[ClaimChange]:
    """The claims that fail and that no fragment acknowledges, each once for each reading."""
    open_ones = {each.number for each in judged.unanswered}
    failing = [claim for claim in judged.claims if claim.is_leak is leaks and claim.fingerprint in open_ones]
    return list({claim.fingerprint: claim for claim in reversed(failing)}.values())[::-1]


def _cut(words: str) -> str:
    """The beginning of a sentence that is too long for a headline."""
    most = LONGEST_HEADLINE - len("Red: ")
    return words if len(words) <= most else f"{words[: most - 1].rsplit(' ', 1)[0]} …"


# --- The clause -------------------------------------------------------------------------------------------------------

Texts = Mapping[str, Mapping[str, Any]]


def first_clause(
    judged: JudgedChange, main: BehaviourChange | None, changed: Sequence[ChangedCode], texts: Texts
) -> str:
    """The clause that the change rewrites or goes against: the one that matters most to whoever decides."""
    behind = judged.clauses_behind
    reworded = [each.clause for each in judged.reworded]
    leak = next((claim.cites for claim in _failing(judged, leaks=True)), ())
    rows = judged.row_clauses
    differing = main.parting.clauses if main else ()
    found: Sequence[str] = (
        [clause for clause in reworded if clause in behind]
        or reworded
        or _strongest([clause for clause in leak if clause in rows] or leak, texts)
        or [clause for clause in rows if clause in differing]
        or _of_switches(changed, texts)
        or _strongest(differing, texts)
        or behind
        or [clause for row in judged.compared.rows for clause in (row.after or row.before or {}).get("cites", ())]
    )
    return found[0] if found else ""


def _of_switches(changed: Sequence[ChangedCode], texts: Texts) -> list[str]:
    """The clauses of the switches in the lines that changed, those first that we had to read for ourselves."""
    lines = (line for code in changed for line in code.lines if line[:1] in "+-")
    switches = [name for line in lines for found in _SWITCH.findall(line) for name in found if name]
    found = [clause for switch in switches for clause, says in texts.items() if says.get("switch") == switch]
    return sorted(found, key=lambda clause: "reading" not in texts[clause])


def _strongest(clauses: Sequence[str], texts: Texts) -> list[str]:
    def rank(clause: str) -> int:
        strength = texts.get(clause, {}).get("strength", "")
        return WEIGHTIEST.index(strength) if strength in WEIGHTIEST else len(WEIGHTIEST)

    return sorted(clauses, key=rank)


def clause_said(clause: str, old: Texts, new: Texts) -> QuotedClause:
    """A clause with its words, and what they were where they are others."""
    sides = (texts.get(clause, {}) for texts in (old, new))
    before, after = (str(says.get("reading") or says.get("text", "")) for says in sides)
    return QuotedClause(clause, after or before, "reading" in new.get(clause, {}), before if before != after else "")


# --- What to do -------------------------------------------------------------------------------------------------------


def what_to_do(
    judged: JudgedChange, main: BehaviourChange | None, changed: Sequence[ChangedCode], clause: str
) -> list[Advice]:
    """The likeliest first: mend it; or say so, in the clause and in the fragment."""
    if not judged.is_red and not judged.changes:
        return []
    if not judged.is_red:
        reviewer = "nothing is left to mend. Decide whether the people above should see what they see now."
        where = ", ".join(f"`{each}`" for each in judged.declared.files)
        tell = f"{where} should tell them what to change, or what they may rely on; nothing else does."
        return [Advice("Reviewer:", reviewer), Advice("Implementers:", tell)]
    place = f"`{changed[0].path}`, line {changed[0].line}" if changed else "the change"
    if _failing(judged, leaks=True):
        found = _of_a_leak(judged, main, place)
    elif judged.changes or any(claim.is_broken for claim in judged.claims):
        says = "said" if clause in {each.clause for each in judged.reworded} else "says"
        against = f" until it does again what {clause} {says}" if clause else ""
        found = [Advice("Not meant?", f"Mend {place}{against}."), Advice("Meant?", _say_so(judged, clause))]
    elif judged.is_underdeclared:
        found = [Advice("Add a fragment:", f"{_declare(judged)}")]
    else:
        found = []
    claims = _failing(judged, leaks=False)
    if claims and not _failing(judged, leaks=True):
        numbers = tuple(acknowledging(claim.fingerprint, claim.name) for claim in claims[:MOST_NUMBERS])
        which = "Each claim that may fail" if len(claims) > 1 else "The claim that fails"
        rest = len(claims) - MOST_NUMBERS
        more_claims = f" ({rest} more are in the full report)" if rest > 0 else ""
        found.append(Advice("If claims may fail:", f"{which} needs a line in the fragment{more_claims}.", numbers))
    others = [Advice("", each.sentence) for each in judged.unanswered if not each.is_claim]
    more = [Advice("", f"The full report has {len(others) - MOST_OTHERS} more.")] if len(others) > MOST_OTHERS else []
    return [*found, *others[:MOST_OTHERS], *more]


def _of_a_leak(judged: JudgedChange, main: BehaviourChange | None, place: str) -> list[Advice]:
    leaks = _failing(judged, leaks=True)
    told = re.search(r"hears (“[^”]*”)", main.parting.before.words) if main else None
    again = f"let it say {told[1]} again" if told else "take the difference back"
    mend = Advice("Most likely:", f"in {place}, {again}. What was decided may stay; no one outside sees it.")
    line = acknowledging(leaks[0].fingerprint, leaks[0].name)
    others = len(leaks) - 1 + len(_failing(judged, leaks=False))
    more = f"; {others} more claims fail, which the full report numbers" if others else ""
    words = f"this line twice in the fragment, with what outsiders may learn now and with why they may{more}."
    return [mend, Advice("If it is meant:", words, (line,))]


def _say_so(judged: JudgedChange, clause: str) -> str:
    """Where the change is to be said, if it is meant."""
    where = clause or "the clause that it is about"
    if judged.is_unsaid:
        return f"Say so in {where} (`spec_impl/clauses.toml`), and {_declare(judged)}"
    return f"{where} says so already; in the fragment, {_declare(judged)}"


def _declare(judged: JudgedChange) -> str:
    fragment = next(iter(judged.declared.files), "changes/NNN.md")
    number = fragment.removeprefix("changes/").split(".")[0]
    what = "write down what readers gain"
    if judged.computed == "breaking":
        what = "write down what implementers have to change"
    if judged.computed in ("clarification", "deprecation"):
        what = "write one sentence for readers"
    return f"{what}; that makes it {of_class(judged.computed)}: `changes/{number}.{judged.computed}.md`."
