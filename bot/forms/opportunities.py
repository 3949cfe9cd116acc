"""Buttons of opportunities: move, win, lose."""

from __future__ import annotations

from app.crm.opportunities import lose_opportunity, move_opportunity, win_opportunity
from app.crm.views import RecordView
from app.domain.errors import InvalidInput
from app.domain.opportunity import Opportunity
from app.domain.pipeline import StageType
from bot.cards import Card, record_card
from bot.forms.drawings import draw_loss, draw_move, new_form
from bot.forms.typed import Typed
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
    view = await turn.write(win_opportunity, given.number or 0, given.version)
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
    view = await turn.write(move_opportunity, number, stage, version, reason, note)
    return moved_card(turn, view)


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
