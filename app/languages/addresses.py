"""Email addresses as people write them: "E-Mail: ann@acme.example", "<mailto:ann@acme.example>"."""

from __future__ import annotations

import re
from functools import cache

from app.languages.words import pattern

LONGEST = 300
"""Characters of the longest text that is looked at."""


# RFC 5321 allows much more than is ever typed on purpose; this catches slips, not every wrong address.
_EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]]+@[^@\s<>\"(),:;\[\]]+\.[^@\s<>\"(),:;\[\].]{2,}")


def is_address(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return _EMAIL.fullmatch(text) is not None


def bare_address(text: str) -> str:
    """An address without its label and the marks around it; any other text as it is."""
    if "@" not in text or len(text) > LONGEST:
        return text
    said = _LINKED.sub(r"\1", text)
    found = _shape().fullmatch(said)
    return found["email"] if found else text


_LINKED = re.compile(r"\[([^\s@\[\]]{1,64}@[^\s@\[\]]{1,200})\]\(mailto:[^()\s]{1,300}\)")
"""What a mail program makes of an address: "[ann@acme.example](mailto:ann@acme.example)"."""


@cache
def _shape() -> re.Pattern[str]:
    label = pattern("contact_data.email_labels", "contact_data.email_letters")
    return re.compile(
        rf"(?:(?:{label})(?:\s*[:=]\s*|\.?\s+))?<?(?:mailto:)?(?P<email>[^\s<>@]+@[^\s<>@]+?)>?[.,;]?",
        re.IGNORECASE,
    )
