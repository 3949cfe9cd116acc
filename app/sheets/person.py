"""People: what the cells of one row say of a person. What a field cannot hold goes into the note."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind, Plain
from app.domain.fields import EDITABLE, Type, names_of
from app.domain.imports import Kept
from app.domain.money import Money
from app.domain.own import is_own
from app.domain.record import LONGEST_TEXT, plain
from app.languages.amounts import find_amount
from app.languages.currencies import find_currency
from app.languages.salutations import prefix_of, without_academic, without_salutation
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms_of, names_under
from app.languages.written import Written
from app.sheets.cells import Fields, cut_names, fit, in_order, says_turned, with_first_name
from app.sheets.columns import SheetColumn

LONGEST_TOLD = 200
"""Characters of a cell that are told."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_ODD = re.compile(r"\d\s?[-–]\s?\d|\d[eE]\+?\d")

PARTS = (SheetColumn.FIRST_NAME, SheetColumn.MIDDLE_NAME, SheetColumn.LAST_NAME)
FILLS: dict[str, str] = {
    SheetColumn.TITLE: "job_title",
    SheetColumn.OTHER_EMAIL: "email",
    SheetColumn.MOBILE: "phone",
}
"""Fields that columns fill where those that are named after them leave them empty."""

_MONEY = names_of(Kind.LEAD, Type.MONEY)
_LISTS = {name: field.list for name, field in EDITABLE[Kind.LEAD].items() if field.list}
_LATER = (SheetColumn.PREFIX, *FILLS, SheetColumn.CURRENCY, SheetColumn.DEAL)


@dataclass(frozen=True, slots=True)
class Manner:
    """How amounts are to be read: the `language` decides about "1,234", the `currency` is assumed where none
    is written beside a number, nor in a column of its own."""

    language: str
    currency: str


PLAIN = Manner("", "")
"""How amounts are read where there are none."""


@dataclass(frozen=True, slots=True)
class Contact:
    """When somebody spoke with a lead: the day or moment in ISO 8601, and the title of its column."""

    title: str
    at: str


