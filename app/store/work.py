"""Work: one transaction in one workspace, with everything a use case may touch."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.event import Event, Kind, Recorded, Source
from app.domain.lead import Lead
from app.domain.member import Actor, Member, Role, Workspace
from app.domain.organization import Organization
from app.domain.place import Place
from app.store import mapping
from app.store.agenda import Agenda
from app.store.board import BoardRows, read_board
from app.store.candidates import Candidates
from app.store.founding import found_workspace, place_in, settle
from app.store.imports import Imports
from app.store.ledger import Events, Turns
from app.store.memories import Memories
from app.store.queries import Queries
from app.store.registers import Choices, Conversations, Members, Pipelines, Workspaces
from app.store.repositories import Opportunities, Repository
from app.store.statements import Statement
from app.store.tables import members, workspaces
from app.store.ties import Ties
from app.store.words import WordIndex

_REPOSITORIES = {
    Kind.LEAD: "leads",
    Kind.OPPORTUNITY: "opportunities",
    Kind.CONTACT: "contacts",
    Kind.ORGANIZATION: "organizations",
    Kind.ACTIVITY: "activities",
}


class Work:
    """A transaction under way. `now` is the same moment for everything in it, `place` is where the one is who
    asks: the workspace's where that is not known. In a transaction that only reads, nothing may be added or
    saved."""

    def __init__(self, connection: sa.Connection, workspace: Workspace, asked_by: Actor) -> None:
        self._connection = connection
        self._asked_by = asked_by
        self.workspace = workspace
        self.place = place_in(workspace, asked_by.place)
        self.now = dt.datetime.now(dt.UTC)
        self.next_number = 0
        self.next_sequence = 0
        self.recorded: list[Recorded] = []

    def number(self) -> int:
        """The next number of the workspace."""
        taken = self.next_number
        self.next_number += 1
        return taken

    def record(self, event: Event, actor: Member, *, imported: bool = False) -> None:
        """Notes what happened; stored when the transaction ends. An event that changed nothing is none. What
        is `imported` is a change of its own, so that it can be undone without the rest of the file."""
        if not event.before and not event.after:
            return
        change = self.recorded[0].change if self.recorded and not imported else self.next_sequence
        source = Source.IMPORT if imported else self._asked_by.source
        self.recorded.append(Recorded(event, self.next_sequence, change, actor.id, self.now, source))
        self.next_sequence += 1

    def finish(self, number: int | None) -> None:
        """Stores events, counters and the turn; see `Turns.add` for one that was carried out before."""
        if self._asked_by.turn:
            self.turns.add(self._asked_by.turn, number, self.now)
        if self.recorded:
            self.events.add(self.recorded, self._asked_by)
            _ADVANCE.later(
                self._connection,
                {
                    "of_id": self.workspace.id,
                    "next_number": self.next_number,
                    "next_sequence": self.next_sequence,
                },
            )

    def board(self, limit: int) -> BoardRows:
        """What the board shows, with at most `limit` opportunities of each stage."""
        return read_board(self._connection, self.workspace.id, limit)

    def repository(self, kind: Kind) -> Repository[Any]:
        """The repository of a kind."""
        found: Repository[Any] = getattr(self, _REPOSITORIES[kind])
        return found

    @cached_property
    def leads(self) -> Repository[Lead]:
        return Repository(self._connection, self.workspace.id, self.now, mapping.LEADS, self.index)

    @cached_property
    def contacts(self) -> Repository[Contact]:
        return Repository(self._connection, self.workspace.id, self.now, mapping.CONTACTS, self.index)

    @cached_property
    def organizations(self) -> Repository[Organization]:
        return Repository(self._connection, self.workspace.id, self.now, mapping.ORGANIZATIONS, self.index)

    @cached_property
    def opportunities(self) -> Opportunities:
        return Opportunities(self._connection, self.workspace.id, self.now, mapping.OPPORTUNITIES, self.index)

    @cached_property
    def activities(self) -> Repository[Activity]:
        return Repository(self._connection, self.workspace.id, self.now, mapping.ACTIVITIES, self.index)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self._connection, self.workspace.id)

    @cached_property
    def index(self) -> WordIndex:
        return WordIndex(self._connection, self.workspace.id)

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(self._connection, self.workspace.id)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self._connection, self.workspace.id)

    @cached_property
    def ties(self) -> Ties:
        return Ties(self._connection, self.workspace.id)

    @cached_property
    def events(self) -> Events:
        return Events(self._connection, self.workspace.id)

    @cached_property
    def turns(self) -> Turns:
        return Turns(self._connection, self.workspace.id)

    @cached_property
    def members(self) -> Members:
        return Members(self._connection, self.workspace)

    @cached_property
    def pipelines(self) -> Pipelines:
        return Pipelines(self._connection, self.workspace.id)

    @cached_property
    def workspaces(self) -> Workspaces:
        return Workspaces(self._connection)

    @cached_property
    def choices(self) -> Choices:
        return Choices(self._connection, self.workspace.id)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self._connection, self.workspace.id)

    @cached_property
    def memories(self) -> Memories:
        return Memories(self._connection, self.workspace.id)

    @cached_property
    def queries(self) -> Queries:
        return Queries(self._connection, self.workspace.id)


def begin_write(connection: sa.Connection, actor: Actor) -> tuple[Work, Member]:
    """Locks the actor's workspace, which makes this the only writer there, and takes in workspace and
    member where they are new."""
    entry = _enter(connection, actor, lock=True)
    if entry is None:
        found_workspace(connection, actor)
        entry = _enter(connection, actor, lock=True)
    if entry is None:
        raise LookupError("workspace")
    if entry.member_id is None:
        # PostgreSQL read the member before it waited for the lock; somebody else may have taken them in.
        entry = _enter(connection, actor, lock=False) or entry
    work = Work(connection, entry.workspace(), actor)
    work.next_number, work.next_sequence = entry.next_number, entry.next_sequence
    _settle(work, actor)
    member = entry.member(work.workspace)
    if member is None:
        member = work.members.join(actor.user_id, actor.name, work.now, actor.place)
    seen = replace(member.seen_at(actor.place), name=actor.name or member.name)
    if seen != member:
        work.members.save(seen)
    return _at_place(work, seen)


def find_work(connection: sa.Connection, actor: Actor) -> Work | None:
    """The actor's workspace, whoever the actor is; None where the tenant has none."""
    entry = _enter(connection, actor, lock=False)
    return None if entry is None else Work(connection, entry.workspace(), actor)


