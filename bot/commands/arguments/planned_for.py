"""The argument that is the record of a new plan: "call Sarah tomorrow", "task for Ann: send the offer". A
plan for an unknown name is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.crm.name_lookup import candidates_of
from app.crm.people.members import find_member
from app.crm.views import Hit
from app.domain.matching import fold
from bot.binding import Ambiguous, Argument, Unknown
from bot.commands.arguments.colleagues import is_me
from bot.commands.arguments.name_tries import called_in_full, tries_of
from bot.commands.arguments.named_records import mentions_in
from bot.commands.arguments.new_time import cut_moment
from bot.commands.arguments.notes import LINKED, AboutRecord, is_when, opening_tries
from bot.commands.arguments.records import MOST_CANDIDATES, MOST_CHOICES
from bot.parsing.pointers import OBJECT_HEAD, is_measure, is_pronoun, points_by_number
from bot.turn import Pointing, Turn
from bot.understanding.names import is_role, leading_name, meaningful, without_opening_words
from bot.understanding.strangers import opening_stranger


@dataclass(frozen=True, slots=True)
class PlannedRecord(AboutRecord):
    """As AboutRecord; without a record at the beginning it is who is named in what is to be done: "call Sarah
    tomorrow" is about Sarah, whatever was spoken of last."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        words, _ = cut_moment(turn, text)
        if is_measure(text):
            return await self._implied(turn, text)
        linked = LINKED.match(text)
        is_numbered = linked and points_by_number(linked["rest"]) and not is_when(turn, linked, text)
        if is_numbered or points_by_number(text) or OBJECT_HEAD.match(text) or is_pronoun(words):
            return await AboutRecord.take(self, turn, text, later)
        timed = await self._behind_when_or_where(turn, text, later)
        if timed:
            return timed
        targeted = await self._targeted(turn, text)
        if targeted:
            return targeted
        return await self._mentioned(turn, text, words)

    async def _mentioned(self, turn: Turn, text: str, words: str) -> tuple[int, str]:
        """Whom a text names somewhere; it keeps all its words, but for a name at its beginning."""
        said = without_opening_words(words)
        linked = LINKED.match(said)
        if linked and ":" in linked["rest"]:
            # "Task for Ann: send the offer": whom it is for stands before the colon, and is no part of it.
            found = await self._find(turn, tries_of(linked["rest"].partition(":")[0], ""))
            if found and len(found.hits) == 1:
                turn.pointing, turn.meant = Pointing.NAME, found.hits[0].number
                return turn.meant, text.partition(":")[2].strip() or text
            whom, _, deed = text.partition(":")
            await self._refuse_nobody(turn, linked["rest"].partition(":")[0].strip(), deed.strip())
            if ":" in deed or points_by_number(deed.strip()):
                # "For Megan: #10: check the gutter": whose task it is stands before what it is about.
                try:
                    number, deed = await self.take(turn, deed.strip(), ())
                except (Ambiguous, Unknown) as unsure:
                    unsure.rest = f"{whom}: {unsure.rest.lstrip(' :,')}"
                    raise
                return number, f"{whom}: {deed.lstrip(' :,')}"
        opening = opening_tries(said) if leading_name(said)[0] else []
        found = await self._find(turn, opening)
        if found and len(found.hits) == 1:
            turn.pointing, turn.meant = Pointing.NAME, found.hits[0].number
            return turn.meant, _without(text, opening[found.place].name)
        whom, deed = said.partition(":")[0].strip(), text.partition(":")[2].strip()
        is_headed = deed and not found and opening_stranger(said) == whom
        if is_headed and not await self._find(turn, opening, mistyped=True):
            # "Quentin Ashby: call Ann": whom it is for stands before the colon, and is not Ann.
            await self._refuse_nobody(turn, whom, deed)
        whom = opening_stranger(linked["rest"]) if linked and not found else ""
        if linked and whom and not await self._find(turn, tries_of(whom, ""), mistyped=True):
            # "For Vandelay, the offer": who is named behind "for" is no other record either.
            await self._refuse_nobody(turn, whom, linked["rest"].partition(whom)[2].strip(" ,;:"))
        mentions = mentions_in(words)
        tries = [one for mention in mentions for one in tries_of(mention.name, "")]
        inside = await self._find(turn, tries)
        found = found or inside
        if found:
            name = (opening if found is not inside else tries)[found.place].name
            turn.pointing, turn.meant = Pointing.NAME, 0
            hits = called_in_full(turn.text, name, found.hits)
            if len(hits) > 1:
                raise Ambiguous(name, text, hits=await self._or_spoken_of(turn, hits))
            turn.meant = hits[0].number
            return turn.meant, text
        stranger = opening_stranger(said) or next((one.name for one in mentions if one.certain), "")
        if not stranger:
            return await self._implied(turn, text)
        tries = [*opening, *tries]
        found = await self._find(turn, tries, mistyped=True)
        turn.pointing, turn.meant = Pointing.NAME, found.hits[0].number if found else 0
        if found:
            is_opening = tries[found.place] in opening
            return turn.meant, _without(text, tries[found.place].name) if is_opening else text
        raise Unknown(stranger, text, hits=())

    async def _refuse_nobody(self, turn: Turn, whom: str, deed: str) -> None:
        """Raises Unknown where something is to be done for somebody whom no record and no colleague is called
        by, Ambiguous where several colleagues are: it is no task of what was spoken of last."""
        if is_me(whom) or leading_name(whom) != (whom, "") or is_role(whom):
            return
        tries = [one for mention in mentions_in(whom) for one in tries_of(mention.name, "")]
        if await self._find(turn, tries):
            return
        members = await turn.look(find_member, whom)
        if len(members) > 1:
            raise Ambiguous(whom, f": {deed}", members=members[:MOST_CHOICES])
        if not members:
            turn.pointing, turn.meant = Pointing.NAME, 0
            near = await turn.look(candidates_of, tuple(meaningful(whom)), self.kinds, MOST_CANDIDATES)
            raise Unknown(whom, f": {deed}", hits=near)

    async def _or_spoken_of(self, turn: Turn, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Of several of one name the one that is spoken of, if it is among them."""
        subject = await turn.subject()
        about = {subject.number, subject.about.number if subject.about else 0} if subject else set()
        return [hit for hit in hits if hit.number in about] or hits


def _without(text: str, name: str) -> str:
    """A text without the name that it begins with, a colon behind it included."""
    start = fold(text).find(fold(name)) if len(fold(text)) == len(text) else text.find(name)
    start = text.find(name) if start < 0 else start
    if start < 0:
        return text
    rest = text[start + len(name) :].lstrip(" :,;–-")
    return f"{text[:start].strip()} {rest}".strip() or text
