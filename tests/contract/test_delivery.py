"""What happens when the connector does not take the answer: the change is kept in any case."""

import asyncio

import pytest

from app.host.main import CRM
from tests.kit import activities
from tests.kit.host import HostUnderTest
from tests.kit.patience import eventually

LEAD = "new lead Sarah Meier, Tech Innovators Inc."
BLOCKED = {"errorCode": 209, "message": '{"subCode":"MessageWritesBlocked"}'}


async def leads(host: HostUnderTest) -> int:
    return len((await host.api("GET", "/leads")).body["items"])


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {"Retry-After": "1"}), (412, {}), (500, {}), (502, {}), (503, {}), (504, {})],
    ids=["429", "412", "500", "502", "503", "504"],
)
async def test_a_transient_failure_is_tried_again(
    host: HostUnderTest, status: int, headers: dict[str, str]
) -> None:
    host.connector.answer_next(status, headers=headers)
    answers = await host.post(activities.message(host.service_url, LEAD))
    assert answers[0].status < 300
    await host.connector.wait_until_taken(1)
    await settled(host)
    assert len(host.connector.requests) == 2
    assert await leads(host) == 1


async def settled(host: HostUnderTest) -> None:
    """Waits until nothing waits to be delivered, and then long enough for a repetition."""

    async def nothing_waits() -> bool:
        return not await host.app[CRM].errands.lines()

    await eventually(nothing_waits)
    await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("status", "body"),
    [(403, BLOCKED), (403, {}), (404, {"error": {"code": "ConversationNotFound"}}), (410, {}), (400, {})],
    ids=["blocked", "forbidden", "gone", "removed", "malformed"],
)
async def test_a_final_failure_is_not_tried_again(host: HostUnderTest, status: int, body: object) -> None:
    host.connector.answer_next(status, body=body)
    answers = await host.post(activities.message(host.service_url, LEAD))
    assert answers[0].status < 300
    assert len(host.connector.requests) == 1
    assert await leads(host) == 1


async def test_too_large_is_said_smaller(host: HostUnderTest) -> None:
    host.connector.answer_next(413, body={"error": {"code": "MessageSizeTooBig"}})
    await host.post(activities.message(host.service_url, LEAD))
    first, second = host.connector.activities
    assert len(str(second)) < len(str(first))
    assert await leads(host) == 1


async def test_what_is_kept_is_not_answered_at_the_next_delivery(host: HostUnderTest) -> None:
    host.connector.go_away(500)
    message = activities.message(host.service_url, LEAD)
    assert (await host.post(message))[0].status < 300
    assert await leads(host) == 1
    assert (await host.post(message))[0].status < 300
    host.connector.come_back()
    (answer,) = await host.connector.wait_until_taken(1)
    assert "Sarah Meier" in str(answer)
    await settled(host)
    assert await host.posted(message) == {}
    assert len(host.connector.taken) == 1
    assert await leads(host) == 1


async def test_a_silent_connector_keeps_no_turn_waiting(host: HostUnderTest) -> None:
    host.connector.hang_next()
    answer = await host.deliver(activities.message(host.service_url, LEAD))
    assert answer.status < 300
    await host.connector.wait_for(1)
    assert await leads(host) == 1
    host.connector.release()
