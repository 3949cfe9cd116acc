"""The kinds of arguments: records, stages, colleagues, reasons, the rest of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.crm.people.members import find_member
from app.domain.event import Kind
from app.domain.framework import FRAMEWORKS, framework_of
from app.domain.matching import fold
from app.languages.words import pattern
from bot.binding import Argument, Detour, Mistake, NothingFound, Unknown
from bot.cards import notice_card
from bot.commands.arguments.colleagues import (
    LONGEST_COLLEAGUE,
    Colleague,
    around,
    colleague_at,
    colleague_called,
    is_me,
    pointed_in,
    told_name,
    without_preposition,
    without_trailing,
)
from bot.commands.arguments.new_time import read_said
from bot.commands.arguments.records import Reference
from bot.parsing.choices import find_choice, find_stage, told_reason
from bot.parsing.dates.postponing import Shift
from bot.refusals import way_back, ways_forward
from bot.turn import Turn
from bot.understanding.facts import read_facts
from bot.understanding.names import names_somebody

_BECAUSE = re.compile(rf"(?:{pattern('arguments.because')})\s", re.IGNORECASE)
_LINK = re.compile(rf"(?:{pattern('links.person', 'links.topic')})\s+(?=\S)", re.IGNORECASE)
_INTO = re.compile(rf"(?:{pattern('arguments.into')})\s+(?=\S)", re.IGNORECASE)


class WholeRest:
    """An argument that takes all that is left."""

    label = "text"
    is_free: ClassVar[bool] = True

    async def take(self, _turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[object, str]:
        return text, ""

    async def split(self, _turn: Turn, _text: str) -> tuple[str, str] | None:
        return None

    async def fits(self, _turn: Turn, _text: str, _certain: bool) -> bool:
        return False

    async def assume(self, _turn: Turn) -> object | None:
        return None


@dataclass(frozen=True, slots=True)
class _Text(WholeRest):
    label: str = "text"


@dataclass(frozen=True, slots=True)
class _StageName:
    """A stage by its name in any language, by the name an administrator gave it, or by its key."""

    label: str = "stage"
    is_free: ClassVar[bool] = False

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[str | Shift, str]:
        stages = (await turn.context()).pipeline.stages
        stage = find_stage(stages, without_preposition(text)) or find_stage(
            stages, without_preposition(text), fuzzy=True
        )
        if stage is None:
            names = ", ".join(turn.reader.stage(stage) for stage in stages)
            raise Mistake(turn.t("reply.stage_unknown", text=text[:80], stages=names))
        return stage.key, ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        stages = (await turn.context()).pipeline.stages
        for head, tail in _tails(text):
            if find_stage(stages, without_preposition(tail)):
                return head, tail
        return None

    async def fits(self, turn: Turn, text: str, _certain: bool) -> bool:
        stages = (await turn.context()).pipeline.stages
        return find_stage(stages, without_preposition(text)) is not None

    async def assume(self, _turn: Turn) -> None:
        return None


class _StageOrDay(_StageName):
    """A stage, or a day, a moment or a delay where no stage is called so: "move it to Friday"."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[str | Shift, str]:
        stages = (await turn.context()).pipeline.stages
        shift = None if find_stage(stages, without_preposition(text)) else read_said(turn, text)
        return (shift, "") if shift else await super().take(turn, text, later)


@dataclass(frozen=True, slots=True)
class _ColleagueName:
    """A colleague who is mentioned, by name, or whoever writes, as "me"."""

    label: str = "colleague"
    is_free: ClassVar[bool] = False

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[Colleague, str]:
        mark = pointed_in(turn, text)
        if mark:
            return await colleague_at(turn, mark.group()), around(text, mark)
        return await colleague_called(turn, told_name(text)), ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        mark = pointed_in(turn, text)
        if mark:
            # Wherever it stands: "assign @Megan the Acme deal", "weise Nora @Megan zu", "assign @Megan to 1".
            rest = around(text, mark)
            rest = rest if text[: mark.start()].strip() else without_preposition(rest)
            return (rest, mark.group()) if rest else None
        return await self._split_name(turn, text)

    async def _split_name(self, turn: Turn, text: str) -> tuple[str, str] | None:
        tails = list(_tails(without_trailing(text)))
        named = [cut for cut in tails if without_preposition(cut[1]) != cut[1].strip()]
        if named or not tails:
            return named[-1] if named else None
        for head, tail in tails[-LONGEST_COLLEAGUE:]:
            if await turn.read(find_member, tail[:200]):
                return head, tail
        return tails[-1]

    async def fits(self, turn: Turn, text: str, certain: bool) -> bool:
        mark = pointed_in(turn, text)
        if mark:
            return not around(text, mark)
        name = told_name(text)
        if certain:
            return is_me(name) or without_preposition(text) != text.strip()
        return len(await turn.read(find_member, name[:200])) == 1

    async def assume(self, _turn: Turn) -> None:
        return None


