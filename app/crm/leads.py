"""Leads: capture and disqualify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.crm.duplicates.duplicates import refuse_duplicate
from app.crm.fields import check_fields, check_note
from app.crm.people.people import person
from app.crm.records import view
from app.crm.views import RecordView
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.framework import answer_of, folded, framework_of, is_answered
from app.domain.lead import Lead
from app.domain.matching import means_same
from app.domain.member import Member
from app.domain.own import is_own
from app.domain.record import held, plain
from app.store.work import Work


class LeadDraft(dict[str, Any]):
    """What is known of somebody new, by the names of a lead's fields and of its answers; a person's or a
    company's name is the least. What is blank is not known."""

    def __init__(self, **values: Any) -> None:
        super().__init__({name: value for name, value in values.items() if value is not None and value != ""})

    @property
    def called(self) -> str:
        """The person's name, or the company's where nobody is named."""
        return str(self.get("name") or self.get("company") or "")


def capture_lead(
    work: Work, actor: Member, draft: LeadDraft, *, unless_duplicate: bool = False
) -> RecordView:
    """Keeps a new lead, owned by the actor. Raises InvalidInput, Forbidden, and with `unless_duplicate`
    Conflict (likely_duplicate) with `candidates` where it is likely there already."""
    actor.must_write()
    typed = dict(draft)
    if not typed.get("name") and not typed.get("company"):
        raise InvalidInput(name="required")
    typed.setdefault("name", typed.get("company"))
    values = check_fields(work, Kind.LEAD, typed)
    related = refuse_duplicate(work, values) if unless_duplicate else ()
    lead = Lead(number=work.number(), owner=actor.id, **held(folded(values, {})))  # type: ignore[arg-type]
    work.record(lead.captured("LeadCaptured"), actor)
    work.leads.add(lead)
    # Nothing else can be said of a new lead yet: no read is needed to show it.
    return RecordView(
        record=lead,
        owner=person(actor),
        changed_by=person(actor),
        changed_at=work.now,
        framework=framework_of(work.workspace.framework),
        related=related,
    )


def add_to_lead(
    work: Work, actor: Member, number: int, draft: LeadDraft, describe: Callable[[str, object], str]
) -> RecordView:
    """Adds what is known of somebody to the open lead that they are: blanks are filled, nothing is
    overwritten. What differs goes to the note, in the lines that `describe` makes of field and value. Raises
    NotFound, Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    lead = work.leads.get(number)
    lead.must_be_open()
    values = check_fields(work, Kind.LEAD, draft)
    work.record(lead.change("LeadEdited", **additions(lead, values, describe)), actor)
    return view(work, work.leads.save(lead))


def disqualify_lead(
    work: Work, actor: Member, number: int, reason: str, note: str = "", version: int | None = None
) -> RecordView:
    """The lead does not fit. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    lead = work.leads.get(number)
    lead.expect(version)
    if reason and not work.choices.has("disqualify_reason", reason):
        raise InvalidInput(reason="choice_unknown")
    work.record(lead.disqualify(reason, check_note(note), work.now), actor)
    return view(work, work.leads.save(lead))


def additions(
    lead: Lead, values: Mapping[str, object], describe: Callable[[str, object], str]
) -> dict[str, object]:
    """The fields to set where checked values are added to a lead: those that are blank, and the note with all
    that could not be set."""
    filled: dict[str, object] = {}
    told: list[str] = []
    for name, value in values.items():
        known = answer_of(lead, name)
        unnamed = name == "name" and not lead.names_a_person
        if not is_answered(lead, name) or unnamed:
            filled[name] = value
        elif name == "note":
            told.insert(0, str(value))
        elif not means_same(name, known, plain(value) if is_own(name) else value):
            told.append(describe(name, value))
    if told:
        filled["note"] = "\n".join(str(part) for part in (lead.note or filled.get("note"), *told) if part)
    return folded(filled, lead.answers)
