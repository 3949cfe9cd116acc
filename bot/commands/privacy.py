"""Commands about a person's data: show it, erase it, who confirms that; the audit; and leads whose time is
over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from app.crm.audit import read_audit
from app.crm.cursors import position
from app.crm.name_lookup import Named
from app.crm.privacy.retention import expired_leads
from app.crm.views import Hit
from app.domain.erasure import DataSubject, SubjectKind
from app.domain.event import Kind
from app.domain.matching import bare_words
from app.languages.words import forms
from bot.binding import Argument, Effect
from bot.cards import Card, audit_card, list_card
from bot.commands.arguments.colleagues import around, colleague_at, pointed_in
from bot.commands.arguments.name_tries import Try
from bot.commands.arguments.records import Reference
from bot.forms.privacy import offered, shown, waiting
from bot.pages import more_of, page
from bot.parsing.marks import MARK
from bot.parsing.pointers import NUMBER, is_pronoun
from bot.parsing.quotes import take_quoted
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.lexicon import plain
from bot.understanding.names import names_somebody

AUDITED = 12
"""Lines of the audit on a card."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class _PersonReference(Reference):
    """The person of a lead or a contact, or a colleague who is mentioned."""

    async def take(  # type: ignore[override] # what is meant may be no record
        self, turn: Turn, text: str, later: Sequence[Argument]
    ) -> tuple[DataSubject, str]:
        mark = pointed_in(turn, text)
        if mark:
            colleague = await colleague_at(turn, mark.group())
            return DataSubject(SubjectKind.MEMBER, colleague.id), around(text, mark)
        number, rest = await Reference.take(self, turn, text, later)
        return DataSubject(SubjectKind.RECORD, number), rest

    async def assume(self, _turn: Turn) -> None:
        """None: whose data it is has to be said, whomever was spoken of last."""
        return

    async def _find(self, turn: Turn, tries: Sequence[Try], *, mistyped: bool = False) -> Named | None:
        """Whose own name it is: that of a company is nobody's."""
        found = await Reference._find(self, turn, tries, mistyped=mistyped)
        hits = [hit for hit in found.hits if _is_called(hit, tries[found.place])] if found else []
        return replace(found, hits=tuple(hits)) if found and hits else None


PersonSubject = Annotated[DataSubject, _PersonReference("person_of", frozenset({Kind.LEAD, Kind.CONTACT}))]


def _is_called(hit: Hit, said: Try) -> bool:
    """Whether a record bears a name itself, and not only its company."""
    own, company = set(bare_words(hit.name)), set(bare_words(hit.detail))
    return not set(said.words) <= company - own


def _names_somebody(text: str) -> bool:
    """Whether a text is whom somebody wants to be erased: a number, a mention, or what begins with a name.
    "Forget it", "forget the meeting with Ann" and "forget to call her" erase nobody."""
    said = text.strip()
    if is_pronoun(said.strip(" .!?")) or not said:
        return False
    if NUMBER.match(said) or MARK.match(said) or take_quoted(said):
        return True
    return names_somebody(said) and plain(said.split(None, 1)[0]) not in forms("names.determiners")


@registry.command("forget", listed=False, effect=Effect.SETTLES, fits=_names_somebody)
async def forget(turn: Turn, person: PersonSubject) -> Card:
    """What erasing somebody takes; nothing is done before an owner has chosen."""
    return await offered(turn, person)


@registry.command("personal_data", listed=False, effect=Effect.SHOWS)
async def personal_data(turn: Turn, person: PersonSubject) -> Card:
    """All that is kept on somebody, for owners."""
    return await shown(turn, person)


@registry.command("erasures", listed=False, effect=Effect.SHOWS)
async def erasures(turn: Turn) -> Card:
    """Erasures that wait for another owner."""
    return await waiting(turn)


@registry.command("audit", listed=False, effect=Effect.SHOWS)
async def audit(turn: Turn) -> Card:
    """What was set, handed over, erased and refused, for owners."""
    return await audit_on(turn, "", "")


@page("audit")
async def audit_on(turn: Turn, text: str, cursor: str) -> Card:
    """A page of the audit."""
    lines, following = await turn.read(read_audit, AUDITED, position(cursor or None))
    return audit_card(turn.reader, lines, str(following or ""), more_of(turn, "audit"))


@registry.command("expired", listed=False, effect=Effect.SHOWS)
async def expired(turn: Turn) -> Card:
    """Closed leads on which nothing has happened for longer than they are kept."""
    return await expired_on(turn, "", "")


@page("expired")
async def expired_on(turn: Turn, text: str, cursor: str) -> Card:
    """A page of leads whose time is over."""
    found = await turn.read(expired_leads, SHOWN, cursor or None)
    return list_card(turn.reader, found, turn.t("reply.list.expired"), more_of(turn, "expired"))
