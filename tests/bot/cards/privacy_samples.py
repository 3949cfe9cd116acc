"""Cards about a person's data with every kind of contents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.crm.audit import Line
from app.crm.privacy.disclosing import Disclosure, Happened, Imported
from app.crm.privacy.erasing import Plan
from app.crm.privacy.findings import Finding
from app.crm.views import Colleague
from app.domain.erasure import DataSubject, Erasure, SubjectKind
from app.domain.event import Event, Kind, Plain, Recorded, Setting, Source
from app.domain.imports import Fate, RowNote
from app.domain.member import Member, Role, Workspace
from app.domain.pipeline import Stage, StageType
from app.languages.reader import Reader
from app.store.audit import Note
from bot import cards
from bot.cards import Card
from bot.cards.layout import button

if TYPE_CHECKING:
    from tests.bot.cards.samples import World

AT = dt.datetime(2026, 11, 23, 16, 5, tzinfo=dt.UTC)
SARAH = DataSubject(SubjectKind.RECORD, 1)


def owner(world: World) -> Member:
    """Another owner."""
    workspace = Workspace(id=1, tenant_id="t", name="", currency="EUR", time_zone="Europe/Berlin")
    return Member(id=2, workspace=workspace, user_id="u", name=world.line("Kim Akers"), role=Role.OWNER)


def findings(world: World, count: int = 3) -> tuple[Finding, ...]:
    """What was found of somebody: their own, notes, mentions, a file."""
    own = Finding(id="record:1", reason="own", certain=True, own=True, kind=Kind.LEAD, number=1)
    own.name = world.line("Sarah Meier")
    note = Finding(id="record:4", reason="about", certain=True, kind=Kind.ACTIVITY, number=4)
    note.name, note.excerpts = world.line("Likes tea"), [world.text("Her mobile is 0151 2345678")]
    told = [
        Finding(
            id=f"record:{number}",
            reason="mention",
            certain=number % 2 == 0,
            kind=Kind.OPPORTUNITY,
            number=number,
            name=world.line("Project tool"),
            excerpts=[world.text("…asked Sarah Meier for the numbers…")],
        )
        for number in range(5, 5 + count)
    ]
    file = Finding(id="import:3", reason="import", certain=True, number=3, name=world.line("fair.csv"))
    return (own, note, *told, file)


def plan(world: World, *, second: bool, count: int = 3) -> Plan:
    """What erasing somebody takes."""
    owners = (owner(world),) if second else ()
    return Plan(subject=SARAH, name=world.line("Sarah Meier"), findings=findings(world, count), second=owners)


def erasures(reader: Reader, world: World) -> Card:
    """Two erasures, one of them the reader's own."""
    asked = [Erasure(id=id_, subject=SARAH, findings=None, asked_by=id_, asked_at=AT) for id_ in (1, 2)]
    names = {1: world.line("Alex Berger"), 2: world.line("Kim Akers")}
    waiting = [(one, plan(world, second=True)) for one in asked]
    return cards.erasures_card(reader, waiting, names, 1, reader.t("reply.erasure.withdrawn"))


def disclosure(world: World) -> Disclosure:
    """All that may be kept on somebody."""
    values = {"name": world.line("Sarah Meier"), "email": world.line("sarah@techinnovators.example")}
    more = {
        "source": "fair",
        "amount": {"amount": "12000.00", "currency": "EUR"},
        "owner": 1,
        "status": "open",
    }
    seen = {"version": 2, "created_at": AT, "updated_at": AT}
    record = {"number": 1, "kind": "lead", **seen, **values, **more}
    called = {"type": "call", "about": 1, "done_at": AT.isoformat(), "done_on": "2026-11-23"}
    note = {"number": 4, "kind": "activity", "created_at": AT, "name": world.line("Likes tea"), **called}
    changed = Happened(
        at=AT,
        by=world.line("Alex Berger"),
        name="LeadEdited",
        kind=Kind.LEAD,
        number=1,
        before={"email": world.line("old@techinnovators.example"), "source": "phone"},
        after={
            "email": world.line("sarah@techinnovators.example"),
            "name": world.text("Sarah"),
            "source": "fair",
        },
    )
    note_of_row = RowNote(row=7, fate=Fate.SKIPPED, name=world.line("Sarah Meier"), like=1, like_name="Sarah")
    row = Imported(id=3, file_name=world.line("fair.csv"), row=7, told=note_of_row.plain())
    place = {"kind": "personal", "service_url": "https://smba/emea/", "bot_id": "28:1", "greeted_at": AT}
    return Disclosure(
        subject=SARAH,
        name=world.line("Sarah Meier"),
        at=AT,
        records=(record,),
        activities=(note,) * 9,
        deals=({"number": 5, "kind": "opportunity", "name": world.line("Project tool"), "as": "contact"},),
        events=(changed,) * 30,
        mentions=findings(world)[2:5],
        imports=(row,),
        words=("meier", "sarah"),
        conversations=({"conversation_id": "a:1", **place},),
        turns=({"conversation_id": "a:1", "activity_id": "17", "at": AT},),
        lists=(world.line("sarah"),),
        names={("owner", 1): world.line("Alex Berger"), ("about", 1): world.line("Sarah Meier")},
    )


