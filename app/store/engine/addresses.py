"""Addresses of databases: which there are, what is wrong with one, and how it may be shown."""

from __future__ import annotations

import re
from pathlib import Path

DEFAULT = "sqlite:///data/leadline.db"
"""A file beside the program, which needs no set-up."""
IN_MEMORY = "sqlite://"
"""A database that is gone when it is closed."""
KINDS = "sqlite:/// or postgresql://"
"""How an address begins, for whoever wrote another one."""
_FILE = "sqlite:"
_SERVERS = ("postgresql://", "postgres://", "postgresql+psycopg://")


def is_known(url: str) -> bool:
    """Whether an address is one of a database that we can open."""
    return url.startswith(("sqlite:///", *_SERVERS))


def with_driver(url: str) -> str:
    """The address as SQLAlchemy has to have it."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url[len(plain) :]
    return url


def is_file(url: str) -> bool:
    """Whether an address is that of a file, or of a database in memory."""
    return url.startswith(_FILE)


def file_of(url: str) -> Path | None:
    """The file at an address; None where a server has the database, or where it is in memory."""
    if not is_file(url):
        return None
    # Late: it takes longer than reading settings.
    from sqlalchemy.engine import make_url

    name = make_url(url).database
    return None if name in {None, "", ":memory:"} else Path(str(name))


def is_unescaped(url: str) -> bool:
    """Whether user or password of a server's address hold signs that cut it in the wrong places."""
    if is_file(url):
        return False
    rest = url.partition("://")[2]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, _, _ = authority.rpartition("@")
    if "#" in rest or "@" in user or re.search(r"%(?![0-9A-Fa-f]{2})", user or rest.rpartition("@")[0]):
        return True
    # A slash in the password ends what should have gone on to its at sign.
    return bool(authority) and "@" not in authority and "@" in rest


def shown(url: str) -> str:
    """An address as it may be printed: without the password."""
    from sqlalchemy.engine import make_url

    return "an address that cannot be read" if is_unescaped(url) else make_url(url).render_as_string()


def secrets_of(url: str) -> list[str]:
    """What of an address may be printed nowhere, the longest first."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        password = make_url(url).password
    except (ArgumentError, ValueError):
        return []
    raw = re.search(r"://[^:/@]*:([^@]*)@", url)
    return sorted({text for text in (str(password or ""), raw[1] if raw else "") if text}, key=len)[::-1]
