"""Whether a call, an email or a meeting took place, and when, or for when it is planned."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.dates.happened import Happened, names_unread_day, split_head, tells_no_time
from app.dates.moments import When
from app.languages.words import pattern
from bot.commands.arguments.new_time import cut_moment, find_done
from bot.turn import Turn
from bot.understanding.decision import is_past, is_wished, tells_end, tells_of_others

SHORT_PLAN = 3
"""Words that a call or an email is planned with at most, where a day follows them."""
FAR = dt.timedelta(days=180)
"""A day without a year that lies further ahead than this has just gone by: both may be meant."""

_DEADLINE = re.compile(rf"\b(?:{pattern('activities.deadlines')})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ToldActivity:
    """What was told of something that only people do: its words, and the day ahead for which it is planned,
    or when it was done. `question` is the key of what has to be asked first."""

    words: str
    plan: When | None = None
    done: Happened | None = None
    question: str = ""


def read_told_activity(turn: Turn, text: str, *, brief: bool) -> ToldActivity:
    """What a message tells of a deed, `text` being what it says behind the record. One that is told in
    `brief` has no day behind a sentence: "she wants a demo on Friday" was said in a call."""
    words, plan = _news_or_plan(turn, text) if brief else _plan_of(turn, text)
    message = turn.said or turn.text
    done = find_done(turn, message)
    if is_wished(turn.text, turn.mood):
        is_contrary = done is not None and done.certain and plan is None
        return ToldActivity(text, question="reply.when_past") if is_contrary else ToldActivity(words, plan)
    head, _ = split_head(message)
    if _is_unread(head, text, words, done):
        return ToldActivity(text, question="reply.when_was")
    dated = _dated(turn, message, text, done, plan) if done else None
    return dated or _undated(head, text, words, plan)


def _dated(turn: Turn, message: str, text: str, done: Happened, plan: When | None) -> ToldActivity | None:
    """What is told of a day that may be past; None where it is one ahead."""
    if is_theirs(done, text):
        return ToldActivity(text)
    words = done.cut(text)
    if done.certain or _is_over(message):
        return ToldActivity(words, done=done)
    is_far = plan is not None and plan.date - turn.reader.today() > FAR
    return ToldActivity(words, plan, done, "reply.happened_then") if is_far else None


def _undated(head: str, text: str, words: str, plan: When | None) -> ToldActivity:
    """What is told without a day on which it was done. What is told as past is no plan, whatever day is
    spoken of in it."""
    is_told = is_past(head)
    if tells_no_time(head) and not tells_of_others(head) and (is_told or tells_end(head)):
        return ToldActivity(text, question="reply.when_was")
    if is_told and plan and not words:
        return ToldActivity(text, plan, question="reply.when_ahead")
    return ToldActivity(text) if is_told else ToldActivity(words, plan)


def _is_unread(head: str, text: str, words: str, done: Happened | None) -> bool:
    """Whether a day is named that no calendar has: neither what was done nor a plan can be dated by it."""
    start = next(
        (place for place, pair in enumerate(zip(text, words, strict=False)) if len(set(pair)) > 1), len(words)
    )
    cut = text[start : len(text) - len(words) + start]
    return names_unread_day(head, f"{cut} {done.words}" if done else cut)


def is_theirs(done: Happened, text: str) -> bool:
    """Whether a day at the end of what is told is one of those who are told of: "she signed it yesterday"."""
    said = text.strip(" .!")
    return said != done.words and said.endswith(done.words) and tells_of_others(said.removesuffix(done.words))


def _is_over(message: str) -> bool:
    """Whether a message tells of a day that comes again and again as of one that is past: by its first
    clause, or by what follows a colon."""
    head, rest = split_head(message)
    return is_past(head) or tells_end(head) or (head.endswith(":") and tells_end(rest))


def _news_or_plan(turn: Turn, text: str) -> tuple[str, When | None]:
    """As _plan_of, but for a day at the end of a sentence. A time of day, a day at the beginning, or few
    words with one are a plan."""
    words, when = _plan_of(turn, text)
    is_news = when and when.time is None and len(words.split()) > SHORT_PLAN and not text.endswith(words)
    return (text, None) if is_news else (words, when)


def _plan_of(turn: Turn, text: str) -> tuple[str, When | None]:
    """Words and the day ahead for which something is planned. "By Friday" is a deadline that was spoken
    of."""
    words, when = cut_moment(turn, text)
    if when is None or len(_DEADLINE.findall(text)) > len(_DEADLINE.findall(words)):
        return text, None
    past = when.at < dt.datetime.now(dt.UTC) if when.at else when.date < turn.reader.today()
    return (text, None) if past else (words, when)
