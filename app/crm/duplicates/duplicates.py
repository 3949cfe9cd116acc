"""Duplicates: who is there already that somebody new may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from app.crm.cursors import position
from app.crm.duplicates.similarity import Features, Similarity, Verdict, compare
from app.crm.views import Colleague, ConversionCandidate, Hit, Lookalike, Ref, Related
from app.domain.errors import Conflict
from app.domain.event import Kind
from app.domain.fields import COMPARED, Type, names_of
from app.domain.lead import Lead
from app.domain.matching import company_key
from app.domain.member import Member
from app.domain.traces import keys_in
from app.store.duplicates.candidates import Candidate
from app.store.work import Work

_Judged = tuple[Verdict, Candidate]

MOST_LOOKED_AT, MOST_PAIRS = 50, 10
"""Leads that are compared with all others when pairs are looked for, and pairs that are told."""
MOST_RELATED = 2
"""People of one company that are told where nothing more is known of it."""
MOST_TOLD = 5
"""Lookalikes that are told: nobody compares more."""


def refuse_duplicate(work: Work, values: Mapping[str, object]) -> tuple[Related, ...]:
    """Raises Conflict (likely_duplicate) where a lead or contact is likely the same as a lead with these
    checked values; its detail `candidates` holds Lookalikes, best first. Else who is there of the company."""
    features = features_of(values)
    candidates = _candidates(work, features)
    judged = _judge(features, candidates)
    _refuse(work, judged)
    companies = [one for one in candidates if one.kind == Kind.ORGANIZATION.value]
    return _related(work, features, judged, companies)


def _related(
    work: Work, features: Features, judged: Sequence[_Judged], companies: Sequence[Candidate]
) -> tuple[Related, ...]:
    """The company that somebody new belongs to, with its deals; where it is none yet, its people."""
    key = company_key(features.company)
    # The oldest of its name, else of its domain: the one that a conversion finds.
    company = min(companies, key=lambda one: (company_key(one.name) != key, one.number), default=None)
    if company is None:
        return tuple(Related(number=one.number, name=one.name) for _, one in judged[:MOST_RELATED])
    deals = work.queries.deals_by_status(company.number)
    won, opened = deals.get("won", 0), deals.get("open", 0)
    return (Related(number=company.number, name=company.name, customer=won > 0, deals=opened),)


def refuse_duplicate_contact(work: Work, values: Mapping[str, object], *, leads: bool = True) -> None:
    """Raises Conflict like `refuse_duplicate` where a contact, or one of the open `leads`, is likely the same
    as a contact with these values; the company is the name of its organization. What became of other leads is
    a contact, or nothing."""

    def counts(candidate: Candidate) -> bool:
        return candidate.kind == Kind.CONTACT or (leads and candidate.status == "open")

    _refuse(work, _judged(work, features_of(values), counts))


def _refuse(work: Work, judged: Sequence[_Judged]) -> None:
    if judged and judged[0][0].similarity is Similarity.SAME:
        found = _lookalikes(work, judged[:MOST_TOLD])
        best = found[0].hit
        raise Conflict("likely_duplicate", number=best.number, kind=best.kind, candidates=tuple(found))


def likely_same(features: Features, candidates: Iterable[Candidate]) -> Candidate | None:
    """The lead or contact among the candidates that is most likely the same as a lead."""
    judged = _judge(features, dict.fromkeys(candidates))
    return judged[0][1] if judged and judged[0][0].similarity is Similarity.SAME else None


def candidates_of_each(work: Work, features_of_each: Sequence[Features]) -> list[list[Candidate]]:
    """Who may be the same as each of several leads."""
    asked = [(one.person, one.company, one.email, one.phone, one.told) for one in features_of_each]
    found = work.candidates.find_each(asked) if asked else []
    return [
        [*candidates, *_spelled_alike(work, features)]
        for candidates, features in zip(found, features_of_each, strict=True)
    ]


def find_lookalikes(work: Work, features: Features) -> list[Lookalike]:
    """Leads and contacts that are likely the same, then those that are related, best first."""
    return _lookalikes(work, _judged(work, features))


def find_similar_contacts(work: Work, lead: Lead) -> list[ConversionCandidate]:
    """Contacts that are likely the lead's person, then those that are related, best first."""
    judged = _judged(work, features_of_lead(lead), lambda candidate: candidate.kind == Kind.CONTACT)
    return [
        ConversionCandidate(
            ref=Ref(number=one.number, name=one.name), why=verdict.reasons, detail=one.company
        )
        for verdict, one in judged
    ]


def find_similar_organizations(work: Work, lead: Lead) -> list[ConversionCandidate]:
    """Organizations that are likely the lead's company, then those that are related, best first."""
    features = Features(company=lead.company, email=lead.email)
    judged = [
        (compare(features, Features(company=one.name, email=f"@{one.domain}" if one.domain else "")), one)
        for one in work.candidates.find_organizations(lead.company, lead.email)
    ]
    ranked = sorted(
        (pair for pair in judged if pair[0].similarity is not Similarity.DIFFERENT),
        key=lambda pair: (pair[0].similarity is not Similarity.SAME, -len(pair[0].reasons), pair[1].number),
    )
    return [
        ConversionCandidate(ref=Ref(number=one.number, name=one.name), why=verdict.reasons, detail=one.domain)
        for verdict, one in ranked
    ]


