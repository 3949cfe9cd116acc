"""What the typed slots of templates take, as patterns composed of the words of the languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from app.domain.pipeline import DEFAULT_STAGES
from app.languages.strings import LANGUAGES, strings
from app.languages.words import names_under, pattern

_NAME = r"[^\W\d][\w-]*(?: [\w-]+){0,2}?"
_CAPITAL_NAME = r"(?-i:[^\W\d_a-zäöüß])[\w-]*(?: [\w-]+){0,2}"
_OWNING = r"(?:['’`]s?|s)"


def slot_pattern(kind: str) -> str:
    """The pattern of a slot's type: one of this module, else the words under `slots.<kind>`."""
    make = _TYPES.get(kind)
    return make() if make else pattern(f"slots.{kind}")


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


_TYPES: dict[str, Callable[[], str]] = {
    "number": lambda: r"#?\d+",
    "value": lambda: r"(?:\+|\d|[€$£(]|\S+@).*?",
    "word": lambda: r"[^\W\d_][\w'’.-]*",
    "person": lambda: r"[^\W\d]\w*(?: [^\W\d]\w*)?",
    "rest": lambda: r".+",
    "short": lambda: r"[^,:;\n]+?",
    "no_digit": lambda: r"[^\d]+?",
    "empty": lambda: r"",
    "named": lambda: r"[^\d\W][^\d:]*?",
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
    "amount_or_day": lambda: rf"[€$£]? ?\d.*?|{_words('early')} .+?",
    "money": lambda: rf"{_currency()}? ?\d[\d.,'’]*(?: ?{_words('money_unit')})?(?: ?{_currency()})?",
    "bare": lambda: rf"(?!(?:{pattern('slots.no_person')}) )[^,:]+?",
    "somebody": lambda: rf"(?!(?:{pattern('slots.no_person')}) )[^\W\d][^,:\d]*?",
    "moment_first": lambda: rf"{_words('moment_opener')}.+?",
    "deed_after": lambda: rf"{_words('deed_opener')} .+",
    "closing": lambda: pattern("slots.closing"),
}
