"""The live stream: who hears of what, where it goes on, and when it ends."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from app.crm import board as board_module
from app.crm.crm import Crm
from app.crm.history import events_since, last_sequence
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, move_opportunity
from app.crm.organizations import capture_organization
from app.crm.records import edit_record
from app.domain.event import Event, Kind, Recorded, Source
from app.domain.member import Actor
from app.store.database import Database
from tabs import mount
from tabs.api import following
from tabs.api.audience import Told
from tabs.api.live import Live
from tests.kit.clocks import move_clocks
from tests.kit.entrance import FIRST_OWNS
from tests.kit.patience import eventually
from tests.tabs.conftest import Hosts, Tab, settings, validate

EUROS = {"amount": "12000.00", "currency": "EUR"}


class Listener:
    """A client that reads the stream; comments are its signs of life."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response
        self.began = 0

    async def block(self) -> list[str]:
        """The lines of the next block; none at the end of the stream."""
        lines: list[str] = []
        async with asyncio.timeout(60):
            while line := (await self.response.content.readline()).decode():
                if line == "\n":
                    return lines
                lines.append(line.rstrip("\n"))
        return lines

    async def change(self) -> dict[str, Any]:
        """The next change, whatever signs of life come before it."""
        while (lines := await self.block()) and lines[0].startswith(":"):
            pass
        assert lines, "the stream ended"
        fields = dict(line.split(": ", 1) for line in lines)
        assert fields["event"] == "change"
        data: dict[str, Any] = orjson.loads(fields["data"])
        assert fields["id"] == str(data["sequence"])
        validate("Change", data)
        return data

    async def changed(self) -> int:
        """The sequence of the next change, in whatever order they are told."""
        return int((await self.change())["sequence"])

    async def end(self) -> None:
        """Returns when the stream has ended."""
        while await self.block():
            pass


