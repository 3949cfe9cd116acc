"""Search: numbers of records by the beginnings of their words, in milliseconds whatever is asked.

Words are frequent and rare, and so is their meeting. One rare word leads to few records, which are asked for
the other words. Where all are frequent, either many records have them all, and some of the newest are found
soon; or few do, and what all words have in common is worked out from their whole lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa

from app.domain.event import Kind
from app.store.statements import Statement
from app.store.tables import words

SAMPLE = 2_000
"""Records that are looked at one by one before whole lists are compared."""
ENOUGH = 500
"""Where one word has so many records, the newest of some will do."""


Kinds = Literal["all", "one", "but"]


class Search:
    """Looks into the words of one workspace: of one kind, of all `but` that one, or of all. Prefixes are
    folded as the index is."""

    def __init__(
        self, connection: sa.Connection, workspace_id: int, kind: Kind | None, *, but: bool = False
    ) -> None:
        self._connection = connection
        self._fixed = {"of_workspace": workspace_id, **({"of_kind": kind.value} if kind else {})}
        self._kinds: Kinds = "all" if kind is None else "but" if but else "one"

    def some(self, prefixes: Sequence[str], limit: int) -> list[int]:
        """Numbers of at most `limit` records that have a word beginning with each prefix, the newest first
        of those found; all of them where they are fewer."""
        if len(prefixes) == 1:
            return self._of_one(prefixes[0], limit)
        reach = {prefix: self._reach(prefix) for prefix in prefixes}
        rarest, second, *others = in_order = sorted(reach, key=reach.__getitem__)
        exact = self._run(_wholes(len(in_order), self._kinds), limit, *in_order)
        if len(exact) >= limit or not any(map(self._goes_on, in_order)):
            return exact
        # Newest first; a record may come twice, by two words that begin alike.
        found = self._run(_sample(len(others) + 1, self._kinds), 2 * limit, rarest, second, *others)
        if len(set(found)) < limit and reach[rarest] >= 0:
            found = self._run(_common(len(others), self._kinds), limit, rarest, second, *others)
        return sorted(set(found), reverse=True)[:limit]

    def _of_one(self, prefix: str, limit: int) -> list[int]:
        # Who writes a whole name means it; longer words come after.
        exact = self._run(_whole(self._kinds), limit, prefix)
        if len(exact) >= limit:
            return exact
        return self._run(_beginning(self._kinds), limit, prefix)

    def _reach(self, prefix: str) -> int:
        """Grows with the number of records of a prefix: below 0 where they are few; else the number of the
        last of the newest, which is the higher the more there are."""
        row = _NEWEST.first(
            self._connection, {"of_workspace": self._fixed["of_workspace"], **_bounds(0, prefix)}
        )
        count, last = row or (0, 0)
        return int(count - SAMPLE if count < SAMPLE else last)

    def _goes_on(self, prefix: str) -> bool:
        """Whether the index has a longer word that begins so."""
        values = {"of_workspace": self._fixed["of_workspace"], **_bounds(0, prefix)}
        return _LONGER.first(self._connection, values) is not None

    def _run(self, statement: Statement, limit: int, *prefixes: str) -> list[int]:
        values: dict[str, Any] = {**self._fixed, "most": limit}
        for position, prefix in enumerate(prefixes):
            values |= _bounds(position, prefix)
        return [number for (number,) in statement.all(self._connection, values)]


def _bounds(position: int, prefix: str) -> dict[str, str]:
    return {f"from_{position}": prefix, f"below_{position}": prefix + "\U0010ffff"}


def _has(table: sa.FromClause, position: int) -> tuple[sa.ColumnElement[bool], ...]:
    word = table.c.word
    return (
        table.c.workspace_id == _WORKSPACE,
        word >= sa.bindparam(f"from_{position}", type_=word.type),
        word < sa.bindparam(f"below_{position}", type_=word.type),
    )


def _of_kind(
    kinds: Kinds, column: sa.ColumnElement[str] = words.c.kind
) -> tuple[sa.ColumnElement[bool], ...]:
    of_kind = sa.bindparam("of_kind", type_=words.c.kind.type)
    return () if kinds == "all" else (column != of_kind,) if kinds == "but" else (column == of_kind,)


@cache
def _whole(kinds: Kinds) -> Statement:
    """The newest records that have the prefix as a whole word."""
    word = words.c.word == sa.bindparam("from_0", type_=words.c.word.type)
    wanted = sa.select(words.c.number).where(words.c.workspace_id == _WORKSPACE, word, *_of_kind(kinds))
    return Statement(_limited(wanted.order_by(words.c.number.desc())), plan_anew=True)


@cache
def _wholes(count: int, kinds: Kinds) -> Statement:
    """The newest records that have each prefix as a whole word. Lists of whole words are in the order of the
    records, so that one is walked through and the others are met nearby."""
    first = words.alias("word_0")
    others = [words.alias(f"word_{position}") for position in range(1, count)]
    # Not "equal", which would let PostgreSQL look for each record anew instead of near the one before.
    met = [
        (
            other.c.workspace_id == _WORKSPACE,
            _is_word(other, position),
            other.c.number >= first.c.number,
            other.c.number <= first.c.number,
        )
        for position, other in enumerate(others, start=1)
    ]
    wanted = sa.select(first.c.number).where(first.c.workspace_id == _WORKSPACE, _is_word(first, 0))
    wanted = wanted.where(*_of_kind(kinds, first.c.kind))
    for other, conditions in zip(others, met, strict=True):
        wanted = wanted.where(
            sa.exists(sa.select(sa.literal_column("1")).select_from(other).where(*conditions))
        )
    return Statement(_limited(wanted.order_by(first.c.number.desc())), plan_anew=True)


def _is_word(table: sa.FromClause, position: int) -> sa.ColumnElement[bool]:
    return table.c.word == sa.bindparam(f"from_{position}", type_=table.c.word.type)


@cache
def _beginning(kinds: Kinds) -> Statement:
    some = _first(sa.select(words.c.number).where(*_has(words, 0), *_of_kind(kinds)), ENOUGH)
    return Statement(_newest(some.subquery()), plan_anew=True)


@cache
def _sample(others: int, kinds: Kinds) -> Statement:
    """Of the last records of the rarest list, those that all other lists hold as well, last first."""
    last = sa.select(words.c.number, words.c.kind).where(*_has(words, 0))
    some = _first(last.order_by(words.c.word.desc(), words.c.number.desc()), SAMPLE).subquery("some")
    found = sa.select(some.c.number).where(*(_also_has(some.c.number, at) for at in range(1, others + 1)))
    return Statement(_limited(found.where(*_of_kind(kinds, some.c.kind))), plan_anew=True)


@cache
def _common(others: int, kinds: Kinds) -> Statement:
    """What the two shortest lists have in common, and of that what is in the others."""
    first = sa.select(words.c.number).where(*_has(words, 0), *_of_kind(kinds))
    second = sa.select(words.c.number).where(*_has(words, 1))
    # Each list is read once, however many records a planner expects to be in it.
    common = sa.intersect(first, second).subquery("common")
    asked = (_also_has(common.c.number, position) for position in range(2, others + 2))
    found = sa.select(common.c.number).where(*asked)
    return Statement(_limited(found.order_by(common.c.number.desc())), plan_anew=True)


def _also_has(number: sa.ColumnElement[int], position: int) -> sa.ColumnElement[bool]:
    other = words.alias(f"other_{position}")
    # An expression, so that the few words of the record are read, and not the long list of the prefix.
    word = other.c.word + sa.literal_column("''", other.c.word.type)
    return sa.exists().where(
        other.c.workspace_id == _WORKSPACE,
        other.c.number == number,
        word >= sa.bindparam(f"from_{position}", type_=other.c.word.type),
        word < sa.bindparam(f"below_{position}", type_=other.c.word.type),
    )


def _newest(some: sa.Subquery) -> sa.Select[tuple[int]]:
    return _limited(sa.select(some.c.number).distinct().order_by(some.c.number.desc()))


def _limited(wanted: sa.Select[Any]) -> sa.Select[Any]:
    return wanted.limit(_MOST).offset(_NOTHING)


def _first(wanted: sa.Select[Any], count: int) -> sa.Select[Any]:
    # Both written out: SQLite takes no limit without an offset, and `Statement` binds only what it is given.
    return wanted.limit(sa.literal_column(str(count))).offset(_NOTHING)


_WORKSPACE = sa.bindparam("of_workspace", type_=words.c.workspace_id.type)
_MOST = sa.bindparam("most", type_=sa.Integer)
_NOTHING: sa.ColumnElement[int] = sa.literal_column("0", sa.Integer)


def newest_of(sample: int) -> Statement:
    """How many the newest of a prefix are, and the number of the last of them."""
    in_order = sa.select(words.c.number).where(*_has(words, 0))
    last = _first(in_order.order_by(words.c.word.desc(), words.c.number.desc()), sample).subquery()
    return Statement(sa.select(sa.func.count(), sa.func.min(last.c.number)), plan_anew=True)


_NEWEST = newest_of(SAMPLE)

_LONGER = Statement(
    _first(
        sa.select(words.c.word).where(
            words.c.workspace_id == _WORKSPACE,
            words.c.word > sa.bindparam("from_0", type_=words.c.word.type),
            words.c.word < sa.bindparam("below_0", type_=words.c.word.type),
        ),
        1,
    ),
    plan_anew=True,
)
