"""The pipeline: its stages, and what owners change about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.crm.fields import check_line
from app.crm.ownership import must_own
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.framework import ANSWER_KEYS, framework_of
from app.domain.matching import fold
from app.domain.member import Member
from app.domain.pipeline import REQUIRABLE, SETTINGS, Pipeline, Stage, StageType
from app.store.work import Work

LONGEST_STAGE_NAME = 60


def show_pipeline(work: Work, actor: Member) -> Pipeline:
    """The default pipeline with its stages in order."""
    return work.pipelines.default()


def change_stage(
    work: Work, actor: Member, stage: int, changes: Mapping[str, object], version: int | None = None
) -> Stage:
    """Changes `name` ("" for the translated default), `probability` (percent, of open stages only),
    `required` (names of REQUIRABLE) or any of SETTINGS of the stage with this id.
    No opportunity is changed by it, and as it belongs to no record it makes no event: who set it shows in no
    timeline, and it is taken back by setting it again. Raises NotFound, Forbidden, InvalidInput, and Conflict
    where its settings are no longer those of `version`."""
    must_own(work, actor)
    pipeline = work.pipelines.default()
    found = next((each for each in pipeline.stages if each.id == stage), None)
    if found is None:
        raise NotFound("stage_unknown")
    found.expect(version)
    changed = replace(found, **_checked(work, pipeline, found, changes), version=found.version + 1)
    work.pipelines.save(changed)
    names = [name for name in _CHECKS if getattr(changed, name) != getattr(found, name)]
    if names:
        work.audit.note("StageChanged", work.now, actor.id, {"stage": found.id, "fields": names})
    return changed


def requirable(work: Work) -> tuple[str, ...]:
    """What stages of this workspace may require: fields, and the answers that its framework asks for."""
    asked = {question.name for question in framework_of(work.workspace.framework).questions}
    return tuple(name for name in REQUIRABLE if name not in ANSWER_KEYS or name in asked)


def _checked(work: Work, pipeline: Pipeline, stage: Stage, changes: Mapping[str, object]) -> dict[str, Any]:
    values: dict[str, object] = {}
    problems: dict[str, Problem] = {}
    for name, value in changes.items():
        check = _CHECKS.get(name)
        try:
            if check is None:
                raise InvalidInput(**{name: "field_unknown"})
            values[name] = check(work, pipeline, stage, value)
        except InvalidInput as refused:
            problems |= refused.fields
    if problems:
        raise InvalidInput(**problems)
    return values


def _name(_: Work, pipeline: Pipeline, stage: Stage, value: Any) -> str:
    name = check_line(value, "name")
    if len(name) > LONGEST_STAGE_NAME:
        raise InvalidInput(name=Problem("too_long", {"limit": LONGEST_STAGE_NAME}))
    others = (each for each in pipeline.stages if each.id != stage.id)
    if name and any(fold(name) in {fold(each.name), fold(each.key)} for each in others):
        raise InvalidInput(name="stage_name_taken")
    return name


def _probability(_: Work, __: Pipeline, stage: Stage, value: Any) -> int:
    """Won is certain and lost is out, by their types: only open stages have a chance of their own."""
    if stage.type is not StageType.OPEN and value != stage.probability:
        raise InvalidInput(probability="probability_fixed")
    return _whole(value, "probability", 100)


def _required(work: Work, _: Pipeline, stage: Stage, value: Any) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(value if isinstance(value, list | tuple) else ("",)))
    if stage.type is StageType.LOST and names:
        raise InvalidInput(required="lost_requires_nothing")
    # What is required already may stay, even where the workspace asks other questions now.
    known = {*requirable(work), *stage.required}
    if any(name not in known for name in names):
        raise InvalidInput(required="field_unknown")
    return names


def _setting(name: str, most: int) -> Callable[[Work, Pipeline, Stage, Any], object]:
    return lambda _, __, ___, value: _whole(value, name, most)


def _whole(value: Any, name: str, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise InvalidInput(**{name: Problem("number_bounded", {"least": 0, "most": most})})
    return value


_CHECKS: dict[str, Callable[[Work, Pipeline, Stage, Any], object]] = {
    "name": _name,
    "probability": _probability,
    "required": _required,
    **{name: _setting(name, most) for name, most in SETTINGS.items()},
}
