"""Commands that set something for the whole workspace: framework, require, and where it is and works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from app.calendars import country_at
from app.crm.people.members import me
from app.crm.pipeline import change_stage, show_pipeline
from app.crm.workspace import place_me, show_settings
from app.domain.errors import InvalidInput
from app.holidays import parts_of
from app.languages.places import country_name, find_country, part_name
from app.languages.settings import say_setting
from app.territories import country_of
from bot.binding import Detour, Effect, Mistake
from bot.cards import Card, notice_card
from bot.commands.arguments.kinds import FrameworkKey, StageKey, WholeRest
from bot.commands.arguments.required_fields import RequiredFields
from bot.forms.settings import choose_it, frameworks, propose, settings_shown
from bot.parsing.settings import is_switch, read_setting
from bot.refusals import Action
from bot.registry import registry
from bot.turn import Turn


@registry.command("framework", listed=False, effect=Effect.SETTLES)
async def framework(turn: Turn, key: FrameworkKey = "") -> Card:
    """Without a name the questions, with one other questions from now on."""
    if key:
        return await choose_it(turn, key)
    # Another host may have changed it since this person was met.
    turn.meet(await turn.read(me))
    return frameworks(turn)


@registry.command("require", listed=False, effect=Effect.SETTLES)
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


@dataclass(frozen=True, slots=True)
class _Said(WholeRest):
    """What a setting is to be."""

    label: str = "text"


CurrencyName = Annotated[str, _Said("currency")]
ZoneName = Annotated[str, _Said("zone")]
CountryName = Annotated[str, _Said("country")]
Weekdays = Annotated[str, _Said("weekdays")]
Holidays = Annotated[str, _Said("holidays")]
OnOrOff = Annotated[str, _Said("on_or_off")]
FreeDays = Annotated[str, _Said("free_days")]

Months = Annotated[str, _Said("months")]

_LONGEST_SAID = 5
"""Words that say what a setting is to be; who writes more tells something else."""
_TELLS_MORE = re.compile(r"[@\d]|,\s")


def _is_short(text: str) -> bool:
    return len(text.split()) <= _LONGEST_SAID and not _TELLS_MORE.search(text)


def _is_retention(text: str) -> bool:
    return len(text.split()) <= _LONGEST_SAID and "@" not in text


def _names_country(text: str) -> bool:
    """ "Land Rover" is no country."""
    return bool(find_country(text.strip(" :=.!")))


@registry.command("settings", listed=False, effect=Effect.SHOWS)
async def settings(turn: Turn) -> Card:
    """Where the workspace and who asks are, and who may change it."""
    return await settings_shown(turn)


# These are no lists, unlike the days below: behind "and" follows another wish.
@registry.command("currency", listed=False, effect=Effect.CHANGES, fits=_is_short)
async def currency(turn: Turn, said: CurrencyName = "") -> Card:
    """What amounts are in that say no currency."""
    return await _propose(turn, "currency", said)


@registry.command("time_zone", listed=False, effect=Effect.CHANGES, fits=_is_short)
async def time_zone(turn: Turn, said: ZoneName = "") -> Card:
    """The time zone of people who have none of their own."""
    return await _propose(turn, "time_zone", said)


@registry.command("country", listed=False, effect=Effect.CHANGES, fits=_names_country)
async def country(turn: Turn, said: CountryName = "") -> Card:
    """The country whose holidays are kept."""
    return await _propose(turn, "country", said)


@registry.command("working_days", listed=False, effect=Effect.SETTLES)
async def working_days(turn: Turn, said: Weekdays = "") -> Card:
    """The weekdays on which people work."""
    return await _propose(turn, "working_days", said)


@registry.command("holidays", listed=False, effect=Effect.SETTLES, fits=_is_short)
async def holidays(turn: Turn, said: Holidays = "") -> Card:
    """Which public holidays are kept, if any."""
    return await _propose(turn, "holidays", said)


# "Guests from Berlin" is no setting.
@registry.command("guests", listed=False, effect=Effect.SETTLES, fits=is_switch)
async def guests(turn: Turn, said: OnOrOff = "") -> Card:
    """Whether people who do not belong to the organization may come in."""
    return await _propose(turn, "guests", said)


@registry.command("free_days", listed=False, effect=Effect.SETTLES)
async def free_days(turn: Turn, said: FreeDays = "") -> Card:
    """Further days on which nobody works."""
    return await _propose(turn, "free_days", said)


@registry.command("retention", listed=False, effect=Effect.SETTLES, fits=_is_retention)
async def retention(turn: Turn, said: Months = "") -> Card:
    """After how many months without activity closed leads are listed."""
    return await _propose(turn, "retention", said)


@registry.command("my_time_zone", listed=False, effect=Effect.CHANGES)
async def my_time_zone(turn: Turn, said: ZoneName = "") -> Card:
    """Where who asks is, set where Teams does not tell it."""
    if not said:
        return await settings_shown(turn)
    told = turn.actor.place.time_zone
    if told:
        return await settings_shown(turn, turn.t("reply.settings.zone_told", zone=_zone(turn, told)))
    zone = str(read_setting("time_zone", said, turn.reader, turn.member.workspace)["time_zone"])
    known = turn.member.place.country
    turn.meet(await turn.write(place_me, time_zone=zone, country=known or country_of(zone)))
    return await settings_shown(turn, turn.t("reply.settings.zone_set", zone=_zone(turn, zone)))


async def _propose(turn: Turn, name: str, said: str) -> Card:
    """What another value of a setting would mean, the settings where none is said."""
    if not said:
        return await settings_shown(turn)
    workspace = (await turn.read(show_settings)).workspace
    try:
        changes = read_setting(name, said, turn.reader, workspace)
    except InvalidInput as refused:
        if "subdivision" not in refused.fields:
            raise
        told = _told_parts(turn, said, country_at(workspace))
        ways: list[Action] = [(turn.t("button.settings"), "settings.show", {})]
        raise Detour(notice_card(turn.reader, told, ways)) from None
    return await propose(turn, changes)


def _told_parts(turn: Turn, said: str, country: str) -> str:
    """Which parts of a country are known."""
    names = [part_name(country, code, turn.reader.language) for code in parts_of(country)]
    key = "reply.settings.part_unknown" if names else "reply.settings.part_none"
    called = country_name(country, turn.reader.language)
    return turn.t(key, country=called, text=said[:40], parts=", ".join(sorted(names)))


def _zone(turn: Turn, zone: str) -> str:
    return say_setting(turn.reader, "time_zone", zone)
