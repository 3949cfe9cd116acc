"""What a rule may refuse. Errors carry data, never prose: each face says it in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


class DomainError(Exception):
    """A rule said no. `code` is the key of the sentence a face shows, `details` fill its placeholders."""

    code = "refused"

    def __init__(self, code: str | None = None, **details: object) -> None:
        self.code = code or type(self).code
        self.details: dict[str, object] = details
        # Not the details: they hold what people typed, and an error's text ends in logs.
        super().__init__(self.code)


class NotFound(DomainError):
    """No such record in this workspace; says nothing about other workspaces."""

    code = "not_found"


class Forbidden(DomainError):
    """The actor's role does not allow this."""

    code = "forbidden"


class Conflict(DomainError):
    """The record is not in the state that the change assumed. `number` names it, where there is one."""

    code = "conflict"


class AlreadyDone(DomainError):
    """The same turn or form was carried out before; `number` is the record it led to, if any."""

    code = "already_done"


class Busy(DomainError):
    """So much is asked for in this workspace that this could not be done in time: nothing of it was. It may
    be asked for again a little later."""

    code = "busy"


class KeyReused(DomainError):
    """Something else was carried out under the key of this form or request; `number` is the record that led
    to, if any."""

    code = "key_reused"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: the key of the sentence and what fills its placeholders."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


class InvalidInput(DomainError):
    """One or more fields cannot be taken; `fields` maps a field's name to its problem."""

    code = "invalid_input"

    def __init__(self, /, **fields: Problem | str) -> None:
        self.fields: dict[str, Problem] = {
            name: Problem(problem) if isinstance(problem, str) else problem
            for name, problem in fields.items()
        }
        super().__init__(None, fields=tuple(self.fields))


class FieldsMissing(InvalidInput):
    """An opportunity lacks fields that a stage requires; `fields` names them, the details its number and the
    stage's key."""

    code = "fields_missing"

    def __init__(self, names: Iterable[str], *, number: int, stage: str) -> None:
        super().__init__(**dict.fromkeys(names, "required"))
        self.details |= {"number": number, "stage": stage}
