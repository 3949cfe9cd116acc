"""What all requests of the API share."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from app.crm.crm import Crm
from app.limits import Limits
from tabs.api.gate import TabGate
from tabs.api.kept import Answers
from tabs.api.live import Live


@dataclass(frozen=True, slots=True)
class Api:
    """The core, the gate in front of it, the stream of changes, how much may be asked, and the answers that
    are kept."""

    crm: Crm
    gate: TabGate
    live: Live
    limits: Limits
    answers: Answers


API = web.AppKey("api", Api)
