"""Merge: two records that mean the same become one; the one that goes up in the other keeps its number."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.domain.contact import Contact
from app.domain.errors import Conflict
from app.domain.event import Event, Kind
from app.domain.framework import answer_of
from app.domain.lead import Lead, LeadStatus
from app.domain.organization import Organization
from app.domain.participant import Participant
from app.domain.qualification import Authority
from app.domain.record import LONGEST_TEXT, Record

Mergeable = Lead | Contact | Organization

MERGED, ABSORBED, REPOINTED = "RecordMerged", "RecordAbsorbed", "RecordRepointed"
SPLIT, GAVE_BACK = "RecordSplit", "RecordGaveBack"

POINTERS: dict[str, Kind | None] = {
    "organization": Kind.ORGANIZATION,
    "contact": Kind.CONTACT,
    "lead": Kind.LEAD,
    "about": None,
}
"""Fields by which records belong to others, and of which kind; None where it may be of several."""


class Side(StrEnum):
    """Whose value a field gets: that of the record that stays, of the one that goes, or both texts."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"


def must_merge(kept: Mergeable, gone: Mergeable) -> None:
    """Raises Conflict where `gone` may not go up in `kept`: nothing that is further on vanishes in something
    that is less far, and no deal loses its lead."""
    if kept.number == gone.number:
        raise Conflict("merge_same", number=kept.number, kind=kept.kind, current=kept)
    if not isinstance(kept, Lead) or not isinstance(gone, Lead):
        return
    if gone.status is LeadStatus.QUALIFIED:
        if kept.status is not LeadStatus.QUALIFIED:
            _refuse("merge_qualified", kept, gone)
        if kept.opportunity != gone.opportunity:
            _refuse("merge_opportunities", kept, gone)
    if gone.status is LeadStatus.OPEN and kept.status is LeadStatus.DISQUALIFIED:
        _refuse("merge_open", kept, gone)


def go_up(gone: Mergeable, kept: Mergeable) -> Event:
    """`gone` is `kept` from now on."""
    return gone.change(MERGED, merged_into=kept.number)


def absorb(kept: Mergeable, gone: Mergeable, values: Mapping[str, Any]) -> Event:
    """`kept` stands for both, with these values."""
    # A card that still shows the other one must be stale, whatever version it shows.
    kept.version = max(kept.version, gone.version)
    return kept.change(ABSORBED, absorbed=(*kept.absorbed, gone.number), **values)


def live_again(gone: Mergeable) -> Event:
    """`gone` is a record of its own again."""
    return gone.change(SPLIT, merged_into=None)


def settle(kept: Mergeable, gone: Mergeable, field: str, side: Side | None) -> Any:
    """The value that a field gets: blanks are filled, all else is the survivor's unless `side` says
    otherwise."""
    mine, theirs = value_of(kept, field), value_of(gone, field)
    side = side or usual_side(kept, gone, field)
    if is_blank(mine) or is_blank(theirs):
        return theirs if is_blank(mine) else mine
    if side is Side.BOTH and can_join(kept, field):
        return joined(mine, theirs)
    return theirs if side is Side.GONE else mine


def usual_side(kept: Mergeable, gone: Mergeable, field: str) -> Side:
    """The side that is taken where nobody chose."""
    mine, theirs = value_of(kept, field), value_of(gone, field)
    if is_blank(mine):
        return Side.GONE
    if field == "name" and _names_nobody(kept) and not _names_nobody(gone):
        return Side.GONE
    if not is_blank(theirs) and field == "note" and len(joined(mine, theirs)) <= LONGEST_TEXT:
        return Side.BOTH
    return Side.KEPT


def can_join(record: Record, field: str) -> bool:
    """Whether both texts of a field may stand below each other."""
    return field in record.long_fields


def joined(mine: str, theirs: str) -> str:
    """Both texts, one below the other; one of them where it holds the other."""
    if theirs in mine:
        return mine
    return theirs if mine in theirs else f"{mine}\n{theirs}"


def united(kept: Lead, gone: Lead) -> dict[str, Any]:
    """What two leads hold together in their lists, where the survivor's has the last word."""
    followers = dict.fromkeys((*kept.followers, *gone.followers))
    return {
        "participants": distinct((*kept.participants, *gone.participants), kept.contact),
        "followers": tuple(followers),
    }


def distinct(participants: tuple[Participant, ...], besides: int | None) -> tuple[Participant, ...]:
    """Everybody once, with the first role that is told, without the contact `besides`."""
    roles: dict[int, str] = {}
    for one in participants:
        if one.contact != besides:
            roles[one.contact] = roles.get(one.contact) or one.role
    return tuple(Participant(contact, role) for contact, role in roles.items())


def repointed(record: Record, gone: Mergeable, kept: Mergeable) -> dict[str, Any]:
    """The fields of a record that pointed to `gone`, now pointing to `kept`."""
    fields = [field for field, kind in POINTERS.items() if kind in (None, gone.kind)]
    values: dict[str, Any] = {f: kept.number for f in fields if getattr(record, f, None) == gone.number}
    participants: tuple[Participant, ...] = getattr(record, "participants", ())
    if gone.kind is Kind.CONTACT and participants:
        moved = tuple(
            Participant(kept.number, one.role) if one.contact == gone.number else one for one in participants
        )
        values["participants"] = distinct(moved, values.get("contact", getattr(record, "contact", None)))
    return values


def value_of(record: Mergeable, field: str) -> Any:
    """What a field holds; an answer that a lead keeps among others by its own name."""
    return answer_of(record, field)


def is_blank(value: object) -> bool:
    """Whether a field holds nothing; that the authority is not known says nothing."""
    return value in (None, "", Authority.UNKNOWN)


def _names_nobody(record: Mergeable) -> bool:
    return isinstance(record, Lead) and not record.names_a_person


def _refuse(code: str, kept: Lead, gone: Lead) -> None:
    raise Conflict(code, number=kept.number, other=gone.number, kind=kept.kind, current=kept)
