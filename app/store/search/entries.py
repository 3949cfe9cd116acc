"""Entries of the search index: the statements by which `app.store.search.search` reads them.

Their values are named by the position of a prefix in the question: `from_0` and `below_0` are the bounds of
the first one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.store.engine.engine import Engine
from app.store.statements import Statement
from app.store.tables import words


def bounds(position: int, prefix: str) -> dict[str, str]:
    """The values of the prefix at a position."""
    return {f"from_{position}": prefix, f"below_{position}": prefix + "\U0010ffff"}


def _list_of(position: int, kind: sa.ColumnElement[str] | None = None) -> sa.Select[tuple[int]]:
    """The entries of a prefix."""
    return sa.select(words.c.number).where(*_mine(kind), *_is_between(words.c.word, position))


def _mine(kind: sa.ColumnElement[str] | None) -> tuple[sa.ColumnElement[bool], ...]:
    of_kind = sa.bindparam("kind", type_=words.c.kind.type) if kind is None else kind
    return words.c.workspace_id == _WORKSPACE, words.c.kind == of_kind


def _is_between(word: sa.ColumnElement[str], position: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        word >= sa.bindparam(f"from_{position}", type_=words.c.word.type),
        word < sa.bindparam(f"below_{position}", type_=words.c.word.type),
    )


@cache
def whole(kinds: tuple[str, ...]) -> Statement:
    """The newest records that have the prefix as a whole word."""
    some = (_list_of_word(0, _quoted(kind)).order_by(words.c.number.desc()) for kind in kinds)
    return _newest_of(_limited(one, _MOST) for one in some)


def _list_of_word(position: int, kind: sa.ColumnElement[str] | None = None) -> sa.Select[tuple[int]]:
    """The entries of a prefix that is a whole word."""
    word = words.c.word == sa.bindparam(f"from_{position}", type_=words.c.word.type)
    return sa.select(words.c.number).where(*_mine(kind), word)


@cache
def beginning(kinds: tuple[str, ...], enough: int) -> Statement:
    """The newest of `enough` records of a prefix."""
    return _newest_of(_limited(_list_of(0, _quoted(kind)), _number(enough)) for kind in kinds)


@cache
def newest(kinds: tuple[str, ...], prefixes: int, few: int) -> Statement:
    """How many the newest entries of each prefix in each kind are, up to `few`, the last and the first of
    them, whether they are of one word, and which that is where it is the only one; and the same of the whole
    word, which has most entries of its prefix."""
    parts = []
    for place, (kind, position) in enumerate(itertools.product(kinds, range(prefixes))):
        of_prefix, of_word = (of(position, _quoted(kind)) for of in (_list_of, _list_of_word))
        # The newest of a prefix are those of its last word.
        first_word = of_prefix.with_only_columns(sa.func.min(words.c.word)).scalar_subquery()
        for some, first in ((of_prefix, first_word), (of_word, sa.literal_column("NULL", words.c.word.type))):
            last = _limited(some.add_columns(words.c.word).order_by(*_LAST_FIRST), _number(few)).subquery()
            parts.append(sa.select(_number(place).label("place"), *_reach_of(last, first)))
    return Statement(sa.union_all(*parts))


def _reach_of(newest: sa.Subquery, first_word: sa.ColumnElement[str]) -> tuple[sa.ColumnElement[Any], ...]:
    number, word = newest.c.number, newest.c.word
    is_one_word = sa.func.min(word) == sa.func.max(word)
    only = sa.case((sa.and_(is_one_word, sa.func.min(word) == first_word), sa.func.min(word)))
    return sa.func.count(number), sa.func.min(number), sa.func.max(number), is_one_word, only


@cache
def sample(others: int) -> Statement:
    """Of the last records of the rarest list, those that all other lists hold as well, last first."""
    count = sa.bindparam("sample", type_=sa.Integer)
    some = _limited(_list_of(0).order_by(*_LAST_FIRST), count).subquery("some")
    found = sa.select(some.c.number).where(*(_also_has(some.c.number, at) for at in range(1, others + 1)))
    return Statement(_limited(found, _MOST))


def _also_has(number: sa.ColumnElement[int], position: int) -> sa.ColumnElement[bool]:
    other = words.alias(f"other_{position}")
    # An expression, so that the few words of the record are read, and not the long list of the prefix.
    word = other.c.word + sa.literal_column("''", other.c.word.type)
    mine = (other.c.workspace_id == _WORKSPACE, other.c.number == number, _is_of_kind(other))
    return sa.exists().where(*mine, *_is_between(word, position))


def _is_of_kind(table: sa.FromClause) -> sa.ColumnElement[bool]:
    # An expression for the same reason.
    kind: sa.ColumnElement[bool] = table.c.kind + sa.literal_column("''", table.c.kind.type) == sa.bindparam(
        "kind", type_=words.c.kind.type
    )
    return kind


def _newest_of(parts: Iterable[sa.Select[tuple[int]]]) -> Statement:
    some = sa.union_all(*(sa.select(part.subquery()) for part in parts)).subquery()
    return Statement(_limited(sa.select(some.c.number).distinct().order_by(some.c.number.desc()), _MOST))


def _limited(wanted: sa.Select[Any], count: sa.ColumnElement[int]) -> sa.Select[Any]:
    # Both written out: SQLite takes no limit without an offset, and `Statement` binds only what it is given.
    return wanted.limit(count).offset(_number(0))


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(value), sa.Integer)


def _quoted(kind: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{kind}'", words.c.kind.type)


_WORKSPACE = sa.bindparam("workspace", type_=words.c.workspace_id.type)
_MOST = sa.bindparam("most", type_=sa.BigInteger)
_LAST_FIRST = (words.c.word.desc(), words.c.number.desc())

_COMMA: Any = sa.literal_column("','")


def _in_one_text(numbers: sa.Subquery, *, plan_anew: bool = False) -> Statement:
    # A hundred thousand rows take several times as long.
    text = sa.cast(numbers.c.number, sa.Text)
    clause = sa.select(sa.func.aggregate_strings(text, _COMMA)).select_from(numbers)
    return Statement(clause, plan_anew=plan_anew)


LIST = _in_one_text(_list_of(0).subquery())
"""All entries of a prefix."""
COUNT = Statement(sa.select(sa.func.count()).select_from(_limited(_list_of(0), _MOST).subquery()))
"""How many entries a prefix has, up to `most`."""


@cache
def merge(engine: Engine) -> Statement:
    """The newest records that have both words, up to `most`."""
    # A plan that was kept takes all words for rare, and compares each entry of one with each of the other.
    both = engine.in_both(_list_of_word(0), _list_of_word(1), _MOST)
    return _in_one_text(both.subquery(), plan_anew=True)


@cache
def having(engine: Engine) -> Statement:
    """Those of some `numbers` that have a word beginning so."""
    return Statement(
        sa.select(words.c.number)
        .distinct()
        .where(
            words.c.workspace_id == _WORKSPACE,
            words.c.number.in_(sa.text(engine.numbers_in("numbers"))),
            _is_of_kind(words),
            *_is_between(words.c.word + sa.literal_column("''", words.c.word.type), 0),
        )
    )
