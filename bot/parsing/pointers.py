"""Words that point to a record: "#104", "lead nr. 104", "it", "that one", "diesen Lead"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.parsing.courtesies import without_courtesy_at_end

LARGEST_NUMBER = 15
"""Digits; what is longer is no number of a record."""

_KIND = (
    r"(?:leads?|opportunit(?:y|ies)|deals?|contacts?|kontakte?|organi[sz]ation(?:en|s)?|records?|"
    r"datens[aä]tze?)"
)
NUMBER = re.compile(
    r"(?:(?:please|bitte|mal|me|mir|us|uns|the|den|die|das|dem|der|my|mein(?:en?)?)\s++)*+"
    rf"(?:{_KIND}\s++)?(?:#|(?:nr|no|num|number|nummer)\b\.?)?\s*#?(?P<number>\d+)(?P<end>[.,:;)?!]?)(?=\s|$)",
    re.IGNORECASE,
)
KIND_WORD = re.compile(rf"{_KIND}\s+(?=\S)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:(?:the|our|my|this|that|den|die|das|der|dem|unser(?:en|e|em)?|mein(?:en|e|em)?)\s+)?"
    rf"(?:{_KIND}\s+(?:(?:with|for|at|from|of|mit|bei|für|von|vom|der|des)\s+(?:(?:the|der|dem|den)\s+)?)?)?"
    r"(?P<name>\S.*?)(?:(?<![\s-])[\s-]++(?:deals?|opportunity|lead|account|projekt|project|geschäft|auftrag))?",
    re.IGNORECASE | re.DOTALL,
)
_FOR = frozenset({"for", "für", "fuer"})
_TARGET = re.compile(
    r"(?<![\s,;])[\s,;]++(?:(?P<link>for|für|fuer|on|to|with|about|re|zu|zum|bei|mit|an|von|of)\s+)?"
    rf"(?P<sign>#|(?:the |den |die |das |dem |der )?{_KIND}\s+#?|(?:nr|no|number|nummer)\b\.?\s*)?"
    r"(?P<number>\d+)[.!]?\s*\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:tables?|seats?|licen[cs]es?|users?|tickets?|places?|rooms?|lunch|dinner|breakfast|prices?|party|tisch|"
    r"plätze|platz|sitzplätze|lizenz(?:en)?|karten|raum|räume|zimmer|mittagessen|abendessen|frühstück|essen|"
    r"preise?|hotel|taxi)\Z"
)
_MEASURE = re.compile(
    r"\d+(?:[.,:]\d+)?\s*(?:h|hrs?|hours?|min(?:s|utes?|uten?)?|days?|weeks?|months?|years?|p\.?m|a\.?m|o'?clock|"
    r"uhr|stunden?|std|tagen?|wochen?|monate?n?|jahre?n?|people|persons?|users?|seats?|licen[cs]es?|personen|leute|"
    r"nutzer|lizenzen|plätze|times|mal|percent|prozent|%|k|€|eur|euros?)\b|\d+\s*[%€]",
    re.IGNORECASE,
)
_NOUN = (
    rf"(?:ones?|{_KIND}|person|compan(?:y|ies)|firma|unternehmen|organisation|client|customer|kund(?:e|en|in)|"
    r"eintrag|vorgang|da|hier|here|there)"
)
_DEMONSTRATIVE = r"(?:this|that|these|those|diese[nrms]?|jene[nrms]?|dies)"
_ARTICLE = r"(?:den|das|die|dem|der)"
_PRONOUN = re.compile(
    rf"(?:it|him|her|them|ihn|ihm|ihr|es|sie|{_ARTICLE}|{_DEMONSTRATIVE}"
    rf"|(?:the|{_DEMONSTRATIVE}|{_ARTICLE}) {_NOUN}|(?:the )?(?:last|same) {_NOUN}"
    rf"|(?:den|das|die) (?:letzten?|letztes|selben?|selbe) {_NOUN}"
    rf"|(?:ihn|sie|es|{_ARTICLE}) (?:da|hier)|denselben|dasselbe|dieselbe)",
    re.IGNORECASE,
)
# "it" before a preposition: but a record that is called so goes first.
PRONOUN_HEAD = re.compile(
    rf"(?P<pronoun>it|him|her|them|ihn|ihm|ihr|es|sie|{_ARTICLE}|{_DEMONSTRATIVE}(?: {_NOUN})?)[,.:;]?\s+"
    r"(?P<rest>(?:to|into|in|an|auf|nach|zu|zur|zum|für|as|als|wegen|weil|da|because|due|since|->|→|@)(?:\s|\b).*)",
    re.IGNORECASE | re.DOTALL,
)
# Pronouns that no sentence begins with as its subject, but for "it", and for "es" with a verb behind it.
OBJECT_HEAD = re.compile(
    r"(?P<pronoun>it|him|them|ihn|ihm|es)[,.:;]?\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
# "qualify her, budget 20k": a pronoun that punctuation keeps apart.
POINTED_HEAD = re.compile(rf"(?:{_PRONOUN.pattern})\s*[,:;]\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Target:
    """The number of a record behind what is told of it: "slides | for 4". `said` is how it was written; it is
    not `sure` where the number may count something: "a table for 4"."""

    number: int
    said: str
    sure: bool


def find_target(text: str) -> Target | None:
    """The number at the end of a text that names a record: "for 4", "for #4", "zu Deal 4"; None for "at 4",
    "for 4 hours"."""
    found = _TARGET.search(text)
    if found is None or len(found["number"]) > LARGEST_NUMBER:
        return None
    if not found["sign"] and (found["link"] or "").casefold() not in _FOR:
        return None
    before = text[: found.start()].rstrip().casefold()
    sure = bool(found["sign"]) or not _COUNTED.search(before)
    return Target(int(found["number"]), found.group(), sure) if before else None


def is_measure(text: str) -> bool:
    """Whether a text begins with a number that counts or is a time: "4 hours", "4 pm", "4 Uhr"."""
    return _MEASURE.match(text) is not None


def bare_name(text: str) -> str:
    """A name without what is said around it: "the Tech Innovators deal", "den Deal mit Tech Innovators"."""
    found = _NAMED.fullmatch(text.strip())
    return found["name"] if found else text


def find_number(text: str) -> int | None:
    """The number where a text is nothing but the number of a record: "104", "#104", "lead 104"."""
    found = NUMBER.fullmatch(text.strip())
    return int(found["number"]) if found and len(found["number"]) <= LARGEST_NUMBER else None


def points_by_number(text: str) -> bool:
    """Whether a text begins with the number of a record."""
    return NUMBER.match(text) is not None


def is_pronoun(text: str) -> bool:
    """Whether a text is nothing but a word for what was spoken of last: "it", "that one", "den"."""
    return _PRONOUN.fullmatch(without_courtesy_at_end(text).strip(" .,!?")) is not None
