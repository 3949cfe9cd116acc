"""The wishes of one message: "win 35 and remind me to send the pack on Monday" are two.

A message is cut only where both sides word a command of their own, so that "and" within a note or a name
stays where it is. What is kept as it was told (a note) is cut at the end of a sentence alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from itertools import islice
from typing import Protocol

from app.languages.words import pattern
from bot.binding import Effect
from bot.parsing import contacts
from bot.understanding.names import MOST_WORDS, names_somebody
from bot.understanding.sentences import LONGEST as LONGEST_SENTENCE

MOST_WISHES = 4
LONGEST = 600
"""Characters of a message that is cut into wishes."""
MOST_JOINTS = 24
NEAR = 100
"""Characters of a part that are read in any case."""


class Joint(IntEnum):
    """How strongly two parts of a message are kept apart."""

    COMMA = 1
    AND = 2
    APART = 3
    SENTENCE = 4
    LINE = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a message, and where it stands in it. `verb` is the command that it leaves out because the
    part before it has the same."""

    text: str
    start: int
    end: int
    verb: str = ""


@dataclass(frozen=True)
class Opening:
    """The command that a part words, and what that does. `loose` where it is only one if it speaks of a
    record, `bare` where nothing but the words of the command is said. To find out whether a day or a time is
    said in it, or that something was done, takes a while: `has_time` and `is_past` are asked where it
    matters, and once."""

    verb: str
    effect: Effect
    has_time: Callable[[], bool]
    is_past: Callable[[], bool] = lambda: False
    loose: bool = False
    bare: bool = False

    @cached_property
    def timed(self) -> bool:
        """Whether a day or a time is said."""
        return self.has_time()

    @cached_property
    def past(self) -> bool:
        """Whether it is said of something done."""
        return self.is_past()


class Read(Protocol):
    """Reads a part of a message as a wish of its own. `verb` is the command that it leaves out. With
    `planned` only commands that plan something count, which takes less time."""

    def __call__(self, part: str, /, *, verb: str = "", planned: bool = False) -> Opening | None:
        """The first words of a wish. None where they are no command, or one that only shows something."""


def split_wishes(text: str, read: Read) -> list[Said]:
    """The parts of a message that each word a command; the whole where it is one."""
    if len(text) > LONGEST:
        return [Said(text, 0, len(text))]
    found: list[Said] = []
    start = 0
    joints = list(islice(_joint().finditer(text), MOST_JOINTS))
    ends = [joint.start() for joint in joints if joint["end"] is not None]
    for joint in joints:
        if len(found) + 1 == MOST_WISHES or joint.start() < start:
            continue
        strength, end = _strength(joint), _end(start, ends, joint.start())
        left, right = text[start : joint.start()], text[joint.end() : _end(joint.end(), ends, len(text))]
        # Behind a comma only what is planned is a wish of its own. It is read first where what stands before
        # it was not read at another joint.
        planned = strength is Joint.COMMA
        if planned and end == joint.start() and read(right, planned=True) is None:
            continue
        opening = read(text[start:end]) if left.strip() else None
        if opening is None or (planned and opening.bare and opening.effect is Effect.PLANS):
            # "Remind me, Ann has her birthday tomorrow": what is to be done stands behind the comma.
            continue
        closed = opening.effect is Effect.KEEPS and _is_closed(opening, text[start:], read)
        if not closed and not _may_end(opening, strength):
            continue
        following = read(right, planned=planned)
        if following and _is_fact(opening, following, right, joint):
            continue
        if _is_cut(opening, following, strength, closed=closed):
            found.append(Said(left.strip(), start, joint.start()))
            start = joint.end()
        elif _may_go_on(right, joint) and _goes_on(opening, right, read):
            # "Call Ann at 10 and Hal at 11": the second wish leaves its verb out.
            found.append(Said(left.strip(), start, joint.start()))
            return [*found, Said(right.strip(), joint.end(), len(text), opening.verb)]
    return [*found, Said(text[start:].strip(), start, len(text))]


def _may_end(left: Opening, joint: Joint) -> bool:
    """Whether a wish may end at a joint, whatever follows."""
    if joint in (Joint.LINE, Joint.SENTENCE):
        return True
    # What is kept as it was told ends before a plan that is kept apart: ", and call her at 10". "Require
    # amount and decider for won": what is asked for is a list.
    return joint is Joint.APART if left.effect is Effect.KEEPS else left.effect is not Effect.SETTLES


