"""The arguments that name a colleague: by a mention, by "@" and a typed name, by a name alone, or as "me"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from app.crm.name_lookup import records_named
from app.crm.people.members import find_member, find_pointed, take_in
from app.domain.event import Kind
from app.domain.matching import PUNCTUATION, bare_words
from app.domain.member import Member
from app.languages.words import pattern, spellings
from bot.binding import Ambiguous, Mistake
from bot.bounds import MOST_MENTIONS
from bot.commands.arguments.name_tries import tries_of
from bot.commands.arguments.records import MOST_CHOICES
from bot.parsing.marks import MARK, Mentioned
from bot.parsing.quotes import unquote
from bot.turn import Turn

LONGEST_COLLEAGUE = 3
"""Words of a colleague's name."""
LONGEST_TOLD = 80
"""Characters of a name that an answer repeats."""

_PREPOSITION = pattern("arguments.prepositions")
_TO = re.compile(
    rf"(?:(?:{pattern('arguments.courtesies')})\s+)*(?:->|→|(?:{_PREPOSITION})\b)?\s*(?:@(?=\w))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:\b(?:{_PREPOSITION})|->|→)\Z", re.IGNORECASE)
_TRAILING = re.compile(rf"\s(?<!\s\s)\s*(?:{pattern('arguments.trailing')})\Z", re.IGNORECASE)
_TYPED = re.compile(r"(?<![\w.@/+-])@(?=[^\W\d_])")
_WORD = re.compile(r"[ \xa0]?(?P<word>[^\W_][\w'’.-]*)")
_BEHIND_NAME = ".'’-"
_OPENER = rf"(?=\W|\Z)[\s,:;–-]*(?:(?:{pattern('slots.deed_opener')})\s+(?=\S))?"
_ASSIGNEE = re.compile(
    rf"(?:{pattern('arguments.assignee')})\s+(?P<mark>{MARK.pattern}){_OPENER}", re.IGNORECASE
)
_TASKED = re.compile(
    rf"(?:(?:{pattern('arguments.assignee', 'arguments.assigned_to')})\s+)?(?P<mark>{MARK.pattern}){_OPENER}",
    re.IGNORECASE,
)
_ASSIGNEE_NAMED = re.compile(
    rf"(?:{pattern('arguments.assignee')})\s+(?P<name>[^\s:][^:\n]{{0,80}}?)\s*:\s*", re.IGNORECASE
)
_ME = spellings("arguments.me")


@dataclass(frozen=True, slots=True)
class Colleague:
    """A colleague who was named: the member's id and name."""

    id: int
    name: str


async def mark_typed(turn: Turn, text: str) -> str:
    """A text with a mark for each "@Megan Bowen" in it that was typed and names one colleague for certain. It
    is kept and shown as it was typed."""
    starts = [found.start() for found in islice(_TYPED.finditer(text), MOST_MENTIONS)]
    if not starts:
        return text
    members = [(member, bare_words(member.name)) for member in (await turn.context()).members]
    found = [(start, *one) for start in starts if (one := _typed_at(text, start, members))]
    people = [Mentioned(text[start:end], member=member.id) for start, end, member in found]
    turn.marks, signs = turn.marks.and_of(people, text)
    for (start, end, _), sign in reversed(list(zip(found, signs, strict=False))):
        text = f"{text[:start]}{sign}{text[end:]}"
    return text


async def colleague_at(turn: Turn, mark: str) -> Colleague:
    """The colleague to whom a mention points; who has never written is met, where the chat service tells who
    it is. Raises Mistake."""
    who = turn.marks.find(mark)
    if who is None:
        raise Mistake(turn.t("reply.colleague_unknown", text=mark))
    if not who.is_person:
        raise Mistake(turn.t("reply.colleague_no_person", text=who.name[:LONGEST_TOLD]))
    member = await turn.look(find_pointed, who.chat_id, who.user_id, who.member)
    known = await turn.who_is(who.chat_id) if member is None and who.chat_id else None
    if known:
        member = await turn.take_in(take_in, known.user_id, known.chat_id, known.name or who.name)
    if member is None:
        raise Mistake(turn.t("reply.colleague_unmet", text=who.name[:LONGEST_TOLD]))
    return Colleague(member.id, member.name)


