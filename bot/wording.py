"""How commands are worded: names and aliases, sentences around a record ("mark 4 as won"), and what is said
out of courtesy ("could you please …"); all of it in the catalogs, in all languages at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from app.domain.matching import fold
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from bot.parsing.courtesies import is_courtesy, without_courtesy_inside
from bot.parsing.pointers import is_pronoun, points_by_number

LONGEST_NAME = 4
"""Words of the longest name of a command."""
MOST_WORDS = 60
"""Words of a sentence in which a command is looked for beyond its first ones."""
LONGEST_WORD = 100
LONGEST_POINTER = 8
"""Words that a sentence may say of a record."""

_GAP = " \t\r\n:,;–—-"
_WORD = re.compile(r"\S+")
_PUNCTUATION = ".,:;!?…()[]\"'„“”/"
_GAP_MARK = "..."
"""A folded "…"."""
_SHOWN = frozenset({"list", "pipeline"})
"""What "show me" may be followed by that is no record."""
_INFINITIVE = re.compile(r"(?:[a-z]+ ){0,2}[a-z]+(?:en|rn|ln)\Z")


@dataclass(frozen=True, slots=True)
class Worded:
    """A verb, what a text says about it, and the text without courtesies. `loose` where only a record of that
    name makes it the command: nobody has lost "my keys" in a CRM."""

    verb: str
    rest: str
    text: str
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Words around a gap: "mark … as won"."""

    verb: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Wording:
    """The wording of some commands. The catalogs hold it: `command.<verb>.name`, `.aliases`, `.sentences`.
    `asking` are the verbs that cannot do without an argument."""

    def __init__(self, verbs: Iterable[str], asking: Iterable[str] = ()) -> None:
        self._of = tuple(verbs)
        self._asking = frozenset(asking)

    def match(self, text: str) -> Worded | None:
        """The command that a text words, in any letter case and language: by the longest name that it begins
        with, by a sentence, or by either of them behind courtesies; "please" may stand anywhere."""
        found = self._match(text)
        if found is None:
            bare = without_courtesy_inside(text)
            found = self._match(bare) if bare != text else None
        return found

    def _match(self, text: str) -> Worded | None:
        first = _first_word(text)
        if first in self._sentences:
            # "What is due?" is a name, though "what is …" begins a sentence.
            named = self._match_name(text.strip(_GAP + _PUNCTUATION), first)
            if named and not named.rest:
                return named
            sentence = self._match_sentence(text)
            if sentence:
                return sentence
        named = self._match_name(text, first)
        if named is None or (first in self._greetings and named.rest):
            return self._match_courteous(text, first) or named
        return self._match_shown(named) if named.verb == "show" else named

    def without_courtesy(self, text: str) -> str:
        """A text without the greetings and courtesies that it begins with."""
        return self._without(text, self._openings) if _first_word(text) in self._opening_words else text

    def suggest(self, text: str, reader: Reader, usable: Callable[[str, str], bool]) -> list[tuple[str, str]]:
        """Names that look like what was written: (label, what to write instead), best first; none that says
        the same again, and of those only verbs that have use for the rest of it."""
        # Late: it is only needed once somebody has mistyped, and every start of the host would pay for it.
        from bot.suggestion import closest_names

        found = closest_names(self._verbs, _head(text))
        told = ((verb, _behind(text, count).strip()) for verb, count in found)
        lines = [
            f"{reader.t(f'command.{verb}.name')} {rest}".strip() for verb, rest in told if usable(verb, rest)
        ]
        return [(line, line) for line in lines if _plain_words(line) != _plain_words(text)]

    def _match_name(self, text: str, first: str) -> Worded | None:
        longest = self._longest.get(first)
        if longest is None:
            return None
        words = _head(text, longest)
        for count in range(len(words), 0, -1):
            verb = self._verbs.get(" ".join(words[:count]))
            if verb:
                return Worded(verb, self._told(verb, _behind(text, count).strip(_GAP)), text)
        return None

    def _told(self, verb: str, rest: str) -> str:
        """What follows a name, but for a "please" that is all of it, or that stands before a record."""
        if not rest or is_courtesy(rest):
            return ""
        return self._without(rest, self._particles) if verb in self._asking else rest

    def _match_shown(self, named: Worded) -> Worded:
        """ "show me all leads": a list, and no record of that name."""
        if not named.rest or points_by_number(named.rest):
            return named
        rest = self._without(named.rest, self._fillers)
        found = self._match_name(rest, _first_word(rest))
        if found and found.verb in _SHOWN and not found.rest.strip(_PUNCTUATION):
            return found
        return named

    def _match_courteous(self, text: str, first: str) -> Worded | None:
        """A command behind a greeting or a courtesy, or one that ends with its verb as German does."""
        bare = self._without(text, self._openings) if first in self._opening_words else text
        courteous = bare != text
        if courteous:
            found = self._match_sentence(bare) or self._match_name(bare, _first_word(bare))
            if found:
                return self._match_shown(found) if found.verb == "show" else found
            bare = self._without(bare, self._fillers)
        return self._match_sentence(bare) or self._match_final(bare, courteous)

    def _match_sentence(self, text: str) -> Worded | None:
        words, starts, ends = _words(text)
        for sentence in self._sentences_for(words):
            size = len(sentence.before)
            if tuple(words[:size]) != sentence.before:
                continue
            for stop in _stops(words, size, sentence.after):
                told, more = text[starts[size] : ends[stop - 1]], text[ends[stop - 1 + len(sentence.after)] :]
                pointer, more = told.strip(_GAP + _PUNCTUATION), more.strip(_GAP)
                # "The customer won a prize" says nothing of a deal.
                alone = bool(sentence.before) or not more.strip(_PUNCTUATION)
                sure = points_by_number(pointer) or (alone and is_pronoun(pointer))
                if sure or sentence.before:
                    # A name keeps its end: "we have lost Meier Systems: too expensive".
                    rest = f'"{pointer}" {more}' if more and not sure else f"{told} {more}"
                    return Worded(sentence.verb, rest.strip(_GAP), text, loose=not sure)
        return None

    def _match_final(self, text: str, courteous: bool) -> Worded | None:
        """ "(kannst du mir) 104 zeigen": the verb is at the end, and before it what it is about."""
        words, _, ends = _words(text)
        for count in (3, 2, 1):
            verb = self._finals.get(" ".join(words[-count:])) if len(words) > count else None
            if verb:
                told = text[: ends[len(words) - count - 1]]
                sure = points_by_number(told) or is_pronoun(told)
                if sure or courteous or len(words) <= LONGEST_POINTER:
                    found = Worded(verb, told.strip(_GAP), text, loose=not sure)
                    return self._match_shown(found) if verb == "show" else found
        return None

    def _without(self, text: str, phrases: frozenset[str]) -> str:
        """A text without the phrases that it begins with; as it is where nothing else would be left."""
        while True:
            words = _head(text)
            counts = range(len(words), 0, -1)
            count = next((count for count in counts if " ".join(words[:count]) in phrases), 0)
            rest = _behind(text, count).lstrip(_GAP + ".!?") if count else ""
            if not rest:
                return text
            text = rest

    @cached_property
    def _verbs(self) -> dict[str, str]:
        """Verbs by folded name, all languages and aliases."""
        return {
            name: verb
            for language in reversed(LANGUAGES)
            for verb in self._of
            for name in (
                *_folded(strings(language).t(f"command.{verb}.name")),
                *_folded(strings(language).t(f"command.{verb}.aliases")),
            )
        }

    @cached_property
    def _longest(self) -> dict[str, int]:
        """How many words the longest name has, by its first."""
        longest: dict[str, int] = {}
        for name in self._verbs:
            first, *more = name.split()
            longest[first] = max(longest.get(first, 1), 1 + len(more))
        return longest

    @cached_property
    def _finals(self) -> dict[str, str]:
        """Infinitives: verbs that may end a sentence about a record."""
        return {
            name: verb
            for name, verb in self._verbs.items()
            if verb in self._asking and _INFINITIVE.match(name)
        }

    def _sentences_for(self, words: Sequence[str]) -> Iterator[_Sentence]:
        """Sentences that the words may be: those that say most go first."""
        yield from self._sentences.get(words[0], ()) if words else ()
        ending = self._endings.keys() & set(words)
        yield from sorted((one for word in ending for one in self._endings[word]), key=_size, reverse=True)

    @cached_property
    def _sentences(self) -> dict[str, list[_Sentence]]:
        """Sentences by their first word."""
        return _by_word(sentence for sentence in _sentences_of(self._of) if sentence.before)

    @cached_property
    def _endings(self) -> dict[str, list[_Sentence]]:
        """Sentences that begin with their record, by the first word behind it."""
        return _by_word(sentence for sentence in _sentences_of(self._of) if not sentence.before)

    @cached_property
    def _openings(self) -> frozenset[str]:
        return frozenset((*_said("wording.greetings"), *_said("wording.courtesies")))

    @cached_property
    def _opening_words(self) -> frozenset[str]:
        return frozenset(phrase.split()[0] for phrase in self._openings)

    @cached_property
    def _greetings(self) -> frozenset[str]:
        return frozenset(phrase.split()[0] for phrase in _said("wording.greetings"))

    @cached_property
    def _particles(self) -> frozenset[str]:
        return frozenset(_said("wording.particles"))

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return frozenset(_said("wording.fillers"))


