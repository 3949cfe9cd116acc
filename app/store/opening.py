"""Opening: what keeps a database from being opened, as a problem that an administrator can act on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.faults import Code, Fault
from app.store.database import Database
from app.store.engine.addresses import file_of, is_unescaped, secrets_of
from app.store.engine.faults import fault_in


@contextmanager
def opened(url: str, *, may_create: bool = False) -> Iterator[Database]:
    """The database at an address. Raises Fault where it cannot be opened, or where it fails later for a
    reason that an administrator can do something about; no file comes into being that was not there, unless
    it `may_create` one."""
    if (problem := fault_before(url)) and not (may_create and problem == "database_missing"):
        raise Fault(problem)
    try:
        database = Database(url)
    except OSError as error:
        raise Fault(fault_in(error) or "database_unreachable", first_line(error, url)) from error
    # The statements of the hot paths fail with the driver's own errors.
    errors = (sa.exc.DBAPIError, database.pool.dialect.loaded_dbapi.Error)
    try:
        yield database
    except errors as error:
        if (problem := fault_in(error)) is None:
            raise
        raise Fault(problem, first_line(error, url)) from error
    finally:
        database.close()


def fault_before(url: str) -> Code | None:
    """What is wrong with an address, or where it leads, before anything is opened."""
    if is_unescaped(url):
        return "database_url_unescaped"
    path = file_of(url)
    if path is None:
        return None
    if not path.exists():
        place = next((folder for folder in path.parents if folder.exists()), Path("/"))
        return "database_missing" if _is_writable(place) else "database_read_only"
    if not _is_writable(path) or not _is_writable(path.parent):
        return "database_read_only"
    return None


def first_line(error: BaseException, url: str) -> str:
    """The beginning of what an error says, without a part of a password in it."""
    text = (str(getattr(error, "orig", None) or error).splitlines() or [""])[0][:200]
    for secret in secrets_of(url):
        text = text.replace(secret, "***")
    return text or type(error).__name__


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK)
