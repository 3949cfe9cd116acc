"""Buttons about a person's data: show it, erase it, confirm or withdraw an erasure."""

from __future__ import annotations

from app.crm.people.members import context
from app.crm.privacy.disclosing import show_person
from app.crm.privacy.erasing import (
    ask_erasure,
    confirm_erasure,
    plan_erasure,
    waiting_erasures,
    withdraw_erasure,
)
from app.domain.erasure import DataSubject, ErasureState, SubjectKind
from app.domain.errors import AlreadyDone, InvalidInput
from bot.cards import Card, disclosure_card, erasure_card, erasures_card, notice_card
from bot.cards.privacy import ALL
from bot.forms.drawings import new_form
from bot.refusals import Action, ways_forward
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn


@registry.form("person.show")
async def show(turn: Turn, given: Submission) -> Card:
    """All that is kept on somebody."""
    return await shown(turn, _subject(given))


async def shown(turn: Turn, subject: DataSubject) -> Card:
    """All that is kept on somebody."""
    return disclosure_card(turn.reader, await turn.read_through(show_person, subject))


@registry.form("person.erase.open")
async def open_erasure(turn: Turn, given: Submission) -> Card:
    """What erasing somebody takes."""
    return await offered(turn, _subject(given))


async def offered(turn: Turn, subject: DataSubject, notice: str = "") -> Card:
    """What erasing somebody takes, before anything is done."""
    plan = await turn.read_through(plan_erasure, subject)
    return erasure_card(turn.reader, plan, new_form().form_id, notice)


@registry.form("person.erase")
async def erase(turn: Turn, given: Submission) -> Card:
    """Erases somebody with what was chosen, or asks another owner to confirm that. What was found and is gone
    meanwhile has the card drawn anew."""
    chosen = [one for one in given.values.get("findings", "").split(",") if one]
    try:
        erasure, second = await turn.write(ask_erasure, _subject(given), None if ALL in chosen else chosen)
    except AlreadyDone:
        return await waiting(turn)
    except InvalidInput as refused:
        if "findings" not in refused.fields:
            raise
        return await offered(turn, _subject(given), turn.t("error.finding_unknown"))
    if erasure.state is ErasureState.DONE:
        return _done(turn)
    names = ", ".join(owner.name for owner in second[:5])
    said = turn.t("reply.erasure.asked", names=names, until=turn.reader.moment(erasure.expires_at))
    show: Action = (turn.t("button.erasures"), "command.run", {"text": turn.t("command.erasures.name")})
    return notice_card(turn.reader, said, [show])


@registry.form("person.leave")
async def leave(turn: Turn, given: Submission) -> Card:
    """Nothing is erased."""
    return notice_card(turn.reader, turn.t("reply.erasure.left"), ways_forward(turn.reader))


@registry.form("erasure.confirm")
async def confirm(turn: Turn, given: Submission) -> Card:
    """Erases whom another owner asked to erase."""
    await turn.write(confirm_erasure, _id(given))
    return _done(turn)


@registry.form("erasure.withdraw")
async def withdraw(turn: Turn, given: Submission) -> Card:
    """Nobody is erased after all."""
    await turn.write(withdraw_erasure, _id(given))
    return await waiting(turn, turn.t("reply.erasure.withdrawn"))


async def waiting(turn: Turn, notice: str = "") -> Card:
    """The erasures that wait for another owner."""
    found = await turn.read_through(waiting_erasures)
    names = {member.id: member.name for member in (await turn.read(context)).members}
    return erasures_card(turn.reader, found, names, turn.member.id, notice)


def _done(turn: Turn) -> Card:
    audit: Action = (turn.t("button.audit"), "command.run", {"text": turn.t("command.audit.name")})
    # Who was spoken of is nobody any more.
    turn.about = 0
    return notice_card(turn.reader, turn.t("reply.erasure.done"), [audit])


def _subject(given: Submission) -> DataSubject:
    # Not `number`: that would be a record's, and a colleague has none.
    kind = given.values.get("kind", "")
    is_known = kind in set(SubjectKind)
    whom = whole_number(given.values.get("subject")) or 0
    return DataSubject(SubjectKind(kind) if is_known else SubjectKind.RECORD, whom)


def _id(given: Submission) -> int:
    return whole_number(given.values.get("erasure")) or 0
