"""Opening: what keeps a database from being opened, in words that an administrator can use."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.remedies import Code, Refused
from app.store.database import Database


@contextmanager
def opened(url: str, *, may_create: bool = False) -> Iterator[Database]:
    """The database at an address. Raises Refused where it cannot be opened, or where it fails later for a
    reason that an administrator can do something about; no file comes into being that was not there, unless
    it `may_create` one."""
    if (problem := fault_before(url)) and not (may_create and problem == "database_missing"):
        raise Refused(problem)
    try:
        database = Database(url)
    except OSError as error:
        raise Refused(fault_in(error) or "database_unreachable", first_line(error, url)) from error
    # The statements of the hot paths fail with the driver's own errors.
    errors = (sa.exc.DBAPIError, database.engine.dialect.loaded_dbapi.Error)
    try:
        yield database
    except errors as error:
        if (problem := fault_in(error)) is None:
            raise
        raise Refused(problem, first_line(error, url)) from error
    finally:
        database.close()


def fault_before(url: str) -> Code | None:
    """What is wrong with an address, or where it leads, before anything is opened."""
    if not url.startswith("sqlite:"):
        return "database_url_unescaped" if is_unescaped(url) else None
    path = file_of(url)
    if path is None:
        return None
    if not path.exists():
        place = next((folder for folder in path.parents if folder.exists()), Path("/"))
        return "database_missing" if _is_writable(place) else "database_read_only"
    if not _is_writable(path) or not _is_writable(path.parent):
        return "database_read_only"
    return None


def is_unescaped(url: str) -> bool:
    """Whether user or password of an address hold signs that cut it in the wrong places."""
    rest = url.partition("://")[2]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, _, _ = authority.rpartition("@")
    if "#" in rest or "@" in user or re.search(r"%(?![0-9A-Fa-f]{2})", user or rest.rpartition("@")[0]):
        return True
    # A slash in the password ends what should have gone on to its at sign.
    return bool(authority) and "@" not in authority and "@" in rest


def fault_in(error: BaseException) -> Code | None:
    """Which problem an error of a database is; None for one that the program is to blame for, such as a
    statement that is wrong."""
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or ""
    text = str(cause)
    if isinstance(cause, OSError) and cause.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return "database_read_only"
    for code, (states, words) in _SIGNS.items():
        if state[:2] in states or state in states or (not state and any(word in text for word in words)):
            return code
    # What PostgreSQL's driver sees by itself is that there is no connection, or not any more.
    sees_end = hasattr(cause, "sqlstate") and type(cause).__name__ in _ENDS
    return "database_unreachable" if sees_end and not state else None


_ENDS = frozenset({"OperationalError", "InterfaceError", "ConnectionTimeout"})


_SIGNS: dict[Code, tuple[frozenset[str], tuple[str, ...]]] = {
    "disk_full": (frozenset({"53100"}), ("database or disk is full", "No space left")),
    "database_read_only": (frozenset({"25006"}), ("readonly database", "unable to open database file")),
    "database_refused": (
        frozenset({"28P01", "28000"}),
        ("password authentication failed", "no password supplied", "no pg_hba.conf entry"),
    ),
    "database_unknown": (frozenset({"3D000"}), ("does not exist",)),
    "database_rights": (frozenset({"42501"}), ("permission denied",)),
    "tables_busy": (frozenset({"55P03"}), ("database is locked", "database table is locked")),
    # It ends, begins, has no connection left, or is no database at all.
    "database_unreachable": (
        frozenset({"08", "53300", "57P01", "57P02", "57P03"}),
        ("file is not a database", "disk image is malformed", "disk I/O error"),
    ),
}
"""By which states of PostgreSQL or their classes, or words of an error that has none, a problem is known."""


def first_line(error: BaseException, url: str) -> str:
    """The beginning of what an error says, without a part of a password in it."""
    text = (str(getattr(error, "orig", None) or error).splitlines() or [""])[0][:200]
    for secret in _secrets(url):
        text = text.replace(secret, "***")
    return text or type(error).__name__


def shown(url: str) -> str:
    """An address as it may be printed: without the password."""
    return "an address that cannot be read" if is_unescaped(url) else make_url(url).render_as_string()


def file_of(url: str) -> Path | None:
    """Where a database of SQLite lies; None for all others, and for one in memory."""
    if not url.startswith("sqlite:"):
        return None
    name = make_url(url).database
    return None if name in {None, "", ":memory:"} else Path(str(name))


def _secrets(url: str) -> list[str]:
    try:
        password = make_url(url).password
    except (sa.exc.ArgumentError, ValueError):
        return []
    raw = re.search(r"://[^:/@]*:([^@]*)@", url)
    return sorted({text for text in (str(password or ""), raw[1] if raw else "") if text}, key=len)[::-1]


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK)
