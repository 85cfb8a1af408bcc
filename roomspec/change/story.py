"""A run in sentences: what both versions do, what only one of them does, and which person hears something else.

Rule 1: everything here is made of the steps that a process beside each version has written, as the trace files have
them; no rule is asked, and a kind that these words do not know is called by its name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from .differences import left_of

StepMade = Mapping[str, Any]
"""One step as a version makes it: the `action`, what is `seen` of it, what was `decided`."""

COMMAND_WORDS = {
    "Accept": "says yes to the invitation to {room}",
    "Browse": "searches the directory",
    "Create": "makes {room}, of mode {mode}",
    "Decline": "says no to the invitation to {room}",
    "Deny": "turns the knock of {user} at {room} down",
    "Find": "looks {alias} up",
    "Invite": "invites {user} to {room}",
    "Join": "asks to join {room}",
    "Knock": "knocks at {room}",
    "Leave": "leaves {room}",
    "Revoke": "takes the invitation of {user} to {room} back",
    "SetJoinMode": "sets {room} to {mode}",
    "Withdraw": "takes the request to enter {room} back",
}
ACTION_WORDS = {
    "Cut": "The link between {one} and {other} is cut",
    "Heal": "The link between {one} and {other} is mended",
    "Crash": "{server} crashes and comes up again",
    "GiveUp": "{user} is told by the network that no answer will come",
    "Deliver": "The {kind} of {sender} arrives at {receiver}",
    "Repeat": "The {kind} of {sender} arrives at {receiver}, and a copy stays under way",
    "Lose": "The {kind} of {sender} to {receiver} is lost",
    "Post": "{sender}, which keeps to no rule, writes {receiver} the {kind}",
    "Spread": "{server} learns of {update}",
}
NOTICE_WORDS = {
    "CommandRefused": "hears “{told}”",
    "InvitationShown": "is shown the invitation of {inviter}",
    "JoinRefused": "hears “{told}”",
    "Joined": "is let in",
    "KnockSeen": "is shown the knock of {user}",
    "MembershipChanged": "sees {user} as {membership}",
    "ModeChanged": "sees {room} as {mode}",
    "NothingFound": "finds nothing",
    "RoomFound": "finds {listing}",
}
OUTCOMES = {"accept": "agrees", "refuse": "refuses", "hold": "keeps it for later", "ignore": "ignores it"}
TIMES = {1: "once", 2: "twice"}


def short_name(value: Any) -> str:
    """A value of a trace file in as few words as possible."""
    if isinstance(value, str):
        return value[1:].partition(":")[0] if value.startswith("@") and ":" in value else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ([], {}):
        return "(none)" if value is None else "(empty)"
    if isinstance(value, Mapping):
        if {"user", "membership"} <= value.keys():
            return f"{short_name(value['user'])} {value['membership']}"
        return " ".join(short_name(each) for name, each in value.items() if name != "kind")
    return ", ".join(map(short_name, value)) if isinstance(value, list) else str(value)


def _said(known: Mapping[str, str], kind: str, values: Mapping[str, Any], by_name: str) -> str:
    """The words for a kind; a kind that a stranger's version has and we do not is called by its name."""
    try:
        return known[kind].format_map({name: short_name(value) for name, value in values.items()})
    except KeyError:
        return by_name


# --- One step ---------------------------------------------------------------------------------------------------------


def action_words(action: Mapping[str, Any]) -> str:
    """What happens in a step, as the beginning of a sentence."""
    kind = action["kind"]
    if kind == "Give":
        command = action["command"]
        words = _said(COMMAND_WORDS, command["kind"], command, f"gives the command {command['kind']}")
        return f"{short_name(action['user'])} {words}"
    values = dict(action)
    if "envelope" in action:
        values = {**action["envelope"], "kind": action["envelope"]["message"]["kind"]}
    if kind == "Spread":
        values["update"] = action["update"]["update"]
    return _said(ACTION_WORDS, kind, values, f"{kind} happens")


def shown_words(notice: Mapping[str, Any]) -> str:
    """What somebody is shown, said of that person."""
    if notice.get("user") == notice["to"] and "membership" in notice:
        return f"is shown as {notice['membership']}"
    return _said(NOTICE_WORDS, notice["kind"], notice, f"is shown {notice['kind']}")


@dataclass(frozen=True)
class Following:
    """One thing that follows: what it is about, the words for it, and its value, by which two are compared."""

    about: tuple[str, ...]
    words: str
    value: Any


