"""Days and moments as spreadsheets and other programs write them."""

from __future__ import annotations

import pytest

from app.dates.stamps import read_stamp


@pytest.mark.parametrize(
    ("text", "month_first", "told"),
    [
        ("2026-11-20", True, "2026-11-20"),
        ("20.11.2026", True, "2026-11-20"),
        ("3. 4. 2026", True, "2026-04-03"),
        ("11/20/2026", True, "2026-11-20"),
        ("20/11/2026", True, "2026-11-20"),
        ("3/4/2026", True, "2026-03-04"),
        ("3/4/2026", False, "2026-04-03"),
        ("11/20/2026 2:05 PM", True, "2026-11-20T14:05:00"),
        ("11/20/2026 12:05 am", True, "2026-11-20T00:05:00"),
        ("2026-11-20 00:00:00", True, "2026-11-20"),
        ("2026-11-20T14:05:11.3Z", True, "2026-11-20T14:05:00+00:00"),
        ("2026-11-20T14:05:11+0100", True, "2026-11-20T14:05:00+01:00"),
        ("31.02.2026", True, None),
        ("13/13/2026", True, None),
        ("2026-11-20 13:05 PM", True, None),
        ("20.11.26", True, None),
        ("soon", True, None),
        ("", True, None),
    ],
)
def test_days_are_read_as_programs_write_them(text: str, month_first: bool, told: str | None) -> None:
    found = read_stamp(text, month_first=month_first)
    assert (found and found.isoformat()) == told
