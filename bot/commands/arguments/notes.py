"""The arguments of notes, calls and tasks: the record ("for 104", "with Sarah", or none), and the text. A
name that nobody has is reported as unknown: the text would be lost otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.crm.name_lookup import Named
from app.dates.past import STARTS
from app.dates.sentences import begins, sentence_word
from app.domain.event import Kind
from app.domain.matching import fold
from app.languages.words import forms, pattern
from bot.binding import Ambiguous, Argument, Mistake, Unknown
from bot.commands.arguments.kinds import WholeRest
from bot.commands.arguments.name_tries import Try, tries_of
from bot.commands.arguments.named_records import find_numbered
from bot.commands.arguments.new_time import cut_moment, split_leading_moment
from bot.commands.arguments.records import Reference, nothing_found
from bot.parsing.marks import MARK
from bot.parsing.pointers import (
    OBJECT_HEAD,
    PRONOUN_FIRST,
    find_target,
    is_measure,
    is_pronoun,
    points_by_number,
)
from bot.parsing.quotes import take_quoted
from bot.turn import Pointing, Turn
from bot.understanding.lexicon import is_ordinary, plain
from bot.understanding.names import beginnings, leading_name, names_somebody
from bot.understanding.strangers import stranger_in

LINKED = re.compile(
    rf"(?P<link>{pattern('links.person', 'links.topic')})\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
_LINK_WORDS = pattern("links.person", "links.topic", "clauses.joins")
_COLLEAGUES = re.compile(
    rf"(?P<who>{MARK.pattern}(?:(?:\s*,\s*|\s+(?:{_LINK_WORDS})\s+){MARK.pattern})*+)"
    rf"(?:\s*[,:]\s*|\s+)(?:(?:{_LINK_WORDS})\s+)?(?=\S)",
    re.IGNORECASE,
)
_LINKING = re.compile(rf"\s+(?:{_LINK_WORDS})\Z", re.IGNORECASE)
MOST_LEADING = 3
"""Days, times and places before whom a text is about."""
_PLACED = re.compile(
    rf"(?P<place>(?:{pattern('dates.prepositions.in', 'dates.prepositions.in_the')})(?:\s+[^\s:,;]+){{1,3}}?)"
    rf"\s+(?=(?:{pattern('links.person')})\s)",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"(?:[&+]|{pattern('companies.and')})\s+(?=\S)", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+\s*[:,–-]\s")
_ME = re.compile(rf"\W*(?:{pattern('speech.me')})\b", re.IGNORECASE)
_RECORDS = frozenset(Kind) - {Kind.ACTIVITY}


@dataclass(frozen=True, slots=True)
class AboutRecord(Reference):
    """A record that something is told of, also behind a preposition: "note for 104", "call with Sarah", or at
    the end of what is told: "great demo for #104". `direct` where a person stands at once: "call Imogen"."""

    kinds: frozenset[Kind] = _RECORDS
    direct: bool = False

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        if _ME.match(text):
            # "Could you call me back?" is a customer's message: nobody has done that yet.
            raise nothing_found(turn, text)
        text = _as_typed(turn, text)
        timed = await self._behind_when_or_where(turn, text, later)
        if timed:
            return timed
        if not is_measure(text) and _is_kept_text(turn.text, text):
            return await self._targeted(turn, text) or await self._implied(turn, text)
        linked = LINKED.match(text)
        said = linked["rest"] if linked else text
        if is_measure(text) or (linked and is_when(turn, linked, text)):
            return await self._implied(turn, text)
        behind = _behind_pronoun(said)
        if behind:
            return await self._spoken_of(turn), behind
        if points_by_number(said) or OBJECT_HEAD.match(said) or is_pronoun(said):
            return await Reference.take(self, turn, said, later)
        targeted = None if linked else await self._targeted(turn, text)
        return (
            targeted
            or await self._behind_colleagues(turn, text, said)
            or await self._named_in(turn, text, said, linked["link"] if linked else "")
        )

    def _chosen(self, turn: Turn, found: Named, tries: Sequence[Try], said: str = "") -> tuple[int, str]:
        """As Reference; with somebody else beside whom it is about, what is told keeps both: "Ann & Bob at
        the fair"."""
        number, rest = Reference._chosen(self, turn, found, tries, said)
        return number, f"{tries[found.place].name} {rest}" if _names_others(rest) else rest

    async def _behind_when_or_where(
        self, turn: Turn, text: str, later: Sequence[Argument]
    ) -> tuple[int, str] | None:
        """The record behind the day, time or place by which a text begins: "tomorrow with Ann Hall: prices",
        "on Friday at 3 #5", "in Munich with Ann". When and where stay in what is told."""
        behind = _behind_leading(turn, text, placed=self.direct)
        before = text.removesuffix(behind).rstrip(" ,;:")
        if not before or await self._find(turn, opening_tries(text)):
            return None
        try:
            number, rest = await self.take(turn, behind, later)
        except (Ambiguous, Unknown) as unsure:
            unsure.rest = _joined(before, unsure.rest)
            raise
        is_apart = behind.removesuffix(rest).rstrip().endswith(":")
        return number, _joined(before, f": {rest}" if is_apart else rest) if rest != behind else text

    async def _behind_colleagues(self, turn: Turn, text: str, said: str) -> tuple[int, str] | None:
        """The record that is named behind colleagues: "meeting with @Megan and Nora Thelen". The colleagues
        stay in what is told."""
        found = _COLLEAGUES.match(said)
        if found is None or not turn.marks:
            return None
        behind = said[found.end() :]
        tries = opening_tries(behind)
        named = await self._find(turn, tries)
        if named is None:
            return None
        number, rest = self._chosen(turn, named, tries)
        who = text[: len(text) - len(behind)].rstrip() if text.endswith(behind) else found["who"]
        return number, f"{_LINKING.sub('', who)} {rest}".strip()

    async def _named_in(self, turn: Turn, text: str, said: str, link: str) -> tuple[int, str]:
        """The record that is named at the beginning; the one that was spoken of where nobody is."""
        tries = opening_tries(said)
        found = await self._find(turn, tries)
        if found:
            return self._chosen(turn, found, tries)
        if self.direct and _is_with_colleague(turn, text, said, link):
            raise await self._unknown(turn, said, (said[0], said[1:].strip()), [])
        name = stranger_in(said, link, direct=self.direct)
        if not name:
            return await self._unless_mistyped(turn, text, tries)
        found = await self._find(turn, tries, mistyped=True)
        if found:
            return self._chosen(turn, found, tries)
        rest = said[said.find(name) + len(name) :].lstrip(" :,;–-")
        raise await self._unknown(turn, said, (name, rest), tries_of(name, rest))

    async def _unless_mistyped(self, turn: Turn, text: str, tries: list[Try]) -> tuple[int, str]:
        """What was spoken of last, unless a text begins with what may be another record's name, mistyped:
        then it is asked which one is meant."""
        likely = [one for one in tries if len(one.words) > 1 and not is_ordinary(one.words[0])]
        found = await self._find(turn, likely, mistyped=True) if likely else None
        subject = await turn.subject()
        if found is None or subject is None or len(found.hits) > 1:
            return await self._implied(turn, text)
        other = await find_numbered(turn, str(subject.record))
        if other is None or found.hits[0].number in (subject.number, subject.record):
            return await self._implied(turn, text)
        raise Ambiguous(likely[found.place].name, text, hits=[found.hits[0], other])

    async def _implied(self, turn: Turn, text: str) -> tuple[int, str]:
        """What was spoken of last, where a text names nobody."""
        subject = await turn.subject()
        if subject is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        turn.pointing = Pointing.IMPLIED
        return self._fitting(subject) or subject.record, text

    async def _targeted(self, turn: Turn, text: str) -> tuple[int, str] | None:
        """The record that is named by its number at the end, where nothing at the beginning names one: and
        what is told without that. Where the number may count something as well, it is asked."""
        target = find_target(text) or find_target(cut_moment(turn, text)[0])
        if target is None or text.rfind(target.said) <= 0:
            return None
        hit = await find_numbered(turn, str(target.number))
        if hit is None or await self._find(turn, opening_tries(text)):
            return None
        start = text.rfind(target.said)
        rest = f"{text[:start]} {text[start + len(target.said) :]}".strip()
        subject = await turn.subject()
        about = subject.record if subject else 0
        if target.sure or subject is None or target.number in (subject.number, about):
            turn.pointing, turn.meant = Pointing.NUMBER, hit.number
            return hit.number, rest
        other = await find_numbered(turn, str(about))
        raise Ambiguous(target.said.strip(), text, hits=[hit, other] if other else [hit])


