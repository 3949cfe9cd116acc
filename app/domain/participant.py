"""Participant: a further contact on a lead or an opportunity, with a role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Participant:
    """`contact` is the number of a contact, `role` what the person is in this deal: CFO, IT director."""

    contact: int
    role: str = ""
