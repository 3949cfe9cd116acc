"""One story through the whole host, told in English and, where the product speaks it, in the language that
`tests.kit.toy` invents: all that a language can do lies in its folder (see test_third_language)."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.languages.names import own_name, spoken_languages
from app.languages.reader import Reader
from app.languages.strings import FALLBACK, LANGUAGES, strings
from tests.bot.desk import Shown
from tests.contract.test_story import button_data
from tests.kit.host import HostUnderTest
from tests.kit.toy import TOY, typed

TOLD = [language for language in (FALLBACK, TOY) if language in LANGUAGES]
LEAD = "{new lead} Sarah Meier, Tech Innovators Inc., sarah@ti.example, 12k"
ROWS = "{Name};{Company};{Email};{Amount}\nAnn Roe;Acme;ann@acme.example;1,500\nBen Ott;;nowhere;\n"


class Teller:
    """Somebody who uses the product in one language. In what they write, words in braces are translated."""

    def __init__(self, host: HostUnderTest, language: str) -> None:
        self._host = host
        self._locale = f"{language}-US"
        self.language = language

    async def say(self, text: str, **changes: Any) -> Shown:
        """Writes to the bot; the card that it answers with."""
        return self._seen(await self._host.say(self.told(text), **{"locale": self._locale, **changes}))

    async def press(self, card: Shown, verb: str, **inputs: str) -> Shown:
        """Presses a button of a card, its inputs filled; the card that replaces it."""
        given = card.inputs | {name: self.told(value) for name, value in inputs.items()}
        data = button_data(card.card, verb) | given
        return self._seen(await self._host.press(verb, data, locale=self._locale))

    async def read(self, path: str) -> Any:
        """What the API answers the tab."""
        return (await self._host.api("GET", path, language=self.language)).body

    def told(self, text: str) -> str:
        """A text with the words in braces in the language."""
        translate = typed if self.language == TOY else str
        return re.sub(r"\{(.+?)\}", lambda word: translate(word[1]), text)

    def t(self, key: str, **details: object) -> str:
        """The sentence of a key."""
        return strings(self.language).t(key, **details)

    def _seen(self, card: dict[str, Any]) -> Shown:
        shown = Shown(card)
        assert self.language == FALLBACK or not _english() & set(shown.text.splitlines())
        return shown


def _english() -> set[str]:
    """The sentences of the English catalog, as far as they are always the same."""
    catalog = strings(FALLBACK)
    names = {own_name(language) for language in LANGUAGES}
    return {catalog.t(key) for key in sorted(catalog.keys()) if not catalog.placeholders(key)} - names


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty SQLite file: the store knows no language."""
    path = tmp_path / "leadline.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=TOLD)
def teller(request: pytest.FixtureRequest, host: HostUnderTest) -> Teller:
    """Who tells the story, once for each language that it is told in."""
    return Teller(host, request.param)


async def test_a_lead_is_captured_edited_qualified_moved_and_won(teller: Teller) -> None:
    captured = await teller.say(LEAD)
    assert "€12,000.00" in captured.text
    edited = await teller.say("{edit} 1 {phone}: +49 30 1234567, {amount}: 15k")
    assert {"+49 30 1234567", "€15,000.00"} <= set(re.split(r"\n| · ", edited.text))
    form = await teller.say("{qualify} 1")
    asked = {"budget": "20 {thousand} €", "authority": "decision_maker", "timeline": "quarter"}
    opened = await teller.press(form, "lead.qualify", need="a tool", **asked)
    assert {"€20,000.00", teller.t("authority.decision_maker")} <= set(opened.text.splitlines())
    moved = await teller.say("{move} 4 {proposal}")
    assert teller.t("stage.proposal") in moved.text
    won = await teller.say("{won} 4")
    assert teller.t("status.won") in won.text
    deal = await teller.read("/opportunities/4")
    assert (deal["status"], deal["amount"]["amount"]) == ("won", "15000.00")


@pytest.mark.parametrize(
    ("planned", "days"), [("{tomorrow} 14:00", 1), ("{in two weeks}", 14), ("{in} 3 {days} {at} 9:30", 3)]
)
async def test_a_task_is_planned_in_words(teller: Teller, planned: str, days: int) -> None:
    await teller.say(LEAD)
    due = Reader(time_zone="Europe/Berlin").today() + dt.timedelta(days=days)
    shown = await teller.say(f"{{task}} 1 {{send}} the offer {planned}")
    assert teller.told("{send} the offer") in shown.text.splitlines()
    [task] = (await teller.read("/activities"))["items"]
    assert (task["name"], task["due"]) == (teller.told("{send} the offer"), due.isoformat())


async def test_a_form_takes_what_is_typed_into_it(teller: Teller) -> None:
    form = await teller.say("{new lead}")
    saved = await teller.press(form, "lead.capture", name="Ann Roe", company="Acme", amount="2 {million} $")
    assert "$2,000,000.00" in saved.text
    form = await teller.say("{new lead}")
    refused = await teller.press(form, "lead.capture", name="Bo Lee", amount="{nothing}")
    assert teller.t("error.amount_invalid") in refused.text


async def test_rows_are_imported_by_the_titles_of_the_language(teller: Teller) -> None:
    preview = await teller.say(f"{{import}}\n{ROWS}")
    assert teller.t("error.email_invalid") in preview.text
    done = await teller.press(preview, "import.run")
    assert teller.t("import.created") in done.text
    other, lead = (await teller.read("/leads"))["items"]
    assert (lead["name"], lead["company"], lead["email"]) == ("Ann Roe", "Acme", "ann@acme.example")
    assert lead["amount"]["amount"] == "1500.00"
    assert (other["email"], other["note"]) == ("", teller.told("{Email}: nowhere"))


async def test_a_language_is_chosen_by_its_name_and_by_its_button(teller: Teller) -> None:
    elsewhere = {"locale": "de-DE"}
    question = await teller.say("{language}", **elsewhere)
    assert {own_name(language) for language in LANGUAGES} <= set(question.text.splitlines())
    chosen = await teller.press(question, "language", language=teller.language)
    assert teller.t("reply.language_set") in chosen.text
    assert (await teller.read("/me"))["member"]["language"] == teller.language
    assert strings("de").t("reply.language_set") in (await teller.say("{language} deutsch")).text
    again = await teller.say(f"{{language}} {own_name(teller.language)}", **elsewhere)
    assert teller.t("reply.language_set") in again.text


async def test_help_refusals_and_lists_are_in_the_language(teller: Teller) -> None:
    assert teller.t("help.topic.people") in (await teller.say("{help}")).text
    unknown = await teller.say(f"{{language}} {TOY * 4}")
    assert teller.t("reply.language_unknown", languages=spoken_languages(teller.language)) in unknown.text
    assert (await teller.read("/leads/99"))["message"] == teller.t("error.not_found", number=99)
    names = [stage["name"] for stage in (await teller.read("/pipeline"))["stages"]]
    assert names[:2] == [teller.t("stage.qualified"), teller.t("stage.meeting")]
