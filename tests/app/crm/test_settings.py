"""What owners set for a workspace: what changes, what stays, who may, and how it is taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.crm.activities.activities import ActivityDraft, log_activity, postpone_activity
from app.crm.activities.agenda import my_work
from app.crm.board import board
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity
from app.crm.people.members import me
from app.crm.records import edit_record, show_record
from app.crm.workspace import change_settings, place_me, propose_settings, show_settings
from app.domain.activity import Activity, ActivityType
from app.domain.delay import Delay
from app.domain.errors import Conflict, Forbidden, InvalidInput
from app.domain.event import Setting
from app.domain.member import SETTINGS, Actor, Workspace
from app.domain.money import Money
from app.domain.place import Place
from tests.app.crm.test_places import LONDON, NEW_YORK, ZURICH, at, bare, held, there

CHF = {"currency": "CHF"}


def settings_of(workspace: Workspace) -> dict[str, Any]:
    return {name: getattr(workspace, name) for name in SETTINGS}


def moment(text: str, place: Place) -> dt.datetime:
    """A moment by the clocks of a place."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(place.time_zone))


async def stands(crm: Crm, actor: Actor) -> dict[str, Any]:
    return settings_of((await crm.read(actor, show_settings)).workspace)


async def test_an_owner_moves_the_workspace_and_takes_it_back(crm: Crm, alex: Actor, kim: Actor) -> None:
    york = there(alex, NEW_YORK)
    before = await stands(crm, york) if await crm.read(york, me) else {}
    amount = Money(Decimal(22_000), "USD")
    deal = (await crm.write(york, capture_opportunity, {"name": "Larch", "amount": amount})).record.number
    lead = (await crm.write(york, capture_lead, LeadDraft(name="Ann", phone="(312) 555-0147"))).record.number
    call = ActivityDraft(type=ActivityType.CALL, due_at=dt.datetime(2030, 3, 8, 14, 0, tzinfo=dt.UTC))
    step = (await crm.write(york, log_activity, deal, call)).record.number
    kept = [(await crm.read(york, show_record, number)).record for number in (deal, lead, step)]

    heard: list[tuple[str, Any]] = []
    crm.listeners.append(lambda tenant, events: heard.extend((tenant, one.event) for one in events))
    moved = {
        "currency": "CHF",
        "time_zone": "Europe/Zurich",
        "country": "CH",
        "working_days": ["thu", "mon", "tue", "wed", "mon"],
        "subdivision": "ZH",
        "free_days": ["2030-12-24", "12-31", "12-31"],
    }
    changed = await crm.write(alex, change_settings, moved, 1)
    after = settings_of(changed.workspace)
    assert after == {
        **moved,
        "guests": False,
        "public_holidays": True,
        "retention_months": 0,
        "working_days": ("mon", "tue", "wed", "thu"),
        "free_days": ("12-31", "2030-12-24"),
    }
    [(_, event)] = heard
    assert (event.kind, event.number, event.version, set(event.after)) == (
        Setting.WORKSPACE,
        0,
        2,
        set(moved),
    )

    # What is stored is what it was: amounts in their currency, numbers, moments.
    assert [(await crm.read(york, show_record, number)).record for number in (deal, lead, step)] == kept
    other = (await crm.write(alex, capture_opportunity, {"name": "Elm", "amount": bare(9_000, "USD")})).record
    assert held(await crm.read(alex, show_record, other.number), "amount") == Money(Decimal(9_000), "CHF")
    again = await crm.write(alex, edit_record, deal, {"amount": bare(23_000, "CHF")})
    assert held(again, "amount") == Money(Decimal(23_000), "USD")
    sums = (await crm.read(alex, board, 10)).columns[0].totals
    assert sums == {"USD": Decimal(23_000), "CHF": Decimal(9_000)}
    # A colleague of whom no place is known is where the workspace is; one who tells a place is there.
    zoe = await crm.write(kim, capture_lead, LeadDraft(name="Zoe", phone="043 333 22 11"))
    assert held(zoe, "phone") == "+41 43 333 22 11"
    assert (await crm.read(york, me)).time_zone == "America/New_York"

    # Kim's lead is Kim's last change; Alex takes back one thing after the other.
    for _ in range(2):
        await crm.write(alex, undo_last)
    undone = await crm.write(alex, undo_last)
    assert [one.event.kind for one in undone.events] == [Setting.WORKSPACE]
    assert undone.remaining == ()
    assert await stands(crm, alex) == before
    assert (await crm.read(alex, show_settings)).workspace.version == 3


