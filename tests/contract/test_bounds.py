"""Whatever size it has, a request is answered, and others are answered meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from bot.bounds import DEEPEST, MOST_MENTIONS
from tests.contract.conftest import BotUnderTest
from tests.kit.activities import ALEX, BOT, mention, message


def _nested(depth: int) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = {"a": [value]}
    return value


@pytest.mark.parametrize("depth", [DEEPEST // 2, 100, 500, 2000])
async def test_json_that_is_nested_too_deep_is_refused(bot: BotUnderTest, depth: int) -> None:
    body = b'{"type":"message","value":' + b'{"a":[' * depth + b'"x"' + b"]}" * depth + b"}"
    assert (await bot.post(body))[0] == 400
    assert (await bot.post(message(bot.service_url, value=_nested(DEEPEST // 4))))[0] == 200


async def test_many_mentions_reach_the_chat_as_what_they_are(bot: BotUnderTest) -> None:
    people = [{**ALEX, "id": f"29:{number}", "name": f"A{number}"} for number in range(1000)]
    text = "<at>Leadline</at> note 5 " + " ".join(f"<at>{one['name']}</at>" for one in people)
    for count in (MOST_MENTIONS - 1, 1000):
        entities = [mention(BOT), *(mention(one) for one in people[:count])]
        assert (await bot.post(message(bot.service_url, text, entities=entities)))[0] == 200
    assert [turn.excess for turn in bot.turns] == ["", "too_many_mentions"]
    assert bot.turns[0].text.startswith("note 5 ")


async def test_names_and_ids_have_their_limits(bot: BotUnderTest) -> None:
    sender = {**ALEX, "name": "Alex" * 10_000}
    assert (await bot.post(message(bot.service_url, user=sender)))[0] == 200
    assert len(bot.turns[0].user_name) == 200
    for spoiled in ("29:" + "x" * 10_000, "nul\0id"):
        assert (await bot.post(message(bot.service_url, user={**ALEX, "aadObjectId": spoiled})))[0] == 400
