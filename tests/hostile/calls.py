"""Calls from a notebook: every name that is handed out, called with what does not belong there, one argument at a time.

Which names there are, and what each wants, is read off the packages, so that a new one is tried from its first day on.
What no hint lets in is refused with a sentence of ours, and nothing at all is answered by an error from inside.
"""

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
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
from spec_impl import LITERAL_2014, READINGS, Fault, Give, Knock, RoomId, ServerName, Trace, UserId, World, receive
from spec_impl.cast import ALICE, CAROL, MALLORY, TEA, A, C, M, knowing, tea_room
from spec_impl.claims import CLAIMS, named
from spec_impl.claims.claim import in_some_run
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


HIDING = SCOPES["a private room and an outsider"]
ELSEWHERE = UserId("alice", ServerName("nowhere.example"))
MIXED: dict[str, Callable[[], Any]] = {
    "a scope that begins under one reading": lambda: search.check(replace(SCOPE, begin=lambda _: RUN), LITERAL_2014),
    "a scope that begins with no run": lambda: search.check(replace(SCOPE, begin=lambda _: "tea")),  # type: ignore
    "a scope that is given no reading": lambda: roomspec.Scope("tea", "Tea.", "tiny", lambda: RUN),
    "a scope of commands": lambda: search.check(replace(SCOPE, commands=(Knock(TEA),))),  # type: ignore[arg-type]
    "a scope of somebody else": lambda: search.check(replace(SCOPE, commands=(Give(MALLORY, Knock(TEA)),))),
    "a scope of nobody": lambda: search.check(replace(SCOPE, commands=(Give(ELSEWHERE, Knock(TEA)),))),
    "a scope that hides another room": lambda: search.check(replace(HIDING, hides=RoomId("!lounge"))),
    "a scope that hides from nobody": lambda: search.check(replace(SCOPE, hides=TEA)),
    "an outsider who is not there": lambda: search.check(replace(SCOPE, outsider=M)),
    "fewer faults than none": lambda: search.check(replace(SCOPE, faults={Fault.LOSS: -1})),
    "a million faults": lambda: search.check(replace(SCOPE, faults={Fault.LOSS: 10**6})),
    "a thousand commands": lambda: search.check(replace(SCOPE, commands=SCOPE.commands * 1000)),
    "a search of no world": lambda: search.check(SCOPE, limits=search.Limits(states=0)),
    "a search until nobody knows what": lambda: search.check(SCOPE, limits=search.Limits(until=frozenset({"tea"}))),
    "a room of another mode": lambda: search.check(replace(SCOPE, begin=roomspec.with_tea_room("tea", ALICE))),
    "claims read twice": lambda: [search.check(SCOPE, claims=each) for each in [iter(CLAIMS[:1])] * 2],
    "a claim that was not asked": lambda: search.check(SCOPE, claims=CLAIMS[1:2]).run(CLAIMS[2]),
    "the run of a claim that holds": lambda: found().trace(named("no-join-is-lost")),
    "a claim of two arguments": lambda: roomspec.in_every_run("KNK-1")(_of_two),
    "a claim of a claim": lambda: roomspec.in_every_run("KNK-1")(CLAIMS[0]),
    "a claim in some run, of two arguments": lambda: in_some_run("KNK-1")(_of_two),  # type: ignore[arg-type]
    "a claim that no decorator looked at": lambda: search.check(SCOPE, claims=(replace(CLAIMS[4], judge=_of_two),)),
    "a name in place of a kind": lambda: RUN.deliver("KnockRequest"),  # type: ignore[arg-type]
    "a message in place of a kind": lambda: RUN.deliver(JoinRequest(TEA, CAROL, 1)),  # type: ignore[arg-type]
    "actions in place of steps": lambda: Trace(RUN.initial, (RUN.last.action,)),  # type: ignore[arg-type]
    "one name in place of some": lambda: World.of({"a.example": "alice"}),
    "a message from a user": lambda: receive(RUN.world.server(C), ALICE, JoinRequest(TEA, CAROL, 1), LITERAL_2014),
    "a command from a server": lambda: receive(RUN.world.server(C), A, Knock(TEA), LITERAL_2014),
    "something else that is received": lambda: receive(RUN.world.server(C), A, "tea", LITERAL_2014),  # type: ignore
    "a table that is not there": lambda: TABLES["tea"], "a scope that is not there": lambda: SCOPES["tea"],
    "a reading that is not there": lambda: READINGS["2014"], "a claim that is not there": lambda: named("tea"),
    "books of another room": lambda: roomspec.balance(RUN, RoomId("!lounge"), M),
    "books of somebody else": lambda: roomspec.balance(RUN, TEA, ServerName("nowhere.example")),
    "an edition that is not there": lambda: show.reknocking("1999"),
    "a row that is not there": lambda: roomspec.table_without(TABLES["knock"], ""),
    "axes that are not there": lambda: show.grid(TABLES["knock"], "tea", "cups"),
    "servers that are not there": lambda: show.members(RUN, TEA, servers=("tea",)),
    "why nothing happened": lambda: search.because(Trace(RUN.initial)),
    "a fault where there is none": lambda: roomspec.fault_shown(check_logs({"c": log_text(*log_of(RUN, C))}), "Tea."),
}  # fmt: skip
"""What fits by itself and does not fit together: an answer would be about something else than was meant."""


def _of_two(moment: object, other: object) -> Iterator[str]:
    """A claim that is given more than there is."""
    yield f"{moment} {other}"


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
    names |= {(search, each) for each in search.__all__ if each not in roomspec._HOMES} | {
        (spec_impl, each) for each in vars(spec_impl)
    }
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
    """Each argument of each door with each thing; each door with too few, too many; and what does not fit together."""
    for what, ask in MIXED.items():
        yield Attempt("what does not fit together", what, what, partial(called, ask, ()))
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


def called(asked: Callable[..., Any], given: Collection[Any], is_let_in: bool = False, /, **named: Any) -> str:
    """What is wrong with an answer: an error from inside, no sentence, or anything at all for what no hint lets in."""
    try:
        answer = asked(*given, **named)
        said = list(answer) if isinstance(answer, Iterator) else repr(answer)
    except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked at
        return fault_of(error)
    is_let_in = is_let_in or isinstance(answer, Reply) or not (given or named or asked in MIXED.values())
    return "" if is_let_in else f"takes it and answers {str(said)[:80]}"


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
