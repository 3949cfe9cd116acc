"""Records as people refer to them: "#104", "nr. 104", a name, "it", or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.crm.records import find_records
from app.crm.views import Hit, Subject
from app.domain.event import Kind
from app.domain.lead import LeadStatus
from app.domain.matching import fold
from bot.cards import notice_card
from bot.parsing.courtesies import is_courtesy, without_courtesy_at_end
from bot.parsing.pointers import (
    KIND_WORD,
    LARGEST_NUMBER,
    NUMBER,
    PRONOUN_HEAD,
    bare_name,
    is_pronoun,
)
from bot.parsing.quotes import take_quoted
from bot.refusals import ways_forward
from bot.registry import Ambiguous, Argument, Mistake, NothingFound
from bot.turn import Turn

MOST_CHOICES = 8
"""Records that a question "which one?" offers."""
LONGEST_NAME, SHORTEST_NAME = 4, 3
"""Words and characters of a name that is looked for at the beginning of a longer text."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A record by number ("#104", "nr. 104"), by name, which the database looks up, or by a word for the one
    that the conversation spoke of last."""

    label: str
    kinds: frozenset[Kind] = frozenset(Kind)

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = NUMBER.match(text)
        if found:
            return _as_number(turn, found["number"]), _without_courtesy(text[found.end() :])
        name, rest = await self._cut(turn, text, later)
        if is_pronoun(name):
            return await self._spoken_of(turn), rest
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
        if later and await later[0].type.fits(turn, text, certain):
            return await self.assume(turn)
        return None

    async def _look_up(
        self, turn: Turn, text: str, cut: tuple[str, str], later: Sequence[Argument]
    ) -> tuple[int, str]:
        name, rest = cut
        hits = await self._find(turn, name)
        if not hits and KIND_WORD.match(name):
            hits = await self._find(turn, KIND_WORD.sub("", name, 1))
        bare = bare_name(name)
        if not hits and bare != name:
            hits = await self._find(turn, bare)
        courteous = without_courtesy_at_end(name)
        if not hits and courteous != name:
            hits = await self._find(turn, courteous)
        exact = [hit for hit in hits if fold(hit.name) == fold(name)]
        if len(hits) == 1 or len(exact) == 1:
            return (exact or hits)[0].number, rest
        if hits:
            raise Ambiguous(name, rest, hits=hits)
        head = PRONOUN_HEAD.match(text) if later else None
        if head:
            return await self._spoken_of(turn), head["rest"]
        if later and rest:
            found = await self._look_up_beginning(turn, text)
            if found:
                return found
        # What names a deal that is not there means no other one: "lost the Foobar deal because of price".
        number = None if bare != name else await self._left_out(turn, text, later, certain=False)
        if number is not None:
            return number, text
        if later and not rest:
            found = await self._look_up_beginning(turn, name)
            if found:
                return found
        raise nothing_found(turn, name)

    async def _look_up_beginning(self, turn: Turn, text: str) -> tuple[int, str] | None:
        """ "Tom Meier they have no money": the most words at the beginning that are a name."""
        words = text.split(None, LONGEST_NAME)
        for count in range(min(len(words) - 1, LONGEST_NAME), 0, -1):
            name, rest = " ".join(words[:count]), " ".join(words[count:])
            found = await self._find(turn, name) if len(name) >= SHORTEST_NAME else []
            hits = [hit for hit in found if is_named(hit, name)]
            if len(hits) == 1:
                return hits[0].number, rest
            if hits:
                raise Ambiguous(name, rest, hits=hits)
        return None

    async def _find(self, turn: Turn, name: str) -> list[Hit]:
        kind = next(iter(self.kinds)) if len(self.kinds) == 1 else None
        found = await turn.read(find_records, name[:200], MOST_CHOICES, kind)
        hits = [hit for hit in found.hits if hit.kind in self.kinds]
        # What was said about somebody is no other record of that name.
        return [hit for hit in hits if hit.kind is not Kind.ACTIVITY] or hits

    async def _spoken_of(self, turn: Turn) -> int:
        subject = await turn.subject()
        if subject is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        # Of the wrong kind it is shown as it is: the command then says what it needs instead.
        return self._fitting(subject) or (subject.about or subject).number

    def _fitting(self, subject: Subject) -> int | None:
        if subject.kind in self.kinds:
            return subject.number
        if subject.about is not None:
            return self._fitting(subject.about)
        return subject.opportunity if Kind.OPPORTUNITY in self.kinds else None


def nothing_found(turn: Turn, said: str) -> NothingFound:
    """What to raise where nothing is called so."""
    sentence = turn.t("reply.nothing_found", text=said[:80])
    return NothingFound(notice_card(turn.reader, sentence, ways_forward(turn.reader)))


def without_converted(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without the leads that became something else of the same name: what goes on goes on there."""
    names = {fold(hit.name) for hit in hits if hit.kind is not Kind.LEAD}
    return [hit for hit in hits if hit.status != LeadStatus.QUALIFIED or fold(hit.name) not in names]


def _as_number(turn: Turn, digits: str) -> int:
    if len(digits) > LARGEST_NUMBER:
        raise Mistake(turn.t("reply.number_too_large", text=digits[:40]))
    return int(digits)


def _without_courtesy(rest: str) -> str:
    return "" if is_courtesy(rest) else rest.strip()


def is_named(hit: Hit, name: str) -> bool:
    """Whether words at the beginning of a longer text are those of a record's name, and not the beginnings of
    them: "she was glad" speaks of no Shell. Activities are called what people say, so none is meant."""
    return hit.kind is not Kind.ACTIVITY and _words(name) <= _words(hit.name) | _words(hit.detail)


def _words(text: str) -> set[str]:
    return {bare for word in fold(text).split() if (bare := word.strip(".,:;!?()\"'„“”"))}
