"""Invalid packages: each fault is named with its file and its JSON path."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifest.document import find_value
from tests.manifest.conftest import ID, Spoil, judge, spoil


def put(path: str, value: object) -> Spoil:
    """Sets what is at a path."""

    def change(document: Any) -> None:
        parent, _, field = path.rpartition(".")
        target: Any = find_value(document, parent)
        target[field] = value

    return change


COMMAND = "bots[0].commandLists[0].commands"
FAULTS: list[tuple[Spoil, str]] = [
    (put("packageName", "org.example"), "manifest.json: $: Additional properties are not allowed"),
    (lambda d: d.pop("accentColor"), "manifest.json: $: 'accentColor' is a required property"),
    (put("manifestVersion", "1.16"), "manifest.json: $.manifestVersion: '1.29' was expected"),
    (put("version", "1.0"), "manifest.json: $.version: '1.0' is not three numbers"),
    (put("version", "1.02.0"), "manifest.json: $.version: '1.02.0' is not three numbers"),
    (put("version", "1.0.0-beta"), "manifest.json: $.version: '1.0.0-beta' is not three numbers"),
    (put("id", "leadline"), "manifest.json: $.id: 'leadline' does not match"),
    (put("accentColor", "blue"), "manifest.json: $.accentColor: 'blue' does not match"),
    (
        put("staticTabs[0].scopes", ["groupchat"]),
        "manifest.json: $.staticTabs[0].scopes[0]: 'groupchat' is not one",
    ),
    (
        put("staticTabs[0].scopes", ["personal"]),
        "manifest.json: $.staticTabs[0]: is not the tab for personal, team",
    ),
    (
        lambda d: d["staticTabs"].reverse(),
        "manifest.json: $.staticTabs[0]: is not the tab for personal, team",
    ),
    (lambda d: d.pop("staticTabs"), "manifest.json: $.staticTabs[0]: is not the tab for personal, team"),
    (
        put("staticTabs[1].entityId", "pipeline"),
        "manifest.json: $.staticTabs[1].entityId: 'pipeline' names more",
    ),
    (put("staticTabs[0].name", " "), "manifest.json: $.staticTabs[0].name: is empty"),
    (
        put("staticTabs[0].contentUrl", "http://crm.example.com/tab"),
        "contentUrl: 'http://crm.example.com/tab' is no",
    ),
    (
        put("staticTabs[0].contentUrl", "https://b.example/tab"),
        "$.staticTabs[0].contentUrl: 'b.example' is not among",
    ),
    (
        put("developer.privacyUrl", "http://a.example"),
        "$.developer.privacyUrl: 'http://a.example' is no https",
    ),
    (put("developer.name", "x" * 33), "manifest.json: $.developer.name: 'xxx"),
    (put("developer.name", ""), "manifest.json: $.developer.name: is empty"),
    (put("validDomains", ["*.com"]), "$.validDomains[0]: '*.com' covers what is not yours alone"),
    (put("validDomains", ["*.botframework.com"]), "$.validDomains[0]: '*.botframework.com' covers"),
    (
        put("validDomains", ["https://crm.example.com"]),
        "$.validDomains[0]: 'https://crm.example.com' is no host",
    ),
    (
        put("webApplicationInfo.resource", f"api://b.example/botid-{ID}"),
        "$.webApplicationInfo.resource: is not 'api:",
    ),
    (put("webApplicationInfo.id", ID.replace("1", "2")), "$.webApplicationInfo.id: is not '1111"),
    (put("bots", []), "manifest.json: $.bots: has 0 bots instead of one"),
    (put("bots[0].scopes", ["personal"]), "manifest.json: $.bots[0].scopes: lacks groupChat, team"),
    (
        put("name.short", "Leadline for Teams"),
        "manifest.json: $.name.short: 'Teams' must not be part of the name",
    ),
    (
        put("name.full", "The Microsoft CRM"),
        "manifest.json: $.name.full: 'Microsoft' must not be part of the name",
    ),
    (put("name.full", "Leadline beta"), "manifest.json: $.name.full: 'beta' must not be part of the name"),
    (put("name.short", ""), "manifest.json: $.name.short: is empty"),
    (put("description.short", "x" * 81), "manifest.json: $.description.short: 'xxx"),
    (
        put(f"{COMMAND}[1].title", "/new"),
        f"manifest.json: $.{COMMAND}[1].title: '/new' must not begin with a slash",
    ),
    (
        put(f"{COMMAND}[1].title", "HELP "),
        f"manifest.json: $.{COMMAND}[1].title: 'HELP ' is in the list more than",
    ),
    (
        put(f"{COMMAND}[1].title", "dance"),
        f"manifest.json: $.{COMMAND}[1].title: 'dance' is no command of the bot",
    ),
    (put(f"{COMMAND}[1].description", ""), f"manifest.json: $.{COMMAND}[1].description: is empty"),
    (put("bots[0].commandLists", []), "manifest.json: $.bots[0].commandLists: offers no command"),
    (
        lambda d: d["bots"][0]["commandLists"].append(d["bots"][0]["commandLists"][0]),
        "'team' has more than one",
    ),
    (put(COMMAND, [{"title": f"c{n}"} for n in range(13)]), f"manifest.json: $.{COMMAND}: [{{'title"),
    (put("icons.color", "logo.png"), "logo.png: is missing"),
    (put("icons.color", "logo.png"), "color.png: is not part of the package"),
    (put("localizationInfo.additionalLanguages[0].file", "fr.json"), "fr.json: is missing"),
]


@pytest.mark.parametrize(("change", "expected"), FAULTS, ids=[expected for _, expected in FAULTS])
def test_a_fault_of_the_manifest_is_named(files: dict[str, bytes], change: Spoil, expected: str) -> None:
    assert any(expected in problem for problem in judge(spoil(files, "manifest.json", change)))


def key(path: str, value: object) -> Spoil:
    """Sets a text of a language's file, whose keys are paths as they stand."""
    return lambda document: document.update({path: value})


