"""Records as people refer to them: "#104", "nr. 104", a name, "it", or not at all.

To act on a name takes its meaningful words as whole words of a record's name or company. A name that nobody
bears means no other record: it is never taken for what was spoken of last.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from app.crm.naming import Named, Words, candidates_of, records_named
from app.crm.pursuits import open_pursuits
from app.crm.views import Hit, Subject
from app.domain.event import Kind
from app.domain.lead import LeadStatus
from app.domain.matching import bare_words, fold
from bot.binding import Ambiguous, Argument, Mistake, NothingFound, Unknown, WrongKind
from bot.cards import notice_card
from bot.cards.literal import shorten
from bot.parsing.courtesies import is_courtesy, without_courtesy_at_end
from bot.parsing.pointers import (
    KIND_WORD,
    LARGEST_NUMBER,
    NUMBER,
    POINTED_HEAD,
    PRONOUN_HEAD,
    bare_name,
    find_number,
    is_pronoun,
)
from bot.parsing.quotes import take_quoted
from bot.refusals import ways_forward
from bot.turn import Pointing, Turn
from bot.understanding.lexicon import is_ordinary
from bot.understanding.names import (
    beginnings,
    leading_name,
    meaningful,
    names_somebody,
    without_degrees,
)

_PURSUITS = frozenset({Kind.LEAD, Kind.OPPORTUNITY})
MOST_CHOICES = 8
"""Records that a question "which one?" offers."""
MOST_CANDIDATES = 3
"""Records that are offered for a name that none bears."""
LONGEST_TOLD = 120
"""Characters of what was typed that an answer shows again where nothing else tells it."""
LONGEST_NAME, SHORTEST_NAME = 4, 3
"""Words and characters of a name that is looked for at the beginning of a longer text."""


@dataclass(frozen=True, slots=True)
class Try:
    """What may be a name, and what would then follow it."""

    name: str
    rest: str
    words: Words


@dataclass(frozen=True, slots=True)
class Reference:
    """A record by number ("#104", "nr. 104"), by name, which the database looks up, or by a word for the one
    that the conversation spoke of last. `closed` where one that is closed is meant as well as its deal."""

    label: str
    is_free: ClassVar[bool] = False
    closed: ClassVar[bool] = False
    kinds: frozenset[Kind] = frozenset(Kind)

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = NUMBER.match(text)
        if found:
            turn.pointing, turn.meant = Pointing.NUMBER, _as_number(turn, found["number"])
            return turn.meant, _without_courtesy(text[found.end() :])
        head = POINTED_HEAD.match(text)
        if head and later:
            return await self._spoken_of(turn), head["rest"]
        name, rest = await self._cut(turn, text, later)
        if is_pronoun(name):
            return await self._spoken_of(turn), rest
        quoted = find_number(name)
        if quoted is not None:
            turn.pointing, turn.meant = Pointing.NUMBER, quoted
            return quoted, rest
        number = await self._left_out(turn, text, later, certain=True)
        if number is not None:
            return number, text
        return await self._look_up(turn, text, (name, rest), later)

    async def split(self, _turn: Turn, _text: str) -> tuple[str, str] | None:
        return None

    async def fits(self, _turn: Turn, _text: str, _certain: bool) -> bool:
        return False

    async def assume(self, turn: Turn) -> int | None:
        """The record that was spoken of last, where it is of a kind that is looked for."""
        subject = await turn.subject()
        turn.pointing = Pointing.IMPLIED
        return self._fitting(subject) if subject else None

    async def _cut(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[str, str]:
        quoted = take_quoted(text)
        if quoted:
            return quoted
        for argument in later[:1]:
            cut = await argument.type.split(turn, text)
            if cut:
                return cut
        return text, ""

    async def _left_out(
        self, turn: Turn, text: str, later: Sequence[Argument], *, certain: bool
    ) -> int | None:
        """The record that was spoken of, where the text is the next argument already: "lost price"."""
        for argument in later:
            if await argument.type.fits(turn, text, certain):
                return await self.assume(turn)
        return None

    async def _look_up(
        self, turn: Turn, text: str, cut: tuple[str, str], later: Sequence[Argument]
    ) -> tuple[int, str]:
        tries = _tries(text, cut)
        found = await self._find(turn, tries)
        if found:
            await self._refuse_shorter(turn, found, tries)
            return self._chosen(turn, found, tries)
        head = PRONOUN_HEAD.match(text) if later else None
        if head:
            return await self._spoken_of(turn), head["rest"]
        # What names a deal that is not there means no other one: "lost the Foobar deal because of price".
        is_bare = bare_name(cut[0]) == cut[0] and take_quoted(text) is None
        is_bare = is_bare and not (cut[1] and names_somebody(cut[0]))
        number = await self._left_out(turn, text, later, certain=False) if is_bare else None
        if number is not None:
            return number, text
        found = await self._find(turn, tries, mistyped=True)
        if found:
            return self._chosen(turn, found, tries)
        raise await self._unknown(turn, text, cut, tries)

    async def _find(self, turn: Turn, tries: Sequence[Try], *, mistyped: bool = False) -> Named | None:
        """The records that the first of the tries means. What was said about somebody is no other record of
        that name."""
        names = [one.words for one in tries]
        for kinds in _in_order(self.kinds):
            found = await turn.look(records_named, names, kinds, MOST_CHOICES, mistyped=mistyped)
            if found:
                return await self._with_deals(turn, found)
        return None

    async def _with_deals(self, turn: Turn, found: Named) -> Named:
        """Who was a lead goes on in a deal: where both are possible, the open deal is meant."""
        converted = [hit for hit in found.hits if hit.status == LeadStatus.QUALIFIED]
        if self.closed or not converted or not self.kinds >= _PURSUITS:
            return found
        deals = await turn.look(open_pursuits, [hit.number for hit in converted], MOST_CHOICES)
        rest = [hit for hit in found.hits if hit not in converted]
        hits = {hit.number: hit for hit in (*rest, *deals)}
        return replace(found, hits=tuple(hits.values())) if deals else found

    async def _refuse_shorter(self, turn: Turn, found: Named, tries: Sequence[Try]) -> None:
        """ "Follow Kestrel Works": a company of that name is meant, and no deal that is called "Kestrel".
        Raises what is to be told then."""
        others = frozenset(Kind) - self.kinds - {Kind.ACTIVITY}
        longer = [one for one in tries[: found.place] if len(one.words) > len(tries[found.place].words)]
        if longer and others:
            words = [one.words for one in longer]
            other = await turn.look(records_named, words, others, MOST_CHOICES)
            if other:
                turn.pointing, turn.meant = Pointing.NAME, 0
                raise await self._other_kind(turn, longer[other.place], other.hits)

    def _chosen(self, turn: Turn, found: Named, tries: Sequence[Try]) -> tuple[int, str]:
        one = tries[found.place]
        hits = called_in_full(turn.text, one.name, found.hits)
        turn.pointing, turn.meant = Pointing.NAME, 0
        if len(hits) > 1:
            raise Ambiguous(one.name, one.rest, hits=hits)
        turn.meant = hits[0].number
        return turn.meant, one.rest

    async def _unknown(self, turn: Turn, text: str, cut: tuple[str, str], tries: Sequence[Try]) -> Exception:
        """What to raise where no record of these kinds bears the name."""
        turn.pointing, turn.meant = Pointing.NAME, 0
        names = [one.words for one in tries]
        others = frozenset(Kind) - self.kinds - {Kind.ACTIVITY}
        other = await turn.look(records_named, names, others, MOST_CHOICES, mistyped=True) if others else None
        if other:
            one = tries[other.place]
            return await self._other_kind(turn, one, other.hits)
        name, rest = _said_name(text, cut)
        words = tuple(meaningful(name))
        near = await turn.look(candidates_of, words, self.kinds - {Kind.ACTIVITY}, MOST_CANDIDATES)
        return Unknown(name, rest, hits=near)

    async def _other_kind(self, turn: Turn, one: Try, hits: Sequence[Hit]) -> Exception:
        """ "Move Kranz" where Kranz is a lead: it is said what it is. What a contact or a company has of the
        kind is asked for."""
        numbers = [hit.number for hit in hits]
        found = await turn.look(open_pursuits, numbers, MOST_CHOICES)
        fitting = [hit for hit in found if hit.kind in self.kinds]
        if fitting:
            return Ambiguous(one.name, one.rest, hits=fitting)
        return WrongKind(one.name, one.rest, hits=hits, label=self.label)

    async def _spoken_of(self, turn: Turn) -> int:
        subject = await turn.subject()
        if subject is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        turn.pointing = Pointing.PRONOUN
        # Of the wrong kind it is shown as it is: the command then says what it needs instead.
        return self._fitting(subject) or subject.record

    def _fitting(self, subject: Subject) -> int | None:
        if subject.kind in self.kinds:
            return subject.number
        if subject.about is not None:
            return self._fitting(subject.about)
        return subject.opportunity if Kind.OPPORTUNITY in self.kinds else None


def tries_of(name: str, rest: str) -> list[Try]:
    """A name as it was said, and without what people say around one: the kind of record, "the … deal", a
    degree, a courtesy."""
    owned = [re.sub(r"['’]?s\Z", "", name.strip())] if len(name.strip()) > SHORTEST_NAME else []
    # Before more words "thanks" may be one of them: "call Tom, thanks to his tip".
    polite = [] if rest else [without_courtesy_at_end(name)]
    spoken = (name, KIND_WORD.sub("", name, 1), bare_name(name), *polite, *owned)
    found: dict[Words, Try] = {}
    for said in dict.fromkeys(spoken):
        words = tuple(meaningful(said))
        for form in (words, without_degrees(words)):
            if form and _may_be_meant(said, form):
                found.setdefault(form, Try(said.strip(), rest, form))
    return list(found.values())


def called_in_full(text: str, name: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The one of several records that a text calls by its full name where it says a part of it: of what
    "Lumen" means, "Lumen pilot"; all where it does so with none, or with several."""
    said, part = bare_words(text), bare_words(name)
    starts = (at for at in range(len(said)) if said[at : at + len(part)] == part)
    at = next(starts, None) if len(hits) > 1 and part else None
    if at is None:
        return hits
    full = [
        hit
        for hit in hits
        if len(words := bare_words(hit.name)) > len(part) and said[at:][: len(words)] == words
    ]
    return full if len(full) == 1 else hits


