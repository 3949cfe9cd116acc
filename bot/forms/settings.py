"""Buttons that set something for the whole workspace."""

from __future__ import annotations

from app.crm.framework import choose_framework
from app.domain.framework import framework_of
from app.domain.member import Role
from bot.cards import Card, framework_card
from bot.registry import registry
from bot.turn import Submission, Turn


@registry.form("framework.choose")
async def choose(turn: Turn, given: Submission) -> Card:
    """Qualifies by the framework of the button from now on."""
    return await choose_it(turn, given.values.get("framework", ""))


async def choose_it(turn: Turn, framework: str) -> Card:
    """Qualifies by another framework from now on; raises Forbidden, InvalidInput."""
    turn.meet(await turn.write(choose_framework, framework))
    name = turn.t(f"framework.{framework}.name")
    return frameworks(turn, turn.t("reply.framework_set", name=name))


def frameworks(turn: Turn, notice: str = "") -> Card:
    """The frameworks as they stand in the workspace of who asks."""
    chosen = framework_of(turn.member.workspace.framework)
    return framework_card(turn.reader, chosen, may_choose=turn.member.role is Role.OWNER, notice=notice)
