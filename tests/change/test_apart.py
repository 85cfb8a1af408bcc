"""What an asked revision cannot reach: files of others, the network, other processes, and that it is being asked.

Each is tried by a model that does it when it is imported, and says so if it could.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from roomspec.change.beside import NotComparable
from tests.change.test_beside import beside, refused

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="this system lets no program shut itself in so far")
TRIED = """
def tried(what):
    try:
        what()
    except BaseException as barred:
        assert not isinstance(barred, AssertionError)
    else:
        raise RuntimeError("it could")
"""


def shut_out(tmp_path: Path, what: str) -> None:
    """Assert that a model cannot do that."""
    with beside(tmp_path, TRIED + f"import os, socket, subprocess, sys\ntried(lambda: {what})\n") as process:
        process.check_interface()


def loose() -> list[str]:
    """What a process could not give up here."""
    told = "from pathlib import Path; from roomspec.change.side.apart import shut_in; "
    told += "print(*shut_in(Path.cwd(), memory=1 << 32, seconds=60), sep=chr(10))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return done.stdout.split("\n")


def test_the_model_of_a_test_could_do_what_is_tried_here(tmp_path: Path) -> None:
    with beside(tmp_path, TRIED + "tried(lambda: 1)\n") as process, pytest.raises(NotComparable, match="it could"):
        process.check_interface()


@LINUX
@pytest.mark.parametrize(
    "what",
    [
        "open('{place}/written', 'w').write('x')",
        "open('written', 'w').write('x')",
        "os.truncate('{place}/there', 0)",
        "os.remove('{place}/there')",
        "open('{place}/there').read()",
        "os.listdir('{place}')",
        "open('/proc/{parent}/cmdline').read()",
        "os.kill({parent}, 0)",
        "subprocess.run(['true'])",
        "os.execv('/bin/true', ['true'])",
        "socket.create_connection(('127.0.0.1', {port}), timeout=5)",
    ],
)
def test_a_model_reaches_nothing_of_the_one_who_asks(what: str, tmp_path: Path) -> None:
    if "files" in loose():
        pytest.skip("this kernel has no Landlock")
    place = tmp_path / "mine"
    place.mkdir()
    (place / "there").write_text("told to nobody")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        shut_out(tmp_path, what.format(place=place, parent=os.getpid(), port=port))
    assert (place / "there").read_text() == "told to nobody"
    assert sorted(each.name for each in place.iterdir()) == ["there"]


@LINUX
def test_a_process_that_has_numpy_is_one_thread_in_a_network_of_its_own(tmp_path: Path) -> None:
    with beside(tmp_path, "import sys\nassert 'numpy' in sys.modules\n") as process:
        process.check_interface()
        mine, its = Path("/proc/self"), Path(f"/proc/{process.process.pid}")
        assert "\nThreads:\t1\n" in (its / "status").read_text()
        if not any("network" in each for each in loose()):
            assert (its / "ns" / "net").readlink() != (mine / "ns" / "net").readlink()


def test_neither_side_can_tell_from_its_arguments_or_its_folder_that_it_is_asked(tmp_path: Path) -> None:
    look = "import os, sys\nassert sys.argv == ['-c']\nassert not os.environ.keys() - {'LC_CTYPE', 'SYSTEMROOT'}\n"
    with beside(tmp_path, look) as process:
        process.check_interface()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bounds")
def test_a_model_starts_no_process(tmp_path: Path) -> None:
    if os.getuid() == 0:
        pytest.skip("how many processes root may start is bounded by nothing")
    shut_out(tmp_path, "os.fork()")


@LINUX
def test_what_a_model_starts_ends_with_it(tmp_path: Path) -> None:
    """Root may start processes; those that are still there are ended with the one that started them."""
    stay = "import os, time\nif os.fork() == 0:\n    time.sleep(600)\n" if os.getuid() == 0 else ""
    with beside(tmp_path, stay) as process:
        process.check_interface()
        group = process.process.pid
    deadline = time.monotonic() + 10
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.05)
        raise AssertionError("something of it is still there")


def test_a_model_that_leaves_in_the_middle_is_named_in_one_sentence(tmp_path: Path) -> None:
    assert "ended before it answered" in refused(tmp_path, "import os\nos._exit(0)\n")
