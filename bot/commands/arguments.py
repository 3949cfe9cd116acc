"""The kinds of arguments: numbers and names of records, stages, colleagues, reasons, the rest of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from app.crm.members import find_member
from app.crm.records import find_records
from app.crm.views import Hit
from app.domain.event import Kind
from app.domain.matching import fold
from app.domain.pipeline import Choice, Stage
from app.strings.strings import LANGUAGES, strings
from bot.cards import Card, choose_card, notice_card
from bot.parsing.quotes import take_quoted, unquote
from bot.refusals import ways_forward
from bot.registry import Argument, Detour, Mistake
from bot.turn import Turn

MOST_CHOICES = 8
"""Records that a question "which one?" offers."""
LARGEST_NUMBER = 15
"""Digits; what is longer is no number of a record."""

_NUMBER = re.compile(
    r"(?:(?:lead|leads|opportunity|deal|contact|kontakt|organi[sz]ation|record|datensatz)\s+)?"
    r"(?:#|(?:nr|no|num|number|nummer)\b\.?)?\s*#?(?P<number>\d+)(?P<end>[.,:;)]?)(?=\s|$)",
    re.IGNORECASE,
)
_KIND_WORD = re.compile(r"(?:lead|opportunity|deal|contact|kontakt|organi[sz]ation)\s+(?=\S)", re.IGNORECASE)
_TO = re.compile(
    r"(?:->|→|(?:to|into|in|an|auf|nach|zu|zur|für|for|with|as|wegen|because of|due to|@)\b)?\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s+(?:zu|please|bitte)\Z", re.IGNORECASE)
_ME = frozenset({"me", "myself", "mir", "mich", "ich", "i"})


class _WholeRest:
    """An argument that takes all that is left."""

    label = "text"

    async def take(self, _turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[object, str]:
        return text, ""

    async def split(self, _turn: Turn, _text: str) -> tuple[str, str] | None:
        return None


@dataclass(frozen=True, slots=True)
class _Text(_WholeRest):
    label: str = "text"


@dataclass(frozen=True, slots=True)
class _Reference:
    """A record by number ("#104", "nr. 104") or by name, which the database looks up."""

    label: str
    kind: Kind | None = None
    kinds: frozenset[Kind] = frozenset(Kind)

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = _NUMBER.match(text)
        if found:
            return _as_number(turn, found["number"]), text[found.end() :].strip()
        name, rest = await self._cut(turn, text, later)
        return await self._look_up(turn, name), rest

    async def split(self, _turn: Turn, _text: str) -> tuple[str, str] | None:
        return None

    async def _cut(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[str, str]:
        quoted = take_quoted(text)
        if quoted:
            return quoted
        for argument in later[:1]:
            cut = await argument.type.split(turn, text)
            if cut:
                return cut
        return text, ""

    async def _look_up(self, turn: Turn, name: str) -> int:
        hits = await self._find(turn, name)
        if not hits and _KIND_WORD.match(name):
            hits = await self._find(turn, _KIND_WORD.sub("", name, 1))
        exact = [hit for hit in hits if fold(hit.name) == fold(name)]
        if len(hits) == 1 or len(exact) == 1:
            return (exact or hits)[0].number
        raise Detour(_choice_of(turn, hits, name))

    async def _find(self, turn: Turn, name: str) -> list[Hit]:
        found = await turn.read(find_records, name[:200], MOST_CHOICES, self.kind)
        return [hit for hit in found.hits if hit.kind in self.kinds]


@dataclass(frozen=True, slots=True)
class _StageName:
    """A stage by its name in any language, by the name an administrator gave it, or by its key."""

    label: str = "stage"

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[str, str]:
        stages = (await turn.context()).pipeline.stages
        stage = _find_stage(stages, _without_preposition(text)) or _find_stage(stages, text, fuzzy=True)
        if stage is None:
            names = ", ".join(turn.reader.stage(stage) for stage in stages)
            raise Mistake(turn.t("reply.stage_unknown", text=text[:80], stages=names))
        return stage.key, ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        stages = (await turn.context()).pipeline.stages
        for head, tail in _tails(text):
            if _find_stage(stages, _without_preposition(tail)):
                return head, tail
        return None


@dataclass(frozen=True, slots=True)
class _ColleagueName:
    """A colleague by name, or whoever writes, as "me". The value is the member's id."""

    label: str = "colleague"

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[_MemberId, str]:
        name = _TRAILING.sub("", unquote(_without_preposition(text)))
        if name.casefold() in _ME:
            return _MemberId(turn.member.id, turn.member.name), ""
        members = await turn.read(find_member, name[:200])
        if len(members) == 1:
            return _MemberId(members[0].id, members[0].name), ""
        if not members:
            raise Mistake(turn.t("reply.colleague_unknown", text=name[:80]))
        names = ", ".join(member.name for member in members[:MOST_CHOICES])
        raise Mistake(turn.t("reply.colleague_several", text=name[:80], names=names))

    async def split(self, _turn: Turn, text: str) -> tuple[str, str] | None:
        tails = list(_tails(text))
        named = [cut for cut in tails if _without_preposition(cut[1]) != cut[1].strip()]
        return (named or tails)[-1] if tails else None