def colleague(world: World) -> Disclosure:
    """What is kept on a colleague."""
    place = {"language": "de", "time_zone": "Europe/Vienna", "country": "AT", "locale": "de-AT"}
    ids = {"id": 2, "user_id": "0a1b2c3d-0000-4000-8000-00000000a1ec", "chat_id": "29:1"}
    return Disclosure(
        subject=DataSubject(SubjectKind.MEMBER, 2),
        name=world.line("Kim Akers"),
        at=AT,
        member={**ids, "name": world.line("Kim Akers"), "role": "owner", **place, "created_at": AT},
        counts={"LeadCaptured": 1200, "ActivityLogged": 1},
        lists=(world.line("open leads"),),
    )


def audit(reader: Reader, world: World) -> Card:
    """A page of the audit."""
    event = Event("WorkspaceChanged", Setting.WORKSPACE, 0, 4, {"currency": "CHF"}, {"currency": "EUR"})
    settings = Recorded(event, 7, 7, 1, AT, Source.CHAT)
    alex = Colleague(id=1, name=world.line("Alex Berger"))
    refused: Plain = {
        "reason": "client_foreign",
        "user_id": "0a1b2c3d-0000-4000-8000-00000000a1ec",
        "door": "tab",
    }
    stage: Plain = {"stage": 2, "fields": ["required", "stale_after"]}
    erased: Plain = {"kind": "record", "number": 1, "findings": 3, "events": 1200}
    role: Plain = {"member": 2, "role": "owner"}
    proposal = Stage(id=2, pipeline=1, key="proposal", type=StageType.OPEN, probability=60)
    notes = [
        (Note(id=5, at=AT, name="SettingsChanged", actor=1, sequence=7), alex, settings),
        (Note(id=4, at=AT, name="SignInRefused", actor=None, count=12, details=refused), None, None),
        (
            Note(
                id=3,
                at=AT,
                name="PersonErased",
                actor=1,
                details=erased,
            ),
            alex,
            None,
        ),
        (
            Note(id=2, at=AT, name="StageChanged", actor=1, details=stage),
            alex,
            None,
        ),
        (Note(id=1, at=AT, name="WorkspaceExported", actor=None, details={}), None, None),
        (Note(id=0, at=AT, name="RoleChanged", actor=None, details=role), None, None),
    ]
    names: dict[tuple[str, object], object] = {("owner", 2): world.line("Kim Akers"), ("stage", 2): proposal}
    lines = [Line(note=note, actor=who, event=what, names=names) for note, who, what in notes]
    return cards.audit_card(
        reader, lines, "1", lambda cursor: button(reader.t("button.more_rows"), "list.more", cursor=cursor)
    )


BUILDERS = {
    "erasure": lambda reader, world: cards.erasure_card(reader, plan(world, second=True), "f"),
    "erasure_alone": lambda reader, world: cards.erasure_card(
        reader, plan(world, second=False, count=60), "f", reader.t("error.finding_unknown")
    ),
    "erasures": erasures,
    "erasures_none": lambda reader, _: cards.erasures_card(reader, [], {}, 1),
    "disclosure": lambda reader, world: cards.disclosure_card(reader, disclosure(world)),
    "disclosure_colleague": lambda reader, world: cards.disclosure_card(reader, colleague(world)),
    "audit": audit,
}