class _NoteText(WholeRest):
    """All that is left, and all there is where nothing it begins with is the name of a record."""

    label = "text"

    async def fits(self, _turn: Turn, text: str, certain: bool) -> bool:
        return not certain and not leading_name(text)[0]


class _TaskText(_NoteText):
    """What is done or to be done: "task it call Sarah". It begins with no subject, so that "it" before it is
    the record; a note may well begin with one."""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        head = OBJECT_HEAD.match(text)
        if head and await self.fits(turn, text, certain=False):
            return head["pronoun"], head["rest"]
        return None


AboutNumber = Annotated[int, AboutRecord("record")]
NoteText = Annotated[str, _NoteText()]
TaskText = Annotated[str, _TaskText()]


def _names_others(text: str) -> bool:
    """Whether a text goes on with somebody else: "& Bob", "and her boss Ann Hall", but not "and she is
    glad"."""
    joined = _JOINED.match(text)
    if joined is None:
        return False
    behind = text[joined.end() :]
    return names_somebody(behind) or plain(behind.split(None, 1)[0]) in forms("names.determiners")


def _as_typed(turn: Turn, text: str) -> str:
    """A text without quotes that nobody typed: a sentence puts them around whom it is about."""
    quoted = take_quoted(text)
    if quoted is None or text in turn.text or text in turn.said:
        return text
    return ", ".join(filter(None, quoted))


