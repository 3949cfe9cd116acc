"""Buttons of followers: list, follow, unfollow."""

from __future__ import annotations

from app.crm.people.followers import add_follower, remove_follower
from app.crm.people.members import context
from app.crm.people.participants import show_deal
from app.crm.views import Context, RecordView
from app.domain.errors import InvalidInput
from app.domain.member import Member
from app.store.work import Work
from bot.cards import Card, FormState, followers_card, record_card
from bot.forms.drawings import new_form
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn


async def draw_followers(turn: Turn, number: int | None, form: FormState) -> Card:
    """Who follows a lead or an opportunity; raises NotFound."""
    found, view = await turn.read(_with_deal, number or 0)
    return followers_card(turn.reader, found, view, turn.member.id, form)


@registry.form("record.followers")
async def show_list(turn: Turn, given: Submission) -> Card:
    """Who follows."""
    return await draw_followers(turn, given.number, new_form())


@registry.form("record.follow", again=draw_followers)
async def press_follow(turn: Turn, given: Submission) -> Card:
    """Whoever presses follows, or the colleague who was picked."""
    picked = given.values.get("member", "").strip()
    member = whole_number(picked) if picked else turn.member.id
    if member is None:
        raise InvalidInput(member="member_unknown")
    return await follow_as(turn, given.number or 0, member)


@registry.form("record.unfollow")
async def press_unfollow(turn: Turn, given: Submission) -> Card:
    """Whoever presses follows no longer."""
    return await unfollow_as(turn, given.number or 0, turn.member.id)


async def follow_as(turn: Turn, number: int, member: int) -> Card:
    """A colleague is told of changes from now on. Where that is so already there is nothing to undo."""
    before = await turn.read(show_deal, number)
    view = await turn.write(add_follower, number, member)
    name = next((one.name for one in view.followers if one.id == member), "")
    mine = member == turn.member.id
    notice = turn.t("reply.following" if mine else "reply.follows", number=number, name=name[:80])
    return record_card(turn.reader, view, notice, undo=view.record.version != before.record.version)


async def unfollow_as(turn: Turn, number: int, member: int) -> Card:
    """A colleague is told no longer."""
    before = await turn.read(show_deal, number)
    members = (await turn.context()).members
    view = await turn.write(remove_follower, number, member)
    name = next((one.name for one in members if one.id == member), "")
    mine = member == turn.member.id
    notice = turn.t("reply.unfollowed" if mine else "reply.unfollows", number=number, name=name[:80])
    return record_card(turn.reader, view, notice, undo=view.record.version != before.record.version)


def _with_deal(work: Work, actor: Member, number: int) -> tuple[Context, RecordView]:
    return context(work, actor), show_deal(work, actor, number)
