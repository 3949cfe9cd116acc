"""Commands that list and count: find, list, pipeline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.crm.board import board
from app.crm.records import find_records, list_records
from app.crm.views import Found
from app.domain.event import Kind
from app.domain.matching import fold
from app.domain.member import Member
from app.store.work import Work
from app.strings.reader import Reader
from bot.cards import Card, list_card, notice_card, pipeline_card
from bot.commands.arguments import Filter, Rest
from bot.parsing.quotes import unquote
from bot.refusals import Action, ways_forward
from bot.registry import Mistake, registry
from bot.turn import Turn

SHOWN = 10
"""Records on a card; more would have to be scrolled through on a phone."""
LONGEST_SEARCH = 200

_KINDS = {
    **dict.fromkeys(("lead", "leads"), Kind.LEAD),
    **dict.fromkeys(("opportunity", "opportunities", "deal", "deals"), Kind.OPPORTUNITY),
    **dict.fromkeys(("contact", "contacts", "people", "kontakt", "kontakte", "personen"), Kind.CONTACT),
    **dict.fromkeys(
        (
            "organization",
            "organizations",
            "organisation",
            "organisationen",
            "companies",
            "firmen",
            "accounts",
        ),
        Kind.ORGANIZATION,
    ),
}
_LEAD_STATES = {
    **dict.fromkeys(("qualified", "qualifiziert", "qualifizierte"), "qualified"),
    **dict.fromkeys(("disqualified", "disqualifiziert", "disqualifizierte"), "disqualified"),
}
_OPPORTUNITY_STATES = {
    **dict.fromkeys(("won", "gewonnen", "gewonnene"), "won"),
    **dict.fromkeys(("lost", "verloren", "verlorene"), "lost"),
}
_OPEN = frozenset({"open", "offen", "offene", "offenen"})
_MINE = frozenset({"my", "mine", "mein", "meine", "meinen", "own", "eigene", "i", "ich"})
_ALL = frozenset({"we", "wir", "all", "every", "alle", "allen", "everything", "everyone", "team"})
_NOISE = frozenset(
    {
        "list",
        "show",
        "liste",
        "zeige",
        "zeig",
        "auflisten",
        "the",
        "die",
        "of",
        "mir",
        "me",
        "please",
        "bitte",
        "ls",
        *"how many which what are there do have wie viele welche gibt es haben habe denn gerade now".split(),
        *"currently momentan aktuell right zeigen".split(),
    }
)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be listed; `status` is "" for all."""

    kind: Kind
    status: str
    mine: bool

    def title(self, reader: Reader) -> str:
        if self.kind in (Kind.CONTACT, Kind.ORGANIZATION):
            return reader.t(f"reply.list.{self.kind}s")
        noun = "leads" if self.kind is Kind.LEAD else "opportunities"
        if self.mine and self.status == "open":
            return reader.t(f"reply.list.my_{noun}")
        title = reader.t(f"reply.list.{self.status or 'all'}_{noun}")
        return reader.t("reply.list.mine", title=title) if self.mine else title


@registry.command("find")
async def find(turn: Turn, text: Rest) -> Card:
    """Records of every kind that fit the words."""
    wanted = unquote(text)[:LONGEST_SEARCH]
    found = await turn.read(find_records, wanted, SHOWN)
    if not found.hits:
        return notice_card(
            turn.reader, turn.t("reply.nothing_found", text=wanted[:80]), _ways_on(turn, wanted)
        )
    more = turn.t("reply.more") if found.cursor else ""
    return list_card(turn.reader, found, turn.t("reply.list.found", text=wanted[:60]), more)


@registry.command("list")
async def list_(turn: Turn, what: Filter = "") -> Card:
    """My open leads, unless other words are there. The whole message counts: "open leads" is a name of
    this command and a wish at once."""
    wish = _wish_of(turn)
    found = await turn.read(_listed, wish)
    more = turn.t("reply.more") if found.cursor else ""
    return list_card(turn.reader, found, wish.title(turn.reader), more)


@registry.command("pipeline")
async def pipeline(turn: Turn) -> Card:
    """The stages with counts and sums."""
    return pipeline_card(turn.reader, await turn.read(board, 0))


def _listed(work: Work, actor: Member, wish: _Wish) -> Found:
    filters: dict[str, object] = {"status": wish.status, "owner": actor.id if wish.mine else None}
    return list_records(work, actor, wish.kind, limit=SHOWN, **filters)  # type: ignore[arg-type]


def _wish_of(turn: Turn) -> _Wish:
    words = [fold(word) for word in re.findall(r"[^\s,.;:!?]+", turn.text)]
    kind, status, mine = None, "", None
    for word in words:
        if word in _KINDS:
            kind = _KINDS[word]
        elif word in _LEAD_STATES:
            kind, status = Kind.LEAD, _LEAD_STATES[word]
        elif word in _OPPORTUNITY_STATES:
            kind, status = Kind.OPPORTUNITY, _OPPORTUNITY_STATES[word]
        elif word in _OPEN:
            status = "open"
        elif word in _MINE or word in _ALL:
            mine = word in _MINE
        elif word not in _NOISE:
            raise Mistake(turn.t("reply.filter_unknown", text=word[:40]))
    return _completed(kind, status, mine, bare=not set(words) - _NOISE)


def _completed(kind: Kind | None, status: str, mine: bool | None, *, bare: bool) -> _Wish:
    """What was left unsaid: "list" means my open leads, "my leads" the open ones, "all leads" every one."""
    kind = kind or Kind.LEAD
    if kind in (Kind.CONTACT, Kind.ORGANIZATION):
        return _Wish(kind, "", mine=False)
    if mine or bare:
        return _Wish(kind, status or "open", mine=True)
    return _Wish(kind, status or ("" if mine is False else "open"), mine=False)


def _ways_on(turn: Turn, wanted: str) -> list[Action]:
    new = turn.t("command.new.name")
    as_lead: Action = (turn.t("reply.as_lead"), "command.run", {"text": f"{new} {wanted}"})
    return [as_lead, *ways_forward(turn.reader)[1:]]
