"""A host that is killed in the middle of a burst loses nothing it acknowledged and does nothing by half."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.domain.errors import AlreadyDone
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.domain.record import Record
from app.store.database import Database
from tests.kit.books import check_books, read_books, records_in
from tests.kit.burst import WRITERS

ROOT = Path(__file__).parents[3]
KILLS = 8
Facts = dict[str, Any]


async def test_a_killed_host_loses_nothing_acknowledged(
    crm: Crm, database: Database, database_url: str, alex: Actor
) -> None:
    told: list[Facts] = []
    for kill in range(KILLS):
        # Killed after ever more writes, each time somewhere else on the way from a lead to a deal.
        told += _burst_and_kill(database_url, alex.tenant_id, after=1 + 7 * kill)
        books = read_books(database, alex.tenant_id)
        check_books(books)
        records = records_in(books)
        _check_acknowledged(told, records)
        _check_nothing_doubled(told, records, kills=kill + 1)
        await _deliver_again(crm, alex.tenant_id, told)
        # The dead host's lock is gone: the next one writes at once.
        await crm.write(alex, capture_lead, LeadDraft(name="Afterwards"))
    check_books(read_books(database, alex.tenant_id))


def _burst_and_kill(url: str, tenant: str, after: int) -> list[Facts]:
    """What the host acknowledged up to its death, at least `after` writes."""
    command = [sys.executable, "-m", "tests.kit.burst", url, tenant]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as host:
        assert host.stdout is not None
        lines = [host.stdout.readline() for _ in range(after)]
        host.kill()
        lines += host.stdout.readlines()
    assert all(lines[:after]), "the host ended by itself"
    # A last line without an end was cut off by the kill.
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def _check_acknowledged(told: list[Facts], records: dict[int, Record]) -> None:
    gone = {fact["gone"] for fact in told if "gone" in fact}
    for fact in told:
        if "gone" in fact:
            assert fact["gone"] not in records
        elif fact["number"] in records:
            assert records[fact["number"]].version >= fact["version"]
        else:
            # Its writer went on to take it back: that was done, but nobody heard of it any more.
            assert fact["number"] in gone or _was_last_of_its_writer(fact, told)
        if "lead" in fact:
            _check_conversion(records[fact["lead"]], records[fact["number"]])
        if "merged" in fact:
            assert getattr(records[fact["merged"]], "merged_into", None) == fact["number"]
    chosen = [records[fact["chose"]] for fact in told if "chose" in fact]
    # By the log of each, check_books has seen that none is done by half; some were taken back again.
    assert all(isinstance(lead, Lead) for lead in chosen)


def _check_conversion(lead: Record, deal: Record) -> None:
    assert isinstance(lead, Lead)
    assert isinstance(deal, Opportunity)
    assert lead.status is LeadStatus.QUALIFIED
    assert (lead.opportunity, deal.lead) == (deal.number, lead.number)
    assert lead.organization is not None
    assert lead.contact is not None


def _was_last_of_its_writer(fact: Facts, told: list[Facts]) -> bool:
    return [one for one in told if one["user"] == fact["user"]][-1] is fact


def _check_nothing_doubled(told: list[Facts], records: dict[int, Record], kills: int) -> None:
    """Beyond what was acknowledged there is at most the one write of each writer that was under way."""
    known = {fact["number"] for fact in told if "activity" in fact} - {fact.get("gone") for fact in told}
    mine = kills - 1
    leads = sum(isinstance(record, Lead) for record in records.values()) - mine
    assert abs(leads - len(known)) <= WRITERS * kills


async def _deliver_again(crm: Crm, tenant: str, told: list[Facts]) -> None:
    """A message that was carried out before the kill is recognised after it."""
    last = [fact for fact in told if "activity" in fact][-1]
    user = last["user"]
    again = Actor(tenant_id=tenant, user_id=user, turn=(user, last["activity"]))
    with pytest.raises(AlreadyDone) as recognised:
        await crm.write(again, capture_lead, LeadDraft(name="Twice"))
    assert recognised.value.details["number"] == last["number"]
