"""Commands that set something for the whole workspace: framework, require."""

from __future__ import annotations

from app.crm.members import me
from app.crm.pipeline import change_stage, show_pipeline
from bot.binding import Mistake
from bot.cards import Card, notice_card
from bot.commands.arguments import FrameworkKey, StageKey
from bot.commands.requirements import RequiredFields
from bot.forms.settings import choose_it, frameworks
from bot.registry import registry
from bot.turn import Turn


@registry.command("framework", listed=False)
async def framework(turn: Turn, key: FrameworkKey = "") -> Card:
    """Without a name the questions, with one other questions from now on."""
    if key:
        return await choose_it(turn, key)
    # Another host may have changed it since this person was met.
    turn.meet(await turn.read(me))
    return frameworks(turn)


@registry.command("require", listed=False)
async def require(turn: Turn, fields: RequiredFields, stage: StageKey = "") -> Card:
    """From now on the stage is not entered without these fields."""
    pipeline = await turn.read(show_pipeline)
    if not stage:
        names = ", ".join(turn.reader.stage(one) for one in pipeline.stages)
        raise Mistake(turn.t("reply.which_stage", stages=names))
    changed = await turn.write(change_stage, pipeline.keyed(stage).id, {"required": fields})
    name = turn.reader.stage(changed)
    named = ", ".join(turn.t(f"field.{field}") for field in changed.required)
    said = turn.t("reply.required", stage=name, fields=named)
    show = (turn.t("button.pipeline"), "command.run", {"text": turn.t("command.pipeline.name")})
    return notice_card(turn.reader, said if named else turn.t("reply.required_nothing", stage=name), [show])
