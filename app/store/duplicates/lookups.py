"""Lookups: the statements with which `candidates` finds who may be the same as somebody."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from app.domain.event import Kind
from app.store.engine.engine import Engine
from app.store.search.words import TOLD
from app.store.statements import Statement
from app.store.tables import contacts, leads, organizations, words

MOST_OF_KEY = 8
"""Candidates that one key gives, newest first where they are people."""
MOST_OF_COMPANY = 16
"""Somebody else of a large company is no news; whoever has the same name is found by the name."""
MOST_OF_WORD = 40
"""Candidates of one beginning of a word; a rare one has fewer."""

MOST_TOLD = 6
"""Addresses, numbers and ids in a note by which others are looked for."""

RARE = frozenset({"dialled", "others"})
"""Keys that few have."""

_EMPTY: sa.ColumnElement[str] = sa.literal_column("''", sa.Text)
_UNSHARED = _EMPTY.label("shared")
_KEYS = {
    name: sa.bindparam(name, type_=sa.Text)
    for name in ("email", "phone", "typed", "dialled", "person", "company", "company_key", "domain")
}
_WORKSPACE = sa.bindparam("workspace", type_=leads.c.workspace_id.type)

_LEAD = (
    sa.literal_column(f"'{Kind.LEAD.value}'").label("kind"),
    *(
        leads.c[name]
        for name in ("number", "name", "version", "company", "email", "phone", "status", "owner")
    ),
    leads.c.contact,
)
_WORD = tuple(sa.bindparam(f"word_{at}", type_=sa.Text) for at in range(MOST_TOLD + 2))
"""What is told of somebody, as the index has it."""


def _leads_by(column: str, key: str, most: int) -> sa.Select[Any]:
    return _leads_where(leads.c[column] == _KEYS[key], most)


def _leads_where(condition: sa.ColumnElement[bool], most: int) -> sa.Select[Any]:
    mine = leads.c.workspace_id == _WORKSPACE
    return _limited(sa.select(*_LEAD, _UNSHARED).where(mine, condition).order_by(leads.c.number.desc()), most)


def _contacts_by(column: str, key: str) -> sa.Select[Any]:
    return _contacts_where(contacts.c[column] == _KEYS[key])


def _contacts_where(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    mine = contacts.c.workspace_id == _WORKSPACE
    wanted = sa.select(*_contact(), _UNSHARED).where(mine, condition).order_by(contacts.c.number.desc())
    return _limited(wanted, MOST_OF_KEY)


def _contact() -> tuple[sa.ColumnElement[Any], ...]:
    company = (
        sa.select(organizations.c.name)
        .where(
            organizations.c.workspace_id == contacts.c.workspace_id,
            organizations.c.number == contacts.c.organization,
        )
        .scalar_subquery()
    )
    return (
        sa.literal_column(f"'{Kind.CONTACT.value}'").label("kind"),
        *(contacts.c[name] for name in ("number", "name", "version")),
        sa.func.coalesce(company, _EMPTY).label("company"),
        *(contacts.c[name] for name in ("email", "phone")),
        _EMPTY.label("status"),
        sa.cast(sa.null(), contacts.c.number.type).label("owner"),
        sa.cast(sa.null(), contacts.c.number.type).label("contact"),
    )


def _spoken_of(*lists: str) -> sa.Select[Any]:
    """Entries in lists of the index that hold what is told of somebody: seldom any, so that whose they are is
    asked for apart."""
    shown = (
        _literal(ENTRY).label("kind"),
        words.c.number,
        words.c.kind.label("name"),
        sa.literal_column("0").label("version"),
        *(_EMPTY.label(name) for name in ("company", "email", "phone", "status")),
        *(sa.cast(sa.null(), words.c.number.type).label(name) for name in ("owner", "contact")),
        words.c.word.label("shared"),
    )
    of_lists = words.c.kind.in_([_literal(one) for one in lists])
    mine = (words.c.workspace_id == _WORKSPACE, of_lists, words.c.word.in_(_WORD))
    return _limited(sa.select(*shown).where(*mine), _MOST)


def _literal(text: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{text}'", sa.Text)


ENTRY = "entry"
_MOST = MOST_OF_KEY * 2


def _dialled_alike(kind: Kind) -> sa.Select[Any]:
    """Numbers of records whose telephone number is dialled alike inside its country: words know it."""
    return _limited(
        sa.select(words.c.number).where(
            words.c.workspace_id == _WORKSPACE,
            words.c.kind == sa.literal_column(f"'{kind.value}'"),
            words.c.word == _KEYS["dialled"],
        ),
        MOST_OF_WORD,
    )


def _organizations_by(column: str) -> sa.Select[Any]:
    """Organizations with a key. In no order: one would lead PostgreSQL through all of them in that order."""
    shown = (
        sa.literal_column(f"'{Kind.ORGANIZATION.value}'").label("kind"),
        *(organizations.c[name] for name in ("number", "name", "version")),
        organizations.c.name.label("company"),
        _EMPTY.label("email"),
        organizations.c.phone,
        _EMPTY.label("status"),
        sa.cast(sa.null(), organizations.c.number.type).label("owner"),
        sa.cast(sa.null(), organizations.c.number.type).label("contact"),
        _UNSHARED,
    )
    mine = (organizations.c.workspace_id == _WORKSPACE, organizations.c.merged_into.is_(None))
    wanted = sa.select(*shown).where(*mine, organizations.c[column] == _KEYS[column])
    return _limited(wanted, MOST_OF_KEY)


def _limited(wanted: sa.Select[Any], most: int) -> sa.Select[Any]:
    # Both written out: SQLite takes no limit without an offset, and `Statement` binds only what it is given.
    return wanted.limit(sa.literal_column(str(most))).offset(sa.literal_column("0"))


_PHONES = (_KEYS["phone"], _KEYS["typed"])
"""A number with its country, and how somebody types it who leaves that out."""

PARTS = {
    "email": (_leads_by("email_key", "email", MOST_OF_KEY), _contacts_by("email_key", "email")),
    "phone": (
        _leads_where(leads.c.phone_key.in_(_PHONES), MOST_OF_KEY),
        _contacts_where(contacts.c.phone_key.in_(_PHONES)),
    ),
    "dialled": (
        _leads_where(leads.c.number.in_(_dialled_alike(Kind.LEAD)), MOST_OF_KEY),
        _contacts_where(contacts.c.number.in_(_dialled_alike(Kind.CONTACT))),
    ),
    "person": (_leads_by("name_root", "person", MOST_OF_KEY), _contacts_by("name_root", "person")),
    "company": (_leads_by("company_root", "company", MOST_OF_COMPANY),),
    "company_key": (_organizations_by("company_key"),),
    "domain": (_organizations_by("domain"),),
    "reached": (_spoken_of(TOLD[Kind.LEAD], Kind.ACTIVITY.value),),
    "others": (_spoken_of(Kind.LEAD.value, Kind.CONTACT.value),),
}
"""Where each key is looked for."""


_NUMBER = sa.bindparam("number", type_=leads.c.number.type)
ONE = Statement(
    sa.union_all(
        sa.select(_leads_where(leads.c.number == _NUMBER, 1).subquery()),
        sa.select(_contacts_where(contacts.c.number == _NUMBER).subquery()),
    )
)
"""The lead or contact with a number."""


@cache
def finding(given: tuple[str, ...]) -> Statement:
    """What shares one of the keys: a key that nobody gave is not looked for, which every new lead feels."""
    parts = [part for name in given for part in PARTS[name]]
    return Statement(sa.union_all(*(sa.select(part.subquery()) for part in parts)))


_SPEAKING = (Kind.LEAD.value, Kind.CONTACT.value, TOLD[Kind.LEAD], Kind.ACTIVITY.value)
"""Lists of the index that know what is told of somebody."""

_SOUGHT: tuple[tuple[str, sa.Column[str], str], ...] = (
    ("email", leads.c.email_key, ""),
    ("email", contacts.c.email_key, ""),
    ("phone", leads.c.phone_key, ""),
    ("phone", contacts.c.phone_key, ""),
    ("person", leads.c.name_root, ""),
    ("person", contacts.c.name_root, ""),
    ("company", leads.c.company_root, ""),
    ("company_key", organizations.c.company_key, ""),
    ("domain", organizations.c.domain, ""),
    # One by one: for several lists PostgreSQL takes an index that has all words of the workspace.
    *(("word", words.c.word, one) for one in _SPEAKING),
)
"""Where each sort of key stands: the column, and the list of the index."""
SORTS = tuple(dict.fromkeys(sort for sort, _, _ in _SOUGHT))


@cache
def known_keys(engine: Engine) -> Statement:
    """Which of many keys anybody has, each with its sort: most people in a file are new. The keys of each of
    `SORTS` are given as a JSON array."""
    return Statement(sa.union_all(*(_known(engine, *place) for place in _SOUGHT)), plan_anew=True)


def _known(engine: Engine, sort: str, column: sa.Column[str], list_: str) -> sa.Select[Any]:
    asked = sa.text(engine.texts_in(sort)).columns(sa.column("value", sa.Text)).subquery()
    mine = [column.table.c.workspace_id == _WORKSPACE, column == asked.c.value]
    if list_:
        mine.append(column.table.c.kind == _literal(list_))
    # A limit in brackets: else PostgreSQL may read all that there are instead of looking for each.
    one = _limited(sa.select(_ONE).where(*mine), 1).scalar_subquery()
    return sa.select(_literal(sort), asked.c.value).where(one == _ONE)


_ONE = sa.literal_column("1", sa.Integer)

_SPELLED = _limited(
    sa.select(words.c.number).where(
        words.c.workspace_id == _WORKSPACE,
        words.c.word >= sa.bindparam("beginning", type_=words.c.word.type),
        words.c.word < sa.bindparam("after", type_=words.c.word.type),
        words.c.kind == sa.literal_column(f"'{Kind.LEAD.value}'"),
    ),
    MOST_OF_WORD,
).subquery("spelled")
FIND_SPELLED = Statement(
    sa.select(*_LEAD).where(
        leads.c.workspace_id == _WORKSPACE, leads.c.number.in_(sa.select(_SPELLED.c.number))
    ),
    plan_anew=True,
)


def _oldest(table: sa.Table, column: str, key: str) -> sa.ScalarSelect[int]:
    mine = (table.c.workspace_id == _WORKSPACE, table.c[column] == _KEYS[key], table.c.merged_into.is_(None))
    oldest = sa.select(table.c.number).where(*mine).order_by(table.c.number)
    return oldest.limit(sa.literal_column("1")).offset(sa.literal_column("0")).scalar_subquery()


MATCH = Statement(
    sa.select(
        _oldest(organizations, "company_key", "company"),
        _oldest(organizations, "domain", "domain"),
        _oldest(contacts, "email_key", "email"),
        _oldest(contacts, "phone_key", "phone"),
    )
)
