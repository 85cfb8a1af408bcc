"""Calls from a notebook: every name that is handed out, called with what does not belong there, one argument at a time.

Which names there are, and what each wants, is read off the packages, so that a new one is tried from its first day on.
What no hint lets in is refused with a sentence of ours, and nothing at all is answered by an error from inside.
"""

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from inspect import Parameter, isfunction, signature
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType, UnionType
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import roomspec
import spec_impl
from roomspec import check_logs, log_of, log_text, search, show
from roomspec.show.exercises.catalogue import too_late
from roomspec.show.exercises.kinds import Reply
from spec_impl import LITERAL_2014, Give, Knock, Trace, World
from spec_impl.cast import ALICE, CAROL, TEA, A, C, knowing, tea_room
from spec_impl.claims import CLAIMS
from spec_impl.messages import JoinRequest, Told
from spec_impl.rules import TABLES
from spec_impl.rules.table import Reason
from spec_impl.scopes import SCOPES
from tests.hostile.attempt import Attempt

RUN = knowing(tea_room("knock"), CAROL).give(CAROL, Knock(TEA))
SCOPE = SCOPES["one knock"]
MAKING = frozenset(
    {"Allowed", "Asked", "Figure", "LeakGame", "Limits", "Reading", "Scope", "SpotTheLeak", "Stepper", "Trace", "World"}
)
"""The classes of which a notebook makes something by hand, and which then look at what they are given."""

SLOW = frozenset({"ledger_of", "membership_machine", "reknocking", "try_change"})
"""What works for a while on whatever it takes."""


def spent() -> Iterator[object]:
    """A generator that was read before."""
    read = (each for each in (1,))
    list(read)
    return read


BROUGHT: dict[str, Callable[[], Any]] = {
    "nothing": lambda: None, "yes": lambda: True, "zero": lambda: 0, "a number below it": lambda: -1,
    "a large number": lambda: 10**30, "a fraction": lambda: 1.5, "not a number": lambda: float("nan"),
    "no text": lambda: "", "a word": lambda: "tea", "a long text": lambda: "x" * 500,
    "an unseen sign": lambda: "a\u202eb", "half a sign": lambda: "\ud800", "markup": lambda: "[/x]{0}<b>%s",
    "bytes": lambda: b"tea", "a path": lambda: Path("nowhere"), "an empty tuple": lambda: (),
    "a tuple": lambda: ("tea",),
    "a list": lambda: ["tea"], "a set": lambda: {"tea"}, "an empty mapping": dict, "a mapping": lambda: {"tea": 1},
    "a class": lambda: Knock, "a type": lambda: int, "an object": object, "a function": lambda: lambda: None,
    "a module": lambda: roomspec, "a spent generator": spent, "a user": lambda: ALICE, "a command": lambda: Knock(TEA),
    "what is given": lambda: Give(CAROL, Knock(TEA)), "what is given, of texts": lambda: Give("carol", "knock"),  # type: ignore[arg-type]
    "an envelope": RUN.message, "a message": lambda: JoinRequest(TEA, CAROL, 1), "a run": lambda: RUN,
    "a run of nothing": lambda: Trace(World()), "a run under another reading": lambda: RUN.under(LITERAL_2014),
    "a world": lambda: RUN.world, "an empty world": World, "a reading": lambda: LITERAL_2014, "a scope": lambda: SCOPE,
    "a claim": lambda: CLAIMS[0], "a table": lambda: TABLES["knock"], "a row": lambda: TABLES["knock"].rows[0],
    "a word for a mode": lambda: "public", "a scope's name": lambda: SCOPE.name,
    "a claim's name": lambda: CLAIMS[0].name,
    "a server": lambda: A, "a room": lambda: TEA, "another room": lambda: "!lounge", "findings": lambda: found(),  # noqa: PLW0108 - it stands below
}  # fmt: skip
"""What is brought to every argument of every door."""


@cache
def found() -> search.Findings:
    """What a search of a tiny scope finds."""
    return search.check(SCOPE, claims=CLAIMS)


@cache
def good() -> tuple[Any, ...]:
    """Of each class a value to stand in every place but the one that is tried."""
    head, lines = log_of(RUN, C)
    answer = check_logs({"c": log_text(head, lines)})
    return (
        TEA, RUN, RUN.world, RUN.world.server(C), CAROL, LITERAL_2014, SCOPE, CLAIMS[0], found(), TABLES["knock"],
        Give(CAROL, Knock(TEA)), RUN.message(), Knock(TEA), JoinRequest(TEA, CAROL, 1), head, lines[0], answer,
        too_late("carol"), Reason.UNAWARE,
        Told.NO_SUCH_ROOM, roomspec.Over.MOMENT, show.legend(), RUN.last.action, 1, True, b"tea", RUN.last.judged,
        Path(mkdtemp(prefix="hostile-")),
    )  # fmt: skip


