"""Forms around participants and followers: who takes part in which role, and who is told of changes."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.views import Context, Hit, Partaker, RecordView, Ref
from app.domain.member import Role
from app.domain.participant import ROLES
from app.languages.reader import Reader
from app.languages.values import role_of
from bot.cards import layout
from bot.cards.duplicate import ANYWAY
from bot.cards.elements import ActionExecute, Card, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.literal import shorten
from bot.cards.record import title_of

_ROOM_FOR_ROWS = 16_000
"""Fifty participants with the longest names; the form below them always fits."""


def participants_card(reader: Reader, view: RecordView, form: FormState) -> Card:
    """Who takes part, each with a tap to change that, and a form to add somebody; verb participant.add."""
    record = view.record

    def build(fields: Fields) -> Card:
        title = reader.t("card.participants", title=title_of(reader, view))
        rows = [_partaker(reader, record.number, one) for one in view.participants]
        primary = [_primary(reader, view.contact)] if view.contact else []
        body = [
            *fields.top(title),
            layout.name(record.name),
            *layout.fitting([*primary, *rows], _ROOM_FOR_ROWS),
            layout.subheading(reader.t("form.group.participant")),
            *fields.reference("contact", reader.t("form.hint.contact")),
            *_role_inputs(fields),
        ]
        seen = {"number": record.number, "version": record.version}
        add = fields.submit(reader.t("button.add"), "participant.add", **seen)
        return layout.card(reader, title, body, [add, fields.back(record.number)])

    return fit(Fields(reader, form), build)


def participant_form(reader: Reader, view: RecordView, one: Partaker, form: FormState) -> Card:
    """One participant: another role (verb participant.role), no longer there (participant.remove), and who
    that is."""
    record, contact = view.record, one.contact

    def build(fields: Fields) -> Card:
        title = reader.t("form.participant", title=title_of(reader, view))
        body = [*fields.top(title), layout.name(contact.name), *_role_inputs(fields)]
        seen = {"number": record.number, "version": record.version, "contact": str(contact.number)}
        actions = [
            fields.submit(reader.t("button.save"), "participant.role", **seen),
            layout.aside(reader.t("button.remove"), "participant.remove", **seen),
            layout.aside(
                reader.t("button.open_record", number=contact.number), "record.show", number=contact.number
            ),
            fields.back(record.number),
        ]
        return layout.card(reader, title, body, actions)

    known = one.role in ROLES
    stored = {"role": one.role if known else "", "other_role": "" if known else one.role}
    return fit(Fields(reader, form, stored), build)


def followers_card(reader: Reader, context: Context, view: RecordView, member: int, form: FormState) -> Card:
    """Who follows, a button for whoever looks (`member`, an id), and a form to add a colleague; verb
    record.follow."""
    record = view.record
    able = [one for one in context.members if one.role is not Role.VIEWER]
    following = {one.id for one in view.followers}

    def build(fields: Fields) -> Card:
        title = reader.t("card.followers", title=title_of(reader, view))
        names = reader.t("card.no_followers") if not view.followers else ""
        others = [(str(one.id), one.name) for one in able if one.id not in following]
        body = [
            *fields.top(title, names),
            layout.name(record.name),
            *layout.fitting((_name_row(one.name) for one in view.followers), _ROOM_FOR_ROWS // 2),
            *(fields.choice("member", others) if others else []),
        ]
        seen = {"number": record.number}
        verb = "unfollow" if member in following else "follow"
        own = layout.aside(reader.t(f"button.{verb}"), f"record.{verb}", form=fields.form.form_id, **seen)
        add = [fields.submit(reader.t("button.add"), "record.follow", **seen)] if others else []
        return layout.card(reader, title, body, [own, *add, fields.back(record.number)])

    return fit(Fields(reader, form), build)


def _partaker(reader: Reader, number: int, one: Partaker) -> Part:
    left = layout.parts(
        layout.line(layout.run(one.contact.name, 80, weight="bolder", color="accent")),
        layout.quiet(role_of(reader, one.role) or reader.t("card.no_role"), 80, spacing="none"),
    )
    tap = ActionExecute(
        title=shorten(one.contact.name or reader.t("card.unnamed"), 80),
        verb="participant.open",
        data={"number": number, "contact": str(one.contact.number)},
    )
    return layout.row(left, layout.parts(layout.quiet("›")), tap)


def _primary(reader: Reader, contact: Ref) -> Part:
    left = layout.parts(
        layout.line(layout.run(contact.name, 80, weight="bolder")),
        layout.quiet(reader.t("card.primary_contact"), spacing="none"),
    )
    return layout.row(left, (), layout.opening(contact.name or reader.t("card.unnamed"), contact.number))


def _name_row(name: str) -> Part:
    return layout.group(layout.parts(layout.line(layout.run(name, 80))))


def _role_inputs(fields: Fields) -> list[Part]:
    reader = fields.reader
    roles = [(role, reader.t(f"participant_role.{role}")) for role in ROLES]
    return [
        *fields.choice("role", roles, reader.t("form.hint.unknown")),
        *fields.line("other_role", reader.t("form.hint.other_role")),
    ]


def person_card(
    reader: Reader, number: int, found: Sequence[tuple[Hit, Sequence[str]]], form: FormState
) -> Card:
    """Who is meant? Contacts that may be, with what speaks for each, or somebody new; verb participant.add
    for the record with this number. `form` is what was typed."""
    title = reader.t("card.person.title")
    text = shorten(form.values.get("contact", ""), 80)
    values = {**form.values, "form": form.form_id, "number": number}
    rows = layout.fitting((_candidate(reader, hit, why, values) for hit, why in found), _ROOM_FOR_ROWS)
    new = layout.button(reader.t("button.new_contact"), "participant.add", **{**values, ANYWAY: "1"})
    use = [
        layout.button(
            reader.t("button.use", number=hit.number),
            "participant.add",
            **{**values, "contact": str(hit.number)},
        )
        for hit, _ in found[:1]
        if len(found) == 1
    ]
    back = layout.aside(reader.t("button.back"), "participant.list", number=number)
    body = [layout.band(title), layout.told(reader.t("card.person.intro", text=text)), *rows]
    return layout.card(reader, title, body, [*use, new, back])


def _candidate(reader: Reader, hit: Hit, why: Sequence[str], values: dict[str, object]) -> Part:
    reasons = " · ".join(reader.t(f"card.duplicate.{reason}") for reason in why)
    title = layout.kind_and_number(reader, hit.kind, hit.number)
    left = layout.parts(
        layout.line(layout.run(hit.name or reader.t("card.unnamed"), 80, weight="bolder", color="accent")),
        layout.quiet(layout.joined(title, hit.detail), 180, spacing="none"),
        layout.line(layout.run(reasons, 180), spacing="none") if reasons else None,
    )
    data = {**values, "contact": str(hit.number)}
    tap = ActionExecute(title=shorten(f"{title} {hit.name}", 80), verb="participant.add", data=data)
    return layout.row(left, layout.parts(layout.quiet("›")), tap)
