"""JSON schemas of the API's answers. Those of records are made from the records themselves."""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import is_dataclass
from enum import EnumType
from typing import Any

from app.crm.likeness import Likeness, Reason
from app.domain.activity import ActivityType
from app.domain.conversion import TARGETS, Way
from app.domain.event import Kind, Setting, Source
from app.domain.framework import ANSWER_KEYS, FRAMEWORKS
from app.domain.imports import COUNTED, Fate, ImportState, OnDuplicate
from app.domain.member import Role
from app.domain.money import Money
from app.domain.pipeline import DEFAULT_CHOICES, REQUIRABLE, StageType
from app.domain.workdays import WEEKDAYS
from app.languages.strings import LANGUAGES
from tabs.api.boards import BOARD_SCHEMAS
from tabs.api.fields import Schema
from tabs.api.person_schemas import PERSON_SCHEMAS
from tabs.api.presenters import RECORDS, SHOWN
from tabs.api.shapes import COUNT, MOMENT, PLAIN, TEXT, enum_of, list_of, nullable, object_of, page_of, ref

_VALUES: Schema = {"type": "object"}


def _of_hint(hint: Any) -> Schema:
    if isinstance(hint, types.UnionType):
        [kind] = [option for option in typing.get_args(hint) if option is not types.NoneType]
        return nullable(_of_hint(kind))
    if typing.get_origin(hint) is tuple:
        return list_of(_of_hint(typing.get_args(hint)[0]))
    if typing.get_origin(hint) is dict:
        return _VALUES
    if hint is Money:
        return ref("Money")
    if is_dataclass(hint):
        return object_of(**{name: _of_hint(each) for name, each in typing.get_type_hints(hint).items()})
    return enum_of(hint) if isinstance(hint, EnumType) else PLAIN[hint]


def _record(kind: Kind) -> Schema:
    hints = typing.get_type_hints(RECORDS[kind])
    properties: dict[str, Schema] = {
        "number": COUNT,
        "kind": {"const": kind.value},
        "name": TEXT,
        "version": COUNT,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        **{name: _of_hint(hints[name]) for name in SHOWN[kind]},
    }
    if "participants" in properties:
        properties["participants"] = list_of(ref("Participant"))
        properties["followers"] = list_of(ref("Person"))
    for name, shape in (("owner", "Person"), ("organization", "Reference"), ("contact", "Reference")):
        if name in properties:
            properties[name] = nullable(ref(shape))
    if kind in (Kind.LEAD, Kind.OPPORTUNITY):
        properties |= {**dict.fromkeys(ANSWER_KEYS, TEXT), "score": ref("Score")}
    if "conversion" in properties:
        properties["conversion"] = ref("Conversion")
    if kind is Kind.ACTIVITY:
        properties["about"] = nullable(ref("Subject"))
    if kind in (Kind.LEAD, Kind.OPPORTUNITY):
        properties["next_step"] = nullable(ref("Step"))
    if kind is Kind.OPPORTUNITY:
        properties |= {"stage": TEXT, "stage_name": TEXT, "probability": COUNT}
    return object_of(**properties)


def _by_target(schema: Schema, *, required: bool = False) -> Schema:
    of_each = object_of(**{kind.value: schema for kind in TARGETS})
    return of_each if required else {**of_each, "required": []}


