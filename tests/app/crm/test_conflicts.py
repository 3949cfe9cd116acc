"""What happened since a version: who, what, and how the record was."""

from __future__ import annotations

from app.crm.conflicts import changes_since
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.records import edit_record, show_record
from app.domain.lead import Lead
from app.domain.member import Actor


async def test_what_happened_since_a_version_is_told_field_by_field(
    crm: Crm, alex: Actor, kim: Actor
) -> None:
    draft = LeadDraft(name="Ann", company="Acme", phone="+49 30 1234567")
    number = (await crm.write(alex, capture_lead, draft)).record.number
    seen = (await crm.read(alex, show_record, number)).record
    await crm.write(kim, edit_record, number, {"phone": "+49 30 7654321", "metrics": "30 % faster"})
    await crm.write(alex, edit_record, number, {"company": "Acme Inc."})
    await crm.write(kim, edit_record, number, {"phone": "+49 30 7777777"})
    changes = await crm.read(alex, changes_since, number, 1)
    assert [entry.actor.name for entry in changes.entries] == ["Kim Akers", "Alex Wilber", "Kim Akers"]
    assert {name: entry.actor.name for name, entry in changes.by_field.items()} == {
        "phone": "Kim Akers",
        "metrics": "Kim Akers",
        "company": "Alex Wilber",
    }
    assert changes.by_field["phone"].recorded.event.after["phone"] == "+49 30 7777777"
    then = changes.seen
    assert isinstance(then, Lead)
    assert isinstance(seen, Lead)
    then.created_at, then.updated_at = seen.created_at, seen.updated_at
    assert then == seen


async def test_what_was_taken_back_is_no_change(crm: Crm, alex: Actor, kim: Actor) -> None:
    number = (await crm.write(alex, capture_lead, LeadDraft(name="Ann"))).record.number
    await crm.write(kim, edit_record, number, {"company": "Acme"})
    await crm.write(kim, undo_last)
    changes = await crm.read(alex, changes_since, number, 1)
    assert len(changes.entries) == 2
    assert not changes.by_field
    assert not (await crm.read(alex, changes_since, number, 3)).entries
