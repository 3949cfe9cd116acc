"""The wishes of one message: cut where both sides word a command, and never within what is told."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages.reader import Reader
from bot.binding import Effect
from bot.understanding.reading import read_message
from bot.understanding.wishes import MOST_WISHES, Opening, Said, split_wishes

READER = Reader("en", "Europe/Berlin", "EUR")
JOINT = re.compile(r"[\s.;!,]*(?:and|and then|then|und|dann|also)?[:,]?\s*", re.IGNORECASE)


def wishes_of(text: str) -> list[str]:
    return [wish.text for wish in read_message(text, READER).wishes]


TWO = {
    "win 35 and remind me to send the pack on Monday": ["win 35", "remind me to send the pack on Monday"],
    "gewonnen 35 und erinnere mich am Montag ans Paket": ["gewonnen 35", "erinnere mich am Montag ans Paket"],
    "new lead Ann Hall, Acme Ltd. Call her tomorrow": ["new lead Ann Hall, Acme Ltd", "Call her tomorrow"],
    "neuer Lead Ann Hall, Acme AG. Aufgabe: morgen anrufen": [
        "neuer Lead Ann Hall, Acme AG",
        "Aufgabe: morgen anrufen",
    ],
    "qualify 4\nassign 4 to Kim": ["qualify 4", "assign 4 to Kim"],
    "4 qualifizieren\n4 an Kim zuweisen": ["4 qualifizieren", "4 an Kim zuweisen"],
    "Spoke to Ann, follow up Thu 2pm": ["Spoke to Ann", "follow up Thu 2pm"],
    "note 4: likes tea, and call her tomorrow at 10": ["note 4: likes tea", "call her tomorrow at 10"],
    "move 4 to proposal and note: likes tea": ["move 4 to proposal", "note: likes tea"],
    "add Ann: likes tea to the notes and call her tomorrow": [
        "add Ann: likes tea to the notes",
        "call her tomorrow",
    ],
    "schreib Anna: mag Tee in die Notizen und ruf sie morgen an": [
        "schreib Anna: mag Tee in die Notizen",
        "ruf sie morgen an",
    ],
}
ONE = (
    "note: she likes tea and coffee", "Notiz: mag Tee und Kaffee",
    "task: call Ann and email her the deck tomorrow",
    "note 4: they won and lost deals", "show 4 and 5", "lost 4, price",
    "new lead Ann Hall, Bed and Breakfast Ltd",
    "neuer Lead Ann Hall, Lust und Laune GmbH", "merge 4 and 5", "rock and roll",
    "new lead Ann Hall, Acme Ltd, met at the fair, decides in three months",
)  # fmt: skip


@pytest.mark.parametrize("text", TWO)
def test_two_commands_are_two_wishes(text: str) -> None:
    assert wishes_of(text) == TWO[text]


@pytest.mark.parametrize("text", ONE)
def test_and_within_a_name_or_a_note_stays_there(text: str) -> None:
    assert wishes_of(text) == [text]


@pytest.mark.parametrize(
    ("text", "second"),
    [("Call Ann at 10 and Hal at 11", "Hal at 11"), ("ruf Ann um 10 an und Hal um 11", "Hal um 11")],
)
def test_a_second_plan_for_somebody_else_leaves_its_verb_out(text: str, second: str) -> None:
    _, other = read_message(text, READER).wishes
    assert (other.text, other.matches[0].command.verb) == (second, "call")
    assert other.said.start == text.index(second)


@pytest.mark.parametrize(
    ("text", "is_same_day"),
    [
        ("call Ann tomorrow at 10 and Hal at 11", True),
        ("ruf Ann morgen um 10 an und Hal um 11", True),
        ("call Ann tomorrow at 10 and Hal on Friday at 11", False),
        ("call Ann at 10 and Hal at 11", False),
    ],
)
def test_a_second_plan_leaves_its_day_out_as_well(text: str, is_same_day: bool) -> None:
    _, other = read_message(text, READER).wishes
    tomorrow = READER.today() + dt.timedelta(days=1)
    assert other.matches[0].rest.endswith(f" {tomorrow.isoformat()}") is is_same_day


PARTS = (
    "win 35", "qualify Ann", "note: likes tea", "call Ann tomorrow at 10", "Hal at 11", "assign it to Kim",
    "tea", "move 4 to proposal", "gewonnen 35", "erinnere mich morgen an Ann", "4 Kim zuweisen", "list leads",
)  # fmt: skip
JOINTS = (" and ", ", ", ". ", "; ", "\n", ", and ", " und ", ", then ", " ", "! ", " and then ")


@st.composite
def messages(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6))
    return "".join(part + draw(st.sampled_from(JOINTS)) for part in parts[:-1]) + parts[-1]


@settings(max_examples=60)
@given(messages())
def test_the_wishes_stand_in_order_in_the_message_and_only_joints_are_left_out(text: str) -> None:
    told = [wish.said for wish in read_message(text, READER).wishes]
    assert 1 <= len(told) <= MOST_WISHES
    assert told[0].start == 0
    assert told[-1].end == len(text)
    assert all(_says_its_part(one, text) for one in told)
    gaps = [text[one.end : other.start] for one, other in pairwise(told)]
    assert all(gap and JOINT.fullmatch(gap) for gap in gaps)


def _says_its_part(said: Said, text: str) -> bool:
    """Whether a wish is its part of the text, at most with a verb before it."""
    part = text[said.start : said.end].strip()
    return bool(part) and (said.text == part or said.text.endswith(f" {part}"))


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("it is no command. call Ann and win 4; lose 5. qualify 6", 4),
        # One of them is the whole: whether its own words end what is kept.
        ("note it: they wait and call Ann and win 4, and lose 5", 5),
    ],
)
def test_no_more_is_read_than_can_cut_a_message(text: str, most: int) -> None:
    """What follows is not read where nothing can end before it; the reader keeps what it has read."""
    read: list[str] = []

    def opening(part: str, /, *, verb: str = "", planned: bool = False) -> Opening | None:
        read.append(part)
        effect = Effect.KEEPS if part.startswith("note") else Effect.CHANGES
        return None if part.startswith("it is") else Opening("win", effect, lambda: False)

    assert [said.text for said in split_wishes(text, opening)] == [text]
    assert len(set(read)) == most, read
