"""Telephone numbers: what is certainly one is kept in one form, all else as it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from app.domain.matching import fold
from app.languages.words import forms, pattern, whole_words

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST = 80
"""Characters of the longest text that may be a number; keeps odd input cheap."""
REMEMBERED = 8192
"""Numbers whose form is remembered: those of an import are asked for when it is read, foretold and done."""

_DIGITS = r"[+(]{0,2}\d[\d\s()./\-–·]*\d"
_DATE = re.compile(r"\d{1,2}([./\-–])\d{1,2}\1(?:\d{2}|\d{4})|(?:19|20)\d\d([./\-–])\d{1,2}\2\d{1,2}")
_YEAR_AND_MORE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_GROUPED = re.compile(r"\d{1,2}(?:\.\d{3})+|\d{3}\.\d{3}|\d{3}\.\d{3}\.\d00")
_POSTCODE = re.compile(r"\d{5}-\d{4}")
_CARD = re.compile(r"\d{4}(?:[ \-]\d{4}){3,}")
_NO_PHONES = (_DATE, _GROUPED, _YEAR_AND_MORE, _POSTCODE, _CARD)
_OTHER_EXIT = re.compile(r"(?:00|011)[\s.\-]?(?=[1-9])")
_UNDOTTED = re.compile(r"[\d ()\-]+")
_PLAIN = re.compile(r"\d[\d ]*")
_VANITY = re.compile(r"[+\d][\d\-. ()]*-[A-Z]{3,}[A-Z\d-]*")
_FEWEST = 6
"""Digits of the shortest number that is certain: in Luxembourg a postcode may be one as well."""
_LEAST_TRUNKLESS = 9
_WHOLE = 10
"""Digits of a number that is complete without the 0 in front, where people leave it out."""


def read_phone(typed: str, country: str) -> str:
    """A number as "+49 30 1234567" where it certainly is one of the country, or says itself of which it is;
    all else as it was typed."""
    return international(typed, country) or typed


@lru_cache(maxsize=REMEMBERED)
def international(typed: str, country: str) -> str:
    """A phone number as "+49 30 1234567", or nothing where it is not certain to be one. An extension is kept
    behind it, and so are words: "+49 89 123456 abends"."""
    plain = typed if typed.isascii() else unicodedata.normalize("NFKC", typed)
    text = plain.strip().removeprefix("tel:")
    if not text or len(text) > LONGEST:
        return ""
    found = _shape().fullmatch(text)
    if found is None:
        return _by_letters(text, country)
    if (found["before"] or found["behind"]) and _is_of_something(found):
        return ""
    number = _read(found["number"].strip(), country)
    if number is None:
        return ""
    if found["extension"]:
        number.extension = found["extension"]
    words = [found[name].strip(" ,;:–-") for name in ("before", "behind") if found[name]]
    return " ".join([_written(number), *filter(None, words)])


@cache
def _shape() -> re.Pattern[str]:
    """A label or words, a number, an extension, words; words hold no digits and do not touch the number."""
    return re.compile(
        rf"(?:(?:{pattern('phones.label')})\s*[.:]*\s*|(?P<before>[^\d+(]{{1,40}}[\s:]))?"
        rf"(?P<number>{_DIGITS})"
        rf"(?:\s*[,;(]?\s*(?:{pattern('phones.extension')}|#)\s*[.:]?\s*(?P<extension>\d{{1,7}})\)?)?"
        r"(?P<behind>(?:\s|\s*[,;(])[^\d]{1,40})?",
        re.IGNORECASE,
    )


def _is_of_something(found: re.Match[str]) -> bool:
    """Whether the words beside a number say that it is one of something else, or do not say that it is a
    telephone's, and its own beginning does not either: "Order 4502123456", "DE 812 345 678"."""
    words = [word for name in ("before", "behind") for word in _LETTERS.findall(found[name] or "")]
    if whole_words("phones.no_phone").search(" ".join(words)):
        return True
    before = _LETTERS.findall(found["before"] or "")
    if not before or all(forms("phones.telling").intersection([fold(word)]) for word in before):
        return False
    is_code = any(word.isupper() and len(word) <= _LONGEST_CODE for word in before)
    return is_code or found["number"].lstrip("(")[:1] not in ("+", "0")


_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_CODE = 4
"""Letters of the longest code before a number: "GB", "HRB", "IBAN"."""


def _read(text: str, country: str) -> PhoneNumber | None:
    """The number that digits and marks certainly mean."""
    # Late: the numbering plans take a while to load, and most hosts start faster without.
    import phonenumbers

    if any(shape.fullmatch(text) for shape in _NO_PHONES):
        return None
    if text.lstrip("(").startswith("+"):
        number = _parse(text, country)
        return number if number and phonenumbers.is_possible_number(number) else None
    if sum(map(str.isdigit, text)) < _FEWEST:
        return None
    number = _parse(text, country)
    if number and phonenumbers.is_valid_number(number) and _is_certain(text, number, country):
        return number
    exit_code = _OTHER_EXIT.match(text)
    other = _parse(f"+{text[exit_code.end() :] if exit_code else text}", country)
    if other is None or not phonenumbers.is_valid_number(other):
        return None
    return other if exit_code or _shows_country(text, other) else None


def _parse(text: str, country: str) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(text, country, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None


def _is_certain(text: str, number: PhoneNumber, country: str) -> bool:
    """Whether people of the country write a valid number of theirs this way. The 0 in front tells it from an
    amount or a number of something else; a mobile number may have lost it in a spreadsheet."""
    import phonenumbers
    from phonenumbers import CountryCodeSource, PhoneNumberFormat, PhoneNumberType

    if number.country_code_source != CountryCodeSource.FROM_DEFAULT_COUNTRY:
        return number.country_code_source == CountryCodeSource.FROM_NUMBER_WITH_IDD or _shows_country(
            text, number
        )
    trunk = phonenumbers.ndd_prefix_for_region(country, True)
    digits = "".join(filter(str.isdigit, text))
    national = phonenumbers.national_significant_number(number)
    if not trunk or digits == trunk + national:
        return True
    if digits == "".join(filter(str.isdigit, phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))):
        return True
    if _leaves_trunk_out(country) and len(national) >= _WHOLE and _UNDOTTED.fullmatch(text):
        return True
    is_mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    american = _parse(f"+1{digits}", country)
    return bool(
        is_mobile
        and len(digits) >= _LEAST_TRUNKLESS
        and _PLAIN.fullmatch(text)
        and not (american and phonenumbers.is_valid_number(american))
    )


@cache
def _leaves_trunk_out(country: str) -> bool:
    """Whether people of a country write their numbers with or without the 0 in front."""
    from phonenumbers import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(country)
    return plan is not None and any(
        one.national_prefix_optional_when_formatting for one in plan.number_format
    )


def _shows_country(text: str, number: PhoneNumber) -> bool:
    """Whether a number without a plus begins with its country's code as a group of its own, or is a mobile
    one, as other programs export them: any row of digits may be valid somewhere."""
    import phonenumbers

    code = str(number.country_code)
    groups = re.findall(r"\d+", text)
    if groups[0] == code and len(groups) > 1:
        return True
    is_mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return is_mobile and len(groups) == 1 and code != "1"


def _by_letters(text: str, country: str) -> str:
    """A number of which letters are a part: "1-800-FLOWERS"."""
    import phonenumbers

    number = _parse(text, country) if _VANITY.fullmatch(text) else None
    if number is None or phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.TOLL_FREE:
        return ""
    return _written(number)


def _written(number: PhoneNumber) -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
