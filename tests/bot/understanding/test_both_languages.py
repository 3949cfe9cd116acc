"""What is said in English and in German words the same commands, in the same mood."""

from __future__ import annotations

import pytest

from app.languages.reader import Reader
from bot.understanding.reading import read_message

READER = Reader("en", "Europe/Berlin", "EUR")
PAIRS = """
send Eva the offer | schick Eva das Angebot
email Eva the proposal | maile Eva das Angebot
can you email Eva the proposal? | kannst du Eva das Angebot mailen?
please send Eva Stern the contract tomorrow | bitte schick Eva Stern morgen den Vertrag
I need to send Eva the contract | ich muss Eva den Vertrag schicken
can you call Eva tomorrow at 9? | kannst du Eva morgen um 9 anrufen?
can you move 4 to proposal? | kannst du 4 auf Angebot setzen?
could you set 4 to won? | könntest du 4 auf gewonnen setzen?
can you follow up with Eva? | kannst du bei Eva nachfassen?
I have to follow up with Eva on Friday | ich muss am Freitag bei Eva nachfassen
can you assign 4 to Megan? | kannst du 4 Megan zuweisen?
can you hand 4 over to Megan? | kannst du 4 an Megan übergeben?
can you qualify Eva? | kannst du Eva qualifizieren?
can you disqualify Eva, no budget? | kannst du Eva disqualifizieren, kein Budget?
can you close 4? | kannst du 4 schließen?
can you reopen 4? | kannst du 4 wieder öffnen?
can you delete 4? | kannst du 4 löschen?
can you merge 4 and 5? | kannst du 4 und 5 zusammenführen?
can you note for Eva that she likes tea? | kannst du bei Eva notieren, dass sie Tee mag?
can you remind me to call Eva on Monday? | kannst du mich am Montag erinnern, Eva anzurufen?
can you schedule a meeting with Eva on Tuesday? | kannst du am Dienstag einen Termin mit Eva ausmachen?
can you create a lead for Paul Klee? | kannst du einen Lead für Paul Klee anlegen?
can you show me my leads? | kannst du mir meine Leads zeigen?
can you find Eva? | kannst du Eva suchen?
can you change the budget of 4 to 50k? | kannst du das Budget von 4 auf 50k ändern?
can you add her phone number 030 123456? | kannst du ihre Telefonnummer 030 123456 ergänzen?
can you rename 4 to Nova? | kannst du 4 in Nova umbenennen?
can you follow 4 for me? | kannst du 4 für mich beobachten?
can you postpone the call with Eva to Friday? | kannst du den Anruf mit Eva auf Freitag verschieben?
can you mark the call with Eva as done? | kannst du den Anruf mit Eva als erledigt markieren?
I want to qualify Eva | ich möchte Eva qualifizieren
we should move 4 to negotiation | wir sollten 4 auf Verhandlung setzen
I must note that Eva likes tea | ich muss notieren, dass Eva Tee mag
I want to add Ida Quill as CFO to Stern Bau | ich möchte Ida Quill als CFO zu Stern Bau hinzufügen
please remove Ida Quill from Stern Bau | bitte entferne Ida Quill von Stern Bau
can you remove Ida Quill from Stern Bau? | kannst du Ida Quill von Stern Bau entfernen?
have we won 4? | haben wir 4 gewonnen?
did we lose Stern Bau? | haben wir Stern Bau verloren?
is 4 won? | ist 4 gewonnen?
has Eva been qualified? | wurde Eva qualifiziert?
when did we last speak to Eva? | wann haben wir zuletzt mit Eva gesprochen?
spoke to Eva, follow up Thursday 2pm | mit Eva gesprochen, Donnerstag 14 Uhr nachfassen
call with Eva went well, send offer by Friday | Anruf mit Eva lief gut, Angebot bis Freitag schicken
had lunch with Eva, she wants a quote | mit Eva Mittag gegessen, sie will ein Angebot
Eva Stern called, wants a demo | Eva Stern hat angerufen, will eine Demo
left Eva a voicemail | Eva auf die Mailbox gesprochen
Eva signed | Eva hat unterschrieben
Eva cancelled the meeting | Eva hat den Termin abgesagt
Eva is no longer interested | Eva hat kein Interesse mehr
task for Eva: send pricing by Tuesday | Aufgabe für Eva: Preise bis Dienstag schicken
note to Eva that she is on holiday | Notiz an Eva, dass sie im Urlaub ist
ring Eva back tomorrow | ruf Eva morgen zurück
book a demo with Eva on Friday at 3pm | buch eine Demo mit Eva am Freitag um 15 Uhr
"""


def commands_of(text: str) -> list[tuple[str, str]]:
    """The mood of each wish, and the command that it surely words."""
    wishes = read_message(text, READER).wishes
    return [(wish.mood, wish.matches[0].command.verb if wish.matches else "") for wish in wishes]


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_both_languages_word_the_same(pair: str) -> None:
    english, german = (commands_of(text) for text in pair.split(" | "))
    assert english == german
    assert all(verb for _, verb in english)
