"""Buttons of opportunities: move, win, lose."""

from __future__ import annotations

from app.crm.opportunities import lose_opportunity, move_opportunity, win_opportunity
from app.crm.views import RecordView
from app.domain.errors import FieldsMissing, InvalidInput, Problem
from app.domain.opportunity import Opportunity
from app.domain.pipeline import REQUIRABLE, StageType
from bot.cards import Card, record_card
from bot.forms.drawings import draw_entry, draw_loss, draw_move, new_form
from bot.forms.references import REFERENCES, look_up
from bot.parsing.typed import Typed
from bot.registry import registry
from bot.turn import Submission, Turn


@registry.form("opportunity.move.open")
async def open_move(turn: Turn, given: Submission) -> Card:
    """To which stage?"""
    return await draw_move(turn, given.number, new_form())


@registry.form("opportunity.move", again=draw_move)
async def move(turn: Turn, given: Submission) -> Card:
    """Moves it to the stage of the button."""
    typed = Typed(given.values, turn.reader)
    stage = typed.text("stage")
    if not stage:
        raise InvalidInput(stage="required")
    return await move_to(
        turn, given.number or 0, stage, given.version, typed.text("reason"), typed.text("note")
    )


@registry.form("opportunity.win")
async def win(turn: Turn, given: Submission) -> Card:
    """Closes it as won."""
    return await win_it(turn, given.number or 0, given.version)


@registry.form("opportunity.enter", again=draw_entry)
async def enter(turn: Turn, given: Submission) -> Card:
    """Saves what the stage requires and moves the opportunity there, both or neither."""
    typed = Typed(given.values, turn.reader)
    # What is left blank is not sent: a colleague may have filled it meanwhile.
    names = [name for name in REQUIRABLE if typed.text(name)]
    fields = {name: typed.value(name) for name in names}
    for name in REFERENCES.keys() & set(names):
        fields[name] = found = await look_up(turn, name, typed.text(name))
        if isinstance(found, Problem):
            typed.problems[name] = found
    typed.check()
    view = await turn.write(
        move_opportunity, given.number or 0, typed.text("stage"), given.version, fields=fields
    )
    return moved_card(turn, view)


@registry.form("opportunity.lose.open")
async def open_loss(turn: Turn, given: Submission) -> Card:
    """Why was it lost?"""
    return await draw_loss(turn, given.number, new_form())


@registry.form("opportunity.lose", again=draw_loss)
async def lose(turn: Turn, given: Submission) -> Card:
    """Closes it as lost, with a reason."""
    typed = Typed(given.values, turn.reader)
    view = await turn.write(
        lose_opportunity, given.number or 0, typed.text("reason"), typed.text("note"), given.version
    )
    return moved_card(turn, view)


async def move_to(
    turn: Turn, number: int, stage: str, version: int | None = None, reason: str = "", note: str = ""
) -> Card:
    """Moves an opportunity to the stage with this key. A stage of type lost asks for the reason first."""
    if not reason:
        target = next((one for one in (await turn.context()).pipeline.stages if one.key == stage), None)
        if target is not None and target.type is StageType.LOST:
            return await draw_loss(turn, number, new_form())
    try:
        view = await turn.write(move_opportunity, number, stage, version, reason, note)
    except FieldsMissing:
        return await draw_entry(turn, number, new_form({"stage": stage}))
    return moved_card(turn, view)


async def win_it(turn: Turn, number: int, version: int | None = None) -> Card:
    """Closes an opportunity as won; asks first for what that requires."""
    try:
        return moved_card(turn, await turn.write(win_opportunity, number, version))
    except FieldsMissing as missing:
        return await draw_entry(turn, number, new_form({"stage": str(missing.details["stage"])}))


def moved_card(turn: Turn, view: RecordView) -> Card:
    """The opportunity where it is now, and what that means."""
    stage = view.stage
    if not isinstance(view.record, Opportunity) or stage is None:
        return record_card(turn.reader, view)
    if stage.type is StageType.OPEN:
        notice = turn.t("reply.moved", stage=turn.reader.stage(stage))
    else:
        notice = turn.t(f"reply.{stage.type}")
    return record_card(turn.reader, view, notice)
