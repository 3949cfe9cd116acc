"""Where somebody is, as their client tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`time_zone` is an IANA name ("Europe/London"), `country` an ISO 3166 code ("GB"), `locale` a BCP 47 tag
    ("en-GB"). Each is "" where it is not known; none was checked here."""

    time_zone: str = ""
    country: str = ""
    locale: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says enough to found a workspace there."""
        return bool(self.time_zone and self.country)

    def updated(self, told: Place) -> Place:
        """This place, with what is told of it now."""
        return Place(
            time_zone=told.time_zone or self.time_zone,
            country=told.country or self.country,
            locale=told.locale or self.locale,
        )


NOWHERE = Place()
"""The place of whom nothing is known."""


def region_of(locale: str) -> str:
    """The country in a locale: "CH" of "de-CH", "" of "de"."""
    parts = locale.replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isascii() and part.isalpha()), "")
