"""Search pages: the pages after the first one of a search."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.cursors import position
from app.crm.records import hits_of
from app.crm.views import Found
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.member import Member
from app.store.work import Work

_BESIDES = tuple(kind for kind in Kind if kind is not Kind.ACTIVITY)
_MOST_KNOWN = 50
_COMMA, _APART = ",", "~"


def rest_of(found: Found) -> str:
    """The cursor behind the first page of what was found, "" where that is all. Where very many fit, the
    first page tells the newest of some: the cursor says which ones it told."""
    return _COMMA.join(str(hit.number) for hit in found.hits) if found.cursor else ""


def find_more(work: Work, actor: Member, text: str, cursor: str, limit: int = 10) -> Found:
    """What else has words starting with all words of the text, newest first, activities after all others;
    `cursor` is `rest_of` the first page, or that of the page before. Raises InvalidInput."""
    told, before = _read(cursor)
    numbers = (
        _behind(work, text, _BESIDES, told, before.get(False), limit + 1) if not before.get(True) else []
    )
    activities = _behind(work, text, (Kind.ACTIVITY,), told, before.get(True), limit + 1 - len(numbers))
    page = [*numbers, *activities]
    more = None
    if len(page) > limit:
        last = page[limit - 1]
        mark = "a" if last in activities and last not in numbers else ""
        more = f"{_COMMA.join(map(str, told))}{_APART}{mark}{last}"
    return Found(hits=tuple(hits_of(work, page[:limit])), cursor=more)


def _read(cursor: str) -> tuple[list[int], dict[bool, int]]:
    """The numbers that the first page told, and before which number a page ended: of activities or not."""
    told, _, mark = cursor.partition(_APART)
    known = [number for one in told.split(_COMMA)[:_MOST_KNOWN] if (number := position(one))]
    if not mark:
        return known, {}
    before = position(mark.removeprefix("a"))
    if not before:
        raise InvalidInput(cursor="cursor_invalid")
    return known, {mark.startswith("a"): before}


def _behind(
    work: Work, text: str, kinds: Sequence[Kind], told: Sequence[int], before: int | None, limit: int
) -> list[int]:
    most = limit + len(told)
    found = {number for kind in kinds for number in work.index.numbers(text, kind, most, before)}
    return sorted(found.difference(told), reverse=True)[: max(limit, 0)]
