"""Records as people refer to them: "#104", "nr. 104", a name, "it", or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.crm.records import find_records
from app.crm.views import Hit, Subject
from app.domain.event import Kind
from app.domain.matching import fold
from bot.cards import notice_card
from bot.parsing.quotes import take_quoted
from bot.refusals import ways_forward
from bot.registry import Ambiguous, Argument, Detour, Mistake
from bot.turn import Turn

MOST_CHOICES = 8
"""Records that a question "which one?" offers."""
LARGEST_NUMBER = 15
"""Digits; what is longer is no number of a record."""

_KIND = (
    r"(?:leads?|opportunit(?:y|ies)|deals?|contacts?|kontakte?|organi[sz]ation(?:en|s)?|records?|"
    r"datens[aä]tze?)"
)
_NUMBER = re.compile(
    r"(?:(?:please|bitte|mal|me|mir|us|uns|the|den|die|das|dem|der|my|mein(?:en?)?)\s+)*"
    rf"(?:{_KIND}\s+)?(?:#|(?:nr|no|num|number|nummer)\b\.?)?\s*#?(?P<number>\d+)(?P<end>[.,:;)?!]?)(?=\s|$)",
    re.IGNORECASE,
)
_KIND_WORD = re.compile(rf"{_KIND}\s+(?=\S)", re.IGNORECASE)
_NOUN = (
    rf"(?:ones?|{_KIND}|person|compan(?:y|ies)|firma|unternehmen|organisation|client|customer|kund(?:e|en|in)|"
    r"eintrag|vorgang|da|hier|here|there)"
)
_DEMONSTRATIVE = r"(?:this|that|these|those|diese[nrms]?|jene[nrms]?|dies)"
_ARTICLE = r"(?:den|das|die|dem|der)"
_PRONOUN = re.compile(
    rf"(?:it|him|her|them|ihn|ihm|ihr|es|sie|{_ARTICLE}|{_DEMONSTRATIVE}"
    rf"|(?:the|{_DEMONSTRATIVE}|{_ARTICLE}) {_NOUN}|(?:the )?(?:last|same) {_NOUN}"
    rf"|(?:den|das|die) (?:letzten?|letztes|selben?|selbe) {_NOUN}"
    rf"|(?:ihn|sie|es|{_ARTICLE}) (?:da|hier)|denselben|dasselbe|dieselbe)",
    re.IGNORECASE,
)
# "it" before a preposition: but a record that is called so goes first.
_HEAD = re.compile(
    rf"(?P<pronoun>it|him|her|them|ihn|ihm|ihr|es|sie|{_ARTICLE}|{_DEMONSTRATIVE}(?: {_NOUN})?)[,.:;]?\s+"
    r"(?P<rest>(?:to|into|in|an|auf|nach|zu|zur|zum|für|as|als|wegen|weil|da|because|due|since|->|→|@)(?:\s|\b).*)",
    re.IGNORECASE | re.DOTALL,
)
_COURTESY = re.compile(r"(?:[\s,]+(?:please|pls|bitte|mal|thanks|thank you|danke))+[.!?]*", re.IGNORECASE)
_POLITE_END = re.compile(
    r"(?:[\s,]+(?:please|pls|bitte|mal|now|jetzt|again|noch ?mal|mir|(?:to|for) me|thanks|thank you|danke))+"
    r"[.!?]*\Z",
    re.IGNORECASE,
)


def find_number(text: str) -> int | None:
    """The number where a text is nothing but the number of a record: "104", "#104", "lead 104"."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found["number"]) if found and len(found["number"]) <= LARGEST_NUMBER else None


def is_pronoun(text: str) -> bool:
    """Whether a text is nothing but a word for what was spoken of last: "it", "that one", "den"."""
    return _PRONOUN.fullmatch(_POLITE_END.sub("", text).strip(" .,!?")) is not None


@dataclass(frozen=True, slots=True)
class Reference:
    """A record by number ("#104", "nr. 104"), by name, which the database looks up, or by a word for the one
    that the conversation spoke of last."""

    label: str
    kinds: frozenset[Kind] = frozenset(Kind)

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = _NUMBER.match(text)
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
        if not hits and _KIND_WORD.match(name):
            hits = await self._find(turn, _KIND_WORD.sub("", name, 1))
        courteous = _POLITE_END.sub("", name)
        if not hits and courteous != name:
            hits = await self._find(turn, courteous)
        exact = [hit for hit in hits if fold(hit.name) == fold(name)]
        if len(hits) == 1 or len(exact) == 1:
            return (exact or hits)[0].number, rest
        if hits:
            raise Ambiguous(name, rest, hits=hits)
        head = _HEAD.match(text) if later else None
        if head:
            return await self._spoken_of(turn), head["rest"]
        number = await self._left_out(turn, text, later, certain=False)
        if number is not None:
            return number, text
        sentence = turn.t("reply.nothing_found", text=name[:80])
        raise Detour(notice_card(turn.reader, sentence, ways_forward(turn.reader)))

    async def _find(self, turn: Turn, name: str) -> list[Hit]:
        kind = next(iter(self.kinds)) if len(self.kinds) == 1 else None
        found = await turn.read(find_records, name[:200], MOST_CHOICES, kind)
        return [hit for hit in found.hits if hit.kind in self.kinds]

    async def _spoken_of(self, turn: Turn) -> int:
        subject = await turn.subject()
        if subject is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        # Of the wrong kind it is shown as it is: the command then says what it needs instead.
        return self._fitting(subject) or subject.number

    def _fitting(self, subject: Subject) -> int | None:
        if subject.kind in self.kinds:
            return subject.number
        return subject.opportunity if Kind.OPPORTUNITY in self.kinds else None


def _as_number(turn: Turn, digits: str) -> int:
    if len(digits) > LARGEST_NUMBER:
        raise Mistake(turn.t("reply.number_too_large", text=digits[:40]))
    return int(digits)


def _without_courtesy(rest: str) -> str:
    return "" if _COURTESY.fullmatch(rest) else rest.strip()