def begin_read(connection: sa.Connection, actor: Actor) -> tuple[Work, Member] | None:
    """The actor's workspace as it is, or None where the actor never wrote and must be taken in first."""
    entry = _enter(connection, actor, lock=False)
    if entry is None:
        return None
    work = Work(connection, entry.workspace(), actor)
    member = entry.member(work.workspace)
    return None if member is None else _at_place(work, member.seen_at(actor.place))


class _Entry(NamedTuple):
    """What the first statement of a transaction finds; the fields are those of `_ENTER`."""

    id: int
    tenant_id: str
    name: str
    currency: str
    time_zone: str
    country: str
    framework: str
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

    def workspace(self) -> Workspace:
        return Workspace(
            id=self.id,
            tenant_id=self.tenant_id,
            name=self.name,
            currency=self.currency,
            time_zone=self.time_zone,
            country=self.country,
            framework=self.framework,
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
        )


def _enter(connection: sa.Connection, actor: Actor, *, lock: bool) -> _Entry | None:
    values = {"tenant": actor.tenant_id, "user": actor.user_id}
    found = (_ENTER_LOCKED if lock else _ENTER).first(connection, values)
    return None if found is None else _Entry(*found)


def _at_place(work: Work, member: Member) -> tuple[Work, Member]:
    work.place = place_in(work.workspace, member.place)
    return work, member


def _settle(work: Work, actor: Actor) -> None:
    settled = settle(work.workspace, actor.place, is_new=work.next_number == 1)
    if settled != work.workspace:
        work.workspace = work.workspaces.save(settled)


_ENTERED = (
    sa.select(
        workspaces.c.id,
        workspaces.c.tenant_id,
        workspaces.c.name,
        workspaces.c.currency,
        workspaces.c.time_zone,
        workspaces.c.country,
        workspaces.c.framework,
        workspaces.c.next_number,
        workspaces.c.next_sequence,
        members.c.id.label("member_id"),
        members.c.user_id,
        members.c.name.label("member_name"),
        members.c.role,
        members.c.language,
        members.c.time_zone.label("member_time_zone"),
        members.c.country.label("member_country"),
        members.c.locale,
    )
    .select_from(
        workspaces.outerjoin(
            members,
            sa.and_(members.c.workspace_id == workspaces.c.id, members.c.user_id == sa.bindparam("user")),
        )
    )
    .where(workspaces.c.tenant_id == sa.bindparam("tenant"))
)
_ENTER = Statement(_ENTERED)
_ENTER_LOCKED = Statement(_ENTERED.with_for_update(of=workspaces))

_ADVANCE = Statement(
    sa.update(workspaces)
    .where(workspaces.c.id == sa.bindparam("of_id"))
    .values(next_number=sa.bindparam("next_number"), next_sequence=sa.bindparam("next_sequence"))
)
