"""Plays conversations from files of cases, each in a database of its own, and says which came out right.

    python -m tests.kit.cases [--only ID-PREFIX] [--kind KIND] [--show] [FILE ...]

A case is one JSON object a line:
  id, kind        name of the case; the kind of fault it belongs to
  locale, country, timezone   of who speaks (en-US, US and Europe/Berlin unless told)
  steps           a list; the last one is judged. A step is one of
                    {"say": text, "who": "alex"|"megan", "where": "personal"|"channel"|"group"}
                      "{@megan}" and "{@bot}" become mentions; "locale", "country" and "timezone" beside the
                      text are those of this step's speaker
                    {"press": word, "values": {...}}
                      presses the first button of the newest answer whose title or verb contains the word
  expect          all of
                    "new": {"lead": 1}       records that the last step made, by kind; kinds not named: none
                    "changed": ["Tom Price"] names of the only older records that it may have changed
                    "fields": [{"kind": "lead", "name": "Ann Hall", "is": {"email": "…"}}]
                      or "newest": true, or "some": true (any one that the step made), instead of the name;
                      values as `judgement.matches` reads them: exact, "digits:…", "has:…", "not:…",
                      "oneof:a|b", "60000 USD", "2031-02-28", "day:+7", "local:+1 10:00"
                    "answer": {"has": […], "has_not": […], "any": […], "most": 600}
                      in all texts of the newest answer, in any case; `most` characters
                  What is left out is not looked at. Of a list of such objects one must fit.
  why             says what is right, for whoever reads it
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import shutil
import sys
import tempfile
import uuid
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from app.crm.crm import Crm
from app.domain.event import Kind, Source
from app.domain.member import Actor
from app.languages.reader import Reader
from app.store.database import Database
from app.store.schema import migrate
from bot.chat import Chat
from bot.inbound import Inbound, Person, read_activity
from tabs.api import reads
from tabs.api.presenters import present_page, present_record
from tabs.api.replies import respond
from tests.bot.desk import SERVICE, Outbox
from tests.kit.entrance import FIRST_OWNS
from tests.kit.judgement import KINDS, ZONE, Case, Outcome, Record, expectations, judge, readable

FOLDER = Path(__file__).parents[1] / "cases"
FILES = tuple(FOLDER / f"{name}.jsonl" for name in ("en", "de", "values-en", "values-de"))

_TENANT = "00000000-0000-0000-0000-0000000000001"
_BOT = ("28:bot", "Leadline")
_PEOPLE = {
    "alex": ("user-id-0", "Alex Wilber", "00000000-0000-0000-0000-0000000000020"),
    "megan": ("user-id-1", "Megan Bowen", "00000000-0000-0000-0000-0000000000021"),
}
_MENTIONED = {"{@bot}": _BOT, **{f"{{@{who}}}": one[:2] for who, one in _PEOPLE.items()}}
_PAGE = 200


@dataclass(frozen=True)
class Result:
    """How a case came out: its problems, and what was answered last."""

    case: Case
    problems: list[str]
    said: str = ""


def read_cases(*files: Path) -> list[Case]:
    """The cases of files, in order."""
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


async def play(case: Case, template: Path, path: Path) -> Result:
    """Plays a case over a copy of a migrated database, made at `path`. A step that cannot be taken is one of
    its problems."""
    shutil.copy(template, path)
    crm = Crm(Database(f"sqlite:///{path}"), FIRST_OWNS)
    try:
        return await _play(case, crm)
    except (AssertionError, RuntimeError, LookupError) as error:
        return Result(case, [f"{type(error).__name__}: {error}"[:300]])
    finally:
        await crm.close()


async def _play(case: Case, crm: Crm) -> Result:
    talk, books = Talk(case, crm), Books(crm)
    *earlier, last = case["steps"]
    for step in earlier:
        await talk.take(step)
    before = await books.list_all()
    await talk.take(last)
    after = await books.list_all()
    looked_at = {look["kind"] for expect in expectations(case) for look in expect.get("fields", [])}
    shown = {key: await books.show(*key) for key in after if key[0] in looked_at}
    said = readable(talk.answer)
    return Result(case, judge(case, Outcome(before, after, shown, said)), said)


class Talk:
    """What the people of a case write and press. `answer` is what they were shown last."""

    def __init__(self, case: Case, crm: Crm) -> None:
        self._case = case
        self._chat = Chat(crm, roster=_member)
        self._conversations: dict[str, str] = {}
        self.answer: list[Any] = []

    async def take(self, step: Mapping[str, Any]) -> None:
        """Takes a step. Raises AssertionError where there is no such button, or it is refused."""
        await (self._say(step) if "say" in step else self._press(step))

    async def _say(self, step: Mapping[str, Any]) -> None:
        text, mentions = _addressed(step)
        activity = self._activity(step, type="message", textFormat="plain", text=text)
        activity["entities"] += mentions
        outbox = Outbox()
        await self._chat.handle(read_activity(activity), outbox)
        sent = orjson.loads(orjson.dumps(outbox.sent))
        self.answer = [one.get("content") or {} for message in sent for one in message.get("attachments", [])]
        self.answer += [
            {"type": "TextBlock", "text": message["text"]} for message in sent if message.get("text")
        ]

    async def _press(self, step: Mapping[str, Any]) -> None:
        button = self._button(step["press"])
        inputs = {
            part["id"]: part.get("value", "")
            for part in _parts(self.answer)
            if str(part.get("type", "")).startswith("Input.") and "id" in part
        }
        data = {**inputs, **button.get("data", {}), **step.get("values", {})}
        action = {"type": "Action.Execute", "verb": button.get("verb"), "data": data}
        value = {"action": action, "trigger": "manual"}
        activity = self._activity(step, type="invoke", name="adaptiveCard/action", replyToId="1", value=value)
        answer = await self._chat.handle(read_activity(activity), Outbox())
        assert answer, f"pressing {step['press']!r} was not answered"
        assert answer.status == 200, f"pressing {step['press']!r} was answered {answer.status}"
        self.answer = [orjson.loads(orjson.dumps(answer.body)).get("value")]

    def _button(self, word: str) -> Record:
        buttons = [part for part in _parts(self.answer) if part.get("type") == "Action.Execute"]
        for button in buttons:
            if any(word.casefold() in button.get(name, "").casefold() for name in ("title", "verb")):
                return button
        raise AssertionError(f"no button {word!r} among {[button.get('title') for button in buttons]}")

    def _activity(self, step: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """An activity as Teams sends it."""
        told = {"locale": "en-US", "country": "US", "timezone": ZONE, **self._case, **step}
        user_id, name, directory_id = _PEOPLE[step.get("who", "alex")]
        now = dt.datetime.now(dt.UTC)
        client = {name: told[name] for name in ("locale", "country", "timezone")}
        return {
            "id": str(uuid.uuid4()),
            "timestamp": now.isoformat(),
            "localTimestamp": now.astimezone(zoneinfo.ZoneInfo(told["timezone"])).isoformat(),
            "localTimezone": told["timezone"],
            "channelId": "msteams",
            "serviceUrl": SERVICE,
            "from": {"id": user_id, "name": name, "aadObjectId": directory_id},
            "conversation": self._conversation(step.get("where", "personal"), user_id),
            "recipient": {"id": _BOT[0], "name": _BOT[1]},
            "locale": told["locale"],
            "channelData": {"tenant": {"id": _TENANT}},
            "entities": [{"type": "clientInfo", "platform": "Web", **client}],
            **more,
        }

    def _conversation(self, where: str, user_id: str) -> dict[str, Any]:
        key = f"personal-{user_id}" if where == "personal" else where
        return {
            "conversationType": "groupChat" if where == "group" else where,
            "tenantId": _TENANT,
            "id": self._conversations.setdefault(key, f"19:{uuid.uuid4()}"),
            "isGroup": where != "personal",
        }


class Books:
    """The records as the API gives them to Alex."""

    def __init__(self, crm: Crm) -> None:
        _, name, directory_id = _PEOPLE["alex"]
        self._crm = crm
        self._alex = Actor(tenant_id=_TENANT, user_id=directory_id, name=name, source=Source.TAB)
        self._reader = Reader("en")

    async def list_all(self) -> dict[tuple[str, int], Record]:
        """Every record by kind and number, as lists show it."""
        return {(kind, one["number"]): one for kind in KINDS for one in await self._list(Kind(kind))}

    async def show(self, kind: str, number: int) -> Record:
        """One record by itself."""
        view = await self._crm.read(self._alex, reads.show, Kind(kind), number)
        shown: Record = self._sent(present_record(view, self._reader))
        return shown

    async def _list(self, kind: Kind) -> list[Record]:
        items, cursor = [], None
        while True:
            views, cursor = await self._crm.read(self._alex, reads.page, kind, "", _PAGE, cursor, {})
            items += self._sent(present_page(views, cursor, self._reader))["items"]
            if not cursor:
                return items

    def _sent(self, content: object) -> Any:
        """What is left when it has gone through JSON."""
        body = respond(content).body
        assert isinstance(body, bytes)
        return orjson.loads(body)


async def _member(_inbound: Inbound, chat_id: str) -> Person | None:
    """Somebody of the conversation, as the chat service tells it."""
    found = [Person(one, user_id, name) for one, name, user_id in _PEOPLE.values() if one == chat_id]
    return next(iter(found), None)


def _addressed(step: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The text of a step as Teams sends it, and its mentions; outside the personal chat the bot's is one."""
    text, mentions = step["say"], []
    if step.get("where", "personal") != "personal" and "{@bot}" not in text:
        text = "{@bot} " + text
    for placeholder, (user_id, name) in _MENTIONED.items():
        if placeholder in text:
            tag = f"<at>{name}</at>"
            text = text.replace(placeholder, tag)
            mentions.append({"type": "mention", "mentioned": {"id": user_id, "name": name}, "text": tag})
    return text, mentions


