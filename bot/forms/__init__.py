"""Forms and buttons: what they do, by verb. Importing this package fills the registry."""

from bot.forms import (
    activities,
    captures,
    followers,
    imports,
    leads,
    lists,
    merge,
    newcomers,
    opportunities,
    participants,
    privacy,
    records,
    settings,
    talk,
)

__all__ = [
    "activities",
    "captures",
    "followers",
    "imports",
    "leads",
    "lists",
    "merge",
    "newcomers",
    "opportunities",
    "participants",
    "privacy",
    "records",
    "settings",
    "talk",
]
