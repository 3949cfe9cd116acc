"""How stages, questions and scores look in JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from app.calendars import country_at, holidays_between
from app.crm.workspace import Settings
from app.domain.framework import FRAMEWORKS, Framework, Question, Score
from app.domain.pipeline import Pipeline, Stage
from app.holidays import parts_of
from app.languages.places import country_name, currency_name, part_name, zone_name
from app.languages.reader import Reader
from app.languages.settings import how_to_own
from app.territories import countries, currencies, zones
from tabs.api.answers import settings as told
from tabs.api.shapes import copied


def present_stage(stage: Stage, reader: Reader) -> told.Stage:
    """A stage with its name in the reader's language."""
    return copied(told.Stage, stage, name=reader.stage(stage))


def present_pipeline(pipeline: Pipeline, reader: Reader) -> told.Pipeline:
    """A pipeline with its stages in order."""
    return {
        "id": pipeline.id,
        "name": pipeline.name,
        "stages": [present_stage(stage, reader) for stage in pipeline.stages],
    }


def present_framework(framework: Framework, reader: Reader) -> told.Framework:
    """The questions that are asked, in order."""
    return {
        "framework": framework.key,
        "name": reader.t(f"framework.{framework.key}.name"),
        "questions": [_question(framework, question, reader) for question in framework.questions],
        "frameworks": list(FRAMEWORKS),
    }


def _question(framework: Framework, question: Question, reader: Reader) -> told.Question:
    return {
        "key": question.key,
        "field": question.name,
        "label": reader.question(framework, question),
        "weight": question.weight,
    }


def present_score(score: Score, reader: Reader) -> told.Score:
    """How well a record is qualified, and why not better."""
    return {
        "points": score.points,
        "of": 100,
        "reasons": [
            {
                "question": reason.question,
                "code": reason.code,
                "costs": reason.costs,
                "message": reader.reason(reason),
            }
            for reason in score.reasons
        ],
        "strengths": list(score.strengths),
    }


def present_workspace(settings: Settings, reader: Reader) -> told.Workspace:
    """What is set for a workspace, who may change it, and when it is free in the year ahead."""
    workspace, today = settings.workspace, reader.today()
    yesterday, year = today - dt.timedelta(days=1), today + dt.timedelta(days=365)
    unowned = how_to_own(reader, workspace.tenant_id, settings.asked_by.user_id)
    free = holidays_between(workspace, yesterday, year, reader.language)
    return {
        "name": workspace.name,
        "currency": workspace.currency,
        "time_zone": workspace.time_zone,
        "country": country_at(workspace) or None,
        "working_days": list(workspace.working_days),
        "public_holidays": workspace.public_holidays,
        "subdivision": workspace.subdivision or None,
        "free_days": list(workspace.free_days),
        "guests": workspace.guests,
        "retention_months": workspace.retention_months,
        "version": workspace.version,
        "owners": [{"id": owner.id, "name": owner.name} for owner in settings.owners],
        "unowned": None if settings.owners else unowned,
        "days_off": [{"date": day, "name": name} for day, name in free],
    }


def present_places(country: str, reader: Reader) -> told.Places:
    """What a workspace may be set to, in the reader's language and by name; the parts of a `country` are
    those that have holidays of their own."""

    def named(keys: Iterable[str], name: Callable[[str], str]) -> list[told.Choice]:
        choices: Iterable[told.Choice] = ({"key": key, "name": name(key)} for key in keys)
        return sorted(choices, key=lambda one: one["name"].casefold())

    language = reader.language
    return {
        "currencies": named(currencies(), lambda key: currency_name(key, language)),
        "time_zones": named(zones(), lambda key: zone_name(key, language)),
        "countries": named(countries(), lambda key: country_name(key, language)),
        "subdivisions": named(parts_of(country), lambda key: part_name(country, key, language)),
    }
