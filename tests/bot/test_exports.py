"""Exports of other programs in the chat: attached, and pasted behind the command."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.records import list_records, show_record
from app.domain.event import Kind
from app.domain.member import Actor
from bot.chat import Chat
from bot.inbound import SharedFile
from tests.bot.desk import Desk
from tests.bot.test_imports import Storage
from tests.kit.exports import EXPORTS, Export

ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")
NAMES = ("name", "company", "email", "phone", "job_title")


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
@pytest.mark.parametrize("pasted", [False, True], ids=["attached", "pasted"])
async def test_every_person_and_nobody_else_comes_in(
    desk: Desk, crm: Crm, export: Export, pasted: bool
) -> None:
    if pasted:
        card = await desk.say(f"import\n{export.text}")
    else:
        desk.chat = Chat(crm, fetch=Storage(url=export.content).fetch)
        card = await desk.say("", files=(SharedFile(export.name, "url"),))
    assert (f"Left out\n{export.left_out}" in card.text) is bool(export.left_out)
    await desk.press("import.run", card.buttons["import.run"] | {"duplicates": "import"})
    page = await crm.read(ALEX, list_records, Kind.LEAD, limit=200)
    found = [(await crm.read(ALEX, show_record, hit.number)).record for hit in reversed(page.hits)]
    assert [{name: getattr(lead, name) for name in NAMES} for lead in found] == list(export.leads)
