"""Amounts of money as people write them: 120k, 1.234,56 €, ca. 25 tausend netto, Fr. 8'000.–, ₹12,50,000,
$500-750k, half a million dollars. A price per piece or per month is none: "18 €/Nutzer/Monat"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.domain.errors import InvalidInput
from app.domain.money import Money, decimals_of
from app.languages.currencies import agreed_currency, currencies_called
from app.languages.numerals import read_numeral
from app.languages.reader import Reader
from app.languages.units import LONGEST, read_unit
from app.languages.words import pattern, spellings, words_of

_SHAPE = re.compile(
    r"(?P<before>[^\d+\-−]{0,16}?)\s*(?P<sign>[+\-−]?)\s*"
    r"(?P<number>\d(?:[\d.,'’_ ]*\d)?(?:[eE][+]?\d{1,2}(?!\d))?)(?P<dash>[.,]\s?(?:-{1,2}|[–—]{1,2}))?"
    r"\s*(?P<after>[^\d]{0,32})\Z"
)
_IN_BRACKETS = re.compile(r"\((?P<inside>[^()]*\d[^()]*)\)\Z")
_SCIENTIFIC = re.compile(r"(?P<number>\d(?:[.,]\d+)?)[eE](?P<plus>\+?)(?P<power>\d{1,2})")
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d{1,2})?")
_FRACTION = re.compile(r"(?P<whole>\d*)\s?(?P<part>[½¼¾])")
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_MOST_REMARKS = 3
"""Remarks on one side of an amount: "bis zu maximal ca."."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that reads as money. `currency` is None where none was written; `bare` where neither a
    currency nor a factor says that it is money at all. Of a range that is not `exact` it is the lower end."""

    value: Decimal
    currency: str | None
    bare: bool
    exact: bool = True


def read_money(text: str, reader: Reader, field: str = "amount") -> Money | None:
    """The money that a field of a form holds, nothing for an empty one; raises InvalidInput for `field`."""
    if not text.strip():
        return None
    amount = find_amount(text, reader.language, reader.currency)
    if amount is None:
        raise InvalidInput(**{field: "amount_invalid"})
    try:
        return money_of(amount, reader.currency)
    except InvalidInput as refused:
        raise InvalidInput(**{field: next(iter(refused.fields.values()))}) from None


def money_of(amount: Amount, home: str) -> Money:
    """An amount with the currency that is assumed where none was written. Raises InvalidInput."""
    return Money(amount.value, amount.currency or home, is_assumed=amount.currency is None)


def find_amount(text: str, language: str, home: str = "") -> Amount | None:
    """The amount that a whole text is, or None. The language decides about "1.234", and the currency at
    `home` about signs that several share: "$" in Sydney, "kr" in Oslo."""
    said = " ".join(text.split()) if len(text) <= LONGEST else ""
    if not said:
        return None
    if not said.isascii():
        said = _FRACTION.sub(lambda found: f"{found['whole'] or 0}.{_FRACTIONS[found['part']]}", said)
    bracketed = _IN_BRACKETS.match(said)
    if bracketed:
        # Bookkeepers put what is owed in brackets.
        owed = _single(bracketed["inside"].strip(), language, home)
        return None if owed is None else Amount(-owed.value, owed.currency, bare=owed.bare)
    read = _read(said, language, home)
    if read is None and (plain := _without_remarks(said)) != said:
        read = _read(plain, language, home)
    return None if read is None else Amount(read.value, read.currency, read.bare, read.exact)


def _read(text: str, language: str, home: str) -> _Read | None:
    return _single(text, language, home) or _range(text, language, home)


@dataclass(frozen=True, slots=True)
class _Read:
    """A number with the factor that was written behind it."""

    value: Decimal
    factor: Decimal
    currency: str | None
    exact: bool = True

    @property
    def bare(self) -> bool:
        return self.currency is None and self.factor == 1


def _single(text: str, language: str, home: str) -> _Read | None:
    shape = _SHAPE.match(text)
    if shape is None:
        return _spelled(text, language, home)
    written, sign, digits, dash, follows = shape.group("before", "sign", "number", "dash", "after")
    before, after = (read_unit(said.strip(), language, home) for said in (written, follows))
    if before is None or after is None or (written and not before[1]):
        return None
    currency = agreed_currency(before[1], after[1], home)
    if currency is None:
        return None
    factor = before[0] * after[0]
    # Nobody writes a tenth of a cent: "250.000 €" is a quarter of a million in English as well. But there is
    # "1.234 Mio", and a Kuwaiti dinar has a thousand fils.
    fine = factor != 1 or decimals_of(currency) > 2
    number = read_number(digits, language, whole=dash is not None, fine=fine)
    if number is None:
        return None
    value = (-number if sign in ("-", "−") else number) * factor
    return _Read(_without_places(value) if factor != 1 else value, factor, currency or None)


def _without_places(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value


def _spelled(text: str, language: str, home: str) -> _Read | None:
    """ "half a million dollars", "zwanzigtausend": a number in words counts where a currency stands behind it
    or it is as large as money is."""
    numeral = read_numeral(text, language)
    if numeral is None:
        return None
    called = currencies_called(numeral.rest)
    is_large = numeral.is_counted and numeral.value >= _LEAST_SPELLED and not numeral.rest
    if not called and not is_large:
        return None
    return _Read(_without_places(numeral.value), numeral.factor, agreed_currency((), called, home) or None)


_LEAST_SPELLED = 1000


def _range(text: str, language: str, home: str) -> _Read | None:
    """The lower end of "$500-750k", "zwischen 20 und 30 Tausend Euro"."""
    between, joint = _range_words()
    opened = between.match(text)
    text = text[opened.end() :] if opened else text
    for gap in joint.finditer(text):
        low = _single(text[: gap.start()].strip(), language, home) if opened or not gap["and"] else None
        high = _single(text[gap.end() :].strip(), language, home) if low else None
        if low and high:
            return _lower_of(low, high)
    return None


@cache
def _range_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    apart = pattern("amounts.range.to")
    both = pattern("amounts.range.and")
    return (
        re.compile(rf"(?:{pattern('amounts.range.between')})\s+", re.IGNORECASE),
        re.compile(rf"\s?(?:[-–—]|(?<!\w)(?:{apart}|(?P<and>{both}))(?!\w))", re.IGNORECASE),
    )


def _lower_of(low: _Read, high: _Read) -> _Read | None:
    """The lower end, with what only the upper one has: "500-750k" begins at 500 thousand, "900-1.2m" at 900
    thousand, "5000-10k" at 5000."""
    if low.currency and high.currency and low.currency != high.currency:
        return None
    factors = (high.factor, _THOUSAND, Decimal(1)) if low.factor == 1 and high.factor > 1 else (Decimal(1),)
    value = next((low.value * one for one in factors if low.value * one <= high.value), None)
    if value is None or low.value < 0:
        return None
    return _Read(
        _without_places(value), max(low.factor, high.factor), low.currency or high.currency, exact=False
    )


_THOUSAND = Decimal(1000)


def _without_remarks(text: str) -> str:
    """What is left without "up to" before and "net" behind it."""
    before, behind, ends = _remarks()
    for _ in range(_MOST_REMARKS):
        shorter = before.sub("", text)
        # How a remark may end is soon known, and few amounts end so.
        if shorter.removesuffix(")").casefold().endswith(ends):
            shorter = behind.sub("", shorter)
        if shorter == text:
            break
        text = shorter
    return text


@cache
def _remarks() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    """What stands before an amount, what behind it, and how the latter may end."""
    return (
        re.compile(rf"\A(?:[~≈<>≤≥]|(?:{pattern('amounts.about')})(?!\w))\s*", re.IGNORECASE),
        re.compile(rf"[ (]*(?:(?<![^\W\d_])|(?=[/+]))(?:{pattern('amounts.behind')})\)?\Z", re.IGNORECASE),
        tuple({form.split()[-1] for form in spellings("amounts.behind")}),
    )


def read_number(text: str, language: str, *, whole: bool = False, fine: bool = False) -> Decimal | None:
    """A number with separators as either language sets them: "1.5" and "1,5" are one and a half in both,
    "1.234" and "1,234" a thousand and more. Where a number may be `fine`, with three decimals, the language
    decides about the latter. A `whole` number has no decimals. A number that begins with a needless 0 is
    none: it is somebody's telephone."""
    if text.isdecimal():
        return None if text[0] == "0" and len(text) > 1 else Decimal(text)
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        return _of_spreadsheet(scientific)
    if _INDIAN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return _separated(text, language, whole=whole, fine=fine)


def _separated(text: str, language: str, *, whole: bool, fine: bool) -> Decimal | None:
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
    has_needless_zero = groups[0][0] == "0" and (len(groups) > 1 or len(groups[0]) > 1)
    if has_needless_zero or not all(map(str.isdecimal, groups)):
        return None
    return Decimal("".join(groups) + (f".{tail}" if is_decimal else ""))


def _of_spreadsheet(found: re.Match[str]) -> Decimal | None:
    """ "1.234567E+05", as spreadsheets write a wide number in a narrow column; "1e5" is something's name."""
    number, power = found["number"].replace(",", "."), int(found["power"])
    if not (found["plus"] or "." in number) or power > _LARGEST_POWER:
        return None
    return Decimal(f"{Decimal(number).scaleb(power):f}")


_LARGEST_POWER = 15


def _decimal_marks(language: str) -> tuple[str, ...]:
    return words_of(language, "amounts.decimal_mark")