class SheetPerson:
    """A lead while its cells are being read; `note` are the lines below what its columns for notes say."""

    def __init__(self, fields: Fields, manner: Manner = PLAIN, currency: str = "") -> None:
        """`currency` is what the row's own column says."""
        self.fields = fields
        self.manner = manner
        self.currency = currency
        self.values: Plain = {}
        self.note: list[str] = []
        self.kept: list[Kept] = []
        self.parts: dict[str, tuple[str, str]] = {}
        self.degrees: tuple[str, str] = ("", "")
        self.deal = ""
        self.contact: Contact | None = None

    @property
    def is_named(self) -> bool:
        """Whether there is anything to call the lead by."""
        return bool(self.values.get("name") or self.values.get("company"))

    def take(self, field: str | None, title: str, cell: str) -> None:
        """Puts a cell where it belongs."""
        if field is None:
            self.keep(title, cell)
        elif field in PARTS:
            if field in self.parts:
                self.keep(title, cell)
            else:
                self.parts[field] = (title, cell)
        else:
            usual = SheetPerson.take_written if is_own(field) else SheetPerson.fit
            _STEPS.get(field, usual)(self, FILLS.get(field, field), title, cell)

    def keep(self, title: str, *texts: str) -> None:
        """Puts what a cell says into the note, under the title of its column."""
        said = "; ".join(filter(None, texts))
        if said:
            self.note.append(f"{title}: {said}" if title else said)

    def refuse(self, field: str, title: str, cell: str, problem: Problem) -> None:
        """Keeps a cell in the note that its field cannot hold, and tells so."""
        self.keep(title, cell)
        self.kept.append(Kept(field, title, cell[:LONGEST_TOLD], problem))

    def fit(self, field: str, title: str, cell: str) -> None:
        """Sets a field to the first value of a cell that it can hold; what it holds already stays."""
        if field in self.values:
            if self.values[field] != cell:
                self.keep(title, cell)
            return
        fitted = fit(cell, field, self.fields)
        if fitted.problem is not None:
            self.refuse(field, title, cell, fitted.problem)
            return
        self.values[field] = fitted.value
        self.keep(title, *fitted.rest)

    def take_name(self, _: str, title: str, cell: str) -> None:
        """Sets the name to the first one of a cell, and the address to the one beside it."""
        if "name" in self.values:
            if self.values["name"] != cell:
                self.keep(title, cell)
            return
        name, email, others = cut_names(cell)
        if email and ("email" in self.values or self.fields.problem("email", email) is not None):
            self.keep(title, email)
        elif email:
            self.values["email"] = email
        name = in_order(name, turned=says_turned(title))
        problem = self.fields.problem("name", name)
        if problem is not None:
            self.refuse("name", title, cell, problem)
            return
        self.values["name"] = bare = without_salutation(name)
        self.keep(title, name if bare != name else "", *others)

    def take_title(self, field: str, title: str, cell: str) -> None:
        """Sets the job, unless the cell holds what stands before a name."""
        if prefix_of(cell) is None:
            self.fit(field, title, cell)
        else:
            self.take_prefix(field, title, cell)

    def take_prefix(self, _: str, title: str, cell: str) -> None:
        """Remembers degrees for the name."""
        degrees = prefix_of(cell)
        if degrees and not self.degrees[1]:
            self.degrees = (title, degrees)
            self.keep(title, cell if degrees != cell else "")
        else:
            self.keep(title, cell)

    def take_money(self, field: str, title: str, cell: str) -> None:
        """Sets an amount."""
        try:
            money = plain(self._money(cell, field))
        except InvalidInput as refused:
            self.refuse(field, title, cell, next(iter(refused.fields.values())))
            return
        if self.values.setdefault(field, money) != money or self._says_more(cell):
            self.keep(title, cell)

    def take_currency(self, _: str, title: str, cell: str) -> None:
        """Keeps the currency of no amount, or of one that is written in another."""
        held = [self.values[name] for name in _MONEY if name in self.values]
        if not any(money["currency"] == find_currency(cell) for money in held):  # type: ignore[index]
            self.keep(title, cell)

    def take_choice(self, field: str, title: str, cell: str) -> None:
        """Sets a field to the key of what it is called."""
        key = _choices(field).get(cell.casefold())
        problem = self.fields.problem(field, key) if key else Problem("choice_unknown")
        if problem is not None:
            self.refuse(field, title, cell, problem)
        elif self.values.setdefault(field, key) != key:
            self.keep(title, cell)

    def take_written(self, field: str, title: str, cell: str) -> None:
        """Sets a day, or what else a field holds, as it is written: what it means depends on where it is
        kept."""
        problem = self.fields.problem(field, Written(cell, self.manner.language))
        written = {"text": cell, "language": self.manner.language}
        if problem is not None:
            self.refuse(field, title, cell, problem)
        elif self.values.setdefault(field, written) != written:
            self.keep(title, cell)

    def take_deal(self, _: str, title: str, cell: str) -> None:
        """Remembers what a deal is called."""
        self.deal = self.deal or cell
        self.keep(title, cell)

    def take_contact(self, field: str, title: str, cell: str) -> None:
        """Sets when somebody spoke with the lead; of several days the last one."""
        told = self.fields.past(cell, self.manner.language)
        if isinstance(told, Problem):
            self.refuse(field, title, cell, told)
            return
        contact = Contact(title, told.isoformat())
        if self.contact is not None:
            earlier, contact = sorted((self.contact, contact), key=lambda one: one.at)
            self.keep(earlier.title, earlier.at)
        self.contact = contact

    def settle_name(self) -> None:
        """Puts the name together; who has none, nor a company, is called by the address, or by the deal."""
        name = self._whole_name()
        title, degrees = self.degrees
        if name and degrees and without_academic(name) == name:
            name = f"{degrees} {name}"
        elif degrees.casefold() not in name.casefold():
            self.keep(title, degrees)
        if not name and not self.values.get("company"):
            name = str(self.values.get("email") or "")
            if not name and self.deal and self.fields.problem("name", self.deal) is None:
                name = self.deal
        if name:
            self.values["name"] = name

    def write_note(self) -> None:
        """Writes the note, as many lines as it holds; the others are told."""
        lines = [str(self.values["note"])] if "note" in self.values else []
        length = sum(map(len, lines))
        for line in self.note:
            room = max(LONGEST_TEXT - length - len(lines), 0)
            if len(line) > room:
                self.kept.append(Kept("", "", line[room:][:LONGEST_TOLD], Problem("note_full")))
            if fitting := line[:room].rstrip():
                lines.append(fitting)
                length += len(fitting)
        if lines:
            self.values["note"] = "\n".join(lines)

    def _whole_name(self) -> str:
        """The name that a column holds, with the first name beside it; parts that tell of somebody else are
        kept."""
        joined = " ".join(self.parts[part][1] for part in PARTS if part in self.parts)
        whole = str(self.values.get("name") or "")
        if not joined:
            return whole
        if not whole:
            return self._fitting(joined)
        if SheetColumn.LAST_NAME not in self.parts and (name := with_first_name(joined, whole)):
            return name
        if sorted(whole.replace(",", " ").casefold().split()) == sorted(joined.casefold().split()):
            return joined
        for title, cell in self.parts.values():
            self.keep(title, cell)
        return whole

    def _fitting(self, name: str) -> str:
        problem = self.fields.problem("name", name)
        bare = without_salutation(name)
        if problem is not None or bare != name:
            for field, (title, cell) in self.parts.items():
                self.refuse(field, title, cell, problem) if problem else self.keep(title, cell)
        return "" if problem else bare

    def _says_more(self, cell: str) -> bool:
        """Whether a cell says more than an amount: "ca. 5,000 €", "10,000-20,000", "1.2E+05"."""
        return _ODD.search(cell) is not None or not all(
            _is_of_amount(word, self.manner.language) for word in _WORD.findall(cell)
        )

    def _money(self, cell: str, field: str) -> Money:
        own = find_currency(self.currency) if self.currency else self.manner.currency
        amount = find_amount(cell, self.manner.language, own or self.manner.currency)
        if amount is None:
            raise InvalidInput(**{field: "amount_invalid"})
        currency = amount.currency or own
        if currency is None:
            raise InvalidInput(**{field: "currency_unknown"})
        return Money(amount.value, currency)


