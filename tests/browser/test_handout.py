"""The page to print is one sheet of A4."""

from pathlib import Path

import pytest

from tests.browser.handout import printed, sheets

pytestmark = pytest.mark.slow


def test_the_handout_is_one_sheet(tmp_path: Path) -> None:
    assert sheets(printed(tmp_path)) == 1
    assert (tmp_path / "handout.png").stat().st_size > 50_000


def test_two_sheets_are_counted() -> None:
    assert sheets(b"<< /Type /Page >> << /Type /Pages >> << /Type/Page >>") == 2
