"""Microsoft's renderer draws every card: without a complaint, whole, on a phone, in light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.languages.strings import LANGUAGES
from bot import cards
from tests.bot.cards import samples, schema
from tests.bot.cards.drawing import Easel, easel
from tests.bot.cards.samples import BUILDERS, LONGEST, READERS, TYPICAL, WORLDS, World

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawing() -> Iterator[Easel]:
    with easel() as opened:
        yield opened


# Our own words make a card wide, wherever others have written the rest: each of their worlds is drawn in one
# language, the two in which nobody writes more than usual, or as much as there can be, in all.
@pytest.mark.parametrize(
    ("language", "world"),
    [
        (language, world)
        for place, world in enumerate(WORLDS)
        for language in (LANGUAGES if world in (TYPICAL, LONGEST) else [LANGUAGES[place % len(LANGUAGES)]])
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_the_renderer_has_nothing_against_a_card(drawing: Easel, world: World, language: str) -> None:
    for name, build in BUILDERS.items():
        drawn = drawing.draw(build(READERS[language], world).to_dict(), width=320)
        assert world is not TYPICAL or not drawn.cut, name
        assert drawn.text.strip(), name
        assert not drawn.events, name
        assert not drawn.unnamed, name
        assert not drawn.links, name
        assert not drawn.wide, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_is_cut_in_the_dark_either(drawing: Easel, language: str) -> None:
    for name, build in BUILDERS.items():
        drawn = drawing.draw(build(READERS[language], TYPICAL).to_dict(), "dark", width=480)
        assert not drawn.cut, name
        assert drawn.text.strip(), name


def test_what_users_typed_is_drawn_as_typed(drawing: Easel) -> None:
    notice = cards.notice_card(READERS["en"], samples.HOSTILE)
    shown = drawing.draw(notice.to_dict()).text
    assert re.sub("[\u200b\u2060]", "", shown).strip() == samples.HOSTILE


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_inputs_hold_what_the_card_says(drawing: Easel, world: World) -> None:
    card = BUILDERS["lead_edit"](READERS["de"], world).to_dict()
    drawn = drawing.draw(card)
    for name, given in schema.inputs(card).items():
        expected = given.get("value", "")
        shown = drawn.inputs[name]
        # One-line inputs of browsers drop line breaks and, as every input, carriage returns.
        assert shown == expected or shown == expected.replace("\n", "")
