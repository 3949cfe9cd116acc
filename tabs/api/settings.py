"""How stages, questions and scores look in JSON."""

from __future__ import annotations

from typing import Any

from app.domain.framework import FRAMEWORKS, Framework, Question, Score
from app.domain.pipeline import Pipeline, Stage
from app.languages.reader import Reader

Json = dict[str, Any]


def present_stage(stage: Stage, reader: Reader) -> Json:
    """A stage with its name in the reader's language."""
    return {
        "id": stage.id,
        "key": stage.key,
        "name": reader.stage(stage),
        "type": stage.type.value,
        "probability": stage.probability,
        "required": stage.required,
        "stale_after": stage.stale_after,
        "version": stage.version,
    }


def present_pipeline(pipeline: Pipeline, reader: Reader) -> Json:
    """A pipeline with its stages in order."""
    return {
        "id": pipeline.id,
        "name": pipeline.name,
        "stages": [present_stage(stage, reader) for stage in pipeline.stages],
    }


def present_framework(framework: Framework, reader: Reader) -> Json:
    """The questions that are asked, in order."""
    return {
        "framework": framework.key,
        "name": reader.t(f"framework.{framework.key}.name"),
        "questions": [_question(framework, question, reader) for question in framework.questions],
        "frameworks": list(FRAMEWORKS),
    }


def _question(framework: Framework, question: Question, reader: Reader) -> Json:
    return {
        "key": question.key,
        "field": question.name,
        "label": reader.question(framework, question),
        "weight": question.weight,
    }


def present_score(score: Score, reader: Reader) -> Json:
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
        "strengths": score.strengths,
    }
