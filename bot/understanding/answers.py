"""Answers where nothing is done: nobody has that name, or the record is of another kind. They show what was
typed, and every button carries it along."""

from __future__ import annotations

from app.crm.views import Hit
from app.domain.event import Kind
from app.languages.reader import Reader
from bot.cards import Card, notice_card
from bot.cards.literal import shorten
from bot.parsing import contacts
from bot.refusals import Action, way_to

LONGEST_TOLD = 80
MOST_NEAR = 3
LONGEST_BUTTON = 3000
"""Characters of the longest text that a button writes."""


def not_known_card(
    reader: Reader,
    said: str,
    name: str,
    rest: str,
    near: tuple[Hit, ...],
    keep: str = "",
    *,
    tells: bool = False,
) -> Card:
    """Nothing is called so. `said` is the command before the name and `rest` what followed it: a press on a
    record that may be meant carries on with both. `keep` is the text that keeps what was told on the record
    that was spoken of; what `tells` of somebody goes along where that one is captured."""
    key = "reply.not_known_near" if near else "reply.not_known"
    actions: list[Action] = [
        (
            f"#{hit.number} {shorten(hit.name, 40)}",
            "command.run",
            {"text": f"{said} #{hit.number} {rest}".strip()},
        )
        for hit in near[:MOST_NEAR]
    ]
    if keep:
        number = keep.split("#", 1)[1].split(" ", 1)[0]
        actions.append((reader.t("reply.keep_there", number=number), "command.run", {"text": keep}))
    actions += [
        (
            reader.t("reply.capture_named", name=shorten(name, 30)),
            "lead.new",
            {"name": name[:LONGEST_TOLD], **(_told_of(rest) if tells else {})},
        ),
        (reader.t("reply.help_hint"), "help", {}),
    ]
    fitting = [one for one in actions if len(str(one[2].get("text", ""))) <= LONGEST_BUTTON]
    return notice_card(reader, reader.t(key, text=name[:LONGEST_TOLD]), fitting)


def _told_of(text: str) -> dict[str, str]:
    """What a text tells of somebody who is new: the contact data in it, and all of it as a note."""
    note = text.strip(" ,:;–-")
    phone = contacts.PHONE.search(note) or contacts.PHONE_INSIDE.search(note)
    email = contacts.EMAIL.search(note)
    told = {"email": email and email["email"], "phone": phone and phone.group().strip(), "note": note}
    return {name: value for name, value in told.items() if value}


def other_kind_card(reader: Reader, hits: tuple[Hit, ...], label: str) -> Card:
    """What is called so is of another kind: what it is, and what can be done with it."""
    hit = hits[0]
    name = shorten(hit.name, LONGEST_TOLD)
    actions: list[Action] = []
    if hit.kind is Kind.LEAD and hit.status == "open" and label == "opportunity":
        seen: dict[str, object] = {"number": hit.number, "version": hit.version}
        actions.append((reader.t("button.qualify"), "lead.qualify.open", seen))
        sentence = reader.t("reply.still_lead", number=hit.number, name=name)
    else:
        expected = reader.t(f"reply.kind.{label}" if label in _KINDS else "reply.kind.owned")
        kind = reader.t(f"reply.kind.{hit.kind.value}")
        sentence = reader.t("reply.other_kind", number=hit.number, name=name, kind=kind, expected=expected)
    actions += [way_to(reader, one.number) for one in hits[:MOST_NEAR]]
    return notice_card(reader, sentence, actions)


_KINDS = frozenset(kind.value for kind in Kind)
