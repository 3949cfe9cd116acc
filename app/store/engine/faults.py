"""Faults: which problem of the administrator an error of the database means."""

from __future__ import annotations

import errno

from app.faults import Code


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
