"""What the languages are called."""

from __future__ import annotations

import pytest

from app.languages.names import name_in, own_name, spoken_languages
from app.languages.strings import LANGUAGES


def test_every_language_has_a_name_of_its_own() -> None:
    assert (own_name("en"), own_name("de")) == ("English", "Deutsch")
    assert len({own_name(language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("reading", LANGUAGES)
@pytest.mark.parametrize("style", ["standard", "or"])
def test_a_list_names_every_language_once_and_the_readers_first(reading: str, style: str) -> None:
    listed = spoken_languages(reading, "or" if style == "or" else "standard")
    names = [name_in(language, reading) for language in LANGUAGES]
    assert listed.startswith(name_in(reading, reading))
    assert [listed.count(name) for name in names] == [1] * len(names)


def test_languages_are_named_in_the_words_of_the_reader() -> None:
    assert name_in("de", "en") == "German"
    assert name_in("en", "de") == "Englisch"
