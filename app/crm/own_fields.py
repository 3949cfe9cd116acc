"""A workspace's own fields: its owners describe them at run time; records of its kinds have them from then
on. None goes again: one that is retired is hidden with all its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.crm.fields import check_line
from app.crm.ownership import must_own
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.fields import FIELDS, Type
from app.domain.matching import fold
from app.domain.member import Member, Workspace
from app.domain.own import PREFIX
from app.domain.own_fields import ANY_LANGUAGE, OWN_KINDS, OWN_TYPES, OwnField
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms_of
from app.sheets.columns import field_of
from app.store.work import Work

DEFINED: Final = "FieldDefined"
CHANGED: Final = "FieldChanged"
MOST_FIELDS = 40
"""Fields of one workspace, retired ones included: forms have to fit a card."""
MOST_ENTRIES = 50
LONGEST_LABEL = 60
LONGEST_KEY = 40
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_APART = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"[:=,;|\n]")
"""What separates a field from its value, or fields from each other, where they are written in a line."""


def show_own_fields(work: Work, actor: Member) -> Workspace:
    """The workspace with its own fields."""
    return work.workspace


def define_field(
    work: Work,
    actor: Member,
    *,
    labels: Mapping[str, str],
    type_: str,
    kinds: Sequence[str],
    entries: Sequence[str] = (),
    key: str = "",
    version: int | None = None,
) -> Workspace:
    """Describes a further field; the very same description again changes nothing. `labels` are what it is
    called by language (ANY_LANGUAGE for one of all), from which its `key` follows where none is given. Raises
    Forbidden, InvalidInput, Conflict."""
    must_own(work, actor)
    work.workspace.expect(version)
    called = _labels(labels)
    field = OwnField(
        name=PREFIX + _key(key, called),
        type=_type(type_),
        kinds=_kinds(kinds),
        labels=called,
        entries=_entries(entries) if type_ == Type.CHOICE else (),
    )
    known = work.workspace.own_fields
    if known.find(field.name) == field:
        return work.workspace
    if known.find(field.name) is not None:
        raise InvalidInput(key="field_key_taken")
    if len(known.all) >= MOST_FIELDS:
        raise InvalidInput(key=Problem("fields_many", {"limit": MOST_FIELDS}))
    return _keep(work, actor, DEFINED, field)


def change_field(
    work: Work,
    actor: Member,
    name: str,
    *,
    labels: Mapping[str, str] | None = None,
    kinds: Sequence[str] | None = None,
    entries: Sequence[str] | None = None,
    retired: bool | None = None,
    version: int | None = None,
) -> Workspace:
    """Describes a field anew: what it is called, further kinds of records, what else can be chosen, and
    whether it is retired. What it holds stays as it is. Raises Forbidden, InvalidInput, Conflict."""
    must_own(work, actor)
    work.workspace.expect(version)
    field = work.workspace.own_fields.find(name)
    if field is None:
        raise InvalidInput(name="field_unknown")
    if labels is not None:
        field = replace(field, labels=_labels(labels))
    if kinds is not None:
        field = replace(field, kinds=_kinds([*field.kinds, *kinds]))
    if entries is not None and field.type is Type.CHOICE:
        field = replace(field, entries=_entries([*field.entries, *entries]))
    if retired is not None:
        field = replace(field, retired=retired)
    return _keep(work, actor, CHANGED, field)


def _keep(work: Work, actor: Member, event: str, field: OwnField) -> Workspace:
    if not field.retired:
        _must_be_free(work, field)
    changed = work.workspace.own_fields.changed(field)
    work.record(work.change_workspace(event, {"own_fields": changed}), actor)
    return work.workspace


def _must_be_free(work: Work, field: OwnField) -> None:
    """Raises InvalidInput where something else is called so: one who writes it would mean that."""
    own = work.workspace.own_fields
    others = (one.name for one in own.all if one.name != field.name and not one.retired)
    taken = {fold(label) for name in others for label in own.labels(name)}
    taken |= {fold(label) for kind in field.kinds for label in _called(kind)}
    if any(fold(label) in taken or field_of(label) for label in field.labels.values()):
        raise InvalidInput(label="field_label_taken")


def _called(kind: Kind) -> Iterable[str]:
    """What the fields are called that every record of a kind has."""
    for name in FIELDS[kind]:
        for language in LANGUAGES:
            yield strings(language).t(f"field.{name}")
            yield from forms_of(language, f"fields.names.{name}")


def _labels(given: Mapping[str, str]) -> dict[str, str]:
    if not given or not set(given) <= {ANY_LANGUAGE, *LANGUAGES}:
        raise InvalidInput(label="required" if not given else "language_unknown")
    labels = {language: check_line(label, "label") for language, label in given.items()}
    for label in labels.values():
        if not any(map(str.isalpha, label)) or _MARKS.search(label):
            raise InvalidInput(label="field_label_invalid")
        if len(label) > LONGEST_LABEL:
            raise InvalidInput(label=Problem("too_long", {"limit": LONGEST_LABEL}))
    return labels


def _key(given: str, labels: Mapping[str, str]) -> str:
    key = given or _APART.sub("_", fold(next(iter(labels.values())))).strip("_")[:LONGEST_KEY]
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise InvalidInput(key="field_key_invalid")
    return key


def _type(given: str) -> Type:
    if given not in OWN_TYPES:
        raise InvalidInput(type="choice_unknown")
    return Type(given)


def _kinds(given: Sequence[str]) -> tuple[Kind, ...]:
    if not given or not set(given) <= set(OWN_KINDS):
        raise InvalidInput(kinds="required" if not given else "choice_unknown")
    return tuple(kind for kind in OWN_KINDS if kind in given)


def _entries(given: Sequence[str]) -> tuple[str, ...]:
    entries = {fold(entry): entry for one in given if (entry := check_line(one, "entries"))}
    if not entries or len(entries) > MOST_ENTRIES:
        problem = Problem("entries_bounded", {"least": 1, "most": MOST_ENTRIES})
        raise InvalidInput(entries=problem)
    if any(len(entry) > LONGEST_LABEL for entry in entries.values()):
        raise InvalidInput(entries=Problem("too_long", {"limit": LONGEST_LABEL}))
    return tuple(entries.values())
