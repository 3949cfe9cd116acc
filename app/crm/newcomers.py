"""Newcomers: several new leads that one message tells of, kept in one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.crm.duplicates.duplicates import features_of, find_lookalikes
from app.crm.duplicates.similarity import Similarity
from app.crm.fields import check_fields
from app.crm.leads import LeadDraft, capture_lead
from app.crm.records import view
from app.crm.views import Lookalike, RecordView
from app.domain.errors import Conflict, InvalidInput, Problem
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Member
from app.store.work import Work

MOST_AT_ONCE = 20
"""People of one message; more are a file to import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What became of one of them: `view` shows the lead; else `problems` say why there is none, or
    `candidates` are likely the same."""

    draft: LeadDraft = field(default_factory=LeadDraft)
    view: RecordView | None = None
    candidates: tuple[Lookalike, ...] = ()
    problems: Mapping[str, Problem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomers:
    """What became of several new people, in the order in which they were told."""

    people: tuple[Newcomer, ...]

    @property
    def record(self) -> Lead | None:
        """The first lead that was captured: the turn is known by it."""
        return next((lead for lead in self.leads), None)

    @property
    def leads(self) -> list[Lead]:
        """Those that were captured."""
        records = [one.view.record for one in self.people if one.view]
        return [record for record in records if isinstance(record, Lead)]


def capture_leads(
    work: Work, actor: Member, drafts: Sequence[LeadDraft], *, unless_duplicate: bool = True
) -> Newcomers:
    """Keeps new leads in one change, which is undone as a whole. Who is likely there already, or was told of
    before in the same list, is not kept unless `unless_duplicate` is false; nor is what cannot be a lead.
    Raises Forbidden, and InvalidInput for `people` where there are more than MOST_AT_ONCE."""
    actor.must_write()
    if len(drafts) > MOST_AT_ONCE:
        raise InvalidInput(people=Problem("too_many_people", {"most": MOST_AT_ONCE}))
    return Newcomers(people=tuple(_captured(work, actor, draft, unless_duplicate) for draft in drafts))


def captured_with(work: Work, actor: Member, number: int) -> Newcomers:
    """The leads that were captured in the same change as one of them, as they are now; those that an undo
    took away are not there any more."""
    made = [one for one in work.events.later(number, 0) if one.event.creates]
    change = work.events.of_change(made[0].change) if made else []
    made_with = [one.event for one in reversed(change) if one.event.creates]
    numbers = [event.number for event in made_with if event.kind is Kind.LEAD]
    return find_newcomers(work, actor, numbers, ())


def find_newcomers(
    work: Work, actor: Member, numbers: Sequence[int], drafts: Sequence[LeadDraft]
) -> Newcomers:
    """Leads by number, as far as they are there, and behind them people who are not kept, with who is likely
    the same."""
    leads = [lead for number in numbers if (lead := work.leads.find(number)) is not None]
    kept = [Newcomer(view=view(work, lead)) for lead in leads]
    return Newcomers(people=(*kept, *(_waiting(work, draft) for draft in drafts)))


def _captured(work: Work, actor: Member, draft: LeadDraft, unless_duplicate: bool) -> Newcomer:
    try:
        kept = capture_lead(work, actor, draft, unless_duplicate=unless_duplicate)
    except InvalidInput as refused:
        return Newcomer(draft=draft, problems=refused.fields)
    except Conflict as conflict:
        if conflict.code != "likely_duplicate":
            raise
        return Newcomer(draft=draft, candidates=conflict.details["candidates"])  # type: ignore[arg-type]
    return Newcomer(draft=draft, view=kept)


def _waiting(work: Work, draft: LeadDraft) -> Newcomer:
    try:
        values = check_fields(work, Kind.LEAD, draft)
    except InvalidInput as refused:
        return Newcomer(draft=draft, problems=refused.fields)
    found = find_lookalikes(work, features_of(values))
    same = tuple(one for one in found if one.similarity is Similarity.SAME)
    return Newcomer(draft=draft, candidates=same)
