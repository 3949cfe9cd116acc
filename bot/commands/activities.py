"""Commands on activities: note, call, email, meeting, task, done, postpone, next, my work, stale, overdue."""

from __future__ import annotations

import datetime as dt
import re

from app.crm.activities import ActivityDraft, cancel_activity, complete_activity, log_activity
from app.crm.records import show_record
from app.domain.activity import WORDED, Activity, ActivityType
from app.languages.words import pattern
from bot.cards import Card, record_card, with_offer
from bot.commands.arguments import Outcome, RecordNumber
from bot.commands.moments import NewTime, cut_moment
from bot.commands.plans import StepNumber
from bot.commands.sayings import Deed, MetNumber, PlannedNumber, ToldNumber, Words
from bot.forms.activities import NEXT_STEP_IN, cancelled_card, done_card, kept_card, postpone_to, when_card
from bot.forms.drawings import draw_activity, new_form
from bot.forms.work import draw_part, draw_work
from bot.parsing.moments import When, explain
from bot.parsing.pointers import is_pronoun
from bot.registry import registry
from bot.turn import Pointing, Turn
from bot.understanding.decision import DEEDS, is_news
from bot.understanding.decision import is_past as is_past_told
from bot.understanding.moods import Mood

SHORT_PLAN = 3
"""Words that a call or an email is planned with at most, where a day follows them."""

_OPENING = re.compile(rf"\A(?:{pattern('activities.openings')})\s+(?=\S)", re.IGNORECASE)
"""Between "remind me" and what of."""
_DEADLINE = re.compile(rf"\b(?:{pattern('activities.deadlines')})\b", re.IGNORECASE)


@registry.command("work", reads=True)
async def work(turn: Turn) -> Card:
    """What whoever writes has to do."""
    return await draw_work(turn)


@registry.command("stale", listed=False, reads=True)
async def stale(turn: Turn) -> Card:
    """The deals of whoever writes to which nothing has happened for a while."""
    return await draw_part(turn, "stale")


@registry.command("overdue", listed=False, reads=True)
async def overdue(turn: Turn) -> Card:
    """What whoever writes should have done already."""
    return await draw_part(turn, "overdue")


@registry.command("note", listed=False, tells=True)
async def note(turn: Turn, record: ToldNumber, text: Words = "") -> Card:
    """Keeps a note as it was written: a day in it is news, no plan."""
    return await _log(turn, record, ActivityType.NOTE, text, None)


@registry.command("call", listed=False, tells=True)
async def call(turn: Turn, record: MetNumber, text: Deed = "") -> Card:
    """Logs a call, or plans one where a day ahead is said."""
    return await _log(turn, record, ActivityType.CALL, *_news_or_plan(turn, text))


@registry.command("email", listed=False, tells=True)
async def email(turn: Turn, record: MetNumber, text: Deed = "") -> Card:
    """Logs an email, or plans one where a day ahead is said."""
    return await _log(turn, record, ActivityType.EMAIL, *_news_or_plan(turn, text))


@registry.command("meeting", listed=False, tells=True)
async def meeting(turn: Turn, record: MetNumber, text: Deed = "") -> Card:
    """Logs a meeting, or plans one where a day ahead is said."""
    return await _log(turn, record, ActivityType.MEETING, *_told_of(turn, text))


@registry.command("task", listed=False, tells=True)
async def task(turn: Turn, record: PlannedNumber, text: Deed = "") -> Card:
    """What is to be done, and by when."""
    words, when = cut_moment(turn, text)
    return await _log(turn, record, ActivityType.TASK, _OPENING.sub("", words), when)


@registry.command("next", listed=False, tells=True)
async def next_(turn: Turn, record: ToldNumber, text: Deed = "") -> Card:
    """Without words the next step of a record, or the form for one; else the next step. One without a day
    comes back as the form: it would not be one."""
    words, when = cut_moment(turn, text)
    if words and when:
        return await _log(turn, record, ActivityType.TASK, words, when)
    view = await turn.read(show_record, record)
    if isinstance(view.record, Activity):
        record = view.record.about
        view = await turn.read(show_record, record)
    if not text and view.next_step is not None:
        return record_card(turn.reader, await turn.read(show_record, view.next_step.number))
    day = when.date if when else turn.reader.today() + dt.timedelta(days=NEXT_STEP_IN)
    values = {"type": ActivityType.TASK.value, "text": words, "due": day.isoformat()}
    return await draw_activity(turn, record, new_form(values, turn.t("form.next_step")))


