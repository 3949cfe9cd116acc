"""The corpus of lists: which kind, state and owner people want to see."""

from __future__ import annotations

import pytest

from app.domain.event import Kind
from bot.parsing.lists import names_of, read_wish
from bot.understanding.sentences import find_sentence

LEAD, DEAL = Kind.LEAD, Kind.OPPORTUNITY

MINE = {
    "list": (LEAD, "open"),
    "my leads": (LEAD, "open"),
    "meine Leads": (LEAD, "open"),
    "my open deals": (DEAL, "open"),
    "meine offenen Chancen": (DEAL, "open"),
    "my won deals": (DEAL, "won"),
    "meine gewonnenen Deals": (DEAL, "won"),
    "deals of me": (DEAL, "open"),
    "Leads von mir": (LEAD, "open"),
}
OF_ALL = {
    "open leads": (LEAD, "open"),
    "offene Leads": (LEAD, "open"),
    "leads": (LEAD, "open"),
    "all leads": (LEAD, ""),
    "alle Chancen": (DEAL, ""),
    "Chancen": (DEAL, "open"),
    "verlorene Chancen": (DEAL, "lost"),
    "which leads are open": (LEAD, "open"),
    "list of leads": (LEAD, "open"),
    "contacts": (Kind.CONTACT, ""),
    "Firmen": (Kind.ORGANIZATION, ""),
}
OF_SOMEBODY = {
    "leads von Kim": (LEAD, "open", "Kim"),
    "Kims Leads": (LEAD, "open", "Kims"),
    "Kim's leads": (LEAD, "open", "Kim's"),
    "Kim’s open opportunities": (DEAL, "open", "Kim’s"),
    "leads of Kim": (LEAD, "open", "Kim"),
    "open leads of Kim Lee": (LEAD, "open", "Kim Lee"),
    "offene Leads von Kim": (LEAD, "open", "Kim"),
    "alle Leads von Kim": (LEAD, "", "Kim"),
    "all deals of Kim": (DEAL, "", "Kim"),
    "Kims offene Deals": (DEAL, "open", "Kims"),
    "Kims gewonnene Chancen": (DEAL, "won", "Kims"),
    "Chancen von Kim": (DEAL, "open", "Kim"),
    "won deals of Kim": (DEAL, "won", "Kim"),
    "qualifizierte Leads von Kim": (LEAD, "qualified", "Kim"),
    "show me Kim's leads": (LEAD, "open", "Kim's"),
    "zeig mir Kims Chancen": (DEAL, "open", "Kims"),
    "zeig mir die Leads von Kim": (LEAD, "open", "Kim"),
    "show me the open deals of Kim": (DEAL, "open", "Kim"),
    "list Kim's leads": (LEAD, "open", "Kim's"),
    "what leads does Kim have?": (LEAD, "open", "Kim"),
    "welche Leads hat Kim?": (LEAD, "open", "Kim"),
    "wie viele Deals hat Kim?": (DEAL, "open", "Kim"),
    "leads owned by Kim": (LEAD, "open", "Kim"),
    "James' deals": (DEAL, "open", "James'"),
    "kims leads": (LEAD, "open", "kims"),
}
OTHERS = (
    "business lunch",
    "Kims Anruf",
    "show 104",
    "zeig mir Kim",
    "what leads to this?",
    "she leads",
    "show me",
)


def wish(text: str) -> tuple[Kind, str, bool, str]:
    meant = find_sentence(text, before=True) or find_sentence(text, before=False)
    read = read_wish(f"{meant.verb} {meant.rest}" if meant else text)
    return read.kind, read.status, read.mine, read.owner


@pytest.mark.parametrize("text", MINE)
def test_what_is_mine(text: str) -> None:
    assert wish(text) == (*MINE[text], True, "")


@pytest.mark.parametrize("text", OF_ALL)
def test_what_is_of_everybody(text: str) -> None:
    assert wish(text) == (*OF_ALL[text], False, "")


@pytest.mark.parametrize("text", OF_SOMEBODY)
def test_what_is_of_a_colleague(text: str) -> None:
    kind, status, owner = OF_SOMEBODY[text]
    assert wish(text) == (kind, status, False, owner)
    assert {"Kim", "kim", "Kim Lee", "James"} & set(names_of(owner))


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_list(text: str) -> None:
    found = [find_sentence(text, before=before) for before in (True, False)]
    assert "list" not in [meant.verb for meant in found if meant]
