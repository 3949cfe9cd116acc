"""Imports: files of leads over HTTP: a dry run, the import, and taking it back."""

from __future__ import annotations

from app.crm.imports.batches import run_import, run_revert
from app.crm.imports.intake import File, begin_import, check_import, read_file
from app.crm.imports.views import ImportView, find_import_of, list_imports, show_import
from app.domain.errors import AlreadyDone
from app.domain.imports import ImportState, OnDuplicate, RowNote
from app.languages.names import spoken_languages
from app.languages.notes import kept_sentence, problems_of, row_sentence
from app.languages.reader import Reader
from app.languages.strings import FALLBACK
from app.sheets.encoding import LARGEST_FILE
from tabs.api.answers import imports as told
from tabs.api.answers.mentions import Page
from tabs.api.call import Call, Route
from tabs.api.fields import FLAG, KEY, Field, one_of
from tabs.api.filters import PAGE
from tabs.api.presenters import present_person

_MEDIA = (
    "text/csv",
    "text/tab-separated-values",
    "text/plain",
    "application/vnd.ms-excel",
    "text/vcard",
    "text/x-vcard",
    "text/directory",
)
"""What browsers call a CSV file, Excel's where that is installed, and vCards in their three versions."""
_DUPLICATES = one_of(OnDuplicate)


async def import_leads(call: Call) -> told.Import:
    """Imports the leads of a file, or tells what would become of each row. A file that was imported already,
    and not reverted since, is not imported again."""
    asked = call.query()
    duplicates = asked.get("duplicates") or OnDuplicate.SKIP
    file = File(asked.get("file_name", ""), await call.file(LARGEST_FILE), call.reader.language)
    if asked["dry_run"]:
        call.status = 200
        _, checked = await call.read(check_import, file, duplicates)
        return present_import(checked, call.reader)
    sheet = await call.read(read_file, file)
    try:
        begun, is_new = await call.write(begin_import, sheet, duplicates)
    except AlreadyDone:
        begun, is_new = await call.read(find_import_of, sheet.digest), False
    if not is_new:
        call.status = 200
    return present_import(await run_import(call.go_on, begun.file.id), call.reader)


async def show_imports(call: Call) -> Page[told.ImportLine]:
    """A page of imports, newest first."""
    asked = call.query()
    views, following = await call.read(list_imports, asked["limit"], asked.get("cursor"))
    return {"items": [_line(view) for view in views], "next": str(following) if following else None}


async def show_one_import(call: Call) -> told.Import:
    """One import with what there is to say of its rows."""
    call.query()
    return present_import(await call.read(show_import, call.id), call.reader)


async def revert_import(call: Call) -> told.Import:
    """Takes the leads of an import back."""
    await call.body()
    return present_import(await run_revert(call.go_on, call.id), call.reader)


def present_import(view: ImportView, reader: Reader) -> told.Import:
    """What became, or would become, of a file."""
    return {
        **_line(view),
        "notes": [_note(note, reader) for note in view.notes],
        "left_out": view.nobody,
        "kept": [{"number": ref.number, "name": ref.name} for ref in view.kept],
    }


def _line(view: ImportView) -> told.ImportLine:
    file = view.file
    return {
        "id": None if file.state is ImportState.CHECKED else file.id,
        "state": file.state,
        "file_name": file.file_name,
        "by": present_person(view.by),
        "at": file.at,
        "duplicates": file.duplicates,
        "rows": file.rows,
        "created": file.created,
        "added": file.added,
        "skipped": file.skipped,
        "refused": file.refused,
        "columns": [{"title": title, "field": field} for title, field in file.columns],
        "unknown": list(view.unknown),
    }


def _note(note: RowNote, reader: Reader) -> told.RowNote:
    return {
        "row": note.row,
        "fate": note.fate,
        "name": note.name,
        "message": row_sentence(note, reader),
        "fields": problems_of(note, reader),
        "like": note.like,
        "like_row": note.like_row,
        "like_name": note.like_name,
        "kept": [
            {
                "field": one.field or None,
                "title": one.title,
                "text": one.text,
                "message": kept_sentence(one, reader),
            }
            for one in note.kept
        ],
    }


_TITLES = spoken_languages(FALLBACK, "or")
_DRY_RUN = Field(FLAG.read, {**FLAG.schema, "default": False})

ROUTES = (
    Route(
        method="POST",
        path="/imports",
        answer=import_leads,
        summary=f"Import the leads of a CSV file (comma, semicolon or tab; titles in {_TITLES}) or of"
        " vCards. With `dry_run` nothing is saved; the same file is never imported twice, unless reverted",
        query={"dry_run": _DRY_RUN, "duplicates": _DUPLICATES, "file_name": KEY},
        media=_MEDIA,
        status=201,
    ),
    Route(
        method="GET",
        path="/imports",
        answer=show_imports,
        summary="A page of imports, newest first",
        query=PAGE,
    ),
    Route(
        method="GET",
        path="/imports/{id}",
        answer=show_one_import,
        summary="One import, with what became of each row that is no lead of its own",
    ),
    Route(
        method="POST",
        path="/imports/{id}/revert",
        answer=revert_import,
        summary="Take back what an import has made, but for what somebody has touched since",
        body={},
    ),
)
