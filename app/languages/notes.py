"""Notes on the rows of an import, as a person reads them."""

from __future__ import annotations

from app.domain.errors import Problem
from app.domain.imports import Fate, Kept, RowNote
from app.languages.reader import Reader


def row_sentence(note: RowNote, reader: Reader) -> str:
    """What there is to say of a row: "Row 7: likely #12 Sarah Meier, skipped"."""
    said = " ".join(filter(None, (_fate_of(note, reader), *(_kept(one, reader) for one in note.kept))))
    return reader.t("import.row", row=note.row, said=said)


def _fate_of(note: RowNote, reader: Reader) -> str:
    """Why a row became no lead of its own; nothing where it became one."""
    if note.fate is Fate.CREATED:
        return ""
    if note.fate is Fate.LEFT_OUT:
        return reader.t("import.nobody_row", text=note.name)
    if note.fate is Fate.REFUSED:
        told = [
            f"{reader.t(f'field.{field}')}: {said}" if reader.has(f"field.{field}") else said
            for field, said in problems_of(note, reader).items()
        ]
        return " ".join(told)
    if note.like is None:
        said = reader.t("import.like_row", row=note.like_row, name=note.like_name)
    else:
        said = reader.t("import.like", number=note.like, name=note.like_name)
    return f"{said} {reader.t(f'import.{note.fate.value}_row')}"


def problems_of(note: RowNote, reader: Reader) -> dict[str, str]:
    """What is wrong with each field, whether the row is refused for it or the cell is in the note."""
    kept = {one.field: one.problem for one in note.kept if one.field}
    return {name: _sentence(name, problem, reader) for name, problem in {**kept, **note.problems}.items()}


def kept_sentence(kept: Kept, reader: Reader) -> str:
    """Why a cell is in the note."""
    return _sentence(kept.field, kept.problem, reader)


def _kept(kept: Kept, reader: Reader) -> str:
    key = "import.kept" if kept.field else "import.kept_nowhere"
    return reader.t(key, title=kept.title, text=" ".join(kept.text.split()), why=kept_sentence(kept, reader))


def _sentence(field: str, problem: Problem, reader: Reader) -> str:
    named = "name_required" if (field, problem.code) == ("name", "required") else problem.code
    key = f"error.{named}"
    return reader.t(key, **problem.details) if reader.has(key) else reader.t("error.refused")
