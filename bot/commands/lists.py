"""Commands that list and count: find, list, pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.crm.board import board
from app.crm.people.members import find_member
from app.crm.records import find_records, list_records
from app.crm.search_pages import find_more, rest_of
from app.crm.views import Found
from app.domain.event import Kind
from app.domain.member import Member
from app.languages.reader import Reader
from app.store.work import Work
from bot.binding import Detour, Effect, Mistake, NothingFound, which_colleague_card
from bot.cards import Card, list_card, notice_card, pipeline_card
from bot.cards.literal import shorten
from bot.commands.arguments.colleagues import Colleague, colleague_at, pointed_in
from bot.commands.arguments.kinds import Filter, Rest
from bot.commands.arguments.records import MOST_CHOICES
from bot.pages import more_of, page
from bot.parsing.lists import LONGEST_NAME, Wish, names_of, read_wish
from bot.parsing.quotes import unquote
from bot.refusals import Action, ways_forward
from bot.registry import registry
from bot.turn import Turn

SHOWN = 10
"""Records on a card; more would have to be scrolled through on a phone."""
LONGEST_SEARCH = 200


@registry.command("find", effect=Effect.SHOWS)
async def find(turn: Turn, text: Rest) -> Card:
    """Records of every kind that fit the words."""
    wanted = unquote(text)[:LONGEST_SEARCH]
    found = await turn.read(find_records, wanted, SHOWN)
    if not found.hits:
        return notice_card(
            turn.reader, turn.t("reply.nothing_found", text=wanted[:80]), _ways_on(turn, wanted)
        )
    return _found_card(turn, replace(found, cursor=rest_of(found)), wanted)


@page("find")
async def find_on(turn: Turn, text: str, cursor: str) -> Card:
    """What else fits the words."""
    return _found_card(turn, await turn.read(find_more, text, cursor, SHOWN), text)


def _found_card(turn: Turn, found: Found, wanted: str) -> Card:
    title = turn.t("reply.list.found", text=wanted[:60])
    return list_card(turn.reader, found, title, more_of(turn, "find", wanted))


@registry.command("list", effect=Effect.SHOWS)
async def list_(turn: Turn, what: Filter = "") -> Card:
    """My open leads, unless other words are there. The whole message counts: "open leads" is a name of
    this command and a wish at once."""
    return await list_on(turn, turn.text, "")


@page("list")
async def list_on(turn: Turn, text: str, cursor: str) -> Card:
    """A page of what a message wants to be listed."""
    wish = read_wish(text)
    owner = await _owner_of(turn, wish) if wish.owner else None
    found = await turn.read(_listed, wish, owner.id if owner else None, cursor or None)
    title = _title_of(turn.reader, wish, owner)
    return list_card(turn.reader, found, title, more_of(turn, "list", text))


@registry.command("pipeline", effect=Effect.SHOWS)
async def pipeline(turn: Turn) -> Card:
    """The stages with counts and sums."""
    # It is whole: "more" goes on with no list that was shown before it.
    more_of(turn, "pipeline")("")
    return pipeline_card(turn.reader, await turn.read(board, 0))


def _listed(work: Work, actor: Member, wish: Wish, owner: int | None, cursor: str | None) -> Found:
    whose = actor.id if wish.mine else owner
    return list_records(work, actor, wish.kind, limit=SHOWN, cursor=cursor, status=wish.status, owner=whose)


async def _owner_of(turn: Turn, wish: Wish) -> Colleague:
    """The colleague whose records are wanted; raises Mistake, Detour where none or several are called so."""
    words, names = wish.owner.split(), names_of(wish.owner)
    unknown = turn.t("reply.filter_unknown", text=words[0][:40])
    if wish.kind not in (Kind.LEAD, Kind.OPPORTUNITY):
        raise Mistake(unknown)
    mark = pointed_in(turn, wish.owner)
    if mark:
        return await colleague_at(turn, mark.group())
    for name in names if len(words) <= LONGEST_NAME else ():
        members = await turn.read(find_member, name[:200])
        if len(members) == 1:
            return Colleague(members[0].id, members[0].name)
        if members:
            raise Detour(_which_owner(turn, wish, name, members))
    if wish.sure:
        raise Mistake(turn.t("reply.colleague_unknown", text=names[-1][:80]))
    if wish.owner.endswith("s"):
        # "Business leads" may be something else that is looked for.
        raise NothingFound(notice_card(turn.reader, unknown, ways_forward(turn.reader)))
    raise Mistake(unknown)


def _which_owner(turn: Turn, wish: Wish, name: str, members: Sequence[Member]) -> Card:
    """Which colleague is meant? What is chosen goes on with the same list."""
    command, link = turn.t("command.list.name"), turn.t("reply.list.of")
    return which_colleague_card(
        turn, name, members[:MOST_CHOICES], lambda one: f"{command} {wish.known} {link} {one}"
    )


def _title_of(reader: Reader, wish: Wish, owner: Colleague | None) -> str:
    if wish.kind in (Kind.CONTACT, Kind.ORGANIZATION):
        return reader.t(f"reply.list.{wish.kind}s")
    noun = "leads" if wish.kind is Kind.LEAD else "opportunities"
    if wish.mine and wish.status == "open":
        return reader.t(f"reply.list.my_{noun}")
    title = reader.t(f"reply.list.{wish.status or 'all'}_{noun}")
    if owner is not None:
        return reader.t("reply.list.owned", title=title, name=shorten(owner.name, 60))
    return reader.t("reply.list.mine", title=title) if wish.mine else title


def _ways_on(turn: Turn, wanted: str) -> list[Action]:
    new = turn.t("command.new.name")
    as_lead: Action = (turn.t("reply.as_lead"), "command.run", {"text": f"{new} {wanted}"})
    return [as_lead, *ways_forward(turn.reader)[1:]]
