"""Errors that an administrator hears of, whatever the engine."""

from __future__ import annotations


class BackupFailed(Exception):
    """Why there is no backup, or why it was not put back: a sentence for whoever runs it."""


class TablesBusy(Exception):
    """A table that a step needs for itself was in use all the time."""