def _is_closed(left: Opening, said: str, read: Read) -> bool:
    """Whether the words of a command end what it keeps, so that it keeps nothing behind them: "add … to the
    notes and call her"."""
    whole = read(said) if len(said) <= LONGEST_SENTENCE else left
    return whole is None or whole.verb != left.verb


def _is_cut(left: Opening, right: Opening | None, joint: Joint, *, closed: bool) -> bool:
    if right is None or right.effect is Effect.MAKES:
        return False
    if joint in (Joint.LINE, Joint.SENTENCE):
        return joint is Joint.SENTENCE or not (left.loose or right.loose)
    if left.effect is Effect.KEEPS and not closed:
        return right.effect is Effect.PLANS and right.timed
    if left.effect is right.effect is Effect.PLANS:
        return _are_apart(left, right, joint)
    return joint is not Joint.COMMA or (right.effect is Effect.PLANS and right.timed)


def _are_apart(left: Opening, right: Opening, joint: Joint) -> bool:
    """Whether two plans are two: "task: call Ann and email her the deck tomorrow" is one thing to do, unless
    it was done already. What takes no time to find out is asked first."""
    if left.past and right.past:
        return joint is not Joint.COMMA or right.timed or not left.timed
    if joint is Joint.COMMA:
        return right.timed
    return left.timed or ((joint is not Joint.AND or left.past) and right.timed)


def _is_fact(left: Opening, right: Opening, said: str, joint: re.Match[str]) -> bool:
    """ "Neuer Lead Ann Hall, Acme AG. Morgen anrufen": behind a comma a name is a fact of who is new, though
    a verb follows, and so is what was ("met at the fair"). "E-mail: ann@acme.example" is one wherever it
    stands."""
    if left.effect is not Effect.MAKES:
        return False
    if _strength(joint) is Joint.COMMA and (right.past or (right.loose and names_somebody(said))):
        return True
    return contacts.begins_with_address(said)


def _may_go_on(right: str, joint: re.Match[str]) -> bool:
    """Whether what follows "and" names somebody else in few words, so that it may leave its verb out."""
    return _strength(joint) is Joint.AND and len(right.split()) <= MOST_WORDS and names_somebody(right)


def _goes_on(left: Opening, right: str, read: Read) -> bool:
    """Whether what follows names another time for what was planned before."""
    if left.effect is not Effect.PLANS or not left.timed:
        return False
    said = read(right.strip(), verb=left.verb)
    return said is not None and said.timed


def _end(start: int, ends: list[int], last: int) -> int:
    """Where the part ends that is read to know the command of what begins at `start` and goes to `last`: at
    the end of a sentence, but not at one so near that "20." may be the beginning of a day."""
    place = bisect_left(ends, start + NEAR)
    return min(ends[place], last) if place < len(ends) else last


def _strength(joint: re.Match[str]) -> Joint:
    if joint["end"] is not None:
        end = joint.string[joint.start() : joint.end("end")]
        return Joint.LINE if "\n" in end else Joint.SENTENCE
    if joint["word"]:
        return Joint.APART if joint.group().startswith(",") else Joint.AND
    return Joint.COMMA


@cache
def _joint() -> re.Pattern[str]:
    word = rf"(?:{pattern('clauses.joins')})[:,]?(?=\s)"
    # Blanks are taken once and whole, from the first one on: else many of them at the end take forever. What
    # a joint may begin with stands first and alone: only such a set is searched for fast.
    # "5. Dezember" is a day, and no end.
    month = pattern(*(f"dates.months.{month}" for month in range(1, 13)))
    end = rf"(?<=[.;!])(?!(?<=\d\.)\s+(?:{month})\b)\s++"
    end += r"|(?<!\s\n)(?<=\n)\s*+|(?<!\s\s)(?<=[^\S\n])[^\S\n]*+\n\s*+"
    begun = rf"(?P<end>{end})|(?<=,)\s++|(?<=\s)(?<!\s\s)\s*+(?={word})"
    return re.compile(rf"[.;!,\s](?:{begun})(?:(?P<word>{word})\s++)?(?=\S)", re.IGNORECASE)
