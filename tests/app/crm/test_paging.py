"""Pages: one after the other they tell what one long list tells, in its order, and nothing twice."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.activities.agenda import part_of_work
from app.crm.activities.views import PARTS, MyWork
from app.crm.crm import Crm
from app.crm.duplicates.duplicates import page_of_pairs
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity
from app.crm.people.followers import follow, followed_records
from app.crm.records import find_records
from app.crm.search_pages import find_more, rest_of
from app.domain.activity import ActivityType
from app.domain.errors import InvalidInput
from app.domain.member import Actor
from tests.app.crm.test_agenda import MONDAY, at, moment

_tenants = itertools.count(1)
_DAYS = st.none() | st.tuples(st.integers(-3, 3), st.none() | st.sampled_from([7, 7, 9, 23]))


def _anybody() -> Actor:
    return Actor(tenant_id=f"paging {next(_tenants)}", user_id="alex", name="Alex")


@settings(max_examples=15)
@given(
    steps=st.lists(_DAYS, max_size=9),
    deals=st.lists(st.tuples(st.sampled_from([0, 20, 40]), st.booleans()), max_size=7),
    size=st.integers(1, 3),
)
async def test_what_is_to_be_done(
    crm: Crm, steps: list[Any], deals: list[tuple[int, bool]], size: int
) -> None:
    actor, today = _anybody(), MONDAY
    about = (await crm.write(actor, capture_lead, LeadDraft(name="Ann"))).record.number
    for day in steps:
        await crm.write(actor, at(moment(today), log_activity), about, _task(today, day))
    for age, has_step in deals:
        opened = moment(today - dt.timedelta(days=age))
        number = (await crm.write(actor, at(opened, capture_opportunity), {"name": "Deal"})).record.number
        if has_step:
            await crm.write(actor, at(opened, log_activity), number, _task(today, (-age // 2 - 1, None)))
    for part in PARTS:
        whole: MyWork = await crm.read(actor, at(moment(today), part_of_work), part, "", 50)
        assert not whole.cut
        pages = await _pages_of(crm, actor, part, size)
        assert [one for page in pages for one in _lines(page, part)] == list(_lines(whole, part))
        assert all(len(_lines(page, part)) == size for page in pages[:-1])


def _task(today: dt.date, day: tuple[int, int | None] | None) -> ActivityDraft:
    due = today + dt.timedelta(days=day[0]) if day else None
    at_ = moment(due, day[1]) if due and day and day[1] else None
    return ActivityDraft(type=ActivityType.TASK, text="Do it", due=due, due_at=at_)


async def _pages_of(crm: Crm, actor: Actor, part: str, size: int) -> list[MyWork]:
    behind, pages = "", list[MyWork]()
    while not pages or part in pages[-1].cut:
        page = await crm.read(actor, at(moment(MONDAY), part_of_work), part, behind, size)
        pages.append(page)
        if _lines(page, part):
            behind = _lines(page, part)[-1].position
    return pages


def _lines(work: MyWork, part: str) -> Sequence[Any]:
    return getattr(work, part)  # type: ignore[no-any-return]


@settings(max_examples=15)
@given(
    leads=st.lists(st.sampled_from(["Ann", "Anna", "Annabel", "Ben"]), max_size=9),
    notes=st.integers(0, 4),
    size=st.integers(1, 3),
    text=st.sampled_from(["ann", "anna", "an", "annabel roe", "nobody"]),
)
async def test_what_was_found(crm: Crm, leads: list[str], notes: int, size: int, text: str) -> None:
    actor = _anybody()
    about = (await crm.write(actor, capture_lead, LeadDraft(name="Ben"))).record.number
    for at_, name in enumerate(leads):
        fields = LeadDraft(name=f"{name} Roe", company=f"Firm{at_}x", email=f"a{at_}@b{at_}.example")
        await crm.write(actor, capture_lead, fields)
        if at_ < notes:
            draft = ActivityDraft(type=ActivityType.NOTE, text=f"{name} Roe called")
            await crm.write(actor, log_activity, about, draft)
    whole = await crm.read(actor, find_records, text, 50)
    assert whole.cursor is None
    found = await crm.read(actor, find_records, text, size)
    numbers, cursor = [hit.number for hit in found.hits], rest_of(found)
    while cursor:
        page = await crm.read(actor, find_more, text, cursor, size)
        assert page.hits
        assert len(page.hits) == size or not page.cursor
        numbers += [hit.number for hit in page.hits]
        cursor = page.cursor or ""
    assert sorted(numbers) == sorted(hit.number for hit in whole.hits)
    assert len(set(numbers)) == len(numbers)


async def test_what_is_followed(crm: Crm, alex: Actor) -> None:
    for name in "abcde":
        lead = await crm.write(alex, capture_lead, LeadDraft(name=name))
        await crm.write(alex, follow, lead.record.number)
    found = await crm.read(alex, followed_records, 2)
    numbers = [hit.number for hit in found.hits]
    while found.cursor:
        found = await crm.read(alex, followed_records, 2, found.cursor)
        numbers += [hit.number for hit in found.hits]
    assert numbers == [5, 4, 3, 2, 1]


async def test_who_is_there_twice(crm: Crm, alex: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ann Roe", "Bob Low", "Ann Roe", "Cid Mo", "Bob Low", "Ann Roe", "Dora Fay"):
        draft = LeadDraft(name=name, company=f"{name.split()[1]} Ltd", email=f"{name.split()[0]}@x.example")
        await crm.write(alex, capture_lead, draft)
    whole, rest = await crm.read(alex, page_of_pairs)
    assert rest is None
    assert len(whole) == 4
    monkeypatch.setattr("app.crm.duplicates.duplicates.MOST_LOOKED_AT", 1)
    told, cursor, pages = [], None, 0
    while cursor or not pages:
        pairs, cursor = await crm.read(alex, page_of_pairs, cursor)
        told += [{own.number, one.hit.number} for own, one in pairs]
        pages += 1
    assert pages == 7
    assert sorted(map(sorted, told)) == sorted(sorted((own.number, one.hit.number)) for own, one in whole)


@pytest.mark.parametrize("cursor", ["x", "1~2", "2030-03-04~~", "2030-03-04~noon~3", "~~x", "9" * 40, "~"])
async def test_what_is_no_cursor_is_refused(crm: Crm, alex: Actor, cursor: str) -> None:
    for part in PARTS:
        with pytest.raises(InvalidInput):
            await crm.read(alex, part_of_work, part, cursor)
    if cursor != "9" * 40:
        with pytest.raises(InvalidInput):
            await crm.read(alex, find_more, "ann", f"{cursor}~")
