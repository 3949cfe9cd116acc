"""Views of imports: what is known of the files that people brought."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.crm.people.people import person
from app.crm.records import LARGEST_NUMBER
from app.crm.views import Colleague, Ref
from app.domain.errors import NotFound
from app.domain.event import Kind
from app.domain.imports import DECIDED, Fate, Import, ImportState, RowNote
from app.domain.member import Member
from app.sheets.columns import field_of
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """An import with who made it, what there is to say of its rows, and the leads (`kept`) that reverting it
    has left because somebody had touched them. `unknown` are titles of columns that went into the note."""

    file: Import
    by: Colleague | None
    notes: tuple[RowNote, ...] = ()
    kept: tuple[Ref, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def nobody(self) -> int:
        """Rows that were left out since they name nobody."""
        return sum(note.fate is Fate.LEFT_OUT for note in self.notes)


def show_import(work: Work, actor: Member, id_: int) -> ImportView:
    """One import. Raises NotFound."""
    return import_view(work, get_import(work, id_))


def find_import_of(work: Work, actor: Member, digest: str) -> ImportView:
    """The newest import of a file that somebody decided on. Raises NotFound."""
    found = work.imports.of_digest(digest, *DECIDED)
    if found is None:
        raise NotFound("import_unknown")
    return import_view(work, found)


def list_imports(
    work: Work, actor: Member, limit: int = 50, before: int | None = None
) -> tuple[list[ImportView], int | None]:
    """Imports without their notes, newest first, below the id `before`, and where the next page begins."""
    found = work.imports.page(limit + 1, before)
    views = [_headed(work, one) for one in found[:limit]]
    return views, found[limit - 1].id if len(found) > limit else None


def get_import(work: Work, id_: int) -> Import:
    """The import with this id; raises NotFound."""
    found = work.imports.find(id_) if 0 < id_ < LARGEST_NUMBER else None
    if found is None:
        raise NotFound("import_unknown", id=id_)
    return found


def import_view(work: Work, file: Import) -> ImportView:
    """An import with all that there is to say of it."""
    portions = work.imports.portions(file.id)
    notes = tuple(note for portion in reversed(portions) for note in portion.told)
    left: set[int] = set()
    if file.state is ImportState.REVERTED:
        for portion in portions:
            if portion.first is not None and portion.last is not None:
                standing = work.events.standing(portion.first, portion.last)
                left |= {recorded.event.number for recorded in standing}
    names = work.queries.names(Kind.LEAD, left)
    kept = tuple(Ref(number=number, name=names[number]) for number in sorted(names))
    return replace(_headed(work, file), notes=notes, kept=kept)


def unknown_columns(file: Import) -> tuple[str, ...]:
    """Titles that name no field of a lead."""
    return tuple(title for title, _ in file.columns if title and field_of(title) is None)


def _headed(work: Work, file: Import) -> ImportView:
    member = work.members.find(file.member)
    return ImportView(file=file, by=person(member) if member else None, unknown=unknown_columns(file))
