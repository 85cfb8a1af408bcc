"""Several scopes at once: the same is found, in the order of the scopes, and whoever interrupts ends all."""

import signal
import subprocess
import sys
from multiprocessing import active_children
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
    timer = Timer(2, lambda: signal.pthread_kill(main_thread().ident or 0, signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        list(check_each(LONG, processes=2))
    timer.cancel()
    assert active_children() == []


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
