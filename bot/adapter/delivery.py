"""What may become of a message to Teams when it does not arrive."""

from typing import Any

import orjson


class DeliveryFailed(Exception):
    """A call to the connector that did not do what it should.

    `status` is the HTTP status or None if there was no answer, `code` the error code of the service or "",
    `retry_after` the seconds the service asked us to wait, if it did. Never holds message or token.
    """

    def __init__(
        self, *, status: int | None = None, code: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"{type(self).__name__} (status {status}, code {code or 'none'})")
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Unreachable(DeliveryFailed):
    """The person blocked, muted or removed the bot: stop sending to them."""


class NotInstalled(DeliveryFailed):
    """The app is not installed there: wait for its installation."""


class ConversationGone(DeliveryFailed):
    """The conversation or the message does not exist (any more): forget the address."""


class TooLarge(DeliveryFailed):
    """The message is too large: send a smaller one; the same one will never pass."""


class Throttled(DeliveryFailed):
    """Teams asked for patience for longer than there was time: send later."""


class Misconfigured(DeliveryFailed):
    """Our own registration is at fault (token, tenant, address): tell somebody, do not try again."""


class Undelivered(DeliveryFailed):
    """Anything else, including no answer at all; whether the message arrived is not known."""


_NOT_INSTALLED = frozenset({"ForbiddenOperationException", "BotNotInConversationRoster"})


def failure(status: int, body: bytes, retry_after: float | None = None) -> DeliveryFailed:
    """Reads the refusal of the connector: its status, and whichever of its error shapes it used."""
    code, is_blocked = _error_code(body)
    if status == 403 and is_blocked:
        return Unreachable(status=status, code=code)
    if status in {403, 404} and code in _NOT_INSTALLED:
        return NotInstalled(status=status, code=code)
    kinds: dict[int, type[DeliveryFailed]] = {
        401: Misconfigured,
        404: ConversationGone,
        410: ConversationGone,
        413: TooLarge,
        429: Throttled,
    }
    return kinds.get(status, Undelivered)(status=status, code=code, retry_after=retry_after)


def _error_code(body: bytes) -> tuple[str, bool]:
    """The code, and whether it means blocked: `{"error": {"code"}}` or `{"errorCode", "message"}`."""
    document = _parsed(body)
    error = document.get("error")
    if isinstance(error, dict):
        code = str(error.get("code") or "")
        return code, code == "MessageWritesBlocked"
    # Here the message is JSON inside JSON, e.g. {"subCode": "MessageWritesBlocked", "details": …}.
    inner = _parsed(document.get("message"))
    code = str(inner.get("subCode") or document.get("errorCode") or document.get("code") or "")
    return code, document.get("errorCode") == 209 or code == "MessageWritesBlocked"


def _parsed(text: Any) -> dict[str, Any]:
    try:
        document = orjson.loads(text) if isinstance(text, bytes | str) else None
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
