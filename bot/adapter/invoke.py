"""Answers to invokes: plain JSON, in the shape each kind of invoke expects, also when something failed."""

from dataclasses import dataclass
from typing import Any

from bot.inbound import Inbound

_ERROR = "application/vnd.microsoft.error"
_ENVELOPED = frozenset({"adaptiveCard/action", "application/search"})


@dataclass(frozen=True, slots=True)
class InvokeAnswer:
    """What an invoke is answered with: `body` is JSON-ready, None for an empty answer."""

    status: int = 200
    body: Any = None


def is_malformed(inbound: Inbound) -> bool:
    """Whether a card action lacks what makes it one: an action with a verb, and data that is an object."""
    if inbound.invoke_name != "adaptiveCard/action":
        return False
    action = inbound.value.get("action")
    if not isinstance(action, dict) or not isinstance(action.get("verb"), str):
        return True
    return not isinstance(action.get("data", {}), dict | None)


def failed(inbound: Inbound, *, status: int, code: str, message: str = "") -> InvokeAnswer:
    """An answer that tells the person something went wrong; HTTP says 200, because the bot did answer.

    What is no invoke gets an empty answer.

    `message` is a sentence in the language of the reader, "" if there is none.
    """
    name = inbound.invoke_name
    if inbound.kind != "invoke":
        return InvokeAnswer(200)
    if name in _ENVELOPED:
        value = {"code": code, "message": message}
        return InvokeAnswer(200, {"statusCode": status, "type": _ERROR, "value": value})
    if not message:
        return InvokeAnswer(200, {})
    if name.startswith("task/"):
        return InvokeAnswer(200, {"task": {"type": "message", "value": message}})
    if name.startswith("composeExtension/"):
        return InvokeAnswer(200, {"composeExtension": {"type": "message", "text": message}})
    return InvokeAnswer(200, {})
