"""Commands: what people write. Importing this package fills the registry; help lists them in this order."""

from bot import forms
from bot.commands import (
    activities,
    captures,
    edit,
    leads,
    lists,
    merging,
    opportunities,
    people,
    records,
    settings,
    talk,
)

__all__ = [
    "activities",
    "captures",
    "edit",
    "forms",
    "leads",
    "lists",
    "merging",
    "opportunities",
    "people",
    "records",
    "settings",
    "talk",
]