@dataclass(frozen=True, slots=True)
class _MemberId:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of a list, "" where none was recognised, and what was written."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class _ReasonName:
    """A reason by its name in any language or by its key."""

    list: str
    label: str = "reason"

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[Reason, str]:
        choices = (await turn.context()).listed(self.list)
        choice = _find_choice(choices, _without_preposition(text))
        return Reason(choice.key if choice else "", text), ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        choices = (await turn.context()).listed(self.list)
        for head, tail in _tails(text):
            if _find_choice(choices, _without_preposition(tail)):
                return head, tail
        return None


LeadNumber = Annotated[int, _Reference("lead", Kind.LEAD)]
OpportunityNumber = Annotated[int, _Reference("opportunity", Kind.OPPORTUNITY)]
RecordNumber = Annotated[int, _Reference("record")]
OwnedNumber = Annotated[int, _Reference("record", kinds=frozenset({Kind.LEAD, Kind.OPPORTUNITY}))]
StageKey = Annotated[str, _StageName()]
Colleague = Annotated[_MemberId, _ColleagueName()]
LostReason = Annotated[Reason, _ReasonName("lost_reason")]
DisqualifyReason = Annotated[Reason, _ReasonName("disqualify_reason")]
Rest = Annotated[str, _Text()]
Details = Annotated[str, _Text("details")]
Filter = Annotated[str, _Text("filter")]
Tongue = Annotated[str, _Text("tongue")]


def find_number(text: str) -> int | None:
    """The number where a text is nothing but the number of a record: "104", "#104", "lead 104"."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found["number"]) if found and len(found["number"]) <= LARGEST_NUMBER else None


def _as_number(turn: Turn, digits: str) -> int:
    if len(digits) > LARGEST_NUMBER:
        raise Mistake(turn.t("reply.number_too_large", text=digits[:40]))
    return int(digits)


def _choice_of(turn: Turn, hits: Sequence[Hit], name: str) -> Card:
    if hits:
        return choose_card(turn.reader, hits, name)
    return notice_card(turn.reader, turn.t("reply.nothing_found", text=name[:80]), ways_forward(turn.reader))


def _without_preposition(text: str) -> str:
    found = _TO.match(text.strip())
    rest = text.strip()[found.end() :] if found else text.strip()
    return rest or text.strip()


def _tails(text: str) -> Iterator[tuple[str, str]]:
    """Cuts between words, the longest tail first; both sides hold something."""
    for gap in re.finditer(r"\s+", text[:400]):
        head, tail = text[: gap.start()].strip(), text[gap.end() :].strip()
        if head and tail:
            yield head, tail


def _find_stage(stages: Sequence[Stage], text: str, *, fuzzy: bool = False) -> Stage | None:
    names = {name: stage for stage in stages for name in _names("stage", stage.key, stage.name)}
    return names.get(fold(text.strip())) or (_closest(names, text) if fuzzy else None)


def _find_choice(choices: Sequence[Choice], text: str) -> Choice | None:
    names = {name: choice for choice in choices for name in _names(choice.list, choice.key, choice.name)}
    return names.get(fold(text.strip(" .!")))


def _names(namespace: str, key: str, name: str) -> Iterable[str]:
    """All that a stage or an entry of a list is called, folded. A name that an administrator gave replaces
    the translations."""
    yield fold(key)
    if name:
        yield fold(name)
        return
    for language in LANGUAGES:
        catalog = strings(language)
        if catalog.has(f"{namespace}.{key}"):
            yield fold(catalog.t(f"{namespace}.{key}"))


def _closest(names: dict[str, Stage], text: str) -> Stage | None:
    # Late: only a mistyped stage needs it.
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        fold(_without_preposition(text))[:80], names.keys(), scorer=fuzz.ratio, score_cutoff=75
    )
    return names[found[0]] if found else None
