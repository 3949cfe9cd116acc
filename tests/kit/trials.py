"""A message is delivered to the chat over a small world, and judged: what changed that nobody meant, and
which of its words were lost."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from app.domain.event import Kind
from app.languages.reader import Reader
from app.languages.words import forms
from app.store.tables import events
from tests.bot.desk import Desk, Shown, parts_of
from tests.kit.judgement import readable
from tests.kit.messages import Message
from tests.kit.phrases import Piece
from tests.kit.small_world import ALEX, Fields, SmallWorld, words_of

_NUMBER = re.compile(r"\d[\d.,'’]*")
_UNTOLD = frozenset({"version", "updated_at"})


@dataclass(frozen=True)
class Happening:
    """An event: the record, its kind, and the fields before and after."""

    number: int
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    change: int
    undoes: int | None


@dataclass
class Trial:
    """What became of a message: the answer, what happened, and what was wrong about it: records that changed
    and were not meant, parts that were lost, what a second delivery changed, and what undo left."""

    message: Message
    answer: Shown
    happened: list[Happening] = field(default_factory=list)
    unmeant: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def wrote(self) -> bool:
        """Whether anything was changed."""
        return bool(self.happened)

    @property
    def problems(self) -> list[str]:
        """All that was wrong."""
        return [*self.unmeant, *self.lost, *self.twice, *self.left]


class Court:
    """Delivers messages to one chat over one small world, which is as it was at first before each of them."""

    def __init__(self, world: SmallWorld) -> None:
        self._world = world
        self._desk = Desk(world.crm)
        self._before = world.state()
        self._fields = world.fields()
        self._crashes = Crashes()
        self._tried = 0

    async def try_(self, message: Message, *, twice: bool = True, undo: bool = True) -> Trial:
        """What becomes of a message. Where it changed something it is delivered `twice`, and undone."""
        self._tried += 1
        place: dict[str, Any] = {
            "conversation_id": f"a:{self._tried}",
            "activity_id": f"m:{self._tried}",
            "locale": "de-DE" if message.language == "de" else "en-US",
        }
        self._show(message, place["conversation_id"])
        logging.getLogger("bot.chat").addHandler(self._crashes)
        try:
            trial = Trial(message, await self._desk.say(message.text, **place), self._happened())
            trial.unmeant += self._unmeant(trial)
            trial.lost += lost_pieces(trial)
            if trial.wrote and twice:
                trial.twice += await self._repeat(message, place)
            if trial.wrote and undo and not trial.twice:
                trial.left += await self._undo(trial, place)
            trial.lost += self._crashes.take()
        finally:
            logging.getLogger("bot.chat").removeHandler(self._crashes)
            if self._world.state() != self._before:
                self._world.restore()
        return trial

    def _show(self, message: Message, conversation: str) -> None:
        if message.shown:
            self._world.crm.speak_of(replace(ALEX, turn=(conversation, "before")), message.shown)

    def _happened(self) -> list[Happening]:
        first = self._before[0][1]
        wanted = sa.select(events).where(events.c.sequence >= first).order_by(events.c.sequence)
        with self._world.database.pool.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        names = [part.name for part in fields(Happening)]
        return [Happening(**{name: row[name] for name in names}) for row in rows]

    def _unmeant(self, trial: Trial) -> Iterator[str]:
        """Records that changed and were not meant, told by their versions, and new ones by their events."""
        message, after = trial.message, self._world.state()
        for number in self._before.keys() - message.allowed - {0}:
            if after.get(number) != self._before[number]:
                yield f"changed #{number} {self._world.folk[number].name!r}"
        for one in trial.happened:
            if one.number in self._before:
                continue
            if one.kind == Kind.ACTIVITY:
                # What is done with a person counts for their deal, and tells whom it was with.
                about = int(one.after.get("origin") or one.after.get("about") or 0)
                if about in self._world.folk and about not in message.allowed:
                    yield f"kept an activity about #{about} {self._world.folk[about].name!r}"
            elif message.asks or not message.captures:
                yield f"made {one.kind} #{one.number} {one.after.get('name')!r}"

    async def _repeat(self, message: Message, place: Mapping[str, Any]) -> list[str]:
        """The same delivery once more changes nothing."""
        before = self._world.state()
        await self._desk.hear(message.text, **place)
        after = self._world.state()
        again = [number for number in before if number and after.get(number) != before[number]]
        return [] if after == before else [f"changed something twice: {again or 'something new'}"]

    async def _undo(self, trial: Trial, place: Mapping[str, Any]) -> list[str]:
        """As many undos as there were changes bring all fields back; an undo itself is none to undo."""
        if any(one.undoes for one in trial.happened):
            return []
        for _ in {one.change for one in trial.happened}:
            self._tried += 1
            await self._desk.say("undo", **{**place, "activity_id": f"m:{self._tried}"})
        left = _differences(self._fields, self._world.fields())
        return [f"undo left {left[:3]}"] if left else []


class Crashes(logging.Handler):
    """Turns that failed, as the log tells them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(f"crashed: {record.exc_info[1]!r}" if record.exc_info else record.getMessage())

    def take(self) -> list[str]:
        """The crashes since the last time."""
        found, self._found = self._found, []
        return found


