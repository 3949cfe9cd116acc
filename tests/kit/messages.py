"""Messages as people may write them, made up: a verb in one of its wordings × whom it is about × what
follows × how it is meant × language × letters. Each tells what it may change and what may not be lost of it.

One source for the tests (`hypothesis` hands in its own Random) and for `python -m bench messages`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from app.domain.event import Kind
from app.languages.words import forms, forms_of, pattern
from bot.registry import registry
from bot.understanding.decision import is_past
from tests.kit import phrases
from tests.kit.phrases import NOTHING, Phrase, Piece
from tests.kit.small_world import SmallWorld
from tests.kit.subjects import WAYS, Subject, draw_subject, may_be_text
from tests.kit.tails import tail_of, told_of
from tests.kit.wordings import CAPTURES, Wording, fill, slots_in, wordings_of

LANGUAGES = ("en", "de")
TRIES = 500
_MOODS = ("plain",) * 6 + ("question", "question", "request", "plan")
_KEPT_AS_TOLD = frozenset({"note", "task"})
"""Commands that keep a question as it is told behind a colon: "note: will she buy?"."""
_WITH = {
    "call": {"en": "with", "de": "mit"},
    "meeting": {"en": "with", "de": "mit"},
    "email": {"en": "to", "de": "an"},
    "task": {"en": "for", "de": "für"},
}
"""Verbs that are planned, and what stands before whom they are planned with."""
_OPENERS = {"question": "moods.questions", "request": "moods.requests", "plan": "moods.plans"}


@dataclass(frozen=True)
class Message:
    """A message. `shown` is the record that was shown before it, `allowed` are the records that it may
    change, `captures` where it may keep somebody new, `asks` where it is a question and may change nothing;
    `pieces` are its parts that must be used, kept or shown."""

    text: str
    language: str
    verb: str
    subject: Subject
    shown: int | None
    allowed: frozenset[int]
    captures: bool
    asks: bool
    pieces: tuple[Piece, ...]
    wishes: int = 1

    @property
    def kind(self) -> str:
        """The verb, and how its subject was named."""
        return f"{self.verb} × {self.subject.way}"


def random_of(seed: int) -> Random:
    """The same choices for the same seed, wherever a message is drawn."""
    return Random(seed)  # noqa: S311 - no secret is made of it


def draw_message(
    random: Random, world: SmallWorld, *, way: str = "", mood: str = "", wishes: int = 0
) -> Message:
    """A message about a world; with a `way` one whose subject is said so, with a `mood` one meant so, with
    `wishes` one of so many."""
    for _ in range(TRIES):
        found = _draw(random, world, way, mood)
        if found and _is_wanted(found, way, mood, wishes):
            return found
    raise RuntimeError("no wording could be filled")


def _is_wanted(message: Message, way: str, mood: str, wishes: int) -> bool:
    fits = way in ("", message.subject.way) and wishes in (0, message.wishes)
    return fits and (message.asks or mood != "question")


def _draw(random: Random, world: SmallWorld, wanted: str, mood: str) -> Message | None:
    language = random.choice(LANGUAGES)
    wording = _pick_wording(random, language)
    deals = [one.number for one in world.folk.values() if one.kind is not Kind.ORGANIZATION]
    shown = random.choice([None, *deals, *deals])
    text = wording.unfold(random)
    way = "nothing" if wording.verb in CAPTURES else _way_for(random, text, wanted)
    subject = draw_subject(random, world, wording.verb, language, shown, way)
    if _takes_day_first(text, wording.verb, subject) and random.random() < 0.3:
        subject = _behind_day(random, subject, wording.verb, language)
    filled = _fill_slots(random, text, wording, language, subject)
    if filled is None:
        return None
    message = Message(
        filled.text,
        language,
        wording.verb,
        subject,
        shown,
        subject.allowed if wording.verb not in CAPTURES else frozenset(),
        wording.verb in (*CAPTURES, "participant"),
        asks=False,
        pieces=filled.pieces,
    )
    implied = world.circle(shown) if shown else frozenset()
    followed = _followed(random, world, wording, message)
    if wording.verb == "participant" and wording.open_end and ":" not in followed.text:
        # "Participant Anna Roth" may be who takes part in what was spoken of.
        followed = replace(followed, allowed=followed.allowed | implied)
    return _lettered(random, _meant(random, followed, mood), implied)


def _pick_wording(random: Random, language: str) -> Wording:
    wordings = wordings_of(language)
    verb = random.choice(sorted({one.verb for one in wordings}))
    return random.choice([one for one in wordings if one.verb == verb])


def _way_for(random: Random, text: str, wanted: str) -> str:
    """A way to name the subject that fits the slot for it, where there is one."""
    types = dict(slots_in(text))
    if not types.keys() & {"of", "what"} or types.get("of") == "empty":
        return "nothing"
    if types.get("of") == "number":
        return "number"
    way = wanted or random.choice(WAYS)
    left_out = way == "nothing" and "of" in types and not text.endswith("{of}")
    return "full" if left_out or (way == "number" and types.get("of")) else way


def _takes_day_first(text: str, verb: str, subject: Subject) -> bool:
    """Whether the day may stand before whom it is about: "call tomorrow with Ann"."""
    types = dict(slots_in(text))
    is_bare = "when" not in types and not types.get("of", types.get("what"))
    if verb not in _WITH or is_past(text) or subject.way in ("nothing", "pronoun") or not is_bare:
        return False
    if subject.text.isdigit():
        # Behind "21 December" a bare number is one of the day.
        return False
    before = text.partition("{")[0].split()
    return bool(before) and before[-1].casefold() not in forms("links.person") | forms("links.topic")


def _behind_day(random: Random, subject: Subject, verb: str, language: str) -> Subject:
    when = phrases.day(random, language)
    link = random.choice(["", f"{_WITH[verb][language]} "])
    text = f"{when.text} {link}{subject.text}"
    return replace(subject, text=text, pieces=(*subject.pieces, *when.pieces), timed=True)


def _fill_slots(
    random: Random, text: str, wording: Wording, language: str, subject: Subject
) -> Phrase | None:
    """The text with something in all slots; None where nothing is known for one of them."""
    slots, pieces = dict(slots_in(text)), list(subject.pieces)
    values: dict[str, str] = {}
    if wording.verb in CAPTURES:
        found = phrases.newcomer(random, wording.verb)
        name = "of" if "of" in slots else "what"
        return None if set(slots) != {name} else Phrase(fill(text, {name: found.text}), found.pieces)
    if "field" in slots:
        named = slots["field"]
        kind = "contact_value" if slots.get("value") == "value" and named == "contact_field" else named
        values["field"], value = phrases.fact(random, language, kind)
        values["value"] = value.text
        pieces += value.pieces if "value" in slots else ()
    for name, kind in slots.items():
        if name in values:
            continue
        # The record is said once: in its own slot, where there is one.
        meant = subject if name == "of" or "of" not in slots else replace(subject, text="")
        said = _value(random, name, kind, wording.verb, language, meant)
        if said is None:
            return None
        values[name] = said.text
        pieces += said.pieces
    return Phrase(fill(text, values), tuple(pieces))


def _value(random: Random, name: str, kind: str, verb: str, language: str, subject: Subject) -> Phrase | None:
    """What stands in a slot."""
    if kind == "told":
        told = phrases.news(random, language)
        return random.choice([NOTHING, replace(told, text=f", {told.text}")])
    said = _said_of_record(random, name, kind, verb, language, subject)
    if said is not None:
        return said
    makers = {
        "stage": lambda: phrases.stage(random, language),
        "when": lambda: phrases.day(random, language),
        "outcome": lambda: phrases.news(random, language),
        "more": lambda: phrases.news(random, language),
        "value": lambda: phrases.money(random, language),
        "why": lambda: phrases.reason(random, language, "lost"),
        "who": lambda: Phrase("Megan", (Piece("Megan"),)),
    }
    return makers[name]() if name in makers else _any_form(random, language, kind)


def _said_of_record(
    random: Random, name: str, kind: str, verb: str, language: str, subject: Subject
) -> Phrase | None:
    """What stands in a slot for the record, or for what is told of it; None for other slots."""
    if kind == "empty":
        return NOTHING
    if name == "of":
        return Phrase(_of(subject, kind, language))
    if name == "what":
        say = {"task": phrases.deed, "email": phrases.thing}.get(verb, phrases.news)
        said = say(random, language)
        return Phrase(f"{subject.text}: {said.text}" if subject.text else said.text, said.pieces)
    if name == "who" and verb == "participant":
        return Phrase("Ida Quill", (Piece("Ida Quill"),))
    return Phrase("CFO", (Piece("CFO"),)) if name == "role" and kind != "participant_noun" else None


def _any_form(random: Random, language: str, kind: str) -> Phrase | None:
    found = forms_of(language, f"slots.{kind}") if kind else ()
    return Phrase(random.choice(found)) if found else None


def _of(subject: Subject, kind: str, language: str) -> str:
    if kind == "owner":
        return f"{subject.text}{'’s' if language == 'en' else 's'}"
    if kind == "planned":
        return f"{'the call with' if language == 'en' else 'den Anruf mit'} {subject.text}"
    return subject.text


def _followed(random: Random, world: SmallWorld, wording: Wording, message: Message) -> Message:
    """A message with what people say behind it: what the command takes, an aside, a second wish."""
    language = message.language
    if wording.open_end and random.random() < 0.75:
        # Two days in one message contradict each other.
        tail = told_of(random, language) if message.subject.timed else tail_of(random, wording.verb, language)
        message = _and(message, "" if tail.text[:1] in ":," else " ", tail)
    if random.random() < 0.2:
        message = _and(message, ", ", phrases.aside(random, language))
    elif random.random() < 0.2 and message.verb not in CAPTURES:
        message = _with_second(random, world, message)
    return message


def _and(message: Message, between: str, phrase: Phrase) -> Message:
    return replace(
        message, text=f"{message.text}{between}{phrase.text}", pieces=(*message.pieces, *phrase.pieces)
    )


def _with_second(random: Random, world: SmallWorld, message: Message) -> Message:
    """A message with a second wish, about a record by its number or about "her"."""
    language = message.language
    joint = random.choice([" and ", ", and ", "; "] if language == "en" else [" und ", ", und ", "; "])
    when, said = phrases.day(random, language), phrases.news(random, language)
    other = random.choice([one.number for one in world.folk.values() if one.kind is Kind.LEAD])
    number = Piece(str(other), numbers=frozenset({other}))
    if random.random() < 0.5:
        note = {"en": f"note #{other}: {said.text}", "de": f"Notiz #{other}: {said.text}"}[language]
        wish, allowed = Phrase(note, (*said.pieces, number)), world.circle(other)
    else:
        call = {"en": f"call her {when.text}", "de": f"ruf sie {when.text} an"}[language]
        wish, allowed = (
            Phrase(call, when.pieces),
            message.allowed if message.subject.is_known else frozenset(),
        )
    return replace(_and(message, joint, wish), allowed=message.allowed | allowed, wishes=2)


def _meant(random: Random, message: Message, wanted: str) -> Message:
    """A message as it is, or as a question, a request or a plan."""
    mood = wanted or random.choice(_MOODS)
    text = message.text
    if mood == "plain" or (mood == "question" and message.wishes > 1):
        return _asked(message, text)
    openers = forms_of(message.language, _OPENERS[mood])
    # "To do" is a command as well: what follows is then the text of a task.
    opener = random.choice([one for one in openers if not registry.match(one)])
    if mood != "question":
        return replace(message, text=f"{opener} {text}")
    return _asked(message, f"{random.choice(['', f'{opener} '])}{text}?")


def _asked(message: Message, text: str) -> Message:
    """A message with this text, which may be a question: by its end, or by its beginning."""
    is_kept = message.verb in _KEPT_AS_TOLD and ":" in text
    is_question = (text.endswith("?") and not is_kept) or _begins(text, "moods.questions")
    if _begins(text, "moods.requests") or not is_question:
        return replace(message, text=text)
    told = replace(message, text=text, pieces=message.subject.pieces)
    # A second wish is one by itself, and may be about the same record.
    return told if message.wishes > 1 else replace(told, asks=True, allowed=frozenset())


def _begins(text: str, key: str) -> bool:
    return re.match(rf"(?:{pattern(key)})(?!\w)", text, re.IGNORECASE) is not None


def _lettered(random: Random, message: Message, implied: frozenset[int]) -> Message:
    """A message in the letters of somebody in a hurry, or as it is."""
    way = random.choice(["as it is", "as it is", "small", "first"])
    text = message.text.lower() if way == "small" else message.text
    text = text[:1].upper() + text[1:] if way == "first" else text
    told = replace(message, text=text)
    if may_be_text(message.subject, message.verb, text):
        return replace(told, allowed=told.allowed | implied)
    return told
