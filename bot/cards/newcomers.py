"""Several new people at once: what became of each, or what would be saved; and one whose contact data were
pasted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import orjson

from app.crm.leads import LeadDraft
from app.crm.newcomers import Newcomer, Newcomers
from app.domain.event import Kind
from app.domain.fields import EDITABLE, Type
from app.domain.lead import Lead
from app.languages.reader import Reader
from app.languages.values import say_field
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Choice, InputChoiceSet, Part
from bot.cards.inputs import as_typed
from bot.cards.literal import shorten

ROOM_FOR_TEXTS = 9_000
"""Bytes of what was written that a card's buttons may carry each."""

LONGEST_NUMBER = 24
"""Characters that a phone's line has room for."""

_FURTHER = sorted(
    (one for one in EDITABLE[Kind.LEAD].values() if not (one.head or one.is_long)),
    key=lambda one: (bool(one.list), one.type is Type.OPTION),
)
"""The facts of a draft, those that are one of a list last."""

Sentences = Callable[[Newcomer], str]


def newcomers_card(
    reader: Reader,
    newcomers: Newcomers,
    texts: Sequence[str],
    form: str,
    sentences: Sentences,
    notice: str = "",
    *,
    undo: Lead | None = None,
) -> Card:
    """What became of several new people. `texts` are those of whom nothing was saved, in their order, carried
    by "save anyway" (leads.capture, with the id `form`); `sentences` says what keeps somebody from being a
    lead. `undo` is a lead of the change that can be taken back."""
    kept, waiting = newcomers.leads, [one for one in newcomers.people if not one.view]
    alike = [one for one in waiting if not one.problems]
    title = reader.t("card.newcomers.title", count=len(kept)) if kept else reader.t("card.duplicate.title")
    actions = [*_anyway(reader, newcomers, waiting, texts, form), *_undo(reader, undo)]
    top = [layout.band(title, style="accent" if kept else "warning"), layout.noticed(notice)]
    choice = _choice(reader, waiting) if fits(texts) else []
    rows = [
        *(_kept_row(reader, lead) for lead in kept),
        *_alike_rows(reader, alike),
        *_refused_rows(reader, [one for one in waiting if one.problems], sentences),
    ]
    return _card(reader, title, top, rows, choice, actions)


def people_card(
    reader: Reader, drafts: Sequence[LeadDraft], texts: Sequence[str], whole: str, form: str
) -> Card:
    """What would be saved of several people, where it is not sure that these are they; verbs leads.capture,
    leads.one with the `whole` text, and leads.drop."""
    title = reader.t("card.newcomers.preview", count=len(drafts))
    top = [layout.band(title), layout.told(reader.t("card.newcomers.preview_intro"))]
    every = layout.button(reader.t("button.capture_all"), "leads.capture", form=form, **carried(texts))
    one = layout.button(reader.t("button.as_one_lead"), "leads.one", form=form, text=whole)
    drop = layout.aside(reader.t("button.cancel"), "leads.drop")
    actions = [every, *([one] if fits([whole]) else []), drop]
    return _card(reader, title, top, [_draft_row(reader, draft) for draft in drafts], [], actions)


def contact_card(reader: Reader, draft: LeadDraft, text: str, form: str, about: int | None) -> Card:
    """Pasted contact data as they would be saved, with the offer to capture them (leads.one), or to keep them
    as a note on the record that was spoken of (`about`)."""
    title = reader.t("card.pasted.title")
    facts = [(reader.t(f"field.{name}"), said) for name, said in _facts(reader, draft)]
    body = [
        layout.band(title),
        layout.told(reader.t("card.pasted.intro")),
        *layout.facts(facts),
        *layout.prose(reader.t("field.need"), draft.get("need", ""), 400),
        *layout.prose(reader.t("field.note"), draft.get("note", ""), 600),
    ]
    capture = layout.button(reader.t("reply.as_lead"), "leads.one", form=form, text=text)
    note = f"{reader.t('command.note.name')} #{about} {text}"
    notes = [layout.button(reader.t("button.note_on", number=about), "command.run", text=note)]
    drop = layout.aside(reader.t("button.cancel"), "leads.drop")
    return layout.card(reader, title, body, [capture, *(notes if about and fits([text]) else []), drop])


def carried(texts: Sequence[str]) -> dict[str, str]:
    """Texts as the data of a button: p0, p1 …"""
    return {f"p{position}": text for position, text in enumerate(texts)}


def fits(texts: Sequence[str]) -> bool:
    """Whether a button can carry these texts."""
    return len(orjson.dumps(list(texts))) <= ROOM_FOR_TEXTS


def _card(
    reader: Reader,
    title: str,
    top: Sequence[Part | None],
    rows: Sequence[Part],
    choice: Sequence[Part],
    actions: Sequence[ActionExecute],
) -> Card:
    """The rows, as many as there is room for beside what the buttons carry."""
    frame = len(orjson.dumps(layout.card(reader, title, [*top, *choice], actions).to_dict()))
    shown = layout.fitting(rows, layout.LARGEST_CARD - frame - 500)
    missing = len(rows) - len(shown)
    rest = layout.quiet(reader.t("card.list_more", count=missing)) if missing else None
    return layout.card(reader, title, [*top, *shown, rest, *choice], actions)


def _kept_row(reader: Reader, lead: Lead) -> Part:
    number = layout.kind_and_number(reader, Kind.LEAD, lead.number)
    left = layout.parts(
        layout.line(layout.run(lead.name, 80, weight="bolder", color="accent")),
        layout.quiet(layout.joined(number, lead.job_title, lead.company), 180, spacing="none"),
        layout.quiet(layout.joined(lead.email, _phone(lead.phone)), 180, spacing="none"),
        layout.quiet(
            layout.joined(reader.money(lead.amount), " ".join(lead.need.split())), 180, spacing="none"
        ),
    )
    return layout.row(left, [], layout.opening(f"{number} {lead.name}", lead.number))


