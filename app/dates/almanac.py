"""What months, weekdays, numbers and parts of a calendar are called in any language, folded."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable

from app.domain.matching import fold
from app.domain.qualification import months_ahead
from app.languages.dialects import Dialect
from app.languages.words import alternatives, folded_pattern, forms_of, meanings


def words(*keys: str) -> str:
    """A pattern, without groups that count, of what the languages have under keys of `dates`, folded."""
    return f"(?:{folded_pattern(*(f'dates.{key}' for key in keys))})"


def numbered(key: str) -> dict[str, int]:
    """The numbers below a key of `dates`, by the words that the languages have for them."""
    return {word: int(number) for word, number in meanings(f"dates.{key}").items()}


def either(found: Iterable[str]) -> str:
    """A pattern of these words, the longer of two that begin alike first."""
    return alternatives(set(found))


CARDINALS = numbered("numbers.cardinal")
NUMBERS = CARDINALS | numbered("numbers.counting")
MONTHS = numbered("months")
WEEKDAYS = {name: day - 1 for name, day in numbered("weekdays").items()}
SHORT_WEEKDAYS = {name: day - 1 for name, day in numbered("short_weekdays").items()}
"""Words of their own in running text: they count only where nothing else can be meant."""
ORDINALS = numbered("ordinals")
"""Places in a row by their words; the last one is -1."""
DAYS = numbered("days")
"""Days by their names, counted from today."""
UNITS = meanings("dates.units")
"""Units of time by what they are called: "minute" to "year"."""
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
"""How long units of the calendar are."""
SHARES = {
    word: {"quarter": 0.25, "half": 0.5, "three_quarters": 0.75}[share]
    for word, share in meanings("dates.shares").items()
}
"""Parts of a unit by the words before it."""
HOUR_PARTS = numbered("hour_parts")
"""Parts of an hour that a word says, in minutes."""
AND_HALF = words("and_half")
_AND_HALVES = numbered("numbers.and_half")

NUMBER = either(NUMBERS)
COUNT = rf"(?P<count>\d{{1,3}}(?:[.,]\d{{1,2}})?|{either(NUMBERS | _AND_HALVES)})(?P<and_half> {AND_HALF})?"
"""A number before a unit; see amount_of."""
MONTH = either(MONTHS)
WEEKDAY = either(WEEKDAYS)
SHORT_WEEKDAY = either(SHORT_WEEKDAYS)
ANY_WEEKDAY = f"{WEEKDAY}|{SHORT_WEEKDAY}"
SHARE = either(SHARES)
NEXT, THIS = words("next"), words("this")

DateReader = Callable[[re.Match[str], dt.date, Dialect], dt.date | None]
"""From what a pattern has found, today and the dialect to the day that is meant."""


def phrase_of(text: str) -> str:
    """A text as the patterns of this room know it: folded, single spaces, no full stop at its end."""
    phrase = " ".join(fold(text).replace("’", "'").split())
    if "," in phrase:
        phrase = " ".join(_COMMA.sub(", ", phrase).split())
    return phrase.strip(" .!?,;")


# But for that of "1,5 hours" a comma is no part of a word.
_COMMA = re.compile(r" ?,(?!\d{1,2}\b)")


def count_of(word: str) -> int | None:
    """The number that digits or a word say."""
    return int(word) if word.isascii() and word.isdigit() else NUMBERS.get(word)


def amount_of(found: re.Match[str]) -> float | None:
    """The number that COUNT has found, with the half behind the unit ("an hour and a half")."""
    said = found["count"].replace(",", ".")
    if said in _AND_HALVES:
        return _AND_HALVES[said] + 0.5
    count = float(said) if said[0].isdigit() else NUMBERS.get(said)
    halves = (found["and_half"], found.groupdict().get("and_half_behind"))
    return None if count is None else count + (0.5 if any(halves) else 0)


def weekdays_of(language: str) -> dict[str, int]:
    """The weekdays of one language by their full and short names, folded, Monday being 0."""
    return {
        fold(name): day - 1 for day in range(1, 8) for name in forms_of(language, f"dates.weekdays.{day}")
    }


def clamped(year: int, month: int, day: int) -> dt.date:
    """The day of a month, or its last one where it is shorter."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def year_ahead(today: dt.date, month: int, day: int) -> int:
    """The year in which a day without a year lies ahead."""
    return today.year + ((month, day) < (today.month, today.day))


def next_day_of_month(today: dt.date, day: int) -> dt.date:
    """The next day of that number, of this month or of the next that has such a day."""
    first = today.replace(day=1)
    months = (months_ahead(first, ahead) for ahead in range(13))
    dates = (clamped(month.year, month.month, day) for month in months)
    return next(date for date in dates if date.day == day and date >= today)


def weekday_of(name: str) -> int:
    """The number of a weekday, Monday being 0."""
    return WEEKDAYS[name] if name in WEEKDAYS else SHORT_WEEKDAYS[name]


def next_weekday(today: dt.date, name: str) -> dt.date:
    """The next day of that name after `today`."""
    return today + dt.timedelta(days=(weekday_of(name) - today.weekday()) % 7 or 7)


def full_year(digits: str) -> int:
    """ "27" is 2027."""
    return int(digits) + (2000 if len(digits) == 2 else 0)