_OPPORTUNITY = _record(Kind.OPPORTUNITY)
_KEPT: Schema = list_of(
    object_of(kind=enum_of(Kind), number=COUNT, field=TEXT, lead={}, kept={"description": "What stays"})
)
_STEP = {
    "number": COUNT,
    "type": enum_of(ActivityType),
    "name": TEXT,
    "due": nullable(PLAIN[dt.date]),
    "due_at": nullable(MOMENT),
}
_MEMBER = {"id": COUNT, "name": TEXT, "role": enum_of(Role)}
_PLACE = dict.fromkeys(("time_zone", "country", "locale"), nullable(TEXT))
_CHANGE = {
    "event": TEXT,
    "kind": {
        "enum": [*(kind.value for kind in Kind), *(setting.value for setting in Setting)],
        "description": "The kind of record, or what was set for all, whose number is 0",
    },
    "number": COUNT,
}
_IMPORT = {
    "id": nullable(COUNT),
    "state": enum_of(ImportState),
    "file_name": TEXT,
    "by": nullable(ref("Person")),
    "at": MOMENT,
    "duplicates": enum_of(OnDuplicate),
    "rows": COUNT,
    **{fate.value: COUNT for fate in COUNTED},
    "columns": list_of(object_of(title=TEXT, field=TEXT)),
    "unknown": list_of(TEXT),
}
SCHEMAS: dict[str, Schema] = {
    "Error": {
        "type": "object",
        "properties": {
            "code": TEXT,
            "message": {"type": "string", "minLength": 1},
            "fields": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
            "current": nullable({"anyOf": [ref(kind.value.capitalize()) for kind in Kind]}),
            "changes": list_of(ref("Entry")),
            "candidates": {
                **list_of(ref("Lookalike")),
                "description": "Who is there already, where a lead was to be kept unless it is a duplicate",
            },
        },
        "required": ["code", "message"],
        "additionalProperties": False,
    },
    "Money": object_of(
        amount={"type": "string", "pattern": r"^\d+\.\d{2,4}$"},
        currency={"type": "string", "pattern": "^[A-Z]{3}$"},
    ),
    "Person": object_of(id=COUNT, name=TEXT),
    "Reference": object_of(number=COUNT, name=TEXT),
    "Participant": object_of(contact=ref("Reference"), role=TEXT),
    "Stage": object_of(
        id=COUNT,
        key=TEXT,
        name=TEXT,
        type=enum_of(StageType),
        required=list_of({"enum": list(REQUIRABLE)}),
        **dict.fromkeys(("probability", "stale_after", "version"), COUNT),
    ),
    "Pipeline": object_of(id=COUNT, name=TEXT, stages=list_of(ref("Stage"))),
    "Framework": object_of(
        framework={"enum": list(FRAMEWORKS)},
        name=TEXT,
        questions=list_of(object_of(key=TEXT, field=TEXT, label=TEXT, weight=COUNT)),
        frameworks=list_of(TEXT),
    ),
    "Score": object_of(
        points={"type": "integer", "minimum": 0, "maximum": 100},
        of={"const": 100},
        reasons=list_of(object_of(question=TEXT, code=TEXT, costs=COUNT, message=TEXT)),
        strengths=list_of(TEXT),
    ),
    "Subject": object_of(number=COUNT, name=TEXT, kind=enum_of(Kind)),
    "Step": object_of(**_STEP),
    "Duty": object_of(**_STEP, version=COUNT, about=nullable(ref("Subject"))),
    "Neglected": object_of(
        number=COUNT,
        name=TEXT,
        version=COUNT,
        stage=TEXT,
        stage_name=TEXT,
        amount=nullable(ref("Money")),
        days=COUNT,
    ),
    "Work": object_of(
        today=PLAIN[dt.date],
        overdue=list_of(ref("Duty")),
        due_today=list_of(ref("Duty")),
        upcoming=list_of(ref("Duty")),
        without_step=list_of(ref("Neglected")),
        stale=list_of(ref("Neglected")),
        more=list_of(TEXT),
    ),
    **BOARD_SCHEMAS,
    "Change": {
        **object_of(sequence=COUNT, **_CHANGE, about=COUNT, board=nullable(ref("Patch"))),
        "required": ["sequence", *_CHANGE],
        "description": "The data of an event `change` of the stream; `about` is the record of an activity. "
        "The first event of several that touch the board has in `board` what all of them did to it; null "
        "says that this is so much, or so unknown, that the board had better be read anew",
    },
    "Choice": object_of(key=TEXT, name=TEXT),
    "Choices": object_of(**dict.fromkeys(DEFAULT_CHOICES, list_of(ref("Choice")))),
    "Member": object_of(**_MEMBER),
    "MemberPage": page_of("Member"),
    "Me": object_of(
        member=object_of(**_MEMBER, language=nullable({"enum": list(LANGUAGES)}), **_PLACE),
        workspace=object_of(name=TEXT, currency=TEXT, time_zone=TEXT, country=nullable(TEXT)),
        languages=list_of(TEXT),
    ),
    "Workspace": object_of(
        name=TEXT,
        currency=TEXT,
        time_zone=TEXT,
        country=nullable(TEXT),
        working_days=list_of({"enum": list(WEEKDAYS)}),
        public_holidays=PLAIN[bool],
        subdivision=nullable(TEXT),
        free_days=list_of(TEXT),
        retention_months=COUNT,
        version=COUNT,
        guests=PLAIN[bool],
        owners=list_of(ref("Person")),
        unowned=nullable(TEXT),
        days_off=list_of(object_of(date=PLAIN[dt.date], name=TEXT)),
    ),
    "Places": object_of(
        **dict.fromkeys(("currencies", "time_zones", "countries", "subdivisions"), list_of(ref("Choice")))
    ),
    **{kind.value.capitalize(): _record(kind) for kind in Kind},
    **{f"{kind.value.capitalize()}Page": page_of(kind.value.capitalize()) for kind in Kind},
    "Conversion": {
        **object_of(
            created=_by_target(COUNT),
            used=_by_target(COUNT),
            skipped=list_of({"enum": [kind.value for kind in TARGETS]}),
            filled=_by_target(list_of(TEXT)),
            kept=_KEPT,
        ),
        "required": [],
        "description": "What qualifying created, used, left out and filled in, and where records that it "
        "used differ from the lead; empty where the lead is not qualified",
    },
    "Qualified": {
        "anyOf": [
            {
                **_OPPORTUNITY,
                "properties": {**_OPPORTUNITY["properties"], "conversion": ref("Conversion")},
                "required": [*_OPPORTUNITY["required"], "conversion"],
            },
            ref("Lead"),
        ]
    },
    "Lookalike": object_of(
        number=COUNT,
        kind=enum_of(Kind),
        name=TEXT,
        detail=TEXT,
        status=TEXT,
        owner=nullable(ref("Person")),
        likeness=enum_of(Likeness),
        reasons=list_of(enum_of(Reason)),
    ),
    "Duplicates": object_of(items=list_of(ref("Lookalike"))),
    **{
        f"Split{kind.value.capitalize()}": object_of(
            record=ref(kind.value.capitalize()),
            survivor=nullable(COUNT),
            staying=list_of(ref("Reference")),
            kept_fields=list_of(TEXT),
        )
        for kind in (Kind.LEAD, Kind.CONTACT, Kind.ORGANIZATION)
    },
    "Candidate": object_of(number=COUNT, name=TEXT, why=list_of(enum_of(Reason)), detail=TEXT),
    "Qualification": object_of(
        number=COUNT,
        version=COUNT,
        opportunity_name=TEXT,
        usual=_by_target({"anyOf": [COUNT, enum_of(Way)]}, required=True),
        candidates=_by_target(list_of(ref("Candidate")), required=True),
        kept=_KEPT,
    ),
    "Entry": object_of(
        sequence=COUNT,
        **_CHANGE,
        actor=ref("Person"),
        at={**MOMENT, "description": "When it was told"},
        happened_at={
            **nullable(MOMENT),
            "description": "When an activity took place that was told at another time; it stands there",
        },
        happened_on={
            **nullable(PLAIN[dt.date]),
            "description": "Its day, where no time is known; that of `happened_at` is its place in the order",
        },
        source=enum_of(Source),
        before=_VALUES,
        after=_VALUES,
        about={**TEXT, "description": "What the event is of, where that is not the record itself"},
        undone={"type": "boolean"},
    ),
    "Timeline": page_of("Entry"),
    "Undone": object_of(undone=list_of(object_of(**_CHANGE))),
    "NextUndo": object_of(
        undo=nullable(
            object_of(
                change=COUNT,
                entries=list_of(ref("Entry")),
                records=list_of(ref("Reference")),
                removes=list_of(ref("Reference")),
            )
        )
    ),
    **{"ImportLine": object_of(**_IMPORT), "ImportLinePage": page_of("ImportLine")},
    "RowNote": object_of(
        row=COUNT,
        fate=enum_of(Fate),
        name=TEXT,
        message=TEXT,
        fields={"type": "object", "additionalProperties": TEXT},
        **dict.fromkeys(("like", "like_row"), nullable(COUNT)),
        like_name=TEXT,
        kept=list_of(object_of(field=nullable(TEXT), title=TEXT, text=TEXT, message=TEXT)),
    ),
    "Import": {
        **object_of(**_IMPORT, notes=list_of(ref("RowNote")), left_out=COUNT, kept=list_of(ref("Reference"))),
        "description": "What became, or would become, of the rows: `created` leads, `added` to leads that "
        "were there, `skipped` as likely duplicates, `refused`, or `left_out` as they name nobody. The note "
        "of a lead has the cells of `unknown` columns and those that a row has `kept` there for want of a "
        "field that can hold them. `kept` leads are left from a reversal, as somebody had touched them",
    },
    **PERSON_SCHEMAS,
    "EventStream": TEXT,
    "Document": {"type": "object"},
    "Token": object_of(token=TEXT),
}
"""All schemas by name."""
