"""The argument that is a planned activity: "the call with 4", "Müllers Termin", "it", or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from app.crm.activities.plans import Plan, plans_about, plans_of
from app.crm.name_lookup import records_named
from app.crm.records import show_record
from app.crm.views import Hit
from app.domain.activity import Activity, ActivityType
from app.domain.event import Kind
from bot.binding import Ambiguous, Argument, Detour, Mistake, NothingFound, Unknown
from bot.cards import Card, notice_card, plan_remark
from bot.cards.literal import shorten
from bot.commands.arguments.name_tries import tries_of
from bot.commands.arguments.new_time import cut_shift
from bot.commands.arguments.records import MOST_CHOICES, Reference, nothing_found
from bot.parsing.dates.postponing import find_named
from bot.parsing.pointers import NUMBER, PRONOUN_HEAD, bare_name, find_number, is_measure, is_pronoun
from bot.refusals import Action, way_to, ways_forward
from bot.turn import Turn
from bot.understanding.names import meaningful

_LONGEST_SAID = 80

_OVER = frozenset({"done", "cancelled"})
"""States of an activity that nothing is planned with any more."""


class _Step(Reference):
    """An open activity: by its number, by its kind and its record, or by its record alone, which means the
    next step of that. Where none is named it is the one that was spoken of, or the next step of what was."""

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[int, str]:
        named, rest = cut_shift(turn, text) or _without_time(text)
        turn.left = rest
        number = find_number(named)
        if number is not None:
            return await self._numbered(turn, number, None, named, rest), rest
        if not named or is_pronoun(named):
            return await self._spoken(turn, None, named, rest), rest
        return await self._named(turn, named, rest), rest

    async def assume(self, _turn: Turn) -> int | None:
        """None: nothing is postponed that nobody spoke of, and no time was said either."""
        return None

    async def _named(self, turn: Turn, named: str, rest: str) -> int:
        plan = find_named(named)
        if plan and (not plan.record or is_pronoun(plan.record)):
            if plan.record and await turn.subject() is None:
                # "The call with her": the only call is hers only where somebody spoke of her.
                raise Mistake(turn.t("reply.nothing_spoken_of"))
            return await self._spoken(turn, plan.type, named, rest)
        number = find_number(plan.record) if plan else None
        if plan and number is not None:
            return await self._numbered(turn, number, plan.type, named, rest)
        hits = await self._called(turn, plan.record) if plan else []
        found = await _plans(turn, hits, plan.type) if plan and hits else ()
        if not found:
            # "Call Sarah" may be what a task is called.
            whole = await self._called(turn, named)
            found = await _plans(turn, whole, None)
            hits = hits or whole
        if not hits:
            raise nothing_found(turn, named)
        if not found:
            raise Detour(_nothing_planned(turn, plan.type if plan else None, named, hits))
        is_step = plan is None or plan.type is None
        return _chosen(turn, found, named, rest, next_step=is_step and len(hits) == 1)

    async def _numbered(
        self, turn: Turn, number: int, type_: ActivityType | None, named: str, rest: str
    ) -> int:
        view = await turn.read(show_record, number)
        if isinstance(view.record, Activity):
            return number
        found = await turn.read(plans_about, [number], type_, MOST_CHOICES)
        if not found:
            raise Detour(_nothing_planned(turn, type_, view.record.name, [], number))
        return _chosen(turn, found, named, rest, next_step=type_ is None)

    async def _spoken(self, turn: Turn, type_: ActivityType | None, named: str, rest: str) -> int:
        """The activity that was spoken of. Where none was, one that the person has planned: the only one at
        once, or a choice of several."""
        subject = await turn.subject()
        if subject is None and named and type_ is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        found = await turn.read(plans_about, [subject.number], type_, MOST_CHOICES) if subject else ()
        if found:
            return _chosen(turn, found, named or rest, rest, next_step=type_ is None)
        mine = () if subject and type_ is None else await turn.read(plans_of, type_, MOST_CHOICES)
        if len(mine) == 1 and type_ and subject is None:
            return mine[0].activity.number
        if mine:
            raise _which(turn, mine, named or rest, rest)
        if subject is None:
            raise Detour(_nothing_planned(turn, type_))
        about = subject.record
        name = (await turn.read(show_record, about)).record.name
        raise Detour(_nothing_planned(turn, type_, name, [], about))

    async def _called(self, turn: Turn, name: str) -> list[Hit]:
        """Records of a name, or whose name has these words, but for what is done."""
        for said in dict.fromkeys((name, bare_name(name))):
            tries = tries_of(said, "")
            found = await self._find(turn, tries) or await self._find(turn, tries, mistyped=True)
            hits = [hit for hit in found.hits if hit.status not in _OVER] if found else []
            if hits:
                return hits
        # What is to be done is called by words of the language: "postpone the offer by a day".
        words = tuple(meaningful(name))
        steps = await turn.look(records_named, [words], frozenset({Kind.ACTIVITY}), MOST_CHOICES)
        return [hit for hit in steps.hits if hit.status not in _OVER] if steps else []


class _Moved(Reference):
    """An opportunity that goes to another stage, or an activity that goes to another day. What is a stage is
    no day."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        stage = later[0].type
        names_stage = await stage.split(turn, text) or await stage.fits(turn, text, True)
        if not names_stage and cut_shift(turn, text):
            return await _STEP.take(turn, text, later)
        try:
            return await super().take(turn, text, later)
        except (NothingFound, Unknown):
            if names_stage or find_named(text) is None:
                raise
        return await _STEP.take(turn, text, later)


