"""Addresses: where conversations can be reached, noted once in the life of a host."""

from __future__ import annotations

import logging
from collections import OrderedDict

from app.crm.conversations import remember_conversation
from app.crm.crm import Crm
from app.domain.errors import Forbidden
from bot.asking import actor_of, address_of
from bot.inbound import Inbound

CONVERSATIONS = 20_000
"""Conversations that need not be noted again."""

log = logging.getLogger(__name__)


class Addresses:
    """What this host has noted of where conversations can be reached. Used from one event loop."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm
        self._noted: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    async def remember(self, inbound: Inbound) -> None:
        """Notes where the conversation of an activity can be reached."""
        key = (inbound.tenant_id, inbound.conversation_id, inbound.service_url)
        if key in self._noted:
            return
        try:
            await self._crm.write(actor_of(inbound, ""), remember_conversation, *address_of(inbound))
        except Forbidden:
            return
        except Exception:
            log.exception("a conversation could not be noted")
            return
        self._noted[key] = None
        if len(self._noted) > CONVERSATIONS:
            self._noted.popitem(last=False)