def duplicates_of(work: Work, actor: Member, number: int) -> list[Lookalike]:
    """Leads and contacts that are likely the same as a lead that is there, then those that are related, best
    first. Raises NotFound."""
    lead = work.leads.get(number)
    others = [
        (verdict, candidate)
        for verdict, candidate in _judged(work, features_of_lead(lead))
        if candidate.number not in {lead.number, lead.contact}
    ]
    return _lookalikes(work, others[:MOST_TOLD])


def page_of_pairs(
    work: Work, actor: Member, cursor: str | None = None
) -> tuple[list[tuple[Hit, Lookalike]], str | None]:
    """The actor's newest open leads that are likely there twice, each with who it is, each pair once; and the
    cursor of the page that follows, where there are leads that were not looked at. Raises InvalidInput."""
    filters = {"status": "open", "owner": actor.id}
    leads = work.queries.page(Kind.LEAD, filters, MOST_LOOKED_AT + 1, position(cursor))
    pairs: dict[frozenset[int], tuple[Hit, Lookalike]] = {}
    for lead in leads[:MOST_LOOKED_AT]:
        for own, one in find_pairs_of(work, actor, lead.number):
            if not (cursor and _was_told(work, actor, position(cursor), own, one)):
                pairs.setdefault(frozenset((own.number, one.hit.number)), (own, one))
        if len(pairs) >= MOST_PAIRS:
            break
    return list(pairs.values()), str(lead.number) if leads and lead is not leads[-1] else None


def _was_told(work: Work, actor: Member, before: int | None, own: Hit, one: Lookalike) -> bool:
    """Whether a page before has told a pair already: it looked at the other one."""
    hit = one.hit
    if before is None or hit.number < before or hit.status != "open":
        return False
    if hit.owner is None or hit.owner.id != actor.id:
        return False
    return any(other.hit.number == own.number for _, other in find_pairs_of(work, actor, hit.number))


def find_pairs_of(work: Work, actor: Member, number: int) -> list[tuple[Hit, Lookalike]]:
    """A lead with each other one that is likely the same. Raises NotFound."""
    lead = work.leads.get(number)
    own = Hit(kind=lead.kind, number=lead.number, name=lead.name, version=lead.version, detail=lead.company)
    return [
        (own, one)
        for one in duplicates_of(work, actor, lead.number)
        if one.similarity is Similarity.SAME and one.hit.kind is Kind.LEAD
    ]


def features_of(values: Mapping[str, object]) -> Features:
    """By what a lead with these values is recognised."""
    name, company, email, phone = (str(values.get(key) or "") for key in COMPARED)
    person = "" if name.casefold() == company.casefold() else name
    told = keys_in("\n".join(str(values[key]) for key in _TOLD if values.get(key)))
    return Features(person=person, company=company, email=email, phone=phone, told=told)


_TOLD = names_of(Kind.LEAD, Type.TEXT)
"""Fields of a lead in which more addresses, numbers and ids may stand."""


def features_of_lead(lead: Lead) -> Features:
    """By what a lead is recognised."""
    return features_of({name: getattr(lead, name) for name in (*COMPARED, *_TOLD)})


def _features(candidate: Candidate) -> Features:
    return replace(features_of(candidate._asdict()), told=candidate.shared)


def _judged(
    work: Work,
    features: Features,
    counts: Callable[[Candidate], bool] = lambda _: True,
) -> list[_Judged]:
    """What counts and is not different, best first."""
    return _judge(features, _candidates(work, features), counts)


def _candidates(work: Work, features: Features) -> list[Candidate]:
    candidates = work.candidates.find(
        features.person, features.company, features.email, features.phone, features.told
    )
    return list(dict.fromkeys([*candidates, *_spelled_alike(work, features)]))


def _spelled_alike(work: Work, features: Features) -> list[Candidate]:
    return [] if features.person else work.candidates.find_spelled_alike(features.company)


def _judge(
    features: Features,
    candidates: Iterable[Candidate],
    counts: Callable[[Candidate], bool] = lambda _: True,
) -> list[_Judged]:
    """The people among the candidates who count and are not different, best first."""
    judged = [
        (verdict, candidate)
        for candidate in candidates
        if candidate.kind != Kind.ORGANIZATION.value
        and counts(candidate)
        and (verdict := compare(features, _features(candidate))).similarity is not Similarity.DIFFERENT
    ]
    return sorted(_without_twice(judged), key=_rank)


def _without_twice(judged: Sequence[_Judged]) -> list[_Judged]:
    """A contact that one of the leads became says nothing more than the lead does."""
    became = {candidate.contact for _, candidate in judged if candidate.contact}
    return [(v, c) for v, c in judged if not (c.kind == Kind.CONTACT.value and c.number in became)]


def _rank(judged: _Judged) -> tuple[bool, bool, int, int]:
    verdict, candidate = judged
    closed = candidate.status not in {"open", ""}
    return verdict.similarity is not Similarity.SAME, closed, -len(verdict.reasons), -candidate.number


def _lookalikes(work: Work, judged: Sequence[_Judged]) -> list[Lookalike]:
    # Asked for only where something is told: most new leads are nobody's duplicate.
    owners = {member.id: Colleague(id=member.id, name=member.name) for member in work.members.all()}
    return [
        Lookalike(hit=_hit(candidate, owners), similarity=verdict.similarity, reasons=verdict.reasons)
        for verdict, candidate in judged
    ]


def _hit(candidate: Candidate, owners: Mapping[int, Colleague]) -> Hit:
    return Hit(
        kind=Kind(candidate.kind),
        number=candidate.number,
        name=candidate.name,
        version=candidate.version,
        detail=candidate.company,
        status=candidate.status,
        owner=owners.get(candidate.owner or 0),
    )
