"""Roster: who is in a conversation, as the chat service tells it."""

import logging

from app.domain.identity import is_guid, person_name
from bot.adapter.connector import Connector
from bot.adapter.delivery import DeliveryFailed
from bot.inbound import Inbound, Person, is_outsider

PATIENCE = 5.0
"""Seconds in which the service must answer: Teams waits no longer than 15 for a turn."""

_log = logging.getLogger(__name__)


class Roster:
    """Asks for people by the id that mentions of them have."""

    def __init__(self, connector: Connector, patience: float = PATIENCE) -> None:
        self._connector = connector
        self._patience = patience

    async def find(self, inbound: Inbound, chat_id: str) -> Person | None:
        """Somebody of the conversation of an activity; None where nobody of the same organization has the
        id, or where the service does not answer."""
        try:
            told = await self._connector.member(
                inbound.service_url, inbound.conversation_id, chat_id, within=self._patience
            )
        except DeliveryFailed as failure:
            _log.warning("somebody who was mentioned is not known: %s", failure)
            return None
        user_id = told.get("aadObjectId")
        # A shared channel has people of other organizations, and a team its guests: they are no members.
        if told.get("id") != chat_id or is_outsider(told, inbound.tenant_id) or not is_guid(user_id):
            return None
        return Person(chat_id, str(user_id).lower(), person_name(told.get("name")))
