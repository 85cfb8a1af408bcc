"""The rules themselves as a program that speaks the protocol: what the driver is tried with.

`python -m tests.change.vectors.rules_as_server [MISBEHAVIOUR]`: with one, it does so from the second line on that it is
sent after a start, or from the start itself where the word begins with `start-`.
"""

import json
import os
import sys
import time
from typing import Any

from roomspec.change.protocol import Done, FromServer, Ready, RoomHeld, Start, ToServer
from spec_impl.messages import DirectoryQuery, NamePublished
from spec_impl.stepping import arrival, inquire, receive
from spec_impl.terms import DIRECTORY, ServerName
from spec_impl.trace_schema import from_json, to_json
from spec_impl.world import Directory, HomeServer


def misbehave(how: str, answer: dict[str, Any]) -> None:
    """Do something that no server should, in place of answering or while it does."""
    match how:
        case "dies":
            sys.exit(7)
        case "hangs":
            time.sleep(600)
        case "closes":
            os.close(1)
            time.sleep(600)
        case "rubbish":
            answer["kind"] = "Hello"
        case "text":
            sys.stdout.write("debug: here I am\n")
        case "huge":
            answer["sends"] = ["x" * 5_000_000]
        case "version":
            answer["version"] = 2
        case "field":
            answer["sent"] = answer.pop("sends")
        case _:
            answer.clear()
            answer |= {"kind": "NotPlayed", "why": how}


def main(how: str) -> None:
    """Answer each line until there are no more."""
    server: HomeServer | Directory = Directory()
    lines = 0
    for text in sys.stdin:
        line: ToServer = from_json(json.loads(text), ToServer)
        if isinstance(line, Start):
            reading, lines, answer = line.reading, 0, Ready(line.protocol, line.version)
            server = Directory() if line.server == DIRECTORY else HomeServer(ServerName(line.server), line.users)
        else:
            lines += 1
            comes = arrival(line)
            assert comes
            if isinstance(server, Directory):
                assert isinstance(comes.message, DirectoryQuery | NamePublished)
                said = inquire(server, ServerName(str(comes.sender)), comes.message, reading)
                server, answer = said.directory, Done(said.sends, (), (), ())
            else:
                did = receive(server, comes.sender, comes.message, reading)
                holds = tuple(RoomHeld(room.room, room.mode_change, room.members) for room in did.server.rooms)
                server, answer = did.server, Done(did.sends, did.published, did.notices, holds)
        found = to_json(answer, FromServer)
        if how.startswith("start-") or (how and lines == 2):
            misbehave(how.removeprefix("start-"), found)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main("".join(sys.argv[1:]))
