"""Commands: what people write. Importing this package fills the registry; help and the app package list them
in this order."""

# isort: off
from bot import forms
from bot.commands import (
    leads,
    captures,
    lists,
    opportunities,
    interest,
    activities,
    records,
    edit,
    people,
    merging,
)
from bot.commands import imports
from bot.commands import persons, settings, talk
from bot.commands import buttons
# isort: on

__all__ = [
    "activities",
    "buttons",
    "captures",
    "edit",
    "forms",
    "imports",
    "interest",
    "leads",
    "lists",
    "merging",
    "opportunities",
    "people",
    "persons",
    "records",
    "settings",
    "talk",
]