_STEPS: dict[str, Callable[[SheetPerson, str, str, str], None]] = {
    "name": SheetPerson.take_name,
    SheetColumn.PREFIX: SheetPerson.take_prefix,
    SheetColumn.TITLE: SheetPerson.take_title,
    **dict.fromkeys(_MONEY, SheetPerson.take_money),
    **dict.fromkeys(_LISTS, SheetPerson.take_choice),
    **dict.fromkeys(names_of(Kind.LEAD, Type.DAY), SheetPerson.take_written),
    SheetColumn.CURRENCY: SheetPerson.take_currency,
    SheetColumn.DEAL: SheetPerson.take_deal,
    SheetColumn.LAST_CONTACT: SheetPerson.take_contact,
}


@lru_cache(maxsize=512)
def _is_of_amount(word: str, language: str) -> bool:
    """Whether a word beside a number is a currency or multiplies it."""
    alone = find_amount(f"1 {word}", language)
    return alone is not None and not alone.bare


def turn_of(field: str | None) -> int:
    """When a column is to be read: after all others where it waits for one that is named more exactly, or
    that it belongs to."""
    return 1 + _LATER.index(SheetColumn(field)) if field in _LATER else 0


@cache
def _choices(field: str) -> dict[str, str]:
    """Keys of a list by everything that they are called, in lower case."""
    prefix = f"{_LISTS[field]}."
    names = _called() if field == "source" else {}
    for language in LANGUAGES:
        catalog = strings(language)
        for key in sorted(catalog.keys()):
            if key.startswith(prefix):
                short = key.removeprefix(prefix)
                names |= {catalog.t(key).casefold(): short, short: short, short.replace("_", " "): short}
    return names


def _called() -> dict[str, str]:
    """What lead sources are called besides their names, as other programs do."""
    return {
        form.casefold(): source
        for language in LANGUAGES
        for source in names_under(language, "sheets.sources")
        for form in forms_of(language, f"sheets.sources.{source}")
    }