def _draft_row(reader: Reader, draft: LeadDraft) -> Part:
    texts = (" ".join(draft.get(name, "").split()) for name in ("need", "note"))
    more = layout.joined(*(said for _, said in _further(reader, draft)), *texts)
    return layout.group(
        layout.parts(
            layout.line(layout.run(draft.called, 80, weight="bolder")),
            layout.quiet(layout.joined(*_held(draft, "job_title", "company")), 180, spacing="none"),
            layout.quiet(layout.joined(*_held(draft, "email", "phone")), 180, spacing="none"),
            layout.quiet(more, 300, spacing="none"),
        )
    )


def _alike_rows(reader: Reader, alike: Sequence[Newcomer]) -> Iterator[Part]:
    """Who is not saved, above the record that is likely the same; a tap shows it."""
    for position, one in enumerate(alike):
        if not position:
            yield layout.subheading(reader.t("card.newcomers.there", count=len(alike)))
        draft = one.draft
        own = layout.joined(*_held(draft, "company", "email", "phone"))
        left = layout.parts(
            layout.line(layout.run(draft.called, 80, weight="bolder")),
            layout.quiet(own, 180, spacing="none"),
        )
        if not one.candidates:
            yield layout.group(left)
            continue
        hit, reasons = one.candidates[0].hit, one.candidates[0].reasons
        record = f"{layout.kind_and_number(reader, hit.kind, hit.number)} {shorten(hit.name, 60)}"
        why = ", ".join(reader.t(f"card.duplicate.{reason}") for reason in reasons)
        said = reader.t("card.newcomers.like", record=record, why=why)
        like = layout.line(layout.run(said, 240, color="accent"), spacing="none")
        yield layout.row([*left, *layout.parts(like)], [], layout.opening(record, hit.number))


def _refused_rows(reader: Reader, refused: Sequence[Newcomer], sentences: Sentences) -> Iterator[Part]:
    """Who cannot be a lead as they were told, and why."""
    for position, one in enumerate(refused):
        if not position:
            yield layout.subheading(reader.t("card.newcomers.refused", count=len(refused)))
        draft = one.draft
        name = draft.called or reader.t("card.unnamed")
        left = layout.parts(
            layout.line(layout.run(name, 80, weight="bolder")),
            layout.quiet(
                layout.joined(*_held(draft, "company", "email", "phone")),
                180,
                spacing="none",
            ),
            layout.line(layout.run(sentences(one), 240, color="attention"), spacing="none"),
        )
        title = shorten(f"{reader.t('button.change_entry')} {name}", 80)
        yield layout.row(left, [], ActionExecute(title=title, verb="lead.new", data=typed_of(reader, draft)))


def typed_of(reader: Reader, draft: LeadDraft) -> dict[str, str]:
    """A draft as the inputs of the form show it."""
    return {name: as_typed(reader, value) for name, value in draft.items()}


def _anyway(
    reader: Reader, newcomers: Newcomers, waiting: Sequence[Newcomer], texts: Sequence[str], form: str
) -> Iterator[ActionExecute]:
    """Open the record that is likely the same, or save all the same; of several the card asks whom."""
    places = [at for at, one in enumerate(waiting) if not one.problems]
    chosen: dict[str, str] = {}
    if len(places) == 1:
        chosen = {"chosen": str(places[0])}
        for one in waiting[places[0]].candidates[:1]:
            title = reader.t("button.open_record", number=one.hit.number)
            yield layout.aside(title, "record.show", number=one.hit.number)
    if places and fits(texts):
        known = " ".join(str(lead.number) for lead in newcomers.leads)
        title = reader.t("button.save_anyway" if chosen else "button.save_chosen")
        yield layout.button(title, "leads.anyway", form=form, known=known, **chosen, **carried(texts))


def _choice(reader: Reader, waiting: Sequence[Newcomer]) -> list[Part]:
    """Whom to save anyway, where there are several."""
    choices = [
        Choice(
            title=shorten(layout.joined(one.draft.called, one.draft.get("email", "")), 80),
            value=str(at),
        )
        for at, one in enumerate(waiting)
        if not one.problems
    ]
    if len(choices) < 2:
        return []
    label = reader.t("card.newcomers.choose")
    return [
        InputChoiceSet(
            id="chosen",
            label=label,
            choices=choices,
            style="expanded",
            is_multi_select=True,
            wrap=True,
            spacing="medium",
        )
    ]


def _undo(reader: Reader, lead: Lead | None) -> Iterator[ActionExecute]:
    if lead is not None:
        yield layout.button(reader.t("button.undo"), "undo", number=lead.number, version=lead.version)


def _facts(reader: Reader, draft: LeadDraft) -> Iterator[tuple[str, str]]:
    names = ("name", "job_title", "company", "email", "phone")
    yield from zip(names, _held(draft, *names), strict=True)
    yield from _further(reader, draft)


def _further(reader: Reader, draft: LeadDraft) -> Iterator[tuple[str, str]]:
    """What a draft says besides how somebody is called and reached, in words."""
    fields = (*_FURTHER, *reader.own.active(Kind.LEAD).values())
    return ((field.name, say_field(reader, field, draft.get(field.name))) for field in fields)


def _held(draft: LeadDraft, *names: str) -> Iterator[str]:
    """What the fields hold by which somebody is known and reached."""
    for name in names:
        text = draft.get(name, "")
        yield _phone(text) if name == "phone" else text


def _phone(text: str) -> str:
    """A number on one line; what was typed may be anything, which a line must be able to break."""
    return layout.unbroken(text) if len(text) <= LONGEST_NUMBER else text
