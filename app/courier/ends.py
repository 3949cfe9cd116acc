"""Ends: what became of deliveries, known here until it is noted."""

from __future__ import annotations

import logging

from app.crm.deliveries import end_delivery
from app.crm.errands import Errands
from app.domain.delivery import Delivery, DeliveryState

log = logging.getLogger(__name__)


class Ends:
    """What has ended and could not be noted so far. Used from one event loop."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
        self._known: dict[tuple[str, int], tuple[Delivery, DeliveryState, str]] = {}

    def knows(self, tenant_id: str, delivery: Delivery) -> bool:
        """Whether it has ended though the database does not know that yet."""
        return (tenant_id, delivery.id) in self._known

    @property
    def tenants(self) -> set[str]:
        """Those of whom something is still to be noted."""
        return {tenant_id for tenant_id, _ in self._known}

    async def add(self, tenant_id: str, delivery: Delivery, state: DeliveryState, code: str) -> None:
        """Notes what became of a delivery, and remembers it where that fails."""
        self._known[tenant_id, delivery.id] = (delivery, state, code)
        await self._note(tenant_id, delivery.id)

    async def note_all(self, tenant_id: str) -> None:
        """Notes all that is still to be noted of a tenant."""
        for of, id_ in list(self._known):
            if of == tenant_id:
                await self._note(tenant_id, id_)

    async def _note(self, tenant_id: str, id_: int) -> None:
        known = self._known.get((tenant_id, id_))
        if known is None:
            return
        try:
            await self._errands.attend(tenant_id, end_delivery, *known)
        except Exception:
            # It stays known here, and is noted with the next look.
            log.warning("what became of a delivery could not be noted; trying again", exc_info=True)
        else:
            self._known.pop((tenant_id, id_), None)
