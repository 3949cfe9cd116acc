"""Typos: whether one word is another one, mistyped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.matching import bare
from app.domain.names import KNOWN

Same = Callable[[str, str], int | None]


def pair_up(shorter: Sequence[str], longer: Sequence[str], same: Same) -> int | None:
    """The slips between words that each find their partner; None where one finds none."""
    left, slips = list(longer), 0
    for word in sorted(shorter, key=len, reverse=True):
        found = [(slip, other) for other in left if (slip := same(word, other)) is not None]
        if not found:
            return None
        slip, other = min(found, key=lambda pair: pair[0])
        left.remove(other)
        slips += slip
    return slips


def is_mistyped(a: str, b: str) -> bool:
    """Whether one of two words is the other with a slip of the fingers. Two words that both exist are two;
    of two unknown ones that differ at the beginning or the end each may be meant."""
    both_exist = a in _EXISTING and b in _EXISTING
    # An umlaut is one key, whatever it is folded to.
    a, b = bare(a), bare(b)
    shorter = min(len(a), len(b))
    if shorter < 4 or abs(len(a) - len(b)) > 2 or a[0] != b[0] or both_exist:
        return False
    if _of_two_sexes(a, b) or _of_two_sexes(b, a):
        return False
    if [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]:
        return False
    # Late: rapidfuzz takes a while to load, and most candidates differ more plainly.
    from rapidfuzz.distance import OSA

    slips = OSA.distance(a, b, score_cutoff=2)
    if slips > (2 if shorter >= 9 else 1):
        return False
    return a in _EXISTING or b in _EXISTING or shorter >= 9 or a[-1] == b[-1]


def _of_two_sexes(name: str, other: str) -> bool:
    """Whether one name is the other with the ending of a woman's: Frank, Franka."""
    return name in _EXISTING and other in {f"{name}a", f"{name}e", f"{name}ine", f"{name}ina"}


_EXISTING = KNOWN | frozenset(map(bare, KNOWN))
