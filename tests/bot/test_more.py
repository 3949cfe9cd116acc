"""The card "More …": every row of it opens what it names, for records of all kinds in both languages."""

from __future__ import annotations

import pytest

from bot.cards.more import ROWS
from tests.bot.desk import Desk, parts_of

RECORDS = {
    "lead": "new lead Sarah Meier, Acme GmbH, sarah@acme.example",
    "opportunity": "new opportunity Acme rollout 50k",
    "contact": "new contact Anna Roth, CFO",
    "organization": "new organization Acme GmbH, acme.example",
}
AT_ONCE = {"lead.alike", "record.split"}
"""These ask nothing."""


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
@pytest.mark.parametrize("kind", RECORDS)
async def test_every_row_opens_what_it_names(desk: Desk, kind: str, locale: str) -> None:
    await desk.say(RECORDS[kind], locale=locale)
    shown = await desk.say("show 1", locale=locale)
    more = await desk.press("record.more", shown.buttons["record.more"], locale=locale)
    rows = [part for part in parts_of(more.card) if part.get("selectAction")]
    assert len(rows) >= 5
    for row in rows:
        action = row["selectAction"]
        opened = await desk.press(action["verb"], action["data"], locale=locale)
        assert opened.inputs or action["verb"] in AT_ONCE, (action["title"], opened.text)
        assert opened.text != more.text


async def test_activities_of_every_type_are_told_by_their_rows(desk: Desk) -> None:
    await desk.say(RECORDS["opportunity"])
    more = await desk.press("record.more", {"number": 1})
    told = [part["selectAction"]["data"] for part in parts_of(more.card) if part.get("selectAction")]
    for data in told[:5]:
        form = await desk.press("activity.new", data)
        assert form.inputs["type"] == data["type"]
        kept = {**form.buttons["activity.log"], **form.inputs, "text": f"Told by {data['type']}"}
        assert f"Told by {data['type']}" in (await desk.press("activity.log", kept)).text
    assert (await desk.say("show 1")).text.count("Told by") >= 3


async def test_a_row_is_there_only_where_it_fits(desk: Desk) -> None:
    for number, text in enumerate(RECORDS.values(), 1):
        await desk.say(text)
        more = await desk.press("record.more", {"number": number})
        verbs = {part["verb"] for part in parts_of(more.card) if part.get("verb")}
        owned = number <= 2
        assert ("participant.list" in verbs, "record.followers" in verbs) == (owned, owned)
        assert "record.split" not in verbs, "nothing went up in it"
    assert {row.verb for row in ROWS} >= {"lead.alike", "participant.list", "record.followers"}
