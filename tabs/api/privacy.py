"""A person's data over HTTP: shown and handed over, erased, and the audit; for owners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from aiohttp import web

from app.crm.audit import read_audit
from app.crm.ownership import must_own
from app.crm.people.members import context
from app.crm.people.people import person
from app.crm.privacy.disclosing import export_person
from app.crm.privacy.erasing import (
    Plan,
    ask_erasure,
    confirm_erasure,
    last_erasure,
    plan_erasure,
    show_erasure,
    waiting_erasures,
    withdraw_erasure,
)
from app.domain.erasure import DataSubject, Erasure, SubjectKind
from app.domain.errors import AlreadyDone, InvalidInput, NotFound, Problem
from app.domain.event import Kind
from app.domain.member import Member
from app.languages.audit import line_details, line_title
from app.languages.privacy import finding_title
from app.languages.reader import Reader
from app.person_page import person_page, plain_disclosure
from app.store.work import Work
from tabs.api.answers import privacy as told
from tabs.api.answers.host import PersonPage
from tabs.api.answers.mentions import Page
from tabs.api.call import PLURALS, Call, Route
from tabs.api.fields import YES_OR_NO, Field, Wrong
from tabs.api.filters import PAGE
from tabs.api.presenters import present_person
from tabs.api.replies import HEADERS

P = ParamSpec("P")
T = TypeVar("T")

_NOTHING_SAID = ("",)
_PERSONS = (Kind.LEAD, Kind.CONTACT)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


async def show_data(call: Call) -> told.PersonData:
    """All that is kept on somebody; the audit tells that it was handed over."""
    call.query()
    found = await call.go_on(_of_kind, call.route.kind, export_person, _subject(call))
    return cast(told.PersonData, plain_disclosure(found))


async def show_page(call: Call) -> web.Response:
    """The same as a page that needs nothing besides itself."""
    call.query()
    found = await call.go_on(_of_kind, call.route.kind, export_person, _subject(call))
    headers = {
        **HEADERS,
        "Content-Security-Policy": _POLICY,
        "Content-Disposition": f'attachment; filename="person-{found.subject.number}.html"',
    }
    return web.Response(text=person_page(found, call.reader), content_type="text/html", headers=headers)


async def show_plan(call: Call) -> told.ErasurePlan:
    """What erasing somebody would take."""
    call.query()
    return _present_plan(
        await call.read_through(_of_kind, call.route.kind, plan_erasure, _subject(call)), call.reader
    )


async def erase(call: Call) -> told.Erasure:
    """Erases somebody, or asks another owner to confirm it."""
    asked = await call.body()
    findings = None if asked.get("all") is True else asked.get("findings", _NOTHING_SAID)
    try:
        erasure, _ = await call.write(_of_kind, call.route.kind, _ask, _subject(call), findings)
    except AlreadyDone:
        erasure = await call.read(last_erasure, _subject(call))
    return _present(erasure)


def _ask(
    work: Work, actor: Member, subject: DataSubject, findings: tuple[str, ...] | None
) -> tuple[Erasure, tuple[Member, ...]]:
    """ask_erasure, where it was said what is to go: nothing besides the person's own is `[]`."""
    if findings is _NOTHING_SAID:
        must_own(work, actor)
        raise InvalidInput(findings="required")
    return ask_erasure(work, actor, subject, findings)


async def list_erasures(call: Call) -> told.Erasures:
    """Erasures that wait for another owner, newest first."""
    call.query()
    found = await call.read_through(waiting_erasures)
    people = {member.id: person(member) for member in (await call.read(context)).members}
    return {
        "items": [
            {
                **_present(one),
                "by": present_person(people.get(one.asked_by or 0)),
                "plan": _present_plan(plan, call.reader),
            }
            for one, plan in found
        ]
    }


async def confirm(call: Call) -> told.Erasure:
    """Erases whom another owner asked to erase."""
    await call.body()
    return await _decided(call, confirm_erasure)


async def withdraw(call: Call) -> told.Erasure:
    """Nobody is erased after all."""
    await call.body()
    return await _decided(call, withdraw_erasure)


async def _decided(call: Call, decide: Callable[[Work, Member, int], Erasure]) -> told.Erasure:
    """An erasure that was decided on; a repeated request gets it as it is."""
    try:
        return _present(await call.write(decide, call.id))
    except AlreadyDone:
        return _present(await call.read(show_erasure, call.id))


