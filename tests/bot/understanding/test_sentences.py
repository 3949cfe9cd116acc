"""Sentences of the language folders: each means a command, whatever the order of its parts."""

from __future__ import annotations

import pytest

from app.languages.strings import LANGUAGES
from bot.registry import registry
from bot.understanding.sentences import LONGEST, find_sentence, sentences_of
from tests.bot.test_wording import ORDINARY, WORDED

BEGINNING = {
    "add Anna Roth as CFO to 104": "participant 104: Anna Roth, CFO",
    "add Kim as follower to 104.": "follow 104 Kim",
    "füge Anna Roth als CFO zu 104 hinzu": "participant 104: Anna Roth, CFO",
    "use MEDDIC": "framework MEDDIC",
    "nutze meddic!": "framework meddic",
    "set the amount of 104 to 60k": "edit 104 amount: 60k",
    "setze den Betrag von 104 auf 60k": "edit 104 Betrag: 60k",
    "set close date to end of March": "edit close date: end of March",
    "setze Abschlussdatum auf Ende März": "edit Abschlussdatum: Ende März",
    "close date of 104 is end of March": "edit 104 close date: end of March",
    "phone of Tom Becker is +49 40 555123": "edit Tom Becker phone: +49 40 555123",
    "amount 60k": "edit amount: 60k",
    "Betrag: 60.000 €": "edit Betrag: 60.000 €",
    "the budget is 80k": "edit budget: 80k",
    "hand Tom Becker over to Kim": "assign Tom Becker to Kim",
    "make Kim the owner of 104": "assign 104 to Kim",
    "Termin mit Müller auf Montag verschieben": "postpone Termin mit Müller auf Montag",
    "Anruf mit 104 um eine Woche nach hinten schieben": "postpone Anruf mit 104 um eine Woche",
    "Aufgabe 107 verschieben": "postpone Aufgabe 107",
    "Demo bei Contoso um einen Tag vorziehen": "postpone Demo bei Contoso um einen Tag früher",
    "der Termin mit Müller wurde auf Freitag verschoben": "postpone der Termin mit Müller auf Freitag",
    "the meeting with 104 has been moved to Friday": "postpone the meeting with 104 to Friday",
    "call with Müller is postponed by a week": "postpone call with Müller by a week",
    "zieh den Anruf um eine Stunde vor": "postpone den Anruf um eine Stunde früher",
    "bring the demo forward by a day": "postpone the demo by a day earlier",
    "move the close date of 104 to end of March": "edit 104 close date: end of March",
    "verschiebe das Abschlussdatum von 104 auf Ende März": "edit 104 Abschlussdatum: Ende März",
    "move the call with 104 forward to Thursday": "postpone the call with 104 to Thursday earlier",
}
OTHER = {
    "Kim follows 104": "follow 104 Kim",
    "Kim folgt 104": "follow 104 Kim",
    "Kim soll 104 übernehmen": "assign 104 to Kim",
    "Anna Roth als CFO zu 104 hinzufügen": "participant 104: Anna Roth, CFO",
    "104 and 105 are the same": "merge 104 105",
    "104 und 105 sind doppelt": "merge 104 105",
    "104 to negotiation": "move 104 negotiation",
    "104 auf Angebot": "move 104 Angebot",
    "104 amount 60k": "edit 104 amount: 60k",
    "ihn um eine Woche vorziehen": "postpone ihn um eine Woche früher",
    "it's won": "won",
    "we won!": "won",
    "wir haben gewonnen": "won",
}
COMMANDS = (
    "email 104 sent the offer to 3 people", "add lead Anna Klein", "add Anna Klein, CFO", "close 104 as won",
    "set 104 to won", "setze 104 auf Angebot", "change 104 amount 60k", "make 104 an opportunity",
    "Aufgabe 104 Termin auf Freitag verschieben", "Aufgabe: Termin mit Müller verschieben", "move 104 to won",
    "Notiz 104 sie wollen den Termin verschieben", "call with Müller about moving forward",
    "value added tax is 19%", "phone 104 she likes the demo", "mache 104 wieder auf",
)  # fmt: skip


def meant(text: str, *, before: bool) -> str | None:
    found = find_sentence(text, before=before)
    return f"{found.verb} {found.rest}".strip() if found else None


@pytest.mark.parametrize("text", BEGINNING)
def test_what_begins_as_a_command_may_mean_another(text: str) -> None:
    assert meant(text, before=True) == BEGINNING[text]


@pytest.mark.parametrize("text", OTHER)
def test_what_begins_with_somebody_or_a_record_means_a_command(text: str) -> None:
    assert meant(text, before=True) is None
    assert meant(text, before=False) == OTHER[text]


@pytest.mark.parametrize("text", [*COMMANDS, *WORDED, *ORDINARY])
def test_what_is_a_command_already_is_read_as_no_other(text: str) -> None:
    found = find_sentence(text, before=True)
    named = registry.match(text)
    assert found is None or (named is not None and found.verb == named.command.verb)


def test_a_text_that_is_too_long_is_not_looked_through() -> None:
    assert find_sentence("set the amount of 104 to " + "6" * LONGEST, before=True) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [True, False])
def test_every_sentence_means_a_command(language: str, before: bool) -> None:
    for sentence in sentences_of(language, before=before):
        assert sentence.verb in registry.commands, sentence


def test_the_folders_have_sentences_for_the_same_commands() -> None:
    """What one language understands in another order, the others do as well."""
    verbs = {
        language: {one.verb for before in (True, False) for one in sentences_of(language, before=before)}
        for language in LANGUAGES
    }
    assert len({frozenset(of) for of in verbs.values()}) == 1, verbs
