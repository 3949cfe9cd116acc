"""Participant: a further contact on a lead or an opportunity, with a role."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "decision_maker",
    "influencer",
    "champion",
    "user",
    "ceo",
    "cfo",
    "it_director",
    "project_lead",
    "purchasing",
    "legal",
)
"""Roles that every reader sees in their own language; any other role is what somebody wrote."""


@dataclass(frozen=True, slots=True)
class Participant:
    """`contact` is the number of a contact, `role` what the person is in this deal: a key of
    ROLES, or what somebody wrote."""

    contact: int
    role: str = ""
