"""The catalogs of all languages say the same things, and nothing is asked for that they do not have."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.languages.strings import LANGUAGES, Strings, language_of, strings

ROOT = Path(__file__).parents[3]
CATALOGS = ROOT / "app/languages"
PLURAL = re.compile(r"_(?:zero|one|two|few|many|other)\Z")
CODES = {"InvalidInput", "Problem", "Conflict", "Forbidden", "NotFound", "DomainError", "_refuse"}


def literal_calls(*folders: str) -> Iterator[tuple[str, str, ast.Call]]:
    """Every call in the Python files of some folders: (file, name of what is called, call)."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    yield str(path.relative_to(ROOT)), name, node


def asked_keys() -> list[tuple[str, str]]:
    return [
        (file, call.args[0].value)
        for file, name, call in literal_calls("app", "bot", "tabs", "manifest")
        if name == "t" and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]


def error_codes() -> set[str]:
    """Codes that the core's errors are raised with, as far as they are written out."""
    found: set[str] = set()
    for _, name, call in literal_calls("app/domain", "app/crm", "bot"):
        if name in CODES:
            texts = [*call.args[:1], *(keyword.value for keyword in call.keywords if name == "InvalidInput")]
            found |= {
                node.value for node in texts if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_have_the_same_keys(language: str) -> None:
    assert strings(language).keys() ^ strings(LANGUAGES[0]).keys() == frozenset()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_fill_the_same_placeholders(language: str) -> None:
    first, other = strings(LANGUAGES[0]), strings(language)
    unequal = {key for key in sorted(first.keys()) if first.placeholders(key) != other.placeholders(key)}
    assert unequal == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_complete(language: str) -> None:
    catalog = strings(language)
    keys = catalog.keys()
    # "form.choose_one" is no plural: what counts something says how much.
    counting = {key for key in keys if PLURAL.search(key) and "count" in catalog.placeholders(key)}
    stems = {PLURAL.sub("", key) for key in counting}
    assert stems
    assert {stem for stem in stems if not {f"{stem}_one", f"{stem}_other"} <= keys} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_broken(language: str) -> None:
    catalog = strings(language)
    for key in sorted(catalog.keys()):
        filled = catalog.t(key, **dict.fromkeys(catalog.placeholders(key), "x"))
        assert filled.strip(), key
        assert "{{" not in filled, key
        assert "}}" not in filled, key


def test_every_key_that_code_asks_for_exists() -> None:
    asked = asked_keys()
    keys = strings("en").keys()
    missing = {(file, key) for file, key in asked if key not in keys and f"{key}_other" not in keys}
    assert len(asked) > 50
    assert missing == set()


def test_every_error_of_the_core_has_a_sentence() -> None:
    codes = error_codes()
    catalog = strings("en")
    assert {"required", "nothing_to_undo", "viewers_only_read"} <= codes
    assert {code for code in codes if not catalog.has(f"error.{code}")} == set()


def test_plural_and_placeholders_are_filled() -> None:
    catalog = Strings("en", {"deal_one": "{{count}} deal", "deal_other": "{{ count }} deals of {{who}}"})
    assert catalog.t("deal", count=1) == "1 deal"
    assert catalog.t("deal", count=3, who="Kim") == "3 deals of Kim"
    assert catalog.t("deal", count=0, who="Kim") == "0 deals of Kim"


def test_zero_has_its_own_form_where_there_is_one() -> None:
    catalog = Strings("en", {"a": {"b_zero": "none", "b_one": "one", "b_other": "many"}})
    assert [catalog.t("a.b", count=count) for count in (0, 1, 2)] == ["none", "one", "many"]


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        strings("en").t("reply.no_such_key")
    with pytest.raises(KeyError):
        strings("en").t("reply.assigned")


def test_what_a_user_wrote_is_never_taken_for_a_placeholder() -> None:
    assert "{{name}}" in strings("en").t("reply.assigned", name="{{name}}")


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("de", "en-US"), "de"),
        (("", "de-DE"), "de"),
        (("", "DE_at"), "de"),
        (("", "fr-FR"), "en"),
        (("en", "de-DE"), "en"),
        (("", ""), "en"),
        (("", "den"), "en"),
    ],
)
def test_a_reader_gets_the_chosen_language_else_that_of_the_client(
    wishes: tuple[str, ...], language: str
) -> None:
    assert language_of(*wishes) == language


def test_owners_of_a_workspace_are_called_alike() -> None:
    told = (CATALOGS / "de" / "catalog.json").read_text(encoding="utf-8")
    assert "Besitzer" in told
    assert "igentümer" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_there_twice(language: str) -> None:
    """Of two that are alike the last one counts, and the first one is mended in vain."""
    twice: list[str] = []

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        twice.extend(name for name in set(names) if names.count(name) > 1)
        return dict(pairs)

    json.loads((CATALOGS / language / "catalog.json").read_text(encoding="utf-8"), object_pairs_hook=note)
    assert twice == []
