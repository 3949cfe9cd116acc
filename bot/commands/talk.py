"""Commands about the talk itself: help, language."""

from __future__ import annotations

from bot.cards import Card, help_card, language_card
from bot.commands.arguments import Tongue
from bot.forms.words import speak
from bot.registry import Mistake, registry
from bot.turn import Turn

_TONGUES = {
    **dict.fromkeys(("en", "eng", "english", "englisch"), "en"),
    **dict.fromkeys(("de", "deu", "ger", "german", "deutsch"), "de"),
}


@registry.command("help", reads=True)
async def show_help(turn: Turn) -> Card:
    """What can be written; greetings lead here too, whatever follows them."""
    return help_card(registry.help_lines(turn.reader), turn.reader)


@registry.command("language", listed=False, reads=True)
async def language(turn: Turn, tongue: Tongue = "") -> Card:
    """Without a language the question, else the change."""
    if not tongue:
        return language_card(turn.reader)
    wanted = _TONGUES.get(tongue.strip(" .!").casefold())
    if wanted is None:
        raise Mistake(turn.t("reply.language_unknown", languages=turn.reader.languages()))
    return await speak(turn, wanted)
