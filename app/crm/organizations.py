"""Organizations: companies, captured by hand; conversion captures them too."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.fields import check_fields
from app.crm.records import view
from app.crm.views import RecordView
from app.domain.event import Kind
from app.domain.member import Member
from app.domain.organization import Organization
from app.store.work import Work


def capture_organization(work: Work, actor: Member, fields: Mapping[str, object]) -> RecordView:
    """Keeps a new organization. Raises InvalidInput, Forbidden."""
    actor.must_write()
    values = check_fields(work, Kind.ORGANIZATION, {"name": "", **fields})
    organization = Organization(number=work.number(), **values)  # type: ignore[arg-type]
    work.record(organization.captured("OrganizationCaptured"), actor)
    return view(work, work.organizations.add(organization))
