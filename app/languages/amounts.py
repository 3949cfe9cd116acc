"""Amounts of money as people write them: 120k, 1.234,56 €, $1,200.50, 1,5 Mio, EUR 5000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.domain.errors import InvalidInput
from app.domain.money import Money, decimals_of
from app.languages.currencies import find_currency
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, names_under, words_of

LONGEST = 64
"""Characters of the longest text that may be an amount; keeps odd input cheap."""

_SHAPE = re.compile(
    r"(?P<before>[^\d+\-−]{0,16}?)\s*(?P<sign>[+\-−]?)\s*"
    r"(?P<number>\d(?:[\d.,'’_ ]*\d)?)(?P<dash>[.,](?:-{1,2}|–))?\s*(?P<after>[^\d]{0,24})\Z"
)
_SPACES = re.compile(r"\s+")
_FACTOR = re.compile(r"(?P<factor>[^\W\d_]+)(?P<dot>\.?)\s*(?P<rest>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that reads as money. `currency` is None where none was written; `bare` where neither a
    currency nor a factor says that it is money at all."""

    value: Decimal
    currency: str | None
    bare: bool


def read_money(text: str, reader: Reader, field: str = "amount") -> Money | None:
    """The money that a field of a form holds, nothing for an empty one; raises InvalidInput for `field`."""
    if not text.strip():
        return None
    amount = find_amount(text, reader.language)
    if amount is None:
        raise InvalidInput(**{field: "amount_invalid"})
    try:
        written = amount.currency
        return Money(amount.value, written or reader.currency, is_assumed=written is None)
    except InvalidInput as refused:
        raise InvalidInput(**{field: next(iter(refused.fields.values()))}) from None


def find_amount(text: str, language: str) -> Amount | None:
    """The amount that a whole text is, or None. The language decides about "1.234"."""
    shape = _SHAPE.match(_SPACES.sub(" ", text.strip())) if len(text) <= LONGEST else None
    if shape is None:
        return None
    written, sign, digits, dash, follows = shape.group("before", "sign", "number", "dash", "after")
    before, after = _read_unit(written, language), _read_unit(follows.strip(), language)
    if before is None or after is None or (before[1] and after[1]) or (written and before[1] is None):
        return None
    factor, currency = before[0] * after[0], before[1] or after[1]
    # Nobody writes a tenth of a cent: "250.000 €" is a quarter of a million in English as well. But there is
    # "1.234 Mio", and a Kuwaiti dinar has a thousand fils.
    fine = factor != 1 or decimals_of(currency or "") > 2
    number = read_number(digits, language, whole=dash is not None, fine=fine)
    if number is None:
        return None
    value = (-number if sign in ("-", "−") else number) * factor
    if factor != 1 and value == (whole := value.to_integral_value()):
        value = whole
    return Amount(value, currency, bare=currency is None and factor == 1)


def read_number(text: str, language: str, *, whole: bool = False, fine: bool = False) -> Decimal | None:
    """A number with separators as either language sets them: "1.5" and "1,5" are one and a half in both,
    "1.234" and "1,234" a thousand and more. Where a number may be `fine`, with three decimals, the language
    decides about the latter. A `whole` number has no decimals."""
    if text.isdigit():
        return Decimal(text)
    marks = re.sub(r"\d", "", text)
    last = marks[-1]
    head, _, tail = text.rpartition(last)
    if whole or last not in ".,":
        is_decimal = False
    elif len(set(marks)) > 1:
        is_decimal = marks.count(last) == 1
    else:
        could_group = len(tail) == 3 and 1 <= len(head) <= 3 and head != "0"
        is_decimal = len(marks) == 1 and (not could_group or (fine and last in _decimal_marks(language)))
    groups = re.split(r"[.,'’_ ]", head if is_decimal else text)
    if len(groups) > 1 and (any(len(group) != 3 for group in groups[1:]) or len(groups[0]) > 3):
        return None
    return Decimal("".join(groups) + (f".{tail}" if is_decimal else ""))


def _read_unit(text: str, language: str) -> tuple[Decimal, str | None] | None:
    """Factor and currency of what stands beside a number ("", "k", "Mio. €", "TEUR"), None for all else."""
    if not text:
        return Decimal(1), None
    currency = find_currency(text) or find_currency(text.rstrip("."))
    if currency:
        return Decimal(1), currency
    factors = _factors(language)
    word = _FACTOR.match(text)
    if word and word["factor"].casefold() in factors:
        rest = word["rest"]
        currency = find_currency(rest) if rest else None
        return (factors[word["factor"].casefold()], currency) if currency or not rest else None
    # "T€", "kEUR", "MEUR": a factor of one letter, glued to its currency.
    factor, glued = factors.get(text[0].casefold()), find_currency(text[1:])
    return (factor, glued) if factor and glued else None


def _decimal_marks(language: str) -> tuple[str, ...]:
    return words_of(language, "amounts.decimal_mark")


@cache
def _factors(language: str) -> dict[str, Decimal]:
    """What multiplies a number, by its word in lower case: in one language, and in the others where that one
    has no such word, since a German Billion is a thousand times an English one."""
    others = [each for each in reversed(LANGUAGES) if each != language]
    return {
        form.casefold(): Decimal(10) ** int(power)
        for each in (*others, language)
        for power in names_under(each, "amounts.factors")
        for form in forms_of(each, f"amounts.factors.{power}")
    }
