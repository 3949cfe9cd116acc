"""How commands are worded: names and aliases, sentences around a record ("mark 4 as won"), and what is said
out of courtesy ("could you please …"); all of it in the folders of the languages, in all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from app.domain.matching import fold
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from bot.gaps import LONGEST_POINTER, Sentence, sentences_of, size_of, stops_of
from bot.parsing.courtesies import is_courtesy, without_courtesy_inside
from bot.parsing.headwords import (
    PUNCTUATION,
    behind,
    first_word,
    head_of,
    last_word,
    places_of,
    plain_words,
    words_of,
)
from bot.parsing.pointers import find_number, is_pronoun, points_by_number

_GAP = " \t\r\n:,;–—-"
_SECOND_CLAUSE = re.compile(r"[,;]\s+[a-zäöüß]")
"""Behind a comma, in small letters: what is added, and no name."""
_OPENINGS = ("greetings", "courtesies")
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
class _Marks:
    """Words by which it shows that a text may word some commands: its first, its last, and those inside."""

    firsts: frozenset[str]
    inside: frozenset[str]
    lasts: frozenset[str]


class Wording:
    """The wording of some commands: names and aliases of the catalogs (`command.<verb>`), the sentences of
    `words/commands.toml`. `asking` are the verbs that cannot do without an argument."""

    def __init__(self, verbs: Iterable[str], asking: Iterable[str] = ()) -> None:
        self._of = tuple(verbs)
        self._asking = frozenset(asking)
        self._marks: dict[frozenset[str], _Marks] = {}

    def match(self, text: str) -> Worded | None:
        """The command that a text words, in any letter case and language: by the longest name that it begins
        with, by a sentence, or by either of them behind courtesies; "please" may stand anywhere."""
        found = self._match(text)
        if found is None:
            bare = without_courtesy_inside(text)
            found = self._match(bare) if bare != text else None
        return found

    def _match(self, text: str) -> Worded | None:
        first = first_word(text)
        if first in self._openings:
            # "What is due?" is a name, though "what is …" begins a sentence.
            named = self._match_name(text.strip(_GAP + PUNCTUATION), first)
            if named and not named.rest:
                return named
            sentence = self._match_sentence(text)
            if sentence:
                return sentence
        named = self._match_name(text, first)
        if named is None or (first in _first_words("greetings") and named.rest):
            return self._match_courteous(text, first) or named
        return self._match_shown(named) if named.verb == "show" else named

    def may_match(self, text: str, verbs: frozenset[str]) -> bool:
        """Whether a text may word one of these commands, by its first word, its last ones and those inside:
        soon known, and never denied where `match` finds one of them."""
        if verbs not in self._marks:
            self._marks[verbs] = self._marks_of(verbs)
        marks, first = self._marks[verbs], first_word(text)
        if not first or first in marks.firsts or not marks.inside.isdisjoint(words_of(text)):
            return True
        return last_word(text) in marks.lasts or last_word(text.partition(",")[0]) in marks.lasts

    def without_courtesy(self, text: str) -> str:
        """A text without the greetings and courtesies that it begins with."""
        return (
            self._without(text, _phrases(*_OPENINGS))
            if first_word(text) in _first_words(*_OPENINGS)
            else text
        )

    def suggest(self, text: str, reader: Reader, usable: Callable[[str, str], bool]) -> list[tuple[str, str]]:
        """Names that look like what was written: (label, what to write instead), best first; none that says
        the same again, and of those only verbs that have use for the rest of it."""
        # Late: it is only needed once somebody has mistyped, and every start of the host would pay for it.
        from bot.suggestion import closest_names

        found = closest_names(self._verbs, head_of(text))
        told = ((verb, behind(text, count).strip()) for verb, count in found)
        lines = [
            f"{reader.t(f'command.{verb}.name')} {rest}".strip() for verb, rest in told if usable(verb, rest)
        ]
        return [(line, line) for line in lines if plain_words(line) != plain_words(text)]

    def _match_name(self, text: str, first: str) -> Worded | None:
        longest = self._longest.get(first)
        if longest is None:
            return None
        words = head_of(text, longest)
        for count in range(len(words), 0, -1):
            verb = self._verbs.get(" ".join(words[:count]))
            if verb:
                return Worded(verb, self._told(verb, behind(text, count).strip(_GAP)), text)
        return None

    def _told(self, verb: str, rest: str) -> str:
        """What follows a name, but for a "please" that is all of it, or that stands before a record."""
        if not rest or is_courtesy(rest):
            return ""
        return self._without(rest, _phrases("particles")) if verb in self._asking else rest

    def _match_shown(self, named: Worded) -> Worded:
        """ "show me all leads": a list, and no record of that name."""
        if not named.rest or points_by_number(named.rest):
            return named
        rest = self._without(named.rest, _phrases("fillers"))
        found = self._match_name(rest, first_word(rest))
        if found and found.verb in _SHOWN and not found.rest.strip(PUNCTUATION):
            return found
        return named

    def _match_courteous(self, text: str, first: str) -> Worded | None:
        """A command behind a greeting or a courtesy, or one that ends with its verb as German does."""
        bare = self._without(text, _phrases(*_OPENINGS)) if first in _first_words(*_OPENINGS) else text
        courteous = bare != text
        if courteous:
            found = self._match_sentence(bare) or self._match_name(bare, first_word(bare))
            if found:
                return self._match_shown(found) if found.verb == "show" else found
            bare = self._without(bare, _phrases("fillers"))
        return self._match_sentence(bare) or self._match_final(bare, courteous)

    def _match_sentence(self, text: str) -> Worded | None:
        words = words_of(text)
        gaps = [
            (sentence, stop)
            for sentence in self._sentences_for(words)
            for stop in stops_of(words, len(sentence.before), sentence.after)
        ]
        starts, ends = places_of(text) if gaps else ([], [])
        for sentence, stop in gaps:
            end = ends[stop - 1 + len(sentence.after)]
            told, more = text[starts[len(sentence.before)] : ends[stop - 1]], text[end:]
            if sentence.after and _SECOND_CLAUSE.search(told):
                # "Set 4 to won" is one clause: "set the phone of Ann, thanks to Ida" is no stage of hers.
                continue
            link = ", " if text[end - 1] in ",;" else " "
            pointer, more = told.strip(_GAP + PUNCTUATION), more.strip(_GAP)
            # "The customer won a prize" says nothing of a deal.
            alone = bool(sentence.before) or not more.strip(PUNCTUATION)
            is_number = points_by_number(pointer) if sentence.before else find_number(pointer) is not None
            sure = is_number or (alone and is_pronoun(pointer))
            if sure or sentence.before:
                # A name keeps its end: "we have lost Meier Systems: too expensive".
                rest = f'"{pointer}" {more}' if more and not sure else f"{told}{link}{more}"
                return Worded(sentence.verb, rest.strip(_GAP), text, loose=not sure)
        return None

    def _match_final(self, text: str, courteous: bool) -> Worded | None:
        """ "(kannst du mir) 104 zeigen": the verb is at the end, and before it what it is about; what is
        added may stand behind a comma."""
        found = self._match_ending(text, text, courteous)
        sentence, comma, more = text.partition(",")
        if found is None and comma:
            found = self._match_ending(sentence, text, courteous)
            found = replace(found, rest=f"{found.rest},{more}") if found else None
        return self._match_shown(found) if found and found.verb == "show" else found

    def _match_ending(self, sentence: str, text: str, courteous: bool) -> Worded | None:
        if last_word(sentence) not in self._last_words:
            return None
        words, (_, ends) = words_of(sentence), places_of(sentence)
        for count in (3, 2, 1):
            verb = self._finals.get(" ".join(words[-count:])) if len(words) > count else None
            if verb:
                told = sentence[: ends[len(words) - count - 1]]
                sure = points_by_number(told) or is_pronoun(told)
                if sure or courteous or len(words) <= LONGEST_POINTER:
                    return Worded(verb, told.strip(_GAP), text, loose=not sure)
        return None

    def _without(self, text: str, phrases: frozenset[str]) -> str:
        """A text without the phrases that it begins with; as it is where nothing else would be left."""
        while True:
            words = head_of(text)
            counts = range(len(words), 0, -1)
            count = next((count for count in counts if " ".join(words[:count]) in phrases), 0)
            rest = behind(text, count).lstrip(_GAP + ".!?") if count else ""
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

    @cached_property
    def _last_words(self) -> frozenset[str]:
        """Those with which a sentence may end that ends with its verb."""
        return frozenset(name.split()[-1] for name in self._finals)

    def _sentences_for(self, words: Sequence[str]) -> list[Sentence]:
        """Sentences that the words may be: those that say most go first."""
        longest = self._openings.get(words[0], 0) if words else 0
        starts = (tuple(words[:size]) for size in range(1, longest + 1))
        begun = [one for start in starts for one in self._sentences.get(start, ())]
        ending = self._endings.keys() & set(words)
        ended = [one for word in ending for one in self._endings[word]]
        return [*sorted(begun, key=size_of, reverse=True), *sorted(ended, key=size_of, reverse=True)]

    @cached_property
    def _sentences(self) -> dict[tuple[str, ...], list[Sentence]]:
        """Sentences by their words before the gap."""
        found: dict[tuple[str, ...], list[Sentence]] = {}
        for sentence in sentences_of(self._of):
            if sentence.before:
                found.setdefault(sentence.before, []).append(sentence)
        return found

    @cached_property
    def _openings(self) -> dict[str, int]:
        """How many words the longest beginning of a sentence has, by its first."""
        longest: dict[str, int] = {}
        for first, *more in self._sentences:
            longest[first] = max(longest.get(first, 1), 1 + len(more))
        return longest

    def _marks_of(self, verbs: frozenset[str]) -> _Marks:
        sentences = list(sentences_of(verb for verb in self._of if verb in verbs))
        names = [name for name, verb in self._verbs.items() if verb in verbs]
        openings = [sentence.before for sentence in sentences if sentence.before]
        return _Marks(
            frozenset(words[0] for words in (*openings, *map(str.split, names))) | _first_words(*_OPENINGS),
            frozenset(sentence.after[0] for sentence in sentences if not sentence.before),
            frozenset(name.split()[-1] for name, verb in self._finals.items() if verb in verbs),
        )

    @cached_property
    def _endings(self) -> dict[str, list[Sentence]]:
        """Sentences that begin with their record, by the first word behind it."""
        found: dict[str, list[Sentence]] = {}
        for sentence in sentences_of(self._of):
            if not sentence.before:
                found.setdefault(sentence.after[0], []).append(sentence)
        return found


def _folded(listed: str) -> Iterator[str]:
    return (" ".join(fold(name).replace("’", "'").split()) for name in listed.split(","))


@cache
def _phrases(*kinds: str) -> frozenset[str]:
    """The phrases of some kinds of wording, in all languages."""
    return frozenset(phrase for kind in kinds for phrase in _said(f"wording.{kind}"))


@cache
def _first_words(*kinds: str) -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in _phrases(*kinds))


def _said(key: str) -> Iterator[str]:
    """The folded phrases of a list in the catalogs of all languages, where it is there."""
    for language in LANGUAGES:
        catalog = strings(language)
        if catalog.has(key):
            yield from _folded(catalog.t(key))