_STEP = _Step("activity")
StepNumber = Annotated[int, _STEP]
MovedNumber = Annotated[int, _Moved("opportunity", frozenset({Kind.OPPORTUNITY}))]


def _without_time(text: str) -> tuple[str, str]:
    """What a text names where no time is understood in it: what follows a number or a pronoun is told to be
    none."""
    found = None if is_measure(text) else NUMBER.match(text)
    if found:
        return found.group(), text[found.end() :].strip()
    head = PRONOUN_HEAD.match(text)
    return (head["pronoun"], head["rest"]) if head else (text, "")


async def _plans(turn: Turn, hits: Sequence[Hit], type_: ActivityType | None) -> tuple[Plan, ...]:
    return await turn.read(plans_about, [hit.number for hit in hits], type_, MOST_CHOICES)


def _chosen(turn: Turn, found: Sequence[Plan], named: str, rest: str, *, next_step: bool) -> int:
    """The one that is meant: the only one, or the earliest that has a day where the next step is wanted."""
    if len(found) == 1 or (next_step and found[0].activity.is_planned):
        return found[0].activity.number
    raise _which(turn, found, named, rest)


def _which(turn: Turn, found: Sequence[Plan], named: str, rest: str) -> Ambiguous:
    today = turn.reader.today()
    hits = [
        replace(one.hit, detail=plan_remark(turn.reader, one.activity, one.about, today)) for one in found
    ]
    return Ambiguous(named, rest, hits=hits)


def _nothing_planned(
    turn: Turn,
    type_: ActivityType | None,
    name: str = "",
    hits: Sequence[Hit] = (),
    number: int | None = None,
) -> Card:
    """Nothing of the kind is planned there, and what to write so that it is."""
    if len(hits) == 1:
        number, name = hits[0].number, hits[0].name
    kind = type_ or ActivityType.CALL
    words: dict[str, object] = {
        "what": turn.t(f"reply.plan.no.{type_.value if type_ else 'any'}"),
        "example": turn.t(f"reply.plan.example.{kind.value}", number=number or 104),
    }
    if number is None:
        where = {"text": shorten(name, _LONGEST_SAID)} if name else {}
        key = "reply.plan.none_called" if name else "reply.plan.none"
        return notice_card(turn.reader, turn.t(key, **words, **where), ways_forward(turn.reader))
    sentence = turn.t("reply.plan.none_for", number=number, name=shorten(name, _LONGEST_SAID), **words)
    plan: Action = (turn.t(f"button.{kind.value}"), "activity.new", {"number": number, "type": kind.value})
    return notice_card(turn.reader, sentence, [plan, way_to(turn.reader, number)])
