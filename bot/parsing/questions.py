"""Words that begin questions and sentences, and so are neither a command nor a name."""

from __future__ import annotations

from app.languages.words import forms


def question_words() -> frozenset[str]:
    """These words, folded, of all languages."""
    return forms("questions.first_words")
