"""The cards of records and lists offer what fits, in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.crm.views import Found
from app.domain.lead import LeadStatus
from app.domain.opportunity import OpportunityStatus
from bot import cards
from bot.cards import Card, FormState
from bot.commands.lists import SHOWN
from tests.bot.cards import samples, schema
from tests.bot.cards.samples import READERS, TYPICAL

ENGLISH, GERMAN = READERS["en"], READERS["de"]


def words(card: Card) -> str:
    """All that can be read on a card, on one line."""
    texts = (part["text"] for part in schema.objects(card.to_dict()) if "text" in part)
    return re.sub(r"\s+", " ", " ".join(texts))


def verbs(card: Card) -> list[str]:
    return [action["verb"] for action in schema.buttons(card.to_dict())]


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (
            LeadStatus.OPEN,
            [
                "lead.qualify.open",
                "lead.edit.open",
                "record.assign.open",
                "lead.disqualify.open",
                "record.more",
            ],
        ),
        (
            LeadStatus.QUALIFIED,
            ["record.show", "lead.edit.open", "record.assign.open", "record.reopen", "record.more"],
        ),
        (LeadStatus.DISQUALIFIED, ["record.reopen", "lead.edit.open", "record.assign.open", "record.more"]),
    ],
)
def test_a_lead_offers_what_its_status_allows(status: LeadStatus, offered: list[str]) -> None:
    assert verbs(cards.record_card(ENGLISH, samples.lead(TYPICAL, status))) == offered


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (
            OpportunityStatus.OPEN,
            [
                "opportunity.move",
                "opportunity.move.open",
                "opportunity.win",
                "opportunity.lose.open",
                "record.more",
                "record.edit.open",
            ],
        ),
        (OpportunityStatus.WON, ["record.reopen", "record.more", "record.edit.open"]),
        (OpportunityStatus.LOST, ["record.reopen", "record.more", "record.edit.open"]),
    ],
)
def test_an_opportunity_offers_what_its_status_allows(status: OpportunityStatus, offered: list[str]) -> None:
    assert verbs(cards.record_card(ENGLISH, samples.opportunity(TYPICAL, status))) == offered


def test_the_next_stage_is_one_tap_away() -> None:
    move = schema.buttons(cards.record_card(GERMAN, samples.opportunity(TYPICAL)).to_dict())[0]
    assert move["title"] == "Zu Angebot"
    assert move["data"] == {"stage": "proposal", "number": 107, "version": 5}


def test_undo_is_offered_after_a_change_only() -> None:
    view = samples.opportunity(TYPICAL)
    assert "undo" not in verbs(cards.record_card(ENGLISH, view))
    assert verbs(cards.record_card(ENGLISH, view, "Moved."))[-1] == "undo"
    assert "undo" not in verbs(cards.record_card(ENGLISH, view, "Already done.", undo=False))


def test_a_lead_is_told_in_the_words_of_its_reader() -> None:
    english = words(cards.record_card(ENGLISH, samples.lead(TYPICAL)))
    german = words(cards.record_card(GERMAN, samples.lead(TYPICAL)))
    for text in ("Lead #104", "Open", "€12,000.00", "Within three months", "Trade fair", "Decides"):
        assert text in english
    for text in ("Lead #104", "Offen", "12.000,00 €", "In drei Monaten", "Messe", "Entscheidet"):
        assert text in german
    for text in (english, german):
        assert "IT manager · Tech Innovators Inc." in text


def test_the_history_says_before_and_after_without_keys_or_ids() -> None:
    told = words(cards.record_card(GERMAN, samples.lead(TYPICAL), entries=samples.entries(TYPICAL)))
    assert "Lead bearbeitet" in told
    assert "Betrag: nichts → 12.000,00 €" in told
    assert "Zuständig: Robin Öztürk → Alex Berger" in told
    assert "Zeitrahmen: In einem Jahr → In drei Monaten" in told
    assert "Quelle: nichts → Messe" in told
    assert "Geändert" in told
    assert "SomethingNew" not in told


def test_pipeline_adds_up_open_stages_per_currency() -> None:
    told = words(cards.pipeline_card(ENGLISH, samples.board(TYPICAL)))
    total = told[told.index("Open in total") :]
    # Stages 1, 2 and 4 of the sample are open and not empty: (1 + 2 + 4) × 120,000 € and × 5,000.50 $.
    for text in (
        "7 opportunities",
        "€840,000.00",
        "$35,003.50",
        "weighted €504,000.00",
        "weighted $21,002.10",
    ):
        assert text in total
    assert "empty · 60%" in told


def test_a_row_of_a_list_opens_its_record() -> None:
    card = cards.list_card(ENGLISH, Found(hits=samples.hits(TYPICAL)), "Leads").to_dict()
    taps = [part["selectAction"] for part in schema.objects(card) if "selectAction" in part]
    assert [(tap["verb"], tap["data"]["number"]) for tap in taps] == [
        ("record.show", number) for number in (104, 107, 106, 98)
    ]


def test_a_list_says_how_many_did_not_fit() -> None:
    card = cards.list_card(ENGLISH, Found(hits=samples.hits(TYPICAL, 200)), "Leads")
    shown = sum("selectAction" in part for part in schema.objects(card.to_dict()))
    assert 20 < shown < 200
    assert f"{200 - shown} more are not shown" in words(card)


@pytest.mark.parametrize("world", samples.WORLDS, ids=lambda world: world.name)
def test_a_page_is_shown_whole(world: samples.World) -> None:
    """However long its names are: the next page begins behind it."""
    card = cards.list_card(ENGLISH, Found(hits=samples.hits(world, SHOWN)), "Leads")
    assert sum("selectAction" in part for part in schema.objects(card.to_dict())) == SHOWN


def test_a_conflict_keeps_what_was_entered() -> None:
    form = FormState(form_id="f-9", values={"amount": "15k", "timeline": "year"}, verb="record.edit")
    card = cards.conflict_card(ENGLISH, samples.lead(TYPICAL), "Robin was quicker.", form)
    told = words(card)
    assert "Robin was quicker." in told
    assert "15k" in told
    assert "Within a year" in told
    again: dict[str, Any] = schema.buttons(card.to_dict())[0]
    assert again["verb"] == "record.edit"
    expected = {"amount": "15k", "timeline": "year", "form": "f-9", "number": 104, "version": 3}
    assert again["data"] == expected


def test_suggestions_are_sent_as_if_typed() -> None:
    card = cards.suggestion_card(GERMAN, "qualfy 104", [("qualifizieren 104", "qualifizieren 104")])
    (action,) = schema.buttons(card.to_dict())
    assert (action["verb"], action["data"]) == ("command.run", {"text": "qualifizieren 104"})
    assert "„qualfy 104“" in words(card)
