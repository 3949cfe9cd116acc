"""Search: numbers of records by the beginnings of their words, in milliseconds whatever is asked.

Words are frequent and rare, and so is their meeting. It is looked for kind by kind (a kind is a list of the
index here: that of a kind of records, or of what was told about them): most frequent words belong to records
of few kinds, so that those that never meet are seldom in the same one. Within a kind one rare word leads to
few records, which are asked for the other words. Where all are frequent, either many records have them all,
and some of the newest are found soon; or few do, and their whole lists are compared.
The list of one whole word is in order of the numbers: two of them are merged from the newest on by the
database, which ends with the last record that is wanted, and where nothing meets it reads each list once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, cast

import orjson

from app.store.engine.choice import engine_of
from app.store.search import entries
from app.store.statements import Statement
from app.store.workspace_rows import WorkspaceRows

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
ALL = 2**62
"""More records than there are."""
_PAIRED = 5
"""For one record that has two words so many were looked at."""
_PAIR = 2
"""Lists that the database merges in one statement."""


class _Reach(NamedTuple):
    """About how many records a prefix has in a kind; exact where they are few. `word` is the only word that
    begins so, if there is just one."""

    about: float
    prefix: str
    word: str | None = None


class Search(WorkspaceRows):
    """Looks into the words of one workspace. Prefixes are folded as the index is."""

    def some(self, prefixes: Sequence[str], kinds: Sequence[str], limit: int) -> list[int]:
        """Numbers of at most `limit` records of these kinds that have a word beginning with each prefix, the
        newest first of those found; all of them where they are fewer."""
        if len(prefixes) == 1:
            found = self._of_one(prefixes[0], kinds, limit)
        else:
            found = self._of_all(self._reaches(prefixes, kinds), limit)
        return sorted(set(found), reverse=True)[:limit]

    def every(self, prefixes: Sequence[str], kind: str) -> set[int]:
        """Numbers of all records of a kind that have a word beginning with each prefix."""
        if len(prefixes) == 1:
            return set(self._list(kind, prefixes[0]))
        reaches = self._reaches(prefixes, (kind,))
        return self._common(kind, reaches[kind]) if kind in reaches else set()

    def _of_one(self, prefix: str, kinds: Sequence[str], limit: int) -> Iterable[int]:
        # Who writes a whole name means it; longer words come after.
        names = tuple(kinds)
        exact = self._numbers(entries.whole(names), {"from_0": prefix, "most": limit})
        return (
            exact
            if len(exact) >= limit
            else self._numbers(entries.beginning(names, ENOUGH), {**entries.bounds(0, prefix), "most": limit})
        )

    def _reaches(self, prefixes: Sequence[str], kinds: Sequence[str]) -> dict[str, list[_Reach]]:
        """How far the prefixes reach in each kind where all have records, the rarest first."""
        values: dict[str, object] = {"workspace": self._workspace_id}
        for position, prefix in enumerate(prefixes):
            values |= entries.bounds(position, prefix)
        rows = entries.newest(tuple(kinds), len(prefixes), FEW).all(self._connection, values)
        found = {kind: {prefix: _Reach(0.0, prefix) for prefix in prefixes} for kind in kinds}
        for place, count, last, first, is_one_word, only in rows:
            if count:
                kind, prefix = kinds[place // len(prefixes)], prefixes[place % len(prefixes)]
                about: float = count
                if count == FEW:
                    # As if all were as dense as the newest: that says nothing where each is another word.
                    dense = count * first / (first - last + 1)
                    about = dense if is_one_word else max(dense, self._counted(kind, prefix))
                known = found[kind][prefix]
                found[kind][prefix] = _Reach(max(known.about, about), prefix, known.word or only)
        return {
            kind: sorted(of_kind.values(), key=_ABOUT)
            for kind, of_kind in found.items()
            if all(map(_ABOUT, of_kind.values()))
        }

    def _counted(self, kind: str, prefix: str) -> int:
        values = {"workspace": self._workspace_id, "kind": kind, "most": COUNTED}
        row = entries.COUNT.first(self._connection, {**values, **entries.bounds(0, prefix)})
        return int(row[0]) if row else 0

    def _of_all(self, reaches: dict[str, list[_Reach]], limit: int) -> set[int]:
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
        self, kind: str, reaches: Sequence[_Reach], sample: int | None, limit: int
    ) -> tuple[set[int], bool]:
        """Records that have all words, and whether they are all such records, or the newest as far as they
        are wanted."""
        rarest = reaches[0].about
        if rarest < FEW:
            return self._sampled(kind, reaches, FEW, FEW), True
        is_short = sample is None or sum(one.about for one in reaches) < min(rarest, sample) * _TIMES
        if _are_merged(*reaches[:_PAIR]):
            most = limit if len(reaches) == _PAIR else ALL if is_short else (sample or 0) // _PAIRED
            left = self._merged(kind, reaches[:_PAIR], most)
            return self._with_others(kind, reaches[_PAIR:], left), len(reaches) == _PAIR or len(left) < most
        if sample is None or is_short:
            return self._common(kind, reaches), True
        # A record may come twice, by two words that begin alike.
        return self._sampled(kind, reaches, sample, 2 * limit), False

    def _sampled(self, kind: str, reaches: Sequence[_Reach], sample: int, most: int) -> set[int]:
        """Records that have all words, of the last that have the rarest."""
        values: dict[str, object] = {"kind": kind, "sample": sample, "most": most}
        for position, one in enumerate(reaches):
            values |= entries.bounds(position, one.prefix)
        return set(self._numbers(entries.sample(len(reaches) - 1), values))

    def _common(self, kind: str, reaches: Sequence[_Reach]) -> set[int]:
        """What all lists have in common."""
        if _are_merged(*reaches[:_PAIR]):
            return self._with_others(kind, reaches[_PAIR:], self._merged(kind, reaches[:_PAIR], ALL))
        return self._with_others(kind, reaches[1:], set(self._list(kind, reaches[0].prefix)))

    def _with_others(self, kind: str, others: Sequence[_Reach], left: set[int]) -> set[int]:
        """Those of some records that are in all other lists as well."""
        for one in others:
            if not left:
                break
            if len(left) * _TIMES < one.about:
                left = self._having(kind, one.prefix, left)
            else:
                left.intersection_update(self._list(kind, one.prefix))
        return left

    def _list(self, kind: str, prefix: str) -> list[int]:
        """All records of a prefix."""
        values = {"workspace": self._workspace_id, "kind": kind, **entries.bounds(0, prefix)}
        return _numbers_in(entries.LIST.first(self._connection, values))

    def _merged(self, kind: str, pair: Sequence[_Reach], most: int) -> set[int]:
        """The newest records that have both words."""
        values: dict[str, object] = {"workspace": self._workspace_id, "kind": kind, "most": most}
        values |= {f"from_{position}": one.word for position, one in enumerate(pair)}
        return set(_numbers_in(entries.merge(engine_of(self._connection)).first(self._connection, values)))

    def _having(self, kind: str, prefix: str, numbers: Iterable[int]) -> set[int]:
        """Those of some records that have a word beginning so."""
        wanted = orjson.dumps(sorted(numbers)).decode()
        statement = entries.having(engine_of(self._connection))
        return set(self._numbers(statement, {"kind": kind, "numbers": wanted, **entries.bounds(0, prefix)}))

    def _numbers(self, statement: Statement, values: dict[str, object]) -> list[int]:
        rows = statement.all(self._connection, {"workspace": self._workspace_id, **values})
        return [number for (number,) in rows]


def _are_merged(one: _Reach, other: _Reach) -> bool:
    """Whether to read both lists, the rarer first: each is of one word, and neither is so short that its few
    records had better be asked for the other word."""
    return bool(one.word and other.word) and other.about <= one.about * _TIMES


def _numbers_in(row: tuple[Any, ...] | None) -> list[int]:
    return cast("list[int]", orjson.loads(f"[{row[0]}]")) if row and row[0] else []


_ABOUT = itemgetter(0)
