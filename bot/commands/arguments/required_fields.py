"""The argument that lists the fields which a stage requires: "amount, close date for Proposal"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.domain.framework import ANSWER_KEYS, Framework
from app.domain.matching import fold
from app.domain.pipeline import REQUIRABLE
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from app.languages.words import forms, meanings, pattern
from bot.binding import Argument, Mistake
from bot.commands.arguments.kinds import WholeRest
from bot.turn import Turn

_BETWEEN = re.compile(rf"\s*(?:[,;&+]|\b(?:{pattern('requirements.and')})\b)\s*", re.IGNORECASE)
_FOR = re.compile(rf"\s(?:{pattern('requirements.for')})\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _FieldNames(WholeRest):
    """Fields that a stage may require, by their names in any language, one after the other; "nothing" for
    none of them."""

    label: str = "fields"

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[tuple[str, ...], str]:
        cut = await later[0].type.split(turn, text) if later else None
        if cut is None:
            # A stage that is mistyped is none to cut off, but the word before it tells where it begins.
            begins = _FOR.search(text)
            cut = (text[: begins.start()], text[begins.end() :]) if begins else (text, "")
        head, rest = cut
        if fold(head.strip(" .!")) in forms("requirements.nothing"):
            return (), rest
        framework = (await turn.context()).framework
        names = _field_names(framework)
        fields = []
        for one in _BETWEEN.split(head):
            if fold(one.strip()) not in names:
                able = dict.fromkeys(names.values())
                told = ", ".join(turn.t(f"field.{field}") for field in able)
                raise Mistake(turn.t("reply.requirement_unknown", text=one.strip()[:80], fields=told))
            fields.append(names[fold(one.strip())])
        return tuple(dict.fromkeys(fields)), rest


RequiredFields = Annotated[tuple[str, ...], _FieldNames()]


def _field_names(framework: Framework) -> dict[str, str]:
    """The fields that a stage may require, by all that they are called, folded."""
    questions = {question.name: question for question in framework.questions}
    names: dict[str, str] = {}
    for field in REQUIRABLE:
        if field in ANSWER_KEYS and field not in questions:
            continue
        names[fold(field)] = field
        for language in LANGUAGES:
            reader = Reader(language)
            names[fold(reader.t(f"field.{field}"))] = field
            if field in questions:
                names[fold(reader.question(framework, questions[field]))] = field
    return names | meanings("requirements.fields")
