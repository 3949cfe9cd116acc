"""Commands about the talk itself: help, language."""

from __future__ import annotations

from app.domain.matching import fold
from app.languages.strings import LANGUAGES
from app.languages.words import meanings
from bot.binding import Mistake
from bot.cards import Card, help_card, language_card
from bot.commands.arguments import Tongue
from bot.forms.words import speak
from bot.registry import registry
from bot.turn import Turn

_TONGUES = {form: language for form, language in meanings("languages").items() if language in LANGUAGES}
_TONGUES |= {language: language for language in LANGUAGES}


@registry.command("help", reads=True)
async def show_help(turn: Turn) -> Card:
    """What can be written; greetings lead here too, whatever follows them."""
    return help_card(registry.help_lines(turn.reader), turn.reader)


@registry.command("language", listed=False, reads=True)
async def language(turn: Turn, tongue: Tongue = "") -> Card:
    """Without a language the question, else the change."""
    if not tongue:
        return language_card(turn.reader)
    wanted = _TONGUES.get(fold(tongue.strip(" .!")))
    if wanted is None:
        raise Mistake(turn.t("reply.language_unknown", languages=turn.reader.languages()))
    return await speak(turn, wanted)
