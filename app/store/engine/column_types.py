"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from app.domain.money import UNITS, from_units

Id = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
"""Numbers, ids and sequences."""

Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
"""Plain fields of events."""

Word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""A word of the search index: compared by code points on both, so that a prefix is a range."""


Day = sa.Date
"""A day, without a time."""


class Amount(TypeDecorator[Decimal]):
    """An exact amount as a whole number of ten-thousandths: SQLite has no decimals, and sums stay exact."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int(value * UNITS)

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else from_units(int(value))


class Moment(TypeDecorator[dt.datetime]):
    """A point in time, always aware and in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def bind_processor(self, dialect: Any) -> Any:
        # The text that SQLAlchemy would write in several steps: five of them belong to every new record.
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else value.astimezone(dt.UTC)


def write_json(value: object) -> str:
    """A document as both databases take it."""
    return orjson.dumps(value).decode()


def _written(value: dt.datetime | None) -> str | None:
    return None if value is None else value.astimezone(dt.UTC).isoformat(" ", "microseconds")[:26]
