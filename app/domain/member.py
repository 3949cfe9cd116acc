"""Who acts: workspaces, their members, and the actor of a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.errors import Forbidden
from app.domain.event import Source
from app.domain.place import NOWHERE, Place


class Role(StrEnum):
    OWNER = "owner"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The unit of isolation: one Microsoft 365 tenant has one. `currency` is assumed where none is
    written; `time_zone` an IANA name; `country` an ISO 3166 code, "" until somebody writes whose place is
    known; `framework` the key of the questions that qualify a lead."""

    id: int
    tenant_id: str
    name: str
    currency: str
    time_zone: str
    country: str = ""
    framework: str = "bant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A colleague in a workspace. `user_id` is the Entra object id, `language` what the member chose, `place`
    where the member was last known to be."""

    id: int
    workspace: Workspace
    user_id: str
    name: str
    role: Role
    language: str = ""
    place: Place = NOWHERE

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

    def must_own(self) -> None:
        """Raises Forbidden for everybody but owners of the workspace."""
        if self.role is not Role.OWNER:
            raise Forbidden("only_owners")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody outside who asks for something: proven tenant and Entra object id. `turn` is what makes a
    repetition recognisable: (conversation id, activity or form id); `place` is where the client says that
    they are."""

    tenant_id: str
    user_id: str
    name: str = ""
    source: Source = Source.CHAT
    turn: tuple[str, str] | None = None
    place: Place = NOWHERE
