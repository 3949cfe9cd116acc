"""Records as people refer to them: "#104", "nr. 104", a name, "it", or not at all.

To act on a name takes its meaningful words as whole words of a record's name or company. A name that nobody
bears means no other record: it is never taken for what was spoken of last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from app.crm.name_lookup import Named, candidates_of, company_of, records_named
from app.crm.open_deals import open_deals
from app.crm.views import Hit, Subject
from app.domain.event import Kind
from app.domain.lead import LeadStatus
from bot.binding import Ambiguous, Argument, Mistake, NothingFound, Unknown, WrongKind
from bot.cards import notice_card
from bot.cards.literal import shorten
from bot.commands.arguments.name_tries import Try, called_in_full, said_name, tries_in
from bot.parsing.courtesies import is_courtesy
from bot.parsing.pointers import (
    LARGEST_NUMBER,
    NUMBER,
    POINTED_HEAD,
    PRONOUN_HEAD,
    bare_name,
    find_number,
    is_pronoun,
    kind_named,
)
from bot.parsing.quotes import take_quoted
from bot.refusals import ways_forward
from bot.turn import Pointing, Turn
from bot.understanding.names import (
    meaningful,
    names_somebody,
)

_DEALS = frozenset({Kind.LEAD, Kind.OPPORTUNITY})
_CALLED = {
    Kind.LEAD: (Kind.LEAD, Kind.OPPORTUNITY),
    Kind.OPPORTUNITY: (Kind.OPPORTUNITY, Kind.LEAD),
    Kind.CONTACT: (Kind.CONTACT, Kind.LEAD),
}
"""The kinds of records that a word for one of them may mean, the first one that was spoken of."""
MOST_CHOICES = 8
"""Records that a question "which one?" offers."""
MOST_CANDIDATES = 3
"""Records that are offered for a name that none bears."""
LONGEST_TOLD = 120
"""Characters of what was typed that an answer shows again where nothing else tells it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A record by number ("#104", "nr. 104"), by name, which the database looks up, or by a word for the one
    that the conversation spoke of last. `closed` where one that is closed is meant as well as its deal,
    `whole` where a company is meant rather than what belongs to it."""

    label: str
    is_free: ClassVar[bool] = False
    closed: ClassVar[bool] = False
    whole: ClassVar[bool] = False
    kinds: frozenset[Kind] = frozenset(Kind)

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = NUMBER.match(text)
        if found:
            turn.pointing, turn.meant = Pointing.NUMBER, _as_number(turn, found["number"])
            return turn.meant, _without_courtesy(text[found.end() :])
        head = POINTED_HEAD.match(text)
        if head and later:
            return await self._spoken_of(turn, head["pronoun"]), head["rest"]
        name, rest = await self._cut(turn, text, later)
        if is_pronoun(name):
            return await self._spoken_of(turn, name), rest
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
        tries = tries_in(text, cut)
        found = await self._find(turn, tries)
        if found:
            await self._refuse_shorter(turn, found, tries)
            return self._chosen(turn, found, tries, cut[0])
        head = PRONOUN_HEAD.match(text) if later else None
        if head:
            return await self._spoken_of(turn, head["pronoun"]), head["rest"]
        # What names a deal that is not there means no other one: "lost the Foobar deal because of price".
        is_bare = bare_name(cut[0]) == cut[0] and take_quoted(text) is None
        is_bare = is_bare and not (cut[1] and names_somebody(cut[0]))
        number = await self._left_out(turn, text, later, certain=False) if is_bare else None
        if number is not None:
            return number, text
        found = await self._find(turn, tries, mistyped=True)
        if found:
            return self._chosen(turn, found, tries, cut[0])
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
        if self.closed or not converted or not self.kinds >= _DEALS:
            return found
        deals = await turn.look(open_deals, [hit.number for hit in converted], MOST_CHOICES)
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

    def _chosen(self, turn: Turn, found: Named, tries: Sequence[Try], said: str = "") -> tuple[int, str]:
        """The record that is meant; `said` is the name with the words around it. Raises Ambiguous."""
        one = tries[found.place]
        hits = called_in_full(turn.text, one.name, found.hits)
        if len(hits) > 1 and (kind := kind_named(said)) is not None:
            # "The Halcyon deal" is not the company of that name.
            hits = [hit for hit in hits if hit.kind is kind] or hits
        elif self.whole:
            hits = company_of(hits)
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
        name, rest = said_name(text, cut)
        words = tuple(meaningful(name))
        near = await turn.look(candidates_of, words, self.kinds - {Kind.ACTIVITY}, MOST_CANDIDATES)
        return Unknown(name, rest, hits=near)

    async def _other_kind(self, turn: Turn, one: Try, hits: Sequence[Hit]) -> Exception:
        """ "Move Kranz" where Kranz is a lead: it is said what it is. What a contact or a company has of the
        kind is asked for."""
        numbers = [hit.number for hit in hits]
        found = await turn.look(open_deals, numbers, MOST_CHOICES)
        fitting = [hit for hit in found if hit.kind in self.kinds]
        if fitting:
            return Ambiguous(one.name, one.rest, hits=fitting)
        return WrongKind(one.name, one.rest, hits=hits, label=self.label)

    async def _spoken_of(self, turn: Turn, pronoun: str = "") -> int:
        subject = await turn.subject()
        if subject is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        turn.pointing = Pointing.PRONOUN
        kind = kind_named(pronoun)
        if kind is not None:
            return await self._of_kind(turn, subject, kind, pronoun)
        # Of the wrong kind it is shown as it is: the command then says what it needs instead.
        return self._fitting(subject) or subject.record

    async def _of_kind(self, turn: Turn, subject: Subject, kind: Kind, pronoun: str) -> int:
        """The record of a kind that was spoken of: "the deal" is no note, but may be that of whom the note is
        about. Raises Ambiguous, Mistake."""
        chain = [subject, *([subject.about] if subject.about else [])]
        numbers = {one.kind: one.number for one in reversed(chain)}
        for one in chain:
            if one.opportunity:
                numbers.setdefault(Kind.OPPORTUNITY, one.opportunity)
        # People call a lead a deal, and whom they know by a lead a contact.
        known = next((numbers[one] for one in _CALLED.get(kind, (kind,)) if one in numbers), None)
        if known is not None:
            return known
        hits = await turn.look(open_deals, [subject.record], MOST_CHOICES) if kind in _DEALS else ()
        if len(hits) > 1:
            raise Ambiguous(pronoun, "", hits=hits)
        if not hits:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        return hits[0].number

    def _fitting(self, subject: Subject) -> int | None:
        if subject.kind in self.kinds:
            return subject.number
        if subject.about is not None:
            return self._fitting(subject.about)
        return subject.opportunity if Kind.OPPORTUNITY in self.kinds else None


def nothing_found(turn: Turn, said: str) -> NothingFound:
    """What to raise where nothing is called so."""
    sentence = turn.t("reply.nothing_found", text=shorten(said, LONGEST_TOLD))
    return NothingFound(notice_card(turn.reader, sentence, ways_forward(turn.reader)))


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
