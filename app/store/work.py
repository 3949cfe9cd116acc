"""Work: one transaction in one workspace, with everything a use case may touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.calendars import workdays_of
from app.domain.errors import Forbidden
from app.domain.event import Event, Kind, Plain, Recorded, Setting, Source
from app.domain.member import GUESTS_REFUSED, Actor, Entrance, Member, Role, Workspace
from app.domain.record import PERSON_ERASED, Record
from app.domain.workdays import Workdays
from app.store import mapping
from app.store.agenda import Agenda
from app.store.audit import Audit, Erasures
from app.store.board import BoardRows, PatchRows, read_board, read_patch
from app.store.choices import Choices
from app.store.conversations import Conversations
from app.store.customers import Customers
from app.store.deliveries import Deliveries
from app.store.duplicates.candidates import Candidates
from app.store.entering import enter
from app.store.founding import found_workspace, place_in, settle
from app.store.holdings import Holdings
from app.store.imports import Imports
from app.store.ledger import Events
from app.store.links import Links
from app.store.mapping import RecordMapping
from app.store.members import Members
from app.store.memories import Memories
from app.store.pipelines import Pipelines
from app.store.queries import Queries
from app.store.repositories import Opportunities, Repository
from app.store.search.words import WordIndex
from app.store.statements import Statement
from app.store.tables import counters
from app.store.turns import Turns
from app.store.workspace_rows import WorkspaceRows
from app.store.workspaces import Workspaces

_REPOSITORIES = {
    Kind.LEAD: "leads",
    Kind.OPPORTUNITY: "opportunities",
    Kind.CONTACT: "contacts",
    Kind.ORGANIZATION: "organizations",
    Kind.ACTIVITY: "activities",
}
_Rows = TypeVar("_Rows", bound=WorkspaceRows)
_Record = TypeVar("_Record", bound=Record)


class _Part(Generic[_Rows]):
    """Rows of the workspace, made ready when they are first asked for."""

    def __init__(self, rows: type[_Rows]) -> None:
        self._rows = rows

    def __set_name__(self, _: type[Work], name: str) -> None:
        self._name = name

    def __get__(self, work: Work, _: type[Work]) -> _Rows:
        found = work.__dict__[self._name] = self._made(work)
        return found

    def _made(self, work: Work) -> _Rows:
        return self._rows(work._connection, work.workspace.id)


class _Records(_Part[Repository[_Record]]):
    """The records of one kind."""

    def __init__(self, mapping: RecordMapping[_Record]) -> None:
        self._mapping = mapping

    def _made(self, work: Work) -> Repository[_Record]:
        return Repository(work._connection, work.workspace.id, work.now, self._mapping, work.index)


class Work:
    """A transaction under way. `now` is the same moment for everything in it, `place` is where the one is who
    asks: the workspace's where that is not known. In a transaction that only reads, nothing may be added or
    saved."""

    leads = _Records(mapping.LEADS)
    contacts = _Records(mapping.CONTACTS)
    organizations = _Records(mapping.ORGANIZATIONS)
    activities = _Records(mapping.ACTIVITIES)
    agenda = _Part(Agenda)
    index = _Part(WordIndex)
    candidates = _Part(Candidates)
    imports = _Part(Imports)
    links = _Part(Links)
    events = _Part(Events)
    turns = _Part(Turns)
    pipelines = _Part(Pipelines)
    choices = _Part(Choices)
    customers = _Part(Customers)
    conversations = _Part(Conversations)
    deliveries = _Part(Deliveries)
    memories = _Part(Memories)
    audit = _Part(Audit)
    erasures = _Part(Erasures)
    holdings = _Part(Holdings)
    queries = _Part(Queries)

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

    def record(self, event: Event, actor: Member, *, imported: bool = False, along: bool = False) -> None:
        """Notes what happened; stored when the transaction ends. An event that changed nothing is none, but
        for that of an erasure, which tells nothing. What is `imported` is a change of its own, so that it can
        be undone without the rest of the file, unless it goes `along` with the event before it."""
        if not event.before and not event.after and event.name != PERSON_ERASED:
            return
        if imported:
            change = self.recorded[-1].change if along else self.next_sequence
        else:
            change = self.recorded[0].change if self.recorded else self.next_sequence
        source = Source.IMPORT if imported else self._asked_by.source
        self.recorded.append(Recorded(event, self.next_sequence, change, actor.id, self.now, source))
        self.next_sequence += 1

    def is_recorded(self, number: int) -> bool:
        """Whether what was noted last happened to this record."""
        return bool(self.recorded) and self.recorded[-1].event.number == number

    def change_workspace(self, event: str, values: Plain) -> Event:
        """Changes what is set for the workspace; the event that tells it, to be recorded."""
        changed, told = self.workspace.change(event, values)
        if told.after:
            self.workspace = self.workspaces.save(changed)
        return told

    def finish(self, number: int | None) -> None:
        """Stores events, counters and the turn; see `Turns.add` for one that was carried out before."""
        if self._asked_by.turn:
            self.turns.add(self._asked_by.turn, number, self.now, self._asked_by.what)
        if self.recorded:
            self.events.add(self.recorded, self._asked_by)
            for one in self.recorded:
                if isinstance(one.event.kind, Setting) and one.event.name != PERSON_ERASED:
                    self.audit.note("SettingsChanged", self.now, one.actor, sequence=one.sequence)
            self.save_counters()

    def save_counters(self) -> None:
        """Stores which numbers and sequences were given."""
        given = {"next_number": self.next_number, "next_sequence": self.next_sequence}
        _ADVANCE.later(self._connection, {"of_workspace": self.workspace.id, **given})

    def board(self, limit: int) -> BoardRows:
        """What the board shows, with at most `limit` opportunities of each stage."""
        return read_board(self._connection, self.workspace.id, limit)

    def board_patch(self, numbers: Iterable[int], named: Iterable[int], most: int) -> PatchRows:
        """What boards must know anew of these opportunities, and of those of these organizations and
        contacts, at most `most`."""
        return read_patch(self._connection, self.workspace.id, numbers, named, most)

    def repository(self, kind: Kind) -> Repository[Any]:
        """The repository of a kind."""
        found: Repository[Any] = getattr(self, _REPOSITORIES[kind])
        return found

    @property
    def workdays(self) -> Workdays:
        """The days on which the workspace works."""
        return workdays_of(self.workspace)

    @cached_property
    def opportunities(self) -> Opportunities:
        return Opportunities(self._connection, self.workspace.id, self.now, mapping.OPPORTUNITIES, self.index)

    @cached_property
    def members(self) -> Members:
        return Members(self._connection, self.workspace)

    @cached_property
    def workspaces(self) -> Workspaces:
        return Workspaces(self._connection)


_CLOSED = Entrance()


def begin_write(connection: sa.Connection, actor: Actor, entrance: Entrance = _CLOSED) -> tuple[Work, Member]:
    """Locks the actor's workspace, which makes this the only writer there, and takes in workspace and
    member where they are new. Raises Forbidden for guests who may not come in."""
    entry = enter(connection, actor, lock=True)
    if entry is None:
        if actor.is_guest:
            raise Forbidden(GUESTS_REFUSED)
        found_workspace(connection, actor)
        entry = enter(connection, actor, lock=True)
    if entry is None:
        raise LookupError("workspace")
    if entry.known is None:
        # PostgreSQL read the member before it waited for the lock; somebody else may have taken them in.
        entry = enter(connection, actor, lock=False) or entry
    work = Work(connection, entry.workspace, actor)
    work.workspace.must_admit(actor)
    work.next_number, work.next_sequence = entry.next_number, entry.next_sequence
    _settle(work, actor)
    member = entry.member(work.workspace)
    if member is None:
        first = Role.OWNER if entrance.first_owns and not actor.is_guest else Role.MEMBER
        member = work.members.join(actor.user_id, actor.name, work.now, actor.place, actor.chat_id, first)
    name, chat_id = actor.name or member.name, actor.chat_id or member.chat_id
    role = Role.OWNER if entrance.names(actor) else member.role
    seen = replace(member.seen_at(actor.place), name=name, chat_id=chat_id, role=role)
    if seen != member:
        work.members.save(seen)
    return _at_place(work, seen)


def appoint(connection: sa.Connection, actor: Actor, role: Role) -> Member:
    """Gives somebody a role in the workspace of their tenant, both of which may be new: whoever runs the host
    says so, not they themselves."""
    work, member = begin_write(connection, actor)
    work.audit.note("RoleChanged", work.now, None, {"member": member.id, "role": role.value})
    return work.members.save(replace(member, role=role))


def begin_operating(connection: sa.Connection, actor: Actor) -> Work | None:
    """Locks a tenant's workspace for whoever runs the host, who is no member of it; None where the tenant has
    none."""
    entry = enter(connection, actor, lock=True)
    if entry is None:
        return None
    work = Work(connection, entry.workspace, actor)
    work.next_number, work.next_sequence = entry.next_number, entry.next_sequence
    return work


def find_work(connection: sa.Connection, actor: Actor) -> Work | None:
    """The actor's workspace, whoever the actor is; None where the tenant has none."""
    entry = enter(connection, actor, lock=False)
    return None if entry is None else Work(connection, entry.workspace, actor)


def begin_read(
    connection: sa.Connection, actor: Actor, entrance: Entrance = _CLOSED
) -> tuple[Work, Member] | None:
    """The actor's workspace as it is, or None where the actor never wrote and must be taken in first, or is
    an owner now. Raises Forbidden for guests who may not come in."""
    entry = enter(connection, actor, lock=False)
    if entry is None:
        return None
    work = Work(connection, entry.workspace, actor)
    work.workspace.must_admit(actor)
    member = entry.member(work.workspace)
    if member is None or (member.role is not Role.OWNER and entrance.names(actor)):
        return None
    return _at_place(work, member.seen_at(actor.place))


def _at_place(work: Work, member: Member) -> tuple[Work, Member]:
    work.place = place_in(work.workspace, member.place)
    return work, member


def _settle(work: Work, actor: Actor) -> None:
    settled = settle(work.workspace, actor.place, is_new=work.next_number == 1)
    if settled != work.workspace:
        work.workspace = work.workspaces.save(settled)


_ADVANCE = Statement(
    sa.update(counters)
    .where(counters.c.workspace_id == sa.bindparam("of_workspace"))
    .values(next_number=sa.bindparam("next_number"), next_sequence=sa.bindparam("next_sequence"))
)
