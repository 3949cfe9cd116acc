"""What became of a case: the records and the answer against what the case expects.

All here is pure: records come as the API shows them, keyed by kind and number.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Case = Mapping[str, Any]
Record = dict[str, Any]
Records = Mapping[tuple[str, int], Record]

KINDS = ("lead", "opportunity", "contact", "organization", "activity")
ZONE = "Europe/Berlin"
"""Where somebody is whose time zone a case does not tell."""

_MONEY = re.compile(r"[\d.]+ [A-Z]{3}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_READ = frozenset({"text", "title", "value", "label", "placeholder"})


@dataclass(frozen=True)
class Outcome:
    """What the last step left: the records before and after it, as lists show them; `shown`, as each is shown
    by itself, of the kinds at whose fields the case looks; and what a person reads in the answer."""

    before: Records
    after: Records
    shown: Records
    said: str

    @property
    def fresh(self) -> Records:
        """The records that the last step made."""
        return {key: one for key, one in self.after.items() if key not in self.before}


def judge(case: Case, outcome: Outcome) -> list[str]:
    """The problems, [] where the case came out right. Of several expectations the nearest counts."""
    return min((_judge_one(case, expect, outcome) for expect in expectations(case)), key=len)


def expectations(case: Case) -> list[Mapping[str, Any]]:
    """What is right, each of them by itself."""
    wanted = case["expect"]
    return wanted if isinstance(wanted, list) else [wanted]


def _judge_one(case: Case, expect: Mapping[str, Any], outcome: Outcome) -> list[str]:
    problems = []
    if "new" in expect:
        problems += _made(expect["new"], outcome)
    if "changed" in expect:
        problems += _moved(expect["changed"], outcome)
    for look in expect.get("fields", []):
        problems += _looked_at(case, look, outcome)
    return problems + _answered(expect.get("answer", {}), outcome.said.casefold())


def _made(wanted: Mapping[str, int], outcome: Outcome) -> list[str]:
    fresh = outcome.fresh
    counts = {kind: sum(one == kind for one, _ in fresh) for kind in KINDS}
    if counts == {kind: wanted.get(kind, 0) for kind in KINDS}:
        return []
    named = [f"{kind} #{number} {one.get('name', '')!r}" for (kind, number), one in fresh.items()]
    return [f"made {', '.join(named) or 'nothing'}; wanted {wanted or 'nothing'}"]


def _moved(wanted: list[str], outcome: Outcome) -> list[str]:
    before, after = outcome.before, outcome.after
    gone = [f"{one.get('name')} is gone" for key, one in before.items() if key not in after]
    moved = gone + [
        after[key].get("name", "")
        for key, one in before.items()
        if key in after and after[key]["version"] != one["version"]
    ]
    extra = [name for name in moved if name not in wanted]
    lacking = [name for name in wanted if name not in moved]
    return [f"changed {extra}"] * bool(extra) + [f"did not change {lacking}"] * bool(lacking)


def _looked_at(case: Case, look: Mapping[str, Any], outcome: Outcome) -> list[str]:
    """Problems with the fields of one record: of the newest or of any that the step made, or of that name."""
    among_fresh = bool(look.get("newest") or look.get("some"))
    pool = outcome.fresh if among_fresh else outcome.after
    found = [
        key
        for key, one in pool.items()
        if key[0] == look["kind"] and (among_fresh or one.get("name") == look.get("name"))
    ]
    if not found:
        return [f"no {look['kind']} {look.get('name', 'made')!r}"]
    candidates = found if look.get("some") else [max(found, key=lambda key: key[1])]
    return min((differences(look, outcome.shown[key], case) for key in candidates), key=len)


def differences(look: Mapping[str, Any], record: Record, case: Case) -> list[str]:
    """The fields of a record that are not what a case wants."""
    return [
        f"{look['kind']}.{field} is {record.get(field)!r}; wanted {wanted!r}"
        for field, wanted in look["is"].items()
        if not matches(wanted, record.get(field), case)
    ]


def _answered(wanted: Mapping[str, Any], said: str) -> list[str]:
    problems = [f"the answer lacks {word!r}" for word in wanted.get("has", []) if word.casefold() not in said]
    problems += [f"the answer says {word!r}" for word in wanted.get("has_not", []) if word.casefold() in said]
    if len(said) > wanted.get("most", len(said)):
        problems.append(f"the answer has {len(said)} characters; at most {wanted['most']}")
    if wanted.get("any") and not any(word.casefold() in said for word in wanted["any"]):
        problems.append(f"the answer has none of {wanted['any']}")
    return problems


def matches(wanted: str | None, value: object, case: Case) -> bool:
    """Whether a field holds what is wanted: exactly, or as `digits:`, `has:`, `not:`, `oneof:`, `day:` or
    `local:` tell."""
    wanted, got = wanted or "", _flat(value)
    how, _, rest = wanted.partition(":")
    zone = zoneinfo.ZoneInfo(case.get("timezone", ZONE))
    if how == "oneof":
        return any(matches(one, value, case) for one in rest.split("|"))
    if how in _WAYS:
        return _WAYS[how](got, rest, zone)
    if _MONEY.fullmatch(wanted):
        return got == _money(*wanted.split())
    return (_local_day(got, zone) if _DAY.fullmatch(wanted) else got) == wanted


def _flat(value: object) -> str:
    """A value of the API as one text: money as amount and currency, what has a name by its name."""
    if isinstance(value, dict) and "amount" in value:
        return _money(value["amount"], value["currency"]) if value["amount"] else ""
    if isinstance(value, dict):
        return str(value.get("name", value))
    return "" if value is None else str(value)


def _money(amount: object, currency: str) -> str:
    return f"{Decimal(str(amount)).normalize():f} {currency}"


def _is_at(got: str, wanted: str, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether a moment is at a time of day so many days from now: "+1 10:00"."""
    days, clock = wanted.split()
    with contextlib.suppress(ValueError):
        local = _moment(got).astimezone(zone)
        return local.strftime("%Y-%m-%d %H:%M") == f"{_day_from_now(days, zone)} {clock.zfill(5)}"
    return False


