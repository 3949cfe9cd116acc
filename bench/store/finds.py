"""Search: `find_records` on one connection that asks again and again, beside bare SQL."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from app.crm.records import find_records
from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_USER
from app.store.database import Database
from app.store.work import begin_read
from bench.store.boards import connect
from bench.store.databases import Databases
from bench.store.figures import BARE, OURS, Case, StoreFindings
from bench.store.hosts import clock
from bench.turns import name_tenant

WHAT = "find"
LIMIT = 10
_WARM_UP = 2

QUESTIONS: dict[str, tuple[str, ...]] = {
    "a rare word": ("person{n}", "firm{n}", "lead{n}"),
    "email": ("person{n}@", "lead{n}@mail"),
    "phone digits": ("030 {d}", "+49 30 {d}", "040 {d}"),
    "#number": ("#{n}", "{n}"),
    "a frequent name": ("Müller", "Sarah", "Köhl", "Schmidt", "Mei"),
    "another script": ("Иванова", "Παπαδ", "王", "さくら", "أحمد", "шевч"),
    "the beginning of a word": ("s", "mü", "tech", "logi", "ex"),
    "first and last name": ("Sarah Müller", "jonas mei", "Ольга Иванова", "Zoë Köhler"),
    "a company": ("Tech Innovators", "東京 Systems", "Zürich Robotics GmbH", "Nord Optik AG"),
    "a name and a company": ("Weber Optik", "Leonie Tech Innovators"),
    "frequent words that never meet": ("Tech Nord", "Pilot Tech Nord", "Sarah Jonas", "Müller Schmidt"),
    "nothing": ("qqqqq", "Sarah qqqqq", "zz99"),
}
"""By kind of question, what is asked: {n} is the number of a record, {d} are digits."""


def measure_finds(
    databases: Databases, findings: StoreFindings, kind: str, sizes: list[int], rounds: int, times: int
) -> None:
    """Every kind of question as often as every other, in an order drawn by lot; both sides and all sizes take
    turns."""
    with ExitStack() as stack:
        asked = []
        for size in sizes:
            url = databases.seeded(kind, size)
            find = _open(stack, url)
            bare = _open_bare(stack, url)
            asked.append((Case(WHAT, kind, size), size, find, bare))
        for number in range(rounds + 1):
            for case, size, find, bare in asked:
                questions = _draw(number, size, times if number else _WARM_UP * len(QUESTIONS))
                found: dict[str, list[float]] = {}
                latencies = [_time(find, text, found.setdefault(group, [])) for group, text in questions]
                plain = [_time(bare, text, []) for _, text in questions]
                if number:
                    findings.add(case, OURS, latencies)
                    findings.add(case, BARE, plain)
                    for group, some in found.items():
                        findings.add(Case(f"{WHAT}: {group}", kind, size), OURS, some)


def _draw(number: int, size: int, times: int) -> list[tuple[str, str]]:
    chance = random.Random(f"{number} {size}")  # noqa: S311 - nothing here is a secret
    groups = [group for _ in range(-(-times // len(QUESTIONS))) for group in QUESTIONS][:times]
    chance.shuffle(groups)
    drawn = []
    for group in groups:
        text = chance.choice(QUESTIONS[group])
        drawn.append(
            (group, text.format(n=chance.randrange(1, size * 3), d=chance.randrange(10_000, 99_999)))
        )
    return drawn


def _time(ask: Callable[[str], object], text: str, into: list[float]) -> float:
    begin = clock()
    ask(text)
    into.append(clock() - begin)
    return into[-1]


def _open(stack: ExitStack, url: str) -> Callable[[str], object]:
    database = Database(url)
    stack.callback(database.close)
    actor = Actor(tenant_id=name_tenant(0), user_id=PLAYGROUND_USER)

    def find(text: str) -> object:
        # What Crm.read does in its worker thread, which keeps its connection as this one does.
        with database.read() as connection:
            begun = begin_read(connection, actor)
            if begun is None:
                raise LookupError("workspace")
            return find_records(*begun, text, LIMIT)

    return find


_BARE = """
SELECT w.number FROM words w WHERE w.workspace_id = {0} AND w.word >= {0} AND w.word < {0} {1}
ORDER BY w.word DESC, w.number DESC LIMIT 11
"""
_AND = """AND EXISTS (SELECT 1 FROM words o WHERE o.workspace_id = w.workspace_id AND o.number = w.number
AND o.word {1} >= {0} AND o.word {1} < {0})"""


def _open_bare(stack: ExitStack, url: str) -> Callable[[str], object]:
    """Numbers and names of records that have all words: one hand-written statement, and one for each kind."""
    from app.store.search.words import query_words

    connection, mark = connect(url)
    stack.callback(connection.close)
    found = connection.execute(f"SELECT id FROM workspaces WHERE tenant_id = {mark}", (name_tenant(0),))
    workspace = found.fetchone()[0]
    # Without this PostgreSQL reads all records of the second word for each one of the first.
    plain = "" if mark == "?" else "|| ''"

    def find(text: str) -> list[Any]:
        prefixes = query_words(text.removeprefix("#"))
        others = " ".join(_AND.format(mark, plain) for _ in prefixes[1:])
        values: list[object] = [workspace]
        for prefix in prefixes:
            values += (prefix, prefix + "\U0010ffff")
        numbers = [row[0] for row in connection.execute(_BARE.format(mark, others), values).fetchall()]
        rows = []
        marks = ", ".join([mark] * len(numbers)) or "NULL"
        for table in ("leads", "opportunities", "contacts", "organizations"):
            statement = f"SELECT * FROM {table} WHERE workspace_id = {mark} AND number IN ({marks})"
            rows += connection.execute(statement, [workspace, *numbers]).fetchall()
        connection.commit()
        return rows

    return find
