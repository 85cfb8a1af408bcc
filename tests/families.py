"""One test for a family of many small cases, where a test for each would take longer than what it asks."""

from collections.abc import Callable, Collection
from typing import TypeVar

T = TypeVar("T")


def for_each(
    cases: Collection[T], named: Callable[[T], str] = str
) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """Make a test of one case a test of all: each is asked, and every one that fails is told with its name."""

    def of_all(test: Callable[[T], None]) -> Callable[[], None]:
        def every() -> None:
            wrong: list[Exception] = []
            for case in cases:
                try:
                    test(case)
                except Exception as error:  # noqa: BLE001, whatever it fails with
                    error.add_note(f"with {named(case)}")
                    wrong.append(error)
            assert cases, "there is no case to ask"
            if wrong:
                raise ExceptionGroup(f"{len(wrong)} of {len(cases)} cases fail", wrong)

        every.__name__, every.__doc__ = test.__name__, test.__doc__
        return every

    return of_all