def _stops(words: list[str], start: int, after: tuple[str, ...]) -> Iterator[int]:
    """Where the gap of a sentence may end: before its closing words, else at the end of the text."""
    if not after:
        if start < len(words):
            yield len(words)
        return
    for stop in range(start + 1, min(start + LONGEST_POINTER, len(words) - len(after)) + 1):
        if tuple(words[stop : stop + len(after)]) == after:
            yield stop


def _said(key: str) -> Iterator[str]:
    """The folded phrases of a list in the catalogs of all languages, where it is there."""
    for language in LANGUAGES:
        catalog = strings(language)
        if catalog.has(key):
            yield from _folded(catalog.t(key))


def _folded(listed: str) -> Iterator[str]:
    return (" ".join(fold(name).replace("’", "'").split()) for name in listed.split(","))


def _sentences_of(verbs: Iterable[str]) -> Iterator[_Sentence]:
    for verb in verbs:
        for phrase in _said(f"command.{verb}.sentences"):
            before, _, after = phrase.partition(_GAP_MARK)
            yield _Sentence(verb, tuple(before.split()), tuple(after.split()))


def _by_word(sentences: Iterable[_Sentence]) -> dict[str, list[_Sentence]]:
    found: dict[str, list[_Sentence]] = {}
    for sentence in sorted(sentences, key=_size, reverse=True):
        found.setdefault((sentence.before or sentence.after)[0], []).append(sentence)
    return found


def _size(sentence: _Sentence) -> int:
    return len(sentence.before) + 2 * len(sentence.after)


def _first_word(text: str) -> str:
    first = text[:LONGEST_WORD].split(None, 1)[:1]
    return _plain(first[0]) if first else ""


def _head(text: str, count: int = LONGEST_NAME) -> list[str]:
    """The first words of a text, folded and without punctuation."""
    return [_plain(word) for word in text[: LONGEST_WORD * count].split(None, count)[:count]]


def _behind(text: str, count: int) -> str:
    """What follows the first words of a text."""
    words = _WORD.finditer(text)
    return text[next(islice(words, count - 1, None)).end() :]


def _words(text: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a text as in _head, and where each begins and ends; none of one that is too long."""
    found = list(islice(_WORD.finditer(text), MOST_WORDS + 1))
    if len(found) > MOST_WORDS:
        return [], [], []
    words = [_plain(one.group()) for one in found]
    return words, [one.start() for one in found], [one.end() for one in found]


def _plain_words(text: str) -> list[str]:
    return [_plain(word) for word in text.split()]


def _plain(word: str) -> str:
    folded = fold(word.strip(_PUNCTUATION))
    return folded if folded.isascii() else folded.replace("’", "'")
