"""Pipelines: those of one workspace, with their stages in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.domain.pipeline import DEFAULT_STAGES, SETTINGS, Pipeline, Stage, StageType
from app.store.statements import Statement
from app.store.tables import pipelines, stages
from app.store.workspace_rows import WorkspaceRows


class Pipelines(WorkspaceRows):
    """The pipelines of one workspace with their stages in order."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        self._read: list[Pipeline] | None = None

    def get(self, id_: int) -> Pipeline:
        """The pipeline with this id."""
        return next(pipeline for pipeline in self.all() if pipeline.id == id_)

    def default(self) -> Pipeline:
        """The one that new opportunities enter."""
        return self.all()[0]

    def all(self) -> list[Pipeline]:
        """All pipelines in order, read once in a transaction."""
        if self._read is None:
            rows = STAGES.translated(self._connection, {"of_workspace": self._workspace_id})
            self._read = list(pipelines_of(rows))
        return self._read

    def save(self, stage: Stage) -> None:
        """Stores what owners may change of a stage. A name of its own is shown in every language."""
        self._read = None
        mine = (self._mine(stages), stages.c.id == stage.id)
        values = {name: getattr(stage, name) for name in ("name", "probability", *SETTINGS, "version")}
        values["required"] = list(stage.required) or None
        self._connection.execute(sa.update(stages).where(*mine).values(values))


def add_first_pipeline(connection: sa.Connection, workspace_id: int) -> None:
    """Gives a new workspace its pipeline."""
    connection.execute(
        sa.insert(pipelines), {"workspace_id": workspace_id, "id": 1, "name": "", "position": 1}
    )
    connection.execute(
        sa.insert(stages),
        [
            {
                "workspace_id": workspace_id,
                "id": position,
                "pipeline": 1,
                "key": key,
                "name": "",
                "type": type_.value,
                "probability": probability,
                "stale_after": stale_after,
                "position": position,
            }
            for position, (key, type_, probability, stale_after) in enumerate(DEFAULT_STAGES, start=1)
        ],
    )


def pipelines_of(rows: Iterable[tuple[Any, ...]]) -> tuple[Pipeline, ...]:
    """The pipelines in the translated rows of STAGES."""
    return _pipelines(tuple((*row, tuple(required or ())) for *row, required in rows))


@lru_cache
def _pipelines(rows: tuple[tuple[Any, ...], ...]) -> tuple[Pipeline, ...]:
    # They change once in a blue moon, and making them takes longer than reading the rows.
    names: dict[int, str] = {}
    by_pipeline: dict[int, list[Stage]] = {}
    for id_, name, *stage in rows:
        names[id_] = name
        by_pipeline.setdefault(id_, [])
        if stage[0] is not None:
            told = dict(zip((*_STAGE_COLUMNS, "required"), stage, strict=True))
            by_pipeline[id_].append(Stage(**{**told, "type": StageType(told["type"])}))
    return tuple(Pipeline(id=id_, name=name, stages=tuple(by_pipeline[id_])) for id_, name in names.items())


_STAGE_COLUMNS = tuple(one.name for one in fields(Stage) if one.name != "required")
STAGES = Statement(
    sa.select(
        pipelines.c.id,
        pipelines.c.name,
        *(stages.c[name].label(f"stage_{name}") for name in (*_STAGE_COLUMNS, "required")),
    )
    .select_from(
        pipelines.outerjoin(
            stages,
            sa.and_(stages.c.workspace_id == pipelines.c.workspace_id, stages.c.pipeline == pipelines.c.id),
        )
    )
    .where(pipelines.c.workspace_id == sa.bindparam("of_workspace", type_=pipelines.c.workspace_id.type))
    .order_by(pipelines.c.position, stages.c.position)
)
"""All pipelines of a workspace with their stages, in order; read by `pipelines_of`."""
