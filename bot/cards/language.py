"""Which language the bot writes: a button for each that there is, by its own name."""

from __future__ import annotations

from app.languages.names import own_name
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card


def language_card(reader: Reader) -> Card:
    """Which language the bot shall write."""
    title = reader.t("card.language.title")
    body = [layout.band(title), layout.told(reader.t("card.language.intro"))]
    return layout.card(reader, title, body, [_speaking(language) for language in LANGUAGES])


def other_language(reader: Reader) -> list[ActionExecute]:
    """A button that changes to the other language; where there are several, one that asks which."""
    others = [language for language in LANGUAGES if language != reader.language]
    if len(others) > 1:
        return [layout.button(reader.t("button.other_language"), "language")]
    return [_speaking(language) for language in others]


def _speaking(language: str) -> ActionExecute:
    return layout.button(own_name(language), "language", language=language)
