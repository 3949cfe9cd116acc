"""Two hosts on one database: what waits is delivered once, by whichever is there; and what both can tell."""

from __future__ import annotations

from collections import Counter

import pytest

from app.host.main import COURIER
from app.host.readiness import operations_of
from tests.contract.test_courier import say
from tests.contract.test_delivery import settled
from tests.kit.host import HostUnderTest, start_host
from tests.kit.keys import serve

PLACES = 6


@pytest.mark.parametrize("stops", [False, True], ids=["both", "one"])
async def test_what_waits_is_delivered_once_by_whichever_host_is_there(
    host: HostUnderTest, database_url: str, *, stops: bool
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("a file is one host's")
    services = frozenset({host.service_url.rstrip("/")})
    async with start_host(database_url, bot_service_hosts=services) as other:
        host.connector.go_away(503)
        for place in range(PLACES):
            await say(host, f"new lead Person {place}", f"place-{place}")
            await say(host, "help", f"place-{place}")
        if stops:
            await host.app[COURIER].close()
        host.connector.come_back()
        answers = await host.connector.wait_until_taken(2 * PLACES)
        await settled(other)
        told = Counter(one["replyToId"] for one in answers)
        assert len(told) == 2 * PLACES
        assert set(told.values()) == {1}
        assert other.connector.taken == []


async def test_what_a_host_is_busy_with_can_be_watched(host: HostUnderTest, database_url: str) -> None:
    await say(host, "help")
    async with (
        serve(operations_of(host.app)) as operations,
        host.session.get(f"{operations}/metrics") as response,
    ):
        told = await response.text()
    names = {line.partition("{")[0].partition(" ")[0] for line in told.splitlines() if line[:1] != "#"}
    wanted = {
        "leadline_turns_total",
        "leadline_turn_seconds_bucket",
        "leadline_lock_wait_seconds_bucket",
        "leadline_queue_length",
        "leadline_threads_busy",
        "leadline_database_connections",
        "leadline_unsaved_answers",
        "leadline_deliveries_waiting",
        "leadline_live_streams",
        "leadline_key_fetches_total",
    }
    files = {"leadline_disk_free_bytes", "leadline_wal_bytes"}
    assert wanted <= names
    assert (files <= names) is database_url.startswith("sqlite")
