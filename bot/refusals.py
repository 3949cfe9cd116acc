"""What a rule refused, told to the person: a sentence, the record as it stands, and a way forward."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from app.crm.imports.views import show_import
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.errors import (
    AlreadyDone,
    Busy,
    Conflict,
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    Problem,
)
from app.domain.event import Kind
from app.languages.reader import Reader
from bot.cards import Card, FormState, conflict_card, import_card, notice_card, record_card
from bot.turn import Turn

Action = tuple[str, str, dict[str, object]]

log = logging.getLogger(__name__)


async def card_of_refusal(
    turn: Turn, error: DomainError, number: int | None = None, form: FormState | None = None
) -> Card:
    """The card for an error of the core. `number` is the record that was asked for where the error names
    none, `form` what was typed."""
    turn.was_refused = not isinstance(error, AlreadyDone)
    if error.code == "undo_import":
        imported = await turn.read(show_import, error.details["id"])  # type: ignore[arg-type]
        return import_card(turn.reader, imported, sentence_of(turn.reader, error))
    named = error.details.get("number")
    about = named if isinstance(named, int) else number
    if isinstance(error, AlreadyDone):
        return await _card_again(turn, about)
    if isinstance(error, InvalidInput | Busy):
        said = _said_of_fields(turn, error) if isinstance(error, InvalidInput) else said_of_busy(turn, error)
        return notice_card(turn.reader, said, ways_forward(turn.reader))
    view = await _find(turn, about)
    if isinstance(error, Conflict) and view is not None:
        return conflict_card(turn.reader, view, sentence_of(turn.reader, error), form)
    if (isinstance(error, NotFound) or error.code == "wrong_kind") and view is not None:
        return _wrong_kind(turn.reader, view, error)
    return notice_card(turn.reader, sentence_of(turn.reader, error), ways_forward(turn.reader))


def said_of_busy(turn: Turn, error: Busy) -> str:
    """The sentence where the workspace was too busy: something of the turn may have been saved before."""
    return turn.t("reply.busy_after") if turn.wrote else sentence_of(turn.reader, error)


def sentence_of(reader: Reader, error: DomainError) -> str:
    """The sentence of an error; kinds of records are named in the reader's language."""
    details = {name: _worded(reader, value) for name, value in error.details.items()}
    key = f"error.{error.code}"
    return reader.t(key, **details) if reader.has(key) else reader.t("error.refused")


def card_of_turned_away(turn: Turn | None, reader: Reader, refused: Busy | Forbidden) -> Card:
    """For whom nothing is done at the moment: too much else is going on, or they may not come in. `turn` is
    None where none has begun."""
    if isinstance(refused, Busy):
        said = said_of_busy(turn, refused) if turn else sentence_of(reader, refused)
        return notice_card(reader, said, ways_forward(reader))
    # A guest: whoever is a member is told by what they asked for.
    log.warning("refused: %s", refused.code)
    return notice_card(reader, sentence_of(reader, refused), ())


def sentences_of(
    reader: Reader, error: InvalidInput, renamed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A sentence for each field; `renamed` gives a problem another key: {"name.required": "name_required"}"""
    return {name: _sentence(reader, name, problem, renamed or {}) for name, problem in error.fields.items()}


def ways_forward(reader: Reader) -> list[Action]:
    """Buttons that lead out of every dead end."""
    return [
        (reader.t("reply.new_lead"), "lead.new", {}),
        (reader.t("reply.my_leads"), "command.run", {"text": reader.t("command.list.name")}),
        (reader.t("reply.help_hint"), "help", {}),
    ]


def way_to(reader: Reader, number: int) -> Action:
    """A button that shows a record."""
    return reader.t("button.show_record", number=number), "record.show", {"number": number}


def way_back(reader: Reader) -> Action:
    """A button that takes back the last change."""
    return reader.t("button.undo"), "command.run", {"text": reader.t("command.undo.name")}


def _said_of_fields(turn: Turn, error: InvalidInput) -> str:
    return " ".join(dict.fromkeys(sentences_of(turn.reader, error).values()))


def _sentence(reader: Reader, name: str, problem: Problem, renamed: Mapping[str, str]) -> str:
    key = f"error.{renamed.get(f'{name}.{problem.code}', problem.code)}"
    return reader.t(key, **problem.details) if reader.has(key) else reader.t("error.refused")


async def _card_again(turn: Turn, number: int | None) -> Card:
    view = await _find(turn, number)
    # A repetition is no news: the conversation may speak of something else since.
    turn.about = None
    if view is None:
        return notice_card(turn.reader, turn.t("reply.already_done_nothing"), ways_forward(turn.reader))
    return record_card(turn.reader, view, undo=True)


async def _find(turn: Turn, number: int | None) -> RecordView | None:
    try:
        return None if number is None else await turn.read(show_record, number)
    except NotFound:
        return None


def _wrong_kind(reader: Reader, view: RecordView, error: DomainError) -> Card:
    # NotFound names the one kind that was looked for; the core says wrong_kind where several would do.
    expected = error.details.get("kind") if isinstance(error, NotFound) else None
    sentence = reader.t(
        "error.wrong_kind",
        number=view.record.number,
        kind=_worded(reader, view.record.kind),
        expected=_worded(reader, expected or reader.t("reply.kind.owned")),
    )
    return conflict_card(reader, view, sentence)


def _worded(reader: Reader, value: object) -> object:
    return reader.t(f"reply.kind.{value.value}") if isinstance(value, Kind) else value