async def show_audit(call: Call) -> Page[told.AuditLine]:
    """A page of the audit, newest first."""
    asked = call.query()
    lines, following = await call.read(read_audit, asked["limit"], asked.get("cursor"))
    items: list[told.AuditLine] = [
        {
            "id": line.note.id,
            "at": line.note.at,
            "name": line.note.name,
            "by": present_person(line.actor),
            "title": line_title(call.reader, line),
            "details": line_details(call.reader, line),
            "count": line.note.count,
        }
        for line in lines
    ]
    return {"items": items, "next": str(following) if following else None}


def _of_kind(
    work: Work,
    actor: Member,
    kind: Kind | None,
    use_case: Callable[Concatenate[Work, Member, DataSubject, P], T],
    subject: DataSubject,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """A use case about a colleague, or about the person of a record of this kind only."""
    if kind is not None and work.queries.kinds([subject.number]).get(subject.number) is not kind:
        raise NotFound(number=subject.number, kind=kind)
    return use_case(work, actor, subject, *args, **kwargs)


def _subject(call: Call) -> DataSubject:
    if call.route.kind is None:
        return DataSubject(SubjectKind.MEMBER, call.id)
    return DataSubject(SubjectKind.RECORD, call.number)


def _present_plan(plan: Plan, reader: Reader) -> told.ErasurePlan:
    return {
        "subject": {"kind": plan.subject.kind, "number": plan.subject.number},
        "name": plan.name,
        "second": [{"id": owner.id, "name": owner.name} for owner in plan.second],
        "findings": [
            {
                "id": one.id,
                "reason": one.reason,
                "title": finding_title(reader, one),
                "certain": one.certain,
                "own": one.own,
                "kind": one.kind,
                "number": one.number or None,
                "excerpts": list(one.excerpts),
            }
            for one in plan.findings
        ],
    }


def _present(one: Erasure) -> told.Erasure:
    return {
        "id": one.id,
        "subject": {"kind": one.subject.kind, "number": one.subject.number},
        "findings": None if one.findings is None else list(one.findings),
        "state": one.state,
        "asked_by": one.asked_by,
        "asked_at": one.asked_at,
        "expires_at": one.expires_at,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at,
    }


def _ids(value: Any) -> tuple[str, ...]:
    """As many as anybody can have looked at; "all" takes more."""
    if (
        not isinstance(value, list)
        or len(value) > _MOST_IDS
        or not all(isinstance(one, str) for one in value)
    ):
        raise Wrong(Problem("finding_unknown"))
    return tuple(value)


_MOST_IDS = 2000
_FINDINGS = Field(_ids, {"type": "array", "items": {"type": "string"}, "maxItems": _MOST_IDS})
_CHOICE = {"findings": _FINDINGS, "all": YES_OR_NO}


def _routes_of(kind: Kind | None) -> tuple[Route, ...]:
    one = f"/{PLURALS[kind]}/{{number}}" if kind else "/members/{id}"
    whom = f"the person of a {kind}" if kind else "a colleague"
    return (
        Route(
            method="GET",
            path=f"{one}/data",
            answer=show_data,
            summary=f"All that is kept on {whom}, for owners",
            kind=kind,
        ),
        Route(
            method="GET",
            path=f"{one}/data/page",
            answer=show_page,
            result=PersonPage,
            summary=f"All that is kept on {whom} as a page to hand over, for owners",
            kind=kind,
        ),
        Route(
            method="GET",
            path=f"{one}/erasure",
            answer=show_plan,
            summary=f"What erasing {whom} would take, for owners; nothing is changed",
            kind=kind,
        ),
        Route(
            method="POST",
            path=f"{one}/erase",
            answer=erase,
            summary=f"Erase {whom} for good, with the findings of these ids or all; it is `waiting` where"
            " another owner has to confirm it",
            kind=kind,
            body=_CHOICE,
        ),
    )


ROUTES: tuple[Route, ...] = (
    *(route for kind in (*_PERSONS, None) for route in _routes_of(kind)),
    Route(
        method="GET",
        path="/erasures",
        answer=list_erasures,
        summary="Erasures that wait for another owner to confirm them, for owners",
    ),
    Route(
        method="POST",
        path="/erasures/{id}/confirm",
        answer=confirm,
        summary="Erase whom another owner asked to erase",
        body={},
    ),
    Route(
        method="POST",
        path="/erasures/{id}/withdraw",
        answer=withdraw,
        summary="Erase nobody after all",
        body={},
    ),
    Route(
        method="GET",
        path="/audit",
        answer=show_audit,
        summary="Who changed settings, exported or erased, and who was refused, newest first, for owners",
        query=PAGE,
    ),
)
