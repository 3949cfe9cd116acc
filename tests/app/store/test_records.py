"""Fields that hold more than one value come back from the store, and from events, as they were."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.contact import Contact
from app.domain.lead import Lead
from app.domain.member import Actor
from app.domain.participant import Participant
from app.store.database import Database
from app.store.mapping import LEADS
from app.store.work import begin_write
from tests.conftest import TENANT

_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
_FIELDS = st.fixed_dictionaries(
    {
        "participants": st.lists(st.builds(Participant, st.integers(1, 99), _TEXTS), max_size=3).map(tuple),
        "followers": st.lists(st.integers(1, 99), max_size=3).map(tuple),
        "answers": st.dictionaries(_TEXTS, _TEXTS, max_size=3),
        "conversion": st.dictionaries(_TEXTS, st.integers() | st.lists(_TEXTS, max_size=2), max_size=2),
    }
)


@given(fields=_FIELDS, others=_FIELDS)
def test_a_change_can_be_taken_back_whatever_the_fields_held(
    fields: dict[str, Any], others: dict[str, Any]
) -> None:
    lead = Lead(number=1, name="Ann", **fields)
    event = lead.change("LeadEdited", **others)
    assert {name: getattr(lead, name) for name in others} == others
    lead.restore("ChangeUndone", event.before)
    assert {name: getattr(lead, name) for name in fields} == fields


@given(fields=_FIELDS)
def test_a_record_comes_back_from_the_event_that_made_it(fields: dict[str, Any]) -> None:
    lead = Lead(number=1, name="Ann", **fields)
    assert Lead.revive(1, 1, lead.captured("LeadCaptured").after) == lead


def test_a_stored_record_comes_back_as_it_was(database: Database) -> None:
    full = {
        "participants": (Participant(1, "CFO"), Participant(2)),
        "followers": (2, 1),
        "answers": {"metrics": "two weeks less"},
        "conversion": {"created": [3], "kept": [{"field": "phone"}]},
    }
    with database.write() as connection:
        work, _ = begin_write(connection, Actor(tenant_id=TENANT, user_id="alex", name="Alex"))
        work.members.join("kim", "Kim", work.now)
        for name in ("Anna", "Ben"):
            work.contacts.add(Contact(number=work.number(), name=name))
        for fields in (full, {}):
            stored = work.leads.add(Lead(number=work.number(), name="Ann", **fields))  # type: ignore[arg-type]
            assert work.leads.get(stored.number) == stored
            row = LEADS.row(work.workspace.id, stored)
            assert [row[name] for name in full] == [None] * 4 if not fields else all(row[n] for n in full)
