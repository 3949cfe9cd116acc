"""Members: the colleagues of one workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from app.domain.member import Member, Role, Workspace
from app.domain.place import NOWHERE, Place
from app.store.statements import Statement
from app.store.tables import members
from app.store.workspace_rows import WorkspaceRows

MEMBER_COLUMNS = ("id", "user_id", "name", "role", "language", "time_zone", "country", "locale", "chat_id")
_MEMBER = Statement(
    sa.select(*(members.c[name] for name in MEMBER_COLUMNS)).where(
        members.c.workspace_id == sa.bindparam("of_workspace", type_=members.c.workspace_id.type),
        members.c.id == sa.bindparam("of_id", type_=members.c.id.type),
    )
)


class Members(WorkspaceRows):
    """The colleagues of one workspace."""

    def __init__(self, connection: sa.Connection, workspace: Workspace) -> None:
        super().__init__(connection, workspace.id)
        self._workspace = workspace

    def all(self) -> list[Member]:
        """Everybody, by id."""
        wanted = sa.select(members).where(self._mine(members)).order_by(members.c.id)
        return [member_of(row, self._workspace) for row in self._connection.execute(wanted).mappings()]

    def find(self, id_: int) -> Member | None:
        """The member with this id."""
        row = _MEMBER.first(self._connection, {"of_workspace": self._workspace.id, "of_id": id_})
        return (
            None if row is None else member_of(dict(zip(MEMBER_COLUMNS, row, strict=True)), self._workspace)
        )

    def pointed_to(self, chat_id: str, user_id: str = "") -> Member | None:
        """The member to whom a mention points: by the id of the chat, else by that of the directory."""
        mine = self._mine(members)
        for column, value in ((members.c.chat_id, chat_id), (members.c.user_id, user_id)):
            wanted = sa.select(members).where(mine, column == value).order_by(members.c.id.desc()).limit(1)
            row = self._connection.execute(wanted).mappings().first() if value else None
            if row is not None:
                return member_of(row, self._workspace)
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
        id_ = self._next_id(members)
        row = {
            "workspace_id": self._workspace.id,
            "id": id_,
            "user_id": user_id,
            "name": name,
            "role": (first if id_ == 1 else Role.MEMBER).value,
            "language": "",
            **asdict(place),
            "chat_id": chat_id,
            "created_at": at,
        }
        self._connection.execute(sa.insert(members), row)
        return member_of(row, self._workspace)

    def save(self, member: Member) -> Member:
        """Stores name, role, language, place and the id of the chat."""
        mine = (self._mine(members), members.c.id == member.id)
        values = {"name": member.name, "role": member.role.value, "language": member.language}
        values |= {**asdict(member.place), "chat_id": member.chat_id}
        self._connection.execute(sa.update(members).where(*mine).values(values))
        return member

    def rename(self, member: Member) -> Member:
        """`save`, with another id of the directory."""
        mine = (self._mine(members), members.c.id == member.id)
        self._connection.execute(sa.update(members).where(*mine).values(user_id=member.user_id))
        return self.save(member)


def member_of(row: Mapping[Any, Any], workspace: Workspace) -> Member:
    """The member of a row that has MEMBER_COLUMNS."""
    return Member(
        id=row["id"],
        workspace=workspace,
        user_id=row["user_id"],
        name=row["name"],
        role=Role(row["role"]),
        language=row["language"],
        place=Place(time_zone=row["time_zone"], country=row["country"], locale=row["locale"]),
        chat_id=row["chat_id"],
    )
