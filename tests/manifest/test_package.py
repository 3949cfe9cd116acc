"""A valid package: what it says, and that it is the same zip each time."""

import io
import json
import time
import zipfile
from typing import Any

import pytest

from manifest.icons.draw import BACKGROUND
from manifest.package import assemble, pack, unpack
from manifest.problem import PackageInvalid
from manifest.registration import Registration
from manifest.texts import Texts
from tests.manifest.conftest import ID, judge


@pytest.fixture
def content(files: dict[str, bytes]) -> Any:
    return json.loads(files["manifest.json"])


def test_is_valid(files: dict[str, bytes]) -> None:
    assert judge(files) == []


def test_holds_the_manifest_two_languages_and_two_icons(files: dict[str, bytes]) -> None:
    assert sorted(files) == ["color.png", "de.json", "en.json", "manifest.json", "outline.png"]


def test_the_first_tab_is_the_board_everywhere(content: Any) -> None:
    board = content["staticTabs"][0]
    assert board["entityId"] == "pipeline"
    assert board["contentUrl"] == "https://crm.example.com/tab"
    assert board["scopes"] == ["personal", "team", "groupChat"]
    assert {"personalTab", "channelTab", "privateChatTab"} <= set(board["context"])


def test_people_sign_in_to_the_bots_registration(content: Any) -> None:
    resource = f"api://crm.example.com/botid-{ID}"
    assert content["webApplicationInfo"] == {"id": ID, "resource": resource}
    assert content["validDomains"] == ["crm.example.com"]
    assert content["permissions"] == ["identity", "messageTeamMembers"]


def test_the_bot_offers_its_commands_in_every_scope(content: Any) -> None:
    bot = content["bots"][0]
    assert bot["botId"] == ID
    [offered] = bot["commandLists"]
    assert offered["scopes"] == bot["scopes"] == ["personal", "team", "groupChat"]
    assert [command["title"] for command in offered["commands"]] == ["help", "new"]


def test_every_language_has_a_file_by_path(files: dict[str, bytes], content: Any) -> None:
    german = json.loads(files["de.json"])
    assert german["bots[0].commandLists[0].commands[1].title"] == "neu"
    assert german["staticTabs[0].name"] == "Pipeline de"
    assert content["localizationInfo"] == {
        "defaultLanguageTag": "en",
        "defaultLanguageFile": "en.json",
        "additionalLanguages": [{"languageTag": "de", "file": "de.json"}],
    }


def test_the_accent_is_the_ground_of_the_icon(content: Any) -> None:
    assert content["accentColor"] == "#" + bytes(BACKGROUND).hex().upper()


def test_the_zip_does_not_depend_on_time_or_order(
    registration: Registration, languages: list[Texts], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = assemble(registration, languages)
    first = pack(files)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert pack(dict(reversed(files.items()))) == first


def test_the_zip_holds_the_files_at_its_top(files: dict[str, bytes]) -> None:
    assert unpack(pack(files)) == files


@pytest.mark.parametrize("archive", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_refused(archive: bytes) -> None:
    with pytest.raises(PackageInvalid, match="no readable zip"):
        unpack(archive)


def test_a_damaged_zip_is_refused(files: dict[str, bytes]) -> None:
    archive = bytearray(pack(files))
    archive[archive.index(b"color.png") + 40] ^= 0xFF
    with pytest.raises(PackageInvalid, match="no readable zip"):
        unpack(bytes(archive))


def test_a_name_that_occurs_twice_is_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("manifest.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("manifest.json", "[]")
    with pytest.raises(PackageInvalid, match=r"manifest\.json: is in the zip more than once"):
        unpack(archive.getvalue())


def test_a_bomb_is_not_unpacked() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", bytes(64 * 1024 * 1024))
    with pytest.raises(PackageInvalid, match=r"manifest\.json: is too large"):
        unpack(archive.getvalue())
