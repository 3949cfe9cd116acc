"""What somebody has to do: the routes, and how it looks in JSON."""

from __future__ import annotations

from app.crm.activities.agenda import my_work
from app.crm.activities.views import Duty, MyWork, Neglected
from app.domain.event import Kind
from app.languages.reader import Reader
from tabs.api import records
from tabs.api.answers import agenda as told
from tabs.api.call import Call, Route
from tabs.api.fields import PAST, VERSION
from tabs.api.presenters import present_money
from tabs.api.steps import present_step, present_subject


async def show_work(call: Call) -> told.Work:
    """What the member who asks has to do."""
    call.query()
    return present_work(await call.read(my_work), call.reader)


def present_work(work: MyWork, reader: Reader) -> told.Work:
    """What the member who asks has to do."""
    return {
        "today": work.today,
        "overdue": [_duty(duty) for duty in work.overdue],
        "due_today": [_duty(duty) for duty in work.due_today],
        "upcoming": [_duty(duty) for duty in work.upcoming],
        "without_step": [_neglected(one, reader) for one in work.without_step],
        "stale": [_neglected(one, reader) for one in work.stale],
        "more": sorted(work.cut),
    }


def _duty(duty: Duty) -> told.Duty:
    return {
        **present_step(duty.activity),
        "version": duty.activity.version,
        "about": present_subject(duty.about),
    }


def _neglected(one: Neglected, reader: Reader) -> told.Neglected:
    hit = one.hit
    return {
        "number": hit.number,
        "name": hit.name,
        "version": hit.version,
        "stage": hit.stage.key if hit.stage else "",
        "stage_name": reader.stage(hit.stage) if hit.stage else "",
        "amount": None if hit.amount is None else present_money(hit.amount),
        "days": one.days,
    }


ROUTES = (
    Route(
        method="GET",
        path="/work",
        answer=show_work,
        summary="What you have to do, and your opportunities that lack a next step or are stale",
    ),
    Route.step(
        Kind.ACTIVITY, "done", records.complete, "An activity is done", body={**VERSION, "done_at": PAST}
    ),
)
