"""Whatever comes in, the answer is a refusal or an answer – never a crash."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inbound import ActivityRefused, Inbound, read_activity
from tests.contract.conftest import BotUnderTest
from tests.kit.activities import (
    BOT,
    card_action,
    channel_message,
    installation,
    members_added,
    mention,
    message,
)

SERVICE_URL = "https://smba.trafficmanager.net/emea/"
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
WHOLE = [
    message(SERVICE_URL, "hello", entities=[mention(BOT), {"type": "clientInfo"}]),
    channel_message(SERVICE_URL, "hello"),
    card_action(SERVICE_URL, "lead.qualify", {"budget": "5000"}),
    members_added(SERVICE_URL),
    installation(SERVICE_URL),
]


def _paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [before] if before else []
    return found + [path for key, child in inner for path in _paths(child, (*before, key))]


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """A real activity in which one to three members hold something else."""
    body: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(_paths(body)))
        place: Any = body
        for key in way:
            place = place[key]
        place[last] = draw(JSON)
    return body


@given(spoiled())
@settings(max_examples=400)
def test_a_spoiled_activity_is_read_or_refused(body: dict[str, Any]) -> None:
    _assert_read_or_refused(body)


@given(st.dictionaries(st.text(), JSON))
def test_any_object_is_read_or_refused(body: dict[str, Any]) -> None:
    _assert_read_or_refused(body)


def _assert_read_or_refused(body: dict[str, Any]) -> None:
    refused = None
    try:
        inbound = read_activity(body)
    except ActivityRefused as refusal:
        refused = refusal.status
    else:
        _assert_typed(inbound)
    assert refused in {None, 400}


def _assert_typed(inbound: Inbound) -> None:
    texts = {
        "kind",
        "tenant_id",
        "aad_object_id",
        "conversation_id",
        "text",
        "service_url",
        "invoke_name",
        "bot_id",
    }
    assert all(isinstance(getattr(inbound, name), str) for name in texts)
    assert isinstance(inbound.value, dict)
    assert all(isinstance(member, str) for member in inbound.members_added)


@given(spoiled())
@settings(max_examples=150)
async def test_a_spoiled_activity_is_never_answered_with_a_crash(
    bot: BotUnderTest, body: dict[str, Any]
) -> None:
    if body.get("serviceUrl") == SERVICE_URL:
        body["serviceUrl"] = bot.service_url
    status, _ = await bot.post(body)
    assert status in {200, 400, 401, 403, 501}
    assert status != 501 or body["type"] == "invoke"


@given(st.binary() | st.text().map(str.encode))
@settings(max_examples=150)
async def test_any_bytes_are_refused(bot: BotUnderTest, content: bytes) -> None:
    status, _ = await bot.post(content)
    assert status == 400
    assert bot.turns == []


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
@settings(max_examples=150)
async def test_any_token_is_refused(bot: BotUnderTest, token: str) -> None:
    status, _ = await bot.post(message(bot.service_url), token=token)
    assert status == 401
    assert bot.turns == []
