"""Commands about the talk itself: help, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from app.domain.matching import fold
from app.languages.strings import LANGUAGES
from app.languages.words import meanings
from bot.binding import Effect, Mistake
from bot.cards import Card, language_card
from bot.commands.arguments.kinds import Tongue, WholeRest
from bot.forms.talk import speak
from bot.howto import help_about
from bot.registry import registry
from bot.turn import Turn

_TONGUES = {form: language for form, language in meanings("languages").items() if language in LANGUAGES}
_TONGUES |= {language: language for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class _TopicName(WholeRest):
    """What somebody wants help with."""

    label: str = "topic"


TopicName = Annotated[str, _TopicName()]


@registry.command("help", effect=Effect.SHOWS)
async def show_help(turn: Turn, what: TopicName = "") -> Card:
    """What can be written: all topics, one of them, or what does something."""
    return help_about(turn, what)


@registry.command("language", listed=False, effect=Effect.SHOWS)
async def language(turn: Turn, tongue: Tongue = "") -> Card:
    """Without a language the question, else the change."""
    if not tongue:
        return language_card(turn.reader)
    wanted = _TONGUES.get(fold(tongue.strip(" .!")))
    if wanted is None:
        raise Mistake(turn.t("reply.language_unknown", languages=turn.reader.languages()))
    return await speak(turn, wanted)
