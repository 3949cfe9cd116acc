"""Forms come filled, lose nothing, and say what is wrong where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from app.crm.views import RecordView
from bot import cards
from bot.cards import Card, FormState
from bot.cards.form import LONGEST_TYPED
from bot.cards.layout import LARGEST_CARD
from tests.bot.cards import samples, schema
from tests.bot.cards.samples import READERS, TYPICAL, WORLDS, World

READER = READERS["en"]
LINES = ("name", "company", "job_title", "email", "phone")
FORMS: dict[str, Callable[[World, FormState], Card]] = {
    "lead": lambda w, form: cards.lead_form(READER, samples.context(w), form),
    "edit": lambda w, form: cards.lead_edit_form(READER, samples.context(w), samples.lead(w), form),
    "disqualify": lambda w, form: cards.disqualify_form(READER, samples.context(w), samples.lead(w), form),
    "lose": lambda w, form: cards.lose_form(READER, samples.context(w), samples.opportunity(w), form),
    "move": lambda w, form: cards.move_form(READER, samples.opportunity(w), form),
    "assign": lambda w, form: cards.assign_form(READER, samples.context(w), samples.lead(w), form),
}
every_form = pytest.mark.parametrize("name", FORMS)


def edit(world: World, form: FormState | None = None) -> dict[str, Any]:
    return FORMS["edit"](world, form or samples.fresh()).to_dict()


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_a_form_holds_whole_values_or_leaves_the_field_alone(world: World) -> None:
    record: Any = samples.lead(world).record
    given = schema.inputs(edit(world))
    for name in (*LINES, "need", "note"):
        if name in given or name in LINES:
            assert given[name].get("value", "") == getattr(record, name)
            units = len(getattr(record, name).encode("utf-16-le")) // 2
            assert given[name]["maxLength"] >= units


def test_only_texts_too_long_for_a_card_are_left_out_and_named() -> None:
    heavy = next(world for world in WORLDS if world.name == "heaviest")
    card = edit(heavy)
    left_out = {"need", "note"} - set(schema.inputs(card))
    assert len(left_out) == 1
    assert READER.t(f"field.{left_out.pop()}") + ": too long" in orjson.dumps(card).decode()
    assert {"need", "note"} <= set(schema.inputs(edit(TYPICAL)))


@every_form
@pytest.mark.parametrize("letter", ["x", "ß", "漢", "\n"])
def test_what_a_form_lets_people_type_comes_back_whole(name: str, letter: str) -> None:
    longest = next(world for world in WORLDS if world.name == "longest")
    values = dict.fromkeys(LINES, letter * 200) | {
        "need": letter * LONGEST_TYPED,
        "note": letter * LONGEST_TYPED,
        "owner": "200",
    }
    card = FORMS[name](longest, FormState(form_id="f", values=values, problems={"name": "?"})).to_dict()
    assert len(orjson.dumps(card)) <= LARGEST_CARD
    for field, given in schema.inputs(card).items():
        if field in values:
            assert given["value"] == values[field]


def test_a_message_beyond_all_limits_still_gets_a_card() -> None:
    values = {"need": "漢" * 30_000, "name": "Sarah"}
    card = FORMS["lead"](TYPICAL, FormState(form_id="f", values=values)).to_dict()
    assert len(orjson.dumps(card)) <= LARGEST_CARD
    given = schema.inputs(card)
    assert given["name"]["value"] == "Sarah"
    assert given["need"]["value"].startswith("漢" * 5000)
    assert given["need"]["value"].endswith("…")


def test_what_was_typed_wins_over_what_is_stored() -> None:
    given = schema.inputs(edit(TYPICAL, FormState(form_id="f", values={"email": "new@", "phone": ""})))
    assert given["email"]["value"] == "new@"
    assert "value" not in given["phone"]
    assert given["company"]["value"] == "Tech Innovators Inc."


@pytest.mark.parametrize("field", ["name", "amount", "source", "note"])
def test_the_message_stands_right_below_its_field(field: str) -> None:
    body = edit(TYPICAL, FormState(form_id="f", problems={field: "Not like this."}))["body"]
    place = next(i for i, part in enumerate(body) if part.get("id") == field)
    assert body[place + 1]["inlines"][0]["text"].endswith("Not like this.")
    assert body[place + 1]["inlines"][0]["color"] == "attention"
    assert sum("Not like this." in str(part) for part in body) == 1


def test_a_message_without_a_field_is_said_at_the_top() -> None:
    card = FORMS["move"](TYPICAL, FormState(form_id="f", problems={"currency": "Which currency?"}))
    assert "Which currency?" in str(card.to_dict()["body"][:4])


def test_the_buttons_of_a_form_carry_what_it_is_about() -> None:
    save, back = schema.buttons(edit(TYPICAL))
    assert save["verb"] == "record.edit"
    assert save["data"] == {"form": "f-1", "number": 104, "version": 3}
    assert (back["verb"], back["data"]) == ("record.show", {"number": 104})
    assert back["associatedInputs"] == "none"


def test_the_chosen_colleague_is_offered_among_hundreds() -> None:
    longest = next(world for world in WORLDS if world.name == "astral")
    view = samples.lead(longest)
    card = cards.assign_form(
        READER, samples.context(longest), view, FormState(form_id="f", values={"owner": "200"})
    )
    owner = schema.inputs(card.to_dict())["owner"]
    assert owner["value"] == "200"
    assert owner["choices"][-1]["value"] == "200"
    assert len(owner["choices"]) < 200
    assert "assign 104" in str(card.to_dict()["body"])


def test_move_offers_what_can_be_moved_to() -> None:
    stages = schema.inputs(FORMS["move"](TYPICAL, samples.fresh()).to_dict())["stage"]["choices"]
    assert [stage["value"] for stage in stages] == ["qualified", "proposal", "negotiation", "won"]


def test_forms_for_leads_refuse_other_records() -> None:
    view: RecordView = samples.opportunity(TYPICAL)
    with pytest.raises(TypeError):
        cards.lead_edit_form(READER, samples.context(TYPICAL), view, samples.fresh())
