"""Several scopes at once: the same is found, in the order of the scopes, and whoever interrupts ends all."""

import os
import signal
import subprocess
import sys
from multiprocessing import active_children
from pathlib import Path
from threading import Timer, main_thread

import pytest

from roomspec.search import check, check_each
from spec_impl.claims import CLAIMS
from spec_impl.scopes import SCOPES

SOME = [SCOPES[name] for name in ("two newcomers at once", "one knock", "a cut link", "a closed door")]
LONG = [SCOPES["a knock on a bad day, names reversed"], *SOME, SCOPES["a knock among three"]]


def test_two_processes_find_what_one_does_in_the_order_of_the_scopes() -> None:
    found = list(check_each(SOME, claims=CLAIMS, processes=2))
    assert found == [check(scope, claims=CLAIMS) for scope in SOME]


def test_a_scope_that_has_no_name_of_its_own_is_searched_here() -> None:
    assert [found.scope.name for found in check_each(SOME[1:3], processes=1)] == ["one knock", "a cut link"]


def test_whoever_interrupts_ends_all() -> None:
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background ignores
    timer = Timer(2, lambda: signal.pthread_kill(main_thread().ident or 0, signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        list(check_each(LONG, processes=2))
    timer.cancel()
    signal.signal(signal.SIGINT, usual)
    assert active_children() == []


KILLED = """
import os, signal, sys
from multiprocessing import active_children
from threading import Thread
from time import sleep

def kill():
    while not active_children():
        sleep(0.1)
    for each in {who}:
        os.kill(each, signal.SIGKILL)

if __name__ == "__main__":
    from tests.search.test_each import LONG, check_each
    Thread(target=kill, daemon=True).start()
    try:
        list(check_each(LONG, processes=2))
    except MemoryError:
        sys.exit("no memory")
"""


@pytest.mark.parametrize(
    ("who", "status", "said"),
    [("[os.getpid()]", -9, ""), ("[each.pid for each in active_children()]", 1, "no memory\n")],
    ids=["whoever asks", "those that search"],
)
def test_whichever_process_is_killed_the_others_end_too(who: str, status: int, said: str, tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(KILLED.replace("{who}", who), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    asked = subprocess.Popen([sys.executable, program], env=environment, stderr=subprocess.PIPE, text=True)
    complained = asked.communicate(timeout=100)[1]  # which waits for every process that holds the stream
    assert asked.returncode == status
    assert complained.endswith(said)


IN_A_BROWSER = """
import sys
sys.modules["_multiprocessing"] = sys.modules["numpy"] = None
sys.platform = "emscripten"
from roomspec.search import check_each
from spec_impl.scopes import SCOPES
print([found.exploration.states for found in check_each([SCOPES["one knock"], SCOPES["two hosts at once"]])])
"""


def test_in_a_browser_there_are_no_processes_and_one_after_the_other_is_searched() -> None:
    said = subprocess.run([sys.executable, "-c", IN_A_BROWSER], check=True, capture_output=True, text=True).stdout
    assert said == "[187, 686]\n"
