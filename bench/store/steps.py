"""Steps: capturing, qualifying and moving through the core, one after the other on one workspace."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import move_opportunity
from app.domain.member import Actor
from app.domain.qualification import Authority, Qualification, Timeline
from app.host.configuration import PLAYGROUND_USER
from app.store.database import Database
from bench.store.databases import Databases
from bench.store.figures import OURS, Case, StoreFindings
from bench.store.hosts import Door, Reader, clock, on_core, run_host
from bench.turns import name_tenant, spell

CREATE, QUALIFY, MOVE = "create", "qualify", "move"
OVER_HTTP = " over HTTP"
_STAGE = "meeting"


def measure_steps(
    databases: Databases, door: Door, findings: StoreFindings, kind: str, rounds: int, times: int
) -> None:
    """Each round captures people, qualifies them, and moves what they became: through the core, then over
    HTTP. The first round is the warm-up."""
    url = databases.empty(kind, "steps")
    asyncio.run(_measure(url, findings, kind, rounds, times))
    with on_core(1), run_host(door, url, databases.folder, f"steps-{kind}") as host:
        reader = Reader(host, door.token(name_tenant(1), "seller"))
        try:
            _measure_http(reader, findings, kind, rounds, times)
        finally:
            reader.close()


def _measure_http(reader: Reader, findings: StoreFindings, kind: str, rounds: int, times: int) -> None:
    names = itertools.count(10_000_000)
    for number in range(rounds + 1):
        latencies: dict[str, list[float]] = {CREATE: [], QUALIFY: [], MOVE: []}
        for _ in range(times if number else max(5, times // 10)):
            person = {**_invent(next(names)), "unless_duplicate": True}
            lead = _ask(reader, "/leads", person, latencies[CREATE])
            answers = {"authority": "decision_maker", "need": "a project tool", "timeline": "quarter"}
            deal = _ask(reader, f"/leads/{lead}/qualify", answers, latencies[QUALIFY])
            _ask(reader, f"/opportunities/{deal}/move", {"stage": _STAGE}, latencies[MOVE])
        if number:
            for what, some in latencies.items():
                findings.add(Case(what + OVER_HTTP, kind, 0), OURS, some)


def _ask(reader: Reader, path: str, body: object, into: list[float]) -> int:
    begin = clock()
    answer = reader.post(path, body)
    into.append(clock() - begin)
    return int(orjson.loads(answer)["number"])


@dataclass(slots=True)
class _Seller:
    crm: Crm
    actor: Actor
    names: Iterator[int]

    async def create(self) -> int:
        draft = LeadDraft(**_invent(next(self.names)))
        made = await self.crm.write(self.actor, capture_lead, draft, unless_duplicate=True)
        return made.record.number

    async def qualify(self, lead: int) -> int:
        answers = Qualification(
            authority=Authority.DECISION_MAKER, need="a project tool", timeline=Timeline.QUARTER
        )
        return (await self.crm.write(self.actor, qualify_lead, lead, answers)).record.number

    async def move(self, opportunity: int) -> int:
        await self.crm.write(self.actor, move_opportunity, opportunity, _STAGE)
        return opportunity


async def _measure(url: str, findings: StoreFindings, kind: str, rounds: int, times: int) -> None:
    crm = Crm(Database(url))
    seller = _Seller(crm, Actor(tenant_id=name_tenant(0), user_id=PLAYGROUND_USER), itertools.count(1))
    try:
        for number in range(rounds + 1):
            latencies: dict[str, list[float]] = {CREATE: [], QUALIFY: [], MOVE: []}
            for _ in range(times if number else max(5, times // 10)):
                lead = await _time(seller.create, latencies[CREATE])
                deal = await _time(partial(seller.qualify, lead), latencies[QUALIFY])
                await _time(partial(seller.move, deal), latencies[MOVE])
            if number:
                for what, some in latencies.items():
                    findings.add(Case(what, kind, 0), OURS, some)
    finally:
        await crm.close()


def _invent(number: int) -> dict[str, Any]:
    """Somebody nobody knows: looked for as every newcomer is, and later a contact of a new organization."""
    word = spell(number).title()
    return {
        "name": f"Sarah {word}",
        "company": f"{word} Innovators Inc.",
        "job_title": "IT manager",
        "email": f"sarah@{word.lower()}.example",
        "phone": f"+49 30 {10_000_000 + number}",
    }


async def _time(step: Callable[[], Awaitable[int]], into: list[float]) -> int:
    begin = clock()
    number = await step()
    into.append(clock() - begin)
    return number
