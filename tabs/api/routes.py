"""The table of routes: what there is, what it takes, and what it answers."""

from __future__ import annotations

from app.domain.conversion import TARGETS
from app.domain.event import Kind
from app.domain.framework import FRAMEWORKS
from app.domain.pipeline import SETTINGS
from tabs.api import (
    agenda,
    customers,
    described,
    following,
    imports,
    merge,
    own_fields,
    people,
    privacy,
    records,
    undo,
    workspace,
)
from tabs.api.answers.host import EventStream
from tabs.api.answers.records import PAGES, RECORDS, Qualified
from tabs.api.call import PLURALS, Route
from tabs.api.document import describe
from tabs.api.editable import EDITABLE_FIELDS
from tabs.api.fields import (
    BOOLEAN,
    DAY,
    FREE_DAY_LIST,
    KEY,
    MONEY,
    NAMES,
    TARGET,
    TEXT,
    VERSION,
    WEEKDAY_LIST,
    WHOLE,
    YES_OR_NO,
    Fields,
    nested,
)
from tabs.api.filters import FILTERS, LIMIT, LISTED, PAGE, WHOLE_TIMELINE

_NEEDED = {Kind.ACTIVITY: ("type", "about")}
"""What a new record of a kind cannot be without, where that is not one of several fields."""

_QUESTIONS = dict.fromkeys(one.name for asked in FRAMEWORKS.values() for one in asked.questions)
_ANSWERS = {name: EDITABLE_FIELDS[Kind.LEAD][name] for name in _QUESTIONS}
_QUALIFY: Fields = {
    **VERSION,
    **_ANSWERS,
    "opportunity_name": TEXT,
    "amount": MONEY,
    "close_date": DAY,
    **{kind.value: TARGET for kind in TARGETS},
}


_CAPTURING: dict[Kind, Fields] = {Kind.LEAD: {"unless_duplicate": YES_OR_NO}}


def _routes_of(kind: Kind) -> tuple[Route, ...]:
    path, one = f"/{PLURALS[kind]}", f"/{PLURALS[kind]}/{{number}}"
    shape, fields = RECORDS[kind], EDITABLE_FIELDS[kind]
    return (
        Route(
            method="GET",
            path=path,
            answer=records.list_records,
            result=PAGES[kind],
            summary=f"A page of {PLURALS[kind]}, newest first",
            kind=kind,
            query={**LISTED, **FILTERS[kind]},
            kept=True,
        ),
        Route(
            method="POST",
            path=path,
            answer=records.capture,
            result=shape,
            summary=f"Keep a new {kind}",
            kind=kind,
            body={**fields, **_CAPTURING.get(kind, {})},
            required=_NEEDED.get(kind, ()),
            status=201,
        ),
        Route(
            method="GET",
            path=one,
            answer=records.show_one,
            result=shape,
            summary=f"One {kind}",
            kind=kind,
            kept=True,
        ),
        Route(
            method="PATCH",
            path=one,
            answer=records.edit,
            result=shape,
            summary=f"Change fields of one {kind}",
            kind=kind,
            body={**VERSION, **fields},
        ),
        *_history_of(kind, one),
    )


def _history_of(kind: Kind, one: str) -> tuple[Route, ...]:
    is_customer = kind in (Kind.ORGANIZATION, Kind.CONTACT)
    also = "; with the scope `all` also to its people, leads, opportunities and activities"
    timeline = Route(
        method="GET",
        path=f"{one}/timeline",
        answer=customers.show_timeline if is_customer else records.show_timeline,
        summary=f"What happened to one {kind}, newest first{also if is_customer else ''}",
        kind=kind,
        query=WHOLE_TIMELINE if is_customer else PAGE,
        kept=True,
    )
    overview = Route(
        method="GET",
        path=f"{one}/overview",
        answer=customers.show_overview,
        summary=f"One {kind} with all that belongs to it",
        kind=kind,
        kept=True,
    )
    return (timeline, overview) if is_customer else (timeline,)


def _assignable(kind: Kind) -> tuple[Route, ...]:
    return (
        Route.step(kind, "reopen", records.reopen, f"Open one closed {kind} again"),
        Route.step(
            kind,
            "assign",
            records.assign,
            f"Give one {kind} to a colleague",
            body={**VERSION, "owner": WHOLE},
            required=("owner",),
        ),
    )