async def test_only_owners_change_it_and_only_what_they_saw(crm: Crm, alex: Actor, kim: Actor) -> None:
    await crm.read(alex, me)
    for use_case in (change_settings, propose_settings):
        with pytest.raises(Forbidden) as refused:
            await crm.write(kim, use_case, CHF)
        assert refused.value.code == "only_owners"
    await crm.write(alex, change_settings, CHF, 1)
    with pytest.raises(Conflict) as late:
        await crm.write(alex, change_settings, {"currency": "USD"}, 1)
    assert late.value.code == "workspace_changed_meanwhile"
    seen = await crm.read(kim, show_settings)
    assert ([owner.name for owner in seen.owners], seen.workspace.currency) == (["Alex Wilber"], "CHF")
    # What is already so is no change.
    same = await crm.write(alex, change_settings, {"currency": "CHF", "free_days": []}, 2)
    assert (same.workspace.version, len(same.entries)) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"currency": "chf"}, {"currency": "currency_unknown"}),
        ({"currency": "XXX", "time_zone": "Mars/Base", "country": "QQ"}, {
            "currency": "currency_unknown", "time_zone": "time_zone_unknown", "country": "country_unknown",
        }),
        ({"country": ""}, {"country": "country_unknown"}),
        ({"working_days": []}, {"working_days": "weekdays_needed"}),
        ({"working_days": ["monday"]}, {"working_days": "weekdays_needed"}),
        ({"working_days": "mon"}, {"working_days": "weekdays_needed"}),
        ({"public_holidays": "yes"}, {"public_holidays": "choice_unknown"}),
        ({"subdivision": "XX"}, {"subdivision": "subdivision_unknown"}),
        ({"subdivision": "BY", "country": "AT"}, {"subdivision": "subdivision_unknown"}),
        ({"free_days": ["2027-02-29"]}, {"free_days": "free_day_invalid"}),
        ({"free_days": ["24.12."]}, {"free_days": "free_day_invalid"}),
        ({"free_days": [None]}, {"free_days": "free_day_invalid"}),
        ({"free_days": ["02-29", "12-24"] + [f"2027-01-{day:02}" for day in range(1, 32)] * 2}, {
            "free_days": "free_days_many",
        }),
        ({"name": "x"}, {"name": "field_unknown"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_field_by_field_and_nothing_changes(
    crm: Crm, alex: Actor, changes: dict[str, Any], problems: dict[str, str]
) -> None:
    await crm.read(alex, me)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, change_settings, {"currency": "CHF", **changes})
    assert {name: problem.code for name, problem in refused.value.fields.items()} == problems
    assert (await crm.read(alex, show_settings)).workspace.version == 1


async def test_another_country_has_other_parts(crm: Crm, alex: Actor) -> None:
    await crm.read(there(alex, ZURICH), me)
    await crm.write(alex, change_settings, {"subdivision": "ZH"})
    moved = await crm.write(alex, change_settings, {"country": "AT"})
    assert (moved.workspace.country, moved.workspace.subdivision) == ("AT", "")
    await crm.write(alex, undo_last)
    assert (await stands(crm, alex))["subdivision"] == "ZH"


async def test_what_somebody_changed_since_is_not_taken_back(crm: Crm, alex: Actor) -> None:
    await crm.read(alex, me)
    await crm.write(alex, change_settings, CHF)
    await crm.write(alex, change_settings, {"currency": "USD"})
    await crm.write(alex, undo_last)
    assert (await stands(crm, alex))["currency"] == "CHF"
    await crm.write(alex, undo_last)
    assert (await stands(crm, alex))["currency"] == "EUR"


async def test_a_workspace_that_somebody_has_settled_stays_so(crm: Crm, alex: Actor) -> None:
    """Founded when nobody knew where: what its owner set is not overwritten by a place that is told later."""
    await crm.read(alex, me)
    await crm.write(alex, change_settings, CHF)
    kept = (await crm.write(there(alex, NEW_YORK), me)).workspace
    assert (kept.currency, kept.time_zone, kept.country) == ("CHF", "Europe/Berlin", "DE")


async def test_the_working_week_counts_what_is_put_off_and_what_is_silent(crm: Crm, alex: Actor) -> None:
    york = there(alex, NEW_YORK)
    deal = (
        await crm.write(
            york, at(dt.datetime(2030, 11, 18, 15, tzinfo=dt.UTC), capture_opportunity), {"name": "Elm"}
        )
    ).record.number
    step = ActivityDraft(type=ActivityType.TASK, name="Call", due=dt.date(2030, 11, 26))
    number = (await crm.write(york, log_activity, deal, step)).record.number

    async def put_off() -> dt.date | None:
        moved = (await crm.write(york, postpone_activity, number, Delay(working_days=3))).record
        assert isinstance(moved, Activity)
        await crm.write(york, undo_last)
        return moved.due

    # Thanksgiving is Thursday the 28th.
    assert await put_off() == dt.date(2030, 12, 2)
    await crm.write(alex, change_settings, {"public_holidays": False})
    assert await put_off() == dt.date(2030, 11, 29)
    await crm.write(alex, change_settings, {"working_days": ["mon", "tue", "wed", "thu"]})
    assert await put_off() == dt.date(2030, 12, 2)
    await crm.write(alex, change_settings, {"free_days": ["2030-11-27"]})
    assert await put_off() == dt.date(2030, 12, 3)


@pytest.mark.parametrize(
    ("place", "opened", "fresh", "stale"),
    [
        # Ten working days, then one more. Clocks go forward on 10 March in New York, on 31 March in Europe,
        # and back on 3 November and 27 October; the days around hold no public holiday but Good Friday.
        (NEW_YORK, "2030-03-04T23:30", "2030-03-18T23:59", "2030-03-19T00:00"),
        (NEW_YORK, "2030-10-21T23:30", "2030-11-04T23:59", "2030-11-05T00:00"),
        (LONDON, "2030-03-25T23:30", "2030-04-08T23:59", "2030-04-09T00:00"),
        (LONDON, "2030-10-21T23:30", "2030-11-04T23:59", "2030-11-05T00:00"),
        (ZURICH, "2030-03-25T23:30", "2030-04-08T23:59", "2030-04-09T00:00"),
        (ZURICH, "2030-10-21T23:30", "2030-11-04T23:59", "2030-11-05T00:00"),
    ],
)
async def test_silence_is_counted_in_the_days_of_who_reads(
    crm: Crm, alex: Actor, kim: Actor, place: Place, opened: str, fresh: str, stale: str
) -> None:
    """The workspace is elsewhere: what counts is the day where the one is who asks."""
    await crm.read(there(kim, replace(LONDON, time_zone="Asia/Tokyo", country="JP")), me)
    await crm.write(kim, change_settings, {"country": place.country})
    actor = there(alex, place)
    number = (
        await crm.write(actor, at(moment(opened, place), capture_opportunity), {"name": "Elm"})
    ).record.number
    assert (await crm.read(actor, at(moment(fresh, place), my_work))).stale == ()
    [silent] = (await crm.read(actor, at(moment(stale, place), my_work))).stale
    assert (silent.hit.number, silent.days) == (number, 11)


async def test_whose_zone_teams_does_not_tell_sets_it(crm: Crm, alex: Actor, kim: Actor) -> None:
    await crm.read(there(alex, NEW_YORK), me)
    assert (await crm.read(kim, me)).time_zone == "America/New_York"
    placed = await crm.write(kim, place_me, time_zone="Europe/London", country="GB")
    assert (placed.time_zone, placed.country) == ("Europe/London", "GB")
    lead = await crm.write(kim, capture_lead, LeadDraft(name="Ann", phone="020 7946 0123"))
    assert held(lead, "phone") == "+44 20 7946 0123"
    # What Teams tells later counts; "" is where the workspace is.
    assert (await crm.write(there(kim, ZURICH), me)).time_zone == "Europe/Zurich"
    assert (await crm.write(kim, place_me, time_zone="")).time_zone == "America/New_York"
    with pytest.raises(InvalidInput) as refused:
        await crm.write(kim, place_me, time_zone="Mars/Base", country="QQ")
    assert set(refused.value.fields) == {"time_zone", "country"}
