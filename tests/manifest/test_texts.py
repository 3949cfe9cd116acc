"""The product's own texts and commands, as they go into the package."""

import json

import pytest

from app.languages.names import name_in
from app.languages.strings import LANGUAGES
from manifest.package import assemble, package_problems
from manifest.registration import Registration
from manifest.template import language_file
from manifest.texts import is_command, read_texts


def test_every_language_offers_the_same_commands_in_its_own_words() -> None:
    default, *others = texts = read_texts()
    assert tuple(one.language for one in texts) == LANGUAGES
    assert {"en", "de"} <= {one.language for one in texts}
    assert 1 <= len(default.commands) <= 12
    for other in others:
        assert len(other.commands) == len(default.commands)
        assert not set(other.commands) & set(default.commands)


def test_the_description_names_every_language_that_is_spoken() -> None:
    for texts in read_texts():
        for language in LANGUAGES:
            assert name_in(language, texts.language) in texts.full_description


def test_the_package_of_all_languages_is_valid(registration: Registration) -> None:
    files = assemble(registration, read_texts())
    assert package_problems(files, is_command) == []
    tags = {language_file(language) for language in LANGUAGES}
    assert tags == {name for name in files if name.endswith(".json")} - {"manifest.json"}
    listed = json.loads(files["manifest.json"])["localizationInfo"]["additionalLanguages"]
    assert [one["languageTag"] for one in listed] == list(LANGUAGES[1:])


@pytest.mark.parametrize("title", ["help", "HELP", "Hilfe", "new", "neu"])
def test_commands_are_known_in_every_language(title: str) -> None:
    assert is_command(title)


@pytest.mark.parametrize("title", ["", "dance", "new lead Sarah Meier"])
def test_other_texts_are_no_commands(title: str) -> None:
    assert not is_command(title)
