"""One door to each database engine: nobody outside of app/store/engine asks which one it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "app/store/engine"
ASKS_IN_MIGRATIONS = ROOT / "migrations/steps.py"
"""Migrations say what they do on each engine; how they know which one it is stands here alone."""
_NAMED = re.compile(r"(?i)_?(is|on|for|uses)_(sqlite|postgres\w*)")
_ENGINE = re.compile(r"sqlite|postgres|psycopg")
_OWN = ("app.store.engine.sqlite", "app.store.engine.postgres", "app.store.engine.pipeline")


def _modules(*rooms: str) -> list[Path]:
    found = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts and DOOR not in path.parents)


def asks_for_the_engine(node: ast.AST) -> bool:
    """Whether a piece of code asks a connection or an address for the name of its engine."""
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value
    if node.attr == "name" and isinstance(owner, ast.Attribute | ast.Name):
        return (owner.attr if isinstance(owner, ast.Attribute) else owner.id) == "dialect"
    return node.attr in {"get_backend_name", "get_dialect", "drivername"}


def knows_the_engine(node: ast.AST) -> bool:
    """Whether a piece of code knows more than one engine, or asks which of them it has."""
    known = False
    match node:
        case ast.Attribute(attr="name" | "key", value=ast.Attribute(attr="engine")):
            known = True
        case ast.Attribute(attr="name" | "key", value=ast.Call(func=ast.Name(id="engine_of" | "engine_at"))):
            known = True
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name):
            known = bool(_NAMED.fullmatch(name))
        case ast.keyword(arg=str(name)):
            known = bool(_ENGINE.match(name) or _NAMED.fullmatch(name))
        case ast.ImportFrom(module=str(name)):
            known = _is_of_an_engine(name)
        case ast.Import(names=names):
            known = any(_is_of_an_engine(one.name) for one in names)
        case ast.Constant(value=str(text)):
            known = bool(_ENGINE.search(text))
    return known


def _is_of_an_engine(module: str) -> bool:
    return module.startswith(("sqlalchemy.dialects", *_OWN)) or bool(_ENGINE.match(module))


def _code(tree: ast.Module) -> Iterator[ast.AST]:
    """All of a module but its texts for readers: whatever stands there as a statement of its own."""
    alone = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    told = {id(node) for node in alone if isinstance(node, ast.Constant)}
    return (node for node in ast.walk(tree) if id(node) not in told)


def found_in(source: str) -> list[int]:
    """Lines of product code that know an engine."""
    nodes = [node for node in _code(ast.parse(source)) if asks_for_the_engine(node) or knows_the_engine(node)]
    return sorted({getattr(node, "lineno", 0) for node in nodes})


@pytest.mark.parametrize("path", _modules("app", "bot", "tabs"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_beside_the_engines_asks_which_one_it_is(path: Path) -> None:
    assert found_in(path.read_text(encoding="utf-8")) == []


def test_migrations_ask_at_one_place() -> None:
    asking = [
        path
        for path in _modules("migrations")
        if any(map(asks_for_the_engine, ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
    ]
    assert asking == [ASKS_IN_MIGRATIONS]


@pytest.mark.parametrize(
    "source",
    [
        'if connection.dialect.name == "x": pass',
        "url.get_backend_name()",
        "database.is_sqlite",
        "def work(*, is_postgres): pass",
        "self._is_postgresql = 1",
        'engine == "sqlite"',
        "database.engine.name",
        "engine_of(connection).key",
        "sa.Index(None, sqlite_where=1)",
        "import sqlite3",
        "from psycopg import Connection",
        "from sqlalchemy.dialects import postgresql",
        "from app.store.engine.postgres import Postgres",
    ],
)
def test_whoever_asks_is_seen(source: str) -> None:
    assert found_in(source) == [1]


def test_whoever_tells_readers_of_an_engine_is_let_be() -> None:
    assert found_in('"""On sqlite all is one."""\nprint("PostgreSQL takes longer")') == []
