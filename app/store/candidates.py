"""Candidates: leads and contacts that may be the same as somebody new, and their company, found by key in one
statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.event import Kind
from app.domain.matching import (
    company_domain,
    company_key,
    company_root,
    dialled,
    email_key,
    fold,
    name_root,
    phone_key,
    typed_key,
)
from app.store.statements import Statement
from app.store.tables import contacts, leads, organizations, words

MOST_OF_KEY = 8
"""Candidates that one key gives, newest first where they are people."""
MOST_OF_COMPANY = 16
"""Somebody else of a large company is no news; whoever has the same name is found by the name."""
MOST_OF_WORD = 40
"""Candidates of one beginning of a word; a rare one has fewer."""

_BEGINNING = 5


class Candidate(NamedTuple):
    """What tells a lead, a contact or an organization from another. `contact` is the one that a lead became;
    `company` of a contact is its organization's name."""

    kind: str
    number: int
    name: str
    version: int
    company: str
    email: str
    phone: str
    status: str
    owner: int | None
    contact: int | None


class KnownOrganization(NamedTuple):
    """What tells an organization from another."""

    number: int
    name: str
    domain: str


class Matches(NamedTuple):
    """The oldest organization with a company's name, and with a domain; the oldest contact with an email
    address, and with a phone number."""

    company: int | None
    domain: int | None
    email: int | None
    phone: int | None


class Candidates:
    """Looks into one workspace."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def find(self, person: str, company: str, email: str, phone: str) -> list[Candidate]:
        """Leads and contacts that share a key with somebody, and organizations with the company's name or the
        email's domain; `person` is empty for a company."""
        keys = self._keys(person, company, email, phone)
        given = tuple([name for name in _PARTS if keys[name]])
        return _once_each(_finding(given).all(self._connection, keys)) if given else []

    def find_each(self, asked: Sequence[tuple[str, str, str, str]]) -> list[list[Candidate]]:
        """What `find` gives for each of several: person, company, email, phone."""
        keys = [self._keys(*one) for one in asked]
        # All keys in one statement, given or not: the same one goes to PostgreSQL for everybody. But for what
        # few have.
        parts = tuple(name for name in _PARTS if name != "dialled" or any(one[name] for one in keys))
        found = _finding(parts).all_of(self._connection, keys)
        return [_once_each(rows) for rows in found]

    def _keys(self, person: str, company: str, email: str, phone: str) -> dict[str, Any]:
        return {
            "email": email_key(email) or None,
            "phone": phone_key(phone) or None,
            "typed": typed_key(phone) or None,
            # The country that the number lacks may be any: words know what is dialled inside of it.
            "dialled": None if phone.startswith("+") else dialled(phone) or None,
            "person": name_root(person) or None,
            "company": company_root(company) or None,
            "company_key": company_key(company) or None,
            "domain": company_domain(email) or None,
            "workspace": self._workspace_id,
        }

    def match(self, *, company: str, domain: str, email: str, phone: str) -> Matches:
        """What has these keys; an empty one finds nothing."""
        keys = {"company": company or None, "domain": domain or None}
        keys |= {"email": email or None, "phone": phone or None}
        row = _MATCH.first(self._connection, {**keys, "workspace": self._workspace_id})
        return Matches(*row) if row else Matches(None, None, None, None)

    def find_spelled_alike(self, company: str) -> list[Candidate]:
        """Leads with a word that begins like one of the company's: some of them where there are many."""
        found: dict[int, Candidate] = {}
        for beginning in beginnings_of(company):
            keys = {
                "workspace": self._workspace_id,
                "beginning": beginning,
                "after": beginning + "\U0010ffff",
            }
            for row in _FIND_SPELLED.all(self._connection, keys):
                candidate = Candidate(*row)
                found[candidate.number] = candidate
        return list(found.values())

    def find_organizations(self, company: str, email: str) -> list[KnownOrganization]:
        """Organizations with a company's name or an email's domain, or with a word that begins like one of
        the company's: some of them where there are many."""
        columns = (organizations.c.number, organizations.c.name, organizations.c.domain)
        mine = (organizations.c.workspace_id == self._workspace_id, organizations.c.merged_into.is_(None))
        keyed = {"company_key": company_key(company), "domain": company_domain(email)}
        parts = [
            sa.select(*columns).where(*mine, organizations.c[name] == key).limit(MOST_OF_KEY).subquery()
            for name, key in keyed.items()
            if key
        ]
        for beginning in beginnings_of(company):
            spelled = (
                sa.select(words.c.number)
                .where(
                    words.c.workspace_id == self._workspace_id,
                    words.c.word >= beginning,
                    words.c.word < beginning + "\U0010ffff",
                    words.c.kind == Kind.ORGANIZATION.value,
                )
                .limit(MOST_OF_WORD)
                .subquery()
            )
            parts.append(
                sa.select(*columns).where(*mine, organizations.c.number.in_(sa.select(spelled))).subquery()
            )
        if not parts:
            return []
        found = self._connection.execute(sa.union(*(sa.select(part) for part in parts)))
        return [KnownOrganization(*row) for row in found]


