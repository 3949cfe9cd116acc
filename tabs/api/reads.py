"""Reads that only the API needs: pages with the names around the records, and checks of kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec

from app.crm.activities.activities import complete_activity
from app.crm.history import timeline
from app.crm.people.people import followers_of, participants_of, person
from app.crm.privacy.retention import page_of_expired
from app.crm.record_names import refs_to
from app.crm.records import (
    AnyRecord,
    edit_record,
    page_of_records,
    show_record,
)
from app.crm.records import assign_record as assign
from app.crm.reopening import reopen_record
from app.crm.views import Colleague, Entry, RecordView, Ref
from app.domain.activity import Activity
from app.domain.errors import NotFound
from app.domain.event import Kind
from app.domain.framework import Framework, framework_of
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.pipeline import Pipeline, Stage
from app.store.work import Work

P = ParamSpec("P")


def show(work: Work, actor: Member, kind: Kind, number: int) -> RecordView:
    """The record of this kind. Raises NotFound."""
    _expect_kind(work, kind, number)
    return show_record(work, actor, number)


def edit(
    work: Work, actor: Member, kind: Kind, number: int, changes: Mapping[str, object], version: int | None
) -> RecordView:
    """edit_record for a record of this kind only."""
    _expect_kind(work, kind, number)
    return edit_record(work, actor, number, changes, version)


def reopen(work: Work, actor: Member, kind: Kind, number: int, version: int | None) -> RecordView:
    """reopen_record for a record of this kind only."""
    _expect_kind(work, kind, number)
    return reopen_record(work, actor, number, version).view


def complete(
    work: Work, actor: Member, number: int, version: int | None, done_at: dt.date | dt.datetime | None
) -> RecordView:
    """complete_activity for an activity only."""
    _expect_kind(work, Kind.ACTIVITY, number)
    return complete_activity(work, actor, number, version, done_at=done_at).done


def assign_to(
    work: Work, actor: Member, kind: Kind, number: int, owner: int, version: int | None
) -> RecordView:
    """assign_record for a record of this kind only."""
    _expect_kind(work, kind, number)
    return assign(work, actor, number, owner, version)


def of_kind(
    work: Work,
    actor: Member,
    kind: Kind,
    number: int,
    use_case: Callable[Concatenate[Work, Member, int, P], RecordView],
    *args: P.args,
    **kwargs: P.kwargs,
) -> RecordView:
    """A use case on a record of this kind only."""
    _expect_kind(work, kind, number)
    return use_case(work, actor, number, *args, **kwargs)


def history(
    work: Work, actor: Member, kind: Kind, number: int, limit: int, before: int | None
) -> list[Entry]:
    """The timeline of a record of this kind only."""
    _expect_kind(work, kind, number)
    return timeline(work, actor, number, limit, before)


def colleagues(work: Work, actor: Member) -> list[Member]:
    """Everybody in the workspace, by id."""
    return work.members.all()


def page(
    work: Work,
    actor: Member,
    kind: Kind,
    text: str,
    limit: int,
    cursor: str | None,
    filters: Mapping[str, object],
) -> tuple[list[RecordView], str | None]:
    """A page of records as the API shows them; the names are read once for all of them."""
    records: Sequence[AnyRecord]
    if filters.get("expired"):
        records, following = page_of_expired(work, limit, cursor)
    else:
        wanted = {name: value for name, value in filters.items() if name != "due"}
        records, following = page_of_records(
            work, actor, kind, text=text, limit=limit, cursor=cursor, **wanted
        )
    owners = {member.id: person(member) for member in work.members.all()}
    organizations = _refs(work, Kind.ORGANIZATION, "organization", records)
    contacts = _refs(work, Kind.CONTACT, "contact", records)
    stages: dict[int, tuple[Pipeline, Stage]] = {}
    if kind is Kind.OPPORTUNITY:
        stages = {stage.id: (line, stage) for line in work.pipelines.all() for stage in line.stages}
    steps = work.agenda.next_steps([r.number for r in records if isinstance(r, Lead | Opportunity)])
    subjects = refs_to(work, {record.about for record in records if isinstance(record, Activity)})
    participants, followers = participants_of(work, records), followers_of(work, records)
    asks = framework_of(work.workspace.framework)
    views = [_view(record, owners, organizations, contacts, stages, asks) for record in records]
    return [
        replace(
            view,
            participants=participants.get(view.record.number, ()),
            followers=followers.get(view.record.number, ()),
            next_step=steps.get(view.record.number),
            about=subjects.get(getattr(view.record, "about", 0)),
        )
        for view in views
    ], following


def _view(
    record: AnyRecord,
    owners: Mapping[int, Colleague],
    organizations: Mapping[int, Ref],
    contacts: Mapping[int, Ref],
    stages: Mapping[int, tuple[Pipeline, Stage]],
    framework: Framework,
) -> RecordView:
    pipeline, stage = stages[record.stage] if isinstance(record, Opportunity) else (None, None)
    return RecordView(
        record=record,
        owner=owners.get(getattr(record, "owner", None) or 0),
        organization=organizations.get(getattr(record, "organization", None) or 0),
        contact=contacts.get(getattr(record, "contact", None) or 0),
        pipeline=pipeline,
        stage=stage,
        framework=framework,
    )


def _refs(work: Work, kind: Kind, field: str, records: Sequence[AnyRecord]) -> dict[int, Ref]:
    numbers = {number for record in records if (number := getattr(record, field, None)) is not None}
    return {
        number: Ref(number=number, name=name) for number, name in work.queries.names(kind, numbers).items()
    }


def _expect_kind(work: Work, kind: Kind, number: int) -> None:
    if work.queries.kinds([number]).get(number) is not kind:
        raise NotFound(number=number, kind=kind)
