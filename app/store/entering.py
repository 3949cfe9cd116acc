"""Entering: the first statement of a transaction finds the workspace and the member who asks."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from app.domain.member import Actor, Member, Role, Workspace
from app.domain.own_fields import read_own_fields
from app.domain.place import Place
from app.store.directory import find_workspace, forget_workspace
from app.store.statements import Statement
from app.store.tables import counters, members, workspaces


class Entry(NamedTuple):
    """What the first statement of a transaction finds; the fields are those of `_ENTERED`."""

    id: int
    tenant_id: str
    name: str
    currency: str
    time_zone: str
    country: str
    framework: str
    working_days: str
    public_holidays: int
    subdivision: str
    free_days: str
    guests: int
    retention_months: int
    own_fields: str
    version: int
    next_number: int
    next_sequence: int
    member_id: int | None
    user_id: str
    member_name: str
    role: str
    language: str
    member_time_zone: str
    member_country: str
    locale: str
    chat_id: str

    def workspace(self) -> Workspace:
        return Workspace(
            id=self.id,
            tenant_id=self.tenant_id,
            name=self.name,
            currency=self.currency,
            time_zone=self.time_zone,
            country=self.country,
            framework=self.framework,
            working_days=tuple(self.working_days.split()),
            public_holidays=bool(self.public_holidays),
            subdivision=self.subdivision,
            free_days=tuple(self.free_days.split()),
            guests=bool(self.guests),
            retention_months=self.retention_months,
            own_fields=read_own_fields(self.own_fields),
            version=self.version,
        )

    def member(self, workspace: Workspace) -> Member | None:
        if self.member_id is None:
            return None
        return Member(
            id=self.member_id,
            workspace=workspace,
            user_id=self.user_id,
            name=self.member_name,
            role=Role(self.role),
            language=self.language,
            place=Place(time_zone=self.member_time_zone, country=self.member_country, locale=self.locale),
            chat_id=self.chat_id,
        )


def enter(connection: sa.Connection, actor: Actor, *, lock: bool) -> Entry | None:
    """The actor's workspace, locked where it is to be written, and the actor in it; None where the tenant has
    none."""
    found = _enter(connection, actor, lock=lock)
    if found is None and forget_workspace(connection, actor.tenant_id):
        # It was known from before it went, and the tenant may have come again since.
        found = _enter(connection, actor, lock=lock)
    return found


def _enter(connection: sa.Connection, actor: Actor, *, lock: bool) -> Entry | None:
    workspace = find_workspace(connection, actor.tenant_id)
    if workspace is None:
        return None
    values = {"of_workspace": workspace, "tenant": actor.tenant_id, "user": actor.user_id}
    found = (_ENTER_LOCKED if lock else _ENTER).first(connection, values)
    return None if found is None else Entry(*found)


_WORKSPACE = sa.bindparam("of_workspace", type_=workspaces.c.id.type)

# Each table by the workspace itself, not by what another one has there: so each is found in one partition, on
# one node.
_ENTERED = (
    sa.select(
        workspaces.c.id,
        workspaces.c.tenant_id,
        workspaces.c.name,
        workspaces.c.currency,
        workspaces.c.time_zone,
        workspaces.c.country,
        workspaces.c.framework,
        workspaces.c.working_days,
        workspaces.c.public_holidays,
        workspaces.c.subdivision,
        workspaces.c.free_days,
        workspaces.c.guests,
        workspaces.c.retention_months,
        workspaces.c.own_fields,
        workspaces.c.version,
        counters.c.next_number,
        counters.c.next_sequence,
        members.c.id.label("member_id"),
        members.c.user_id,
        members.c.name.label("member_name"),
        members.c.role,
        members.c.language,
        members.c.time_zone.label("member_time_zone"),
        members.c.country.label("member_country"),
        members.c.locale,
        members.c.chat_id,
    )
    .select_from(
        workspaces.join(counters, counters.c.workspace_id == workspaces.c.id).outerjoin(
            members, sa.and_(members.c.workspace_id == _WORKSPACE, members.c.user_id == sa.bindparam("user"))
        )
    )
    .where(
        workspaces.c.id == _WORKSPACE,
        counters.c.workspace_id == _WORKSPACE,
        workspaces.c.tenant_id == sa.bindparam("tenant"),
    )
)
_ENTER = Statement(_ENTERED)
# No wider than needed: whoever only adds a row that points to the workspace need not wait. Both rows, as
# PostgreSQL reads anew what it had to wait for, and nothing else.
_ENTER_LOCKED = Statement(_ENTERED.with_for_update(of=(workspaces, counters), key_share=True))
