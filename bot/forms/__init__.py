"""Forms and buttons: what they do, by verb. Importing this package fills the registry."""

from bot.forms import (
    activities,
    captures,
    followers,
    gathering,
    imports,
    leads,
    lists,
    merging,
    opportunities,
    participants,
    persons,
    records,
    settings,
    words,
)

__all__ = [
    "activities",
    "captures",
    "followers",
    "gathering",
    "imports",
    "leads",
    "lists",
    "merging",
    "opportunities",
    "participants",
    "persons",
    "records",
    "settings",
    "words",
]
