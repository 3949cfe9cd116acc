"""Facts behind a command: "qualify Sarah, budget 75k, she decides, within 3 months". Each fills its field;
the rest is given back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from app.dates.days import read_date
from app.domain.framework import Framework
from app.domain.record import LONGEST_LINE
from app.languages.amounts import find_amount
from app.languages.reader import Reader
from app.languages.words import pattern
from bot.parsing import phrases
from bot.parsing.dates.decision_time import find_timeline
from bot.parsing.quotes import split_parts

MOST_PARTS = 20
_I = re.IGNORECASE


@dataclass(slots=True)
class Facts:
    """Values by field, as forms take them, and the parts that are no fact."""

    values: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def put(self, name: str, value: str, part: str) -> bool:
        """Fills a field once; a second value for it is left."""
        if name in self.values:
            self.left.append(part)
        else:
            self.values[name] = value
        return True


def read_facts(text: str, reader: Reader, framework: Framework) -> Facts:
    """The answers to the questions of qualification that a text holds: budget, authority, need, timeline,
    close date, and those of the framework by their names."""
    facts = Facts()
    parts = [one.text for one in split_parts(text) if one.text][:MOST_PARTS]
    for part in [piece for whole in parts for piece in _joined(whole)]:
        said = _bare().sub("", part.strip(" .!"))
        if said and not any(step(facts, said, reader, framework) for step in _STEPS):
            facts.left.append(said)
    return facts


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"\A(?:{pattern('clauses.joins', 'facts.with')})\s+", _I)


def _joined(part: str) -> list[str]:
    """ "budget 20k and she decides": two, where both sides are facts by their first words."""
    cut = re.split(
        rf"\s+(?:{pattern('clauses.joins')})\s+(?=(?:{pattern('facts.openings')})\b)", part, flags=_I
    )
    return [piece for piece in cut if piece]


def _take_budget(facts: Facts, part: str, reader: Reader, framework: Framework) -> bool:
    if len(part) > LONGEST_LINE:
        return False
    for compiled in _budgets():
        labelled = compiled.fullmatch(part)
        if labelled and find_amount(labelled["value"].strip(), reader.language, reader.currency):
            return facts.put("budget", labelled["value"].strip(), part)
    amount = find_amount(part, reader.language, reader.currency)
    return amount is not None and not amount.bare and facts.put("budget", part, part)


def _take_authority(facts: Facts, part: str, reader: Reader, framework: Framework) -> bool:
    found = phrases.find_authority(part)
    if found:
        return facts.put("authority", found.value, part)
    decides = _decides().match(part)
    if decides is None:
        return False
    rest = part[decides.end() :].strip(" ,")
    if rest and not _take_timeline(facts, rest, reader, framework):
        return False
    return facts.put("authority", "decision_maker", part)


def _take_close(facts: Facts, part: str, reader: Reader, framework: Framework) -> bool:
    found = _close().match(part)
    day = read_date(part[found.end() :], reader.dialect, reader.today()) if found else None
    return day is not None and facts.put("close_date", day.isoformat(), part)


def _take_timeline(facts: Facts, part: str, reader: Reader, framework: Framework) -> bool:
    said = _wanted().sub("", part)
    found = find_timeline(said, reader.dialect, reader.today())
    return found is not None and facts.put("timeline", found.timeline.value, part)


def _take_answer(facts: Facts, part: str, reader: Reader, framework: Framework) -> bool:
    """The answer to a question of the framework by what it is called: "economic buyer is the CEO"."""
    for question in framework.questions:
        name = re.escape(reader.question(framework, question))
        article, be = pattern("names.determiners"), pattern("corrections.be")
        told = rf"(?:(?:{article})\s+)?{name}(?:\s+(?:{be})|:)?\s+(?P<value>.+)"
        found = re.fullmatch(told, part, _I)
        if found and question.name not in ("budget", "amount", "authority", "timeline"):
            return facts.put(question.name, found["value"], part)
    return False


def _take_need(facts: Facts, part: str, reader: Reader, framework: Framework) -> bool:
    found = phrases.NEED.match(part)
    need = part[found.end() :].strip() if found else ""
    return bool(need) and facts.put("need", need, part)


_STEPS: tuple[Callable[[Facts, str, Reader, Framework], bool], ...] = (
    _take_budget,
    _take_authority,
    _take_close,
    _take_timeline,
    _take_answer,
    _take_need,
)


@cache
def _budgets() -> tuple[re.Pattern[str], ...]:
    about, sure = pattern("facts.about"), pattern("facts.confirmed")
    has, budget, be = pattern("facts.has"), pattern("facts.budget"), pattern("corrections.be")
    has = rf"(?:(?:{pattern('facts.who')})\s+)?(?:(?:{has})\s+)*"
    value = rf"(?:(?:{about})\s+)*(?P<value>\S.*?)"
    return (
        re.compile(rf"{has}(?:{budget})(?:\s+(?:{be}))?:?\s+{value}(?:\s+(?:{sure}))*", _I),
        re.compile(rf"{has}{value}\s+(?:{budget})(?:\s+(?:{sure}))*", _I),
    )


@cache
def _decides() -> re.Pattern[str]:
    who, be = pattern("facts.who"), pattern("corrections.be")
    return re.compile(rf"(?:(?:{who})(?:\s?(?:{be}))?\s+)?(?:{pattern('facts.decides')})(?!\w)", _I)


@cache
def _close() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{pattern('slots.closing', 'facts.close')})(?:\s+(?:{pattern('facts.by')}))?:?\s+", _I
    )


@cache
def _wanted() -> re.Pattern[str]:
    return re.compile(
        rf"\A(?:(?:{pattern('facts.who')})\s+)?(?:{pattern('facts.wants')})\s+(?:(?:{pattern('facts.it')})\s+)?",
        _I,
    )
