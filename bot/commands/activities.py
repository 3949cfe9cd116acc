"""Commands on activities: note, call, email, meeting, task, done, postpone, next, my work, stale, overdue."""

from __future__ import annotations

import datetime as dt
import re

from app.crm.activities.activities import ActivityDraft, cancel_activity, complete_activity, log_activity
from app.crm.records import show_record
from app.dates.happened import Happened
from app.dates.moments import When, explain
from app.domain.activity import WORDED, Activity, ActivityType
from app.languages.words import pattern
from bot.binding import Effect, Mistake
from bot.cards import Card, record_card, with_offer
from bot.commands.arguments.colleagues import cut_assignee
from bot.commands.arguments.counting import PlannedNumber, WithNumber
from bot.commands.arguments.kinds import Outcome, RecordNumber
from bot.commands.arguments.new_time import NewTime, cut_moment, find_done, read_moment
from bot.commands.arguments.notes import AboutNumber, NoteText, TaskText
from bot.commands.arguments.planned_activities import StepNumber
from bot.commands.done_or_planned import ToldActivity, is_theirs, read_told_activity
from bot.forms.activities import NEXT_STEP_IN, cancelled_card, done_card, kept_card, postpone_to, when_card
from bot.forms.agenda import draw_part, draw_work
from bot.forms.drawings import draw_activity, new_form
from bot.parsing.dates.unclear import find_unread
from bot.parsing.pointers import is_pronoun
from bot.registry import registry
from bot.turn import Pointing, Turn
from bot.understanding.decision import DEEDS, is_news, tells_end
from bot.understanding.decision import is_past as is_past_told
from bot.understanding.moods import Mood

_OPENING = re.compile(rf"\A(?:{pattern('activities.openings')})\s+(?=\S)", re.IGNORECASE)
"""Between "remind me" and what of."""
_REMINDER = re.compile(rf"\W*(?:{pattern('activities.reminders')})(?!\w)", re.IGNORECASE)
_STEP = re.compile(rf"(?P<step>{pattern('activities.steps')})[.!]*\Z", re.IGNORECASE)


@registry.command("work", effect=Effect.SHOWS)
async def work(turn: Turn) -> Card:
    """What whoever writes has to do."""
    return await draw_work(turn)


@registry.command("stale", listed=False, effect=Effect.SHOWS)
async def stale(turn: Turn) -> Card:
    """The deals of whoever writes to which nothing has happened for a while."""
    return await draw_part(turn, "stale")


@registry.command("overdue", listed=False, effect=Effect.SHOWS)
async def overdue(turn: Turn) -> Card:
    """What whoever writes should have done already."""
    return await draw_part(turn, "overdue")


@registry.command("note", listed=False, effect=Effect.KEEPS)
async def note(turn: Turn, record: AboutNumber, text: NoteText = "") -> Card:
    """Keeps a note as it was written: a day in it is news, no plan; one before a colon is that of the
    note."""
    done = find_done(turn, turn.said or turn.text)
    words = done.cut(text) if done and done.certain else text
    if words == text or not text.endswith(f": {words}"):
        words, done = text, None
    return await _log(turn, record, ActivityType.NOTE, words, None, done)


@registry.command("call", listed=False, effect=Effect.PLANS)
async def call(turn: Turn, record: WithNumber, text: TaskText = "") -> Card:
    """Logs a call, or plans one where a day ahead is said."""
    return await _tell(turn, record, ActivityType.CALL, text, brief=True)


@registry.command("email", listed=False, effect=Effect.PLANS)
async def email(turn: Turn, record: WithNumber, text: TaskText = "") -> Card:
    """Logs an email, or plans one where a day ahead is said."""
    return await _tell(turn, record, ActivityType.EMAIL, text, brief=True)


@registry.command("meeting", listed=False, effect=Effect.PLANS)
async def meeting(turn: Turn, record: WithNumber, text: TaskText = "") -> Card:
    """Logs a meeting, or plans one where a day ahead is said."""
    return await _tell(turn, record, ActivityType.MEETING, text, brief=False)


@registry.command("task", listed=False, effect=Effect.PLANS)
async def task(turn: Turn, record: PlannedNumber, text: TaskText = "") -> Card:
    """What is to be done, and by when."""
    words, when = cut_moment(turn, text)
    done = None if when else find_done(turn, text.rpartition(": ")[2])
    if done and done.certain and not is_theirs(done, text):
        contrary = ToldActivity(text, done=done, question="reply.when_past")
        return await _ask(turn, record, ActivityType.TASK, contrary)
    if turn.mood is Mood.ASKED:
        words = words.rstrip(" ?")
    words = _OPENING.sub("", words.lstrip(" :")) or _step_in(turn) or await _whom_in(turn, record)
    return await _log(turn, record, ActivityType.TASK, words, when)


@registry.command("next", listed=False, effect=Effect.PLANS)
async def next_(turn: Turn, record: AboutNumber, text: TaskText = "") -> Card:
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
    when, outcome = _when_in(turn, outcome)
    completed = await turn.write(complete_activity, record, None, outcome, when)
    card = done_card(turn, completed)
    return _with_follow_up(turn, card, completed.record.about, outcome)


