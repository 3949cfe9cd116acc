"""Words that tell what a part of a line is: a company, a need, a decision, a source."""

from __future__ import annotations

import re
from functools import cache

from app.domain.qualification import Authority
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms_of, names_under, pattern, spellings

_I = re.IGNORECASE
GAP = r"\s(?<!\s\s)\s*"
"""White space from its beginning: to search for any of it would take the square of the longest run."""

_ALL_FORMS = spellings("companies.legal_forms", "people_lists.legal_form")
_FORMS = frozenset(form for form in _ALL_FORMS if form.isalpha())
"""Legal forms that are one word of letters."""
_PARTNERS = spellings("companies.partners")
LEGAL_FORM = re.compile(
    rf"(?:(?<!\w)(?:{pattern('companies.legal_forms', 'people_lists.legal_form')})(?!\w)"
    rf"(?: \((?:{pattern('companies.legal_form_remarks')})\))?"
    rf"|(?:&|\+|{pattern('companies.and')}) (?:{pattern('companies.partners')})\b)\.?\Z",
    _I,
)
_LONGEST_FORM = 24
_LEGAL_PREFIX = re.compile(rf"(?:{pattern('companies.legal_forms_first')})\s?\S", _I)
LEGAL_INSIDE = re.compile(
    rf"\b(?:{pattern('companies.legal_forms_before_places')}) "
    r"(?:\([^()]+\)|[^\W\d_][\w\-]+(?: [^\W\d_][\w\-]+)?)\Z"
)
"""A legal form before the place of a branch: "Northwind AG Zürich"."""
_COMPANY_FIRST = spellings("companies.first_words")
_COMPANY_LAST = spellings("companies.last_words")
_COMPANY_STEMS = tuple(spellings("companies.first_stems"))
_COMPANY_ENDINGS = tuple(spellings("companies.last_endings"))
COMPANY_PREFIX = re.compile(rf"(?:@|{pattern('lead.company.before')})\s+(?=\S)", _I)
AT_COMPANY = re.compile(rf"{GAP}(?:@|{pattern('lead.company.at', 'lead.company.of')})\s+", _I)

_TITLE = rf"(?:(?:{pattern('lead.person.academic_titles')})\.\s+)"
_PARTICLE = rf"(?:(?:{pattern('lead.person.particles')})\s+)"
FULL_NAME = re.compile(rf"{_TITLE}*[^\W\d_a-z][\w'’\-]+\s+{_PARTICLE}*[^\W\d_a-z][\w'’\-]+\Z")
PERSON_PREFIX = re.compile(rf"(?:{pattern('lead.person.before')})\s+(?=\S)", _I)
_NO_NAME = re.compile(
    rf"\w[?!]\Z|\d\"|^\d+\s+[a-zß-öø-ÿ]|\d{{3,}}|\d ?(?:{pattern('lead.person.clock')})\b|\d:\d"
    rf"|(?:{pattern('lead.person.numbered')})\s+\d",
    _I,
)
_MAY_BE_NO_NAME = re.compile(r"\d|[?!]\Z")


def names_nobody(text: str) -> bool:
    """Whether a text is what neither a person nor a company is called: a question, a measure, a time."""
    return _MAY_BE_NO_NAME.search(text) is not None and _NO_NAME.search(text) is not None


def has_legal_form(text: str) -> bool:
    """Whether a text ends, or in other scripts begins, with the legal form of a company."""
    # Most last words are plain ones, and cheaper to look up than to search.
    last = text[text.rfind(" ") + 1 :].casefold()
    if last.removesuffix(".") in _FORMS:
        return True
    is_plain = last.isalpha() and last not in _PARTNERS
    if not is_plain and LEGAL_FORM.search(text, max(0, len(text) - _LONGEST_FORM)):
        return True
    return not text.isascii() and _LEGAL_PREFIX.match(text) is not None


def has_company_word(text: str) -> bool:
    """Whether a text of several words begins or ends with one that only companies bear: "Stadtwerke Kiel",
    "Contoso Labs", "Huber Hochbau"."""
    words = text.casefold().split()
    return len(words) > 1 and (_begins_company(words[0]) or _ends_company(words[-1]))


def begins_with_company_word(text: str) -> bool:
    """Whether a text of several words begins with one that only companies bear."""
    words = text.casefold().split(None, 1)
    return len(words) > 1 and _begins_company(words[0])


def _begins_company(first: str) -> bool:
    return first in _COMPANY_FIRST or (first.startswith(_COMPANY_STEMS) and _is_word(first))


def _ends_company(last: str) -> bool:
    return last in _COMPANY_LAST or (last.endswith(_COMPANY_ENDINGS) and _is_word(last))


def _is_word(text: str) -> bool:
    return text.replace("_", "").isalnum()


