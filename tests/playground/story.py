"""What is said and typed in the story, in both languages, and the steps that tests and pictures share."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect

from app.languages.reader import Reader
from tests.playground.window import choose, fill

COMPANY = "Tech Innovators Inc."
LEADS = {
    "en": "new lead Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example, "
    "needs a project management tool",
    "de": "neuer Lead Sarah Meier, IT-Leiterin, Tech Innovators Inc., sarah@techinnovators.example, "
    "sucht ein Werkzeug für Projekte",
}
TITLES = {"en": "IT manager", "de": "IT-Leiterin"}
BUDGETS = {"en": "€12k", "de": "12.000 €"}
NEEDS = {"en": "One tool for all projects", "de": "Ein Werkzeug für alle Projekte"}
SPEAK = {"en": "language en", "de": "sprache deutsch"}


async def answer_questions(card: Locator, reader: Reader) -> None:
    """Fills the form that qualifies a lead, by keyboard."""
    await fill(card, reader.t("field.budget"), BUDGETS[reader.language])
    await choose(card, reader.t("field.authority"), reader.t("authority.decision_maker"))
    await choose(card, reader.t("field.timeline"), reader.t("timeline.quarter"))
    await fill(card, reader.t("field.need"), NEEDS[reader.language])


async def number_in(card: Locator, kind: str) -> int:
    """Waits until a card shows a record of that kind, as its title names it; the record's number."""
    title = re.compile(rf"{kind} #(\d+)")
    await expect(card).to_contain_text(title)
    found = title.search(await card.inner_text())
    assert found is not None
    return int(found[1])