def nothing_found(turn: Turn, said: str) -> NothingFound:
    """What to raise where nothing is called so."""
    sentence = turn.t("reply.nothing_found", text=shorten(said, LONGEST_TOLD))
    return NothingFound(notice_card(turn.reader, sentence, ways_forward(turn.reader)))


def _tries(text: str, cut: tuple[str, str]) -> list[Try]:
    """The phrase where a name is expected, and the beginnings of it that may be one."""
    found = tries_of(*cut)
    for one in beginnings(cut[0]):
        if any(not is_ordinary(word) for word in one.name.split()):
            rest = f"{one.rest} {cut[1]}".strip()
            found += [each for each in tries_of(one.name, rest) if all(each.words != t.words for t in found)]
    return found


def _may_be_meant(said: str, words: Words) -> bool:
    """Whether words are more than words of the language: "this month" names nobody, though a deal may be
    called "Closing month promo"; "Price" with a capital letter may."""
    if any(not is_ordinary(word) for word in words):
        return True
    capital = [word for word in said.split() if word[:1].isupper() and fold(word).strip(".,:;!?") in words]
    return len(capital) == len(words)


def _said_name(text: str, cut: tuple[str, str]) -> tuple[str, str]:
    """The part of a text that is told not to be known, and what follows it."""
    name, rest = leading_name(cut[0])
    if not name:
        return cut
    return name, f"{rest} {cut[1]}".strip()


def _in_order(kinds: Collection[Kind]) -> list[frozenset[Kind]]:
    records = frozenset(kinds) - {Kind.ACTIVITY}
    activities = frozenset(kinds) & {Kind.ACTIVITY}
    return [part for part in (records, activities) if part]


def _as_number(turn: Turn, digits: str) -> int:
    if len(digits) > LARGEST_NUMBER:
        raise Mistake(turn.t("reply.number_too_large", text=digits[:40]))
    return int(digits)


def _without_courtesy(rest: str) -> str:
    return "" if is_courtesy(rest) else rest.strip()
