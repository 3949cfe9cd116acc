"""Help: by topic, in two steps, and for questions how something is done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from app.languages.words import names_under
from bot.howto import answer_to
from bot.parsing.howto import asked_how
from bot.registry import registry
from bot.topics import TOPICS, lines_of, topic_named, topics
from tests.bot.desk import Desk, Shown, parts_of

HOW = {
    "how do I log a call?": "call", "How can I win a deal?": "won", "how to undo": "undo",
    "how does merging work?": "merge", "how do I see my overdue tasks": "overdue",
    "how do I add a decision maker?": "participant", "how do I schedule a demo": "meeting",
    "how do I set a reminder?": "task", "how do I import a csv file": "import",
    "how do I rename a company": "edit", "what do I write to assign a lead?": "assign",
    "how do I mark a deal as lost": "lost", "wie lege ich einen Lead an?": "new",
    "Wie importiere ich eine Datei?": "import", "wie funktioniert das Qualifizieren?": "qualify",
    "wie weise ich einen Lead zu?": "assign", "wie ändere ich die Sprache": "language",
    "wie trage ich eine Notiz ein?": "note", "wie sehe ich die Pipeline?": "pipeline",
    "wie lösche ich einen Kontakt": "delete", "wie mache ich einen Lead zur Opportunity": "qualify",
    "wie kann ich jemandem folgen?": "follow", "how can I change the currency": "currency",
    "wie ändere ich die Währung?": "currency", "how do I set our public holidays?": "holidays",
    "wie stelle ich die Zeitzone ein?": "time_zone", "wie führe ich zwei Leads zusammen?": "merge",
}  # fmt: skip
MISSING = (
    "how do I export my leads?",
    "Wie exportiere ich meine Leads?", "how do I create a newsletter", "how do I make coffee?",
)  # fmt: skip


def taps(shown: Shown, verb: str) -> list[dict[str, object]]:
    """The data of every tap and button with a verb, in order."""
    found = [part for part in parts_of(shown.card) if part["type"] == "Action.Execute"]
    return [dict(one.get("data") or {}) for one in found if one["verb"] == verb]


def test_every_command_belongs_to_one_topic() -> None:
    placed = [verb for verbs in TOPICS.values() for verb in verbs]
    assert sorted(placed) == sorted(registry.commands)
    assert 6 <= len(TOPICS) <= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_help_are_of_commands_and_topics(language: str) -> None:
    assert set(names_under(language, "help.words")) <= set(registry.commands)
    assert set(names_under(language, "help.topics")) == set(TOPICS)


@pytest.mark.parametrize(("locale", "back"), [("en-US", "Back"), ("de-DE", "Zurück")])
async def test_two_steps_lead_to_every_command_and_back(desk: Desk, locale: str, back: str) -> None:
    reader = Reader(locale[:2])
    overview = await desk.say("help", locale=locale)
    assert len(overview.text) <= 700
    keys = [data["topic"] for data in taps(overview, "help")]
    assert keys == list(TOPICS)
    for key in TOPICS:
        shown = await desk.press("help", {"topic": key}, locale=locale)
        for line in lines_of(reader, key):
            assert line.usage in shown.text
            assert line.description in shown.text
        assert {} in taps(shown, "help")
        assert back in shown.text
    assert (await desk.press("help", {}, locale=locale)).text == overview.text
    assert (await desk.press("help", {"topic": "nonsense"}, locale=locale)).text == overview.text


@pytest.mark.parametrize(
    ("text", "topic"),
    [("help deals", "deals"), ("Hilfe Aktivitäten", "activities"), ("help with leads", "leads"),
     ("hilfe import", "import"), ("help people and companies", "people"), ("hilfe zu Listen", "lists"),
     ("Wie funktioniert der Import?", "import"), ("how do deals work?", "deals")],
)  # fmt: skip
async def test_a_topic_may_be_named(desk: Desk, text: str, topic: str) -> None:
    shown = await desk.say(text)
    assert all(line.usage in shown.text for line in lines_of(Reader("en"), topic))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_names_its_topic(language: str) -> None:
    for topic in topics(Reader(language)):
        assert topic_named(f"{topic.title}!") == topic.key


@pytest.mark.parametrize("text", HOW)
async def test_how_something_is_done_is_answered(desk: Desk, text: str) -> None:
    shown = await desk.say(text)
    assert registry.commands[HOW[text]].usage(Reader("en")) in shown.text
    assert "This is how:" in shown.text
    assert Reader("en").t(f"command.{HOW[text]}.example") in shown.text
    assert len(taps(shown, "help")) == 2


@pytest.mark.parametrize("text", MISSING)
async def test_what_there_is_no_command_for_is_told(desk: Desk, text: str) -> None:
    shown = await desk.say(text, locale="de-DE")
    assert "Dafür habe ich keinen Befehl. Helfen kann ich hiermit:" in shown.text
    assert {data["topic"] for data in taps(shown, "help")} == set(TOPICS)


async def test_what_only_comes_close_is_told_as_such(desk: Desk) -> None:
    shown = await desk.say("how do I merge leads of my grandmother")
    assert "I have no command for exactly that. This comes closest:" in shown.text
    assert "merge <number or name>" in shown.text


async def test_the_next_page_is_explained(desk: Desk) -> None:
    shown = await desk.say("how do I get more results?")
    assert "See the next page of the list that you were shown last." in shown.text


@pytest.mark.parametrize(
    "text",
    ["how many leads do I have", "wie viele Leads habe ich", "how is it going with Acme", "what is due",
     "wie haben wir Voß verloren?", "wie stehen wir bei Acme", "how much will I close",
     "wie läuft es mit Kranz", "wie geht es weiter mit Kranz", "wie erreiche ich Sandra Köhler?", "how", ""],
)  # fmt: skip
def test_other_questions_are_none(text: str) -> None:
    assert asked_how(text) is None


async def test_a_question_about_somebody_is_no_question_for_help(desk: Desk) -> None:
    await desk.say("new lead Sandra Köhler, Köhler AG")
    assert "Sandra Köhler" in (await desk.say("wie erreiche ich Sandra Köhler?")).text
    assert "Sandra Köhler" in (await desk.say("how can I reach Sandra Köhler?")).text


@given(st.text(max_size=300))
def test_whatever_is_asked_is_taken(text: str) -> None:
    for question in (text, f"how do i {text}", f"wie {text} ich {text}"):
        asked = asked_how(question)
        if asked:
            answer = answer_to(asked)
            assert set(answer.verbs) <= set(registry.commands)