def _behind_leading(turn: Turn, text: str, *, placed: bool) -> str:
    """What follows the day, the time and, where that counts, the place by which a text begins; all of it
    where it begins with none, or goes on and on with them."""
    behind = text
    for _ in range(MOST_LEADING + 1):
        _, rest = split_leading_moment(turn, behind)
        place = _PLACED.match(behind) if placed and rest == behind else None
        rest = behind[place.end() :] if place else rest
        if rest == behind:
            return behind
        behind = rest
    return text


def _joined(before: str, rest: str) -> str:
    """What is told, behind what stood before the record: "on Friday: prices"."""
    return f"{before}{'' if rest.startswith(':') else ' '}{rest}".strip()


def is_when(turn: Turn, linked: re.Match[str], text: str) -> bool:
    """Whether a text that LINKED has found says when or how long, and names no record: "at 4", "for 4.5
    days", "on 20 December"."""
    link, said = linked["link"], linked["rest"]
    if is_measure(said):
        return True
    if not said[0].isdigit():
        return False
    if fold(link) in forms("speech.time_links") or not points_by_number(said):
        return True
    return not cut_moment(turn, text)[0].startswith(text[: len(link) + 2])


def _behind_pronoun(text: str) -> str:
    """What follows a pronoun that stands alone, before punctuation or a time: "her, she was glad", "her
    Friday at 3"; "" for "her boss"."""
    found = PRONOUN_FIRST.match(text)
    if found is None:
        return ""
    is_apart = text[found.end("pronoun")] in ",.:;"
    is_timed = begins([sentence_word(word) for word in found["rest"].split()[:2]], 0, STARTS)
    return found["rest"] if is_apart or is_timed else ""


def _is_kept_text(message: str, text: str) -> bool:
    """Whether a text stands behind a colon and so is what is told, not whom: "note: 2 sites are closing",
    "Notiz: schöne Grüße". A name with a capital letter, or a number with its sign, is whom all the same."""
    before = message[: -len(text)].rstrip() if message.endswith(text) else ""
    if not before.endswith(":") or _NUMBERED.match(text):
        return False
    first = text.split(None, 1)[0]
    return text[0].isdigit() or (text[0].islower() and is_ordinary(first) and not is_pronoun(first))


def _is_with_colleague(turn: Turn, text: str, said: str, link: str) -> bool:
    """ "Call @Megan": nobody of the records is meant; what stands behind a colon is told of one."""
    before = turn.text[: -len(text)].rstrip() if turn.text.endswith(text) else ""
    is_person = not link or fold(" ".join(link.split())) in forms("links.person")
    return bool(turn.marks.people_in(said[:1])) and is_person and not before.endswith(":")


def opening_tries(text: str) -> list[Try]:
    """The names that a text may begin with, longest first."""
    found: list[Try] = []
    for one in beginnings(text):
        if any(not is_ordinary(word) for word in one.name.split()) or one.name[:1].isupper():
            found += tries_of(one.name, one.rest)
    return found
