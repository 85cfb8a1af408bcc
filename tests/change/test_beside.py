"""A process beside a model: it has nothing but the model and the tool, and a model that misbehaves harms nobody."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from roomspec.change.beside import Beside, Bounds, NotComparable, place_beside

INTERFACE = "INTERFACE = 2\n"


@contextmanager
def beside(tmp_path: Path, init: str, interface: str = INTERFACE, seconds: int = 30) -> Iterator[Beside]:
    """A process beside a model that consists of these two modules."""
    model, folder = tmp_path / "given" / "model", tmp_path / "placed"
    model.mkdir(parents=True)
    (model / "__init__.py").write_text(init)
    (model / "interface.py").write_text(interface)
    place_beside(model, folder)
    with closing(Beside(folder, "HEAD", Bounds(seconds))) as process:
        yield process


def refused(tmp_path: Path, init: str, interface: str = INTERFACE, seconds: int = 30) -> str:
    """What is said about a model that cannot be compared; always one line."""
    with beside(tmp_path, init, interface, seconds) as process, pytest.raises(NotComparable) as error:
        process.check_interface()
    sentence = str(error.value)
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def test_a_model_with_the_interface_can_be_asked(tmp_path: Path) -> None:
    with beside(tmp_path, "") as process:
        process.check_interface()


def test_a_model_that_prints_is_not_heard(tmp_path: Path) -> None:
    with beside(tmp_path, "print('{\"answer\": 7}', flush=True)") as process:
        assert process.ask("serve.interface") == 2


def test_a_model_sees_no_environment_and_no_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "told to nobody")
    look = (
        "import os, sys\nassert 'SECRET_TOKEN' not in os.environ\ntry:\n    import pytest\nexcept ImportError: pass\n"
    )
    with beside(tmp_path, look + "else: raise AssertionError('a package is there')\n") as process:
        process.check_interface()


def test_a_model_with_an_older_interface_is_named(tmp_path: Path) -> None:
    assert "HEAD has interface 0, and this tool asks through 2" in refused(tmp_path, "", "INTERFACE = 0\n")


def test_a_model_that_does_not_import_is_named_with_the_line(tmp_path: Path) -> None:
    said = refused(tmp_path, "\nraise NameError('no such rule')\n")
    assert "HEAD does not import: NameError: no such rule (spec_impl/__init__.py, line 2)" in said


def test_a_model_that_is_no_python_is_named_with_the_line(tmp_path: Path) -> None:
    assert "SyntaxError" in refused(tmp_path, "def (:\n")


def test_a_model_that_does_not_end_is_ended(tmp_path: Path) -> None:
    assert "did not end within 1 seconds" in refused(tmp_path, "while True: pass\n", seconds=1)


@pytest.mark.parametrize("leave", ["import os; os._exit(0)", "raise SystemExit(0)"])
def test_a_model_that_leaves_is_named(tmp_path: Path, leave: str) -> None:
    assert "HEAD" in refused(tmp_path, leave)


def test_a_model_that_takes_all_memory_is_stopped(tmp_path: Path) -> None:
    assert "HEAD" in refused(tmp_path, "held = bytearray(1 << 40)\n")
