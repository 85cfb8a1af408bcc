"""The doors through which a notebook comes in: who calls one with what does not belong there is told so in a sentence.

Rule 1: what `roomspec` and `roomspec.show` hand out is a door; inside, nobody looks a second time.
Rule 2: what an argument has to be stands in its type hint alone.
Rule 3: this is loaded beside older specifications too, where nobody comes in; so it asks `spec_impl.wanted` late.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, wraps
from inspect import isfunction, signature
from types import ModuleType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
_hints_of = cache(get_type_hints)


def door(thing: T) -> T:
    """A function as a door, which raises `WrongUse` before it begins; of a class its making and its public methods.

    Anything else is handed out as it is.
    """
    if isinstance(thing, ModuleType | type):
        home = thing.__name__ if isinstance(thing, ModuleType) else thing.__module__
        for name, each in list(vars(thing).items()):
            if isfunction(each) and each.__module__ in (home, None) and (name == "__init__" or name[0] != "_"):
                setattr(thing, name, _watched(each))
    return _watched(thing) if isfunction(thing) else thing


def wrong_use(sentence: str) -> Exception:
    """What says so in a notebook, for what is loaded beside older specifications too, which lack it."""
    from spec_impl.wanted import WrongUse

    return WrongUse(sentence)


@cache
def _watched(function: Any) -> Any:
    if hasattr(function, "__wrapped__"):
        return function
    called, name = signature(function), function.__qualname__.removesuffix(".__init__")

    @wraps(function)
    def watched(*given: Any, **named: Any) -> Any:
        from spec_impl.wanted import WrongUse, check_fit

        hints = _hints_of(function)
        try:
            bound = called.bind(*given, **named)
        except TypeError as wrong:
            raise WrongUse(f"{name}: {wrong}; it takes {', '.join(called.parameters)}") from None
        for each, brought in bound.arguments.items():
            place, hint, value = f"{name}: {each}", hints.get(each, Any), brought
            if called.parameters[each].kind is called.parameters[each].VAR_POSITIONAL:
                hint = tuple[hint, ...]  # type: ignore[valid-type]
            if get_origin(hint) is Iterable and isinstance(value, Iterator):
                value = bound.arguments[each] = tuple(value)  # which may be read twice
                if not value:
                    raise WrongUse(f"{place} has nothing left in it, as it was read before: keep it as a tuple")
            check_fit(place, value, hint)
            if callable(value):
                _check_call(place, value, hint)
        return function(*bound.args, **bound.kwargs)

    return watched


def _check_call(place: str, value: Callable[..., Any], hint: Any) -> None:
    """Raise `WrongUse` for a function that does not take what it is going to be called with."""
    from spec_impl.wanted import name_of

    for part in (hint, *get_args(hint)):
        if get_origin(part) is Callable and isinstance(taken := get_args(part)[0], list):
            try:
                signature(value).bind(*taken)
            except TypeError as wrong:
                raise wrong_use(f"{place} is called with {' and '.join(map(name_of, taken))}: {wrong}") from None
