"""The settings of a workspace: where it and its reader are, the form for owners, and what a change means
before it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import islice

from app.calendars import country_at, holidays_between
from app.crm.views import Entry
from app.crm.workspace import Proposal, Settings
from app.domain.member import SETTINGS, Member, Role, Workspace
from app.holidays import parts_of
from app.languages.places import country_name, free_day_name, part_name, zone_name
from app.languages.reader import Reader
from app.languages.settings import (
    effects,
    how_to_own,
    say_own_fields,
    say_setting,
    say_settings,
    weekday_options,
)
from bot.cards import layout
from bot.cards.elements import Card, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.literal import shorten

OFF = "off"
EVERYWHERE = "all"
"""What the choice of holidays holds besides the parts of a country."""

_MOST_NAMES = 5
_MOST_DAYS_OFF = 3
_AHEAD = dt.timedelta(days=366)


def settings_card(
    reader: Reader, settings: Settings, member: Member, *, told_by_teams: bool, notice: str = ""
) -> Card:
    """Where the workspace is and where its reader is, and who may change that."""
    title = reader.t("card.settings.title")
    owns = member.role is Role.OWNER
    who = reader.t("card.settings.may_you") if owns else _who_may(reader, settings)
    body = [
        layout.band(title),
        layout.noticed(notice),
        layout.heading(reader.t("card.settings.workspace"), spacing="medium"),
        *layout.facts(_of_workspace(reader, settings.workspace)),
        layout.quiet(who, 400, spacing="medium"),
        layout.subheading(reader.t("card.settings.you")),
        *layout.facts(_of_member(reader, member)),
        layout.quiet(reader.t(f"card.settings.{_source(member, told_by_teams=told_by_teams)}"), 400),
        *_changed_last(reader, settings),
    ]
    change = [layout.button(reader.t("button.change_settings"), "settings.form")] if owns else []
    return layout.card(
        reader, title, body, [*change, layout.button(reader.t("button.other_language"), "language")]
    )


def _who_may(reader: Reader, settings: Settings) -> str:
    """Who changes the workspace, and what is to be done where nobody may."""
    if not settings.owners:
        return how_to_own(reader, settings.workspace.tenant_id, settings.asked_by.user_id)
    names = ", ".join(shorten(owner.name, 60) for owner in settings.owners[:_MOST_NAMES])
    return reader.t("card.settings.may", names=names)


def proposal_card(reader: Reader, proposal: Proposal, values: Mapping[str, object], notice: str = "") -> Card:
    """What would change and what would stay; the button does it."""
    title = reader.t("card.settings.propose")
    before, after = say_settings(reader, proposal.now), say_settings(reader, proposal.then)
    told = effects(reader, proposal.now, proposal.then)
    body = [
        layout.band(title),
        layout.warned(notice) if notice else None,
        *(part for name in proposal.changes for part in _proposed(reader, name, before, after, told)),
        layout.quiet(reader.t("card.settings.proposed"), spacing="medium"),
    ]
    do = layout.button(
        reader.t("button.do_change"), "settings.change", version=proposal.now.version, **values
    )
    return layout.card(reader, title, body, [do, layout.button(reader.t("button.leave"), "settings.show")])


def settings_form(reader: Reader, workspace: Workspace, form: FormState) -> Card:
    """All settings, to change them; verb settings.propose."""

    def build(fields: Fields) -> Card:
        title = reader.t("form.settings")
        body = [
            *fields.top(title, reader.t("form.settings_intro")),
            *(part for name in ("currency", "time_zone", "country") for part in _line(fields, name)),
            *fields.choices("working_days", weekday_options(reader)),
            *fields.choice(
                "public_holidays", holiday_options(reader, workspace), label=reader.t("field.public_holidays")
            ),
            *fields.choice("guests", guest_options(reader), label=reader.t("field.guests")),
            *fields.text(
                "free_days", reader.t("form.hint.free_days"), label=reader.t("form.free_days_label")
            ),
            *fields.line(
                "retention_months",
                reader.t("form.hint.retention_months"),
                label=reader.t("form.retention_label"),
            ),
        ]
        send = fields.submit(reader.t("button.go_on_settings"), "settings.propose", version=workspace.version)
        back = layout.aside(reader.t("button.back"), "settings.show")
        return layout.card(reader, title, body, [send, back])

    known = stored(reader, workspace)
    return fit(Fields(reader, form, known, placed=frozenset(known)), build, ("free_days",))


def stored(reader: Reader, workspace: Workspace) -> dict[str, str]:
    """What the inputs of the form show of a workspace."""
    return {
        "currency": workspace.currency,
        "time_zone": workspace.time_zone,
        "country": country_name(workspace.country, reader.language) if workspace.country else "",
        "working_days": ",".join(workspace.working_days),
        "public_holidays": (workspace.subdivision or EVERYWHERE) if workspace.public_holidays else OFF,
        "guests": EVERYWHERE if workspace.guests else OFF,
        "free_days": "; ".join(free_day_name(day, reader.language) for day in workspace.free_days),
        "retention_months": str(workspace.retention_months or ""),
    }


def holiday_options(reader: Reader, workspace: Workspace) -> list[tuple[str, str]]:
    """Whether public holidays are kept, and those of which part of the country."""
    country = country_at(workspace)
    parts = [(code, part_name(country, code, reader.language)) for code in parts_of(country)]
    return [
        (EVERYWHERE, reader.t("setting.everywhere")),
        *sorted(parts, key=lambda part: part[1].casefold()),
        (OFF, reader.t("setting.holidays_off")),
    ]


def guest_options(reader: Reader) -> list[tuple[str, str]]:
    """Whether guests may come in."""
    return [(OFF, reader.t("setting.guests_off")), (EVERYWHERE, reader.t("setting.guests_on"))]


def setting_changes(reader: Reader, entry: Entry, country: str) -> list[tuple[str, str]]:
    """What an event of the workspace changed: names and values in words."""
    event = entry.recorded.event
    told = []
    for name in SETTINGS:
        if name in event.after:
            before, after = (
                say_setting(reader, name, side[name], country) for side in (event.before, event.after)
            )
            change = reader.t("card.settings.change", before=shorten(before, 60), after=shorten(after, 60))
            told.append((reader.t(f"field.{name}"), change))
    own = say_own_fields(reader, event)
    return [*told, *((reader.t("field.own_fields"), shorten(one, 120)) for one in own)]


def _line(fields: Fields, name: str) -> list[Part]:
    return fields.line(name, fields.reader.t(f"form.hint.{name}"))


def _of_workspace(reader: Reader, workspace: Workspace) -> list[tuple[str, str]]:
    said = say_settings(reader, workspace)
    clock = reader.clock(workspace.time_zone)
    country = country_name(country_at(workspace), reader.language)
    kept = said["subdivision"] if workspace.subdivision else country
    holidays = kept if workspace.public_holidays else said["public_holidays"]
    return [
        (reader.t("field.currency"), said["currency"]),
        (reader.t("field.time_zone"), reader.t("card.settings.now", zone=said["time_zone"], time=clock)),
        (reader.t("field.country"), country),
        (reader.t("field.working_days"), said["working_days"]),
        (reader.t("field.public_holidays"), holidays),
        (reader.t("field.free_days"), said["free_days"]),
        (reader.t("card.settings.next"), _days_off(reader, workspace)),
        (reader.t("field.guests"), said["guests"]),
        (reader.t("field.retention_months"), said["retention_months"]),
    ]


def _days_off(reader: Reader, workspace: Workspace) -> str:
    today = reader.today()
    found = holidays_between(workspace, today - dt.timedelta(days=1), today + _AHEAD, reader.language)
    named = (f"{reader.date(day)} {name}".strip() for day, name in islice(found, _MOST_DAYS_OFF))
    return layout.joined(*named)


def _of_member(reader: Reader, member: Member) -> list[tuple[str, str]]:
    zone = zone_name(member.time_zone, reader.language)
    shown = f"{zone} ({member.time_zone})" if zone != member.time_zone else zone
    clock = reader.clock(member.time_zone)
    country = member.country or country_at(member.workspace)
    month, day = (3, 4) if reader.dialect.is_month_first else (4, 3)
    date = reader.date(dt.date(reader.today().year, month, day))
    order = "month_first" if reader.dialect.is_month_first else "day_first"
    return [
        (reader.t("field.time_zone"), reader.t("card.settings.now", zone=shown, time=clock)),
        (reader.t("field.country"), country_name(country, reader.language) if country else ""),
        (
            reader.t("card.settings.phones"),
            reader.t("card.settings.phones_of", country=country_name(country, reader.language))
            if country
            else "",
        ),
        (reader.t("card.settings.dates"), reader.t(f"card.settings.{order}", day=date)),
    ]


def _source(member: Member, *, told_by_teams: bool) -> str:
    """Where the place of the member is known from."""
    if told_by_teams:
        return "zone_told"
    return "zone_kept" if member.place.time_zone else "zone_assumed"


def _changed_last(reader: Reader, settings: Settings) -> list[Part]:
    """What was changed of the workspace, newest first; nothing where nothing was."""
    country = country_at(settings.workspace)
    rows: list[Part] = []
    for entry in settings.entries:
        when = reader.moment(entry.recorded.at)
        who = reader.t("card.entry", moment=when, name=shorten(entry.actor.name, 60))
        rows += layout.parts(
            layout.quiet(layout.joined(who, reader.t("card.undone")) if entry.recorded.undone else who, 240),
            *(
                layout.line(
                    layout.run(f"{label}: {change}", 240, strikethrough=entry.recorded.undone or None),
                    spacing="none",
                )
                for label, change in setting_changes(reader, entry, country)
            ),
        )
    return [layout.subheading(reader.t("card.settings.last")), *rows] if rows else []


def _proposed(
    reader: Reader, name: str, before: Mapping[str, str], after: Mapping[str, str], told: Mapping[str, str]
) -> list[Part]:
    change = reader.t("card.settings.change", before=before[name], after=after[name])
    return layout.parts(
        layout.line(
            layout.run(f"{reader.t(f'field.{name}')}: ", is_subtle=True),
            layout.run(change, 300, weight="bolder"),
            spacing="medium",
        ),
        layout.quiet(told[name], 400, spacing="small"),
    )
