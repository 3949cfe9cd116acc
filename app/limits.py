"""Limits: how much one person, and one tenant, may ask of a host, so that enough is left for the others."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

MOST_KNOWN = 20_000
"""People and tenants whose use is remembered; whoever was quiet for longest is forgotten first."""


class Rate(NamedTuple):
    """A burst of requests, and how many a second come back."""

    burst: int
    per_second: float


def read_rate(text: str) -> Rate | None:
    """A rate as settings have it, "60/5"; None for "off". Raises ValueError."""
    if text.strip().lower() == "off":
        return None
    burst, _, per_second = text.partition("/")
    try:
        rate = Rate(int(burst), float(per_second))
    except ValueError:
        rate = Rate(0, 0)
    if rate.burst < 1 or not 0 < rate.per_second < math.inf:
        raise ValueError('must be a burst and how many a second come back, such as "60/5", or "off"')
    return rate


@dataclass(frozen=True, slots=True)
class Excess:
    """That somebody asks too much: seconds after which to come again, and whether they were told so a moment
    ago."""

    wait: int
    is_told: bool


@dataclass(slots=True)
class _Bucket:
    """What is left at a moment; `told_at` is when who has nothing left was last told so."""

    left: float
    at: float
    told_at: float = -math.inf


class Limits:
    """Token buckets in memory, one for each person and one for each tenant; None is no limit. Times are in
    seconds."""

    def __init__(
        self,
        person: Rate | None = None,
        tenant: Rate | None = None,
        *,
        most: int = MOST_KNOWN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._person = person
        self._tenant = tenant
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def take(self, tenant_id: str, user_id: str) -> Excess | None:
        """Counts one request; None where it is within the limits. One that is refused is not counted."""
        now = self._clock()
        wanted = ((self._person, (tenant_id, user_id)), (self._tenant, (tenant_id, "")))
        found = [(rate, self._bucket(key, rate, now)) for rate, key in wanted if rate is not None]
        empty = [(rate, bucket) for rate, bucket in found if bucket.left < 1]
        if not empty:
            for _, bucket in found:
                bucket.left -= 1
            return None
        wait = max((1 - bucket.left) / rate.per_second for rate, bucket in empty)
        return Excess(max(1, math.ceil(wait)), _was_told(*found[0], now))

    def _bucket(self, key: tuple[str, str], rate: Rate, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(float(rate.burst), now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
            return bucket
        self._buckets.move_to_end(key)
        bucket.left = min(float(rate.burst), bucket.left + (now - bucket.at) * rate.per_second)
        bucket.at = now
        return bucket


def _was_told(rate: Rate, bucket: _Bucket, now: float) -> bool:
    """Whether somebody was told within the time in which the burst comes back."""
    if now - bucket.told_at < rate.burst / rate.per_second:
        return True
    bucket.told_at = now
    return False
