"""A person's data: what is kept on somebody, what erasing them takes, and erasures that wait for an owner."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.audit import Line
from app.crm.privacy.disclosing import Disclosure
from app.crm.privacy.erasing import Plan
from app.crm.privacy.findings import Finding
from app.domain.erasure import Erasure, SubjectKind
from app.languages.audit import line_details, line_title
from app.languages.privacy import Item, finding_title, sections_of
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, Choice, InputChoiceSet, Part
from bot.cards.literal import shorten

ALL = "*"
"""The choice that stands for all findings, also those that the card has no room for."""
MOST_FINDINGS = 40
_LONGEST_FINDING = 110
_LONGEST_FIELD = 120
_MOST_ROWS = 12
_MOST_NAMES = 5


def erasure_card(reader: Reader, plan: Plan, form_id: str, notice: str = "") -> Card:
    """What erasing somebody takes, with a box for each finding; verb person.erase. Nothing is done yet."""
    title = reader.t("card.erasure.title", name=shorten(plan.name, 60))
    own = [one for one in plan.findings if one.own]
    other = [one for one in plan.findings if not one.own]
    body: list[Part | None] = [
        layout.band(title),
        layout.noticed(notice),
        layout.warned(reader.t("card.erasure.for_good")),
        layout.quiet(reader.t("card.erasure.own"), 300, spacing="medium"),
        *(
            layout.line(layout.run(finding_title(reader, one), 120), spacing="small")
            for one in own[:_MOST_ROWS]
        ),
        layout.quiet(reader.t("card.erasure.stays"), 400, spacing="medium"),
        *_boxes(reader, other),
        layout.quiet(_who_confirms(reader, plan), 400, spacing="medium"),
    ]
    whom = {"kind": plan.subject.kind.value, "subject": plan.subject.number}
    ask = "button.ask_to_erase" if plan.second else "button.erase"
    actions = [
        layout.button(reader.t(ask), "person.erase", form=form_id, **whom),
        layout.aside(reader.t("button.show_data"), "person.show", **whom),
        layout.aside(reader.t("button.leave_person"), "person.leave"),
    ]
    return layout.card(reader, title, body, actions)


def _boxes(reader: Reader, findings: Sequence[Finding]) -> list[Part]:
    if not findings:
        return []
    shown = findings[:MOST_FINDINGS]
    choices = [
        Choice(title=shorten(finding_title(reader, one, one.excerpts[:1]), _LONGEST_FINDING), value=one.id)
        for one in shown
    ]
    if len(shown) < len(findings):
        choices.append(Choice(title=reader.t("card.erasure.all", count=len(findings)), value=ALL))
    chosen = ",".join(one.id for one in shown if one.certain)
    return [
        InputChoiceSet(
            id="findings",
            label=reader.t("card.erasure.findings"),
            choices=choices,
            value=chosen or None,
            style="expanded",
            is_multi_select=True,
            wrap=True,
            spacing="medium",
        )
    ]


def _who_confirms(reader: Reader, plan: Plan) -> str:
    if not plan.second:
        return reader.t("card.erasure.alone")
    names = ", ".join(shorten(owner.name, 60) for owner in plan.second[:_MOST_NAMES])
    return reader.t("card.erasure.second", names=names)


def erasures_card(
    reader: Reader, waiting: Sequence[tuple[Erasure, Plan]], asked: dict[int, str], me: int, notice: str = ""
) -> Card:
    """Erasures that wait for another owner; `asked` are the names of those who asked, by id. Who asked may
    only withdraw."""
    title = reader.t("card.erasures.title")
    rows: list[Part] = []
    for erasure, plan in waiting[:_MOST_ROWS]:
        by = asked.get(erasure.asked_by or 0, "")
        chosen = erasure.findings
        count = sum(one.own or chosen is None or one.id in chosen for one in plan.findings)
        until = reader.moment(erasure.expires_at)
        actions = [
            layout.button(reader.t("button.withdraw"), "erasure.withdraw", erasure=erasure.id),
        ]
        if erasure.asked_by != me:
            confirm = reader.t("button.confirm_erasure")
            actions.insert(0, layout.button(confirm, "erasure.confirm", erasure=erasure.id))
        rows.append(
            layout.group(
                layout.parts(
                    layout.line(layout.run(plan.name, 80, weight="bolder")),
                    layout.quiet(reader.t("card.erasures.asked", name=shorten(by, 60), until=until), 240),
                    layout.quiet(reader.t("card.erasures.takes", count=count), 240),
                    layout.buttons(actions),
                )
            )
        )
    none = None if rows else layout.told(reader.t("card.erasures.none"))
    gone = layout.warned(reader.t("card.erasure.for_good")) if rows else None
    return layout.card(reader, title, [layout.band(title), layout.noticed(notice), none, gone, *rows])


def disclosure_card(reader: Reader, found: Disclosure) -> Card:
    """All that is kept on somebody, as far as a card holds it; the whole is handed over by tab and API."""
    title = reader.t("card.disclosure.title", name=shorten(found.name, 60))
    rows: list[Part] = []
    for heading, items in sections_of(reader, found):
        rows.append(layout.subheading(heading))
        rows += [part for item in items[:_MOST_ROWS] for part in _item(item)]
        if len(items) > _MOST_ROWS:
            rest = reader.t("card.list_more", count=len(items) - _MOST_ROWS)
            rows += layout.parts(layout.quiet(rest, spacing="small"))
    shown = layout.fitting(rows)
    whole = layout.quiet(reader.t("card.disclosure.whole"), 400, spacing="medium")
    whom = {"kind": found.subject.kind.value, "subject": found.subject.number}
    actions = [layout.button(reader.t("button.erase_open"), "person.erase.open", **whom)]
    if found.subject.kind is SubjectKind.RECORD:
        number = found.subject.number
        show = reader.t("button.show_record", number=number)
        actions.append(layout.button(show, "record.show", number=number))
    return layout.card(reader, title, [layout.band(title), *shown, whole], actions)


def _item(item: Item) -> list[Part]:
    """A line; a record by its name, and its fields beside each other."""
    fields = " · ".join(shorten(field, _LONGEST_FIELD) for field in item.fields)
    title = layout.run(item.text, 300, weight="bolder" if fields else None)
    return layout.parts(layout.line(title, spacing="small"), layout.quiet(fields, 1500, spacing="none"))


def audit_card(reader: Reader, lines: Sequence[Line], cursor: str, more: layout.More) -> Card:
    """A page of what was set, handed over, erased and refused."""
    title = reader.t("card.audit.title")
    button = more(cursor)
    rows: list[Part] = []
    for line in lines:
        head = layout.joined(reader.moment(line.note.at), line_title(reader, line))
        rows += layout.parts(
            layout.line(layout.run(head, 200), separator=True, spacing="medium"),
            layout.quiet("; ".join(line_details(reader, line)), 300, spacing="none"),
        )
    none = None if rows else layout.told(reader.t("card.audit.none"))
    body = [layout.band(title), none, *layout.fitting(rows), layout.going_on(reader, button)]
    return layout.card(reader, title, body, [button] if button else [])