AMOUNT_PREFIX = re.compile(
    rf"(?:(?:{pattern('lead.amount.before')})\s+)?(?:(?:{pattern('lead.amount.articles')})\s+)?"
    rf"(?P<named>{pattern('lead.amount.nouns')})?\s*(?::|{pattern('lead.amount.verbs')})?\s*"
    rf"(?:(?:~|(?:{pattern('amounts.about')})(?!\w))\s*){{0,3}}",
    _I,
)
""" "Their budget is": what stands before an amount; `named` where a word says that it is one."""

_NO_NEED = rf"(?!(?:{pattern('lead.need.no_needs')})\b)"
NEED = re.compile(
    rf"(?:(?:{pattern('lead.need.who')})\s+)?(?:(?:{pattern('lead.need.being')})\s+){{0,2}}"
    rf"(?:{_NO_NEED}(?:{pattern('lead.need.verbs')}|(?-i:{pattern('lead.need.verbs_as_written')}))"
    rf"(?P<kept>\s+(?:{pattern('lead.need.kept_with')})\b)?"
    rf"|(?:(?:{pattern('lead.need.have')})\s+)?"
    rf"(?:(?P<noun>{pattern('lead.need.nouns_kept')})|{pattern('lead.need.nouns')}))(?=\s|\Z)",
    _I,
)
NEED_INSIDE = re.compile(
    rf"\s(?<=\S\s)\s*(?:(?:{pattern('lead.need.and')})\s+)?(?={_NO_NEED}(?:{pattern('lead.need.behind_name')}"
    rf"|(?-i:{pattern('lead.need.behind_name_as_written')}))\s)",
    _I,
)


LONGEST_AUTHORITY = 60
_AUTHORITIES = {
    form: authority
    for authority in Authority
    for form in sorted(spellings(f"lead.authorities.{authority.value}"))
}
_BEING = re.compile(
    rf"(?:(?:{pattern('lead.authority.who')}) )?(?:{pattern('lead.authority.being')}) "
    rf"(?:(?:{pattern('lead.authority.articles')}) )?|(?:{pattern('lead.authority.the')}) "
)


def find_authority(text: str) -> Authority | None:
    """What a whole phrase says about the right to decide."""
    words = text.casefold().strip(" .!")
    if len(words) >= LONGEST_AUTHORITY:
        return None
    being = _BEING.match(words)
    return _AUTHORITIES.get(words[being.end() :] if being else words)


SOURCE_PREFIX = re.compile(
    rf"(?:(?:{pattern('lead.source.before')})(?:\s+(?:{pattern('lead.source.articles')}))?\s+)+", _I
)
_REFERRED = re.compile(rf"(?:{pattern('lead.source.referred')})\s", _I)
_FAIR = re.compile(rf"\b(?:{pattern('lead.source.fairs')})(?!\w)", _I)
# A search for plain letters is cheaper by half, and finds nothing in most parts of a line.
_LIKE_FAIR = re.compile("|".join({form.split()[-1].strip("*") for form in spellings("lead.source.fairs")}))
_MET = re.compile(rf"(?<!\S)(?:{pattern('lead.source.met')})(?!\S)", _I)
_FAIR_PREFIX = re.compile(rf"(?:{pattern('lead.source.at_fair')})\s", _I)
_PLAIN_SOURCES = frozenset({"fair", "referral", "campaign", "website"})


def find_source(text: str) -> str | None:
    """The key of the lead source that a phrase such as "met at the fair" or "Messe" names. A bare word that
    may as well be a job ("Partner") or a label needs a preposition before it."""
    prefix = SOURCE_PREFIX.match(text)
    word = text[prefix.end() :] if prefix else text
    key = source_names().get(word.strip(" .").casefold())
    return key if key and (prefix or key in _PLAIN_SOURCES) else None


def find_labelled_source(text: str) -> str | None:
    """The key of a source behind its label: "source trade fair", "Quelle Empfehlung"."""
    found = _SOURCE_LABEL.match(text)
    return source_names().get(text[found.end() :].strip(" .").casefold()) if found else None


_SOURCE_LABEL = re.compile(rf"(?:{pattern('lead.source.label')})\s+", _I)
WANTED_BY = re.compile(rf"(?:{pattern('facts.it')})\s+(?={pattern('lead.timeline.within')})", _I)
""" "It" before when something is wanted."""


def find_source_inside(text: str) -> str | None:
    """The key of the source in a phrase that tells more: "met at Hannover Messe", "referred by Tom Roe"."""
    if " " not in text:
        return None
    if _REFERRED.match(text):
        return "referral"
    if _LIKE_FAIR.search(text.casefold()) is None:
        return None
    if _FAIR.search(text) and (_MET.search(text) or _FAIR_PREFIX.match(text)) and not has_legal_form(text):
        return "fair"
    return None


@cache
def source_names() -> dict[str, str]:
    """Keys of the default lead sources by their names in all languages, in lower case."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        catalog = strings(language)
        for key in sorted(catalog.keys()):
            if key.startswith("lead_source."):
                names[catalog.t(key).casefold()] = key.removeprefix("lead_source.")
    for language in LANGUAGES:
        for key in names_under(language, "lead.sources"):
            names |= {form.casefold(): key for form in forms_of(language, f"lead.sources.{key}")}
    return names
