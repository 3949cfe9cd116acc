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
from app.domain.event import Kind, Source
from app.domain.framework import ANSWER_KEYS, FRAMEWORKS
from app.domain.imports import Fate, ImportState, OnDuplicate
from app.domain.member import Role
from app.domain.money import Money
from app.domain.pipeline import DEFAULT_CHOICES, REQUIRABLE, StageType
from app.languages.strings import LANGUAGES
from tabs.api.fields import Schema
from tabs.api.presenters import RECORDS, SHOWN

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MOMENT: Schema = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_PLAIN: dict[Any, Schema] = {
    str: _TEXT,
    int: _COUNT,
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
    dt.datetime: _MOMENT,
}
_VALUES: Schema = {"type": "object"}


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _page(name: str) -> Schema:
    return _object(items=_list(ref(name)), next=_nullable(_TEXT))


def _enum(options: EnumType) -> Schema:
    return {"enum": [option.value for option in options]}  # type: ignore[var-annotated]


def _of_hint(hint: Any) -> Schema:
    if isinstance(hint, types.UnionType):
        [kind] = [option for option in typing.get_args(hint) if option is not types.NoneType]
        return _nullable(_of_hint(kind))
    if typing.get_origin(hint) is tuple:
        return _list(_of_hint(typing.get_args(hint)[0]))
    if typing.get_origin(hint) is dict:
        return _VALUES
    if hint is Money:
        return ref("Money")
    if is_dataclass(hint):
        return _object(**{name: _of_hint(each) for name, each in typing.get_type_hints(hint).items()})
    return _enum(hint) if isinstance(hint, EnumType) else _PLAIN[hint]


def _record(kind: Kind) -> Schema:
    hints = typing.get_type_hints(RECORDS[kind])
    properties: dict[str, Schema] = {
        "number": _COUNT,
        "kind": {"const": kind.value},
        "name": _TEXT,
        "version": _COUNT,
        "created_at": _MOMENT,
        "updated_at": _MOMENT,
        **{name: _of_hint(hints[name]) for name in SHOWN[kind]},
    }
    if "participants" in properties:
        properties["participants"] = _list(ref("Participant"))
        properties["followers"] = _list(ref("Person"))
    for name, shape in (("owner", "Person"), ("organization", "Reference"), ("contact", "Reference")):
        if name in properties:
            properties[name] = _nullable(ref(shape))
    if kind in (Kind.LEAD, Kind.OPPORTUNITY):
        properties |= {**dict.fromkeys(ANSWER_KEYS, _TEXT), "score": ref("Score")}
    if "conversion" in properties:
        properties["conversion"] = ref("Conversion")
    if kind is Kind.ACTIVITY:
        properties["about"] = _nullable(ref("Subject"))
    if kind in (Kind.LEAD, Kind.OPPORTUNITY):
        properties["next_step"] = _nullable(ref("Step"))
    if kind is Kind.OPPORTUNITY:
        properties |= {"stage": _TEXT, "stage_name": _TEXT, "probability": _COUNT}
    return _object(**properties)


def _by_target(schema: Schema, *, required: bool = False) -> Schema:
    of_each = _object(**{kind.value: schema for kind in TARGETS})
    return of_each if required else {**of_each, "required": []}