def _differences(before: Fields, after: Fields) -> list[str]:
    """Fields of records that are not what they were."""
    found = [f"#{number} is new" for number in after.keys() - before.keys()]
    found += [f"#{number} is gone" for number in before.keys() - after.keys()]
    for number in before.keys() & after.keys():
        one, other = before[number], after[number]
        found += [f"#{number} {name}" for name in one if name not in _UNTOLD and one[name] != other[name]]
    return found


def lost_pieces(trial: Trial) -> Iterator[str]:
    """The parts of a message that are found neither in what changed nor in the answer."""
    told = [*_told_in(trial.happened), *shown_in(trial.answer)]
    words = set(words_of(" ".join(told)))
    changed = {one.number for one in trial.happened}
    pieces = trial.message.subject.pieces if trial.message.asks else trial.message.pieces
    for piece in pieces:
        if not _is_found(piece, words, told, changed):
            yield f"lost {piece.words!r}"


def _is_found(piece: Piece, words: set[str], told: list[str], changed: set[int]) -> bool:
    # A German owner is told with an "s" at the end; an article says nothing.
    needed = [word for word in words_of(piece.words) if word not in forms("names.determiners")]
    if all(word in words or f"{word}s" in words for word in needed):
        return True
    if piece.numbers & changed or any(str(number) in words for number in piece.numbers):
        return True
    if piece.day is not None:
        return any(said in one for said in _written(piece.day) for one in told)
    if piece.amount is not None:
        return any(piece.amount == value for one in told for value in _numbers_in(one))
    return False


def _written(day: dt.date) -> Iterator[str]:
    """A day as it is stored and shown, and the same of the year before: what is done lies behind."""
    for one in (day, day.replace(year=day.year - 1)):
        yield from (one.isoformat(), Reader("en").date(one), Reader("de").date(one))


def _told_in(happened: list[Happening]) -> Iterator[str]:
    for one in happened:
        yield str(one.number)
        yield from _flat(one.after)


def shown_in(answer: Shown) -> Iterator[str]:
    """All that can be read in an answer, what its inputs hold, and what its buttons would write."""
    yield readable(answer.card)
    for part in parts_of(answer.card):
        yield from _flat(part.get("value"))
        data = part.get("data")
        if isinstance(data, Mapping):
            yield from _flat(data)


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _flat(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _flat(one)
    elif value is not None:
        yield str(value)


def _numbers_in(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.findall(text):
        for plain in {re.sub(r"[,'’]", "", found), re.sub(r"[.'’]", "", found).replace(",", ".")}:
            try:
                yield Decimal(plain.rstrip("."))
            except InvalidOperation:
                continue