def _when_in(turn: Turn, outcome: str) -> tuple[dt.date | dt.datetime | None, str]:
    """When it took place, where an outcome begins with that: "yesterday, she was glad"; and what is left."""
    happened = find_done(turn, outcome) if outcome else None
    if happened is None or not outcome.startswith(happened.words):
        return None, outcome
    return happened.told, happened.cut(outcome)


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


async def _tell(turn: Turn, record: int, type_: ActivityType, text: str, *, brief: bool) -> Card:
    """Keeps a call, an email or a meeting as done or as planned. It asks where the time contradicts that."""
    told = read_told_activity(turn, text, brief=brief)
    if told.question:
        return await _ask(turn, record, type_, told)
    return await _log(turn, record, type_, told.words, told.plan, told.done)


async def _ask(turn: Turn, record: int, type_: ActivityType, told: ToldActivity) -> Card:
    """The form with all that was said, and when it may have been."""
    moments = {"moment": told.done and told.done.when, "plan": told.plan}
    said = {name: turn.reader.date(when.date) for name, when in moments.items() if when}
    values = {"type": type_.value, "text": told.words, **_typed_done(told.done if told.plan else None)}
    return await draw_activity(turn, turn.beside or record, new_form(values, turn.t(told.question, **said)))


async def _log(
    turn: Turn,
    record: int,
    type_: ActivityType,
    text: str,
    when: When | None = None,
    done: Happened | None = None,
) -> Card:
    if is_pronoun(text):
        text = ""
    if type_ in DEEDS and not (when or done) and text and not _is_told(turn, text):
        return await _ask_when(turn, record, type_, text)
    unread = "" if done else _unread(turn, type_, text, when)
    if unread:
        return await _ask_unread(turn, record, type_, text, when, unread)
    is_over = is_past_told(turn.text) or tells_end(turn.text)
    is_past = type_ in DEEDS and is_over and turn.pointing is not Pointing.IMPLIED
    is_bare = not text and not (when or done or is_past)
    if is_bare or (not text and type_ in WORDED):
        return await draw_activity(
            turn, turn.beside or record, new_form({"type": type_.value, **_typed(when)})
        )
    who, words = None, text
    if type_ is not ActivityType.NOTE:
        who, words = await cut_assignee(turn, text, is_task=type_ is ActivityType.TASK)
    if type_ in WORDED and not words:
        # Nobody said what is to be done.
        raise Mistake
    draft = ActivityDraft(
        type=type_,
        text=words,
        due=when.date if when else None,
        due_at=when.at if when else None,
        done_at=done.told if done else None,
        owner=who.id if who else None,
        beside=turn.beside,
    )
    view = await turn.write(log_activity, record, draft)
    read = when or (done.when if done else None)
    return kept_card(turn, view, explain(read, turn.reader) if read else "")


def _step_in(turn: Turn) -> str:
    """The name of a step that is called by the words which plan it: "follow up tomorrow"."""
    found = _STEP.match(cut_moment(turn, turn.text)[0])
    return found["step"] if found else ""


async def _whom_in(turn: Turn, record: int) -> str:
    """Whom a reminder names that says no more: "remind me about Ann on Friday"."""
    if turn.pointing is not Pointing.NAME or not _REMINDER.match(turn.text):
        return ""
    return (await turn.read(show_record, turn.beside or record)).record.name


def _is_told(turn: Turn, text: str) -> bool:
    """Whether it was told as done; else it may be a plan, a request, or the name of a paper: "call list"."""
    apart = turn.text.endswith(text) and turn.text[: -len(text)].rstrip().endswith((":", ",", "–", "-"))
    return is_news(turn.text, mood=turn.mood, pointing=turn.pointing, apart=apart)


async def _ask_when(turn: Turn, record: int, type_: ActivityType, text: str) -> Card:
    """The form with all that was said: nothing is kept of what nobody told as done, nor without a day."""
    sure = turn.mood is not Mood.PLAIN or turn.pointing in (Pointing.NAME, Pointing.NUMBER)
    notice = turn.t("reply.when" if sure else "reply.happened")
    values = {"type": type_.value, "text": text.rstrip("?")}
    return await draw_activity(turn, turn.beside or record, new_form(values, notice))


def _unread(turn: Turn, type_: ActivityType, text: str, when: When | None) -> str:
    """What a plan says of a day or time that was not understood; beside a day that was, only what is none."""
    if not text or not (when or type_ is ActivityType.TASK):
        return ""
    unread = find_unread(text)
    return "" if when and unread and read_moment(turn, unread) else unread


async def _ask_unread(
    turn: Turn, record: int, type_: ActivityType, text: str, when: When | None, unread: str
) -> Card:
    """The form with all that was said, and the day that may be meant: nothing is planned without it."""
    may_be = read_moment(turn, unread)
    notice = turn.t("reply.when_unsure" if may_be else "reply.when_unread", text=unread)
    values = {"type": type_.value, "text": text, **_typed(when or may_be)}
    return await draw_activity(turn, turn.beside or record, new_form(values, notice))


def _typed_done(done: Happened | None) -> dict[str, str]:
    """What the form holds of when it took place."""
    if done is None:
        return {}
    time = done.when.time
    return {"done": done.when.date.isoformat(), "done_time": time.strftime("%H:%M") if time else ""}


def _typed(when: When | None) -> dict[str, str]:
    """What the form holds of a day and a time."""
    if when is None:
        return {}
    return {"due": when.date.isoformat(), "time": when.time.strftime("%H:%M") if when.time else ""}
