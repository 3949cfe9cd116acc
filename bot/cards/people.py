"""The people around a record as its card shows them: participants, followers, and the deals of a contact."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.views import ContactDeal, Partaker, RecordView, Related
from app.languages.reader import Reader
from app.languages.values import role_of
from bot.cards import layout
from bot.cards.elements import Part
from bot.cards.listing import hit_rows
from bot.cards.literal import shorten


def around(reader: Reader, view: RecordView) -> dict[str, str]:
    """Participants with their roles and followers, each on one line, as the facts of a record's card."""
    taking_part = [_with_role(reader, one) for one in view.participants]
    return {
        "participants": counted(reader, taking_part),
        "followers": counted(reader, [shorten(one.name, 40) for one in view.followers]),
    }


def counted(reader: Reader, names: Sequence[str]) -> str:
    """The first names, and how many there are besides."""
    shown = ", ".join(names[:3])
    return reader.t("card.and_more", names=shown, count=len(names) - 3) if len(names) > 3 else shown


def deal_rows(reader: Reader, deals: Sequence[ContactDeal]) -> list[Part]:
    """The open leads and opportunities of a contact, below their heading."""
    if not deals:
        return []
    return [
        layout.subheading(reader.t("card.deals")),
        *hit_rows(reader, [one.hit for one in deals], remarks=stakes(reader, deals), room=6000),
    ]


def stakes(reader: Reader, deals: Sequence[ContactDeal]) -> dict[int, str]:
    """The part that a contact has in each of some leads and opportunities, by number."""
    return {one.hit.number: _stake(reader, one) for one in deals}


def _stake(reader: Reader, deal: ContactDeal) -> str:
    return reader.t("card.primary_contact") if deal.primary else role_of(reader, deal.role)


def _with_role(reader: Reader, one: Partaker) -> str:
    name, role = shorten(one.contact.name, 40), shorten(role_of(reader, one.role), 30)
    return f"{name} ({role})" if role else name


def also_there(reader: Reader, view: RecordView) -> list[Part | None]:
    """Who is there already of a new lead's company."""
    return [layout.quiet(_also(reader, one), 240, spacing="small") for one in view.related]


def _also(reader: Reader, one: Related) -> str:
    told = [reader.t("card.related.customer")] if one.customer else []
    told += [reader.t("card.related.deals", count=one.deals)] if one.deals else []
    more = f" ({', '.join(told)})" if told else ""
    return reader.t("card.related.also", number=one.number, name=shorten(one.name, 80)) + more
