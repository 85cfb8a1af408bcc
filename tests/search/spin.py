"""The moves of a scope written as Promela with tables in C, and counted by SPIN, which shares no line with our engine.

Rows, what is offered, and lines come from a finished search; which of them are enabled, what a world is after one and
which worlds are new is SPIN's. A line that our search did not come by stops it. SPIN stores one state more than there
are worlds, that in which the first one is not set up yet.
"""

import re
import subprocess
from collections.abc import Callable, Iterable
from math import inf
from pathlib import Path
from shutil import which

from roomspec.search import Limits
from roomspec.search.claims import Watching
from roomspec.search.engine import explore
from roomspec.search.explorer import Nothing
from roomspec.search.moves import NONE_THERE, Line, Moves
from spec_impl import Reading
from spec_impl.claims import ALL
from spec_impl.scopes.scope import Scope

IS_HERE = which("spin") is not None and which("gcc") is not None
COMPILED = ("gcc", "-w", "-DSAFETY", "-DNOREDUCE", "-DNOFAIR", "-DMEMLIM=6000", "-o", "pan", "pan.c")
WORD = 64

TABLES = """#define W {words}
static const unsigned long needs[][W] = {{ {needs} }}, lacks[][W] = {{ {lacks} }};
static const short host[] = {{ {host} }}, actor[] = {{ {actor} }};
static const char offered[][{moves}] = {{ {offered} }};
static const int line_of[][{moves}] = {{ {line_of} }};
static const short after[] = {{ {after} }};
static const int otherwise[] = {{ {otherwise} }};
static const unsigned long clears[][W] = {{ {clears} }}, puts_[][W] = {{ {puts} }}, demands[][W] = {{ {demands} }};
{names}
"""

PROGRAM = """c_state "short part[{parts}]" "Global"
c_state "unsigned long marks[{words}]" "Global"

c_decl {{
\\#include "tables.h"
}}

c_code {{
static int is_enabled(int move) {{
    if (host[move] >= 0 && !offered[now.part[host[move]]][move]) return 0;
    for (int w = 0; w < W; w++)
        if ((now.marks[w] & needs[move][w]) != needs[move][w] || (now.marks[w] & lacks[move][w])) return 0;
    return 1;
}}

static void happens(int move) {{
    int line = line_of[actor[move] < 0 ? {nobody} : now.part[actor[move]]][move], w;
    if (!line) {{ printf("a line is missing\\n"); exit(1); }}
    for (w = 0; otherwise[line] && w < W; w++)
        if (demands[line][w] & ~now.marks[w]) {{ line = otherwise[line]; break; }}
    if (actor[move] >= 0) now.part[actor[move]] = after[line];
    for (w = 0; w < W; w++) now.marks[w] = now.marks[w] & ~clears[line][w] | puts_[line][w];
}}
}}

init {{
    d_step {{ c_code {{ {begin} }} }};
end:
    do
{alternatives}
    od
}}
"""


class Recorded:
    """The lines of a system, kept as they are asked for."""

    def __init__(self, ask: Callable[[int, int], Line]) -> None:
        self.ask, self.lines = ask, dict[tuple[int, int], Line]()

    def __call__(self, number: int, move: int) -> Line:
        return self.lines.setdefault((number, move), self.ask(number, move))


def searched(
    scope: Scope, reading: Reading, most: float = inf, limits: Limits | None = None
) -> tuple[Moves, Recorded, tuple[int, int], str]:
    """A scope searched by one of our drivers: its moves, its lines, the worlds and transitions, and why it ended."""
    town = Watching(scope, reading, ALL).town
    town.line = recorded = Recorded(town.line)
    found = explore(town, Nothing(), limits, most=most)
    return town, recorded, (found.states, found.transitions), found.stopped


