"""What all requests of the API share."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from app.crm.crm import Crm
from tabs.api.gate import Gate
from tabs.api.live import Live


@dataclass(frozen=True, slots=True)
class Api:
    """The core, the gate in front of it, and the stream of changes."""

    crm: Crm
    gate: Gate
    live: Live


API = web.AppKey("api", Api)
