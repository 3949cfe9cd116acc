"""Words that begin questions and sentences, and so are neither a command nor a name."""

from __future__ import annotations

from functools import cache

from app.domain.matching import fold
from app.languages.strings import LANGUAGES, strings


@cache
def question_words() -> frozenset[str]:
    """These words, folded, of all languages."""
    listed = (strings(language).t("wording.questions") for language in LANGUAGES)
    return frozenset(fold(word.strip()) for words in listed for word in words.split(","))