_STEPS = (
    Route(
        method="GET",
        path="/leads/{number}/qualification",
        answer=records.offer_qualification,
        summary="What qualifying a lead would use, create and keep as it is, and what else could be used",
        kind=Kind.LEAD,
    ),
    Route.step(
        Kind.LEAD,
        "qualify",
        records.qualify,
        "Turn a lead into an opportunity, which is the answer, or the lead where it gets none",
        result=Qualified,
        body=_QUALIFY,
        renamed={"name": "opportunity_name"},
    ),
    Route.step(
        Kind.LEAD,
        "disqualify",
        records.disqualify,
        "Decide that a lead does not fit",
        body={**VERSION, "reason": KEY, "note": TEXT},
        required=("reason",),
        renamed={"disqualify_reason": "reason", "disqualify_note": "note"},
    ),
    Route.step(
        Kind.OPPORTUNITY,
        "move",
        records.move,
        "Move an opportunity to another stage; by the stage's type it is won or lost there. `fields`"
        " are saved with the move; 422 with the code fields_missing names those that the stage requires",
        body={
            **VERSION,
            "stage": KEY,
            "reason": KEY,
            "note": TEXT,
            "fields": nested(EDITABLE_FIELDS[Kind.OPPORTUNITY]),
        },
        required=("stage",),
        renamed={"lost_reason": "reason", "lost_note": "note"},
    ),
)

_STAGE_SETTINGS: Fields = dict.fromkeys(SETTINGS, WHOLE)
_WORKSPACE = (
    Route(method="GET", path="/me", answer=workspace.show_me, summary="Who asks, and where"),
    Route(
        method="PATCH",
        path="/me",
        answer=workspace.place_me,
        summary="Say where you are, until Teams tells it otherwise; null is where the workspace is",
        body={"time_zone": TEXT, "country": TEXT},
    ),
    Route(
        method="GET",
        path="/workspace",
        answer=workspace.show_workspace,
        summary="Where the workspace is, what is paid with there, and on which days it works",
    ),
    Route(
        method="PATCH",
        path="/workspace",
        answer=workspace.change_workspace,
        summary="Change that, for owners; no record is changed by it. It can be taken back with /undo",
        body={
            **VERSION,
            **dict.fromkeys(("currency", "time_zone", "country"), KEY),
            "working_days": WEEKDAY_LIST,
            "public_holidays": BOOLEAN,
            "subdivision": TEXT,
            "free_days": FREE_DAY_LIST,
            "guests": BOOLEAN,
            "retention_months": WHOLE,
        },
    ),
    Route(
        method="GET",
        path="/places",
        answer=workspace.list_places,
        summary="What a workspace may be set to, by name, and the parts of a country that have holidays",
        query={"country": KEY},
    ),
    Route(
        method="GET",
        path="/board",
        answer=workspace.show_board,
        summary="The pipeline with counts, sums and the newest opportunities of each stage",
        kept=True,
        shared=True,
        query=LIMIT,
    ),
    Route(
        method="GET",
        path="/pipeline",
        answer=workspace.show_pipeline,
        summary="The stages with what each requires",
        kept=True,
        shared=True,
    ),
    Route(
        method="PATCH",
        path="/stages/{id}",
        answer=workspace.change_stage,
        summary="Change a stage, for owners; no opportunity is changed by it",
        body={**VERSION, "name": TEXT, "probability": WHOLE, "required": NAMES, **_STAGE_SETTINGS},
    ),
    Route(
        method="GET",
        path="/framework",
        answer=workspace.show_framework,
        summary="The questions that qualify a lead",
        kept=True,
        shared=True,
    ),
    Route(
        method="PATCH",
        path="/framework",
        answer=workspace.choose_framework,
        summary="Choose other questions, for owners",
        body={"framework": KEY},
        required=("framework",),
    ),
    Route(
        method="GET",
        path="/fields",
        answer=described.show_fields,
        summary="What records of each kind show, in the order in which one reads it",
        kept=True,
        shared=True,
    ),
    Route(
        method="GET",
        path="/choices",
        answer=workspace.show_choices,
        summary="The lists that forms offer",
        kept=True,
        shared=True,
    ),
    Route(
        method="GET",
        path="/members",
        answer=workspace.list_members,
        summary="The colleagues of the workspace",
        query=PAGE,
    ),
    Route(
        method="GET",
        path="/live",
        answer=following.follow,
        result=EventStream,
        summary="Changes as server-sent events; Last-Event-ID resumes after a sequence",
    ),
)

ROUTES: tuple[Route, ...] = (
    *_WORKSPACE,
    *own_fields.ROUTES,
    *(route for kind in PLURALS for route in _routes_of(kind)),
    *_assignable(Kind.LEAD),
    *_assignable(Kind.OPPORTUNITY),
    *(route for kind in (Kind.LEAD, Kind.CONTACT, Kind.ORGANIZATION) for route in merge.routes_of(kind)),
    merge.DUPLICATES,
    *people.routes_of(Kind.LEAD),
    *people.routes_of(Kind.OPPORTUNITY),
    *_assignable(Kind.ACTIVITY),
    *agenda.ROUTES,
    *undo.ROUTES,
    *imports.ROUTES,
    *privacy.ROUTES,
    *_STEPS,
)
"""Everything that asks for a token."""

DOCUMENT = describe(ROUTES)
"""The description of the API, in OpenAPI 3.1."""
