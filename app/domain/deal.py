"""Deal: a lead or an opportunity, with the people around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from app.domain.errors import InvalidInput, Problem
from app.domain.event import Event
from app.domain.participant import Participant
from app.domain.record import Record

MOST_PARTICIPANTS = 50
MOST_FOLLOWERS = 200


@dataclass(slots=True, kw_only=True)
class Deal(Record):
    """A record with people around it. `contact` is the number of the primary contact, `participants` are
    further ones, `followers` the ids of members who are told of every change."""

    contact: int | None = None
    participants: tuple[Participant, ...] = ()
    followers: tuple[int, ...] = ()

    def has_participant(self, contact: int) -> bool:
        """Whether this contact takes part, other than as the primary one."""
        return any(one.contact == contact for one in self.participants)

    def add_participant(self, contact: int, role: str) -> Event:
        """One more contact takes part. Raises InvalidInput for `contact` where it is the primary one, whose
        role is its job title, takes part already, or there are too many."""
        if contact == self.contact:
            raise InvalidInput(contact="participant_primary")
        if self.has_participant(contact):
            raise InvalidInput(contact="participant_twice")
        if len(self.participants) >= MOST_PARTICIPANTS:
            raise InvalidInput(contact=Problem("participants_many", {"limit": MOST_PARTICIPANTS}))
        return self.change("ParticipantAdded", participants=(*self.participants, Participant(contact, role)))

    def change_role(self, contact: int, role: str) -> Event:
        """Somebody who takes part does so in another role. Raises InvalidInput for `contact` where nobody
        does."""
        self._must_take_part(contact)
        changed = (replace(one, role=role) if one.contact == contact else one for one in self.participants)
        return self.change("ParticipantChanged", participants=tuple(changed))

    def remove_participant(self, contact: int) -> Event:
        """A contact no longer takes part. Raises InvalidInput for `contact` where it did not."""
        self._must_take_part(contact)
        return self.change("ParticipantRemoved", participants=besides(self.participants, contact))

    def add_follower(self, member: int) -> Event:
        """A colleague wants to be told; nothing happens where that is so already. Raises InvalidInput for
        `member` where there are too many."""
        if member not in self.followers and len(self.followers) >= MOST_FOLLOWERS:
            raise InvalidInput(member=Problem("followers_many", {"limit": MOST_FOLLOWERS}))
        return self.change("FollowerAdded", followers=tuple(dict.fromkeys((*self.followers, member))))

    def remove_follower(self, member: int) -> Event:
        """A colleague no longer wants to be told; nothing happens where that is so already."""
        return self.change("FollowerRemoved", followers=tuple(id_ for id_ in self.followers if id_ != member))

    def _must_take_part(self, contact: int) -> None:
        if not self.has_participant(contact):
            raise InvalidInput(contact="participant_unknown")


def besides(participants: tuple[Participant, ...], contact: int | None) -> tuple[Participant, ...]:
    """The participants other than a contact, such as one who has become the primary contact."""
    return tuple(one for one in participants if one.contact != contact)


def unite(*groups: Iterable[Participant], without: int | None) -> tuple[Participant, ...]:
    """All participants, each contact once and in its first role; `without` is the primary contact."""
    found: dict[int, Participant] = {}
    for one in chain.from_iterable(groups):
        found.setdefault(one.contact, one)
    return besides(tuple(found.values()), without)