_OPPORTUNITY = _record(Kind.OPPORTUNITY)
_KEPT: Schema = _list(
    _object(kind=_enum(Kind), number=_COUNT, field=_TEXT, lead={}, kept={"description": "What stays"})
)
_STEP = {
    "number": _COUNT,
    "type": _enum(ActivityType),
    "name": _TEXT,
    "due": _nullable(_PLAIN[dt.date]),
    "due_at": _nullable(_MOMENT),
}
_MEMBER = {"id": _COUNT, "name": _TEXT, "role": _enum(Role)}
_PLACE = dict.fromkeys(("time_zone", "country", "locale"), _nullable(_TEXT))
_CHANGE = {"event": _TEXT, "kind": _enum(Kind), "number": _COUNT}
_IMPORT = {
    "id": _nullable(_COUNT),
    "state": _enum(ImportState),
    "file_name": _TEXT,
    "by": _nullable(ref("Person")),
    "at": _MOMENT,
    "duplicates": _enum(OnDuplicate),
    "rows": _COUNT,
    **{fate.value: _COUNT for fate in Fate},
    "columns": _list(_object(title=_TEXT, field=_TEXT)),
    "unknown": _list(_TEXT),
}
SCHEMAS: dict[str, Schema] = {
    "Error": {
        "type": "object",
        "properties": {
            "code": _TEXT,
            "message": {"type": "string", "minLength": 1},
            "fields": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
            "current": _nullable({"anyOf": [ref(kind.value.capitalize()) for kind in Kind]}),
            "changes": _list(ref("Entry")),
            "candidates": {
                **_list(ref("Lookalike")),
                "description": "Who is there already, where a lead was to be kept unless it is a duplicate",
            },
        },
        "required": ["code", "message"],
        "additionalProperties": False,
    },
    "Money": _object(
        amount={"type": "string", "pattern": r"^\d+\.\d{2,4}$"},
        currency={"type": "string", "pattern": "^[A-Z]{3}$"},
    ),
    "Person": _object(id=_COUNT, name=_TEXT),
    "Reference": _object(number=_COUNT, name=_TEXT),
    "Participant": _object(contact=ref("Reference"), role=_TEXT),
    "Stage": _object(
        id=_COUNT,
        key=_TEXT,
        name=_TEXT,
        type=_enum(StageType),
        required=_list({"enum": list(REQUIRABLE)}),
        **dict.fromkeys(("probability", "stale_after", "version"), _COUNT),
    ),
    "Pipeline": _object(id=_COUNT, name=_TEXT, stages=_list(ref("Stage"))),
    "Framework": _object(
        framework={"enum": list(FRAMEWORKS)},
        name=_TEXT,
        questions=_list(_object(key=_TEXT, field=_TEXT, label=_TEXT, weight=_COUNT)),
        frameworks=_list(_TEXT),
    ),
    "Score": _object(
        points={"type": "integer", "minimum": 0, "maximum": 100},
        of={"const": 100},
        reasons=_list(_object(question=_TEXT, code=_TEXT, costs=_COUNT, message=_TEXT)),
        strengths=_list(_TEXT),
    ),
    "Subject": _object(number=_COUNT, name=_TEXT, kind=_enum(Kind)),
    "Step": _object(**_STEP),
    "Duty": _object(**_STEP, version=_COUNT, about=_nullable(ref("Subject"))),
    "Neglected": _object(
        number=_COUNT,
        name=_TEXT,
        version=_COUNT,
        stage=_TEXT,
        stage_name=_TEXT,
        amount=_nullable(ref("Money")),
        days=_COUNT,
    ),
    "Work": _object(
        today=_PLAIN[dt.date],
        overdue=_list(ref("Duty")),
        due_today=_list(ref("Duty")),
        upcoming=_list(ref("Duty")),
        without_step=_list(ref("Neglected")),
        stale=_list(ref("Neglected")),
        more=_list(_TEXT),
    ),
    "Card": _object(
        number=_COUNT,
        kind={"const": "opportunity"},
        name=_TEXT,
        version=_COUNT,
        status=_TEXT,
        stage=_TEXT,
        stage_name=_TEXT,
        probability=_COUNT,
        amount=_nullable(ref("Money")),
        close_date=_nullable(_PLAIN[dt.date]),
        organization=_nullable(ref("Reference")),
        contact=_nullable(ref("Reference")),
        owner=_nullable(ref("Person")),
    ),
    "Column": _object(
        stage=ref("Stage"),
        count=_COUNT,
        totals=_list(ref("Money")),
        weighted=_list(ref("Money")),
        cards=_list(ref("Card")),
    ),
    "Board": _object(pipeline=_object(id=_COUNT, name=_TEXT), columns=_list(ref("Column"))),
    "Choice": _object(key=_TEXT, name=_TEXT),
    "Choices": _object(**dict.fromkeys(DEFAULT_CHOICES, _list(ref("Choice")))),
    "Member": _object(**_MEMBER),
    "MemberPage": _page("Member"),
    "Me": _object(
        member=_object(**_MEMBER, language=_nullable({"enum": list(LANGUAGES)}), **_PLACE),
        workspace=_object(name=_TEXT, currency=_TEXT, time_zone=_TEXT, country=_nullable(_TEXT)),
        languages=_list(_TEXT),
    ),
    **{kind.value.capitalize(): _record(kind) for kind in Kind},
    **{f"{kind.value.capitalize()}Page": _page(kind.value.capitalize()) for kind in Kind},
    "Conversion": {
        **_object(
            created=_by_target(_COUNT),
            used=_by_target(_COUNT),
            skipped=_list({"enum": [kind.value for kind in TARGETS]}),
            filled=_by_target(_list(_TEXT)),
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
    "Lookalike": _object(
        number=_COUNT,
        kind=_enum(Kind),
        name=_TEXT,
        detail=_TEXT,
        status=_TEXT,
        owner=_nullable(ref("Person")),
        likeness=_enum(Likeness),
        reasons=_list(_enum(Reason)),
    ),
    "Duplicates": _object(items=_list(ref("Lookalike"))),
    **{
        f"Split{kind.value.capitalize()}": _object(
            record=ref(kind.value.capitalize()),
            survivor=_nullable(_COUNT),
            staying=_list(ref("Reference")),
            kept_fields=_list(_TEXT),
        )
        for kind in (Kind.LEAD, Kind.CONTACT, Kind.ORGANIZATION)
    },
    "Candidate": _object(number=_COUNT, name=_TEXT, why=_list(_enum(Reason)), detail=_TEXT),
    "Qualification": _object(
        number=_COUNT,
        version=_COUNT,
        opportunity_name=_TEXT,
        usual=_by_target({"anyOf": [_COUNT, _enum(Way)]}, required=True),
        candidates=_by_target(_list(ref("Candidate")), required=True),
        kept=_KEPT,
    ),
    "Entry": _object(
        sequence=_COUNT,
        **_CHANGE,
        actor=ref("Person"),
        at=_MOMENT,
        source=_enum(Source),
        before=_VALUES,
        after=_VALUES,
        about={**_TEXT, "description": "What the event is of, where that is not the record itself"},
        undone={"type": "boolean"},
    ),
    "Timeline": _page("Entry"),
    "Undone": _object(undone=_list(_object(**_CHANGE))),
    **{"ImportLine": _object(**_IMPORT), "ImportLinePage": _page("ImportLine")},
    "RowNote": _object(
        row=_COUNT,
        fate=_enum(Fate),
        name=_TEXT,
        message=_TEXT,
        fields={"type": "object", "additionalProperties": _TEXT},
        like=_nullable(_COUNT),
        like_row=_nullable(_COUNT),
        like_name=_TEXT,
    ),
    "Import": {
        **_object(**_IMPORT, notes=_list(ref("RowNote")), kept=_list(ref("Reference"))),
        "description": "What became, or in a dry run would become, of the rows of a file: `created` leads, "
        "`added` to leads that were there, `skipped` as likely duplicates, `refused` for mistakes. The cells "
        "of `unknown` columns are in the note of each lead. `kept` are the leads that reverting has left, as "
        "somebody had touched them",
    },
    "EventStream": _TEXT,
    "Document": {"type": "object"},
    "Token": _object(token=_TEXT),
}
"""All schemas by name."""
