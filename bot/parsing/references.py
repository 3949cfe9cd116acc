"""Records that are named in a field: "Acme GmbH (#12)", "#12", "12", or a name that is looked up."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?:.*\(#(?P<named>\d{1,15})\)|#?(?P<bare>\d{1,15}))\s*\Z", re.DOTALL)


def find_reference(text: str) -> int | None:
    """The number that a text gives, or None where it is a name."""
    found = _NUMBER.match(text.strip())
    return int(found["named"] or found["bare"]) if found else None
