"""Forms and buttons: what they do, by verb. Importing this package fills the registry."""

from bot.forms import leads, opportunities, records, words

__all__ = ["leads", "opportunities", "records", "words"]
