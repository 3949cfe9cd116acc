"""Whom a message speaks of, in all ways in which people say it, and which records that allows to change."""

from __future__ import annotations

import string
from dataclasses import dataclass
from random import Random

from app.domain.event import Kind
from app.domain.matching import fold
from bot.understanding.lexicon import is_ordinary
from tests.kit.phrases import Piece
from tests.kit.small_world import Folk, SmallWorld, words_of
from tests.kit.wordings import KINDS

WAYS = ("number", "full", "part", "company", "misspelt", "unknown", "several", "pronoun", "nothing")
_UNKNOWN = ("Tesco", "Quentin Ashby", "Foobar GmbH", "Imogen Lark", "Quirin Aschbacher", "#990", "Vandelay")
_SEVERAL = ("Meier", "Stein", "Albion", "Tech Innovators", "Kestrel")
_PRONOUNS = {"en": ("it", "her", "him"), "de": ("ihn", "sie", "es")}
_TAKE_ANY = frozenset({"postpone", "cancel", "uninterested", "reopen"})
"""Verbs for what is planned, open or closed about somebody: of several of one name the one of which something
is."""
_FREE = frozenset({"note", "task", "next"})
"""Verbs that keep any text: a name in small letters may be one of its words."""


@dataclass(frozen=True)
class Subject:
    """Whom a message speaks of. `allowed` are the records that may change; `timed` where a day stands before
    it."""

    way: str
    text: str
    allowed: frozenset[int]
    pieces: tuple[Piece, ...] = ()
    timed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether "it" may mean this subject behind it."""
        return self.way not in ("unknown", "several", "misspelt")


def draw_subject(
    random: Random, world: SmallWorld, verb: str, language: str, shown: int | None, way: str
) -> Subject:
    """A subject for a verb, said in a way. `shown` is the record that was shown last."""
    implied = _around(world, verb, shown) if shown else frozenset()
    if way in ("nothing", "pronoun"):
        return Subject(way, random.choice(_PRONOUNS[language]) if way == "pronoun" else "", implied)
    if way == "unknown":
        name = random.choice(_UNKNOWN)
        return Subject(way, name, frozenset(), (Piece(name),))
    if way == "several":
        return _named(world, verb, random.choice(_SEVERAL), way, implied)
    return _of_one(random, world, verb, way, implied)


def _of_one(random: Random, world: SmallWorld, verb: str, way: str, implied: frozenset[int]) -> Subject:
    one = _pick(random, world, verb)
    if way == "number":
        text = random.choice([f"#{one.number}", str(one.number)])
        return Subject(
            way,
            text,
            _around(world, verb, one.number),
            (Piece(str(one.number), numbers=world.with_deals(one.number)),),
        )
    if way == "misspelt":
        return _misspelt(random, world, verb, one)
    return _named(world, verb, _called(random, one, way), way, implied)


def _pick(random: Random, world: SmallWorld, verb: str) -> Folk:
    """A record, most often one that the verb is for."""
    everybody = [one for one in world.folk.values() if one.kind is not Kind.ACTIVITY]
    kinds = KINDS.get(verb, frozenset(Kind))
    fitting = [one for one in everybody if one.kind in kinds and one.is_open != (verb == "reopen")]
    return random.choice(fitting if fitting and random.random() < 0.8 else everybody)


def _called(random: Random, one: Folk, way: str) -> str:
    if way == "company" and one.company:
        return one.company
    words = one.name.split()
    return random.choice(words) if way == "part" else one.name


def _around(world: SmallWorld, verb: str, number: int) -> frozenset[int]:
    """The records that a verb may change where one is pointed at: of somebody who is not interested any more
    the deal that is open."""
    return world.circle(*(world.with_deals(number) if verb in _TAKE_ANY else (number,)))


def _misspelt(random: Random, world: SmallWorld, verb: str, one: Folk) -> Subject:
    """A whole name with a slip of the fingers: a letter dropped, doubled or exchanged for another."""
    words = one.name.split()
    place = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[place]
    at = random.randrange(1, len(word) - 1)
    letter = random.choice(string.ascii_lowercase)
    words[place] = random.choice(
        [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + letter + word[at + 1 :]]
    )
    name = " ".join(words)
    meant = [each.number for each in world.named(one.name)]
    allowed = world.circle(*(world.with_deals(*meant) if verb in _TAKE_ANY else meant))
    return Subject("misspelt", name, allowed, (Piece(name, numbers=world.circle(*meant)),))


def _named(world: SmallWorld, verb: str, name: str, way: str, implied: frozenset[int]) -> Subject:
    bearers = world.named(name)
    shown = world.with_deals(*(one.number for one in bearers))
    acted_on = _acted_on(bearers, verb, name)
    allowed = world.circle(*(world.with_deals(*acted_on) if verb in _TAKE_ANY else acted_on))
    if all(is_ordinary(word) for word in words_of(name)):
        # "Price" and "month" may mean just that, and nobody.
        allowed |= implied
    return Subject(way, name, allowed, (Piece(name, numbers=shown),))


def _acted_on(bearers: list[Folk], verb: str, name: str) -> list[int]:
    """The records on which a verb may act where they bear a name: one, for the others it is asked."""
    kinds = KINDS.get(verb, frozenset(Kind))
    fitting = [one for one in bearers if one.kind in kinds]
    fitting = [one for one in fitting if not _went_on(one, fitting)]
    if any(one.kind is Kind.ORGANIZATION for one in fitting):
        # Who only belongs to a company is not meant where the company itself may be.
        fitting = [one for one in fitting if set(words_of(name)) <= set(words_of(one.name))]
    exact = [one for one in fitting if fold(one.name) == fold(name)]
    if verb in _TAKE_ANY:
        return [one.number for one in bearers]
    if len(exact) == 1:
        return [exact[0].number]
    return [one.number for one in fitting] if len(fitting) == 1 else []


def _went_on(one: Folk, others: list[Folk]) -> bool:
    """Whether a lead became one of the others, which then is meant."""
    became = [other.number for other in others if other.kind is not Kind.LEAD]
    return one.kind is Kind.LEAD and not one.is_open and not one.related.isdisjoint(became)


def may_be_text(subject: Subject, verb: str, text: str) -> bool:
    """Whether the name of nobody may be a word of what is told: it is all there is, or nothing in the text
    has a capital letter."""
    if verb not in _FREE or subject.way not in ("unknown", "misspelt") or "#" in subject.text:
        return False
    return text == text.lower() or text.endswith(subject.text)
