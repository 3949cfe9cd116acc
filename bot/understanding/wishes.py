"""The wishes of one message: "win 35 and remind me to send the pack on Monday" are two.

A message is cut only where both sides word a command of their own, so that "and" within a note or a name
stays where it is. What is kept as it was told (a note) is cut at the end of a sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import islice
from typing import Protocol

from app.languages.words import pattern
from bot.binding import Effect
from bot.parsing import contacts
from bot.understanding.names import MOST_WORDS, names_somebody

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


@dataclass(frozen=True, slots=True)
class Opening:
    """The command that a part words, and what that does. `loose` where it is only one if it speaks of a
    record. To find out whether a day or a time is said in it takes a while: `has_time` is asked where it
    matters."""

    verb: str
    effect: Effect
    has_time: Callable[[], bool]
    loose: bool = False
    past: bool = False

    @property
    def timed(self) -> bool:
        """Whether a day or a time is said."""
        return self.has_time()


class Read(Protocol):
    """Reads what a part words as a wish of its own. `verb` is the command that it is said to leave out; a
    talk that is told without a command's words is only looked for where it may be `told`."""

    def __call__(self, part: str, /, *, verb: str = "", told: bool = True) -> Opening | None:
        """None where it words none, or one that only shows something."""


def split_wishes(text: str, read: Read) -> list[Said]:
    """The parts of a message that each word a command; the whole where it is one."""
    if len(text) > LONGEST:
        return [Said(text, 0, len(text))]
    found: list[Said] = []
    start = 0
    joints = list(islice(_joint().finditer(text), MOST_JOINTS))
    for joint in joints:
        if len(found) + 1 == MOST_WISHES or joint.start() < start:
            continue
        left, right = text[start : joint.start()], _beginning(text, joint.end(), joints)
        # Behind a comma only what is planned is a wish of its own.
        following = read(right, told=_strength(joint) is not Joint.COMMA)
        goes_on = _may_go_on(right, joint)
        if not goes_on and (following is None or following.effect is Effect.MAKES):
            continue
        opening = read(_beginning(left, 0, joints, start)) if left.strip() else None
        if following and opening and _is_fact(opening, following, right, joint):
            continue
        if opening and _is_cut(opening, following, _strength(joint)):
            found.append(Said(left.strip(), start, joint.start()))
            start = joint.end()
        elif opening and goes_on and _goes_on(opening, right, read):
            # "Call Ann at 10 and Hal at 11": the second wish leaves its verb out.
            found.append(Said(left.strip(), start, joint.start()))
            return [*found, Said(right.strip(), joint.end(), len(text), opening.verb)]
    return [*found, Said(text[start:].strip(), start, len(text))]


def _is_cut(left: Opening, right: Opening | None, joint: Joint) -> bool:
    if right is None or right.effect is Effect.MAKES:
        return False
    if joint in (Joint.LINE, Joint.SENTENCE):
        return joint is Joint.SENTENCE or not (left.loose or right.loose)
    if left.effect is Effect.SETTLES:
        # "Require amount and decider for won": what is asked for is a list.
        return False
    if left.effect is Effect.KEEPS:
        # What is kept as it was told ends before a plan that is kept apart: ", and call her at 10".
        return joint is Joint.APART and right.effect is Effect.PLANS and right.timed
    if left.effect is right.effect is Effect.PLANS and not left.timed:
        # "Task: call Ann and email her the deck tomorrow" is one thing to do, unless it was done already.
        return (joint is not Joint.AND and right.timed) or (left.past and (right.past or right.timed))
    return joint is not Joint.COMMA or (right.effect is Effect.PLANS and right.timed)


def _is_fact(left: Opening, right: Opening, said: str, joint: re.Match[str]) -> bool:
    """ "Neuer Lead Ann Hall, Acme AG. Morgen anrufen": behind a comma a name is a fact of who is new, though
    a verb follows, and so is what was ("met at the fair"). "E-mail: ann@acme.example" is one wherever it
    stands."""
    if left.effect is not Effect.MAKES:
        return False
    is_told = right.past or (right.loose and names_somebody(said))
    return (is_told and _strength(joint) is Joint.COMMA) or contacts.begins_with_address(said)


def _may_go_on(right: str, joint: re.Match[str]) -> bool:
    """Whether what follows "and" names somebody else in few words, so that it may leave its verb out."""
    return _strength(joint) is Joint.AND and len(right.split()) <= MOST_WORDS and names_somebody(right)


def _goes_on(left: Opening, right: str, read: Read) -> bool:
    """Whether what follows names another time for what was planned before."""
    if left.effect is not Effect.PLANS or not left.timed:
        return False
    said = read(right.strip(), verb=left.verb)
    return said is not None and said.timed


def _beginning(text: str, at: int, joints: list[re.Match[str]], start: int = 0) -> str:
    """As much of a text as is read to know its command: up to the end of a sentence, but not one so near that
    "20." may be the beginning of a day. `start` is where the text stands in the one of the joints."""
    far = (joint.start() - start for joint in joints if joint["end"] and joint.start() - start >= at + NEAR)
    return text[at : next(far, len(text))]


def _strength(joint: re.Match[str]) -> Joint:
    if joint["end"]:
        return Joint.LINE if "\n" in joint["end"] else Joint.SENTENCE
    if joint["word"]:
        return Joint.APART if joint.group().startswith(",") else Joint.AND
    return Joint.COMMA


@cache
def _joint() -> re.Pattern[str]:
    word = rf"(?:{pattern('clauses.joins')})[:,]?(?=\s)"
    return re.compile(
        rf"(?:(?P<end>[.;!]\s+|\s*\n\s*)|,\s+|\s+(?={word}))(?:(?P<word>{word})\s+)?(?=\S)", re.IGNORECASE
    )
