"""What a text says about a lead, and the state of reading it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from app.domain.event import Kind
from app.domain.fields import ASKED
from app.domain.money import Money
from app.domain.own import PREFIX
from app.domain.qualification import Authority, Timeline
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from app.languages.words import names_under

LONGEST_NAME = 80
"""Characters beyond which a part is a sentence and no name."""


LABELLED = frozenset(
    name
    for name in ASKED[Kind.LEAD]
    if not any(name in names_under(language, "lead.labels") for language in LANGUAGES)
)
"""Fields that nothing but their own name tells: what is written beside it."""


@dataclass(slots=True)
class LeadLine:
    """What a line says about a lead; the names are those of LeadDraft. Nothing of the line is lost: what is
    not recognised is in `note`, one piece a line. `labelled` are further fields that only a label
    tells, as their inputs take them."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    source: str = ""
    need: str = ""
    note: str = ""
    amount: Money | None = None
    authority: Authority | None = None
    timeline: Timeline | None = None
    labelled: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str, whole: str = "") -> None:
        """Puts a text into a field. What is there stays, and the text (or the `whole` piece that it was cut
        from, so that "Mobile: …" keeps its label) then goes to the note; the same text twice is one."""
        if name in LABELLED or name.startswith(PREFIX):
            self.labelled.setdefault(name, text)
            if self.labelled[name] != text:
                self.add("note", whole or text)
            return
        held = getattr(self, name)
        if not held:
            setattr(self, name, text)
        elif name in ("need", "note"):
            setattr(self, name, f"{held}\n{text}")
        elif held != text:
            self.add("note", whole or text)


@dataclass(slots=True)
class LineReading:
    """A text while it is being read. `plain` are the parts still to be read. `letter` is true for several
    lines; `street` after a part that is a street, because its town comes next; `postcodes` are parts that
    are postcodes; `numbers` counts parts that were tried as a day for their numbers, `sums` those tried as
    money."""

    reader: Reader
    today: dt.date
    line: LeadLine = field(default_factory=LeadLine)
    plain: list[str] = field(default_factory=list)
    letter: bool = False
    street: bool = False
    postcodes: frozenset[str] = frozenset()
    numbers: int = 0
    sums: int = 0
