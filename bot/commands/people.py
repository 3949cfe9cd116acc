"""Commands on the people around a record: participants and followers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated

from app.crm.people.followers import followed_records
from app.crm.people.participants import show_deal
from app.crm.views import Partaker
from app.domain.errors import InvalidInput
from app.domain.matching import fold
from app.domain.record import LONGEST_LINE
from app.languages.words import pattern
from bot.binding import Effect
from bot.cards import Card, list_card, notice_card
from bot.commands.arguments.colleagues import LONGEST_TOLD, colleague_at, pointed_in
from bot.commands.arguments.kinds import Follower, OwnedNumber, WholeRest
from bot.forms.drawings import new_form
from bot.forms.followers import draw_followers, follow_as, unfollow_as
from bot.forms.participants import draw_participants, let_go, let_in, typed_role
from bot.pages import more_of, page
from bot.parsing.people import read_partner
from bot.parsing.pointers import OBJECT_HEAD
from bot.parsing.quotes import unquote
from bot.parsing.references import find_reference
from bot.refusals import Action, sentences_of, way_to
from bot.registry import registry
from bot.turn import Turn

FOLLOWED_SHOWN = 10

_APART = re.compile(rf"\s*:\s*|\s+(?:{pattern('participants.with')}|\+)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Person(WholeRest):
    """A person with a role: all that is left. Behind a name it begins at a colon: "Acme rollout: Anna", and
    behind "it" at once."""

    label: str = "person"

    async def split(self, _turn: Turn, text: str) -> tuple[str, str] | None:
        head = OBJECT_HEAD.match(text)
        if head:
            return head["pronoun"], head["rest"]
        found = _APART.search(text)
        return (text[: found.start()].strip(), text[found.end() :].strip()) if found else None

    async def fits(self, turn: Turn, text: str, certain: bool) -> bool:
        # A name alone may be that of a record which is mistyped: nobody is captured for it.
        return not certain and bool(read_partner(text, turn.reader, turn.reader.today()).role)


Person = Annotated[str, _Person()]


@registry.command("participant", listed=False)
async def participant(turn: Turn, record: OwnedNumber, person: Person = "") -> Card:
    """Without a person who takes part; with one the record, or who is meant."""
    if not person:
        return await draw_participants(turn, record, new_form())
    mark = pointed_in(turn, person)
    if mark:
        return await _tell_outside(turn, record, mark.group())
    partner = read_partner(person, turn.reader, turn.reader.today())
    turn.unused = partner.aside
    form = new_form({"contact": person[:LONGEST_LINE], **typed_role(partner.role)})
    try:
        return await let_in(turn, record, partner, partner.role, form)
    except InvalidInput as refused:
        problems = sentences_of(turn.reader, refused, {"name.required": "contact_unknown"})
        problems = {_FORM_FIELDS.get(name, name): said for name, said in problems.items()}
        return await draw_participants(turn, record, replace(form, problems=problems))


@registry.command("remove_participant", listed=False)
async def remove_participant(turn: Turn, record: OwnedNumber, person: Person = "") -> Card:
    """Takes a participant off a record. Lists the participants where it is unclear who is meant."""
    view, person = await turn.read(show_deal, record), turn.marks.named(person)
    found = [one for one in view.participants if _is_meant(one, person)] if person else []
    if len(found) == 1:
        return await let_go(turn, record, found[0].contact.number)
    problems = {"contact": turn.t("error.participant_unknown")} if person and not found else {}
    return await draw_participants(turn, record, replace(new_form(), problems=problems))


async def _tell_outside(turn: Turn, record: int, mark: str) -> Card:
    """A colleague takes part in no deal; what they can do is follow it."""
    colleague = await colleague_at(turn, mark)
    sentence = turn.t("reply.colleague_outside", text=colleague.name[:LONGEST_TOLD], number=record)
    follow = f"{turn.t('command.follow.name')} #{record} {mark}"
    ways: list[Action] = [(follow, "command.run", {"text": follow}), way_to(turn.reader, record)]
    return notice_card(turn.reader, sentence, ways)


@registry.command("followers", listed=False, effect=Effect.SHOWS)
async def followers(turn: Turn, record: OwnedNumber) -> Card:
    """Who follows a record, with a way to add somebody."""
    return await draw_followers(turn, record, new_form())


@registry.command("follow", listed=False)
async def follow(turn: Turn, record: OwnedNumber, colleague: Follower | None = None) -> Card:
    """Whoever writes is told of changes, or the colleague who is named."""
    return await follow_as(turn, record, colleague.id if colleague else turn.member.id)


@registry.command("unfollow", listed=False)
async def unfollow(turn: Turn, record: OwnedNumber, colleague: Follower | None = None) -> Card:
    """Whoever writes is told no longer, or the colleague who is named."""
    return await unfollow_as(turn, record, colleague.id if colleague else turn.member.id)


@registry.command("following", listed=False, effect=Effect.SHOWS)
async def following(turn: Turn) -> Card:
    """What whoever writes follows."""
    return await follow_on(turn)


@page("following")
async def follow_on(turn: Turn, _text: str = "", cursor: str = "") -> Card:
    """A page of what whoever asks follows."""
    found = await turn.read(followed_records, FOLLOWED_SHOWN, cursor or None)
    return list_card(turn.reader, found, turn.t("reply.list.following"), more_of(turn, "following"))


_FORM_FIELDS = {"name": "contact", "job_title": "contact", "email": "contact", "phone": "contact"}


def _is_meant(one: Partaker, text: str) -> bool:
    number = find_reference(text)
    if number is not None:
        return one.contact.number == number
    return set(fold(unquote(text)).split()) <= set(fold(one.contact.name).split())
