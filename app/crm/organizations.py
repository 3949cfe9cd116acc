"""Organizations: companies, captured by hand; conversion captures them too."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.duplicates.similarity import Reason, Similarity
from app.crm.fields import check_fields
from app.crm.records import hits_of, view
from app.crm.views import Lookalike, RecordView
from app.domain.errors import Conflict
from app.domain.event import Kind
from app.domain.matching import company_key
from app.domain.member import Member
from app.domain.organization import Organization
from app.domain.record import held
from app.store.work import Work


def capture_organization(
    work: Work, actor: Member, fields: Mapping[str, object], *, unless_duplicate: bool = False
) -> RecordView:
    """Keeps a new organization. Raises InvalidInput, Forbidden, and with `unless_duplicate` Conflict
    (likely_duplicate) with `candidates` where one has the same name or domain."""
    actor.must_write()
    values = _checked(work, fields)
    if unless_duplicate:
        _refuse_duplicate(work, str(values["name"]), str(values.get("domain") or ""))
    return view(work, open_organization(work, actor, values))


def open_organization(work: Work, actor: Member, fields: Mapping[str, object]) -> Organization:
    """Adds an organization; raises InvalidInput."""
    values = held(_checked(work, fields))
    organization = Organization(number=work.number(), **values)  # type: ignore[arg-type]
    work.record(organization.captured("OrganizationCaptured"), actor)
    return work.organizations.add(organization)


def find_organization(work: Work, name: str, domain: str = "") -> Organization | None:
    """The organization that a name, or else an email domain, means; legal forms and spelling aside."""
    by_name = work.organizations.first("company_key", company_key(name))
    return by_name or (work.organizations.first("domain", domain) if not name else None)


def _checked(work: Work, fields: Mapping[str, object]) -> dict[str, object]:
    return check_fields(work, Kind.ORGANIZATION, {"name": "", **fields})


def _refuse_duplicate(work: Work, name: str, domain: str) -> None:
    found = {
        Reason.COMPANY: work.organizations.first("company_key", company_key(name)),
        Reason.DOMAIN: work.organizations.first("domain", domain),
    }
    numbers = list(dict.fromkeys(one.number for one in found.values() if one))
    if numbers:
        candidates = tuple(
            Lookalike(
                hit=hit,
                similarity=Similarity.SAME,
                reasons=tuple(reason for reason, one in found.items() if one and one.number == hit.number),
            )
            for hit in hits_of(work, numbers)
        )
        raise Conflict("likely_duplicate", number=numbers[0], kind=Kind.ORGANIZATION, candidates=candidates)
