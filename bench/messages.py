"""Very many messages that are made up, in one process on SQLite: none may change what nobody meant, lose a
word, change something twice, or leave something behind an undo. What is wrong is told with the message."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.crm.crm import Crm
from app.domain.member import Entrance
from app.store.database import Database
from app.store.schema import migrate
from tests.kit.messages import draw_message, random_of
from tests.kit.small_world import build_world
from tests.kit.trials import Court, Trial

AGAIN = 5
"""Of so many messages one is delivered twice and undone: that takes longer than all else about it."""
MOST_TOLD = 40
"""Wrong messages that are told of each kind."""
TOLD_EVERY = 2000
KINDS = {
    "unmeant": "changes of a record that was not named, pointed at or confirmed",
    "lost": "messages with words neither used, kept nor shown back",
    "twice": "messages that changed something twice",
    "left": "changes that undo did not take back",
}


@dataclass
class Tally:
    """What came out: counts, and the wrong messages by kind."""

    messages: int = 0
    wrote: int = 0
    seconds: float = 0.0
    verbs: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    @property
    def is_clean(self) -> bool:
        """Whether nothing was wrong."""
        return not any(self.wrong.values())

    def count(self, seed: int, trial: Trial) -> None:
        """Adds a message that was made from a seed."""
        self.messages += 1
        self.wrote += trial.wrote
        self.verbs[f"{trial.message.verb}, {trial.message.language}"] += 1
        for kind in KINDS:
            problems: list[str] = getattr(trial, kind)
            if problems:
                self.wrong[kind].append(_described(seed, trial, problems))


def play_messages(folder: Path, count: int, first: int = 0) -> Tally:
    """Plays messages made from the seeds `first` and up, over a database in a folder."""
    return asyncio.run(_play(folder, count, first))


async def _play(folder: Path, count: int, first: int) -> Tally:
    database = Database(f"sqlite:///{folder / 'messages.db'}")
    migrate(database)
    crm = Crm(database, Entrance(first_owns=True))
    world = await build_world(crm, database)
    court, tally, began = Court(world), Tally(), time.monotonic()
    for seed in range(first, first + count):
        again = seed % AGAIN == 0
        trial = await court.try_(draw_message(random_of(seed), world), twice=again, undo=again)
        tally.count(seed, trial)
        if tally.messages % TOLD_EVERY == 0:
            wrong = {kind: len(told) for kind, told in tally.wrong.items()}
            print(f"{tally.messages} messages, {wrong}", file=sys.stderr)
    tally.seconds = time.monotonic() - began
    await crm.close()
    return tally


def write_messages_report(tally: Tally) -> str:
    """The counts as Markdown, and the wrong messages."""
    lines = [
        "# Messages that are made up",
        "",
        f"{tally.messages:,} messages over a small world, of {len(tally.verbs)} verbs and languages; "
        f"{tally.wrote:,} changed something; {tally.seconds / 60:.1f} minutes.",
        "",
        "| what | found | at most |",
        "|---|---|---|",
        *(f"| {said} | {len(tally.wrong[kind])} | 0 |" for kind, said in KINDS.items()),
    ]
    for kind, said in KINDS.items():
        told = tally.wrong[kind]
        lines += ["", f"## {said[0].upper()}{said[1:]}", "", *told[:MOST_TOLD]] if told else []
        lines += [f"- … and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
    return "\n".join([*lines, ""])


def _described(seed: int, trial: Trial, problems: list[str]) -> str:
    message = trial.message
    shown = f"#{message.shown} shown" if message.shown else "nothing shown"
    kind = f"{message.verb} × {message.subject.way}"
    return f"- {seed} [{kind}, {shown}] `{message.text}`: {'; '.join(problems)}"
