"""What always holds, whatever is written: messages that are made up. How they are understood is the same on
both databases; what is repeated and taken back is tried on both.

A failing example prints its message; `python -m bench messages` plays very many more.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import Phase, currently_in_test_context, given, note, settings
from hypothesis import strategies as st

import app.languages.strings as languages
from app.crm.crm import Crm
from app.store.database import Database
from tests.kit.messages import LANGUAGES, draw_message, random_of
from tests.kit.small_world import SmallWorld, build_world
from tests.kit.trials import Court, Trial
from tests.kit.wordings import CAPTURES, KINDS, fill, slots_in, wordings_of

# Smaller seeds are not simpler messages: there is nothing to shrink.
EXAMPLES = settings(max_examples=300, derandomize=True, database=None, phases=[Phase.generate])
FIRST_TO_LAST = range(1_000, 1_300)
SEEDS = st.sampled_from(FIRST_TO_LAST)
"""The same messages in every run: integers at large would depend on what else the run has loaded. The bench
tries many more."""

understanding = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOST_LOSING = 3
"""Messages of 300 of which the answer may leave out some words."""

_SAID_FOR_GRAMMAR = frozenset({"empty", "plan", "kind", "participant_noun", "unsuited"})
"""Types of slots that hold nothing to be used: nothing, or what kind of thing is spoken of."""


def _note(text: str) -> None:
    if currently_in_test_context():
        note(text)


class Scene:
    """A small world, and who judges what becomes of a message in it."""

    def __init__(self, world: SmallWorld) -> None:
        self.world = world
        self.court = Court(world)

    async def play(
        self,
        seed: int,
        *,
        way: str = "",
        mood: str = "",
        wishes: int = 0,
        twice: bool = False,
        undo: bool = False,
    ) -> Trial:
        """What becomes of a message that is made up."""
        message = draw_message(random_of(seed), self.world, way=way, mood=mood, wishes=wishes)
        _note(f"{message.text!r}, shown before: {message.shown}, may change: {sorted(message.allowed)}")
        trial = await self.court.try_(message, twice=twice, undo=undo)
        _note(f"answered: {trial.answer.text[:500]!r}")
        return trial


@pytest.fixture
async def scene(crm: Crm, database: Database) -> Scene:
    return Scene(await build_world(crm, database))


@understanding
async def test_nothing_changes_but_what_was_named_or_pointed_at_and_hardly_a_word_is_lost(
    scene: Scene,
) -> None:
    trials = [await scene.play(seed) for seed in FIRST_TO_LAST]
    unmeant = {trial.message.text: trial.unmeant for trial in trials if trial.unmeant}
    assert unmeant == {}
    # Asides behind a choice or a participant are still dropped by some cards; the bench tells which.
    lost = [trial.message.text for trial in trials if trial.lost]
    assert len(lost) <= MOST_LOSING, lost


@understanding
@EXAMPLES
@given(seed=SEEDS)
async def test_a_question_changes_nothing(scene: Scene, seed: int) -> None:
    trial = await scene.play(seed, mood="question")
    assert trial.message.asks
    assert trial.happened == []


@understanding
@EXAMPLES
@given(seed=SEEDS)
async def test_a_name_that_nobody_bears_changes_nothing(scene: Scene, seed: int) -> None:
    trial = await scene.play(seed, way="unknown")
    assert trial.message.subject.way == "unknown"
    assert trial.unmeant == []


@pytest.fixture
def seeds(database: Database) -> range:
    """Fewer on PostgreSQL: all that differs there is how a change is stored and taken back."""
    return FIRST_TO_LAST if database.engine.serves_one_host else FIRST_TO_LAST[::6]


async def test_a_message_that_is_delivered_twice_changes_nothing_twice(scene: Scene, seeds: range) -> None:
    for seed in seeds:
        trial = await scene.play(seed, twice=True, wishes=2)
        assert trial.twice == [], trial.message.text


async def test_undo_brings_all_fields_back(scene: Scene, seeds: range) -> None:
    for seed in seeds:
        trial = await scene.play(seed, undo=True)
        assert trial.left == [], trial.message.text


@understanding
async def test_many_messages_change_something(scene: Scene) -> None:
    """The properties above would hold of a bot that does nothing."""
    drawn = [draw_message(random_of(seed), scene.world, mood="plain", way="full") for seed in range(60)]
    trials = [await scene.court.try_(message) for message in drawn]
    assert sum(trial.wrote for trial in trials) > len(trials) // 3


async def test_a_world_is_put_back(scene: Scene) -> None:
    before, fields = scene.world.state(), scene.world.fields()
    trials = [await scene.court.try_(draw_message(random_of(seed), scene.world)) for seed in range(20)]
    assert any(trial.wrote for trial in trials)
    assert (scene.world.state(), scene.world.fields()) == (before, fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_is_worded_in_both_languages(language: str) -> None:
    found = {one.verb for one in wordings_of(language)}
    assert found >= {*CAPTURES, *KINDS} - {"cancel"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_uses_all_slots_that_it_fills(language: str) -> None:
    """A name in a slot that nothing is done with would be lost, and what is spoken of taken for it."""
    path = Path(languages.__file__).parent / language / "sentences.toml"
    for sentence in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]:
        used = {name for name, _ in slots_in(sentence["rest"])}
        for says in sentence["says"]:
            filled = {
                name
                for name, kind in slots_in(says)
                if kind not in _SAID_FOR_GRAMMAR and name not in ("do", "kind")
            }
            assert filled <= used <= {name for name, _ in slots_in(says)}, says


def test_a_wording_unfolds_to_texts_without_brackets() -> None:
    for wording in wordings_of("en") + wordings_of("de"):
        text = wording.unfold(random_of(0))
        filled = fill(text, {name: "x" for name, _ in slots_in(text)})
        assert not set(filled) & set("[]{}|"), wording