def beginnings_of(company: str) -> list[str]:
    """How words of a company's name begin; one with a slip behind that is found by it."""
    beginnings = {word[:_BEGINNING] for word in company_key(company).split() if len(word) >= _BEGINNING}
    return sorted(beginnings | {fold(company)[:_BEGINNING]} - {""})


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


def _leads_by(column: str, key: str, most: int) -> sa.Select[Any]:
    return _leads_where(leads.c[column] == _KEYS[key], most)


def _leads_where(condition: sa.ColumnElement[bool], most: int) -> sa.Select[Any]:
    mine = leads.c.workspace_id == _WORKSPACE
    return _limited(sa.select(*_LEAD).where(mine, condition).order_by(leads.c.number.desc()), most)


def _contacts_by(column: str, key: str) -> sa.Select[Any]:
    return _contacts_where(contacts.c[column] == _KEYS[key])


def _contacts_where(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    company = (
        sa.select(organizations.c.name)
        .where(
            organizations.c.workspace_id == contacts.c.workspace_id,
            organizations.c.number == contacts.c.organization,
        )
        .scalar_subquery()
    )
    shown = (
        sa.literal_column(f"'{Kind.CONTACT.value}'").label("kind"),
        *(contacts.c[name] for name in ("number", "name", "version")),
        sa.func.coalesce(company, _EMPTY).label("company"),
        *(contacts.c[name] for name in ("email", "phone")),
        _EMPTY.label("status"),
        sa.cast(sa.null(), contacts.c.number.type).label("owner"),
        sa.cast(sa.null(), contacts.c.number.type).label("contact"),
    )
    mine = contacts.c.workspace_id == _WORKSPACE
    return _limited(sa.select(*shown).where(mine, condition).order_by(contacts.c.number.desc()), MOST_OF_KEY)


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
    )
    mine = (organizations.c.workspace_id == _WORKSPACE, organizations.c.merged_into.is_(None))
    wanted = sa.select(*shown).where(*mine, organizations.c[column] == _KEYS[column])
    return _limited(wanted, MOST_OF_KEY)


def _limited(wanted: sa.Select[Any], most: int) -> sa.Select[Any]:
    # Both written out: SQLite takes no limit without an offset, and `Statement` binds only what it is given.
    return wanted.limit(sa.literal_column(str(most))).offset(sa.literal_column("0"))


_PHONES = (_KEYS["phone"], _KEYS["typed"])
"""A number with its country, and how somebody types it who leaves that out."""
_EMPTY: sa.ColumnElement[str] = sa.literal_column("''", sa.Text)

_PARTS = {
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
}
"""Where each key is looked for."""


@cache
def _finding(given: tuple[str, ...]) -> Statement:
    """What shares one of the keys: a key that nobody gave is not looked for, which every new lead feels."""
    parts = [part for name in given for part in _PARTS[name]]
    return Statement(sa.union_all(*(sa.select(part.subquery()) for part in parts)))


def _once_each(rows: Iterable[tuple[Any, ...]]) -> list[Candidate]:
    found = (Candidate(*row) for row in rows)
    return list({(one.kind, one.number): one for one in found}.values())


_SPELLED = _limited(
    sa.select(words.c.number).where(
        words.c.workspace_id == _WORKSPACE,
        words.c.word >= sa.bindparam("beginning", type_=words.c.word.type),
        words.c.word < sa.bindparam("after", type_=words.c.word.type),
        words.c.kind == sa.literal_column(f"'{Kind.LEAD.value}'"),
    ),
    MOST_OF_WORD,
).subquery("spelled")
_FIND_SPELLED = Statement(
    sa.select(*_LEAD).where(
        leads.c.workspace_id == _WORKSPACE, leads.c.number.in_(sa.select(_SPELLED.c.number))
    ),
    plan_anew=True,
)


def _oldest(table: sa.Table, column: str, key: str) -> sa.ScalarSelect[int]:
    mine = (table.c.workspace_id == _WORKSPACE, table.c[column] == _KEYS[key], table.c.merged_into.is_(None))
    oldest = sa.select(table.c.number).where(*mine).order_by(table.c.number)
    return oldest.limit(sa.literal_column("1")).offset(sa.literal_column("0")).scalar_subquery()


_MATCH = Statement(
    sa.select(
        _oldest(organizations, "company_key", "company"),
        _oldest(organizations, "domain", "domain"),
        _oldest(contacts, "email_key", "email"),
        _oldest(contacts, "phone_key", "phone"),
    )
)