def _parts(node: Any) -> Iterator[Record]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _parts(value)


def main(arguments: list[str]) -> int:
    """Plays files of cases and tells how they came out; 1 where one went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.kit.cases")
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--only", default="", help="cases whose id begins like this")
    parser.add_argument("--kind", default="", help="cases of this kind")
    parser.add_argument("--show", action="store_true", help="print what was answered")
    asked = parser.parse_args(arguments)
    chosen = [case for case in read_cases(*asked.files) if case["id"].startswith(asked.only)]
    chosen = [case for case in chosen if asked.kind in {"", case["kind"]}]
    results = asyncio.run(_play_all(chosen))
    for result in results:
        if result.problems or asked.show:
            _tell(*_described(result, asked.show))
    _tell(*_totals(results))
    return 1 if any(result.problems for result in results) else 0


async def _play_all(cases: list[Case]) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="cases-") as name:
        folder = Path(name)
        template = folder / "template.db"
        database = Database(f"sqlite:///{template}")
        migrate(database)
        database.close()
        return [await play(case, template, folder / f"{index}.db") for index, case in enumerate(cases)]


def _described(result: Result, shows: bool) -> Iterator[str]:
    case, last = result.case, json.dumps(result.case["steps"][-1], ensure_ascii=False)
    yield f"{'WRONG' if result.problems else 'right'} {case['id']} [{case['kind']}] {last[:160]}"
    yield from (f"      {problem}" for problem in result.problems)
    if shows and result.said:
        yield f"      answered: {result.said[:600]}"


def _totals(results: list[Result]) -> Iterator[str]:
    for kind in sorted({result.case["kind"] for result in results}):
        came_out = [not result.problems for result in results if result.case["kind"] == kind]
        yield f"{sum(came_out):4d}/{len(came_out):<4d} {kind}"
    right, total = sum(not result.problems for result in results), len(results)
    yield f"{right}/{total} cases right ({right / max(total, 1):.0%})"


def _tell(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
