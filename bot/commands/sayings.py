"""The kinds of arguments that tell what happened: "for 104", "with Sarah", "she was glad"; the record may be
left out. A name that nobody bears is told not to be known: what was told of it is kept nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.crm.views import Hit
from app.domain.event import Kind
from app.domain.matching import fold
from app.languages.words import forms, pattern
from bot.binding import Ambiguous, Argument, Mistake, Unknown
from bot.commands.arguments import WholeRest
from bot.commands.mentions import find_numbered, mentions_in
from bot.commands.moments import cut_moment
from bot.commands.references import Reference, Try, nothing_found, tries_of
from bot.parsing.pointers import OBJECT_HEAD, find_target, is_measure, is_pronoun, points_by_number
from bot.turn import Pointing, Turn
from bot.understanding.lexicon import is_ordinary
from bot.understanding.names import beginnings, is_role, leading_name, without_opening_words

_PERSON_LINK = pattern("links.person")
_LINKED = re.compile(
    rf"(?P<link>{pattern('links.person', 'links.topic')})\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
_IS_PERSON_LINK = re.compile(rf"(?:{_PERSON_LINK})\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+\s*[:,–-]\s")
_ME = re.compile(rf"\W*(?:{pattern('speech.me')})\b", re.IGNORECASE)
_RECORDS = frozenset(Kind) - {Kind.ACTIVITY}


@dataclass(frozen=True, slots=True)
class _Told(Reference):
    """A record that something is told of, also behind a preposition: "note for 104", "call with Sarah", or at
    the end of what is told: "great demo for #104". `direct` where a person stands at once: "call Imogen"."""

    kinds: frozenset[Kind] = _RECORDS
    direct: bool = False

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        if _ME.match(text):
            # "Could you call me back?" is a customer's message: nobody has done that yet.
            raise nothing_found(turn, text)
        if is_measure(text):
            return await self._implied(turn, text)
        if _is_kept_text(turn.text, text):
            return await self._targeted(turn, text) or await self._implied(turn, text)
        linked = _LINKED.match(text)
        said = linked["rest"] if linked else text
        if linked and (is_measure(said) or _is_time_of_day(linked["link"], said)):
            return await self._implied(turn, text)
        if points_by_number(said) or OBJECT_HEAD.match(said) or is_pronoun(said):
            return await Reference.take(self, turn, said, later)
        targeted = None if linked else await self._targeted(turn, text)
        if targeted:
            return targeted
        return await self._named_in(turn, text, said, linked["link"] if linked else "")

    async def _named_in(self, turn: Turn, text: str, said: str, link: str) -> tuple[int, str]:
        """The record that is named at the beginning; the one that was spoken of where nobody is."""
        tries = _told_tries(said)
        found = await self._find(turn, tries)
        if found:
            return self._chosen(turn, found, tries)
        name = _stranger_in(said, link, direct=self.direct)
        if not name:
            return await self._implied(turn, text)
        found = await self._find(turn, tries, mistyped=True)
        if found:
            return self._chosen(turn, found, tries)
        rest = said[said.find(name) + len(name) :].lstrip(" :,;–-")
        raise await self._unknown(turn, said, (name, rest), tries_of(name, rest))

    async def _implied(self, turn: Turn, text: str) -> tuple[int, str]:
        """What was spoken of last, where a text names nobody."""
        subject = await turn.subject()
        if subject is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        turn.pointing = Pointing.IMPLIED
        return self._fitting(subject) or (subject.about or subject).number, text

    async def _targeted(self, turn: Turn, text: str) -> tuple[int, str] | None:
        """The record that is named by its number at the end, where nothing at the beginning names one: and
        what is told without that. Where the number may count something as well, it is asked."""
        target = find_target(text) or find_target(cut_moment(turn, text)[0])
        if target is None or text.rfind(target.said) <= 0:
            return None
        hit = await find_numbered(turn, str(target.number))
        if hit is None or await self._find(turn, _told_tries(text)):
            return None
        start = text.rfind(target.said)
        rest = f"{text[:start]} {text[start + len(target.said) :]}".strip()
        subject = await turn.subject()
        about = (subject.about or subject).number if subject else 0
        if target.sure or subject is None or target.number in (subject.number, about):
            turn.pointing, turn.meant = Pointing.NUMBER, hit.number
            return hit.number, rest
        other = await find_numbered(turn, str(about))
        raise Ambiguous(target.said.strip(), text, hits=[hit, other] if other else [hit])


class _Words(WholeRest):
    """All that is left, and all there is where nothing it begins with is the name of a record."""

    label = "text"

    async def fits(self, _turn: Turn, text: str, certain: bool) -> bool:
        return not certain and not leading_name(text)[0]


@dataclass(frozen=True, slots=True)
class _Planned(_Told):
    """As _Told; without a record at the beginning it is who is named in what is to be done: "call Sarah
    tomorrow" is about Sarah, whatever was spoken of last."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        words, _ = cut_moment(turn, text)
        if is_measure(text):
            return await self._implied(turn, text)
        if points_by_number(text) or OBJECT_HEAD.match(text) or is_pronoun(words):
            return await _Told.take(self, turn, text, later)
        targeted = await self._targeted(turn, text)
        if targeted:
            return targeted
        return await self._mentioned(turn, text, words)

    async def _mentioned(self, turn: Turn, text: str, words: str) -> tuple[int, str]:
        """Whom a text names somewhere; it keeps all its words, but for a name at its beginning."""
        said = without_opening_words(words)
        opening = _told_tries(said) if leading_name(said)[0] else []
        found = await self._find(turn, opening)
        if found and len(found.hits) == 1:
            turn.pointing, turn.meant = Pointing.NAME, found.hits[0].number
            return turn.meant, _without(text, opening[found.place].name)
        mentions = mentions_in(words)
        tries = [one for mention in mentions for one in tries_of(mention.name, "")]
        inside = await self._find(turn, tries)
        found = found or inside
        if found:
            name = (opening if found is not inside else tries)[found.place].name
            turn.pointing, turn.meant = Pointing.NAME, 0
            if len(found.hits) > 1:
                raise Ambiguous(name, text, hits=await self._or_spoken_of(turn, found.hits))
            turn.meant = found.hits[0].number
            return turn.meant, text
        stranger = _opening_stranger(said) or next((one.name for one in mentions if one.certain), "")
        if not stranger:
            return await self._implied(turn, text)
        found = await self._find(turn, tries, mistyped=True)
        turn.pointing, turn.meant = Pointing.NAME, found.hits[0].number if found else 0
        if found:
            return found.hits[0].number, text
        raise Unknown(stranger, text, hits=())

    async def _or_spoken_of(self, turn: Turn, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Of several of one name the one that is spoken of, if it is among them."""
        subject = await turn.subject()
        about = {subject.number, subject.about.number if subject.about else 0} if subject else set()
        return [hit for hit in hits if hit.number in about] or hits


class _Deed(_Words):
    """What is done or to be done: "task it call Sarah". It begins with no subject, so that "it" before it is
    the record; a note may well begin with one."""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        head = OBJECT_HEAD.match(text)
        if head and await self.fits(turn, text, certain=False):
            return head["pronoun"], head["rest"]
        return None


ToldNumber = Annotated[int, _Told("record")]
MetNumber = Annotated[int, _Told("record", direct=True)]
PlannedNumber = Annotated[int, _Planned("record")]
Words = Annotated[str, _Words()]
Deed = Annotated[str, _Deed()]


def _is_time_of_day(link: str, said: str) -> bool:
    """ "At 4": a time and no record, and so is a figure that counts ("for 4.5 days")."""
    is_time = fold(link) in forms("speech.time_links")
    return said[0].isdigit() and (is_time or not points_by_number(said))


def _is_kept_text(message: str, text: str) -> bool:
    """Whether a text stands behind a colon and so is what is told, not whom: "note: 2 sites are closing",
    "Notiz: schöne Grüße". A name with a capital letter, or a number with its sign, is whom all the same."""
    before = message[: -len(text)].rstrip() if message.endswith(text) else ""
    if not before.endswith(":") or _NUMBERED.match(text):
        return False
    first = text.split(None, 1)[0]
    return text[0].isdigit() or (text[0].islower() and is_ordinary(first) and not is_pronoun(first))


def _told_tries(text: str) -> list[Try]:
    found: list[Try] = []
    for one in beginnings(text):
        if any(not is_ordinary(word) for word in one.name.split()) or one.name[:1].isupper():
            found += tries_of(one.name, one.rest)
    return found


def _stranger_in(text: str, link: str, *, direct: bool) -> str:
    """The name at the beginning of a text that must be somebody's: behind "with", before a colon, behind a
    verb that takes a person, or of two words. Nobody is named by "the customer"."""
    name, rest = leading_name(text)
    if not name or is_role(text[: text.find(name) + len(name)]):
        return ""
    behind = text[text.find(name) + len(name) :].lstrip()
    if _IS_PERSON_LINK.match(link) or behind.startswith(":"):
        return name
    if direct and not link:
        return name
    several = len(name.split()) > 1 and all(word[:1].isupper() for word in name.split())
    is_sentence = bool(rest) and name[:1].isupper() and is_ordinary(rest.split(None, 1)[0])
    if link:
        return name if several or (name[:1].isupper() and (behind[:1] in ",;" or not rest)) else ""
    return name if several or (is_sentence and text.startswith(name)) else ""


def _without(text: str, name: str) -> str:
    """A text without the name that it begins with, a colon behind it included."""
    start = fold(text).find(fold(name)) if len(fold(text)) == len(text) else text.find(name)
    start = text.find(name) if start < 0 else start
    if start < 0:
        return text
    rest = text[start + len(name) :].lstrip(" :,;–-")
    return f"{text[:start].strip()} {rest}".strip() or text


def _opening_stranger(text: str) -> str:
    """The name that a text begins with and that can be nothing else: before a colon or a comma, or of several
    words with capital letters: "Quentin Ashby: send the offer"."""
    name, _ = leading_name(text)
    behind = text[text.find(name) + len(name) :].lstrip() if name else ""
    several = len(name.split()) > 1 and all(word[:1].isupper() for word in name.split())
    return name if behind[:1] == ":" or (behind[:1] == "," and name[:1].isupper()) or several else ""