class _FollowerName(_ColleagueName):
    """A colleague behind a number, or behind a word such as "for": names of records have several words."""

    async def _split_name(self, _turn: Turn, text: str) -> tuple[str, str] | None:
        named = [cut for cut in _tails(text) if without_preposition(cut[1]) != cut[1].strip()]
        return named[-1] if named else None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of a list, "" where none was recognised, what was written, and that again where it says more
    than the reason's name."""

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _ReasonName:
    """A reason by its name in any language or by its key."""

    list: str
    label: str = "reason"
    is_free: ClassVar[bool] = True

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[Reason, str]:
        choices = (await turn.context()).listed(self.list)
        choice = find_choice(choices, without_preposition(text))
        if choice:
            return Reason(choice.key, text), ""
        return Reason(told_reason(choices, text), text, _BECAUSE.sub("", text)), ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        choices = (await turn.context()).listed(self.list)
        for head, tail in _tails(text):
            if find_choice(choices, without_preposition(tail)):
                return head, tail
        return None

    async def fits(self, turn: Turn, text: str, certain: bool) -> bool:
        choices = (await turn.context()).listed(self.list)
        if _BECAUSE.match(text) or find_choice(choices, without_preposition(text)):
            return True
        # Whoever begins with a name speaks of somebody, be the reason plain: "lost Tesco, price".
        return not certain and not names_somebody(text)

    async def assume(self, _turn: Turn) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _FrameworkName(WholeRest):
    """A framework by its name."""

    label: str = "framework"

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[str, str]:
        key = fold(without_preposition(text).strip(" .!"))
        if key not in FRAMEWORKS:
            raise Mistake(turn.t("reply.framework_unknown"))
        return key, ""


@dataclass(frozen=True, slots=True)
class _Facts(WholeRest):
    """What is known of somebody who is qualified: "budget 75k, she decides"."""

    label: str = "facts"

    async def fits(self, turn: Turn, text: str, _certain: bool) -> bool:
        framework = framework_of(turn.member.workspace.framework)
        return bool(read_facts(text, turn.reader, framework).values) and not names_somebody(text)


class _Joined(Reference):
    """An opportunity behind a word that leads into it: "5 into 4"; all else is left to what follows."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = _INTO.match(text)
        return await super().take(turn, text[found.end() :], later) if found else (0, text)

    async def split(self, _turn: Turn, text: str) -> tuple[str, str] | None:
        found = re.search(rf"\s(?={_INTO.pattern})", text, re.IGNORECASE)
        return (text[: found.start()].strip(), text[found.end() :].strip()) if found else None


@dataclass(frozen=True, slots=True)
class _Doomed(Reference):
    """A record that somebody wants to be rid of; where none is meant, what can be done is told."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        try:
            # Slots make another class of this one, which a bare super() does not know.
            return await Reference.take(self, turn, text, later)
        except (NothingFound, Unknown):
            if names_somebody(text):
                raise
            turn.left = text
            ways = [way_back(turn.reader), *ways_forward(turn.reader)[1:]]
            raise Detour(notice_card(turn.reader, turn.t("reply.delete.nothing"), ways)) from None


class _Closed(Reference):
    """A record that is to be opened again: who was a lead is meant, and not the deal."""

    closed: ClassVar[bool] = True


class _Shown(Reference):
    """A record that is only shown: a customer as a whole, before one of the deals that are called like it."""

    whole: ClassVar[bool] = True


class _Linked(Reference):
    """A record that may stand behind a word such as "for": "next stage for Acme"."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = _LINK.match(text)
        return await Reference.take(self, turn, text[found.end() :] if found else text, later)


LeadNumber = Annotated[int, Reference("lead", frozenset({Kind.LEAD}))]
Joined = Annotated[int, _Joined("opportunity", frozenset({Kind.OPPORTUNITY}))]
OpportunityNumber = Annotated[int, Reference("opportunity", frozenset({Kind.OPPORTUNITY}))]
RecordNumber = Annotated[int, Reference("record")]
ShownNumber = Annotated[int, _Shown("record")]
LinkedOpportunity = Annotated[int, _Linked("opportunity", frozenset({Kind.OPPORTUNITY}))]
ClosedNumber = Annotated[int, _Closed("record", frozenset({Kind.LEAD, Kind.OPPORTUNITY}))]
DoomedNumber = Annotated[int, _Doomed("record")]
OwnedNumber = Annotated[int, Reference("record", frozenset({Kind.LEAD, Kind.OPPORTUNITY}))]
StageKey = Annotated[str, _StageName()]
StageOrDay = Annotated[str | Shift, _StageOrDay()]
Owner = Annotated[Colleague, _ColleagueName()]
Follower = Annotated[Colleague, _FollowerName()]
LostReason = Annotated[Reason, _ReasonName("lost_reason")]
DisqualifyReason = Annotated[Reason, _ReasonName("disqualify_reason")]
Rest = Annotated[str, _Text()]
Details = Annotated[str, _Text("details")]
Rows = Annotated[str, _Text("rows")]
FactsText = Annotated[str, _Facts()]
Outcome = Annotated[str, _Text("outcome")]
Filter = Annotated[str, _Text("filter")]
FrameworkKey = Annotated[str, _FrameworkName()]
Tongue = Annotated[str, _Text("tongue")]


def _tails(text: str) -> Iterator[tuple[str, str]]:
    """Cuts between words, the longest tail first; both sides hold something."""
    for gap in re.finditer(r"\s+", text[:400]):
        head, tail = text[: gap.start()].strip(), text[gap.end() :].strip()
        if head and tail:
            yield head, tail