@asynccontextmanager
async def listening(
    tab: Tab, actor: Actor, last: int | None = None, token: str = ""
) -> AsyncIterator[Listener]:
    """A client that has heard the first sign of life, so that nothing later is missed."""
    headers = {"Authorization": f"Bearer {token}" if token else tab.bearer(actor)}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    async with tab.session.get(f"{tab.url}/api/v1/live", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        listener = Listener(response)
        began, place, _ = await listener.block()
        assert began == "event: begin"
        listener.began = int(place.removeprefix("id: "))
        yield listener


@asynccontextmanager
async def another_host(database_url: str) -> AsyncIterator[Crm]:
    """A second process's core on the same database."""
    other = Crm(Database(database_url), FIRST_OWNS)
    yield other
    await other.close()


async def test_a_change_arrives_wherever_it_was_made(tab: Tab, alex: Actor, kim: Actor) -> None:
    async with listening(tab, alex) as mine, listening(tab, kim) as theirs:
        number = (await tab.capture(kim))["number"]
        expected = {"sequence": 1, "kind": "lead", "number": number, "event": "LeadCaptured"}
        assert await mine.change() == expected
        assert await theirs.change() == expected
        # As the chat does it: through the core and not through the API.
        await tab.crm.write(alex, capture_lead, LeadDraft(name="Chatted"))
        assert (await mine.change())["number"] == 2
        await tab.qualify(alex, number)
        qualified = [await mine.change() for _ in range(4)]
        assert [one["sequence"] for one in qualified] == [3, 4, 5, 6]
        assert {one["event"] for one in qualified} >= {"LeadQualified", "OpportunityCaptured"}


async def test_a_change_brings_along_what_it_did_to_the_board(tab: Tab, alex: Actor, kim: Actor) -> None:
    async with listening(tab, kim) as listener:
        company = await tab.crm.write(alex, capture_organization, {"name": "Contoso"})
        assert "board" not in await listener.change()
        fields = {"name": "Rollout", "amount": EUROS, "organization": company.record.number}
        number = (await tab.post("/opportunities", alex, fields, 201))["number"]
        board = (await listener.change())["board"]
        [card] = board["cards"]
        [column] = (await tab.get("/board", kim))["columns"][:1]
        assert {**card, "stage_name": "Qualified", "probability": 20} == column["cards"][0]
        assert board["columns"] == [{"stage": "qualified", **_figures(column)}]
        assert (board["gone"], board["sequence"]) == ([], 2)

        await tab.post(f"/opportunities/{number}/move", alex, {"stage": "won"})
        board = (await listener.change())["board"]
        assert [one["stage"] for one in board["cards"]] == ["won"]
        columns = {one["stage"]["key"]: one for one in (await tab.get("/board", kim))["columns"]}
        assert board["columns"] == [{"stage": key, **_figures(columns[key])} for key in ("qualified", "won")]

        # A card shows what its company is called.
        await tab.crm.write(alex, edit_record, company.record.number, {"name": "Contoso Ltd"})
        [card] = (await listener.change())["board"]["cards"]
        assert card["organization"]["name"] == "Contoso Ltd"
        await tab.crm.write(alex, edit_record, company.record.number, {"industry": "Retail"})
        assert "board" not in await listener.change()


async def test_what_left_the_board_is_told(tab: Tab, alex: Actor) -> None:
    number = (await tab.post("/opportunities", alex, {"name": "Rollout", "amount": EUROS}, 201))["number"]
    async with listening(tab, alex) as listener:
        await tab.post("/undo", alex, {"remove": True})
        board = (await listener.change())["board"]
        assert (board["cards"], board["gone"]) == ([], [number])
        assert board["columns"] == [{"stage": "qualified", "count": 0, "totals": [], "weighted": []}]


async def test_what_the_board_does_not_show_costs_a_short_event(tab: Tab, alex: Actor) -> None:
    async with listening(tab, alex) as listener:
        await tab.capture(alex, note="x" * 2000, email="sarah@contoso.example")
        lines = await listener.block()
        assert len("\n".join(lines)) < 150
        deal = (await tab.post("/opportunities", alex, {"name": "Rollout"}, 201))["number"]
        await listener.block()
        await tab.post("/activities", alex, {"type": "call", "about": deal, "name": "Call"}, 201)
        told = await listener.change()
        assert (told["about"], "board" in told) == (deal, False)


async def test_a_move_costs_a_board_less_than_two_kilobytes(tab: Tab, alex: Actor) -> None:
    """Also where stages hold several currencies."""
    for currency in ("EUR", "USD", "CHF"):
        money = {"amount": "1234567.89", "currency": currency}
        for stage in ("qualified", "proposal"):
            made = await tab.post("/opportunities", alex, {"name": "A long name " * 6, "amount": money}, 201)
            await tab.post(f"/opportunities/{made['number']}/move", alex, {"stage": stage})
    async with listening(tab, alex) as listener:
        await tab.post(f"/opportunities/{made['number']}/move", alex, {"stage": "qualified"})
        lines = await listener.block()
    assert '"board":{' in lines[-1]
    assert len("\n".join(lines).encode()) < 2_000


async def test_boards_that_follow_end_as_the_one_that_is_read(
    hosts: Hosts, database_url: str, alex: Actor, kim: Actor
) -> None:
    """Changes of two hosts at once, a connection that breaks in between, and a read in the middle."""
    tab = await hosts.start(live=Live(heartbeat=3600, glance=0.05, pace=0.01))
    first = [
        (await tab.post("/opportunities", alex, {"name": f"Deal {i}", "amount": EUROS}, 201))["number"]
        for i in range(6)
    ]
    board = Followed(await tab.get("/board", alex))
    async with another_host(database_url) as other:

        async def work(i: int) -> None:
            write = other.write if i % 2 else tab.crm.write
            stage = ("meeting", "proposal", "won")[i % 3]
            await write(alex if i % 2 else kim, move_opportunity, first[i % 6], stage)

        async with listening(tab, alex, last=board.sequence) as listener:
            for i in range(3):
                await work(i)
            for _ in range(2):
                board.take(await listener.change())
        late = Followed(await tab.get("/board", alex))
        await asyncio.gather(work(3), work(4), work(5))
        await other.write(kim, capture_opportunity, {"name": "New"})
        newest = await tab.crm.read(alex, last_sequence)
        for followed in (board, late):
            async with listening(tab, alex, last=followed.seen) as listener:
                while followed.seen < newest:
                    followed.take(await listener.change())
    now = await tab.get("/board", alex)
    assert board.shown() == late.shown() == Followed(now).shown()


async def test_much_at_once_is_told_as_such(tab: Tab, alex: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "MOST_PATCHED", 2)
    for i in range(3):
        await tab.crm.write(alex, capture_opportunity, {"name": f"Deal {i}"})
    async with listening(tab, alex, last=0) as listener:
        told = [await listener.change() for _ in range(3)]
    assert ["board" in one for one in told] == [True, False, False]
    assert told[0]["board"] is None


async def test_what_cannot_be_read_is_told_to_be_read_anew(
    lone_tab: Tab, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = lone_tab.crm.read

    async def fail(actor: Any, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        if use_case is board_module.board_patch:
            raise RuntimeError("the database is gone")
        return await read(actor, use_case, *args, **kwargs)

    async with listening(lone_tab, alex) as listener:
        # Once one was heard, what comes is no longer read with what was missed.
        await lone_tab.capture(alex)
        await listener.change()
        monkeypatch.setattr(lone_tab.crm, "read", fail)
        await lone_tab.crm.write(alex, capture_opportunity, {"name": "Deal"})
        assert (await listener.change())["board"] is None
        monkeypatch.undo()
        await lone_tab.crm.write(alex, capture_opportunity, {"name": "Deal"})
        assert (await listener.change())["board"]["columns"][0]["count"] == 2


async def test_who_has_seen_more_than_there_is_begins_with_what_is(tab: Tab, alex: Actor) -> None:
    """A database that was restored from an older copy."""
    await tab.capture(alex)
    async with listening(tab, alex, last=900) as listener:
        assert listener.began == 1
        await tab.capture(alex, name="Next")
        assert (await listener.change())["sequence"] == 2


class Followed:
    """A board that a client keeps by what the stream tells, as the front end does."""

    def __init__(self, board: dict[str, Any]) -> None:
        self.sequence = self.seen = board["sequence"]
        self.figures = {column["stage"]["key"]: _figures(column) for column in board["columns"]}
        self.cards = {card["number"]: card for column in board["columns"] for card in column["cards"]}

    def take(self, change: dict[str, Any]) -> None:
        """What one event tells."""
        self.seen = change["sequence"]
        patch = change.get("board")
        if patch is None or patch["sequence"] <= self.sequence:
            return
        self.cards |= {card["number"]: card for card in patch["cards"]}
        for number in patch["gone"]:
            self.cards.pop(number, None)
        self.figures |= {one["stage"]: _figures(one) for one in patch["columns"]}

    def shown(self) -> tuple[Any, ...]:
        cards = {n: (card["stage"], card["version"], card["name"]) for n, card in self.cards.items()}
        return self.figures, cards


def _figures(column: dict[str, Any]) -> dict[str, Any]:
    return {name: column[name] for name in ("count", "totals", "weighted")}


async def test_nothing_is_heard_of_another_tenant(tab: Tab, alex: Actor, stranger: Actor) -> None:
    async with listening(tab, alex) as mine:
        await tab.capture(stranger, name="Theirs")
        await tab.capture(stranger, name="Theirs too")
        await tab.capture(alex)
        assert await mine.change() == {
            "sequence": 1,
            "kind": "lead",
            "number": 1,
            "event": "LeadCaptured",
        }


async def test_a_stream_resumes_after_the_last_event_without_a_gap(
    tab: Tab, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "PAGE", 2)
    for i in range(7):
        await tab.capture(alex, name=f"Person {i}")
    async with listening(tab, alex, last=2) as listener:
        assert [(await listener.change())["sequence"] for _ in range(5)] == [3, 4, 5, 6, 7]
        await tab.capture(alex, name="Next")
        assert (await listener.change())["sequence"] == 8
    async with listening(tab, alex, last=0) as listener:
        assert [(await listener.change())["sequence"] for _ in range(8)] == list(range(1, 9))


async def test_what_is_written_during_a_replay_comes_once(
    tab: Tab, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(3):
        await tab.capture(alex, name=f"Person {i}")
    read, gate = tab.crm.read, asyncio.Event()

    async def slow_read(actor: Any, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], int):
            await gate.wait()
        return await read(actor, use_case, *args, **kwargs)

    monkeypatch.setattr(tab.crm, "read", slow_read)
    async with listening(tab, alex, last=0) as listener:
        # Both are committed and announced while the stream still waits for its history.
        for i in range(2):
            await tab.capture(alex, name=f"Meanwhile {i}")
        gate.set()
        assert [(await listener.change())["sequence"] for _ in range(5)] == [1, 2, 3, 4, 5]
        await tab.capture(alex, name="Last")
        assert (await listener.change())["sequence"] == 6


async def test_a_change_of_another_host_is_told_soon(hosts: Hosts, database_url: str, alex: Actor) -> None:
    tab = await hosts.start(live=Live(heartbeat=3600, glance=0.05))
    async with another_host(database_url) as other, listening(tab, alex) as listener:
        await other.write(alex, capture_lead, LeadDraft(name="Elsewhere"))
        assert (await listener.change())["sequence"] == 1
        await tab.capture(alex, name="Here")
        assert (await listener.change())["sequence"] == 2


async def test_changes_of_two_hosts_are_all_told_and_each_once(
    hosts: Hosts, database_url: str, alex: Actor, kim: Actor
) -> None:
    """Nothing but what this host writes makes it look for what the other one wrote before."""
    tab = await hosts.start(live=Live(heartbeat=3600, glance=3600))
    async with (
        another_host(database_url) as other,
        listening(tab, alex) as mine,
        listening(tab, kim) as their,
    ):
        for i in range(10):
            await other.write(alex, capture_lead, LeadDraft(name=f"Elsewhere {i}"))
            await tab.capture(alex, name=f"Here {i}")
        for listener in (mine, their):
            # The one that was written here is told at once, and what it shows to be missing right after it.
            heard = [(await listener.changed()) for _ in range(20)]
            assert sorted(heard) == list(range(1, 21))


async def test_a_host_that_cannot_ask_goes_on_asking(
    hosts: Hosts, database_url: str, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = 3
    ask = Crm.news

    async def fail(crm: Crm, known: Any) -> Any:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise RuntimeError("the database is gone")
        return await ask(crm, known)

    monkeypatch.setattr(Crm, "news", fail)
    tab = await hosts.start(live=Live(heartbeat=3600, glance=0.01))
    async with another_host(database_url) as other, listening(tab, alex) as listener:
        await other.write(alex, capture_lead, LeadDraft(name="Elsewhere"))
        assert (await listener.change())["sequence"] == 1


async def test_news_are_of_the_tenants_that_were_asked_for(crm: Crm, alex: Actor, stranger: Actor) -> None:
    for actor in (alex, stranger, alex):
        await crm.write(actor, capture_lead, LeadDraft(name="Somebody"))
    known = {alex.tenant_id: 1, "unknown": 0}
    assert {tenant: [one.sequence for one in told] for tenant, told in (await crm.news(known)).items()} == {
        alex.tenant_id: [2]
    }
    assert await crm.news({alex.tenant_id: 2, stranger.tenant_id: 1}) == {}


async def test_events_since_is_the_same_as_what_was_announced(crm: Crm, alex: Actor) -> None:
    heard: list[Recorded] = []
    crm.listeners.append(lambda _, recorded: heard.extend(recorded))
    for i in range(3):
        await crm.write(alex, capture_lead, LeadDraft(name=f"Person {i}"))
    since = await crm.read(alex, events_since, 1)
    assert [(one.sequence, one.event) for one in since] == [(one.sequence, one.event) for one in heard[1:]]
    assert [one.sequence for one in await crm.read(alex, events_since, 0, 2)] == [1, 2]


@pytest.mark.parametrize("last", ["soon", "-1", "1.5", "9" * 16])
async def test_a_position_that_is_none_is_refused(lone_tab: Tab, alex: Actor, last: str) -> None:
    answer = await lone_tab.call("GET", "/live", alex, headers={"Last-Event-ID": last})
    assert (answer.status, list(answer.json["fields"])) == (422, ["Last-Event-ID"])


async def test_a_silent_stream_gives_signs_of_life(lone_hosts: Hosts, alex: Actor) -> None:
    tab = await lone_hosts.start(live=Live(heartbeat=0.01))
    async with listening(tab, alex) as listener:
        assert [await listener.block() for _ in range(3)] == [[":"]] * 3
        await tab.capture(alex)
        assert (await listener.change())["sequence"] == 1


async def test_a_stream_ends_with_its_token(
    lone_hosts: Hosts, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = await lone_hosts.start(live=Live(heartbeat=3600))
    token = tab.token(alex, exp=int(time.time()) + 120)
    async with listening(tab, alex, token=token) as listener:
        move_clocks(monkeypatch, 121)
        await listener.end()


async def test_a_member_has_so_many_streams_and_no_more(lone_hosts: Hosts, alex: Actor, kim: Actor) -> None:
    live = Live(most=2, heartbeat=0.01)
    tab = await lone_hosts.start(live=live)
    async with listening(tab, alex):
        async with listening(tab, alex):
            refused = await tab.call("GET", "/live", alex)
            assert (refused.status, refused.json["code"]) == (429, "streams_many")
            assert refused.headers["Retry-After"] == "30"
            async with listening(tab, kim):
                assert _listening(live) == 3
        # The host notices a client that left, and its place is free again.
        await eventually(lambda: _listening(live) == 1)
        async with listening(tab, alex):
            pass
    await eventually(lambda: not live._audiences)


async def test_a_client_too_slow_to_read_is_cut_off(lone_hosts: Hosts, alex: Actor) -> None:
    live = Live(waiting=4)
    tab = await lone_hosts.start(live=live)
    async with listening(tab, alex) as listener:
        [audience] = live._audiences.values()
        # All at once, before the stream gets a chance to write any of it.
        for i in range(1, 6):
            for stream in audience.streams:
                stream.add(Told([_recorded(i)], lambda _: b"event: change\n\n"))
        with pytest.raises((aiohttp.ClientError, ConnectionError)):
            await listener.end()
    await eventually(lambda: not live._audiences)


async def test_streams_end_at_once_when_the_host_does(lone_hosts: Hosts, alex: Actor) -> None:
    tab = await lone_hosts.start()
    app = web.Application()
    mount(
        app,
        crm=lambda: tab.crm,
        session=lambda: tab.session,
        configuration=settings(lone_hosts.keys_url),
    )
    server = TestServer(app)
    # Longer than this test has patience: who waits for the streams is found out.
    await server.start_server(shutdown_timeout=3600)
    listeners = len(tab.crm.listeners)
    ending = Tab(tab.session, str(server.make_url("")).rstrip("/"), tab.crm, tab.rings)
    async with listening(ending, alex) as listener:
        closing = asyncio.create_task(server.close())
        await listener.end()
        async with asyncio.timeout(60):
            await closing
    # The core does not go on telling a face that is gone.
    assert len(tab.crm.listeners) == listeners - 1


async def test_a_host_that_ends_takes_no_more_listeners(lone_hosts: Hosts, alex: Actor) -> None:
    live = Live()
    tab = await lone_hosts.start(live=live)
    live.close()
    answer = await tab.call("GET", "/live", alex)
    assert (answer.status, answer.json["code"]) == (503, "ending")


async def test_what_is_announced_out_of_order_is_told_in_order(lone_hosts: Hosts, alex: Actor) -> None:
    """Whoever resumes after an event must have missed none before it."""
    live = Live(pace=0)
    tab = await lone_hosts.start(live=live)
    async with listening(tab, alex) as listener:
        for sequence in (2, 1, 3, 2):
            live.publish(alex.tenant_id, [_recorded(sequence)])
        assert [await listener.changed() for _ in range(3)] == [1, 2, 3]


async def test_a_stream_that_fails_breaks_off_instead_of_ending_well(
    lone_tab: Tab, alex: Actor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = lone_tab.crm.read

    async def fail(actor: Any, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        if args:
            raise RuntimeError("the database is gone")
        return await read(actor, use_case)

    await lone_tab.capture(alex)
    monkeypatch.setattr(lone_tab.crm, "read", fail)
    async with listening(lone_tab, alex, last=0) as listener:
        with pytest.raises((aiohttp.ClientError, ConnectionError)):
            await listener.end()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "a stream failed"
    ]


def _recorded(sequence: int) -> Recorded:
    event = Event("LeadEdited", Kind.LEAD, 1, 1, {}, {"name": "x"})
    return Recorded(event, sequence, sequence, 1, dt.datetime.now(dt.UTC), Source.TAB)


def _listening(live: Live) -> int:
    return sum(len(audience.streams) for audience in live._audiences.values())
