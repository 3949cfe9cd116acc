"""Name lookup: which records a name means. To act on one takes whole words; to show candidates takes less."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.crm.duplicates.typos import is_mistyped
from app.crm.records import lines_of, load_records
from app.crm.views import Hit
from app.domain.event import Kind
from app.domain.lead import LeadStatus
from app.domain.matching import bare_words, company_key, fold
from app.domain.member import Member
from app.store.work import Work

Words = tuple[str, ...]
"""The folded, meaningful words of a name."""

LOOKED_THROUGH = 40
"""Records with words that begin as those of a name do, of which those with the words themselves are taken."""
SHORTEST_MISTYPED = 4
"""Letters of the shortest word that may be mistyped."""
MOST_TRIED = 8
"""Words of a name by which records are looked for, each with a statement of its own; the longest say most."""
_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Named:
    """The first of some names that records bear, and these."""

    place: int
    hits: tuple[Hit, ...]


def records_named(
    work: Work,
    actor: Member,
    names: Sequence[Words],
    kinds: Collection[Kind],
    limit: int,
    *,
    mistyped: bool = False,
) -> Named | None:
    """The records of these kinds that the first of `names` means: all its words are whole words of the
    record's name or company. An exact name comes first. With `mistyped`, where no record has any of the
    names, the one record with a similar name. None where there is none."""
    for place, words in enumerate(names):
        hits = _bearing(work, words, kinds)
        if hits:
            return Named(place, tuple(hits[:limit]))
    for place, words in enumerate(names if mistyped else ()):
        hits = _looking_like(work, words, kinds)
        if len(hits) == 1:
            return Named(place, tuple(hits))
    return None


def candidates_of(
    work: Work, actor: Member, words: Words, kinds: Collection[Kind], limit: int
) -> tuple[Hit, ...]:
    """Records that an unknown name may mean: those with a similar name, one that begins alike, or one of its
    longer words."""
    found = {hit.number: hit for hit in _looking_like(work, words, kinds)}
    longest = sorted(set(words), key=len, reverse=True)[:MOST_TRIED]
    for word in longest:
        if len(found) < limit and len(word) >= _PREFIX:
            found |= {hit.number: hit for hit in _beginning(work, (word,), kinds)}
    return tuple(list(found.values())[:limit])


def without_converted(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without the leads that became something else of the same name: what goes on goes on there."""
    names = {fold(hit.name) for hit in hits if hit.kind is not Kind.LEAD}
    return [hit for hit in hits if hit.status != LeadStatus.QUALIFIED or fold(hit.name) not in names]


def company_of(hits: Sequence[Hit]) -> list[Hit]:
    """The one organization that all of some hits are of, else the hits: a customer is one answer."""
    companies = [hit for hit in hits if hit.kind is Kind.ORGANIZATION]
    if len(companies) != 1:
        return list(hits)
    called = company_key(companies[0].name)
    is_one = all(hit in companies or company_key(hit.detail) == called for hit in hits)
    return companies if is_one else list(hits)


def words_of_hit(hit: Hit) -> set[str]:
    """The folded words of a record's name and company."""
    return set(bare_words(f"{hit.name} {hit.detail}"))


def _bearing(work: Work, words: Words, kinds: Collection[Kind]) -> list[Hit]:
    hits = [hit for hit in _beginning(work, words, kinds) if set(words) <= words_of_hit(hit)]
    whole = " ".join(words)
    exact = [hit for hit in hits if fold(hit.name) == whole]
    return exact if len(exact) == 1 else hits


def _looking_like(work: Work, words: Words, kinds: Collection[Kind]) -> list[Hit]:
    """Records that bear the words, each of them as it is or with a slip of the fingers."""
    if not words or all(len(word) < SHORTEST_MISTYPED for word in words):
        return []
    prefixes = tuple(word if len(word) < SHORTEST_MISTYPED else word[:_PREFIX] for word in words)
    return [hit for hit in _beginning(work, prefixes, kinds) if _is_like(words, words_of_hit(hit))]


def _is_like(words: Words, others: set[str]) -> bool:
    return all(word in others or any(is_mistyped(word, other) for other in others) for word in words)


def _beginning(work: Work, words: Words, kinds: Collection[Kind]) -> list[Hit]:
    if not words:
        return []
    numbers = work.index.some_numbers(" ".join(words), tuple(kinds), LOOKED_THROUGH)
    return without_converted(lines_of(work, load_records(work, numbers)))