LANGUAGE_FAULTS: list[tuple[Spoil, str]] = [
    (lambda d: d.pop("name.short"), "de.json: $: 'name.short' is a required property"),
    (lambda d: d.pop("name.full"), "de.json: $['name.full']: is not translated"),
    (lambda d: d.pop(f"{COMMAND}[0].title"), f"de.json: $['{COMMAND}[0].title']: is not translated"),
    (key("staticTabs[7].name", "x"), "de.json: $['staticTabs[7].name']: belongs to nothing in the manifest"),
    (key("staticTabs[0].title", "x"), "de.json: $: 'staticTabs[0].title' does not match any of the regexes"),
    (key("name.short", "x" * 31), "de.json: $['name.short']: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' is too long"),
    (key("name.short", "null"), "de.json: $['name.short']: 'null' does not match"),
    (key("name.short", "Leadline Teams"), "de.json: $.name.short: 'Teams' must not be part of the name"),
    (key("description.full", "x" * 4001), "is too long (limit 4000)"),
    (
        key(f"{COMMAND}[0].title", "/hilfe"),
        f"de.json: $.{COMMAND}[0].title: '/hilfe' must not begin with a slash",
    ),
    (
        key(f"{COMMAND}[0].title", "neu"),
        f"de.json: $.{COMMAND}[1].title: 'neu' is in the list more than once",
    ),
    (key(f"{COMMAND}[0].title", "tanze"), f"de.json: $.{COMMAND}[0].title: 'tanze' is no command of the bot"),
    (key(f"{COMMAND}[0].title", 7), f"de.json: $['{COMMAND}[0].title']: 7 is not of type 'string'"),
]


@pytest.mark.parametrize(
    ("change", "expected"), LANGUAGE_FAULTS, ids=[expected for _, expected in LANGUAGE_FAULTS]
)
def test_a_fault_of_a_language_is_named(files: dict[str, bytes], change: Spoil, expected: str) -> None:
    assert any(expected in problem for problem in judge(spoil(files, "de.json", change)))


def test_every_problem_is_named_at_once(files: dict[str, bytes]) -> None:
    files = spoil(files, "manifest.json", put("version", "one"))
    files = spoil(files, "manifest.json", put("packageName", "x"))
    files = spoil(files, "de.json", key("name.short", "Teams"))
    assert len(judge({**files, "color.png": b"", "readme.txt": b""})) == 5


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe{}", b"[" * 100_000])
def test_a_file_that_is_no_json_object_is_named(files: dict[str, bytes], content: bytes) -> None:
    for name in ("manifest.json", "de.json"):
        [problem] = judge({**files, name: content})
        assert problem.startswith(f"{name}: ")


def test_a_package_in_a_folder_of_the_zip_is_refused(files: dict[str, bytes]) -> None:
    nested = {f"leadline/{name}": content for name, content in files.items()}
    assert judge(nested) == ["manifest.json: is missing from the top of the package"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=2)
)


@given(data=st.data())
def test_no_malformed_manifest_stops_the_judge(files: dict[str, bytes], data: st.DataObject) -> None:
    places = [*walk(json.loads(files["manifest.json"]))]
    place = data.draw(st.sampled_from(places))
    value: object = data.draw(JSON | st.just({}))
    changed = spoil(files, "manifest.json", lambda document: replace(document, place, value))
    assert isinstance(judge(changed), list)


def walk(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of everything inside a JSON value."""
    for step in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield (*place, step)
        yield from walk(node[step], (*place, step))


def replace(node: Any, place: tuple[Any, ...], value: object) -> None:
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
