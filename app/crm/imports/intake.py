"""Intake: a file of leads is checked, begun, and taken in by portions of one transaction each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from app.crm.clock import today
from app.crm.duplicates.duplicates import candidates_of_each, features_of, features_of_lead, likely_same
from app.crm.duplicates.similarity import Features
from app.crm.fields import check_fields, find_problem
from app.crm.imports.new_leads import NewLeads
from app.crm.imports.row_index import RowIndex
from app.crm.imports.views import ImportView, get_import, import_view
from app.crm.leads import additions
from app.crm.people.people import person
from app.crm.phones import international
from app.domain.activity import Activity, ActivityType
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.fields import Type, names_of
from app.domain.imports import Fate, Import, ImportState, OnDuplicate, RowNote
from app.domain.member import Member
from app.domain.money import Money
from app.languages.strings import FALLBACK
from app.languages.written import Written
from app.sheets.cells import Fields
from app.sheets.columns import key_of
from app.sheets.person import Contact
from app.sheets.rows import Describe, Sheet, SheetRow, describe_by, read_sheet
from app.store.duplicates.candidates import Candidate
from app.store.imports import Portion
from app.store.work import Work

PORTION = 100
"""Rows of one transaction: nobody waits long for the workspace meanwhile."""
OFFERED_FOR = dt.timedelta(days=2)
"""After this, a file that nobody decided on is forgotten."""
LONGEST_FILE_NAME = 200
_REMEMBERED = 4096
"""Cells of a file that are not checked again."""

_MONEY = names_of(Kind.LEAD, Type.MONEY)
_TAKEN = (ImportState.RUNNING, ImportState.DONE)


@dataclass(frozen=True, slots=True)
class File:
    """A file as somebody brought it; `language` decides about "1,234" where the titles do not tell theirs."""

    name: str
    content: bytes
    language: str = FALLBACK


def check_import(
    work: Work, actor: Member, file: File, duplicates: OnDuplicate = OnDuplicate.SKIP
) -> tuple[Sheet, ImportView]:
    """The rows of a file, and what importing it would do; saves nothing. Where it was imported already, that
    import. Raises Forbidden, InvalidInput for `file`."""
    sheet = read_file(work, actor, file)
    known = work.imports.of_digest(sheet.digest, *_TAKEN)
    if known is not None:
        return sheet, import_view(work, known)
    checked = _new_import(work, actor, sheet, ImportState.CHECKED, duplicates)
    notes = tuple(_foretold(work, sheet, checked))
    return sheet, ImportView(file=checked, by=person(actor), notes=notes, unknown=sheet.unknown)


def read_file(work: Work, actor: Member, file: File) -> Sheet:
    """The rows of a file. Raises Forbidden, InvalidInput for `file`."""
    actor.must_write()
    name = " ".join(file.name.split())[:LONGEST_FILE_NAME]
    own = work.workspace.own_fields
    fields = Fields(
        # Titles, towns and sources come again and again.
        problem=lru_cache(_REMEMBERED)(partial(find_problem, work, Kind.LEAD)),
        is_phone=lambda text: bool(international(text, work.place.country)),
        past=partial(_past_of, work),
        own={key_of(label): name for name in own.active(Kind.LEAD) for label in own.labels(name)},
    )
    return read_sheet(file.content, name, file.language, work.workspace.currency, fields)


def offer_import(work: Work, actor: Member, sheet: Sheet, checked: ImportView) -> ImportView:
    """Keeps a file that was checked until somebody decides. Raises Forbidden."""
    actor.must_write()
    for late in work.imports.offers_before(work.now - OFFERED_FOR):
        work.imports.drop(late)
    if checked.file.state is not ImportState.CHECKED:
        return checked
    offered = replace(checked.file, state=ImportState.OFFERED)
    return replace(checked, file=work.imports.add(offered, _portions(sheet)))


def begin_import(work: Work, actor: Member, sheet: Sheet, duplicates: OnDuplicate) -> tuple[ImportView, bool]:
    """Keeps the rows of a file to be imported; of one that is imported already, that import. Tells whether it
    is a new one. Raises Forbidden."""
    actor.must_write()
    known = work.imports.of_digest(sheet.digest, *_TAKEN)
    if known is not None:
        return import_view(work, known), False
    begun = _new_import(work, actor, sheet, ImportState.RUNNING, duplicates)
    return import_view(work, work.imports.add(begun, _portions(sheet))), True


def decide_import(work: Work, actor: Member, id_: int, duplicates: OnDuplicate) -> ImportView:
    """Begins an import that was offered; one that was decided on before stays as it is. Where the same file
    was imported meanwhile, that import. Raises NotFound, Forbidden."""
    actor.must_write()
    file = get_import(work, id_)
    if file.state is not ImportState.OFFERED:
        return import_view(work, file)
    same = work.imports.of_digest(file.digest, *_TAKEN)
    if same is not None:
        return import_view(work, same)
    # What was counted before was a forecast.
    begun = replace(file, member=actor.id, state=ImportState.RUNNING, duplicates=duplicates)
    return import_view(work, work.imports.save(replace(begun, created=0, added=0, skipped=0, refused=0)))


def drop_import(work: Work, actor: Member, id_: int) -> None:
    """Forgets an import that was offered; one that was decided on stays. Raises Forbidden."""
    actor.must_write()
    file = work.imports.find(id_)
    if file is not None and file.state is ImportState.OFFERED:
        work.imports.drop(file)


def import_portion(work: Work, actor: Member, id_: int) -> Import:
    """Takes the next rows of an import in, all of them or, where something breaks, none; nothing where it is
    not running. Each lead is a change of its own. Raises NotFound, Forbidden."""
    actor.must_write()
    file = get_import(work, id_)
    portion = work.imports.waiting(id_) if file.state is ImportState.RUNNING else None
    if portion is not None:
        first = work.next_sequence
        describe = describe_by(file.columns)
        rows = list(map(SheetRow.read, portion.rows or ()))
        told = tuple(_taken(work, actor, file, rows, describe))
        last = work.next_sequence - 1
        events = (first, last) if last >= first else (None, None)
        done = Portion(position=portion.position, rows=None, first=events[0], last=events[1], told=told)
        work.imports.save_portion(id_, done)
        if file.through == file.rows:
            file = replace(file, state=ImportState.DONE)
        work.imports.save(file)
    return file


@dataclass(frozen=True, slots=True)
class _Judged:
    """A row with its checked values, by what its lead is recognised, and who is likely the same."""

    fate: Fate
    values: dict[str, object] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    features: Features = field(default_factory=Features)
    same: Candidate | None = None


def _foretold(work: Work, sheet: Sheet, checked: Import) -> Iterator[RowNote]:
    """Counts what would become of each row; what there is to say of it."""
    yield from map(_left_out, sheet.nobody)
    row_index = RowIndex()
    for start in range(0, len(sheet.rows), PORTION):
        for row, judged in _judged(work, sheet.rows[start : start + PORTION], row_index, checked.duplicates):
            checked.count(judged.fate)
            if judged.fate is Fate.CREATED:
                row_index.add(-row.number, str(judged.values["name"]), judged.features)
            if judged.fate is not Fate.CREATED or row.kept:
                yield _note(row, judged)


def _judged(
    work: Work, rows: Sequence[SheetRow], row_index: RowIndex, duplicates: OnDuplicate
) -> Iterator[tuple[SheetRow, _Judged]]:
    """What becomes of each row; whoever asks notes in the index what is there then."""
    read = [_read(work, row) for row in rows]
    # Asked for together: on PostgreSQL the way there takes longer than the answer.
    found = iter(candidates_of_each(work, [one.features for one in read if not one.problems]))
    for row, one in zip(rows, read, strict=True):
        if one.problems:
            yield row, one
            continue
        known = [*next(found), *row_index.find(one.features)]
        yield row, _judge(one, likely_same(one.features, known), duplicates)


def _read(work: Work, row: SheetRow) -> _Judged:
    """A row that nobody was looked for yet."""
    try:
        values = _checked(work, row)
        return _Judged(Fate.CREATED, values, features=features_of(values))
    except InvalidInput as refused:
        return _Judged(Fate.REFUSED, problems=refused.fields)


def _judge(read: _Judged, same: Candidate | None, duplicates: OnDuplicate) -> _Judged:
    """What becomes of a row that can be read, where somebody is likely the same."""
    if same is None or duplicates is OnDuplicate.IMPORT:
        return read
    adds = duplicates is OnDuplicate.ADD and same.kind == Kind.LEAD and same.status == "open"
    return replace(read, fate=Fate.ADDED if adds else Fate.SKIPPED, same=same)


def _checked(work: Work, row: SheetRow) -> dict[str, object]:
    """The values that a lead takes. Raises InvalidInput naming every field with a problem."""
    if row.problems:
        raise InvalidInput(**row.problems)
    typed = {name: _revived(name, value) for name, value in row.values.items()}
    typed.setdefault("name", typed.get("company"))
    return check_fields(work, Kind.LEAD, typed)


def _taken(
    work: Work, actor: Member, file: Import, rows: Sequence[SheetRow], describe: Describe
) -> Iterator[RowNote]:
    """Takes rows in and counts them; what there is to say of those that became no lead of their own."""
    yield from (_left_out(row) for row in rows if row.is_nobody)
    row_index, new_leads = RowIndex(), NewLeads(work, actor)
    people = [row for row in rows if not row.is_nobody]
    for row, judged in _judged(work, people, row_index, file.duplicates):
        fate = judged
        try:
            number = _take(work, actor, judged, row_index, new_leads, describe)
            if number and row.contact:
                new_leads.store()
                _keep_contact(work, actor, number, row.contact)
        except InvalidInput as refused:
            fate = _Judged(Fate.REFUSED, problems=refused.fields)
        file.count(fate.fate)
        if fate.fate is not Fate.CREATED or row.kept:
            yield _note(row, fate)
    new_leads.store()


def _take(
    work: Work, actor: Member, judged: _Judged, row_index: RowIndex, new_leads: NewLeads, describe: Describe
) -> int:
    """Does with a row what is decided; the number of its lead, 0 for none. Raises InvalidInput, and then
    nothing has changed."""
    if judged.fate is Fate.CREATED:
        lead = new_leads.add(judged.values)
        row_index.add(lead.number, lead.name, judged.features)
        return lead.number
    if judged.fate is Fate.ADDED and judged.same is not None:
        new_leads.store()
        lead = work.leads.get(judged.same.number)
        added = additions(lead, judged.values, describe)
        work.record(lead.change("LeadEdited", **added), actor, imported=True)
        work.leads.save(lead)
        row_index.add(lead.number, lead.name, features_of_lead(lead))
        return lead.number
    return 0


def _past_of(work: Work, cell: str, language: str) -> dt.date | dt.datetime | Problem:
    """When a cell says that something took place, seen from where whoever imports is."""
    try:
        told = check_fields(work, Kind.ACTIVITY, {"done_at": Written(cell, language)})
    except InvalidInput as refused:
        return refused.fields["done_at"]
    return told["done_on"] or told["done_at"]  # type: ignore[return-value]


def _keep_contact(work: Work, actor: Member, number: int, contact: Contact) -> None:
    """Keeps that somebody spoke with a lead as an activity of that day, in the change that brought it."""
    moment = dt.datetime.fromisoformat(contact.at)
    told = moment if len(contact.at) > len("2026-11-20") else moment.date()
    typed = {"type": ActivityType.NOTE, "about": number, "name": contact.title, "done_at": told}
    values = check_fields(work, Kind.ACTIVITY, typed)
    activity = Activity(number=work.number(), owner=actor.id, **values)  # type: ignore[arg-type]
    event = activity.captured_at(today(work), work.now)
    work.record(event, actor, imported=True, along=work.is_recorded(number))
    work.activities.add(activity)


def _note(row: SheetRow, judged: _Judged) -> RowNote:
    name = str(row.values.get("name") or row.values.get("company") or "")
    same = judged.same
    return RowNote(
        row=row.number,
        fate=judged.fate,
        name=name[:LONGEST_FILE_NAME],
        problems=judged.problems,
        like=same.number if same and same.number > 0 else None,
        like_row=-same.number if same and same.number < 0 else None,
        like_name=same.name if same else "",
        kept=row.kept if judged.fate in (Fate.CREATED, Fate.ADDED) else (),
    )


def _left_out(row: SheetRow) -> RowNote:
    return RowNote(row=row.number, fate=Fate.LEFT_OUT, name=str(row.values["name"]))


def _new_import(
    work: Work, actor: Member, sheet: Sheet, state: ImportState, duplicates: OnDuplicate
) -> Import:
    return Import(
        member=actor.id,
        at=work.now,
        file_name=sheet.name,
        digest=sheet.digest,
        state=state,
        duplicates=duplicates,
        columns=sheet.columns,
        rows=len(sheet.rows),
    )


def _portions(sheet: Sheet) -> Iterator[Sequence[Any]]:
    """The rows by portions. Those that are nobody are in the first one: an import is done when all that count
    are in."""
    rows = [row.plain() for row in sheet.rows]
    nobody = [row.plain() for row in sheet.nobody]
    for start in range(0, len(rows), PORTION):
        yield [*(nobody if start == 0 else ()), *rows[start : start + PORTION]]


def _revived(name: str, value: object) -> object:
    if not isinstance(value, dict):
        return value
    return Money(Decimal(value["amount"]), value["currency"]) if name in _MONEY else Written(**value)