def promela(system: Moves, recorded: Recorded) -> tuple[str, str]:
    """The system as a program and its tables, given all lines that its search came by."""
    begin, moves = system.initial(), system.moves
    met = {*begin[:-1], *(number for number, _ in recorded.lines), *(end.after for end in _ends(recorded))} - {
        NONE_THERE
    }
    numbers = {number: place for place, number in enumerate(sorted(met))}
    words = max(1, -(-max(mark.bit_length() for mark in _all_marks(system, recorded)) // WORD))
    hosts = {number: host for host, hosted in system._hosted.items() for number, _ in hosted}
    lines: list[Line] = [Line(0, 0, 0)]
    line_of = [[0] * len(moves) for _ in range(len(numbers) + 1)]
    for (number, move), line in recorded.lines.items():
        line_of[numbers.get(number, len(numbers))][move] = len(lines)
        lines += [line, line.otherwise or line]

    def as_words(values: Iterable[int]) -> str:
        return ", ".join(
            "{" + ", ".join(f"{value >> WORD * w & (1 << WORD) - 1}UL" for w in range(words)) + "}" for value in values
        )

    def table(rows: Iterable[Iterable[int]]) -> str:
        return ", ".join("{" + ", ".join(map(str, row)) + "}" for row in rows)

    offers = {number: {*system.offers(number).numbers} for number in numbers}
    sets = [f"now.part[{part}] = {numbers[number]};" for part, number in enumerate(begin[:-1])]
    sets += [f"now.marks[{w}] = {begin[-1] >> WORD * w & (1 << WORD) - 1}UL;" for w in range(words)]
    alternative = "    :: d_step {{ c_expr {{ enabled_{0} }} -> c_code {{ happens({0}); }} }}"
    name = "#define enabled_{0} is_enabled({0})"  # SPIN takes a call in a condition for a side effect
    alternatives = "\n".join(alternative.format(move.number) for move in moves)
    sizes = {"parts": len(begin) - 1, "words": words, "nobody": len(numbers)}
    program = PROGRAM.format(begin=" ".join(sets), alternatives=alternatives, **sizes)
    return program, TABLES.format(
        words=words,
        moves=len(moves),
        needs=as_words(move.needs for move in moves),
        lacks=as_words(move.lacks for move in moves),
        host=", ".join(str(hosts.get(move.number, NONE_THERE)) for move in moves),
        actor=", ".join(str(move.actor) for move in moves),
        offered=table([int(move.number in offers[n]) for move in moves] for n in numbers),
        line_of=table(line_of),
        after=", ".join(str(numbers.get(line.after, 0)) for line in lines),
        otherwise=", ".join(str(n + 1 if line.otherwise else 0) for n, line in enumerate(lines)),
        clears=as_words(line.clears for line in lines),
        puts=as_words(line.puts for line in lines),
        demands=as_words(line.demands for line in lines),
        names="\n".join(name.format(move.number) for move in moves),
    )


def _ends(recorded: Recorded) -> list[Line]:
    return [end for line in recorded.lines.values() for end in (line, line.otherwise or line)]


def _all_marks(system: Moves, recorded: Recorded) -> list[int]:
    ends = _ends(recorded)
    return [1, system.initial()[-1], *(m.needs | m.lacks for m in system.moves), *(e.puts | e.demands for e in ends)]


def counted(program: tuple[str, str], folder: Path, optimised: str = "-O0", slots: int = 22) -> tuple[int, int]:
    """How many worlds and transitions SPIN counts. Raises `AssertionError` with what it said where it does not end.

    Compiled in a third of the time without being optimised, which is worth more in small scopes, as is a table of few
    slots, of which two to the so many are asked for; `-O2` and 26 to time it.
    """
    for name, text in zip(("town.pml", "tables.h"), program, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    for command in (("spin", "-a", "town.pml"), (*COMPILED, optimised)):
        made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout + made.stderr
    said = subprocess.run(
        ("./pan", "-m1000000", f"-w{slots}"), cwd=folder, capture_output=True, text=True, check=False
    ).stdout
    stored, matched = re.search(r"(\d+) states, stored", said), re.search(r"(\d+) states, matched", said)
    assert stored and matched and "errors: 0" in said and "not completed" not in said, said
    worlds = int(stored[1]) - 1
    return worlds, worlds - 1 + int(matched[1])
