"""Members: the colleagues of one workspace."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from app.domain.member import Member, Role, Workspace
from app.domain.place import NOWHERE, Place
from app.store.statements import Statement
from app.store.tables import members

_MEMBER_COLUMNS = ("id", "user_id", "name", "role", "language", "time_zone", "country", "locale", "chat_id")
_MEMBER = Statement(
    sa.select(*(members.c[name] for name in _MEMBER_COLUMNS)).where(
        members.c.workspace_id == sa.bindparam("of_workspace", type_=members.c.workspace_id.type),
        members.c.id == sa.bindparam("of_id", type_=members.c.id.type),
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
