"""The pages that the app package points to say what is true."""

from __future__ import annotations

import pytest

from tests.kit.host import HostUnderTest


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("object id", "service address", "ids of conversations", "“forget”", "second one confirms")),
        (
            "de",
            (
                "Objekt-ID",
                "Dienstadresse",
                "Kennungen der Unterhaltungen",
                "„vergiss“",
                "bestätigt ein zweiter",
            ),
        ),
    ],
)
async def test_the_privacy_page_tells_what_is_kept_and_how_it_goes(
    host: HostUnderTest, language: str, told: tuple[str, ...]
) -> None:
    async with host.session.get(f"{host.url}/privacy", headers={"Accept-Language": language}) as answer:
        text = await answer.text()
    assert [one for one in told if one not in text] == []
