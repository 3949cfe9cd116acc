"""Mentions in a message: of the bot itself, and of other people."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app.domain.identity import LONGEST_NAME, is_id
from bot.parsing.marks import Marks, Mentioned, free_signs, without_signs

_OPENING = re.compile(r"<at(?:\s[^<>]*)?>", re.IGNORECASE)
_EDGE = re.compile(rf"(?P<opening>{_OPENING.pattern})|(?P<closing></at>)", re.IGNORECASE)
_END = "</at>"
_PEOPLE = frozenset({"", "user", "person"})
"""What a mention says that it is of, where it says it: tags, channels and teams are something else."""
_NO_PEOPLE = ("19:", "28:")
"""What the ids of conversations and of other bots begin with."""
_BEHIND_ADDRESS = re.compile(r"[,:;.!…–—-]++\s*+|\s++[,:;.!…–—-]++(?:\s++|\Z)")
"""Punctuation between the address and what is said: "Leadline, show 1"."""
_CLOSES = re.compile(r"\s*+[,.;:!?…)]")


class Mention(NamedTuple):
    """Somebody or something that is mentioned: the id, and what stands in the text for it. `kind` is what
    Teams calls it, "" for people."""

    id: str
    text: str
    user_id: str = ""
    kind: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind in _PEOPLE and not self.id.startswith(_NO_PEOPLE)


class _Place(NamedTuple):
    """Where a mention stands in a text; `mention` is None for a tag to which none belongs."""

    start: int
    end: int
    name: str
    mention: Mention | None


def read_mentions(entities: Sequence[Any]) -> list[Mention]:
    """The mentions among the entities of a message, in order; what is not of that shape is skipped."""
    found = []
    for entity in entities:
        if not isinstance(entity, dict) or str(entity.get("type")).lower() != "mention":
            continue
        mentioned, text = entity.get("mentioned"), entity.get("text")
        if isinstance(mentioned, dict) and isinstance(text, str) and (id_ := _id_in(mentioned, "id")):
            kind = _id_in(mentioned, "type").lower()
            found.append(Mention(id_, text, _id_in(mentioned, "aadObjectId").lower(), kind))
    return found


def read_addressed(text: str, mentions: Sequence[Mention], bot: Mention) -> tuple[str, Marks]:
    """The text without the mentions of the bot, and with a mark for everybody else who is mentioned. A tag
    that points to nobody is the name in it; a namesake of the bot and its bare name stay."""
    places = _whole(text, sorted(_places(text, mentions, bot), key=lambda place: place.start))
    signs, table = free_signs(text), dict[str, Mentioned]()
    for place in reversed(places):
        before, after, one = text[: place.start], text[place.end :], place.mention
        if one and bot.id and one.id == bot.id:
            text = _without_address(before, after)
            continue
        written = _name_in(place.name)
        sign = next(signs, "") if one and written else ""
        if one and sign:
            table[sign] = Mentioned(written, one.id, one.user_id, one.is_person)
        before = before.removesuffix("@")
        gap = " " if before[-1:].isalnum() else ""
        text = f"{before}{gap}{sign or written}{after}"
    return text, Marks(table)


def _id_in(mentioned: dict[str, Any], name: str) -> str:
    value = mentioned.get(name)
    return without_signs(value) if isinstance(value, str) and is_id(value) else ""


def _name_in(tag: str) -> str:
    """The name in a tag, which is markup whatever the rest of the text is."""
    return " ".join(without_signs(html.unescape(tag)).split())[:LONGEST_NAME]


def _places(text: str, mentions: Sequence[Mention], bot: Mention) -> Iterable[_Place]:
    """Where mentions stand: the first of a name at the first tag with that name, and so on. Without tags
    around it only what begins with its sign, or the very text, is a mention for sure. A tag that is left and
    holds the name of the bot is the bot's."""
    tags = _tags(text)
    begun = 0
    for mention in mentions:
        opening = _OPENING.match(mention.text)
        if opening and mention.text[-len(_END) :].lower() == _END:
            name = _key(mention.text[opening.end() : -len(_END)])
            if tags.get(name):
                yield tags[name].popleft()._replace(mention=mention)
        elif mention.text.strip() and (start := _untagged(text, mention.text, begun)) >= 0:
            begun = start + len(mention.text)
            yield _Place(start, begun, mention.text, mention)
    for name, rest in tags.items():
        is_bot = bool(bot.text) and name == _key(bot.text)
        yield from (place._replace(mention=bot) if is_bot else place for place in rest)


def _tags(text: str) -> dict[str, deque[_Place]]:
    """The tags of mentions by the names in them, whatever their attributes, in order. The text is gone
    through once, however many there are."""
    found: dict[str, deque[_Place]] = {}
    opening = None
    for edge in _EDGE.finditer(text):
        if edge["opening"]:
            opening = edge
        elif opening:
            name = text[opening.end() : edge.start()]
            place = _Place(opening.start(), edge.end(), name, None)
            found.setdefault(_key(name), deque()).append(place)
            opening = None
    return found


def _key(name: str) -> str:
    """A name as its tags are compared: plain text and HTML write an ampersand otherwise."""
    return " ".join(html.unescape(name).lower().split())


def _untagged(text: str, said: str, begun: int) -> int:
    """Where a mention without a tag stands behind those before it; -1 where that is not certain."""
    first = len(text) - len(text.lstrip())
    if not begun and text[first : first + len(said)].lower() == said.lower():
        return first
    return text.find(said, begun) if said.startswith("@") else -1


def _whole(text: str, places: Sequence[_Place]) -> list[_Place]:
    """Places with the words of one name put together: Teams mentions "Megan" and "Bowen" apart where somebody
    has changed the name."""
    found: list[_Place] = []
    for place in places:
        last = found[-1] if found else None
        if last and place.start < last.end:
            continue
        if last and _is_same(last, place) and not text[last.end : place.start].strip():
            name = last.name if place.name == last.name else f"{last.name} {place.name}"
            found[-1] = last._replace(end=place.end, name=name)
        else:
            found.append(place)
    return found


def _is_same(one: _Place, other: _Place) -> bool:
    return one.mention is not None and other.mention is not None and one.mention.id == other.mention.id


def _without_address(before: str, after: str) -> str:
    """Closes the gap that the address leaves: one blank inside a sentence, none at either end, and no
    punctuation that belonged to it."""
    if before.rstrip().endswith("(") and after.lstrip().startswith(")"):
        before, after = before.rstrip()[:-1], after.lstrip()[1:]
    if not before.strip():
        found = _BEHIND_ADDRESS.match(after)
        return (after[found.end() :] if found else after).lstrip()
    if not after.strip(" \t\r\n.!?…"):
        return before.rstrip().removesuffix(",") + after.rstrip()
    if _CLOSES.match(after):
        return before.rstrip().rstrip(",") + after.lstrip()
    return before + (after.lstrip() if before[-1].isspace() else after)
