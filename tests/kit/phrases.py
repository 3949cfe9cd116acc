"""What people say behind a command: reasons, stages, days, amounts, news, asides. Each phrase tells which of
its parts may not be lost. Its words are such that no card of ours holds them by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from app.languages.strings import strings

BERLIN = ZoneInfo("Europe/Berlin")
REASONS = {
    "lost": ("price", "competitor", "no_budget", "timing"),
    "disqualify": ("no_budget", "no_need", "bad_fit"),
}
STAGES = ("qualified", "meeting", "proposal", "negotiation")
_NEWS = {
    "en": (
        "the oboe arrived broken",
        "they want blue lanterns",
        "the zither took a month to send",
        "the price of zinc worries them",
        "waiting for the summer brochure",
        "they lack 2 barges",
    ),
    "de": (
        "die Oboe kam kaputt an",
        "sie wollen blaue Laternen",
        "die Zither braucht einen Monat",
        "der Preis von Zink ist zu hoch",
        "im Sommer wird das Gerüst gebaut",
        "ihnen fehlen 2 Kähne",
    ),
}
_ASIDES = {
    "en": ("the zebra was glad", "what a gazelle", "thanks to the walrus"),
    "de": ("das Zebra war froh", "was für eine Gazelle", "dank dem Walross"),
}
_DEEDS = {
    "en": ("send the zither brochure", "water the orchids", "check the gutters"),
    "de": ("Zitherprospekt schicken", "Orchideen gießen", "Dachrinne prüfen"),
}

_THINGS = {"en": ("the zither brochure", "an orchid catalog"), "de": ("Zitherprospekt", "Orchideenkatalog")}


@dataclass(frozen=True)
class Piece:
    """A part of a message that must be used, kept or shown: `words` as typed; or the day or amount meant."""

    words: str
    day: dt.date | None = None
    amount: Decimal | None = None
    numbers: frozenset[int] = frozenset()
    """Records by whose number it is shown as well: a name that was found."""


@dataclass(frozen=True)
class Phrase:
    """A part of a message, and what of it may not be lost."""

    text: str
    pieces: tuple[Piece, ...] = ()


NOTHING = Phrase("")


def news(random: Random, language: str) -> Phrase:
    """A sentence of news."""
    return _kept(random.choice(_NEWS[language]))


def aside(random: Random, language: str) -> Phrase:
    """What is said beside the matter."""
    return _kept(random.choice(_ASIDES[language]))


def deed(random: Random, language: str) -> Phrase:
    """What is to be done."""
    return _kept(random.choice(_DEEDS[language]))


def thing(random: Random, language: str) -> Phrase:
    """What is sent."""
    return _kept(random.choice(_THINGS[language]))


def reason(random: Random, language: str, verb: str) -> Phrase:
    """A reason of the list, as it is called or in own words."""
    name = strings(language).t(f"{verb}_reason.{random.choice(REASONS[verb])}")
    own = news(random, language)
    because = {"en": "because", "de": "weil"}[language]
    return random.choice([_kept(name), _kept(name.lower()), Phrase(f"{because} {own.text}", own.pieces)])


def stage(random: Random, language: str) -> Phrase:
    """An open stage."""
    return _kept(strings(language).t(f"stage.{random.choice(STAGES)}"))


def day(random: Random, language: str) -> Phrase:
    """A day ahead."""
    today = dt.datetime.now(BERLIN).date()
    ahead = random.choice((1, 3, 14, 20))
    when = today + dt.timedelta(days=ahead)
    month = {
        "en": f"on {when.day} {_MONTHS['en'][when.month - 1]}",
        "de": f"am {when.day}. {_MONTHS['de'][when.month - 1]}",
    }
    said = {
        1: {"en": "tomorrow", "de": "morgen"},
        3: {"en": "in 3 days", "de": "in 3 Tagen"},
        14: {"en": "in two weeks", "de": "in zwei Wochen"},
        20: month,
    }[ahead][language]
    return Phrase(said, (Piece(said, day=when),))


def money(random: Random, language: str) -> Phrase:
    """An amount."""
    value, said = random.choice(_AMOUNTS[language])
    return Phrase(said, (Piece(said, amount=Decimal(value)),))


def fact(random: Random, language: str, kind: str) -> tuple[str, Phrase]:
    """A field as it is called, and a value for it. `kind` is the type of the slot for the field."""
    names = _FIELDS[language]
    if kind == "closing":
        return names["close_date"], day(random, language)
    if kind == "figure":
        return names["amount"], money(random, language)
    if kind == "contact_value":
        return random.choice(
            [(names["phone"], _kept("+49 30 5557788")), (names["email"], _kept("ida@lantern.example"))]
        )
    return random.choice(
        [
            (names["amount"], money(random, language)),
            (names["phone"], _kept("+49 30 5557788")),
            (names["email"], _kept("ida@lantern.example")),
            (names["source"], _kept("Lampenmesse")),
            (names["need"], _kept({"en": "brass lanterns", "de": "Messinglaternen"}[language])),
        ]
    )


def partner(random: Random) -> Phrase:
    """Somebody who takes part, and as what."""
    name, role = random.choice(["Ida Quill", "Bruno Zander"]), random.choice(["CFO", "CTO"])
    return Phrase(f"{name}, {role}", (Piece(name), Piece(role)))


def facts(random: Random, language: str) -> Phrase:
    """What is known of somebody who is qualified."""
    amount = money(random, language)
    decides = {"en": "she decides", "de": "sie entscheidet"}[language]
    return random.choice(
        [
            Phrase(f"budget {amount.text}", amount.pieces),
            Phrase(f"budget {amount.text}, {decides}", amount.pieces),
            aside(random, language),
        ]
    )


def newcomer(random: Random, verb: str) -> Phrase:
    """Somebody or something new."""
    if verb == "new_organization":
        return Phrase(
            "Zander Werft GmbH, zanderwerft.example", (Piece("Zander Werft"), Piece("zanderwerft.example"))
        )
    if verb == "new_opportunity":
        return Phrase("Zander lanterns 48k", (Piece("Zander lanterns"), Piece("48k", amount=Decimal(48000))))
    person = random.choice(["Ida Quill", "Bruno Zander"])
    mail = f"{person.split()[0].lower()}@lantern.example"
    text = random.choice([f"{person}, Lantern GmbH, {mail}", f"{person}, {mail}", f"{person}, Lantern GmbH"])
    return Phrase(text, tuple(Piece(part) for part in text.split(", ")))


def _kept(text: str) -> Phrase:
    return Phrase(text, (Piece(text),))


_FIELDS = {
    "en": {
        "amount": "amount",
        "phone": "phone",
        "email": "email",
        "source": "source",
        "need": "need",
        "close_date": "close date",
    },
    "de": {
        "amount": "Betrag",
        "phone": "Telefon",
        "email": "E-Mail",
        "source": "Quelle",
        "need": "Bedarf",
        "close_date": "Abschlussdatum",
    },
}
_AMOUNTS = {
    "en": (("48000", "48k"), ("48500", "€48,500"), ("73000", "73k EUR"), ("1200000", "1.2m")),
    "de": (("48000", "48k"), ("48500", "48.500 €"), ("73000", "73 Tsd. Euro"), ("1200000", "1,2 Mio")),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
}
