"""Registers: what a workspace is made of besides its records: members, pipelines, lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.domain.member import SETTINGS, Member, Role, Workspace
from app.domain.pipeline import DEFAULT_CHOICES, DEFAULT_STAGES, Choice, Pipeline, Stage, StageType
from app.domain.place import NOWHERE, Place
from app.store.statements import Statement
from app.store.tables import choices, members, pipelines, stages, workspaces

_OF = sa.bindparam("of_workspace", type_=pipelines.c.workspace_id.type)
_MEMBER_COLUMNS = ("id", "user_id", "name", "role", "language", "time_zone", "country", "locale", "chat_id")
_MEMBER = Statement(
    sa.select(*(members.c[name] for name in _MEMBER_COLUMNS)).where(
        members.c.workspace_id == _OF, members.c.id == sa.bindparam("of_id", type_=members.c.id.type)
    )
)


class Members:
    """The colleagues of one workspace."""

    def __init__(self, connection: sa.Connection, workspace: Workspace) -> None:
        self._connection = connection
        self._workspace = workspace

    def all(self) -> list[Member]:
        """Everybody, by id."""
        mine = members.c.workspace_id == self._workspace.id
        wanted = sa.select(members).where(mine).order_by(members.c.id)
        return [self._revive(row) for row in self._connection.execute(wanted).mappings()]

    def find(self, id_: int) -> Member | None:
        """The member with this id."""
        row = _MEMBER.first(self._connection, {"of_workspace": self._workspace.id, "of_id": id_})
        return None if row is None else self._revive(dict(zip(_MEMBER_COLUMNS, row, strict=True)))

    def pointed_to(self, chat_id: str, user_id: str = "") -> Member | None:
        """The member to whom a mention points: by the id of the chat, else by that of the directory."""
        mine = members.c.workspace_id == self._workspace.id
        for column, value in ((members.c.chat_id, chat_id), (members.c.user_id, user_id)):
            wanted = sa.select(members).where(mine, column == value).order_by(members.c.id.desc()).limit(1)
            row = self._connection.execute(wanted).mappings().first() if value else None
            if row is not None:
                return self._revive(row)
        return None

    def join(
        self,
        user_id: str,
        name: str,
        at: dt.datetime,
        place: Place = NOWHERE,
        chat_id: str = "",
        first: Role = Role.MEMBER,
    ) -> Member:
        """Takes a colleague in. `first` is the role of the first one of a workspace."""
        mine = members.c.workspace_id == self._workspace.id
        last = self._connection.execute(sa.select(sa.func.max(members.c.id)).where(mine)).scalar()
        role = Role.MEMBER if last else first
        row = {
            "workspace_id": self._workspace.id,
            "id": (last or 0) + 1,
            "user_id": user_id,
            "name": name,
            "role": role.value,
            "language": "",
            **asdict(place),
            "chat_id": chat_id,
            "created_at": at,
        }
        self._connection.execute(sa.insert(members), row)
        return self._revive(row)

    def save(self, member: Member) -> Member:
        """Stores name, role, language, place and the id of the chat."""
        mine = (members.c.workspace_id == self._workspace.id, members.c.id == member.id)
        values = {"name": member.name, "role": member.role.value, "language": member.language}
        values |= {**asdict(member.place), "chat_id": member.chat_id}
        self._connection.execute(sa.update(members).where(*mine).values(values))
        return member

    def rename(self, member: Member) -> Member:
        """`save`, with another id of the directory."""
        mine = (members.c.workspace_id == self._workspace.id, members.c.id == member.id)
        self._connection.execute(sa.update(members).where(*mine).values(user_id=member.user_id))
        return self.save(member)

    def _revive(self, row: Any) -> Member:
        return Member(
            id=row["id"],
            workspace=self._workspace,
            user_id=row["user_id"],
            name=row["name"],
            role=Role(row["role"]),
            language=row["language"],
            place=Place(time_zone=row["time_zone"], country=row["country"], locale=row["locale"]),
            chat_id=row["chat_id"],
        )


class Pipelines:
    """The pipelines of one workspace with their stages in order."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
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
        mine = (stages.c.workspace_id == self._workspace_id, stages.c.id == stage.id)
        values = {
            "name": stage.name,
            "probability": stage.probability,
            "required": list(stage.required) or None,
            "stale_after": stage.stale_after,
            "version": stage.version,
        }
        self._connection.execute(sa.update(stages).where(*mine).values(values))


class Workspaces:
    """What is set for a whole workspace."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def save(self, workspace: Workspace) -> Workspace:
        """Stores all that owners set."""
        mine = workspaces.c.id == workspace.id
        values = {name: _column(getattr(workspace, name)) for name in (*SETTINGS, "framework", "version")}
        self._connection.execute(sa.update(workspaces).where(mine).values(values))
        return workspace


def _column(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(value)
    return int(value) if isinstance(value, bool) else value


STAGES = Statement(
    sa.select(
        pipelines.c.id,
        pipelines.c.name,
        *(
            stages.c[name].label(f"stage_{name}")
            for name in (
                *("id", "pipeline", "key", "name", "type", "probability"),
                *("stale_after", "version", "required"),
            )
        ),
    )
    .select_from(
        pipelines.outerjoin(
            stages,
            sa.and_(stages.c.workspace_id == pipelines.c.workspace_id, stages.c.pipeline == pipelines.c.id),
        )
    )
    .where(pipelines.c.workspace_id == _OF)
    .order_by(pipelines.c.position, stages.c.position)
)
"""All pipelines of a workspace with their stages, in order; read by `pipelines_of`."""


_CHOICE = Statement(
    sa.select(choices.c.key).where(
        choices.c.workspace_id == _OF,
        choices.c.list == sa.bindparam("of_list", type_=sa.Text),
        choices.c.key == sa.bindparam("of_key", type_=sa.Text),
    )
)


class Choices:
    """The lists of one workspace."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._there: dict[tuple[str, str], bool] = {}

    def all(self) -> list[Choice]:
        """All entries of all lists, in order."""
        mine = choices.c.workspace_id == self._workspace_id
        wanted = sa.select(choices).where(mine).order_by(choices.c.list, choices.c.position)
        return [Choice(row.list, row.key, row.name) for row in self._connection.execute(wanted)]

    def has(self, name: str, key: str) -> bool:
        """Whether a list has an entry with this key."""
        if (name, key) not in self._there:
            values = {"of_workspace": self._workspace_id, "of_list": name, "of_key": key}
            self._there[name, key] = _CHOICE.first(self._connection, values) is not None
        return self._there[name, key]


def furnish(connection: sa.Connection, workspace_id: int) -> None:
    """Gives a new workspace its pipeline and lists."""
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
    entries = [
        {"workspace_id": workspace_id, "list": name, "key": key, "name": "", "position": position}
        for name, keys in DEFAULT_CHOICES.items()
        for position, key in enumerate(keys, start=1)
    ]
    connection.execute(sa.insert(choices), entries)


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
            by_pipeline[id_].append(_stage(*stage))
    return tuple(Pipeline(id=id_, name=name, stages=tuple(by_pipeline[id_])) for id_, name in names.items())


def _stage(
    id_: int,
    pipeline: int,
    key: str,
    name: str,
    type_: str,
    probability: int,
    stale_after: int,
    version: int,
    required: tuple[str, ...],
) -> Stage:
    return Stage(
        id=id_,
        pipeline=pipeline,
        key=key,
        name=name,
        type=StageType(type_),
        probability=probability,
        required=required,
        stale_after=stale_after,
        version=version,
    )
