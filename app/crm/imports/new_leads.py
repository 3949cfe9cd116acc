"""The new leads of a portion of an import, stored together."""

from __future__ import annotations

from app.domain.framework import folded
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.record import held
from app.store.work import Work


class NewLeads:
    """Leads that are stored together: each by itself would take as many statements as all of them."""

    def __init__(self, work: Work, actor: Member) -> None:
        self._work = work
        self._actor = actor
        self._waiting: list[Lead] = []

    def add(self, values: dict[str, object]) -> Lead:
        """Captures a lead, to be stored by the next `store`. Raises InvalidInput, and then there is none."""
        work = self._work
        lead = Lead(number=work.next_number, owner=self._actor.id, **held(folded(values, {})))  # type: ignore[arg-type]
        work.record(lead.captured("LeadCaptured"), self._actor, imported=True)
        self._waiting.append(lead)
        work.number()
        return lead

    def store(self) -> None:
        """Stores those that wait."""
        self._work.leads.add_all(self._waiting)
        self._waiting = []
