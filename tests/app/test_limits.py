"""How much one may ask: buckets by person and tenant."""

from __future__ import annotations

import pytest

from app.limits import Excess, Limits, Rate, read_rate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _ask(limits: Limits, times: int, user: str = "alex", tenant: str = "ours") -> int:
    return sum(limits.take(tenant, user) is None for _ in range(times))


def test_a_burst_and_then_so_many_a_second() -> None:
    clock = Clock()
    limits = Limits(Rate(60, 5), clock=clock)
    assert _ask(limits, 100) == 60
    assert limits.take("ours", "alex") == Excess(1, is_told=True)
    clock.now += 2
    assert _ask(limits, 100) == 10
    clock.now += 3600
    assert _ask(limits, 100) == 60


def test_nobody_takes_it_from_others() -> None:
    limits = Limits(Rate(5, 1), Rate(12, 1), clock=Clock())
    assert _ask(limits, 10) == 5
    assert _ask(limits, 10, "kim") == 5
    # Two are left for all of the tenant; another tenant has its own.
    assert _ask(limits, 10, "megan") == 2
    assert _ask(limits, 10, "megan", "theirs") == 5


def test_somebody_is_told_once_until_the_burst_is_back() -> None:
    clock = Clock()
    limits = Limits(Rate(2, 1), clock=clock)
    _ask(limits, 2)
    told = []
    for _ in range(40):
        if excess := limits.take("ours", "alex"):
            told.append(excess.is_told)
        clock.now += 0.1
    assert told.count(False) == 2
    assert told[0] is False


def test_what_is_remembered_is_bounded() -> None:
    """Who was quiet for longest is forgotten first, and may ask as at first."""
    limits = Limits(Rate(1, 1), most=50, clock=Clock())
    for user in range(51):
        assert limits.take("ours", str(user)) is None
    assert limits.take("ours", "1") is not None
    assert limits.take("ours", "50") is not None
    assert limits.take("ours", "0") is None


def test_without_limits_nobody_is_refused() -> None:
    assert _ask(Limits(), 10_000) == 10_000


@pytest.mark.parametrize(
    ("text", "rate"), [("60/5", Rate(60, 5)), (" 1/0.5 ", Rate(1, 0.5)), ("off", None), ("OFF", None)]
)
def test_rates_of_settings(text: str, rate: Rate | None) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "60", "60/", "/5", "0/5", "60/0", "-1/5", "60/-1", "x/y", "60/inf", "60/nan"]
)
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="burst"):
        read_rate(text)
