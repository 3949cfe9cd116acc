"""Dialects: how somebody writes and means days, by their language and place."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.workdays import MONDAY_TO_FRIDAY, Workdays
from app.languages.words import words_of


@dataclass(frozen=True, slots=True)
class Dialect:
    """A language, whether 3/4 is the third of April although others who speak it put the month first, the
    country (an ISO 3166 code, "" for none) whose holidays are meant, and the days on which people work."""

    language: str
    day_first: bool = False
    country: str = ""
    workdays: Workdays = MONDAY_TO_FRIDAY

    @property
    def is_month_first(self) -> bool:
        """Whether 11/12 is in November."""
        return not self.day_first and words_of(self.language, "dates.order") == ("month_first",)