def effects(step: StepMade) -> Iterator[Following]:
    """All that follows in a step, in the order in which one would tell it."""
    at = _at(step["action"])
    for verdict in step["decided"][-1:]:
        reason = f" ({verdict['reason'].lower().replace('_', ' ')})" if verdict["reason"] else ""
        words = OUTCOMES.get(verdict["outcome"], verdict["outcome"]) + reason
        yield Following((at,), f"{at} {words}", words)
    for room, before, after in step["seen"].get("register", []):
        old, new = (
            {each["user"]: each["membership"] for each in (view or {}).get("members", [])} for view in (before, after)
        )
        for user in sorted({*old, *new}):
            if old.get(user, "none") != new.get(user, "none"):
                change = f"{short_name(user)}, {old.get(user, 'none')} → {new.get(user, 'none')}"
                yield Following((f"{at} writes down for {room}", user), f"{at} writes down: {change}", change)
        modes = [((each or {}).get("mode_change") or {}).get("mode", "none") for each in (before, after)]
        if modes[0] != modes[1]:
            change = f"{modes[0]} → {modes[1]}"
            yield Following((f"{at} writes down the mode of {room}",), f"{at} writes down: mode {change}", change)
    for sent in step["seen"].get("sends", []):
        message = sent["message"]
        answer = f"answers {sent['receiver']}: “{message['told']}”" if "told" in message else ""
        words = answer or f"sends {sent['receiver']} the {message['kind']}"
        yield Following((message["kind"], sent["receiver"]), f"{sent['sender']} {words}", message)
    for published in step["seen"].get("published", []):
        update = published["update"]
        words = f"{at} tells the servers in the room: {short_name(update)}"
        yield Following(("StateUpdate", short_name(update.get("user", ""))), words, update)
    for shown in _shown(step):
        yield Following((shown["kind"], shown["to"]), f"{short_name(shown['to'])} {shown_words(shown)}", shown)
    for user, _room, server in step["seen"].get("waits", []):
        yield Following(("waits", user), f"{short_name(user)} waits for {server}", server)


def _at(action: Mapping[str, Any]) -> str:
    """The server at which an action happens."""
    if "envelope" in action:
        return str(action["envelope"]["receiver"])
    return str(action["server"]) if "server" in action else str(action.get("user", "")).rpartition(":")[2]


@dataclass(frozen=True)
class Otherwise:
    """One thing that the two versions do otherwise: what it is, the old, the new."""

    what: str
    before: str
    after: str


def what_differs(before: StepMade, after: StepMade) -> list[Otherwise]:
    """What follows otherwise: by the field that differs, once against twice, or all of it in words."""
    sides: tuple[dict[tuple[str, ...], list[Following]], dict[tuple[str, ...], list[Following]]] = ({}, {})
    for side, step in zip(sides, (before, after), strict=True):
        for effect in effects(step):
            side.setdefault(effect.about, []).append(effect)
    differing, apart = list[Otherwise](), (list[Following](), list[Following]())
    for about in dict.fromkeys((*sides[1], *sides[0])):
        old, new = (side.get(about, []) for side in sides)
        if old == new:
            continue
        # A message is best told by its fields; a refusal and a notice are told by their words.
        if (
            len(old) == len(new) == 1
            and isinstance(value := new[0].value, Mapping)
            and not {"told", "to"} & value.keys()
        ):
            fields = differing_fields(old[0].value, new[0].value)
            differing += [Otherwise(f"{new[0].words}, its field `{name}`", *values) for name, *values in fields]
        elif old and new and {each.words for each in old} == {each.words for each in new}:
            differing.append(Otherwise(new[0].words, *(TIMES.get(len(n), f"{len(n)} times") for n in (old, new))))
        else:
            apart[0].extend(old)
            apart[1].extend(new)
    if any(apart):
        differing.append(Otherwise("", *("; ".join(_telling(side)) for side in apart)))
    return differing


def _telling(side: list[Following]) -> list[str]:
    """What tells one version from the other: that a server agrees, or waits, only where nothing else does."""
    quiet = [each for each in side if each.about[0] == "waits" or each.words.endswith(f" {OUTCOMES['accept']}")]
    return [each.words for each in side if each not in quiet] or [each.words for each in side]


