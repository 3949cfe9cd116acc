"""Notes on the rows of an import, as a person reads them."""

from __future__ import annotations

from app.domain.errors import Problem
from app.domain.imports import Fate, RowNote
from app.languages.reader import Reader


def row_sentence(note: RowNote, reader: Reader) -> str:
    """Why a row became no lead of its own: "Row 7: likely #12 Sarah Meier, skipped"."""
    if note.fate is Fate.REFUSED:
        told = [
            f"{reader.t(f'field.{field}')}: {said}" if reader.has(f"field.{field}") else said
            for field, said in problems_of(note, reader).items()
        ]
        return reader.t("import.row", row=note.row, said=" ".join(told))
    if note.like is None:
        said = reader.t("import.like_row", row=note.like_row, name=note.like_name)
    else:
        said = reader.t("import.like", number=note.like, name=note.like_name)
    return reader.t("import.row", row=note.row, said=f"{said} {reader.t(f'import.{note.fate.value}_row')}")


def problems_of(note: RowNote, reader: Reader) -> dict[str, str]:
    """What is wrong with each field."""
    return {field: _sentence(field, problem, reader) for field, problem in note.problems.items()}


def _sentence(field: str, problem: Problem, reader: Reader) -> str:
    named = "name_required" if (field, problem.code) == ("name", "required") else problem.code
    key = f"error.{named}"
    return reader.t(key, **problem.details) if reader.has(key) else reader.t("error.refused")
