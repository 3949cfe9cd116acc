"""Days and moments as spreadsheets and other programs write them: "2026-11-20", "20.11.2026 14:05",
"11/20/2026 2:05 PM"."""

from __future__ import annotations

import datetime as dt
import re

_TIME = r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)? ?(?P<half>[AaPp][Mm])?)?"
_ZONE = r" ?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?"
_WRITTEN = (
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d?)-(?P<day>\d\d?){_TIME}{_ZONE}"),
    re.compile(rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)\. ?(?P<year>\d{{4}}){_TIME}"),
)
_SLASHED = re.compile(rf"(?P<first>\d\d?)[/-](?P<second>\d\d?)[/-](?P<year>\d{{4}}){_TIME}")


def read_stamp(text: str, *, month_first: bool) -> dt.date | dt.datetime | None:
    """The day, or the moment, that a text holds and nothing else; a moment without a zone is naive. Where
    only one of two orders has such a day, that is meant, whatever is usual. None where it is none."""
    said = text.strip()
    try:
        for pattern in _WRITTEN:
            found = pattern.fullmatch(said)
            if found:
                return _moment(found, int(found["month"]), int(found["day"]))
        found = _SLASHED.fullmatch(said)
        if found is None:
            return None
        month, day = (found["first"], found["second"]) if month_first else (found["second"], found["first"])
        swapped = int(month) > 12
        return _moment(found, int(day if swapped else month), int(month if swapped else day))
    except ValueError:
        return None


def _moment(found: re.Match[str], month: int, day: int) -> dt.date | dt.datetime:
    """Raises ValueError for what no calendar or clock has."""
    date = dt.date(int(found["year"]), month, day)
    if found["hour"] is None:
        return date
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"no hour of twelve: {hour}")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    moment = dt.datetime.combine(date, dt.time(hour, int(found["minute"])))
    zone = found.groupdict().get("zone")
    if zone is None:
        # Midnight is how programs write a day of which they know no time.
        return date if moment.time() == dt.time() else moment
    return dt.datetime.fromisoformat(f"{moment.isoformat()}{'+00:00' if zone in ('Z', 'UTC') else zone}")
