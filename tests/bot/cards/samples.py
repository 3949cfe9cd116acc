"""Every card with every kind of contents: what the tests and the pictures draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, cast

import bot.commands  # noqa: F401 - fills the registry, whose commands the help tells
from app.crm.activities.views import Duty, MyWork, Neglected
from app.crm.board import Board, BoardColumn
from app.crm.conflicts import Changes
from app.crm.customers.views import Customer, CustomerPerson, DealSum, KnownBy, Need
from app.crm.duplicates.similarity import Reason, Similarity
from app.crm.imports.views import ImportView
from app.crm.leads import LeadDraft
from app.crm.merge.views import Difference, MergePreview, Split
from app.crm.newcomers import Newcomer, Newcomers
from app.crm.views import (
    Colleague,
    ContactDeal,
    Context,
    Conversion,
    ConversionCandidate,
    Entry,
    Found,
    Hit,
    Lookalike,
    Partaker,
    QualificationPreview,
    RecordView,
    Ref,
    Related,
    Undone,
)
from app.crm.workspace import Proposal, Settings
from app.domain.activity import Activity, ActivityType
from app.domain.contact import Contact
from app.domain.conversion import TARGETS, Kept, Log
from app.domain.deal import MOST_FOLLOWERS, MOST_PARTICIPANTS
from app.domain.errors import Problem
from app.domain.event import Event, Kind, Recorded, Setting, Source
from app.domain.framework import BANT, CHAMP, LONGEST_ANSWER, MEDDIC, Framework
from app.domain.imports import Fate, Import, ImportState, RowNote
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Member, Role, Workspace
from app.domain.merge import Side
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.domain.pipeline import (
    DEFAULT_CHOICES,
    DEFAULT_STAGES,
    REQUIRABLE,
    ListEntry,
    Pipeline,
    Stage,
    StageType,
)
from app.domain.place import Place
from app.domain.qualification import Authority, Timeline
from app.domain.workdays import WEEKDAYS
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from bot import cards
from bot.cards import Card, CommandHelp, FormState
from bot.cards.elements import ActionExecute
from bot.cards.layout import button
from bot.refusals import ways_forward
from bot.topics import line_of, lines_of, title_of, topics
from bot.understanding.answers import not_known_card, other_kind_card
from tests.bot.cards import privacy_samples

AT = dt.datetime(2026, 11, 23, 16, 5, tzinfo=dt.UTC)
READERS = {language: Reader(language, "Europe/Berlin", "EUR") for language in LANGUAGES}


@dataclass(frozen=True)
class World:
    """Contents for cards. `line` and `text` make the value of a field from what it usually holds; `full`
    leaves every optional field out where it is false."""

    name: str
    line: Callable[[str], str]
    text: Callable[[str], str]
    members: int = 3
    stages: int = 6
    choices: int = 8
    full: bool = True

    def money(self, amount: str) -> Money | None:
        return Money(Decimal(amount), "EUR") if self.full else None

    def person(self) -> Colleague:
        return Colleague(id=1, name=self.line("Alex Berger"))

    def ref(self, number: int, name: str) -> Ref | None:
        return Ref(number=number, name=self.line(name)) if self.full else None

    def optional(self, value: str) -> str:
        return self.line(value) if self.full else ""

    def prose(self, value: str) -> str:
        return self.text(value) if self.full else ""


def _repeat(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def _same(value: str) -> str:
    return value


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


HOSTILE = (
    "**Sarah** <b>O'Brien</b> [x](https://evil.example) {{DATE(2026-11-23T10:00:00Z,LONG)}} "
    "#1 _u_ `c` &amp; \\"
)
RTL = "شركة الابتكار 123 (שלום)"
EMOJI = "🚀 Zoë 👩🏽‍💻 & Søn"
LONG_WORDS = _repeat("Donaudampfschifffahrtsgesellschaftskapitän ", 199) + "x"
LONG_TEXT = _repeat("Ein langer Satz über die Anforderungen an das neue Werkzeug.\n", 4000)

WORLDS = (
    World("typical", _same, _same),
    World("bare", _same, _same, full=False),
    World("longest", _always(LONG_WORDS), _always(LONG_TEXT), members=200, stages=50, choices=60),
    World(
        "heaviest",
        _always(_repeat("漢字", 200)),
        _always(_repeat("漢字仮名\n", 4000)),
        members=200,
        stages=50,
        choices=60,
    ),
    World("astral", _always("🚀" * 200), _always("🚀" * 4000), members=200, stages=50, choices=60),
    World("controls", _always('\x01"\\' * 66), _always('\x01"\\\n' * 1000), members=200, choices=60),
    World("emoji", _always(EMOJI), _always(_repeat(EMOJI + "\n", 400))),
    World("rtl", _always(RTL), _always(RTL + "\n" + RTL)),
    World("hostile", _always(HOSTILE), _always(HOSTILE + "\n\x00\u202e" + HOSTILE)),
)
TYPICAL, BARE, LONGEST = WORLDS[:3]


def workspace() -> Workspace:
    return Workspace(id=1, tenant_id="t", name="Contoso", currency="EUR", time_zone="Europe/Berlin")


def context(world: World) -> Context:
    names = ["Alex Berger", "Robin Öztürk", "Kim Nguyen"]
    members = tuple(
        Member(
            id=i,
            workspace=workspace(),
            user_id=f"u{i}",
            name=world.line(names[(i - 1) % 3]),
            role=Role.MEMBER,
        )
        for i in range(1, world.members + 1)
    )
    return Context(members=members, pipeline=pipeline(world), choices=tuple(_choices(world)))


def _choices(world: World) -> Iterator[ListEntry]:
    for name, keys in DEFAULT_CHOICES.items():
        yield from (ListEntry(name, key) for key in keys)
        yield from (ListEntry(name, f"own_{i}", world.line("Own")) for i in range(world.choices - len(keys)))


def pipeline(world: World) -> Pipeline:
    stages = [
        Stage(
            id=i + 1,
            pipeline=1,
            key=key,
            type=type_,
            probability=percent,
            required=("amount", "close_date", "authority") if key == "proposal" else (),
        )
        for i, (key, type_, percent, _) in enumerate(DEFAULT_STAGES)
    ]
    stages += [
        Stage(
            id=10 + i, pipeline=1, key=f"own_{i}", name=world.line("Own"), type=StageType.OPEN, probability=50
        )
        for i in range(world.stages - len(stages))
    ]
    return Pipeline(id=1, name=world.line("Sales"), stages=tuple(stages))


def lead(world: World, status: LeadStatus = LeadStatus.OPEN) -> RecordView:
    gone = status is LeadStatus.DISQUALIFIED
    qualified = status is LeadStatus.QUALIFIED
    record = Lead(
        number=104,
        version=3,
        name=world.line("Sarah Meier"),
        company=world.optional("Tech Innovators Inc."),
        job_title=world.optional("IT manager"),
        email=world.optional("sarah@techinnovators.example"),
        phone=world.optional("+49 30 1234567"),
        source="fair" if world.full else "",
        need=world.prose("A project management tool for 40 people.\nThe old one is switched off in March."),
        note=world.prose("Met at the fair in Hamburg. Wants a demo with the whole team."),
        amount=world.money("12000"),
        budget=world.money("15000.50"),
        authority=Authority.DECISION_MAKER if world.full else None,
        timeline=Timeline.QUARTER if world.full else None,
        status=status,
        disqualify_reason="no_budget" if gone else "",
        disqualify_note=world.prose("Budget is frozen until next year.") if gone else "",
        opportunity=107 if qualified else None,
        updated_at=AT if world.full else None,
    )
    return RecordView(
        record=record,
        owner=world.person() if world.full else None,
        opportunity=world.ref(107, "Tech Innovators: project tool") if qualified else None,
        participants=partakers(world, 2),
        followers=followers(world)[:1],
        changed_by=world.person() if world.full else None,
        changed_at=AT if world.full else None,
    )


def opportunity(world: World, status: OpportunityStatus = OpportunityStatus.OPEN) -> RecordView:
    line = pipeline(world)
    stage = {
        OpportunityStatus.OPEN: line.stages[1],
        OpportunityStatus.WON: line.stages[4],
        OpportunityStatus.LOST: line.stages[5],
    }[status]
    lost = status is OpportunityStatus.LOST
    record = Opportunity(
        number=107,
        version=5,
        name=world.line("Tech Innovators Inc.: project management tool"),
        pipeline=1,
        stage=stage.id,
        status=status,
        amount=world.money("12000"),
        budget=world.money("15000.50"),
        authority=Authority.INFLUENCER if world.full else None,
        timeline=Timeline.QUARTER if world.full else None,
        close_date=dt.date(2027, 2, 23) if world.full else None,
        need=world.prose("A project management tool for 40 people."),
        lost_reason="competitor" if lost else "",
        lost_note=world.prose("They took the tool of their parent company.") if lost else "",
    )
    return RecordView(
        record=record,
        participants=partakers(world),
        followers=followers(world),
        owner=world.person() if world.full else None,
        organization=world.ref(105, "Tech Innovators Inc."),
        contact=world.ref(106, "Sarah Meier"),
        lead=world.ref(104, "Sarah Meier"),
        stage=stage,
        pipeline=line,
        changed_by=world.person(),
        changed_at=AT,
    )


def partakers(world: World, count: int = 0) -> tuple[Partaker, ...]:
    """Who takes part: some, or as many as there can be."""
    if not world.full:
        return ()
    most = count or (5 if world.choices == 8 else MOST_PARTICIPANTS)
    people = (
        ("Anna Roth", "cfo"),
        ("Ben O'Brien", "it_director"),
        ("Clara Zett", "Sponsor"),
        ("Tom Berg", ""),
    )
    return tuple(
        Partaker(
            contact=Ref(number=110 + i, name=world.line(people[i % 4][0])),
            role=world.line(people[i % 4][1]) if i % 4 == 2 else people[i % 4][1],
        )
        for i in range(most)
    )


def followers(world: World) -> tuple[Colleague, ...]:
    names = ("Alex Berger", "Robin Öztürk", "Kim Nguyen")
    count = (3 if world.choices == 8 else MOST_FOLLOWERS) if world.full else 0
    return tuple(Colleague(id=i + 1, name=world.line(names[i % 3])) for i in range(count))


def contact(world: World) -> RecordView:
    record = Contact(
        number=106,
        name=world.line("Sarah Meier"),
        job_title=world.optional("IT manager"),
        email=world.optional("sarah@techinnovators.example"),
        phone=world.optional("+49 30 1234567"),
    )
    deals = tuple(
        ContactDeal(hit=hit, role=world.line("Sponsor") if i else "cfo", primary=i == 2)
        for i, hit in enumerate(hits(world, 3 if world.choices == 8 else 12))
    )
    return RecordView(
        record=record,
        organization=world.ref(105, "Tech Innovators Inc."),
        deals=deals if world.full else (),
    )


def organization(world: World) -> RecordView:
    record = Organization(
        number=105,
        name=world.line("Tech Innovators Inc."),
        domain=world.optional("techinnovators.example"),
        website=world.optional("https://www.techinnovators.example"),
        phone=world.optional("+49 30 1234500"),
        industry=world.optional("Software"),
        size=240 if world.full else None,
    )
    return RecordView(record=record)


TODAY = AT.date()


def step(world: World, days: int = 4, type_: ActivityType = ActivityType.TASK) -> Activity:
    """An open activity, due so many days from TODAY."""
    due = TODAY + dt.timedelta(days=days)
    return Activity(
        number=120 + days,
        version=2,
        type=type_,
        about=107,
        name=world.line("Call Sarah about the demo"),
        text=world.prose("She wants to see the import.\nAsk for the CFO as well."),
        due=due,
        due_at=dt.datetime.combine(due, dt.time(13), dt.UTC) if world.full else None,
    )


def activity(world: World, *, done: bool = False, type_: ActivityType = ActivityType.CALL) -> RecordView:
    record = replace(step(world, type_=type_), done_at=AT if done else None, about=104)
    return RecordView(
        record=record,
        owner=world.person() if world.full else None,
        about=Ref(number=104, name=world.line("Sarah Meier"), kind=Kind.LEAD),
        today=TODAY,
        changed_by=world.person(),
        changed_at=AT,
    )


def cancelled(world: World) -> RecordView:
    """An activity that was called off."""
    view = activity(world, done=True, type_=ActivityType.MEETING)
    return replace(view, record=replace(cast("Activity", view.record), cancelled=True))


def work(world: World) -> MyWork:
    """A full day."""
    about = Ref(number=107, name=world.line("Tech Innovators Inc."), kind=Kind.OPPORTUNITY)

    def duties(*days: int) -> tuple[Duty, ...]:
        return tuple(Duty(activity=step(world, day), about=about) for day in days)

    deals = tuple(hit for hit in hits(world, 16) if hit.kind is Kind.OPPORTUNITY)
    return MyWork(
        today=TODAY,
        overdue=duties(-5, -1),
        due_today=duties(0),
        upcoming=duties(1, 4, 9),
        without_step=tuple(Neglected(hit=replace(deal, number=200 + i)) for i, deal in enumerate(deals)),
        stale=(Neglected(hit=deals[0], days=12), Neglected(hit=deals[1], days=1, has_step=True)),
        cut=frozenset({"upcoming"}),
    )


def with_activities(world: World, view: RecordView, days: int = 4) -> RecordView:
    """A record with a next step and some activities."""
    types = (ActivityType.NOTE, ActivityType.CALL, ActivityType.EMAIL, ActivityType.MEETING)
    done = [replace(step(world, -i, type_), done_at=AT) for i, type_ in enumerate(types)]
    return replace(view, next_step=step(world, days), activities=(step(world, days), *done), today=TODAY)


def recorded(
    name: str, kind: Kind, number: int, before: dict[str, object], after: dict[str, object]
) -> Recorded:
    event = Event(name, kind, number, 3, before, after)
    return Recorded(event, 17, 17, 1, AT, Source.CHAT, undone=name == "LeadAssigned")


def entries(world: World) -> tuple[Entry, ...]:
    changes: tuple[tuple[str, dict[str, object], dict[str, object]], ...] = (
        (
            "LeadEdited",
            {"amount": None, "need": world.text("Old")},
            {"amount": {"amount": "12000", "currency": "EUR"}, "need": world.text("New")},
        ),
        ("LeadAssigned", {"owner": 2}, {"owner": 1}),
        ("SomethingNew", {"timeline": "year", "source": ""}, {"timeline": "quarter", "source": "fair"}),
        ("LeadCaptured", {}, {"name": world.line("Sarah Meier")}),
    )
    names: dict[tuple[str, object], object] = {
        ("owner", 1): world.line("Alex Berger"),
        ("owner", 2): world.line("Robin Öztürk"),
    }
    return tuple(
        Entry(recorded=recorded(name, Kind.LEAD, 104, before, after), actor=world.person(), names=names)
        for name, before, after in changes
    )


def _changes(world: World) -> Changes:
    told = entries(world)
    seen = lead(world).record
    assert isinstance(seen, Lead)
    return Changes(
        entries=told, seen=seen, by_field={"need": told[0], "amount": told[0]}, names=told[0].names
    )


def _converted(world: World) -> tuple[Entry, ...]:
    log = _conversion(world, joined=True).log.plain()
    after: dict[str, object] = {"opportunity": 107, "conversion": log}
    before: dict[str, object] = {"opportunity": None, "conversion": {}}
    told = recorded("LeadQualified", Kind.LEAD, 104, before, after)
    return (Entry(recorded=told, actor=world.person(), names={}),)


def brought(world: World, state: ImportState) -> ImportView:
    """An import with rows of every fate."""
    name = world.line("Sarah Meier")
    notes = [
        RowNote(row=3, fate=Fate.SKIPPED, name=name, like=104, like_name=name),
        RowNote(row=5, fate=Fate.SKIPPED, name=name, like_row=4, like_name=name),
        RowNote(row=6, fate=Fate.ADDED, name=name, like=77, like_name=name),
        *(
            RowNote(
                row=row,
                fate=Fate.REFUSED,
                name=name,
                problems={"email": Problem("email_invalid"), "note": Problem("too_long", {"limit": 4000})},
            )
            for row in range(7, 20)
        ),
    ]
    left = tuple(Ref(number=number, name=name) for number in range(101, 121))
    return ImportView(
        file=Import(
            id=7,
            member=1,
            at=AT,
            file_name=world.line("leads of the fair.csv") if world.full else "",
            digest="0" * 64,
            state=state,
            rows=5000,
            created=2400 if world.full else 0,
            added=1,
            skipped=2,
            refused=13,
        ),
        by=Colleague(id=1, name=world.line("Alex Wilber")),
        notes=tuple(notes) if world.full else (),
        kept=left if world.full and state is ImportState.REVERTED else (),
        unknown=tuple(world.line(f"BoardColumn {n}") for n in range(30)) if world.full else (),
    )


def _import_card(state: ImportState, reader: Reader, world: World) -> Card:
    notice = reader.t("error.undo_import") if state is ImportState.DONE else ""
    return cards.import_card(reader, brought(world, state), notice)


def hits(world: World, count: int = 4) -> tuple[Hit, ...]:
    line = pipeline(world)
    kinds = (
        Hit(
            kind=Kind.LEAD,
            number=104,
            version=1,
            name=world.line("Sarah Meier"),
            detail=world.optional("Tech Innovators Inc."),
            status="open",
            amount=world.money("12000"),
            owner=world.person(),
        ),
        Hit(
            kind=Kind.OPPORTUNITY,
            number=107,
            version=1,
            name=world.line("Tech Innovators Inc.: project management tool"),
            detail=world.optional("Tech Innovators Inc."),
            status="open",
            stage=line.stages[-1] if world.stages > 6 else line.stages[3],
            amount=world.money("1250000.75"),
        ),
        Hit(
            kind=Kind.CONTACT,
            number=106,
            version=1,
            name=world.line("Sarah Meier"),
            detail=world.optional("IT manager"),
        ),
        Hit(kind=Kind.LEAD, number=98, version=1, name="", detail="", status="disqualified"),
    )
    return tuple(kinds[i % 4] for i in range(count))


def plans(reader: Reader, world: World) -> tuple[Hit, ...]:
    """Planned calls and meetings of a deal, among which somebody has to choose; a call need have no name."""
    about = Ref(number=104, name=world.line("Tech Innovators Inc."), kind=Kind.OPPORTUNITY)
    hit = Hit(kind=Kind.ACTIVITY, number=110, version=1, name="", status="open", owner=world.person())
    found = []
    for day, type_ in ((1, ActivityType.CALL), (4, ActivityType.MEETING), (9, ActivityType.CALL)):
        remark = cards.plan_remark(reader, step(world, day, type_), about, TODAY)
        name = world.line("Demo") if type_ is ActivityType.MEETING else ""
        found.append(replace(hit, number=110 + day, name=name, detail=remark, activity=type_))
    return tuple(found)


def _more(reader: Reader) -> ActionExecute:
    return button(reader.t("button.more_rows"), "list.more", of="list", text="leads", cursor="104")


def lookalikes(world: World, count: int = 3) -> tuple[Lookalike, ...]:
    """Likely duplicates and one that is related, as there can be."""
    return tuple(
        Lookalike(
            hit=hit,
            similarity=Similarity.RELATED if i == 2 else Similarity.SAME,
            reasons=(Reason.COMPANY,) if i == 2 else tuple(Reason),
        )
        for i, hit in enumerate(hit for hit in hits(world, count + 1) if hit.kind is not Kind.OPPORTUNITY)
    )


_TOLD = (
    ("Gail Ostrow", "Ostrow Farms", "gail@ostrow.example", "+1 212 555 0188"),
    ("Percy Lamb", "Lambtek", "percy@lambtek.example", ""),
    ("Yara Cole", "Colewood GmbH & Co. KG", "", "+49 89 1112220"),
    ("Dr. Ines Fuchsberg", "Fuchsberg Optik e.K.", "ines@fuchsberg.example", ""),
)


def told_drafts(world: World, count: int) -> list[LeadDraft]:
    """People as a message told of them."""
    return [
        LeadDraft(
            name=world.line(name),
            company=world.optional(company),
            job_title=world.optional("Head of Procurement"),
            email=world.optional(email) if email else "",
            phone=world.optional(phone) if phone else "",
            need=world.prose("A project management tool for 40 people."),
            note=world.prose("Met at the fair in Hamburg."),
            source="fair" if world.full else "",
            timeline=Timeline.QUARTER if world.full else None,
            amount=world.money("12000"),
        )
        for name, company, email, phone in (_TOLD[at % len(_TOLD)] for at in range(count))
    ]


def told_texts(world: World, count: int) -> list[str]:
    """What a message said of each: together no longer than a button may carry."""
    most = 8_000 // (3 * count)
    return [
        world.text(f"{name}, {company}, {email}, {phone}")[:most]
        for name, company, email, phone in _TOLD[:count]
    ]


def newcomers(world: World, kept: int = 3, alike: int = 0, refused: int = 0) -> Newcomers:
    """Several people of whom some were kept, some are there already, and some cannot be leads."""
    drafts = told_drafts(world, max(kept, alike, refused))
    leads = [
        RecordView(
            record=Lead(
                number=104 + at,
                version=1,
                **draft,
            )
        )
        for at, draft in enumerate(drafts[:kept])
    ]
    known = lookalikes(world, 1)
    return Newcomers(
        people=(
            *(Newcomer(view=view) for view in leads),
            *(Newcomer(draft=draft, candidates=known) for draft in drafts[:alike]),
            *(
                Newcomer(draft=draft, problems={"email": Problem("email_invalid")})
                for draft in drafts[:refused]
            ),
        )
    )


def _gathered(reader: Reader, world: World, kept: int, alike: int = 0, refused: int = 0) -> Card:
    found = newcomers(world, kept, alike, refused)
    texts = told_texts(world, min(alike + refused, 4)) if alike + refused else []

    def sentence(_: Newcomer) -> str:
        return reader.t("error.email_invalid")

    return cards.newcomers_card(reader, found, texts, "form-1", sentence, undo=found.record)


def board(world: World, *, empty: bool = False) -> Board:
    line = pipeline(world)
    sums = {"EUR": Decimal("120000"), "USD": Decimal("5000.50")} if world.full else {}
    columns = tuple(
        BoardColumn(
            stage=stage,
            count=0 if empty or i == 2 else i + 1,
            totals={} if empty or i == 2 else {code: amount * (i + 1) for code, amount in sums.items()},
        )
        for i, stage in enumerate(line.stages)
    )
    return Board(pipeline=line, columns=columns)


FIELDS = (
    "name company job_title email phone source need note amount budget authority timeline "
    "opportunity_name close_date reason owner stage type text due time"
).split()
RECORD_FIELDS = (
    "name organization contact amount close_date need budget authority timeline job_title email phone domain "
    "website industry size"
).split()
LONG = frozenset({"need", "note", "text"})
ANSWERS = {
    "metrics": "Half the time for the weekly report of 40 people",
    "economic_buyer": "Dr. Vogel, CFO",
    "decision_criteria": "Works inside Teams, hosted in the EU, under 15 € a head",
    "decision_process": "IT tests two tools in January, the board decides on 15 February",
    "champion": "Sarah: her team has used it at another company",
}


def typed(world: World, fields: Sequence[str] = FIELDS) -> FormState:
    """A form that comes back: what was typed, and something wrong with some of it."""
    values = {name: world.prose(name) if name in LONG else world.optional(name) for name in fields}
    if fields is FIELDS:
        values |= {name: world.prose(text)[:LONGEST_ANSWER] for name, text in ANSWERS.items()}
    values |= {"email": "sarah@", "amount": "lots", "close_date": "next week", "reason": "", "owner": "2"}
    problems = {"email": "Email", "amount": "Amount", "reason": "Reason", "budget": "Budget", "odd": "Odd"}
    problems |= {"contact": "Contact", "organization": "Organization"}
    said = {
        name: f"{label}: " + world.line("this is not one I can read.") for name, label in problems.items()
    }
    return FormState(form_id="f-1", values=values, problems=said, verb="record.edit")


def ambiguous(world: World) -> FormState:
    """A form in which a name fits several records."""
    options = [(str(number), world.line(f"Anna Roth (#{number})")) for number in range(110, 118)]
    values = {"contact": world.line("Anna Roth, CFO"), "other_role": world.optional("Sponsor"), "role": ""}
    problems = {"contact": world.line("Several fit. Please pick one."), "organization": world.line("No.")}
    fields = {"contact": options, "organization": options}
    return FormState(form_id="f-1", values=values, problems=problems, options=fields)


def fresh() -> FormState:
    return FormState(form_id="f-1")


Builder = Callable[[Reader, World], Card]


def _offer(world: World, framework: Framework = BANT, candidates: int = 0) -> QualificationPreview:
    """`candidates` are those of each kind; without any, everything is made anew."""
    return QualificationPreview(
        lead=lead(world),
        organization=world.ref(105, "Tech Innovators Inc.") if candidates else None,
        contact=None,
        opportunity_name=world.line("Tech Innovators Inc.: Sarah Meier"),
        framework=framework,
        candidates={
            kind: tuple(_candidate(world, kind, 105 + i) for i in range(candidates)) for kind in TARGETS
        },
        conversion=_conversion(world) if candidates else None,
    )


def _candidate(world: World, kind: Kind, number: int) -> ConversionCandidate:
    stage = pipeline(world).stages[1] if kind is Kind.OPPORTUNITY else None
    why = (Reason.DOMAIN,) if number % 2 and stage is None else ()
    name = world.line("Tech Innovators Holding GmbH")
    return ConversionCandidate(
        ref=Ref(number=number, name=name), why=why, detail=world.line("ti.example"), stage=stage
    )


def _conversion(world: World, *, joined: bool = False) -> Conversion:
    """A conversion that used what was there, and one of every kind of difference."""
    kept: list[tuple[str, object, object]] = [
        ("phone", "+49 30 1234567", "+44 20 7946 0000"),
        ("job_title", world.line("IT manager"), world.line("CIO")),
        ("organization", 105, 99),
        ("need", world.text("A project tool."), world.text("A CRM.")),
        ("budget", {"amount": "15000.50", "currency": "EUR"}, {"amount": "9000.00", "currency": "EUR"}),
        ("timeline", "quarter", "year"),
        ("close_date", "2027-02-23", "2027-03-31"),
    ]
    log = Log(
        created={Kind.ORGANIZATION: 105} if joined else {},
        used={Kind.CONTACT: 106} | ({Kind.OPPORTUNITY: 107} if joined else {}),
        skipped=[] if joined else [Kind.OPPORTUNITY],
        filled={Kind.CONTACT: ["job_title", "organization"], Kind.OPPORTUNITY: ["lead", "amount"]},
        kept=[
            Kept(kind=Kind.CONTACT, number=106, field=field, lead=lead_, kept=there)
            for field, lead_, there in kept
        ],
    )
    names: dict[tuple[str, object], object] = {
        ("organization", 105): world.line("Tech Innovators Inc."),
        ("organization", 99): world.line("TI Holding"),
        ("contact", 106): world.line("Sarah Meier"),
        ("opportunity", 107): world.line("Tech Innovators Inc.: project management tool"),
    }
    return Conversion(number=104, version=4, log=log, names=names)


def _meddic(view: RecordView, world: World) -> RecordView:
    """A lead or opportunity of a workspace that asks by MEDDIC, with two questions still open."""
    asked = ("metrics", "economic_buyer", "decision_process")
    answers = {name: world.prose(ANSWERS[name])[:LONGEST_ANSWER] for name in asked if world.full}
    record: Any = view.record
    return replace(view, record=replace(record, answers=answers), framework=MEDDIC)


def _undone(world: World) -> Undone:
    events = [
        recorded("OpportunityCaptured", Kind.OPPORTUNITY, 107, {}, {"name": "x"}),
        recorded("LeadQualified", Kind.LEAD, 104, {"status": "open"}, {"status": "qualified"}),
    ]
    removed = Ref(number=107, name=world.line("Tech Innovators Inc.: project tool"))
    return Undone(events=tuple(events), remaining=(lead(world),), removed=(removed,))


def merge_preview(world: World) -> MergePreview:
    """Two leads that mean the same, with every kind of field between them."""
    kept, gone = lead(world), lead(world)
    record = gone.record
    assert isinstance(record, Lead)
    record.number, record.name, record.note = 105, world.line("Sara Meyer"), world.prose("Called in May.")
    values: dict[str, tuple[object, object]] = {
        "name": (kept.record.name, record.name),
        "company": (world.line("Tech Innovators Inc."), world.line("Tech Innovators")),
        "note": (world.line("Met at the fair in Hamburg."), world.text("Called in May, wants an offer.")),
        "amount": (Money(Decimal("12000"), "EUR"), Money(Decimal("9500.50"), "USD")),
        "authority": (Authority.DECISION_MAKER, Authority.USER),
        "source": ("fair", "phone"),
        "owner": (1, 2),
    }
    sides = {"note": Side.BOTH}
    differences = [
        Difference(field=f, kept=a, gone=b, usual=sides.get(f, Side.KEPT), joins=f == "note")
        for f, (a, b) in values.items()
    ]
    phone = Difference(field="phone", kept="", gone="+49 30 1234567", usual=Side.GONE, filled=True)
    return MergePreview(
        kept=kept,
        gone=gone,
        differences=(*differences, phone),
        moving={Kind.CONTACT: 3, Kind.OPPORTUNITY: 1},
        swappable=True,
    )


def split(world: World) -> Split:
    """A split of which not all could be given back."""
    return Split(
        view=lead(world),
        survivor=lead(world),
        moved={Kind.CONTACT: 2},
        staying=tuple(Ref(number=110 + i, name=world.line("Acme")) for i in range(7)),
        kept_fields=("phone", "note"),
    )


def settled() -> Workspace:
    """A workspace in Bavaria with days of its own."""
    return replace(
        workspace(),
        country="DE",
        subdivision="BY",
        working_days=WEEKDAYS[:4],
        free_days=("12-24", "12-31", "2026-05-15"),
        version=4,
    )


def moved() -> Proposal:
    """All that can be changed, changed."""
    there = {"currency": "USD", "time_zone": "America/New_York", "country": "US", "subdivision": "NY"}
    days = {"working_days": WEEKDAYS[:5], "public_holidays": False, "free_days": ()}
    return Proposal(now=settled(), then=settled().change("WorkspaceChanged", {**there, **days})[0])


def settler(role: Role, time_zone: str = "") -> Member:
    """Somebody who looks at the settings."""
    place = Place(time_zone=time_zone, country="CH" if time_zone else "")
    return Member(id=1, workspace=settled(), user_id="u", name="Alex Berger", role=role, place=place)


def settings_changed() -> Recorded:
    """That somebody moved the workspace."""
    before: dict[str, object] = {"currency": "CHF", "working_days": list(WEEKDAYS[:5]), "subdivision": ""}
    after: dict[str, object] = {"currency": "EUR", "working_days": list(WEEKDAYS[:4]), "subdivision": "BY"}
    event = Event("WorkspaceChanged", Setting.WORKSPACE, 0, 4, before, after)
    return Recorded(event, 7, 7, 1, AT, Source.CHAT)


def customer(world: World, people: int = 0) -> Customer:
    """All that belongs to an organization or a contact: nothing, or more than fits."""
    names = ("Sarah Meier", "Tom Berg", "Eve Kern-Öztürk")
    if not world.full:
        return Customer(missing=("industry", "size", "website", "phone"), counts={Kind.ORGANIZATION: 1})
    done = replace(step(world, type_=ActivityType.CALL), done_at=AT, about=104)
    lines = hits(world, 12)
    totals = {"EUR": Decimal("1250000.75"), "USD": Decimal(99_000), "CHF": Decimal("12.50")}
    colleague = Colleague(id=1, name=world.line("Alex Berger"))
    return Customer(
        people=tuple(
            CustomerPerson(
                contact=Ref(number=200 + at, name=world.line(names[at % 3])),
                job_title=world.line("IT manager"),
                email=world.line("sarah@techinnovators.example"),
                phone=world.line("+49 30 1234567"),
                roles=("decision_maker", world.line("Sponsor")) if at else (),
            )
            for at in range(people)
        ),
        leads=lines,
        deals=lines,
        counts={Kind.CONTACT: 12, Kind.LEAD: 40, Kind.OPPORTUNITY: 200},
        sums=tuple(DealSum(status=state, count=7, totals=totals) for state in ("open", "won", "lost")),
        needs=tuple(Need(text=world.prose("A tool for projects."), deal=one) for one in lines[:3]),
        known_by=tuple(KnownBy(colleague=colleague, times=times, last=AT) for times in (1, 12)),
        next_step=step(world, type_=ActivityType.MEETING),
        last_touch=done,
        interactions=(done,) * 5,
        about={
            number: Ref(number=number, name=world.line(name))
            for number, name in ((107, "Project tool"), (104, "Sarah Meier"))
        },
        missing=("industry", "size", "contact", "next_step"),
    )


def workspace_settings(world: World, *, changed: bool = True) -> Settings:
    """What is set, by two owners."""
    owners = tuple(Colleague(id=i, name=world.line(name)) for i, name in enumerate(("Alex Berger", "Kim"), 1))
    entries = (Entry(recorded=settings_changed(), actor=owners[0], names={}),) * (2 if changed else 0)
    asker = settler(Role.MEMBER)
    return Settings(workspace=settled(), asked_by=asker, owners=owners, entries=entries)


def _help(world: World) -> list[CommandHelp]:
    usages = ("new lead [details]", "qualify <lead number>", "move <opportunity number> [stage]", "undo")
    return [CommandHelp(usage, world.line("Says what it does, in one sentence.")) for usage in usages * 2]


BUILDERS: dict[str, Builder] = {
    **privacy_samples.BUILDERS,
    "welcome": lambda reader, _: cards.welcome(reader),
    "help": lambda reader, _: cards.help_card(reader, topics(reader)),
    "help_none": lambda reader, _: cards.help_card(reader, topics(reader), reader.t("help.none")),
    "help_topic": lambda reader, world: cards.topic_card(reader, reader.t("help.topic.deals"), _help(world)),
    "help_activities": lambda reader, _: cards.topic_card(
        reader, title_of(reader, "activities"), lines_of(reader, "activities")
    ),
    "help_answer": lambda reader, _: cards.topic_card(
        reader,
        reader.t("help.title"),
        [line_of(reader, "call", with_example=True)],
        reader.t("help.near"),
        ("activities", title_of(reader, "activities")),
    ),
    "greeting": lambda reader, _: cards.notice_card(
        reader,
        reader.t("reply.talk.greeting"),
        [
            ways_forward(reader)[0],
            (reader.t("button.my_work"), "command.run", {"text": "my work"}),
            ways_forward(reader)[2],
        ],
    ),
    "remove": lambda reader, world: cards.notice_card(
        reader,
        reader.t("reply.remove.ask", named=f"Lead #104 {world.line('Sarah Meier')}"),
        [
            (reader.t("button.take_away"), "record.remove", {"number": 104, "version": 1}),
            (reader.t("button.keep"), "record.show", {"number": 104}),
        ],
    ),
    "remove_refused": lambda reader, world: cards.notice_card(
        reader,
        f"{reader.t('error.remove_other', number=104, by=world.line('Robin Öztürk'))}"
        f" {reader.t('reply.delete.lead')}",
        [
            (reader.t("button.disqualify"), "lead.disqualify.open", {"number": 104}),
            (reader.t("button.alike"), "lead.alike", {"number": 104}),
            (reader.t("button.undo"), "undo", {"number": 104}),
            (reader.t("button.show_record", number=104), "record.show", {"number": 104}),
        ],
    ),
    "removed": lambda reader, world: cards.notice_card(
        reader,
        reader.t("reply.remove.done", number=104, name=world.line("Sarah Meier")),
        [(reader.t("button.undo"), "command.run", {"text": "undo"}), *ways_forward(reader)],
    ),
    "lead_form": lambda reader, world: cards.lead_form(reader, context(world), fresh()),
    "lead_form_problems": lambda reader, world: cards.lead_form(reader, context(world), typed(world)),
    "duplicate": lambda reader, world: cards.duplicate_card(reader, lookalikes(world), typed(world)),
    "duplicate_bare": lambda reader, world: cards.duplicate_card(reader, lookalikes(world, 1), fresh()),
    "lead_edit": lambda reader, world: cards.lead_edit_form(
        reader, context(world), lead(world), FormState(form_id="f", notice=reader.t("status.open"))
    ),
    "lead_edit_problems": lambda reader, world: cards.lead_edit_form(
        reader, context(world), lead(world), typed(world)
    ),
    "qualify": lambda reader, world: cards.qualify_form(reader, context(world), _offer(world), fresh()),
    "qualify_choices": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world, candidates=3), fresh()
    ),
    "qualify_choices_problems": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world, MEDDIC, candidates=5), typed(world)
    ),
    "qualify_expanded": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world), FormState(form_id="f-1", values={cards.EXPANDED: "1"})
    ),
    "qualify_problems": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world), typed(world)
    ),
    "qualify_champ": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world, CHAMP), fresh()
    ),
    "qualify_meddic": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world, MEDDIC), fresh()
    ),
    "qualify_meddic_problems": lambda reader, world: cards.qualify_form(
        reader, context(world), _offer(world, MEDDIC), typed(world)
    ),
    "disqualify": lambda reader, world: cards.disqualify_form(reader, context(world), lead(world), fresh()),
    "disqualify_problems": lambda reader, world: cards.disqualify_form(
        reader, context(world), lead(world), typed(world)
    ),
    "enter": lambda reader, world: cards.enter_form(
        reader,
        opportunity(world),
        pipeline(world).stages[2],
        ("amount", "close_date", "contact", "authority"),
        fresh(),
    ),
    "enter_problems": lambda reader, world: cards.enter_form(
        reader,
        replace(opportunity(world), framework=MEDDIC),
        pipeline(world).stages[2],
        REQUIRABLE,
        typed(world),
    ),
    "framework": lambda reader, world: cards.framework_card(
        reader, BANT, may_choose=True, notice=world.line("Chosen.")
    ),
    "settings": lambda reader, world: cards.settings_card(
        reader,
        workspace_settings(world),
        settler(Role.OWNER, "Europe/Zurich"),
        told_by_teams=True,
        notice=world.line(reader.t("reply.settings.changed", names=reader.t("field.currency"))),
    ),
    "settings_member": lambda reader, world: cards.settings_card(
        reader, workspace_settings(world, changed=False), settler(Role.MEMBER), told_by_teams=False
    ),
    "settings_form": lambda reader, _: cards.settings_form(reader, settled(), fresh()),
    "settings_problems": lambda reader, world: cards.settings_form(
        reader,
        settled(),
        FormState(
            form_id="f",
            values={"currency": world.line("Taler"), "free_days": world.prose("soon")},
            problems={
                "currency": reader.t("error.currency_unknown"),
                "free_days": reader.t("error.free_day_unknown", text="soon"),
            },
        ),
    ),
    "settings_proposed": lambda reader, _: cards.proposal_card(
        reader, moved(), {"currency": "USD", "time_zone": "America/New_York"}
    ),
    "settings_meanwhile": lambda reader, _: cards.proposal_card(
        reader, moved(), {"currency": "USD"}, reader.t("reply.settings.meanwhile")
    ),
    "settings_undone": lambda reader, _: cards.undone_card(
        reader, Undone(events=(settings_changed(),), remaining=(), removed=())
    ),
    "framework_member": lambda reader, _: cards.framework_card(reader, MEDDIC, may_choose=False),
    "lead_edit_meddic": lambda reader, world: cards.edit_form(
        reader, context(world), _meddic(lead(world), world), fresh()
    ),
    "opportunity_edit_meddic": lambda reader, world: cards.edit_form(
        reader, context(world), _meddic(opportunity(world), world), typed(world)
    ),
    "lead_meddic": lambda reader, world: cards.record_card(reader, _meddic(lead(world), world)),
    "opportunity_meddic": lambda reader, world: cards.record_card(reader, _meddic(opportunity(world), world)),
    "lose": lambda reader, world: cards.lose_form(reader, context(world), opportunity(world), fresh()),
    "lose_problems": lambda reader, world: cards.lose_form(
        reader, context(world), opportunity(world), typed(world)
    ),
    "move": lambda reader, world: cards.move_form(reader, opportunity(world), fresh()),
    "assign": lambda reader, world: cards.assign_form(reader, context(world), lead(world), fresh()),
    "lead": lambda reader, world: cards.record_card(reader, lead(world)),
    "lead_saved": lambda reader, world: cards.record_card(
        reader, lead(world), world.line("Lead #104 is saved."), entries(world)
    ),
    "lead_qualified": lambda reader, world: cards.record_card(
        reader,
        replace(lead(world, LeadStatus.QUALIFIED), conversion=_conversion(world)),
        entries=_converted(world),
    ),
    "opportunity_joined": lambda reader, world: cards.record_card(
        reader,
        replace(opportunity(world), conversion=_conversion(world, joined=True)),
        reader.t("reply.qualified_joined", number=107),
    ),
    "lead_disqualified": lambda reader, world: cards.record_card(
        reader, lead(world, LeadStatus.DISQUALIFIED)
    ),
    "opportunity": lambda reader, world: cards.record_card(reader, opportunity(world), world.line("Moved.")),
    "opportunity_won": lambda reader, world: cards.record_card(
        reader, opportunity(world, OpportunityStatus.WON)
    ),
    "opportunity_lost": lambda reader, world: cards.record_card(
        reader, opportunity(world, OpportunityStatus.LOST)
    ),
    "opportunity_step": lambda reader, world: cards.record_card(
        reader, with_activities(world, opportunity(world)), entries=entries(world)
    ),
    "opportunity_overdue": lambda reader, world: cards.record_card(
        reader, with_activities(world, opportunity(world), -3)
    ),
    "contact": lambda reader, world: cards.record_card(reader, contact(world)),
    "organization": lambda reader, world: cards.record_card(reader, organization(world)),
    "customer_organization": lambda reader, world: cards.record_card(
        reader, organization(world), customer=customer(world, 12)
    ),
    "customer_contact": lambda reader, world: cards.record_card(
        reader, contact(world), customer=customer(world)
    ),
    "participants": lambda reader, world: cards.participants_card(reader, opportunity(world), fresh()),
    "participants_problems": lambda reader, world: cards.participants_card(
        reader, opportunity(world), ambiguous(world)
    ),
    "participant": lambda reader, world: cards.participant_form(
        reader,
        opportunity(world),
        Partaker(contact=Ref(number=110, name=world.line("Anna")), role="cfo"),
        fresh(),
    ),
    "followers": lambda reader, world: cards.followers_card(reader, context(world), lead(world), 1, fresh()),
    "followers_many": lambda reader, world: cards.followers_card(
        reader, context(world), opportunity(world), 9, fresh()
    ),
    "person": lambda reader, world: cards.person_card(
        reader, 107, [(hit, ()) for hit in hits(world, 8)], ambiguous(world)
    ),
    "person_known": lambda reader, world: cards.person_card(
        reader, 107, [(hits(world, 3)[2], tuple(Reason))], ambiguous(world)
    ),
    "opportunity_edit": lambda reader, world: cards.edit_form(
        reader, context(world), opportunity(world), fresh()
    ),
    "opportunity_edit_problems": lambda reader, world: cards.edit_form(
        reader, context(world), opportunity(world), typed(world, RECORD_FIELDS)
    ),
    "contact_edit": lambda reader, world: cards.edit_form(
        reader, context(world), contact(world), ambiguous(world)
    ),
    "organization_edit": lambda reader, world: cards.edit_form(
        reader, context(world), organization(world), fresh()
    ),
    "contact_form": lambda reader, world: cards.capture_form(
        reader, Kind.CONTACT, typed(world, RECORD_FIELDS)
    ),
    "organization_form": lambda reader, _: cards.capture_form(reader, Kind.ORGANIZATION, fresh()),
    "opportunity_form": lambda reader, _: cards.capture_form(reader, Kind.OPPORTUNITY, fresh()),
    "duplicate_contact": lambda reader, world: cards.duplicate_card(
        reader, lookalikes(world), typed(world, RECORD_FIELDS), Kind.CONTACT
    ),
    "list": lambda reader, world: cards.list_card(
        reader, Found(hits=hits(world, 8)), reader.t("card.lead"), lambda _: _more(reader)
    ),
    "list_long": lambda reader, world: cards.list_card(
        reader, Found(hits=hits(world, 200)), world.line("Leads")
    ),
    "list_empty": lambda reader, _: cards.list_card(reader, Found(hits=()), reader.t("card.lead")),
    "choose": lambda reader, world: cards.choose_card(reader, hits(world, 3), world.text("Sarah")),
    "choose_and_carry_on": lambda reader, world: cards.choose_card(
        reader, hits(world, 8), world.text("Sarah"), lambda option: f"lost {option} {world.text('price')}"
    ),
    "choose_plan": lambda reader, world: cards.choose_card(
        reader, plans(reader, world), world.text("#104"), lambda option: f"postpone {option} to Friday 3pm"
    ),
    "activity": lambda reader, world: cards.record_card(reader, activity(world), world.line("Planned.")),
    "activity_done": lambda reader, world: cards.record_card(reader, activity(world, done=True)),
    "activity_cancelled": lambda reader, world: cards.record_card(
        reader, cancelled(world), reader.t("reply.activity.cancelled")
    ),
    "lead_cancelled": lambda reader, world: cards.record_card(
        reader, replace(lead(world), activities=(cast("Activity", cancelled(world).record),))
    ),
    "activity_form": lambda reader, world: cards.activity_form(reader, lead(world), fresh()),
    "activity_form_problems": lambda reader, world: cards.activity_form(reader, lead(world), typed(world)),
    "activity_edit": lambda reader, world: cards.activity_edit_form(reader, activity(world), fresh()),
    "activity_edit_problems": lambda reader, world: cards.activity_edit_form(
        reader, activity(world), typed(world)
    ),
    "next_step": lambda reader, world: cards.next_step_form(
        reader, activity(world, done=True), opportunity(world), fresh()
    ),
    "work": lambda reader, world: cards.work_card(
        reader, work(world), world.line("Done."), lambda _: _more(reader)
    ),
    "work_stale": lambda reader, world: cards.work_part_card(reader, work(world), "stale"),
    "work_overdue": lambda reader, world: cards.work_part_card(reader, work(world), "overdue"),
    "work_upcoming": lambda reader, world: cards.work_part_card(
        reader, work(world), "upcoming", lambda _: _more(reader)
    ),
    "work_none_stale": lambda reader, _: cards.work_part_card(
        reader, MyWork(today=TODAY, overdue=(), due_today=(), upcoming=(), without_step=(), stale=()), "stale"
    ),
    "work_empty": lambda reader, _: cards.work_card(
        reader,
        MyWork(today=TODAY, overdue=(), due_today=(), upcoming=(), without_step=(), stale=()),
    ),
    "more": lambda reader, world: cards.more_card(reader, lead(world)),
    "pipeline": lambda reader, world: cards.pipeline_card(reader, board(world)),
    "pipeline_empty": lambda reader, world: cards.pipeline_card(reader, board(world, empty=True)),
    "merge": lambda reader, world: cards.merge_form(reader, merge_preview(world), fresh()),
    "merge_changed": lambda reader, world: cards.merge_form(
        reader,
        merge_preview(world),
        FormState(form_id="f", values={"name": "gone"}, notice=reader.t("card.merge.changed")),
    ),
    "pairs": lambda reader, world: cards.pairs_card(
        reader, [(hits(world, 1)[0], one) for one in lookalikes(world)], _more(reader)
    ),
    "pairs_none": lambda reader, _: cards.pairs_card(reader, ()),
    "lead_related": lambda reader, world: cards.record_card(
        reader,
        replace(
            lead(world),
            related=(Related(number=7, name=world.line("Tech Innovators Inc."), customer=True, deals=2),),
        ),
        reader.t("reply.saved"),
    ),
    "lead_alike": lambda reader, world: cards.record_card(
        reader, lead(world), reader.t("reply.likely_same", number=99), alike=99
    ),
    "merged": lambda reader, world: cards.record_card(
        reader, lead(world), reader.t("reply.merged", gone=105, kept=104)
    ),
    "split": lambda reader, world: cards.record_card(
        reader, lead(world), cards.told_split(reader, split(world))
    ),
    "import_guide": lambda reader, _: cards.import_guide(reader),
    **{f"import_{state}": partial(_import_card, state) for state in ImportState},
    "suggestion": lambda reader, world: cards.suggestion_card(
        reader, world.text("qualfy 104"), [(world.line("qualify 104"), world.line("qualify 104"))] * 7
    ),
    "notice": lambda reader, world: cards.notice_card(
        reader, world.text("There is no record #999 here."), [(reader.t("button.help"), "help", {})]
    ),
    "undone": lambda reader, world: cards.undone_card(reader, _undone(world)),
    "language": lambda reader, _: cards.language_card(reader),
    "conflict": lambda reader, world: cards.conflict_card(
        reader, lead(world), world.line("Somebody was quicker: the amount was changed."), typed(world)
    ),
    "conflict_changes": lambda reader, world: cards.conflict_card(
        reader,
        lead(world),
        reader.t("error.changed_meanwhile"),
        FormState(
            form_id="f-1",
            values={"phone": "+49 30 999", "need": world.text("Other"), "amount": "15k", "job_title": ""},
            verb="record.edit",
        ),
        _changes(world),
    ),
    "conflict_at_once": lambda reader, world: cards.conflict_card(
        reader,
        opportunity(world),
        reader.t("error.changed_meanwhile"),
        FormState(form_id="f-1", verb="opportunity.win"),
        _changes(world),
    ),
    "conflict_closed": lambda reader, world: cards.conflict_card(
        reader, opportunity(world, OpportunityStatus.WON), reader.t("error.opportunity_is_won")
    ),
    "conflict_qualified": lambda reader, world: cards.conflict_card(
        reader,
        lead(world, LeadStatus.QUALIFIED),
        reader.t("error.lead_is_qualified"),
    ),
    "newcomers": lambda reader, world: _gathered(reader, world, 3),
    "gathering_many": lambda reader, world: _gathered(reader, world, 20),
    "gathering_alike": lambda reader, world: _gathered(reader, world, 2, 1),
    "gathering_several_alike": lambda reader, world: _gathered(reader, world, 1, 2, 1),
    "gathering_none": lambda reader, world: _gathered(reader, world, 0, 1),
    "people": lambda reader, world: cards.people_card(
        reader, told_drafts(world, 2), told_texts(world, 2), world.text("both of them")[:2000], "form-1"
    ),
    "people_many": lambda reader, world: cards.people_card(
        reader, told_drafts(world, 20), told_texts(world, 4), world.text("all of them")[:2000], "form-1"
    ),
    "pasted": lambda reader, world: cards.contact_card(
        reader, told_drafts(world, 1)[0], world.text("Gail Ostrow\nOstrow Farms")[:2000], "form-1", 104
    ),
    "pasted_alone": lambda reader, world: cards.contact_card(
        reader, told_drafts(world, 1)[0], world.text("Gail Ostrow\nOstrow Farms"), "form-1", None
    ),
    "joined": lambda reader, world: cards.joined_card(
        reader,
        [
            cards.record_card(
                reader, opportunity(world, OpportunityStatus.WON), reader.t("reply.won"), undo=True
            ),
            cards.record_card(reader, activity(world), reader.t("reply.saved"), undo=True),
        ],
        ["win 104", "call her tomorrow"],
    ),
    "joined_forms": lambda reader, world: cards.joined_card(
        reader,
        [
            cards.lose_form(reader, context(world), opportunity(world), fresh()),
            cards.edit_form(reader, context(world), opportunity(world), fresh()),
        ],
        ["lost 104", world.text("edit 107")[:200]],
    ),
    "unused": lambda reader, world: cards.with_unused(
        reader,
        cards.record_card(reader, opportunity(world, OpportunityStatus.WON), undo=True),
        world.text("the champagne is cold"),
        107,
    ),
    "unused_nowhere": lambda reader, world: cards.with_unused(
        reader,
        cards.list_card(reader, Found(hits=hits(world, 3)), reader.t("card.lead")),
        world.text("for the fair"),
    ),
    "offer": lambda reader, world: cards.with_offer(
        reader,
        cards.record_card(reader, activity(world, done=True), reader.t("reply.saved")),
        reader.t("reply.follow_up", day=reader.date(TODAY)),
        reader.t("reply.follow_up_plan"),
        f"task #104 {world.text('call her')}",
    ),
    "not_known": lambda reader, world: not_known_card(
        reader,
        "call",
        world.text("Gus Marlow"),
        world.text("liked it"),
        (),
        f"call #104 {world.text('liked it')}",
    ),
    "not_known_near": lambda reader, world: not_known_card(
        reader, "move", world.text("Tech Inovators"), "to proposal", hits(world, 4)
    ),
    "other_kind": lambda reader, world: other_kind_card(reader, hits(world, 1), "opportunity"),
    "other_kinds": lambda reader, world: other_kind_card(reader, hits(world, 4)[1:], "lead"),
    "error": lambda reader, _: cards.error_card(reader, "7F3K-21"),
}
"""Every card that the bot can show, by name."""
