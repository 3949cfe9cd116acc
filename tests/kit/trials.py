"""A message is delivered to the chat over a small world, and judged: what changed that nobody meant, and which
of its words were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from app.domain.event import Kind
from app.domain.member import Actor
from app.store.tables import events
from tests.bot.desk import Desk, Shown, parts_of
from tests.kit.books import Books
from tests.kit.judgement import readable
from tests.kit.messages import Message
from tests.kit.phrases import Piece
from tests.kit.small_world import ALEX, RECORDS, SmallWorld, words_of

_NUMBER = re.compile(r"\d[\d.,'’]*")
_UNTOLD = frozenset({"version", "updated_at"})
CRASHED = ("reference", "Referenz")


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
    """What became of a message: the answer, what happened, and what was wrong about it."""

    message: Message
    answer: Shown
    happened: list[Happening] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def wrote(self) -> bool:
        """Whether anything was changed."""
        return bool(self.happened)


class Court:
    """Delivers messages to one chat over one small world, which is as it was at first before each of them."""

    def __init__(self, world: SmallWorld) -> None:
        self._world = world
        self._desk = Desk(world.crm)
        self._before = world.state()
        self._tried = 0

    async def try_(self, message: Message) -> Trial:
        """What becomes of a message, judged by all that always holds."""
        self._tried += 1
        place = {"conversation_id": f"a:{self._tried}", "activity_id": f"m:{self._tried}"}
        locale = "de-DE" if message.language == "de" else "en-US"
        self._show(message, place["conversation_id"])
        try:
            answer = await self._desk.say(message.text, locale=locale, **place)
            trial = Trial(message, answer, self._happened())
            trial.problems += self._judge(trial)
            if trial.wrote:
                trial.problems += await self._repeat(message, locale, place)
                trial.problems += await self._undo(trial, place["conversation_id"], locale)
        finally:
            if self._world.state() != self._before:
                self._world.restore()
        return trial

    def _show(self, message: Message, conversation: str) -> None:
        if message.shown:
            actor = Actor(
                tenant_id=ALEX.tenant_id, user_id=ALEX.user_id, name=ALEX.name, turn=(conversation, "before")
            )
            self._world.crm.speak_of(actor, message.shown)

    def _happened(self) -> list[Happening]:
        first = self._before[0][1]
        wanted = sa.select(events).where(events.c.sequence >= first).order_by(events.c.sequence)
        with self._world.database.engine.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        return [
            Happening(row["number"], row["kind"], row["before"], row["after"], row["change"], row["undoes"]) for row in rows
        ]

    def _judge(self, trial: Trial) -> Iterator[str]:
        yield from self._changed(trial)
        yield from lost_pieces(trial)

    def _changed(self, trial: Trial) -> Iterator[str]:
        """Records that changed and were not meant, told by their versions and by the events."""
        message, after = trial.message, self._world.state()
        for number in after.keys() | self._before.keys():
            if number and number in self._before and after.get(number) != self._before[number]:
                if number not in message.allowed:
                    yield f"changed #{number} {self._world.folk[number].name!r}"
        for one in trial.happened:
            if one.number in self._before:
                continue
            if one.kind == Kind.ACTIVITY:
                about = one.after.get("about")
                if about not in message.allowed and about in self._before:
                    yield f"kept an activity about #{about} {self._world.folk[about].name!r}"
            elif message.asks or not message.captures:
                yield f"made {one.kind} #{one.number} {one.after.get('name')!r}"

    async def _repeat(self, message: Message, locale: str, place: Mapping[str, str]) -> list[str]:
        """The same delivery once more changes nothing."""
        before = self._world.state()
        await self._desk.hear(message.text, locale=locale, **place)
        return [] if self._world.state() == before else ["changed something twice"]

    async def _undo(self, trial: Trial, conversation: str, locale: str) -> list[str]:
        """As many undos as there were changes bring all fields back; what was an undo itself is none to undo."""
        if any(one.undoes for one in trial.happened):
            return []
        for _ in {one.change for one in trial.happened}:
            answer = await self._desk.say("undo", locale=locale, conversation_id=conversation)
        left = _differences(self._world.pristine, self._world.read())
        return [f"undo left {left[:3]}: {answer.text[:120]!r}"] if left else []


def _differences(before: Books, after: Books) -> list[str]:
    """Fields of records that are not what they were."""
    found = []
    for table in RECORDS:
        for key in before[table].keys() | after[table].keys():
            one, other = before[table].get(key), after[table].get(key)
            if one is None or other is None:
                found.append(f"{table} {key} is {'new' if one is None else 'gone'}")
            else:
                found += [
                    f"{table} {key} {name}" for name in one if name not in _UNTOLD and one[name] != other[name]
                ]
    return found


def lost_pieces(trial: Trial) -> Iterator[str]:
    """The parts of a message that are found neither in what changed nor in the answer."""
    told = [*_told_in(trial.happened), *shown_in(trial.answer)]
    if any(word in trial.answer.text for word in CRASHED):
        yield "the turn crashed"
    words = set(words_of(" ".join(told)))
    changed = {one.number for one in trial.happened}
    pieces = trial.message.subject.pieces if trial.message.asks else trial.message.pieces
    for piece in pieces:
        if not _is_found(piece, words, told, changed):
            yield f"lost {piece.words!r}"


def _is_found(piece: Piece, words: set[str], told: list[str], changed: set[int]) -> bool:
    if set(words_of(piece.words)) <= words:
        return True
    if piece.numbers & changed or any(str(number) in words for number in piece.numbers):
        return True
    if piece.day is not None:
        return any(piece.day.isoformat() in one for one in told)
    if piece.amount is not None:
        return any(piece.amount == value for one in told for value in _numbers_in(one))
    return False


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
