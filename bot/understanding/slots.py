"""Patterns of the typed slots in templates, made from the words of the languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from app.domain.pipeline import DEFAULT_STAGES
from app.languages.strings import LANGUAGES, strings
from app.languages.units import large_words
from app.languages.words import TemplateError, forms, names_under, pattern
from bot.parsing.marks import MARK

_NAME = r"[^\W\d][\w-]*(?: [\w-]+){0,2}?"
_CAPITAL_NAME = r"(?-i:[^\W\d_a-zäöüß])[\w-]*(?: [\w-]+){0,2}"
_OWNING = r"(?:['’`]s?|s)"
VALUE_START = r"(?:\+|\d|[€$£(]|[^\s,]+@)"
"""With what the word begins by which a value begins that its shape tells: an amount, a number, an address."""


def slot_pattern(kind: str) -> str:
    """The pattern of a slot's type: one of this module, else the words under `slots.<kind>`. Raises
    TemplateError where no language has words for it."""
    make = _TYPES.get(kind)
    if make is None and not forms(f"slots.{kind}"):
        raise TemplateError(f"there is no type {kind!r} of slots")
    return make() if make else pattern(f"slots.{kind}")


def is_list(kind: str) -> bool:
    """Whether a type is nothing but a list of words."""
    return bool(kind) and kind not in _TYPES


def _words(key: str) -> str:
    return f"(?:{pattern(f'slots.{key}')})"


@cache
def _stages() -> str:
    """The names of the stages that a new workspace has, in all languages."""
    names = {strings(one).t(f"stage.{key}") for one in LANGUAGES for key, *_ in DEFAULT_STAGES}
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


@cache
def _currency() -> str:
    """A sign, a code, or a word of a language for its money."""
    words = pattern(
        *sorted({f"currencies.{code}" for one in LANGUAGES for code in names_under(one, "currencies")})
    )
    return rf"(?:[€$£]|[a-z]{{3}}|{words})"


def _deed() -> str:
    """What is to be done with somebody: "chase Tom on Monday", "Tom am Montag einladen"."""
    return rf"(?:{_words('deeds')} \S.*|\S[^,:;]* {_words('deeds_behind')})"


def _sum() -> str:
    """A number that can only be money: with a currency, as thousands, or of four digits and more."""
    currency = _currency().replace("[a-z]{3}", "(?-i:[A-Z]{3})")
    unit, number = rf"(?: ?{_words('money_unit')})", r"\d[\d.,'’]*"
    with_unit = rf"{number}(?:{unit}(?: ?{currency})?| ?{currency})"
    return rf"(?:{currency} ?{number}{unit}?|{with_unit}|\d[\d.,'’]{{3,}})"


@cache
def _amount() -> str:
    """An amount, by its beginning: "ca. 25 tausend netto", "CHF 8'000", "half a million"; but no number of a
    record before one: "15 to 73k"."""
    currency = _currency().replace("[a-z]{3}", "(?-i:[A-Z]{3})")
    about = rf"(?:(?:~|{pattern('amounts.about', 'amounts.range.between')}) ?){{0,3}}"
    in_words = rf"{about}[^\W\d][^\d,:;]*?(?:{large_words()})(?!\w)[^,:;]*?"
    return rf"(?!#?\d+ {_words('until')} ){about}{currency}? ?\d.*?|{in_words}"


def _weekday_list() -> str:
    """ "Monday to Thursday and on Saturdays"."""
    days = range(1, 8)
    day = pattern(*(f"dates.{kind}.{day}" for kind in ("weekdays", "short_weekdays") for day in days))
    between = rf"(?: ?[-–,&+/] ?| (?:{pattern('settings.to', 'settings.and')}) )"
    return rf"(?:{day})\.?s?(?:{between}(?:{day})\.?s?)*"


def _tongues() -> str:
    return pattern(*(f"languages.{one}" for one in LANGUAGES))


def _stated() -> str:
    return rf"(?:{_words('stated')} )*{_words('listed')}"


def _planned() -> str:
    return rf"(?:{_words('articles')} )?{_words('plan')}(?: #?\d+| {_words('plan_link')} [^:,]+?)?"


def _shifted_to() -> str:
    return rf"{_words('until')} .+?"


def _owner() -> str:
    """Whose it is: "Ann Hall's", "Lea Mosers", "his"; a German owner has no apostrophe."""
    return rf"{_CAPITAL_NAME}{_OWNING}|[\w .&-]+?['’`]s?"


def _determined() -> str:
    """What is sent, with its article: "das Angebot", but not before "zu" and an infinitive."""
    return rf"{_words('determiners')} \S+(?: (?!{_words('infinitive')} )\S+)*?"


def _thing() -> str:
    """What is sent, with or without its article, in few words: "brochure", "das neue Angebot"."""
    return rf"(?:{_words('determiners')} )?[^\W\d][^\s,;:]*(?: [^\s,;:]+){{0,2}}?"


def _colleague() -> str:
    """Somebody else who is mentioned or called by name: "Megan", "Megan Bowen", but not "me"."""
    name = r"[^\W\d][\w'’-]*(?: (?-i:[^\W\d_a-zäöüß])[\w'’-]*)?"
    return rf"(?:{MARK.pattern}|(?!{_words('nobody_else')}(?!\w)){name})"


_TYPES: dict[str, Callable[[], str]] = {
    "number": lambda: r"#?\d+",
    "mention": lambda: MARK.pattern,
    "colleague": _colleague,
    "thing": _thing,
    "value": lambda: rf"{VALUE_START}(?:[^,;]|[,;](?=\S))*?",
    "word": lambda: r"[^\W\d_][\w'’.-]*",
    "person": lambda: r"[^\W\d]\w*(?: [^\W\d]\w*)?",
    "rest": lambda: r".+",
    "told": lambda: r"(?:\s*[,:;–-]\s.+)?",
    "short": lambda: r"[^,:;\n]+?",
    "no_digit": lambda: r"[^\d\s]+(?: [^\d\s]+){0,2}?",
    "empty": lambda: r"",
    "named": lambda: rf"(?!{MARK.pattern})[^\d\W][^\d:]*?",
    "caller": lambda: rf"(?!{MARK.pattern})(?=[^\d\W])(?:(?!(?<!\w){_words('negations')}(?!\w))[^\d:])+?",
    "pursuit": lambda: rf"(?![^,:;\n]*\b{_words('no_pursuit')}\b)[^,:;\n]+?",
    "subject": lambda: rf"(?!(?:{pattern('slots.no_subject')})\b)[^,:;\n]+?",
    "stage": _stages,
    "tongue": _tongues,
    "planned": _planned,
    "shifted_to": _shifted_to,
    "shifted": lambda: rf".+ {_words('until')} .+?",
    "owner": _owner,
    "of_somebody": lambda: rf"{_stated()} {_words('owned_by')} .+?",
    "listed_of": lambda: rf"(?:{_CAPITAL_NAME}{_OWNING}|[\w -]+?['’`]s?) {_stated()}",
    "owned_list": lambda: rf"{_NAME}{_OWNING} {_stated()}",
    "from_place": lambda: rf" {_words('from_place')} [^:,]{{1,40}}",
    "amount_or_day": lambda: rf"{_amount()}|{_words('early')} .+?",
    "money": lambda: rf"{_currency()}? ?\d[\d.,'’]*(?: ?{_words('money_unit')})?(?: ?{_currency()})?",
    "bare": lambda: rf"(?!(?:{pattern('slots.no_person')}) )[^,:]+?",
    "somebody": lambda: rf"(?!(?:{pattern('slots.no_person', 'moods.requests')}) )[^\W\d][^,:\d]*?",
    "moment_first": lambda: rf"{_words('moment_opener')}(?!\w).*?",
    "for_when": lambda: rf"(?:{pattern('dates.sentences.meant_for', 'dates.prepositions.on')}) .+",
    "deed": _deed,
    "sum": _sum,
    "bearer": lambda: rf"(?:(?!(?<!\w){_words('field')}(?!\w))[^,:;\n])+?",
    "deed_after": lambda: rf"{_words('deed_opener')} .+",
    "determined": _determined,
    "currency": _currency,
    "weekday_list": _weekday_list,
    "on_or_off": lambda: pattern("settings.on", "settings.off"),
}
