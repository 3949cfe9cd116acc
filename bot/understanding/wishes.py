"""The wishes of one message: "win 35 and remind me to send the pack on Monday" are two.

A message is cut only where both sides word a command of their own, so that "and" within a note or a name
stays where it is. What is kept as it was told (a note) is cut at the end of a sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import islice

from app.languages.words import pattern
from bot.understanding.names import MOST_WORDS, names_somebody

MOST_WISHES = 4
LONGEST = 600
"""Characters of a message that is cut into wishes."""
MOST_JOINTS = 24


class Joint(IntEnum):
    """How strongly two parts of a message are kept apart."""

    COMMA = 1
    AND = 2
    APART = 3
    SENTENCE = 4
    LINE = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a message, and where it stands in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What a part words: the verb of its command. `loose` where it is only one if it speaks of a record. To
    find out whether a day or a time is said in it takes a while: `has_time` is asked where it matters."""

    verb: str
    has_time: Callable[[], bool]
    loose: bool
    past: bool

    @property
    def timed(self) -> bool:
        """Whether a day or a time is said."""
        return self.has_time()


Read = Callable[[str], Opening | None]

_FREE = frozenset({"note"})
"""Commands that keep all that follows as it was told."""
_PLANS = frozenset({"task", "call", "email", "meeting", "next"})
_CHANGES = frozenset(
    {
        "assign",
        "move",
        "won",
        "lost",
        "qualify",
        "disqualify",
        "follow",
        "unfollow",
        "edit",
        "done",
        "postpone",
    }
    | {"advance", "reopen", "participant", "cancel", "note", "delete", "close", "uninterested"}
)
_MAKES = frozenset({"new", "new_contact", "new_organization", "new_opportunity"})


def split_wishes(text: str, read: Read) -> list[Said]:
    """The parts of a message that each word a command; the whole where it is one."""
    if len(text) > LONGEST:
        return [Said(text, 0, len(text))]
    found: list[Said] = []
    start = 0
    for joint in _joints(text):
        if len(found) + 1 == MOST_WISHES or joint.start() < start:
            continue
        left, right = text[start : joint.start()], text[joint.end() :]
        following = read(right)
        if following is None and _strength(joint) is not Joint.AND:
            continue
        opening = read(left) if left.strip() else None
        if following and opening and _is_fact(opening, following, right, joint):
            continue
        if opening and _is_cut(opening, following, _strength(joint)):
            found.append(Said(left.strip(), start, joint.start()))
            start = joint.end()
        elif opening and _goes_on(opening, right, joint, read):
            # "Call Ann at 10 and Hal at 11": the second wish leaves its verb out.
            found.append(Said(left.strip(), start, joint.start()))
            return [*found, Said(f"{opening.verb} {right.strip()}", joint.end(), len(text))]
    return [*found, Said(text[start:].strip(), start, len(text))]


def _is_cut(left: Opening, right: Opening | None, joint: Joint) -> bool:
    if right is None or right.verb not in _PLANS | _CHANGES or left.verb not in _PLANS | _CHANGES | _MAKES:
        return False
    if joint in (Joint.LINE, Joint.SENTENCE):
        return joint is Joint.SENTENCE or not (left.loose or right.loose)
    if left.verb in _FREE:
        # What is kept as it was told ends before a plan that is kept apart: ", and call her at 10".
        return joint is Joint.APART and right.verb in _PLANS and right.timed
    if left.verb in _PLANS and right.verb in _PLANS and not left.timed:
        # "Task: call Ann and email her the deck tomorrow" is one thing to do, unless it was done already.
        return (joint is not Joint.AND and right.timed) or (left.past and (right.past or right.timed))
    return joint is not Joint.COMMA or (right.verb in _PLANS and right.timed)


def _is_fact(left: Opening, right: Opening, said: str, joint: re.Match[str]) -> bool:
    """ "Neuer Lead Ann Hall, Acme AG. Morgen anrufen": behind a comma a name is a fact of who is new, though
    a verb follows."""
    return left.verb in _MAKES and right.loose and _strength(joint) is Joint.COMMA and names_somebody(said)


def _goes_on(left: Opening, right: str, joint: re.Match[str], read: Read) -> bool:
    """Whether what follows names somebody else and another time for what was planned before."""
    if left.verb not in _PLANS or not left.timed or _strength(joint) is not Joint.AND:
        return False
    said = read(f"{left.verb} {right.strip()}")
    return names_somebody(right) and said is not None and said.timed and len(right.split()) <= MOST_WORDS


def _joints(text: str) -> Iterator[re.Match[str]]:
    yield from islice(_joint().finditer(text), MOST_JOINTS)


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
