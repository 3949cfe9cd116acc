"""The product's own texts and commands, as they go into the package."""

import pytest

from manifest.texts import is_command, read_texts


def test_every_language_offers_the_same_commands_in_its_own_words() -> None:
    english, german = read_texts()
    assert (english.language, german.language) == ("en", "de")
    assert 1 <= len(english.commands) == len(german.commands) <= 12
    assert english.commands != german.commands


@pytest.mark.parametrize("title", ["help", "HELP", "Hilfe", "new", "neu"])
def test_commands_are_known_in_every_language(title: str) -> None:
    assert is_command(title)


@pytest.mark.parametrize("title", ["", "dance", "new lead Sarah Meier"])
def test_other_texts_are_no_commands(title: str) -> None:
    assert not is_command(title)
