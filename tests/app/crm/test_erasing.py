"""Erasing a person: nothing of them is left, what counts stays, and a second owner confirms."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.courier import due_answer
from app.crm.activities.activities import ActivityDraft, capture_activity, log_activity
from app.crm.audit import read_audit
from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.deliveries import keep_delivery
from app.crm.fields import find_problem
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.opportunities import capture_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.members import me
from app.crm.privacy.disclosing import export_person, show_person
from app.crm.privacy.erasing import (
    ask_erasure,
    confirm_erasure,
    plan_erasure,
    waiting_erasures,
    withdraw_erasure,
)
from app.crm.privacy.retention import expired_leads, months_before
from app.crm.records import edit_record, show_record
from app.crm.refused_sign_ins import Refusal, RefusedSignIns
from app.crm.workspace import change_settings, show_settings
from app.domain.activity import ActivityType
from app.domain.erasure import DataSubject, ErasureState, SubjectKind
from app.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from app.domain.event import Kind
from app.domain.member import Actor, Role
from app.domain.money import Money
from app.domain.recognition import ERASED, Signs
from app.store.audit import MOST_REFUSED
from app.store.database import Database
from app.store.holdings import Holding, Holdings
from app.store.tables import members
from tests.app.crm.test_places import at
from tests.kit.books import Books, check_books, read_books
from tests.kit.patience import eventually

QUIRIN = LeadDraft(name="Quirin Zwack", company="Acme", email="qz@zwack.example", phone="030 1234567")


async def captured(crm: Crm, actor: Actor, draft: LeadDraft = QUIRIN) -> int:
    return (await crm.write(actor, capture_lead, draft)).record.number


async def noted(crm: Crm, actor: Actor, about: int, text: str) -> int:
    draft = ActivityDraft(type=ActivityType.NOTE, text=text)
    return (await crm.write(actor, log_activity, about, draft)).record.number


def person_of(number: int) -> DataSubject:
    return DataSubject(SubjectKind.RECORD, number)


async def owns(crm: Crm, database: Database, actor: Actor) -> None:
    """Makes a colleague an owner as well."""
    await crm.read(actor, me)
    mine = members.c.user_id == actor.user_id
    with database.write() as connection:
        connection.execute(sa.update(members).where(mine).values(role=Role.OWNER.value))


async def test_each_finding_goes_only_where_it_was_chosen(crm: Crm, database: Database, alex: Actor) -> None:
    lead = await captured(crm, alex)
    other = await captured(crm, alex, LeadDraft(name="Tom Price", note="knows Quirin Zwack"))
    likes, called = await noted(crm, alex, lead, "likes tea"), await noted(crm, alex, other, "Zwack called")
    plan = await crm.read_through(alex, plan_erasure, person_of(lead))
    found = {one.id: (one.reason, one.own, one.certain) for one in plan.findings}
    assert found == {
        f"record:{lead}": ("own", True, True),
        f"record:{likes}": ("about", False, True),
        f"record:{other}": ("mention", False, True),
        f"record:{called}": ("mention", False, False),
    }
    done, second = await crm.write(alex, ask_erasure, person_of(lead), [f"record:{other}"])
    assert (done.state, second) == (ErasureState.DONE, ())
    shown = [(await crm.read(alex, show_record, number)).record for number in (lead, other, likes, called)]
    assert [record.name for record in shown] == [ERASED, "Tom Price", "likes tea", "Zwack called"]
    assert getattr(shown[1], "note", "") == f"knows {ERASED}"
    check_books(read_books(database, alex.tenant_id))
    [line] = (await crm.read(alex, read_audit))[0]
    assert (line.note.name, line.actor and line.actor.name) == ("PersonErased", "Alex Wilber")
    assert "Quirin" not in repr(line)


async def test_a_second_owner_confirms(crm: Crm, database: Database, alex: Actor, kim: Actor) -> None:
    lead = await captured(crm, alex)
    with pytest.raises(Forbidden):
        await crm.write(kim, ask_erasure, person_of(lead), None)
    await owns(crm, database, kim)
    asked, second = await crm.write(alex, ask_erasure, person_of(lead), None)
    assert (asked.state, [one.name for one in second]) == (ErasureState.WAITING, ["Kim Akers"])
    assert (await crm.read(alex, show_record, lead)).record.name == "Quirin Zwack"
    with pytest.raises(Forbidden) as own:
        await crm.write(alex, confirm_erasure, asked.id)
    assert own.value.code == "erasure_own"
    [(waiting, plan)] = await crm.read_through(kim, waiting_erasures)
    assert (waiting.id, plan.name) == (asked.id, "Quirin Zwack")
    late = dt.datetime.now(dt.UTC) + dt.timedelta(days=8)
    assert await crm.read_through(kim, at(late, waiting_erasures)) == []
    with pytest.raises(Conflict):
        await crm.write(kim, at(late, confirm_erasure), asked.id)
    assert (await crm.write(kim, confirm_erasure, asked.id)).state is ErasureState.DONE
    assert (await crm.read(alex, show_record, lead)).record.name == ERASED
    for again in (confirm_erasure, withdraw_erasure):
        with pytest.raises(Conflict):
            await crm.write(kim, again, asked.id)
    with pytest.raises(NotFound):
        await crm.write(kim, confirm_erasure, 99)
    assert await crm.read_through(kim, waiting_erasures) == []


async def test_all_is_looked_through_once_however_long_that_takes(
    crm: Crm, database: Database, alex: Actor, kim: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await captured(crm, alex)
    await owns(crm, database, kim)
    looks: list[object] = []
    look = Holdings.speaking_of

    def note(holdings: Holdings, signs: Signs) -> Iterator[Holding]:
        limit = "SELECT 0" if database.engine.name == "SQLite" else "SHOW statement_timeout"
        looks.append(holdings._connection.exec_driver_sql(limit).scalar())
        return look(holdings, signs)

    monkeypatch.setattr(Holdings, "speaking_of", note)
    await crm.read_through(alex, plan_erasure, person_of(lead))
    asked, _ = await crm.write(alex, ask_erasure, person_of(lead), None)
    await crm.write(kim, confirm_erasure, asked.id)
    assert [str(limit) for limit in looks] == ["0"] * 3


async def test_what_was_asked_can_be_withdrawn(crm: Crm, database: Database, alex: Actor, kim: Actor) -> None:
    lead = await captured(crm, alex)
    await owns(crm, database, kim)
    asked, _ = await crm.write(alex, ask_erasure, person_of(lead), [])
    assert (await crm.write(alex, withdraw_erasure, asked.id)).state is ErasureState.WITHDRAWN
    with pytest.raises(Conflict):
        await crm.write(kim, confirm_erasure, asked.id)
    assert (await crm.read(alex, show_record, lead)).record.name == "Quirin Zwack"


async def test_nothing_brings_a_person_back(crm: Crm, database: Database, alex: Actor) -> None:
    other = await captured(crm, alex, LeadDraft(name="Tom Price"))
    lead = await captured(crm, alex)
    await crm.write(alex, edit_record, lead, {"email": "other@zwack.example", "note": "Hauptgasse 7"})
    await crm.write(alex, ask_erasure, person_of(lead), None)
    for changes in ({"name": "Quirin Zwack"}, {"note": "Hauptgasse"}, {"email": "qz@zwack.example"}):
        with pytest.raises(Conflict) as refused:
            await crm.write(alex, edit_record, lead, changes)
        assert refused.value.code == "person_erased"
    # What is no person's can still be changed.
    await crm.write(alex, edit_record, lead, {"amount": Money(Decimal(5), "EUR")})
    await crm.write(alex, undo_last)
    undone = await crm.write(alex, undo_last)
    assert [one.event.number for one in undone.events] == [other]
    with pytest.raises(Conflict) as nothing:
        await crm.write(alex, undo_last)
    assert nothing.value.code == "nothing_to_undo"
    books = read_books(database, alex.tenant_id)
    assert [word for word in ("quirin", "zwack", "Hauptgasse", "1234567") if word in repr(books)] == []
    with pytest.raises(Conflict):
        await crm.read_through(alex, plan_erasure, person_of(lead))


async def test_nobody_makes_a_record_look_as_if_its_person_were_erased(crm: Crm, alex: Actor) -> None:
    lead = await captured(crm, alex, LeadDraft(name="Tom Price"))
    name = {"name": f" {ERASED} "}
    for use_case, *args in (
        (capture_lead, LeadDraft(name=ERASED)),
        (capture_lead, LeadDraft(company=ERASED)),
        (capture_contact, name),
        (capture_organization, name),
        (capture_opportunity, name),
        (capture_activity, {**name, "type": "task", "about": lead}),
        (edit_record, lead, name),
    ):
        with pytest.raises(InvalidInput) as refused:
            await crm.write(alex, use_case, *args)  # type: ignore[arg-type]
        assert {field: problem.code for field, problem in refused.value.fields.items()} == {
            "name": "name_reserved"
        }
    in_a_file = await crm.read(alex, lambda work, _: find_problem(work, Kind.LEAD, "name", ERASED))
    assert in_a_file is not None
    assert in_a_file.code == "name_reserved"
    # A form sends it back as it was shown.
    await crm.write(alex, ask_erasure, person_of(lead), None)
    await crm.write(alex, edit_record, lead, {"name": ERASED, "amount": Money(Decimal(5), "EUR")})


async def test_a_colleague_is_erased_and_what_they_did_stays(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    await crm.read(alex, me)
    spoken = replace(kim, chat_id="29:kim", turn=("a:kim", "1"))
    lead = await captured(crm, spoken, LeadDraft(name="Tom Price"))
    mention = await noted(crm, alex, lead, "Kim Akers knows more")
    colleague = (await crm.read(kim, me)).id
    told = await crm.read_through(alex, show_person, DataSubject(SubjectKind.MEMBER, colleague))
    assert (told.member["user_id"], told.counts) == (kim.user_id, {"LeadCaptured": 1})
    assert {"conversation_id": "a:kim", "activity_id": "1"}.items() <= told.turns[0].items()
    await crm.write(alex, ask_erasure, DataSubject(SubjectKind.MEMBER, colleague), None)
    books = read_books(database, alex.tenant_id)
    assert [word for word in ("Kim", "Akers", kim.user_id, "29:kim") if word in repr(books)] == []
    assert (await crm.read(alex, show_record, lead)).owner is not None
    assert (await crm.read(alex, show_record, mention)).record.name == f"{ERASED} knows more"
    with pytest.raises(Conflict) as last:
        await crm.read_through(
            alex, plan_erasure, DataSubject(SubjectKind.MEMBER, (await crm.read(alex, me)).id)
        )
    assert last.value.code == "last_owner"
    # Who comes back is somebody new.
    assert (await crm.read(kim, me)).id != colleague


async def test_what_is_set_can_be_taken_back_though_a_colleague_was_erased_since(
    crm: Crm, alex: Actor, kim: Actor
) -> None:
    await captured(crm, alex, LeadDraft(name="Tom Price"))
    colleague = (await crm.read(kim, me)).id
    await crm.write(alex, change_settings, {"retention_months": 12})
    await crm.write(alex, ask_erasure, DataSubject(SubjectKind.MEMBER, colleague), None)
    shown = await crm.read(alex, show_settings)
    assert [entry.recorded.event.after for entry in shown.entries] == [{"retention_months": 12}]
    undone = await crm.write(alex, undo_last)
    assert [one.event.after for one in undone.events] == [{"retention_months": 12}]
    assert (await crm.read(alex, show_settings)).workspace.retention_months == 0


@pytest.mark.parametrize("number", [0, 99, 2**62])
async def test_who_is_not_there_is_not_found(crm: Crm, alex: Actor, number: int) -> None:
    await crm.read(alex, me)
    for kind in SubjectKind:
        with pytest.raises(NotFound):
            await crm.read_through(alex, plan_erasure, DataSubject(kind, number))


async def test_only_people_are_erased_and_only_what_was_found(crm: Crm, alex: Actor, kim: Actor) -> None:
    deal = (await crm.write(alex, capture_opportunity, {"name": "Larch"})).record.number
    with pytest.raises(InvalidInput):
        await crm.read_through(alex, plan_erasure, person_of(deal))
    lead = await captured(crm, alex)
    with pytest.raises(InvalidInput) as unknown:
        await crm.write(alex, ask_erasure, person_of(lead), ["record:77"])
    assert unknown.value.fields["findings"].code == "finding_unknown"
    for asked in (plan_erasure, show_person, export_person):
        with pytest.raises(Forbidden):
            await crm.write(kim, asked, person_of(lead))


async def test_closed_leads_are_listed_after_their_time_and_stay(crm: Crm, alex: Actor) -> None:
    now = dt.datetime.now(dt.UTC)
    long_ago = now - dt.timedelta(days=500)
    old = (await crm.write(alex, at(long_ago, capture_lead), LeadDraft(name="Old One"))).record.number
    spoken = (await crm.write(alex, at(long_ago, capture_lead), LeadDraft(name="Called Since"))).record.number
    still = (await crm.write(alex, at(long_ago, capture_lead), LeadDraft(name="Still Open"))).record.number
    for number in (old, spoken):
        await crm.write(alex, at(long_ago, disqualify_lead), number, "no_budget", "")
    await noted(crm, alex, spoken, "asked again")
    with pytest.raises(Conflict) as off:
        await crm.read(alex, expired_leads)
    assert off.value.code == "retention_off"
    await crm.write(alex, change_settings, {"retention_months": 12})
    assert [hit.number for hit in (await crm.read(alex, expired_leads)).hits] == [old]
    await crm.write(alex, change_settings, {"retention_months": 24})
    assert (await crm.read(alex, expired_leads)).hits == ()
    assert still
    for wrong in (-1, 121, 1.5, "12", True):
        with pytest.raises(InvalidInput):
            await crm.write(alex, change_settings, {"retention_months": wrong})


def test_months_end_when_they_do() -> None:
    day = dt.datetime(2028, 3, 31, tzinfo=dt.UTC)
    assert [months_before(day, months).date().isoformat() for months in (1, 2, 12, 15)] == [
        "2028-02-29", "2028-01-31", "2027-03-31", "2026-12-31",
    ]  # fmt: skip


async def test_refusals_are_told_and_bounded(crm: Crm, database: Database, alex: Actor) -> None:
    await crm.read(alex, me)
    refused = RefusedSignIns(database, crm._writers, every=60)
    for number in range(3 * MOST_REFUSED):
        refused.note(Refusal(alex.tenant_id, f"user-{number}", "client_foreign", "tab"))
    for _ in range(50):
        refused.note(Refusal(alex.tenant_id, "user-0", "client_foreign", "tab"))
        refused.note(Refusal("nobody's tenant", "", "client_foreign", "tab"))
    await refused.close()
    lines, _ = await crm.read(alex, read_audit, 200)
    assert len(lines) == MOST_REFUSED + 1
    counts = {line.note.details["user_id"]: line.note.count for line in lines}
    assert (counts["user-0"], counts[""]) == (51, 2 * MOST_REFUSED)


async def test_who_is_refused_while_others_are_noted_is_noted_as_well(
    crm: Crm, database: Database, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crm.read(alex, me)
    refused = RefusedSignIns(database, crm._writers, every=0.01)
    write, is_writing, may_write = refused._write, threading.Event(), threading.Event()

    def write_slowly(tenant: str, refusals: Mapping[Refusal, int]) -> None:
        is_writing.set()
        assert may_write.wait(60.0)
        write(tenant, refusals)

    async def told() -> bool:
        return len((await crm.read(alex, read_audit))[0]) == 2

    monkeypatch.setattr(refused, "_write", write_slowly)
    refused.note(Refusal(alex.tenant_id, "user-1", "guest", "tab"))
    await asyncio.to_thread(is_writing.wait, 60.0)
    refused.note(Refusal(alex.tenant_id, "user-2", "guest", "tab"))
    may_write.set()
    await eventually(told)
    await refused.close()


Told = st.lists(
    st.sampled_from(
        ["Quirin Zwack", "Zwack", "qz@zwack.example", "030/1234567", "won", "open", "EUR", "fair", "Tom"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize("chosen", ["all", "some"])
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(told=st.lists(Told, min_size=1, max_size=4), amount=st.integers(1, 10**6))
async def test_counts_and_sums_are_as_before(
    crm: Crm, database: Database, alex: Actor, chosen: str, told: list[str], amount: int
) -> None:
    lead = await captured(crm, alex)
    money: dict[str, Any] = {"amount": Money(Decimal(amount), "EUR")}
    for text in told:
        deal = await crm.write(alex, capture_opportunity, {"name": text, "need": text, **money})
        await noted(crm, alex, deal.record.number, text)
        await crm.write(alex, edit_record, deal.record.number, {"need": f"more {text}"})
    before = read_books(database, alex.tenant_id)
    found = (await crm.read_through(alex, plan_erasure, person_of(lead))).findings
    ids = None if chosen == "all" else [one.id for one in found[: len(found) // 2]]
    await crm.write(alex, ask_erasure, person_of(lead), ids)
    after = read_books(database, alex.tenant_id)
    check_books(after)
    assert _counted(before) == _counted(after)
    if ids is None:
        left = (await crm.read(alex, show_record, lead)).record
        assert left.name == ERASED
        assert "zwack" not in repr(_told(after)).lower()


def _counted(books: Books) -> dict[str, Any]:
    rows = {
        name: len(found)
        for name, found in books.items()
        if name not in ("events", "audit", "erasures", "words")
    }
    return rows | {"totals": books["stage_totals"]}


def _told(books: Books) -> Books:
    return {name: found for name, found in books.items() if name != "members"}


async def test_who_is_called_like_a_word_of_ours_takes_no_such_word_away(
    crm: Crm, database: Database, alex: Actor
) -> None:
    lead = await captured(crm, alex, LeadDraft(name="Waiting Answer"))
    waiting = due_answer("a:1", "https://answer.waiting.example/", {"text": "Waiting Answer is kept"})
    other = due_answer("a:2", "https://answer.waiting.example/", {"text": "Tom is kept"})
    for delivery in (waiting, other):
        await crm.errands.attend(alex.tenant_id, keep_delivery, delivery)
    plan = await crm.read_through(alex, plan_erasure, person_of(lead))
    [found] = [one for one in plan.findings if one.reason == "elsewhere"]
    assert [row.key["id"] for row in found.rows] == [waiting.id]
    await crm.write(alex, ask_erasure, person_of(lead), None)
    kept = read_books(database, alex.tenant_id)["deliveries"].values()
    assert {(row["kind"], row["state"], row["service_url"]) for row in kept} == {
        ("answer", "waiting", "https://answer.waiting.example/")
    }
    assert sorted(row["payload"]["text"] for row in kept) == ["Tom is kept", f"{ERASED} is kept"]


async def test_who_is_likely_the_same_goes_with_their_notes(
    crm: Crm, database: Database, alex: Actor
) -> None:
    lead = await captured(crm, alex)
    twin = await captured(
        crm, alex, LeadDraft(**QUIRIN | {"company": "Other", "phone": "", "note": "Hauptgasse"})
    )
    note = await noted(crm, alex, twin, "likes tea")
    plan = await crm.read_through(alex, plan_erasure, person_of(lead))
    reasons = {one.id: (one.reason, one.certain, one.name) for one in plan.findings if not one.own}
    assert reasons == {
        f"record:{twin}": ("same", True, "Quirin Zwack"),
        f"record:{note}": ("about", True, "likes tea"),
    }
    await crm.write(alex, ask_erasure, person_of(lead), list(reasons))
    books = read_books(database, alex.tenant_id)
    check_books(books)
    assert [word for word in ("Zwack", "tea", "Hauptgasse") if word in repr(books)] == []
