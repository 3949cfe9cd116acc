"""How numbers, money and dates are written for a reader."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from app.calendars import workdays_of
from app.domain.member import Member, Role, Workspace
from app.domain.money import Money
from app.domain.pipeline import ListEntry, Stage, StageType
from app.domain.place import Place
from app.languages.reader import Reader

GERMAN = Reader("de", "Europe/Berlin", "EUR")
ENGLISH = Reader("en", "America/New_York", "USD")


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("reader", "amount", "currency", "written"),
    [
        (GERMAN, "1234.56", "EUR", "1.234,56 €"),
        (ENGLISH, "1234.56", "EUR", "€1,234.56"),
        (GERMAN, "0", "EUR", "0,00 €"),
        (ENGLISH, "5", "USD", "$5.00"),
        (ENGLISH, "1200", "JPY", "¥1,200"),
        (GERMAN, "100000000000000", "CHF", "100.000.000.000.000,00 CHF"),
    ],
)
def test_money_is_written_as_the_language_does(
    reader: Reader, amount: str, currency: str, written: str
) -> None:
    assert plain(reader.money(Money(Decimal(amount), currency))) == written


@pytest.mark.parametrize(
    ("reader", "written", "said"),
    [
        (GERMAN, "5.000", "5.000 von 12.500 Zeilen sind erledigt"),
        (ENGLISH, "5,000", "5,000 of 12,500 rows are done"),
    ],
)
def test_how_many_there_are_is_written_in_groups_of_digits_and_a_number_of_a_record_is_not(
    reader: Reader, written: str, said: str
) -> None:
    assert (reader.count(5000), reader.count(999)) == (written, "999")
    assert reader.t("import.so_far", done=5000, rows=12500).startswith(said)
    assert written in reader.t("card.pipeline.count", count=5000)
    assert "#5000" in reader.t("button.merge_with", number=5000)


def test_no_money_is_no_text() -> None:
    assert GERMAN.money(None) == ""


def test_sums_of_several_currencies_are_never_mixed() -> None:
    totals = {"USD": Decimal(500), "EUR": Decimal(12000)}
    assert plain(ENGLISH.totals(totals)) == "€12,000.00 · $500.00"
    assert ENGLISH.totals({}) == ""


def test_dates_and_moments_follow_language_and_time_zone() -> None:
    day = dt.date(2026, 11, 23)
    at = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    assert (GERMAN.date(day), ENGLISH.date(day), GERMAN.date(None)) == ("23.11.2026", "Nov 23, 2026", "")
    assert GERMAN.moment(at) == "24.11.2026, 00:30"
    assert plain(ENGLISH.moment(at)) == "Nov 23, 2026, 6:30 PM"


def test_an_unknown_time_zone_is_utc() -> None:
    at = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    assert Reader("de", "Nowhere/Land").moment(at) == "23.11.2026, 23:30"


def test_percent() -> None:
    assert (ENGLISH.percent(40), plain(GERMAN.percent(40))) == ("40%", "40 %")


def test_a_given_name_wins_over_the_translation() -> None:
    stage = Stage(id=1, pipeline=1, key="negotiation", type=StageType.OPEN, probability=80)
    renamed = Stage(id=1, pipeline=1, key="negotiation", name="Endspurt", type=StageType.OPEN, probability=80)
    own = Stage(id=9, pipeline=1, key="pilot", type=StageType.OPEN, probability=50)
    assert (GERMAN.stage(stage), ENGLISH.stage(stage)) == ("Verhandlung", "Negotiation")
    assert (GERMAN.stage(renamed), ENGLISH.stage(renamed)) == ("Endspurt", "Endspurt")
    assert GERMAN.stage(own) == "pilot"
    assert GERMAN.choice(ListEntry("lost_reason", "price")) == "Preis"
    assert GERMAN.choice(ListEntry("lost_reason", "price", "Zu teuer")) == "Zu teuer"


def test_a_reader_is_a_member_with_a_client() -> None:
    workspace = Workspace(id=1, tenant_id="t", name="", currency="CHF", time_zone="Europe/Zurich")
    member = Member(id=1, workspace=workspace, user_id="u", name="Alex", role=Role.OWNER)
    days = workdays_of(workspace)
    assert Reader.of(member, "de-CH") == Reader("de", "Europe/Zurich", "CHF", workdays=days)
    assert Reader.of(member) == Reader("en", "Europe/Zurich", "CHF", workdays=days)


@pytest.mark.parametrize(
    ("locale", "country", "day_first"),
    [
        ("en-US", "US", False),
        ("en-US", "DE", False),
        ("en-GB", "", True),
        ("en-AU", "AU", True),
        ("en-IN", "US", True),
        ("en", "", False),
        ("en", "US", False),
        ("en", "GB", True),
        ("fr-FR", "FR", True),
        ("de-CH", "CH", False),
        ("", "GB", False),
    ],
)
def test_days_come_first_but_in_american_english(locale: str, country: str, day_first: bool) -> None:
    workspace = Workspace(
        id=1, tenant_id="t", name="", currency="CHF", time_zone="Europe/Zurich", country="CH"
    )
    place = Place(time_zone="Asia/Tokyo", country=country, locale=locale)
    member = Member(id=1, workspace=workspace, user_id="u", name="Alex", role=Role.OWNER, place=place)
    reader = Reader.of(member, locale)
    assert reader.dialect.day_first is day_first
    assert (reader.time_zone, reader.country, reader.currency) == ("Asia/Tokyo", country or "CH", "CHF")
