"""Search: numbers of records by the beginnings of their words, in milliseconds whatever is asked.

Words are frequent and rare, and so is their meeting. It is looked for kind by kind: most frequent words
belong to records of few kinds, so that those that never meet are seldom in the same one. Within a kind one
rare word leads to few records, which are asked for the other words. Where all are frequent, either many
records have them all, and some of the newest are found soon; or few do, and their whole lists are compared.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

import orjson
import sqlalchemy as sa

from app.domain.event import Kind
from app.store.statements import Statement
from app.store.tables import words

FEW = 300
"""A word with fewer records is rare."""
SAMPLE, LARGER = 500, 4_000
"""Records that are looked at one by one before whole lists are compared."""
ENOUGH = 500
"""Where one word has so many records, the newest of some will do."""
COUNTED = 20_000
"""Entries of a prefix of many words that are counted: more are as many as there can be."""
_TIMES = 20
"""Asking a record for a word takes as long as reading so many entries of a list."""


class _Reach(NamedTuple):
    """About how many records a prefix has in a kind; exactly, where they are few."""

    about: float
    prefix: str


class Search:
    """Looks into the words of one workspace. Prefixes are folded as the index is."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def some(self, prefixes: Sequence[str], kinds: Sequence[Kind], limit: int) -> list[int]:
        """Numbers of at most `limit` records of these kinds that have a word beginning with each prefix, the
        newest first of those found; all of them where they are fewer."""
        if len(prefixes) == 1:
            found = self._of_one(prefixes[0], kinds, limit)
        else:
            found = self._of_all(self._reaches(prefixes, kinds), limit)
        return sorted(set(found), reverse=True)[:limit]

    def every(self, prefixes: Sequence[str], kind: Kind) -> set[int]:
        """Numbers of all records of a kind that have a word beginning with each prefix."""
        if len(prefixes) == 1:
            return set(self._list(kind, prefixes[0]))
        reaches = self._reaches(prefixes, (kind,))
        return self._common(kind, reaches[kind]) if kind in reaches else set()

    def _of_one(self, prefix: str, kinds: Sequence[Kind], limit: int) -> Iterable[int]:
        # Who writes a whole name means it; longer words come after.
        names = _names(kinds)
        exact = self._numbers(_whole(names), {"from_0": prefix, "most": limit})
        return (
            exact
            if len(exact) >= limit
            else self._numbers(_beginning(names), {**_bounds(0, prefix), "most": limit})
        )

    def _reaches(self, prefixes: Sequence[str], kinds: Sequence[Kind]) -> dict[Kind, list[_Reach]]:
        """How far the prefixes reach in each kind where all have records, the rarest first."""
        values: dict[str, object] = {"workspace": self._workspace_id}
        for position, prefix in enumerate(prefixes):
            values |= _bounds(position, prefix)
        rows = _newest(_names(kinds), len(prefixes)).all(self._connection, values)
        found = {kind: dict.fromkeys(prefixes, 0.0) for kind in kinds}
        for place, count, last, first, is_one_word in rows:
            if count:
                kind, prefix = kinds[place // len(prefixes)], prefixes[place % len(prefixes)]
                about: float = count
                if count == FEW:
                    # As if all were as dense as the newest: that says nothing where each is another word.
                    dense = count * first / (first - last + 1)
                    about = dense if is_one_word else max(dense, self._counted(kind, prefix))
                found[kind][prefix] = max(found[kind][prefix], about)
        return {
            kind: sorted(_Reach(about, prefix) for prefix, about in of_kind.items())
            for kind, of_kind in found.items()
            if all(of_kind.values())
        }

    def _counted(self, kind: Kind, prefix: str) -> int:
        values = {"workspace": self._workspace_id, "kind": kind.value, **_bounds(0, prefix)}
        row = _COUNT.first(self._connection, values)
        return int(row[0]) if row else 0

    def _of_all(self, reaches: dict[Kind, list[_Reach]], limit: int) -> set[int]:
        found: set[int] = set()
        left, met = dict(reaches), set()
        # Each round takes longer than the one before: there is none when there is enough.
        for sample in (SAMPLE, LARGER, None):
            for kind, of_kind in list(left.items()):
                if sample is LARGER and kind not in met:
                    continue
                if sample is not SAMPLE and len(found) >= limit:
                    return found
                some, are_all = self._of_kind(kind, of_kind, sample, limit)
                found |= some
                if some:
                    met.add(kind)
                if are_all:
                    del left[kind]
        return found

    def _of_kind(
        self, kind: Kind, reaches: Sequence[_Reach], sample: int | None, limit: int
    ) -> tuple[set[int], bool]:
        """Records that have all words, and whether they are all such records."""
        rarest = reaches[0].about
        if rarest < FEW:
            return self._sampled(kind, reaches, FEW, FEW), True
        entries = sum(one.about for one in reaches)
        if sample is None or entries < min(rarest, sample) * _TIMES:
            return self._common(kind, reaches), True
        # A record may come twice, by two words that begin alike.
        return self._sampled(kind, reaches, sample, 2 * limit), False

    def _sampled(self, kind: Kind, reaches: Sequence[_Reach], sample: int, most: int) -> set[int]:
        """Records that have all words, of the last that have the rarest."""
        values: dict[str, object] = {"kind": kind.value, "sample": sample, "most": most}
        for position, one in enumerate(reaches):
            values |= _bounds(position, one.prefix)
        return set(self._numbers(_sample(len(reaches) - 1), values))

    def _common(self, kind: Kind, reaches: Sequence[_Reach]) -> set[int]:
        """What all lists have in common."""
        left = set(self._list(kind, reaches[0].prefix))
        for one in reaches[1:]:
            if not left:
                break
            if len(left) * _TIMES < one.about:
                left = self._having(one.prefix, left)
            else:
                left.intersection_update(self._list(kind, one.prefix))
        return left

    def _list(self, kind: Kind, prefix: str) -> list[int]:
        """All records of a prefix."""
        values = {"workspace": self._workspace_id, "kind": kind.value, **_bounds(0, prefix)}
        row = _LIST.first(self._connection, values)
        return cast("list[int]", orjson.loads(f"[{row[0]}]")) if row and row[0] else []

    def _having(self, prefix: str, numbers: Iterable[int]) -> set[int]:
        """Those of some records that have a word beginning so."""
        wanted = orjson.dumps(sorted(numbers)).decode()
        statement = _HAVING[self._connection.dialect.name]
        return set(self._numbers(statement, {"numbers": wanted, **_bounds(0, prefix)}))

    def _numbers(self, statement: Statement, values: dict[str, object]) -> list[int]:
        rows = statement.all(self._connection, {"workspace": self._workspace_id, **values})
        return [number for (number,) in rows]


def _names(kinds: Iterable[Kind]) -> tuple[str, ...]:
    return tuple(kind.value for kind in kinds)


def _bounds(position: int, prefix: str) -> dict[str, str]:
    return {f"from_{position}": prefix, f"below_{position}": prefix + "\U0010ffff"}


def _list_of(position: int, kind: sa.ColumnElement[str] | None = None) -> sa.Select[tuple[int]]:
    """The entries of a prefix."""
    of_kind = words.c.kind == (sa.bindparam("kind", type_=words.c.kind.type) if kind is None else kind)
    mine = (words.c.workspace_id == _WORKSPACE, of_kind)
    return sa.select(words.c.number).where(*mine, *_is_between(words.c.word, position))


def _is_between(word: sa.ColumnElement[str], position: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        word >= sa.bindparam(f"from_{position}", type_=words.c.word.type),
        word < sa.bindparam(f"below_{position}", type_=words.c.word.type),
    )


@cache
def _whole(kinds: tuple[str, ...]) -> Statement:
    """The newest records that have the prefix as a whole word."""
    return _newest_of(_limited(_list_of_word(kind, 0), _MOST) for kind in kinds)


def _list_of_word(kind: str, position: int) -> sa.Select[tuple[int]]:
    """The entries of a prefix that is a whole word, newest first."""
    word = words.c.word == sa.bindparam(f"from_{position}", type_=words.c.word.type)
    mine = (words.c.workspace_id == _WORKSPACE, words.c.kind == _quoted(kind))
    return sa.select(words.c.number).where(*mine, word).order_by(words.c.number.desc())


@cache
def _beginning(kinds: tuple[str, ...]) -> Statement:
    """The newest of some records of a prefix."""
    return _newest_of(_limited(_list_of(0, _quoted(kind)), _number(ENOUGH)) for kind in kinds)


@cache
def _newest(kinds: tuple[str, ...], prefixes: int) -> Statement:
    """How many the newest entries of each prefix in each kind are, the last and the first of them, and
    whether they are of one word; and the same of the whole word, which has most entries of its prefix."""
    parts = []
    for place, (kind, position) in enumerate(itertools.product(kinds, range(prefixes))):
        of_prefix = _list_of(position, _quoted(kind))
        for some in (of_prefix.order_by(*_LAST_FIRST), _list_of_word(kind, position)):
            newest = _limited(some.add_columns(words.c.word), _number(FEW)).subquery()
            number, word = newest.c.number, newest.c.word
            is_one_word = sa.func.min(word) == sa.func.max(word)
            reach = (sa.func.count().label("count"), sa.func.min(number), sa.func.max(number), is_one_word)
            parts.append(sa.select(_number(place).label("place"), *reach).select_from(newest))
    return Statement(sa.union_all(*parts))


@cache
def _sample(others: int) -> Statement:
    """Of the last records of the rarest list, those that all other lists hold as well, last first."""
    count = sa.bindparam("sample", type_=sa.Integer)
    some = _limited(_list_of(0).order_by(*_LAST_FIRST), count).subquery("some")
    found = sa.select(some.c.number).where(*(_also_has(some.c.number, at) for at in range(1, others + 1)))
    return Statement(_limited(found, _MOST))


def _also_has(number: sa.ColumnElement[int], position: int) -> sa.ColumnElement[bool]:
    other = words.alias(f"other_{position}")
    # An expression, so that the few words of the record are read, and not the long list of the prefix.
    word = other.c.word + sa.literal_column("''", other.c.word.type)
    mine = (other.c.workspace_id == _WORKSPACE, other.c.number == number)
    return sa.exists().where(*mine, *_is_between(word, position))


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
_MOST = sa.bindparam("most", type_=sa.Integer)
_LAST_FIRST = (words.c.word.desc(), words.c.number.desc())

_COMMA: Any = sa.literal_column("','")

# As one text: a hundred thousand rows take several times as long.
_LIST = Statement(
    _list_of(0).with_only_columns(sa.func.aggregate_strings(sa.cast(words.c.number, sa.Text), _COMMA))
)
_COUNT = Statement(sa.select(sa.func.count()).select_from(_limited(_list_of(0), _number(COUNTED)).subquery()))
_HAVING = {
    dialect: Statement(
        sa.select(words.c.number)
        .distinct()
        .where(
            words.c.workspace_id == _WORKSPACE,
            words.c.number.in_(sa.text(numbers)),
            *_is_between(words.c.word + sa.literal_column("''", words.c.word.type), 0),
        )
    )
    for dialect, numbers in {
        "sqlite": "SELECT value FROM json_each(:numbers)",
        "postgresql": "SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:numbers AS json))",
    }.items()
}
