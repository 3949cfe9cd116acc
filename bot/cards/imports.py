"""Imports: what would become of a file's rows, what became of them, and what reverting has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.crm.imports.views import ImportView
from app.domain.event import Kind
from app.domain.imports import COUNTED, Fate, ImportState, OnDuplicate, RowNote
from app.languages.notes import row_sentence
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Choice, InputChoiceSet, Part

MOST_NOTES = 8
"""Rows whose fate is told; more are for the eyes of whoever repairs the file."""
MOST_LEFT = 12


def import_guide(reader: Reader) -> Card:
    """How rows are brought along."""
    title = reader.t("import.title")
    body = [
        layout.band(title),
        layout.told(reader.t("import.how", languages=reader.languages("or"))),
        *(
            layout.line(layout.run(row, font_type="monospace"), spacing="none" if at else "medium")
            for at, row in enumerate(reader.t("import.example").splitlines())
        ),
        layout.quiet(reader.t("import.how_file"), 600, spacing="medium"),
    ]
    return layout.card(reader, title, body, [layout.button(reader.t("button.help"), "help")])


def import_card(reader: Reader, view: ImportView, notice: str = "") -> Card:
    """An import as it stands, with what can be done about it; `notice` is said first."""
    file = view.file
    title = reader.t("import.title_of", name=file.file_name) if file.file_name else reader.t("import.title")
    body: list[Part | None] = [
        layout.band(title, reader.t(f"import.state.{file.state}")),
        layout.noticed(notice),
        layout.told(_said(reader, view)),
        *layout.facts(_counts(reader, view)),
        *_columns(reader, view),
        *_notes(reader, view),
        *_left(reader, view),
        *_choice(reader, view),
    ]
    return layout.card(reader, title, body, _buttons(reader, view))


def _said(reader: Reader, view: ImportView) -> str:
    file = view.file
    if file.state is ImportState.RUNNING:
        return reader.t("import.so_far", done=file.through, rows=file.rows)
    if file.state is ImportState.REVERTED:
        return reader.t("import.left" if view.kept else "import.all_gone", count=len(view.kept))
    if file.state is ImportState.DONE:
        who = view.by.name if view.by else ""
        return reader.t("import.done", name=who, moment=reader.moment(file.at))
    return reader.t(f"import.{file.state}")


def _counts(reader: Reader, view: ImportView) -> Iterator[tuple[str, str]]:
    file = view.file
    if file.state in (ImportState.DROPPED, ImportState.REVERTED):
        return
    yield reader.t("import.rows"), reader.count(file.rows)
    for fate in COUNTED:
        count = getattr(file, fate.value)
        if count or fate is Fate.CREATED:
            yield reader.t(f"import.{fate.value}"), reader.count(count)
    if view.nobody:
        yield reader.t("import.nobody"), reader.count(view.nobody)


def _columns(reader: Reader, view: ImportView) -> list[Part]:
    """Columns that are no field: nobody is to look for them in vain."""
    if not view.unknown or view.file.state in (ImportState.DROPPED, ImportState.REVERTED):
        return []
    names = layout.joined(*view.unknown[:20])
    return layout.parts(layout.quiet(reader.t("import.unknown", names=names), 400, spacing="medium"))


def _notes(reader: Reader, view: ImportView) -> list[Part]:
    if not view.notes or view.file.state in (ImportState.DROPPED, ImportState.REVERTED):
        return []
    ranked = sorted(view.notes, key=_rank)
    lines = [
        layout.line(
            layout.run(
                row_sentence(note, reader), 220, color="attention" if note.fate is Fate.REFUSED else None
            ),
            spacing="small",
        )
        for note in ranked[:MOST_NOTES]
    ]
    more = len(ranked) - MOST_NOTES
    rest = layout.quiet(reader.t("card.list_more", count=more)) if more > 0 else None
    return [layout.subheading(reader.t("import.notes")), *layout.parts(*lines, rest)]


def _rank(note: RowNote) -> tuple[int, int]:
    """Mistakes first: somebody has to do something about them; then cells that somebody may look for."""
    return (0 if note.fate is Fate.REFUSED else 1 if note.kept else 2, note.row)


def _left(reader: Reader, view: ImportView) -> list[Part]:
    """Leads that stay because somebody has touched them; a tap shows one."""
    rows: list[Part] = []
    for ref in view.kept[:MOST_LEFT]:
        name = layout.line(layout.run(f"#{ref.number} {ref.name}", 80, weight="bolder", color="accent"))
        title = f"{layout.kind_and_number(reader, Kind.LEAD, ref.number)} {ref.name}"
        rows.append(layout.row(layout.parts(name), [], layout.opening(title, ref.number)))
    more = len(view.kept) - MOST_LEFT
    rest = layout.quiet(reader.t("card.list_more", count=more)) if more > 0 else None
    return [*rows, *layout.parts(rest)]


def _choice(reader: Reader, view: ImportView) -> list[Part]:
    """What is to become of likely duplicates, where there are any."""
    if view.file.state is not ImportState.OFFERED or not view.file.skipped:
        return []
    choices = [Choice(title=reader.t(f"import.on.{one}"), value=one.value) for one in OnDuplicate]
    return [
        InputChoiceSet(
            id="duplicates",
            label=reader.t("import.duplicates"),
            choices=choices,
            value=OnDuplicate.SKIP.value,
            style="expanded",
            wrap=True,
            spacing="medium",
        )
    ]


def _buttons(reader: Reader, view: ImportView) -> Sequence[ActionExecute]:
    file = view.file
    run, revert = (("import.run", {"import": file.id}), ("import.revert", {"import": file.id}))
    leads = layout.button(reader.t("import.leads"), "command.run", text=reader.t("command.list.name"))
    if file.state is ImportState.OFFERED:
        drop = layout.aside(reader.t("import.cancel"), "import.drop", **{"import": file.id})
        useful = file.created + file.skipped > 0
        return [layout.button(reader.t("import.run"), run[0], **run[1]), drop] if useful else [drop]
    if file.state is ImportState.RUNNING:
        go_on = layout.button(reader.t("import.go_on"), run[0], **run[1])
        return [go_on, layout.button(reader.t("import.revert"), revert[0], **revert[1])]
    if file.state is ImportState.DONE and file.created + file.added:
        return [leads, layout.button(reader.t("import.revert"), revert[0], **revert[1])]
    if file.state is ImportState.REVERTED and view.kept:
        return [layout.button(reader.t("import.again"), revert[0], **revert[1]), leads]
    return [leads, layout.button(reader.t("button.help"), "help")]