def _day_from_now(days: str, zone: zoneinfo.ZoneInfo) -> str:
    return (dt.datetime.now(zone).date() + dt.timedelta(days=int(days))).isoformat()


def _local_day(got: str, zone: zoneinfo.ZoneInfo) -> str:
    if _DAY.fullmatch(got):
        return got
    with contextlib.suppress(ValueError):
        return _moment(got).astimezone(zone).date().isoformat()
    return got[:10]


def _moment(got: str) -> dt.datetime:
    return dt.datetime.fromisoformat(got.replace("Z", "+00:00"))


_WAYS: dict[str, Callable[[str, str, zoneinfo.ZoneInfo], bool]] = {
    "digits": lambda got, wanted, _: re.sub(r"\D", "", got) == wanted,
    "has": lambda got, wanted, _: wanted.casefold() in got.casefold(),
    "not": lambda got, wanted, _: wanted.casefold() not in got.casefold(),
    "day": lambda got, wanted, zone: _local_day(got, zone) == _day_from_now(wanted, zone),
    "local": _is_at,
}


def readable(node: Any) -> str:
    """All that a person sees of cards: not the data behind buttons, not the keys behind choices."""
    return " ".join(_shown(node)).replace("\u200b", "")


def _shown(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _shown(one)
    elif isinstance(node, dict):
        choices = [one for one in node.get("choices", []) if isinstance(one, dict)]
        for key, value in node.items():
            yield from _shown_of(key, value, choices)


def _shown_of(key: str, value: Any, choices: list[dict[str, Any]]) -> Iterator[str]:
    if key == "data":
        return
    if isinstance(value, str):
        if key in _READ:
            titles = {one.get("value"): one.get("title") for one in choices} if key == "value" else {}
            yield str(titles.get(value, value))
    elif key == "choices":
        yield from (one["title"] for one in choices if isinstance(one.get("title"), str))
    else:
        yield from _shown(value)
