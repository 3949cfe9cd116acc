"""A host that writes as fast as it can and says on stdout what was committed, until it is killed:
`python -m tests.kit.burst <database> <tenant>`."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from uuid import uuid4

from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.merge.merging import merge_records
from app.crm.opportunities import move_opportunity
from app.crm.records import edit_record
from app.crm.reopening import revert_conversion
from app.crm.views import RecordView
from app.domain.conversion import Targets, Way
from app.domain.member import Actor
from app.domain.qualification import Qualification
from app.store.database import Database
from tests.kit.entrance import FIRST_OWNS

WRITERS = 3
"""Colleagues that write at the same time; each waits for one answer before the next write."""


async def burst(url: str, tenant: str) -> None:
    """Writes until the end of the process."""
    crm = Crm(Database(url), FIRST_OWNS)
    await asyncio.gather(*(_write(crm, tenant, f"{os.getpid()}-{writer}") for writer in range(WRITERS)))


async def _write(crm: Crm, tenant: str, user: str) -> None:
    actor = Actor(tenant_id=tenant, user_id=user, name=user)
    before: int | None = None
    for position in itertools.count():
        message = Actor(tenant_id=tenant, user_id=user, name=user, turn=(user, str(uuid4())))
        draft = LeadDraft(name=f"Person {position}", company=f"Company {uuid4().hex}")
        lead = await crm.write(message, capture_lead, draft)
        _tell(user, lead, activity=message.turn and message.turn[1])
        if position % 3 == 2:
            await crm.write(actor, undo_last)
            _acknowledge(user=user, gone=lead.record.number)
            continue
        _tell(user, await crm.write(actor, edit_record, lead.record.number, {"job_title": "CIO"}))
        if position % 3 == 1 and before is not None:
            # Into the deal of the round before, or without one, and now and then back again.
            targets = Targets(opportunity=before if position % 2 else Way.NONE)
            chosen = await crm.write(actor, qualify_lead, lead.record.number, Qualification(), None, targets)
            _tell(user, chosen, chose=lead.record.number)
            if position % 4 == 1:
                await crm.write(actor, revert_conversion, lead.record.number)
            continue
        if position % 3 == 0:
            again = Actor(tenant_id=tenant, user_id=user, name=user, turn=(user, str(uuid4())))
            twin = await crm.write(again, capture_lead, draft)
            _tell(user, twin, activity=again.turn and again.turn[1])
            merged = await crm.write(actor, merge_records, lead.record.number, twin.record.number)
            _tell(user, merged.view, merged=twin.record.number)
        deal = await crm.write(actor, qualify_lead, lead.record.number, Qualification())
        _tell(user, deal, lead=lead.record.number)
        before = deal.record.number
        _tell(user, await crm.write(actor, move_opportunity, deal.record.number, "meeting"))


def _tell(user: str, view: RecordView, **more: object) -> None:
    _acknowledge(user=user, number=view.record.number, version=view.record.version, **more)


def _acknowledge(**facts: object) -> None:
    """One line of JSON, out of this process before its writer goes on."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(burst(*sys.argv[1:3]))
