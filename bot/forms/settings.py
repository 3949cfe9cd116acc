"""What is set for the whole workspace: the questions that qualify, and where it is and works."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.framework import choose_framework
from app.crm.workspace import change_settings, propose_settings, show_settings
from app.domain.errors import Conflict, InvalidInput
from app.domain.framework import framework_of
from app.domain.member import SETTINGS, Role, Workspace
from app.languages.reader import Reader
from bot.cards import (
    Card,
    FormState,
    framework_card,
    proposal_card,
    settings_card,
    settings_form,
)
from bot.cards.settings import EVERYWHERE, OFF, stored
from bot.forms.drawings import new_form
from bot.parsing.settings import Changes, read_setting
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn

_NUMBERS = ("retention_months",)
_TYPED = ("currency", "time_zone", "country", "free_days", "retention_months")
_READ_AS = {"retention_months": "retention"}


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


@registry.form("settings.show")
async def show_them(turn: Turn, given: Submission) -> Card:
    """The settings as they are."""
    return await settings_shown(turn)


async def settings_shown(turn: Turn, notice: str = "") -> Card:
    """Where the workspace is, and where who asks is."""
    settings = await turn.read(show_settings)
    told = bool(turn.actor.place.time_zone)
    return settings_card(turn.reader, settings, turn.member, told_by_teams=told, notice=notice)


async def _form_again(turn: Turn, _number: int | None, form: FormState) -> Card:
    return settings_form(turn.reader, (await turn.read(show_settings)).workspace, form)


@registry.form("settings.form")
async def open_form(turn: Turn, given: Submission) -> Card:
    """The form with all settings, for owners."""
    if turn.member.role is not Role.OWNER:
        return await told_who_may(turn)
    return await _form_again(turn, None, new_form())


async def told_who_may(turn: Turn) -> Card:
    """That only owners change the workspace, and who they are."""
    settings = await turn.read(show_settings)
    if not settings.owners:
        return await settings_shown(turn)
    names = ", ".join(owner.name for owner in settings.owners[:5])
    return await settings_shown(turn, turn.t("reply.settings.only_owners", names=names))


@registry.form("settings.propose", again=_form_again)
async def propose_them(turn: Turn, given: Submission) -> Card:
    """What the form would change, before anything is changed. Where somebody else has changed the settings
    since, the form comes back as it was filled in."""
    workspace = (await turn.read(show_settings)).workspace
    try:
        workspace.expect(given.version)
    except Conflict:
        form = FormState(
            form_id=given.form_id, values=given.values, notice=turn.t("error.workspace_changed_meanwhile")
        )
        return settings_form(turn.reader, workspace, form)
    return await propose(turn, _typed(turn.reader, workspace, given.values))


async def propose(turn: Turn, changes: Mapping[str, object], notice: str = "") -> Card:
    """What changes of the settings would mean; the settings where they change nothing, and where who asks may
    not change them. Raises InvalidInput."""
    if turn.member.role is not Role.OWNER:
        return await told_who_may(turn)
    proposal = await turn.read(propose_settings, changes)
    if not proposal.changes:
        return await settings_shown(turn, turn.t("reply.settings.same"))
    values = {name: _written(getattr(proposal.then, name)) for name in proposal.changes}
    return proposal_card(turn.reader, proposal, values, notice)


@registry.form("settings.change")
async def change_them(turn: Turn, given: Submission) -> Card:
    """Does what was proposed; where somebody else has changed the settings since, it is proposed anew."""
    changes = _read(given.values)
    try:
        await turn.write(change_settings, changes, given.version)
    except Conflict:
        return await propose(turn, changes, turn.t("reply.settings.meanwhile"))
    names = ", ".join(turn.t(f"field.{name}") for name in changes)
    return await settings_shown(turn, turn.t("reply.settings.changed", names=names))


def _typed(reader: Reader, workspace: Workspace, values: Mapping[str, str]) -> Changes:
    """The settings of a form that differ from what it showed. Raises InvalidInput with all that cannot be
    read."""
    shown, changes, problems = stored(reader, workspace), Changes(), InvalidInput()
    typed = {name: text for name, text in values.items() if name in shown and text.strip() != shown[name]}
    for name in _TYPED:
        if name in typed:
            try:
                changes |= read_setting(_READ_AS.get(name, name), typed[name] or "-", reader, workspace)
            except InvalidInput as refused:
                problems.fields |= refused.fields
    if problems.fields:
        raise problems
    if "working_days" in typed:
        changes["working_days"] = tuple(day for day in typed["working_days"].split(",") if day)
    if "guests" in typed:
        changes["guests"] = typed["guests"] != OFF
    if (kept := typed.get("public_holidays")) is not None:
        changes["public_holidays"] = kept != OFF
        if kept != OFF and "country" not in changes:
            changes["subdivision"] = "" if kept == EVERYWHERE else kept
    return changes


def _written(value: object) -> str:
    """A setting as a button carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _read(values: Mapping[str, str]) -> Changes:
    """The settings that a button carries."""
    lists, flags = ("working_days", "free_days"), ("public_holidays", "guests")
    changes = Changes()
    for name in SETTINGS:
        if name in values and name in _NUMBERS:
            number = whole_number(values[name])
            changes[name] = -1 if number is None else number
        elif name in values:
            text = values[name]
            part = tuple(one for one in text.split(",") if one) if name in lists else text
            changes[name] = text == "true" if name in flags else part
    return changes
