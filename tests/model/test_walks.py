"""The draws behind random runs: one thing more to draw is not another run everywhere."""

from tests.model.walks import chosen


def test_one_more_option_takes_only_the_draws_that_it_wins() -> None:
    draws = [
        (chosen(seed, ("join", "knock", "find")), chosen(seed, ("bar", "find", "join", "knock"))) for seed in range(99)
    ]
    assert {now for _, now in draws} == {"bar", "join", "knock", "find"}
    assert all(now in (before, "bar") for before, now in draws)