async def colleague_called(turn: Turn, name: str) -> Colleague:
    """The colleague with a name, or whoever writes. Raises Mistake, Ambiguous."""
    if is_me(name):
        return Colleague(turn.member.id, turn.member.name)
    members = await turn.read(find_member, name[:200])
    if not members:
        raise Mistake(turn.t("reply.colleague_unknown", text=name[:LONGEST_TOLD]))
    if len(members) > 1:
        raise Ambiguous(name, "", members=members[:MOST_CHOICES])
    return Colleague(members[0].id, members[0].name)


async def cut_assignee(turn: Turn, text: str, *, is_task: bool) -> tuple[Colleague | None, str]:
    """The colleague for whom something is to be done, and what: "for @Megan: call Ann", of a task also
    "@Megan call Ann"; and "for Megan: call Ann" where no record is called so. Raises Mistake."""
    found = (_TASKED if is_task else _ASSIGNEE).match(text)
    is_told = found and (turn.marks.people_in(found["mark"]) or not MARK.match(text))
    if found and is_told:
        return await colleague_at(turn, found["mark"]), text[found.end() :]
    found = _ASSIGNEE_NAMED.match(text)
    if found and not MARK.search(found["name"]) and len(found["name"].split()) <= LONGEST_COLLEAGUE:
        one = await _colleague_only(turn, found["name"])
        if one:
            return one, text[found.end() :]
    return None, text


async def _colleague_only(turn: Turn, name: str) -> Colleague | None:
    """A colleague whose name no record bears."""
    if is_me(name):
        return Colleague(turn.member.id, turn.member.name)
    tries = [one.words for one in tries_of(name, "")]
    if await turn.look(records_named, tries, frozenset(Kind) - {Kind.ACTIVITY}, 1):
        return None
    members = await turn.look(find_member, name)
    return Colleague(members[0].id, members[0].name) if len(members) == 1 else None


def pointed_in(turn: Turn, text: str) -> re.Match[str] | None:
    """Where a text points to a colleague: behind a preposition, else the first who is mentioned."""
    people = turn.marks.people_in(text)
    behind = [one for one in people if _BEFORE.search(text[: one.start()].rstrip())]
    found = next(iter([*behind, *people]), None)
    # What is no person is told to be none.
    return found or (MARK.search(text) if turn.marks else None)


def around(text: str, mark: re.Match[str]) -> str:
    """A text without a mention, the preposition before it and what belongs to it behind."""
    before = _BEFORE.sub("", text[: mark.start()].rstrip(f" {PUNCTUATION}"))
    after = _TRAILING.sub("", " " + text[mark.end() :].strip(f" {PUNCTUATION}"))
    return f"{before.rstrip()}{after.rstrip()}".strip()


def is_me(name: str) -> bool:
    """Whether whoever writes speaks of themselves."""
    return name.casefold() in _ME


def told_name(text: str) -> str:
    """The name that a text says somebody has, without what stands around it: "to @Megan Bowen." """
    return unquote(_TRAILING.sub("", without_preposition(text)).strip(f" {PUNCTUATION}"))


def without_preposition(text: str) -> str:
    """A text without the preposition and the "@" that it begins with; as it is where nothing else is left."""
    found = _TO.match(text.strip())
    rest = text.strip()[found.end() :] if found else text.strip()
    return rest or text.strip()


def without_trailing(text: str) -> str:
    """A text without what stands behind a name in a command: "zu", "please"."""
    return _TRAILING.sub("", text)


def _typed_at(text: str, start: int, members: list[tuple[Member, list[str]]]) -> tuple[int, Member] | None:
    """Where the name behind an "@" ends and whose it is: the longest that is all of one name, else a word
    that only one name has."""
    ends: list[int] = []
    at = start + 1
    while len(ends) < LONGEST_COLLEAGUE and (found := _WORD.match(text, at)):
        at = found.end()
        ends.append(at - len(found["word"]) + len(found["word"].rstrip(_BEHIND_NAME)))
        if found["word"][-1] in _BEHIND_NAME:
            break
    for end in reversed(ends):
        said = bare_words(text[start + 1 : end])
        named = [member for member, words in members if sorted(words) == sorted(said)]
        if not named and len(said) == 1:
            named = [member for member, words in members if said[0] in words]
        if len(named) == 1:
            return end, named[0]
    return None
