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
    merge,
)
from bot.commands import imports
from bot.commands import privacy, settings, talk
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
    "merge",
    "opportunities",
    "people",
    "privacy",
    "records",
    "settings",
    "talk",
]
