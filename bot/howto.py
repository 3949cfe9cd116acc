"""Help for what somebody asks about: the commands that fit best."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms
from bot.cards import Card, CommandHelp, help_card, topic_card
from bot.parsing.howto import SHORTEST_WORD, are_alike, asked_how, is_missing, telling_words
from bot.parsing.manners import asks_for_more, plain_words
from bot.registry import registry
from bot.topics import TOPICS, line_of, lines_of, more_line, title_of, topic_named, topic_of, topics
from bot.turn import Turn

MOST = 3
"""Commands that an answer tells."""
_NAMED, _MEANT, _DESCRIBED = 1.0, 0.9, 0.4
"""How much a word says that is in a name of a command, one of those that people use for it, or in its
description."""
_VAGUE = 0.3
"""What is left of that for a word that says little."""
_WORDED = 1.5
"""What it says that the question words a command itself."""
_NEARLY = 0.75
"""A command that fits so much less than the best one may be meant as well."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Verbs of the commands that fit a question, best first, and whether they do all that it names."""

    verbs: tuple[str, ...] = ()
    is_sure: bool = False


def answer_to(asked: str) -> Answer:
    """The commands that do what somebody asks for; none where most of its words belong to no command."""
    words = telling_words(asked)
    values = {word: _values_of(word) for word in words}
    scores = _scores(asked, values)
    if not scores:
        return Answer()
    best, *others = sorted(scores, key=lambda verb: -scores[verb])
    little = forms("help.vague") | forms("help.kinds")
    told = [word for word in words if best in values[word]]
    left = [word for word in words if word not in told and word not in little]
    if len(left) > len(told) or (left and is_missing(asked) and little.issuperset(told)):
        return Answer()
    nearly = [verb for verb in others if scores[verb] >= scores[best] * _NEARLY]
    return Answer((best, *nearly)[:MOST], is_sure=not left and not is_missing(asked))


def help_with(turn: Turn) -> Card | None:
    """The answer to a question how something is done; None for no such question, and where no command does
    it: other words of the message may mean something."""
    asked = asked_how(turn.text)
    if asked is None:
        return None
    return _answer_card(turn, asked) if telling_words(asked) else help_card(turn.reader, topics(turn.reader))


def admit(turn: Turn) -> Card | None:
    """That there is no command for what a question asks for; None where a message is no such question."""
    if not asked_how(turn.text):
        return None
    return help_card(turn.reader, topics(turn.reader), turn.t("help.none"))


def help_about(turn: Turn, what: str) -> Card:
    """Help with a topic by its name, else with what the words mean, else all topics."""
    if not telling_words(what):
        return help_card(turn.reader, topics(turn.reader))
    answer = _answer_card(turn, " ".join(plain_words(what)))
    return answer or help_card(turn.reader, topics(turn.reader), turn.t("help.none"))


def _answer_card(turn: Turn, asked: str) -> Card | None:
    reader, topic = turn.reader, topic_named(asked)
    if topic:
        return topic_card(reader, title_of(reader, topic), lines_of(reader, topic))
    if asks_for_more(" ".join(word for word in plain_words(asked) if word not in forms("help.vague"))):
        return _told(turn, [more_line(reader)], "help.found", "lists")
    answer = answer_to(asked)
    if not answer.verbs:
        return None
    lines = [line_of(reader, verb, with_example=True) for verb in answer.verbs]
    return _told(turn, lines, "help.found" if answer.is_sure else "help.near", topic_of(answer.verbs[0]))


def _told(turn: Turn, lines: list[CommandHelp], said: str, topic: str) -> Card:
    title = turn.t("help.title")
    return topic_card(turn.reader, title, lines, turn.t(said), (topic, title_of(turn.reader, topic)))


def _scores(asked: str, values: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How well each command fits the words of a question, which have these values."""
    scores: dict[str, float] = defaultdict(float)
    for word, of_verbs in values.items():
        for verb, value in of_verbs.items():
            scores[verb] += value * (_VAGUE if word in forms("help.vague") else 1)
    for verb in _worded(asked, list(values)):
        scores[verb] += _WORDED
    return scores


def _worded(asked: str, words: list[str]) -> set[str]:
    """Verbs of the commands that a question words, as it is or without what says little."""
    short = " ".join(word for word in words if word not in forms("help.vague"))
    found = [registry.match(text) for text in (asked, short) if text]
    return {one.command.verb for one in found if one and one.command.verb in _verbs()}


def _values_of(word: str) -> Mapping[str, float]:
    """What a word says for each command that has it, or a form of it."""
    found = _vocabulary().get(word)
    if found:
        return found
    every: dict[str, float] = {}
    for other in _by_beginning().get(word[:SHORTEST_WORD], ()):
        if are_alike(word, other):
            for verb, value in _vocabulary()[other].items():
                every[verb] = max(every.get(verb, 0.0), value)
    return every


@cache
def _verbs() -> frozenset[str]:
    return frozenset(verb for verbs in TOPICS.values() for verb in verbs)


@cache
def _vocabulary() -> dict[str, dict[str, float]]:
    """By word what it says for each command that is known by it: the more, the fewer these are."""
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for verb in _verbs():
        for word, weight in _words_of(verb):
            weights[word][verb] = max(weight, weights[word].get(verb, 0.0))
    return {
        word: {
            verb: weight * math.log(1 + len(_verbs()) / len(of_verbs)) for verb, weight in of_verbs.items()
        }
        for word, of_verbs in weights.items()
    }


@cache
def _by_beginning() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in _vocabulary():
        found[word[:SHORTEST_WORD]].append(word)
    return found


def _words_of(verb: str) -> Iterator[tuple[str, float]]:
    for part, weight in (("name", _NAMED), ("aliases", _NAMED), ("description", _DESCRIBED)):
        for language in LANGUAGES:
            if strings(language).has(f"command.{verb}.{part}"):
                told = strings(language).t(f"command.{verb}.{part}")
                yield from ((word, weight) for word in telling_words(told))
    yield from ((word, _MEANT) for form in forms(f"help.words.{verb}") for word in telling_words(form))