def differing_fields(old: Any, new: Any, name: str = "") -> Iterator[tuple[str, str, str]]:
    """Each field in which two values differ, by its name from outside in, with both values in words."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield from differing_fields(old.get(key), new.get(key), f"{name}.{key}" if name else key)
    else:
        yield name, short_name(old), short_name(new)


# --- A whole run ------------------------------------------------------------------------------------------------------


@dataclass
class StepTold:
    """One step of a run: what both versions do, then what they do otherwise."""

    number: int
    words: str
    differing: list[Otherwise] = field(default_factory=list)


def story(before: Sequence[StepMade], after: Sequence[StepMade], shared: int) -> list[StepTold]:
    """The run step by step: as both make it, then the step in which they part, then what comes of it in each."""
    told = [
        StepTold(n, ". ".join([action_words(step["action"]), *_main(step)])) for n, step in enumerate(after[:shared], 1)
    ]
    apart: tuple[list[str], list[str]] = [], []
    for number, (old, new) in enumerate(zip_longest(before[shared:], after[shared:]), start=shared + 1):
        one, other = (action_words(step["action"]) if step else "" for step in (old, new))
        if old and new and one == other and not any(apart):
            differing = what_differs(old, new)
            told.append(StepTold(number, ". ".join([other, *([] if differing else _main(new))]), differing))
        elif not (old and new) and number == shared + 1:
            sides = (
                "; ".join(_telling([*effects(step)])) if step else "it does not come to this" for step in (old, new)
            )
            told.append(StepTold(number, one or other, [Otherwise("", *sides)]))
        else:
            for side, words, step in ((apart[0], one, old), (apart[1], other, new)):
                side.extend((words, *_main(step)) if step else ())
    while len(told) > shared + 1 and not told[-1].differing:
        told.pop()
    if any(apart):
        shown = [
            [f"{short_name(each['to'])} {shown_words(each)}" for step in side[shared:] for each in _shown(step)]
            for side in (before, after)
        ]
        ends = left_of(*shown), left_of(*reversed(shown))
        ends = ends if any(ends) else apart
        parted = told[-1].differing if told else []
        known = [each.before for each in parted], [each.after for each in parted]
        if not all(any(words in each for each in side) for side, end in zip(known, ends, strict=True) for words in end):
            told.append(StepTold(len(told) + 1, "In the end", [Otherwise("", *map("; ".join, ends))]))
    return told


def _shown(step: StepMade) -> list[Any]:
    """The notices of a step."""
    shown: list[Any] = step["seen"].get("shown", [])
    return shown


def _main(step: StepMade) -> list[str]:
    """What follows that a reader needs in order to follow the story: a no, what is sent, what somebody is shown."""
    at = _at(step["action"])
    giver = step["action"].get("user")
    found = []
    for each in effects(step):
        about = each.about[0]
        is_no = about == at and not str(each.value).startswith(OUTCOMES["accept"])
        is_aside = about in (at, "waits", "StateUpdate") or about.startswith(f"{at} writes")
        is_own_echo = about == "MembershipChanged" and each.about[1] == giver
        if is_no or not (is_aside or is_own_echo):
            found.append(each.words)
    return found


@dataclass(frozen=True)
class Who:
    """The person who is shown something else: when, what until now, and what from now on; or a server that is."""

    name: str
    when: str
    before: str
    after: str
    is_told: bool
    """Whether what is new is words of a refusal."""


def who_sees(before: Sequence[StepMade], after: Sequence[StepMade], shared: int) -> Who | None:
    """Who is shown something else from the step on in which the two part: first whoever it is about."""
    found: list[tuple[bool, int, Who]] = []
    old, new = ([notice for step in steps[shared:] for notice in _shown(step)] for steps in (before, after))
    for person in dict.fromkeys(notice["to"] for notice in (*new, *old)):
        one, other = ([notice for notice in side if notice["to"] == person] for side in (old, new))
        was, now = next(iter(left_of(one, other)), None), next(iter(left_of(other, one)), None)
        if was or now:
            before_now, since = (shown_words(each) if each else "" for each in (was, now))
            steps = after if now else before
            last = next(n for n, step in enumerate(steps) if n >= shared and (now or was) in _shown(step))
            who = Who(short_name(person), _when(person, steps[: last + 1]), before_now, since, "told" in (now or {}))
            is_of_another = all(each is None or each.get("user", person) != person for each in (was, now))
            found.append((is_of_another, len(found), who))
    return min(found)[-1] if found else None


def _when(person: str, steps: Sequence[StepMade]) -> str:
    """What that person did last, or else what somebody did, or what happened."""
    given = [step["action"] for step in steps if step["action"]["kind"] == "Give"]
    own = [each for each in given if each["user"] == person]
    words = action_words((own or given or [steps[-1]["action"]])[-1])
    words = words[0].lower() + words[1:] if words.startswith("The ") else words
    return f"who {words.partition(' ')[2]}" if own else f"when {words}"
