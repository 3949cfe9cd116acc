"""Marks: what they stand for comes back whole, whatever is written around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.marks import (
    MARK,
    Marks,
    Mentioned,
    free_signs,
    revive,
    split_called,
    unwrapped,
    without_signs,
)

MEGAN = Mentioned("Bowen, Megan (EXT)", "29:megan", "aad-megan")
OTHER = Mentioned("Bowen, Megan (EXT)", "29:other")
_TEXT = st.text(st.sampled_from("ab 1@,\n\ufff9\ufffb\U00013000\U00013001\U000133ff"), max_size=20)
_NAMES = st.text(st.sampled_from('Ab ,"&<>(é\ufffa\U00013000'), min_size=1, max_size=12).map(without_signs)
_PEOPLE = st.lists(st.builds(Mentioned, _NAMES, st.just("29:x"), st.sampled_from(["", "aad"])), max_size=4)


class Pair(NamedTuple):
    one: str
    other: int


@dataclass(frozen=True)
class Held:
    """Anything that a use case is given."""

    said: str
    more: tuple[str, ...] = ()
    none: None = None


@given(before=_TEXT, people=_PEOPLE)
def test_a_mark_is_a_sign_that_the_text_does_not_hold(before: str, people: list[Mentioned]) -> None:
    marks, signs = Marks().and_of(people, before)
    text = before.join(["", *signs, ""]) if signs else before
    assert (
        marks.named(text) == before.join(["", *(one.name for one in people), ""]) if signs else text == before
    )


@given(
    parts=st.lists(st.text(st.sampled_from("ab 1@,\n"), max_size=8), min_size=2, max_size=4), people=_PEOPLE
)
def test_what_is_kept_behind_a_button_points_to_the_same_people(
    parts: list[str], people: list[Mentioned]
) -> None:
    marks, signs = Marks().and_of(people, "")
    text = "".join(part + sign for part, sign in zip(parts, [*signs, *[""] * len(parts)], strict=False))
    kept = marks.kept(text)
    assert MARK.search(kept) is None
    again, found = revive(kept, Marks({"\U00013000": OTHER}))
    assert found.named(again) == marks.named(text)
    said = [found.find(sign) for sign in MARK.findall(again)]
    assert said == [marks.find(sign) for sign in MARK.findall(text)]


def test_two_people_of_one_name_stay_two() -> None:
    marks, (one, two) = Marks().and_of([MEGAN, OTHER], "assign 1 to")
    again, found = revive(marks.kept(f"assign 1 to {two}"), Marks())
    assert found.find(again[-1]) == OTHER
    assert marks.named(f"{one} and {two}") == f"{MEGAN.name} and {OTHER.name}"


def test_names_stand_in_all_that_the_core_is_given() -> None:
    marks, (sign,) = Marks().and_of([MEGAN], "")
    given_ = ({"a": sign, "b": [sign]}, Pair(sign, 1), Held(sign, (sign,)), {sign}, 7, None)
    name = MEGAN.name
    expected = ({"a": name, "b": [name]}, Pair(name, 1), Held(name, (name,)), {name}, 7, None)
    assert marks.named_in(given_) == expected
    assert Marks().named_in(given_) is given_


def test_a_tag_is_kept_by_its_name() -> None:
    marks, (sign,) = Marks().and_of([Mentioned("Sales", "tag", is_person=False)], "")
    assert marks.kept(f"ask {sign}") == "ask Sales"
    assert marks.people_in(sign) == []


def test_who_is_called_before_anything_is_said() -> None:
    one, two = "\U00013000\U00013001"
    said = [(f"{one},", f"{two}: show 1"), (f"{one}, {two}:", "show 1")]
    assert list(split_called(f"{one}, {two}: show 1")) == said
    for text in (one, f"{one}s leads", f"show {one}", "show 1"):
        assert list(split_called(text)) == []


def test_what_is_around_the_first_mention_is_nothing() -> None:
    assert unwrapped("(\U00013000) takes over 1") == "\U00013000 takes over 1"
    assert unwrapped("(see \U00013000) note") == "(see \U00013000) note"


def test_signs_run_out_without_harm() -> None:
    assert len(list(free_signs("\U00013000 text"))) == 0x400 - 1
