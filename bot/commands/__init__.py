"""Commands: what people write. Importing this package fills the registry; help lists them in this order."""

from bot import forms
from bot.commands import leads, lists, opportunities, records, talk

__all__ = ["forms", "leads", "lists", "opportunities", "records", "talk"]
