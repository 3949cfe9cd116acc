"""What happens when the connector does not take the answer: the change is kept in any case."""

import pytest

from tests.kit import activities
from tests.kit.host import HostUnderTest, start_host

LEAD = "new lead Sarah Meier, Tech Innovators Inc."
BLOCKED = {"errorCode": 209, "message": '{"subCode":"MessageWritesBlocked"}'}


async def leads(host: HostUnderTest) -> int:
    return len((await host.api("GET", "/leads")).body["items"])


@pytest.mark.parametrize(
    ("status", "headers", "requests"),
    [(429, {"Retry-After": "1"}, 2), (502, {}, 2), (412, {}, 2), (504, {}, 2)],
    ids=["429", "502", "412", "504"],
)
async def test_a_transient_failure_is_tried_again(
    host: HostUnderTest, status: int, headers: dict[str, str], requests: int
) -> None:
    host.connector.answer_next(status, headers=headers)
    answers = await host.post(activities.message(host.service_url, LEAD))
    assert answers[0].status < 300
    assert len(host.connector.requests) == requests
    assert await leads(host) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [(403, BLOCKED), (404, {"error": {"code": "ConversationNotFound"}}), (401, {}), (410, {})],
    ids=["blocked", "gone", "misconfigured", "removed"],
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


async def test_what_was_not_delivered_is_answered_at_the_next_delivery(host: HostUnderTest) -> None:
    host.connector.answer_next(500, times=9)
    message = activities.message(host.service_url, LEAD)
    assert (await host.post(message))[0].status < 300
    assert await leads(host) == 1
    host.connector.forget_answers()
    before = len(host.connector.activities)
    card = await host.posted(message)
    assert len(host.connector.activities) == before + 1
    assert "Sarah Meier" in str(card)
    assert await leads(host) == 1
    assert await host.posted(message) == {}


async def test_a_silent_connector_keeps_no_turn_waiting(host: HostUnderTest) -> None:
    host.connector.hang_next()
    answer = await host.deliver(activities.message(host.service_url, LEAD))
    assert answer.status < 300
    await host.connector.wait_for(1)
    assert await leads(host) == 1
    host.connector.release()


async def test_a_host_that_stops_says_first_what_it_has_to_say(database_url: str) -> None:
    async with start_host(database_url) as host:
        host.connector.answer_next(429, headers={"Retry-After": "1"})
        answer = await host.deliver(activities.message(host.service_url, LEAD))
        assert answer.status < 300
        await host.connector.wait_for(1)
    assert len(host.connector.requests) == 2
