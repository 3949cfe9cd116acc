"""Events: what happened to a record, with the fields before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of records that share a workspace's number space."""

    LEAD = "lead"
    ORGANIZATION = "organization"
    CONTACT = "contact"
    OPPORTUNITY = "opportunity"
    ACTIVITY = "activity"


class Setting(StrEnum):
    """What events are about besides records: what is set for all who work together. It has no number."""

    WORKSPACE = "workspace"


class Source(StrEnum):
    """Where a change came from."""

    CHAT = "chat"
    TAB = "tab"
    IMPORT = "import"
    API = "api"
    SYSTEM = "system"


Plain = dict[str, object]
"""Fields by name as JSON knows them: text, whole numbers, null, and money as {amount, currency}."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one record, or of a setting, whose number is 0. `before` is empty where the change
    created the record, `after` where it removed it. `version` is the record's version after the change;
    `undoes` the sequence of the event that this one takes back."""

    name: str
    kind: Kind | Setting
    number: int
    version: int
    before: Plain
    after: Plain
    undoes: int | None = None

    @property
    def creates(self) -> bool:
        return not self.before and bool(self.after)

    @property
    def removes(self) -> bool:
        return bool(self.before) and not self.after


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the store keeps it. `sequence` counts without gaps within the workspace; events of one
    transaction share `change`, the sequence of their first."""

    event: Event
    sequence: int
    change: int
    actor: int
    at: dt.datetime
    source: Source
    undone: bool = False
