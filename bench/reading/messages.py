"""Messages as people write them all day, cut to a length."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

_ENGLISH = (
    "new lead Sarah Meier, IT manager at Tech Innovators Inc., sarah@techinnovators.example, 50k",
    "note 104 she was glad about the demo and wants to show it to her team next week",
    "task it send the offer to Tom Becker by next Friday 2pm",
    "could you please show me all open leads of Kim",
    "call with Anna Roth: wants the contract in German, decides in three months",
    "move the Contoso deal to negotiation",
    "lost 12 because of price, they went with a competitor",
    "what is the amount of 4?",
    "qualify her, budget 75k, need: a project tool, timeline this quarter",
    "remind me tomorrow at 9 to ask Mr Brown for the figures",
    "Jane Doe, Northwind Ltd, +44 20 7946 0958, met at the fair, needs 20 licences",
    "add Tom as CFO to 104",
)
_GERMAN = (
    "neuer Lead Sara Meyer, Einkaufsleiterin, Müller & Söhne GmbH, sara@mueller.example, 0711 1234567",
    "Notiz 104 sie war von der Demo begeistert und zeigt sie nächste Woche ihrem Team",
    "Aufgabe dazu: Angebot an Tom Becker schicken bis nächsten Freitag 14 Uhr",
    "zeig mir bitte alle offenen Leads von Kim",
    "Anruf mit Anna Roth: möchte den Vertrag auf Englisch, entscheidet in drei Monaten",
    "verschiebe den Deal mit Contoso in die Verhandlung",
    "verloren 12 wegen Preis, sie haben sich für einen Mitbewerber entschieden",
    "wie hoch ist der Betrag von 4?",
    "qualifiziere sie, Budget 75.000 €, Bedarf: ein Projektwerkzeug, noch in diesem Quartal",
    "erinnere mich morgen um 9, Herrn Braun nach den Zahlen zu fragen",
    "Jana Groß, Nordwind AG, +49 30 1234567, auf der Messe getroffen, braucht 20 Lizenzen",
    "füge Tom als CFO zu 104 hinzu",
)


def everyday(size: int) -> Iterator[tuple[str, str]]:
    """Language and message: each of our sentences, gone on with those behind it up to so many characters."""
    for language, sentences in (("en", _ENGLISH), ("de", _GERMAN)):
        for start in range(len(sentences)):
            text = ""
            for sentence in islice(cycle(sentences), start, None):
                text = f"{text}. {sentence}" if text else sentence
                if len(text) >= size:
                    break
            yield language, text[:size]
