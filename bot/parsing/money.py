"""Amounts among other words: as a part of a line, and inside a sentence. A price per piece or per month, a
year and a telephone number are no amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from app.crm.phones import international
from app.domain.errors import InvalidInput
from app.domain.money import Money
from app.domain.record import LONGEST_LINE
from app.languages.amounts import Amount, find_amount, money_of, read_number
from app.languages.currencies import is_code
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from app.languages.units import has_money_word, spells_money
from app.languages.words import pattern
from bot.parsing import phrases
from bot.parsing.contacts import LIKE_PHONE

MOST_NUMBERS = 4
"""Numbers of a sentence that are looked at."""

_HAS_DIGIT = re.compile(r"\d")
# Cheaper than to find out that "Sarah12" is no amount.
_LIKE_MONEY = re.compile(r"[(~≈<>≤≥]?\D{0,6}\s?\d")
_LIKE_SUM = re.compile(r"(?:\D*+\d){4}|\D*+\d[\d.,]*+[eE]")
"""A bare number that may be as large as money is."""
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}([.,])\d{3}(?![\d.,]\d)")
_UNMARKED = re.compile(r"\d+(?: \d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_DIGITS = 7
"""Signs of a number in groups that is money though it is not round."""
_LEAST = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """Money inside a text, and where it stands. What `is_price` of a piece or of a month is no amount."""

    amount: Amount
    start: int
    end: int
    is_price: bool = False


def read_amount(text: str, reader: Reader, *, named: bool = False) -> Amount | None:
    """The amount that a part of a line is, with or without words such as "budget". A bare number counts where
    it is `named` so, or where it is as large as money is and can be nothing else."""
    if _HAS_DIGIT.search(text) is None and not spells_money(text):
        return None
    prefix = None if text[0].isdigit() else phrases.AMOUNT_PREFIX.match(text)
    start = prefix.end() if prefix else 0
    named = named or bool(prefix and prefix["named"])
    said = text[start:]
    if not (said[:1].isdigit() or _LIKE_MONEY.match(said) or spells_money(said)):
        return None
    if not (named or _LIKE_SUM.match(said) or has_money_word(said)):
        return None
    amount = find_amount(said, language_of(said, reader), reader.currency)
    if amount is None or not amount.bare or named:
        return amount
    return amount if amount.value >= _LEAST and amount.exact and _is_money(said, reader) else None


def money_in(amount: Amount, reader: Reader) -> Money | None:
    """The money that an amount is for whoever wrote it; None for what nobody pays."""
    try:
        return money_of(amount, reader.currency)
    except InvalidInput:
        return None


def is_phone(text: str, reader: Reader) -> bool:
    """Whether a part without a label is certainly a telephone number where it was written; what is as round
    as amounts are is none."""
    if not LIKE_PHONE.fullmatch(text) or (text.endswith("000") and _UNMARKED.fullmatch(text)):
        return False
    return bool(international(text, reader.country))


def find_money(text: str, reader: Reader) -> Found | None:
    """The first money inside a sentence: a number with its currency, or with a word such as "k"; a price
    where there is nothing else."""
    if len(text) > LONGEST_LINE or not has_money_word(text):
        return None
    words = list(_WORD.finditer(text))
    numbers = [at for at, word in enumerate(words) if any(map(str.isdigit, word.group()))]
    price = None
    for at in numbers[:MOST_NUMBERS]:
        found = _money_around(text, words, at, reader)
        if found is not None and not found.is_price:
            return found
        price = price or found
    return price


def _money_around(text: str, words: list[re.Match[str]], at: int, reader: Reader) -> Found | None:
    """The widest amount around a number."""
    for first in (max(at - 1, 0), at):
        for last in range(min(at + _WORDS_BEHIND, len(words) - 1), at - 1, -1):
            start, end = words[first].start(), words[last].end()
            said = text[start:end].rstrip(".,;:!?)")
            opened = len(said) - len(said.lstrip("("))
            start, said = start + opened, said[opened:]
            amount = find_amount(said, language_of(said, reader), reader.currency)
            if amount is not None and not amount.bare and _tells_money(said, amount):
                end = start + len(said)
                is_price = _each_before().search(text[:start]) or _each_behind().match(text, end)
                return Found(amount, start, end, is_price=bool(is_price))
    return None


_WORDS_BEHIND = 3


def _tells_money(text: str, amount: Amount) -> bool:
    """Whether words of a sentence mean money: "60k", "60 EUR"; but "4 m" is a length, "200 try" is none."""
    if amount.currency is None:
        return _telling().search(text) is not None
    return not any(is_code(word) and not word.isupper() for word in _LETTERS.findall(text))


def _is_money(text: str, reader: Reader) -> bool:
    """Whether a bare number may be money: no year, no telephone number and no other long row of digits."""
    said = text.strip()
    if _YEAR.fullmatch(said):
        return False
    if not _UNMARKED.fullmatch(said) or (" " in said and len(said) <= _MOST_DIGITS):
        return True
    # Postcodes and numbers of orders are seldom round, sums without any mark are.
    digits = sum(map(str.isdigit, said))
    return said.endswith("00" if digits < _MOST_DIGITS else "000") and not is_phone(said, reader)


_SHORTEST_GROUPED = 4


def language_of(text: str, reader: Reader) -> str:
    """What a deal is worth has no tenths of a cent: "50.000" and "50,000" are thousands in all languages."""
    own = reader.language
    grouped = _GROUPED.search(text) if len(text) > _SHORTEST_GROUPED else None
    grouping = _languages_grouping(grouped[1]) if grouped else ()
    return own if own in grouping or not grouping else grouping[0]


@cache
def _languages_grouping(mark: str) -> tuple[str, ...]:
    """The languages that set a mark between thousands."""
    return tuple(one for one in LANGUAGES if read_number(f"1{mark}234", one, fine=True) == 1234)


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(rf"\d\s?(?:{pattern('lead.money.telling_factors')})(?!\w)", re.IGNORECASE)


@cache
def _each_behind() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:/|(?:{pattern('lead.money.each_behind')})(?!\w))", re.IGNORECASE)


@cache
def _each_before() -> re.Pattern[str]:
    """ "@", "à", "je" alone, and "at" behind what is counted: "40 seats at"."""
    return re.compile(
        rf"(?:(?<!\w)(?:{pattern('lead.money.each_before')})"
        rf"|\d\s+[\w-]+\s(?:{pattern('lead.money.each_before_counted')}))\s*\Z",
        re.IGNORECASE,
    )