@registry.command("done", listed=False)
async def done(turn: Turn, record: RecordNumber, outcome: Outcome = "") -> Card:
    """An activity is done, and what came of it is kept; of another record, its next step is. What is to
    follow by a day is offered."""
    completed = await turn.write(complete_activity, record, None, outcome)
    card = done_card(turn, completed)
    return _with_follow_up(turn, card, completed.record.about, outcome)


def _with_follow_up(turn: Turn, card: Card, about: int, outcome: str) -> Card:
    """The card, and a press that plans what the outcome says of a day ahead."""
    when = cut_moment(turn, outcome)[1] if outcome else None
    if when is None or when.date < turn.reader.today():
        return card
    sentence = turn.t("reply.follow_up", day=turn.reader.date(when.date))
    text = f"{turn.t('command.task.name')} #{about} {outcome}"
    return with_offer(turn.reader, card, sentence, turn.t("reply.follow_up_plan"), text)


@registry.command("postpone", listed=False)
async def postpone(turn: Turn, step: StepNumber, when: NewTime | None = None) -> Card:
    """Another day or time for what is planned, or so much later than it was planned for."""
    if when is None:
        return when_card(turn, await turn.read(show_record, step))
    return await postpone_to(turn, step, when)


@registry.command("cancel", listed=False)
async def cancel(turn: Turn, step: StepNumber) -> Card:
    """What is planned does not take place; it stays to be seen as called off."""
    return cancelled_card(turn, await turn.write(cancel_activity, step))


def _news_or_plan(turn: Turn, text: str) -> tuple[str, When | None]:
    """As _told_of, but for a day at the end of a sentence: "she wants a demo on Friday" was said in a call. A
    time of day, a day at the beginning, or few words with one are a plan."""
    words, when = _told_of(turn, text)
    is_news = when and when.time is None and len(words.split()) > SHORT_PLAN and not text.endswith(words)
    return (text, None) if is_news else (words, when)


def _told_of(turn: Turn, text: str) -> tuple[str, When | None]:
    """Words and the day ahead for which something is planned. "By Friday" is a deadline that was spoken of,
    and a day that is past says when it was: both stay in the words."""
    words, when = cut_moment(turn, text)
    if when is None or len(_DEADLINE.findall(text)) > len(_DEADLINE.findall(words)):
        return text, None
    past = when.at < dt.datetime.now(dt.UTC) if when.at else when.date < turn.reader.today()
    return (text, None) if past else (words, when)


async def _log(turn: Turn, record: int, type_: ActivityType, text: str, when: When | None) -> Card:
    if is_pronoun(text):
        text = ""
    if type_ in DEEDS and when is None and text and not _is_told(turn, text):
        return await _ask_when(turn, record, type_, text)
    is_past = type_ in DEEDS and is_past_told(turn.text) and turn.pointing is not Pointing.IMPLIED
    if not text and ((when is None and not is_past) or type_ in WORDED):
        return await draw_activity(turn, record, new_form({"type": type_.value, **_typed(when)}))
    draft = ActivityDraft(
        type=type_, text=text, due=when.date if when else None, due_at=when.at if when else None
    )
    view = await turn.write(log_activity, record, draft)
    return kept_card(turn, view, explain(when, turn.reader) if when else "")


def _is_told(turn: Turn, text: str) -> bool:
    """Whether it was told as done; else it may be a plan, a request, or the name of a paper: "call list"."""
    apart = turn.text.endswith(text) and turn.text[: -len(text)].rstrip().endswith((":", ",", "–", "-"))
    return is_news(turn.text, mood=turn.mood, pointing=turn.pointing, apart=apart)


async def _ask_when(turn: Turn, record: int, type_: ActivityType, text: str) -> Card:
    """The form with all that was said: nothing is kept of what nobody told as done, nor without a day."""
    sure = turn.mood is not Mood.PLAIN or turn.pointing in (Pointing.NAME, Pointing.NUMBER)
    notice = turn.t("reply.when" if sure else "reply.happened")
    return await draw_activity(
        turn, record, new_form({"type": type_.value, "text": text.rstrip("?")}, notice)
    )


def _typed(when: When | None) -> dict[str, str]:
    """What the form holds of a day and a time."""
    if when is None:
        return {}
    return {"due": when.date.isoformat(), "time": when.time.strftime("%H:%M") if when.time else ""}
