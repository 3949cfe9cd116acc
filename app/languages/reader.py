"""Who reads: a language, a time zone and a currency, and how things are written for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_percent

from app.calendars import workdays_of
from app.domain.framework import Framework, Question, Reason, Score
from app.domain.member import Member
from app.domain.money import Money
from app.domain.own import PREFIX
from app.domain.own_fields import NO_OWN_FIELDS, OwnFields
from app.domain.pipeline import ListEntry, Stage
from app.domain.place import region_of
from app.domain.workdays import MONDAY_TO_FRIDAY, Workdays
from app.languages.dialects import Dialect
from app.languages.names import ListStyle, spoken_languages
from app.languages.strings import FALLBACK, language_of, locale_of, strings, write_count
from app.languages.words import words_of

_OWN = f"field.{PREFIX}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Writes for one person, and says how what that person writes is to be read. `language` is one of
    LANGUAGES, `time_zone` an IANA name, `currency` the ISO code that is assumed where a person writes none,
    `country` the ISO code of where they are. With `day_first` 11/12 is a day in December in English as well;
    `workdays` are the days on which they work, `own` the fields of their workspace, which are called as it
    calls them."""

    language: str = FALLBACK
    time_zone: str = "UTC"
    currency: str = "EUR"
    country: str = ""
    day_first: bool = False
    workdays: Workdays = MONDAY_TO_FRIDAY
    own: OwnFields = NO_OWN_FIELDS

    @classmethod
    def of(cls, member: Member, locale: str = "") -> Reader:
        """The reader that a colleague is: in the language the colleague chose, else in that of the client's
        locale ("de-DE"), else in English. The colleague's own place comes before the workspace's."""
        language = language_of(member.language, locale)
        return cls(
            language,
            member.time_zone,
            member.workspace.currency,
            member.country,
            day_first=puts_day_first(language, member.place.locale or locale, member.place.country),
            workdays=workdays_of(member.workspace),
            own=member.workspace.own_fields,
        )

    @property
    def dialect(self) -> Dialect:
        """How the days that this person writes are to be read."""
        return Dialect(self.language, self.day_first, self.country, self.workdays)

    def t(self, key: str, **details: object) -> str:
        """The sentence of a key; see Strings.t."""
        if key.startswith(_OWN) and (own := self._own(key)) is not None:
            return own
        return strings(self.language).t(key, **details)

    def has(self, key: str) -> bool:
        """Whether there is a sentence (without plural forms) under this key."""
        return strings(self.language).has(key) or (key.startswith(_OWN) and self._own(key) is not None)

    def _own(self, key: str) -> str | None:
        """What the workspace calls a field that it has described itself."""
        field = self.own.find(key.partition(".")[2])
        return field.label(self.language) if field else None

    def languages(self, style: ListStyle = "standard") -> str:
        """All languages of the product, the reader's first: "English and German"."""
        return spoken_languages(self.language, style)

    def money(self, money: Money | None) -> str:
        """An amount with its currency, nothing for none."""
        return "" if money is None else self.amount(money.amount, money.currency)

    def amount(self, amount: Decimal, currency: str) -> str:
        """ "1.234,56 €" in German, "€1,234.56" in English; no decimal that is there is dropped."""
        return _write_amount(amount, currency, self.language)

    def count(self, count: int) -> str:
        """ "5.000" in German, "5,000" in English."""
        return write_count(count, self.language)

    def totals(self, totals: Mapping[str, Decimal]) -> str:
        """Sums, ordered by currency code: "€12,000.00 · $500.00"."""
        return " · ".join(self.amount(totals[currency], currency) for currency in sorted(totals))

    def date(self, day: dt.date | None) -> str:
        """ "23.11.2026" in German, "Nov 23, 2026" in English, nothing for none."""
        return "" if day is None else _write_date(day, self.language)

    def moment(self, at: dt.datetime) -> str:
        """An aware moment as the clocks of the reader's time zone show it, to the minute."""
        local = at.astimezone(zone(self.time_zone))
        return f"{self.date(local.date())}, {_write_clock(local.hour, local.minute, self.language)}"

    def time(self, at: dt.datetime) -> str:
        """The time of day of an aware moment in the reader's time zone, to the minute."""
        local = at.astimezone(zone(self.time_zone))
        return _write_clock(local.hour, local.minute, self.language)

    def clock(self, time_zone: str) -> str:
        """The time of day that it is in a time zone, to the minute."""
        now = dt.datetime.now(zone(time_zone))
        return _write_clock(now.hour, now.minute, self.language)

    def day_of(self, at: dt.datetime) -> dt.date:
        """The date of an aware moment in the reader's time zone."""
        return at.astimezone(zone(self.time_zone)).date()

    def today(self) -> dt.date:
        """The date at the reader's place."""
        return dt.datetime.now(zone(self.time_zone)).date()

    def percent(self, value: int) -> str:
        """A whole number of percent."""
        return format_percent(Decimal(value) / 100, locale=locale_of(self.language))

    def question(self, framework: Framework, question: Question) -> str:
        """What a question is called: in the words of its framework, else as the field that it fills."""
        key = f"question.{framework.key}.{question.key}"
        return self.t(key if self.has(key) else f"field.{question.name}")

    def reason(self, reason: Reason) -> str:
        """Why a score is not higher: "no decision maker named"."""
        details: dict[str, object] = dict(reason.details)
        if isinstance(percent := details.get("percent"), int):
            details["percent"] = self.percent(percent)
        return self.t(f"score.{reason.question}_{reason.code}", **details)

    def score(self, score: Score) -> str:
        """A score with its reasons: "62/100: no decision maker named, no date"."""
        reasons = ", ".join(self.reason(reason) for reason in score.reasons)
        return self.t("score.line" if reasons else "score.full", points=score.points, reasons=reasons)

    def stage(self, stage: Stage) -> str:
        """The name an administrator gave the stage, else its translated default."""
        return stage.name or _default(self, "stage", stage.key)

    def choice(self, choice: ListEntry) -> str:
        """The name an administrator gave an entry of a list, else its translated default."""
        return choice.name or _default(self, choice.list, choice.key)


def puts_day_first(language: str, locale: str, country: str) -> bool:
    """Whether somebody with a locale ("en-GB") in a country (ISO 3166) writes 3/4 for the third of April in a
    language that puts the month first in some countries: all but those whose own language is that of such a
    country."""
    countries = words_of(language, "dates.month_first_in")
    region = region_of(locale) or (country if locale else "")
    return bool(countries and region) and (region not in countries or language_of(locale) != language)


@cache
def zone(name: str) -> dt.tzinfo:
    """The time zone of an IANA name; UTC where the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def _default(reader: Reader, namespace: str, key: str) -> str:
    # An entry that an administrator added has no translation: its key is all there is to show.
    full = f"{namespace}.{key}"
    return reader.t(full) if reader.has(full) else key


@lru_cache(maxsize=4096)
def _write_amount(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=locale_of(language), decimal_quantization=False)


@lru_cache(maxsize=4096)
def _write_date(day: dt.date, language: str) -> str:
    return format_date(day, "medium", locale=locale_of(language))


@lru_cache(maxsize=4096)
def _write_clock(hour: int, minute: int, language: str) -> str:
    written = format_time(dt.time(hour, minute), "short", locale=locale_of(language))
    return written.replace("\u202f", "\xa0")
