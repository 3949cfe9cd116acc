"""The release before this one, as the changelog tells of it."""

from __future__ import annotations

import re
from pathlib import Path

_CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


def revision_before() -> str:
    """The revision of the tables that the release before worked with."""
    [told] = re.findall(
        r"its own revision, (\d{4}), only", _CHANGELOG.read_text(encoding="utf-8").split("\n## ")[1]
    )
    return str(told)