@cache
def doors() -> dict[str, Callable[..., Any]]:
    """Every function that is handed out, the making of each class, the methods of things, by what one calls them."""
    names = {(roomspec, each) for each in roomspec._HOMES} | {(show, each) for each in show.__all__}
    names |= {(search, each) for each in search.__all__} | {(spec_impl, each) for each in vars(spec_impl)}
    things = {name: getattr(module, name) for module, name in sorted(names, key=str)}
    things = {n: each for n, each in things.items() if isfunction(each) or (n in MAKING and isinstance(each, type))}
    for module in (roomspec.catalogue, roomspec.figures):
        things |= {f"{module.__name__}.{n}": f for n, f in vars(module).items() if n[0] != "_" and _is_of(module, f)}
    for thing in (RUN, found(), too_late("carol"), show.Walk(A, C), show.legend(), roomspec.SpotTheLeak()):
        own = (name for name, each in vars(type(thing)).items() if isfunction(each) and not name.startswith("_"))
        things |= {f"{type(thing).__name__}.{name}": getattr(thing, name) for name in own}
    return things | {"World.of": World.of, "Stepper.open": show.Stepper.open}


def _is_of(module: ModuleType, thing: object) -> bool:
    return isfunction(thing) and thing.__module__ == module.__name__


def attempts() -> Iterator[Attempt]:
    """Each argument of each door with each thing; and each door with an argument too few, and one too many."""
    for name, asked in doors().items():
        yield Attempt(name, "too few", "none", partial(called, asked, ()))
        yield Attempt(name, "too many", "a name that it has not", partial(called, asked, (), flavour="tea"))
        for parameter in signature(asked).parameters.values():
            for what, bring in BROUGHT.items():
                if what == "a class" and parameter.name in ("standing", "kind"):
                    continue  # it can be called, and what comes back is anybody's
                outcome = partial(brought, asked, parameter.name, bring)
                yield Attempt(name, parameter.name, what, outcome, name.rpartition(".")[2] in SLOW)


def brought(asked: Callable[..., Any], place: str, bring: Callable[[], Any]) -> str:
    """What is wrong with the answer where this is brought to that argument, and what belongs there to all others."""
    value, hints, given, named = bring(), get_type_hints(_plain(asked)), [], {}
    for name, each in signature(asked).parameters.items():
        if name != place and each.default is not Parameter.empty:
            continue
        stands = value if name == place else example(hints.get(name, Any))
        match each.kind:
            case Parameter.KEYWORD_ONLY:
                named[name] = stands
            case Parameter.VAR_KEYWORD:
                named["flavour"] = stands
            case _:
                given.append(stands)
    keyword = signature(asked).parameters[place].default is not Parameter.empty
    if keyword:
        given, named = [each for each in given if each is not value], {place: value, **named}
    return called(asked, given, may_be(value, hints.get(place, Any)), **named)


def called(asked: Callable[..., Any], given: Collection[Any], is_let_in: bool = False, **named: Any) -> str:
    """What is wrong with an answer: an error from inside, no sentence, or anything at all for what no hint lets in."""
    try:
        answer = asked(*given, **named)
        said = list(answer) if isinstance(answer, Iterator) else repr(answer)
    except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked at
        return fault_of(error)
    is_empty = not given and not named  # which is let in where nothing is wanted
    return "" if isinstance(answer, Reply) or is_let_in or is_empty else f"takes it and answers {str(said)[:80]}"


def fault_of(error: Exception) -> str:
    """What is wrong with an error: it is none of ours, or one that says nothing on one line."""
    kind, *_, last = type(error), *traceback.extract_tb(error.__traceback__)
    if kind is TypeError and last.filename == __file__:
        return ""  # Python's own words at the very call: an argument too few, or too many
    is_ours = kind.__module__.startswith(("spec_impl", "roomspec")) or (kind is ValueError and _is_ours(last))
    sentence = str(error)
    if not is_ours:
        return f"raises {kind.__name__}: {sentence[:200]} ({last.filename[-40:]}:{last.lineno})"
    return "" if 10 < len(sentence) < 4_000 and sentence.isprintable() else f"says {sentence[:300]!a}"


def _is_ours(frame: traceback.FrameSummary) -> bool:
    return Path(frame.filename).parts[-2:] != () and (frame.line or "").strip().startswith("raise ")


def _plain(asked: Any) -> Any:
    return asked.__init__ if isinstance(asked, type) else asked


def parts_of(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """What a hint comes to, without its name, and its parts."""
    while isinstance(hint, NewType | TypeVar):
        hint = hint.__supertype__ if isinstance(hint, NewType) else hint.__bound__ or Any
    return get_origin(hint) or hint, get_args(hint)


def may_be(value: object, hint: Any) -> bool:
    """Whether a hint lets the value in, as far as its outermost class says."""
    origin, parts = parts_of(hint)
    if origin in (Union, UnionType) and parts:
        return any(may_be(value, part) for part in parts)
    if origin is Literal:
        return value in parts
    if parts and isinstance(value, str | bytes):
        return False
    return origin in (Any, object) or isinstance(value, origin)


def example(hint: Any) -> Any:
    """Something that a hint lets in."""
    origin, parts = parts_of(hint)
    if origin in (Union, UnionType) and parts:
        return None if type(None) in parts else next(filter(None, map(example, parts)))
    if origin is Literal:
        return parts[0]
    if origin is Callable:
        return lambda *_: None
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {example(parts[0]): example(parts[1])}
    if parts and isinstance(origin, type) and issubclass(origin, Iterable):
        return tuple(example(part) for part in parts if part is not ...)
    if origin is type:
        return Knock
    return next((each for each in good() if origin in (Any, object) or isinstance(each, origin)), None)
