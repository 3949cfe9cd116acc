"""A file of leads: the dry run tells what the import does, nothing comes in twice or half, and all of it can
be taken back."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.imports.batches import run_import, run_revert
from app.crm.imports.intake import (
    PORTION,
    File,
    begin_import,
    check_import,
    decide_import,
    drop_import,
    import_portion,
    offer_import,
    read_file,
)
from app.crm.imports.views import ImportView, find_import_of, list_imports, show_import
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.people.members import me
from app.crm.records import edit_record, list_records, show_record
from app.domain.activity import ActivityType
from app.domain.errors import Conflict, DomainError, Forbidden, NotFound
from app.domain.event import Kind, Source
from app.domain.imports import ImportState, OnDuplicate
from app.domain.lead import Lead
from app.domain.member import Actor, Member, Role
from app.domain.qualification import Qualification
from app.store.database import Database
from app.store.work import Work
from tests.app.crm.pairs import pairs
from tests.kit.books import check_books, read_books, records_in

TITLES = ("Name", "Company", "Email", "Phone", "Industry")
ANN = ("Ann Roe", "Acme", "ann@acme.example", "030 1234567", "Steel")
BEN = ("Ben Ott", "Bolt AG", "ben@bolt.example", "", "")
BAD = ("", "", "no address", "ask her", "")


def file(*rows: Sequence[str], titles: Sequence[str] = TITLES, encoding: str = "utf-8") -> File:
    out = io.StringIO()
    csv.writer(out).writerows([titles, *rows])
    return File("leads.csv", out.getvalue().encode(encoding))


def many(count: int) -> File:
    return file(*((f"Person{n} Of{n}", f"Firm{n}", f"p@firm{n}.example", "", "") for n in range(count)))


async def import_file(
    crm: Crm, actor: Actor, given: File, duplicates: OnDuplicate = OnDuplicate.SKIP
) -> ImportView:
    sheet = await crm.read(actor, read_file, given)
    begun, _ = await crm.write(actor, begin_import, sheet, duplicates)
    return await run_import(partial(crm.write, actor), begun.file.id)


def counts(view: ImportView) -> tuple[int, int, int, int]:
    return view.file.created, view.file.added, view.file.skipped, view.file.refused


async def leads(crm: Crm, actor: Actor) -> list[str]:
    found = await crm.read(actor, list_records, Kind.LEAD, limit=200)
    return sorted(hit.name for hit in found.hits)


async def test_the_dry_run_tells_what_the_import_does_and_saves_nothing(
    crm: Crm, database: Database, alex: Actor
) -> None:
    there = (await crm.write(alex, capture_lead, LeadDraft(name="Dora Lind", company="Lind"))).record.number
    given = file(ANN, BEN, BAD, ("Dora Lind", "Lind GmbH", "", "", ""), ("Ann Roe", "Acme Inc.", "", "", ""))
    before = read_books(database, alex.tenant_id)
    _, checked = await crm.read(alex, check_import, given)
    assert read_books(database, alex.tenant_id) == before
    assert checked.file.state is ImportState.CHECKED
    assert counts(checked) == (2, 0, 2, 1)
    assert checked.unknown == ("Industry",)
    bad, dora, ann = checked.notes
    assert (bad.row, {name: one.code for name, one in bad.problems.items()}) == (
        4,
        {"row": "row_nameless"},
    )
    assert (dora.row, dora.like, dora.like_name) == (5, there, "Dora Lind")
    assert (ann.row, ann.like, ann.like_row) == (6, None, 2)
    done = await import_file(crm, alex, given)
    assert done.file.state is ImportState.DONE
    assert counts(done) == counts(checked)
    assert [(note.row, note.fate) for note in done.notes] == [(note.row, note.fate) for note in checked.notes]
    assert await leads(crm, alex) == ["Ann Roe", "Ben Ott", "Dora Lind"]
    check_books(read_books(database, alex.tenant_id))


async def test_forecast_and_import_agree_about_every_kind_of_lookalike(
    crm: Crm, database: Database, alex: Actor
) -> None:
    some = list(pairs())[::9]
    rows = [(one.person, one.company, one.email, one.phone, "") for pair in some for one in (pair.a, pair.b)]
    for duplicates in (OnDuplicate.SKIP, OnDuplicate.ADD):
        actor = replace(alex, tenant_id=f"{alex.tenant_id} {duplicates}")
        _, checked = await crm.read(actor, check_import, file(*rows), duplicates)
        done = await import_file(crm, actor, file(*rows), duplicates)
        assert done.file.through == len(rows)
        if duplicates is OnDuplicate.SKIP:
            # What is added to a lead may make it alike to further ones, which a forecast does not know.
            assert counts(done) == counts(checked)
            assert done.file.skipped > 20
        assert done.file.created == len(await crm.read(actor, _all_leads))
        check_books(read_books(database, actor.tenant_id))


def _all_leads(work: Work, actor: Member) -> list[Lead]:
    return work.queries.page(Kind.LEAD, {}, 10_000)


async def test_each_lead_tells_that_it_was_imported_and_can_be_undone_alone(
    crm: Crm, database: Database, alex: Actor
) -> None:
    done = await import_file(crm, alex, file(ANN, BEN))
    for number in (1, 2):
        [entry] = await crm.read(alex, timeline, number)
        assert (entry.recorded.event.name, entry.recorded.source) == ("LeadCaptured", Source.IMPORT)
        assert entry.recorded.change == entry.recorded.sequence
    with pytest.raises(Conflict, match="undo_import") as refused:
        await crm.write(alex, undo_last)
    assert refused.value.details["id"] == done.file.id
    undone = await crm.write(alex, undo_last, 2, 1)
    assert [ref.name for ref in undone.removed] == ["Ben Ott"]
    assert await leads(crm, alex) == ["Ann Roe"]
    reverted = await run_revert(partial(crm.write, alex), done.file.id)
    assert (await leads(crm, alex), reverted.kept) == ([], ())
    check_books(read_books(database, alex.tenant_id))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_the_same_file_comes_in_once(crm: Crm, database: Database, alex: Actor, encoding: str) -> None:
    done = await import_file(crm, alex, file(ANN, BEN))
    books = read_books(database, alex.tenant_id)
    given = file(ANN, BEN, encoding=encoding)
    _, checked = await crm.read(alex, check_import, given)
    assert (checked.file.id, checked.file.state) == (done.file.id, ImportState.DONE)
    for duplicates in OnDuplicate:
        again = await import_file(crm, alex, given, duplicates)
        assert (again.file.id, counts(again)) == (done.file.id, (2, 0, 0, 0))
    assert read_books(database, alex.tenant_id) == books
    await run_revert(partial(crm.write, alex), done.file.id)
    assert counts(await import_file(crm, alex, given)) == (2, 0, 0, 0)
    assert await leads(crm, alex) == ["Ann Roe", "Ben Ott"]


async def test_an_import_that_was_interrupted_goes_on_where_it_was(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    given = many(2 * PORTION + 10)
    sheet = await crm.read(alex, read_file, given)
    begun, is_new = await crm.write(alex, begin_import, sheet, OnDuplicate.SKIP)
    assert is_new
    await crm.write(alex, import_portion, begun.file.id)
    so_far = await crm.read(alex, show_import, begun.file.id)
    assert (so_far.file.state, so_far.file.through) == (ImportState.RUNNING, PORTION)
    # Two who ask at once share what is left.
    given_up = [import_file(crm, actor, given) for actor in (alex, kim)]
    for done in await asyncio.gather(*given_up):
        assert (done.file.id, done.file.state) == (begun.file.id, ImportState.DONE)
        assert counts(done) == (2 * PORTION + 10, 0, 0, 0)
    books = read_books(database, alex.tenant_id)
    assert len(records_in(books)) == 2 * PORTION + 10
    assert not any(portion["rows"] for portion in books["import_portions"].values())
    check_books(books)


async def test_a_portion_that_breaks_leaves_nothing_of_itself(
    crm: Crm, database: Database, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    captured = Lead.captured

    def break_at(lead: Lead, name: str) -> Any:
        if lead.name == f"Person{PORTION + 50} Of{PORTION + 50}":
            raise OSError("the disk is full")
        return captured(lead, name)

    monkeypatch.setattr(Lead, "captured", break_at)
    with pytest.raises(OSError, match="full"):
        await import_file(crm, alex, many(2 * PORTION))
    books = read_books(database, alex.tenant_id)
    [row] = books["imports"].values()
    assert (row["state"], row["created"], len(records_in(books))) == ("running", PORTION, PORTION)
    check_books(books)
    monkeypatch.undo()
    assert counts(await import_file(crm, alex, many(2 * PORTION))) == (2 * PORTION, 0, 0, 0)
    check_books(read_books(database, alex.tenant_id))


async def test_reverting_takes_back_what_nobody_touched_and_names_the_rest(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    done = await import_file(crm, alex, many(PORTION + 6))
    revert = partial(run_revert, partial(crm.write, alex), done.file.id)
    await crm.write(kim, edit_record, 1, {"need": "a tool"})
    await crm.write(kim, log_activity, 2, ActivityDraft(type=ActivityType.CALL, text="spoke"))
    await crm.write(alex, qualify_lead, PORTION + 3, Qualification(need="x"))
    await crm.write(kim, edit_record, 4, {"need": "a tool"})
    await crm.write(kim, undo_last)
    reverted = await revert()
    assert reverted.file.state is ImportState.REVERTED
    assert [ref.number for ref in reverted.kept] == [1, 2, PORTION + 3]
    found = [lead.number for lead in await crm.read(alex, _all_leads)]
    assert sorted(found) == [1, 2, PORTION + 3]
    check_books(read_books(database, alex.tenant_id))
    books = read_books(database, alex.tenant_id)
    assert (await revert()).kept == reverted.kept
    assert read_books(database, alex.tenant_id) == books
    # Once the call is taken back, the lead can go as well.
    await crm.write(kim, undo_last)
    assert [ref.number for ref in (await revert()).kept] == [1, PORTION + 3]
    check_books(read_books(database, alex.tenant_id))


async def test_duplicates_add_to_open_leads_and_reverting_takes_that_back_too(
    crm: Crm, database: Database, alex: Actor
) -> None:
    ann = (await crm.write(alex, capture_lead, LeadDraft(name="Ann Roe", company="Acme"))).record.number
    closed = (await crm.write(alex, capture_lead, LeadDraft(name="Ben Ott", company="Bolt"))).record.number
    await crm.write(alex, disqualify_lead, closed, "junk")
    await crm.write(alex, capture_contact, {"name": "Dora Lind", "email": "dora@lind.example"})
    before = records_in(read_books(database, alex.tenant_id))
    dora = ("Dora Lind", "Lind", "dora@lind.example", "", "")
    # The last two rows are the same new person, so that one is added to what the other has made.
    eve = ("Eve Park", "Park Ltd", "", "", ""), ("Eve Park", "Park Ltd.", "eve@park.example", "", "Glass")
    done = await import_file(
        crm, alex, file((*ANN[:1], "Acme Inc.", *ANN[2:]), BEN, dora, *eve), OnDuplicate.ADD
    )
    assert counts(done) == (1, 2, 2, 0)
    record = (await crm.read(alex, show_record, ann)).record
    assert isinstance(record, Lead)
    assert (record.company, record.email, record.phone) == ("Acme", "ann@acme.example", "+49 30 1234567")
    assert record.note == "Industry: Steel"
    added = records_in(read_books(database, alex.tenant_id))[max(before) + 1]
    assert isinstance(added, Lead)
    assert (added.email, added.note) == ("eve@park.example", "Industry: Glass")
    reverted = await run_revert(partial(crm.write, alex), done.file.id)
    assert reverted.kept == ()
    after = records_in(read_books(database, alex.tenant_id))
    assert {number: _plain(record) for number, record in after.items()} == {
        number: _plain(record) for number, record in before.items()
    }
    check_books(read_books(database, alex.tenant_id))


def _plain(record: Any) -> Any:
    return replace(record, version=0, updated_at=None)


async def test_duplicates_come_in_where_that_is_wanted(crm: Crm, alex: Actor) -> None:
    done = await import_file(crm, alex, file(ANN, ANN), OnDuplicate.IMPORT)
    assert counts(done) == (2, 0, 0, 0)
    assert await leads(crm, alex) == ["Ann Roe", "Ann Roe"]


async def test_an_offer_waits_for_a_decision_and_can_be_dropped(
    crm: Crm, database: Database, alex: Actor
) -> None:
    sheet, checked = await crm.read(alex, check_import, file(ANN, BEN))
    dropped = await crm.write(alex, offer_import, sheet, checked)
    assert (dropped.file.state, counts(dropped)) == (ImportState.OFFERED, (2, 0, 0, 0))
    assert counts(await crm.read(alex, show_import, dropped.file.id)) == (2, 0, 0, 0)
    assert (await crm.write(alex, import_portion, dropped.file.id)).state is ImportState.OFFERED
    with pytest.raises(Conflict, match="import_undecided"):
        await run_revert(partial(crm.write, alex), dropped.file.id)
    await crm.write(alex, drop_import, dropped.file.id)
    gone = await crm.write(alex, decide_import, dropped.file.id, OnDuplicate.SKIP)
    assert gone.file.state is ImportState.DROPPED
    assert await leads(crm, alex) == []
    offers = [await crm.write(alex, offer_import, sheet, checked) for _ in range(2)]
    for offer in (*offers, *offers):
        begun = await crm.write(alex, decide_import, offer.file.id, OnDuplicate.SKIP)
        done = await run_import(partial(crm.write, alex), begun.file.id)
        assert (done.file.id, counts(done)) == (offers[0].file.id, (2, 0, 0, 0))
        await crm.write(alex, drop_import, offers[0].file.id)
    assert await leads(crm, alex) == ["Ann Roe", "Ben Ott"]
    check_books(read_books(database, alex.tenant_id))


async def test_viewers_and_others_are_refused(crm: Crm, alex: Actor, kim: Actor, stranger: Actor) -> None:
    await crm.write(alex, me)
    done = await import_file(crm, kim, file(ANN))
    other = await import_file(crm, alex, file(BEN))
    with pytest.raises(Forbidden, match="import_of_other"):
        await run_revert(partial(crm.write, kim), other.file.id)
    for use_case in (show_import, import_portion):
        with pytest.raises(NotFound):
            await crm.write(stranger, use_case, done.file.id)
    await crm.write(kim, _make_viewer)
    for given in (file(ANN), file(BEN, ANN)):
        with pytest.raises(Forbidden, match="viewers_only_read"):
            await import_file(crm, kim, given)
        with pytest.raises(DomainError, match="viewers_only_read"):
            await crm.read(kim, check_import, given)
    # An owner may take back what anybody has imported.
    assert (await run_revert(partial(crm.write, alex), done.file.id)).kept == ()
    assert await leads(crm, alex) == ["Ben Ott"]


def _make_viewer(work: Work, actor: Member) -> Member:
    return work.members.save(replace(actor, role=Role.VIEWER))


async def test_imports_are_listed_by_pages(crm: Crm, alex: Actor) -> None:
    for n in range(3):
        await import_file(crm, alex, file((f"Person {n}", "", "", "", "")))
    sheet, checked = await crm.read(alex, check_import, file(ANN))
    await crm.write(alex, offer_import, sheet, checked)
    first, following = await crm.read(alex, list_imports, 2)
    second, end = await crm.read(alex, list_imports, 2, following)
    assert [view.file.id for view in (*first, *second)] == [3, 2, 1]
    assert end is None
    assert (await crm.read(alex, find_import_of, first[0].file.digest)).file.id == 3


MET = ("Name", "Company", "Last contact", "Last Activity Date")


def _every(work: Work, actor: Member) -> dict[str, Any]:
    """Leads and activities by name."""
    return {one.name: one for kind in (Kind.LEAD, Kind.ACTIVITY) for one in work.queries.page(kind, {}, 100)}


async def test_when_somebody_was_spoken_with_comes_in_as_an_activity_of_that_day(
    crm: Crm, database: Database, alex: Actor
) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Cara Dow", company="Dow Ltd"))
    rows = [
        ("Ben Ott", "Bolt AG", "2025-01-31", "20.11.2026 14:05"),
        ("Cara Dow", "Dow Ltd", "3 weeks or so", ""),
        ("Dan Fry", "Fry AG", "", "2199-01-01"),
        ("Ann Roe", "Acme", "2026-11-20", ""),
    ]
    done = await import_file(crm, alex, file(*rows, titles=MET), OnDuplicate.ADD)
    assert (done.file.created, done.file.added) == (3, 1)
    every = await crm.read(alex, _every)
    ann, ben = every["Last contact"], every["Last Activity Date"]
    assert (ann.about, ann.done_on) == (every["Ann Roe"].number, dt.date(2026, 11, 20))
    assert (ben.about, ben.done_on) == (every["Ben Ott"].number, None)
    assert ben.done_at == dt.datetime(2026, 11, 20, 13, 5, tzinfo=dt.UTC)
    assert every["Ben Ott"].note == "Last contact: 2025-01-31", "of several days the last one counts"
    # What is no day, or lies ahead, is kept and told.
    assert every["Cara Dow"].note == "Last contact: 3 weeks or so"
    assert every["Dan Fry"].note == "Last Activity Date: 2199-01-01"
    assert {one.problem.code for row in done.notes for one in row.kept} == {"date_invalid", "not_yet"}
    undone = await crm.write(alex, undo_last, every["Ann Roe"].number, 1)
    assert {one.name for one in undone.removed} == {"Ann Roe", "Last contact"}
    await run_revert(partial(crm.write, alex), done.file.id)
    check_books(read_books(database, alex.tenant_id))
    assert set(await crm.read(alex, _every)) == {"Cara Dow"}


async def test_a_lead_that_stays_behind_a_revert_keeps_when_it_was_spoken_with(
    crm: Crm, database: Database, alex: Actor
) -> None:
    rows = [("Ann Roe", "Acme", "2026-11-20", ""), ("Ben Ott", "Bolt AG", "2026-11-21", "")]
    done = await import_file(crm, alex, file(*rows, titles=MET))
    ann = (await crm.read(alex, _every))["Ann Roe"].number
    await crm.write(alex, log_activity, ann, ActivityDraft(type=ActivityType.NOTE, text="likes tea"))
    await run_revert(partial(crm.write, alex), done.file.id)
    check_books(read_books(database, alex.tenant_id))
    assert set(await crm.read(alex, _every)) == {"Ann Roe", "Last contact", "likes tea"}
