"""Members: how the chat's id of somebody is learned, and who is met through a mention."""

from __future__ import annotations

from dataclasses import replace

from app.crm.crm import Crm
from app.crm.people.members import find_member, find_pointed, me, take_in
from app.domain.member import Actor, Role

ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex Wilber", chat_id="29:alex")
MEGAN = Actor(tenant_id="tenant", user_id="megan", name="Megan Bowen", chat_id="29:megan")


async def test_who_writes_is_known_by_the_id_of_the_chat(crm: Crm) -> None:
    # Outside of the chat nobody tells it, and it stays as it was.
    for actor in (replace(ALEX, chat_id=""), ALEX, replace(ALEX, chat_id="")):
        await crm.write(actor, me)
    found = await crm.read(ALEX, find_pointed, "29:alex")
    assert found
    assert (found.user_id, found.chat_id) == ("alex", "29:alex")
    assert await crm.read(ALEX, find_pointed, "29:other") is None
    assert await crm.read(ALEX, find_pointed, "") is None


async def test_who_is_met_is_a_member_and_stays_the_same(crm: Crm) -> None:
    await crm.write(ALEX, me)
    met = await crm.write(ALEX, take_in, "megan", "29:megan", "Megan Bowen")
    assert (met.role, met.chat_id) == (Role.MEMBER, "29:megan")
    assert (await crm.write(MEGAN, me)).id == met.id
    # Under another id, as after the bot was registered anew.
    again = await crm.write(ALEX, take_in, "megan", "29:new", "Somebody else")
    assert (again.id, again.name, again.chat_id) == (met.id, "Megan Bowen", "29:new")
    for pointers in (("29:new", ""), ("29:unknown", "megan"), ("", "", met.id)):
        found = await crm.read(ALEX, find_pointed, *pointers)
        assert found
        assert found.id == met.id


async def test_a_name_is_found_whatever_stands_around_its_words(crm: Crm) -> None:
    for actor in (ALEX, replace(MEGAN, name="Bowen, Megan (EXT)")):
        await crm.write(actor, me)
    for text in ("Megan Bowen", "bowen.", "(Megan)", "meg bow"):
        assert [one.user_id for one in await crm.read(ALEX, find_member, text)] == ["megan"]
    assert await crm.read(ALEX, find_member, "...") == []
