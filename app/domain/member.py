"""Who acts: workspaces, their members, and the actor of a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from app.domain.errors import Conflict, Forbidden
from app.domain.event import Event, Plain, Setting, Source
from app.domain.own_fields import NO_OWN_FIELDS, OwnFields
from app.domain.place import NOWHERE, Place
from app.domain.workdays import WEEKDAYS

GUESTS_REFUSED: Final = "guests_refused"
"""Why guests are not let in; a code of Forbidden."""


class Role(StrEnum):
    OWNER = "owner"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The unit of isolation: one Microsoft 365 tenant has one. `currency` is assumed where none is
    written; `time_zone` an IANA name; `country` an ISO 3166 code, "" until somebody writes whose place is
    known; `framework` the key of the questions that qualify a lead.

    It works on `working_days` (of WEEKDAYS), but for the country's `public_holidays` where it keeps them,
    with those of a `subdivision` ("BY"), and for its own `free_days`: "2026-12-24", or "12-24" for every
    year. `guests` says whether people who do not belong to the tenant may come in. Closed leads on which
    nothing has happened for `retention_months` are listed, where that is not 0. `own_fields` are those of
    records, with the ones that it has described itself. `version` grows with every change of what is TOLD."""

    id: int
    tenant_id: str
    name: str
    currency: str
    time_zone: str
    country: str = ""
    framework: str = "bant"
    working_days: tuple[str, ...] = WEEKDAYS[:5]
    public_holidays: bool = True
    subdivision: str = ""
    free_days: tuple[str, ...] = ()
    guests: bool = False
    retention_months: int = 0
    own_fields: OwnFields = NO_OWN_FIELDS
    version: int = 1

    def must_admit(self, actor: Actor) -> None:
        """Raises Forbidden for guests and people of other tenants, unless an owner lets them in."""
        if actor.is_guest and not self.guests:
            raise Forbidden(GUESTS_REFUSED)

    def expect(self, version: int | None) -> None:
        """Raises Conflict where the caller saw other settings than these; `None` checks nothing."""
        if version is not None and version != self.version:
            raise Conflict("workspace_changed_meanwhile", version=version)

    def change(self, event: str, values: Mapping[str, object]) -> tuple[Workspace, Event]:
        """The workspace with other values of what is TOLD, also as an event tells them, and the event that
        says what really differs; one without fields where nothing does."""
        read = {name: self._read(name, value) for name, value in values.items()}
        changed = {name: value for name, value in read.items() if getattr(self, name) != value}
        before, after = ({name: _plain(side[name]) for name in changed} for side in (self._told(), changed))
        known: Any = changed
        version = self.version + (1 if changed else 0)
        return replace(self, **known, version=version), Event(
            event, Setting.WORKSPACE, 0, version, before, after
        )

    def _told(self) -> Plain:
        return {name: getattr(self, name) for name in TOLD}

    def _read(self, name: str, value: object) -> object:
        if name == "own_fields" and isinstance(value, list):
            return self.own_fields.put_back(value)
        return tuple(value) if isinstance(value, list) else value


SETTINGS = (
    *("currency", "time_zone", "country"),
    *("working_days", "public_holidays", "subdivision", "free_days"),
    "guests",
    "retention_months",
)
"""What owners change of a workspace by and by; the framework is chosen apart."""

TOLD = (*SETTINGS, "own_fields")
"""What events tell of a workspace."""


def _plain(value: object) -> object:
    if isinstance(value, OwnFields):
        return value.plain()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A colleague in a workspace. `user_id` is the Entra object id, `language` what the member chose, `place`
    where the member was last known to be, `chat_id` the id by which mentions point to them, "" where the chat
    has never told it."""

    id: int
    workspace: Workspace
    user_id: str
    name: str
    role: Role
    language: str = ""
    place: Place = NOWHERE
    chat_id: str = ""

    @property
    def time_zone(self) -> str:
        """The time zone of the member, else of the workspace."""
        return self.place.time_zone or self.workspace.time_zone

    @property
    def country(self) -> str:
        """The country of the member, else of the workspace, which may not know one either."""
        return self.place.country or self.workspace.country

    def seen_at(self, told: Place) -> Member:
        """The member at the place that was told now, as far as one was."""
        place = self.place.updated(told)
        return self if place == self.place else replace(self, place=place)

    def must_write(self) -> None:
        """Raises Forbidden for viewers."""
        if self.role is Role.VIEWER:
            raise Forbidden("viewers_only_read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody outside who asks for something: proven tenant and Entra object id. `turn` is what makes a
    repetition recognisable: (conversation id, activity or form id), and `what` it asks for: a word for the
    kind of request and a digest, "" where nothing else can come under the same ids. `place` is where the
    client says that they are; `chat_id` is their id in mentions, "" outside the chat; `is_guest` says that
    they do not belong to the tenant."""

    tenant_id: str
    user_id: str
    name: str = ""
    source: Source = Source.CHAT
    turn: tuple[str, str] | None = None
    what: str = ""
    place: Place = NOWHERE
    chat_id: str = ""
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who owns a workspace without having been made its owner there: `owners`, by tenant and person, as
    whoever runs the host names them; and, in development, who comes first."""

    owners: frozenset[tuple[str, str]] = frozenset()
    first_owns: bool = False

    def names(self, actor: Actor) -> bool:
        """Whether the actor owns the workspace of the tenant, whatever it says."""
        return (actor.tenant_id, actor.user_id) in self.owners
