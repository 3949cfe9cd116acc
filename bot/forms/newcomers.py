"""Several people in one message: kept in one change, or shown first; and pasted contact data of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import count, takewhile

from app.crm.leads import LeadDraft
from app.crm.newcomers import MOST_AT_ONCE, Newcomer, Newcomers, capture_leads, captured_with, find_newcomers
from app.domain.errors import AlreadyDone, InvalidInput
from app.domain.lead import Lead
from app.domain.matching import fold
from bot.cards import Card, FormState, contact_card, fits, newcomers_card, notice_card, people_card, typed_of
from bot.forms.drawings import new_form
from bot.forms.duplicates import keep_lead
from bot.parsing.line import LeadLine
from bot.parsing.typed import Typed
from bot.refusals import Action, sentences_of, ways_forward
from bot.registry import registry
from bot.submission import new_form_id, whole_number
from bot.turn import Submission, Turn
from bot.understanding.contacts import read_person
from bot.understanding.people import People

_FIELDS = tuple(field.name for field in fields(LeadLine) if field.name != "labelled")


async def answer_several(turn: Turn, people: People, whole: str) -> Card:
    """Keeps the people of a message at once where it is sure that these are they, else shows them first."""
    if len(people.texts) > MOST_AT_ONCE or not fits(people.texts):
        return _too_many(turn, len(people.texts))
    if people.sure:
        return await keep_people(turn, people.texts)
    return people_card(turn.reader, drafts_of(turn, people.texts), people.texts, whole, new_form_id())


async def keep_people(turn: Turn, texts: Sequence[str]) -> Card:
    """Keeps new leads in one change and tells what became of each; what a repeated turn did is told again."""
    drafts = drafts_of(turn, texts)
    try:
        newcomers = await turn.write(capture_leads, drafts)
    except AlreadyDone as done:
        return await _told_again(turn, done, texts, drafts)
    _speak_of(turn, newcomers)
    waiting = [text for text, one in zip(texts, newcomers.people, strict=True) if not one.view]
    return _card(turn, newcomers, waiting, newcomers.record)


def offer_contact(turn: Turn, line: LeadLine, text: str, about: int | None) -> Card:
    """Pasted contact data, with the offer to capture them, or to keep them as a note on a record."""
    return contact_card(turn.reader, draft_of(turn, line), text, new_form_id(), about)


def drafts_of(turn: Turn, texts: Sequence[str]) -> list[LeadDraft]:
    """The leads that texts tell of."""
    today = turn.reader.today()
    return [draft_of(turn, read_person(text, turn.reader, today)) for text in texts]


def draft_of(turn: Turn, line: LeadLine) -> LeadDraft:
    """A line as the core takes it. What its field cannot hold is in the note."""
    typed = Typed(line.labelled, turn.reader)
    labelled = {name: typed.value(name) for name in line.labelled}
    for name in typed.problems:
        line.add("note", f"{turn.t(f'field.{name}')}: {line.labelled[name]}")
    return LeadDraft(**{name: getattr(line, name) for name in _FIELDS}, **labelled)


@registry.form("leads.capture")
async def capture_all(turn: Turn, given: Submission) -> Card:
    """Keeps the people that the card shows."""
    return await keep_people(turn, _texts_of(given))


@registry.form("leads.anyway")
async def capture_anyway(turn: Turn, given: Submission) -> Card:
    """Keeps those who were picked, though they are likely there already, and shows who is left."""
    texts = _texts_of(given)
    known = [number for word in given.values.get("known", "").split() if (number := whole_number(word))]
    picked = {whole_number(word.strip()) for word in given.values.get("chosen", "").split(",")}
    chosen = [text for at, text in enumerate(texts) if at in picked]
    waiting = [text for at, text in enumerate(texts) if at not in picked]
    added = await _added(turn, chosen) if chosen else Newcomers(people=())
    numbers = [*known[:MOST_AT_ONCE], *(lead.number for lead in added.leads)]
    newcomers = await turn.read(find_newcomers, numbers, drafts_of(turn, waiting))
    _speak_of(turn, newcomers)
    notice = turn.t("reply.saved") if chosen else turn.t("reply.nobody_chosen")
    return _card(turn, newcomers, waiting, added.record, notice)


@registry.form("leads.one")
async def capture_one(turn: Turn, given: Submission) -> Card:
    """Keeps one lead of a text as a whole; asks first where it is likely there already."""
    line = read_person(given.values.get("text", ""), turn.reader, turn.reader.today())
    draft = draft_of(turn, line)
    values = typed_of(turn.reader, draft)
    form = FormState(form_id=given.form_id, values=values) if given.form_id else new_form(values)
    return await keep_lead(turn, draft, lambda: form, turn.t("reply.captured"), anyway=False)


@registry.form("leads.drop")
async def drop(turn: Turn, given: Submission) -> Card:
    """Saves nothing."""
    return notice_card(turn.reader, turn.t("reply.nothing_saved"), ways_forward(turn.reader))


async def _added(turn: Turn, texts: Sequence[str]) -> Newcomers:
    try:
        return await turn.write(capture_leads, drafts_of(turn, texts), unless_duplicate=False)
    except AlreadyDone as done:
        return await _captured_before(turn, done)


async def _told_again(
    turn: Turn, done: AlreadyDone, texts: Sequence[str], drafts: Sequence[LeadDraft]
) -> Card:
    """The card of a repeated turn, whose first one may never have arrived: who was kept, and who was not."""
    before = await _captured_before(turn, done)
    kept = {fold(lead.name) for lead in before.leads}
    left = [at for at, draft in enumerate(drafts) if fold(draft.called) not in kept]
    numbers = [lead.number for lead in before.leads]
    newcomers = await turn.read(find_newcomers, numbers, [drafts[at] for at in left])
    return _card(turn, newcomers, [texts[at] for at in left], before.record)


async def _captured_before(turn: Turn, done: AlreadyDone) -> Newcomers:
    """What a repeated turn had captured, as far as it is still there."""
    number = done.details.get("number")
    return await turn.read(captured_with, number) if isinstance(number, int) else Newcomers(people=())


def _card(
    turn: Turn, newcomers: Newcomers, waiting: Sequence[str], undo: Lead | None, notice: str = ""
) -> Card:
    def sentence(one: Newcomer) -> str:
        found = sentences_of(turn.reader, InvalidInput(**one.problems), {"name.required": "name_required"})
        return " ".join(dict.fromkeys(found.values()))

    return newcomers_card(turn.reader, newcomers, waiting, new_form_id(), sentence, notice, undo=undo)


def _speak_of(turn: Turn, newcomers: Newcomers) -> None:
    """ "It" is the one lead that was captured; of several nobody knows which is meant."""
    leads = newcomers.leads
    if leads:
        turn.about = leads[0].number if len(leads) == 1 else 0


def _texts_of(given: Submission) -> list[str]:
    names = (f"p{position}" for position in count())
    return [given.values[name] for name in takewhile(given.values.__contains__, names)]


def _too_many(turn: Turn, found: int) -> Card:
    way: Action = (turn.t("command.import.name"), "command.run", {"text": turn.t("command.import.name")})
    sentence = turn.t("error.too_many_people", most=MOST_AT_ONCE)
    return notice_card(turn.reader, sentence, [way, *ways_forward(turn.reader)])
