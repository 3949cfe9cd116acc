"""Reads the parts of a line that have a telling shape: contact data, amounts, dates, sources, needs."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.domain.fields import LISTS
from app.domain.own import is_own
from app.domain.record import LONGEST_LINE
from app.languages.units import spells_money
from bot.parsing import contacts, labels, phrases
from bot.parsing.changes import worded
from bot.parsing.dates.decision_time import find_timeline
from bot.parsing.line import LABELLED, LONGEST_NAME, LineReading
from bot.parsing.money import find_money, is_phone, money_in, read_amount
from bot.parsing.quotes import split_parts
from bot.understanding.personal_names import is_person_name

MOST_PARTS = 100
"""Parts of a line that may say something of their own: no person has more fields. What follows is a note."""

FEWEST_TOLD = 3
"""Words of the shortest sentence behind a name and a colon."""

MOST_NUMBERS = 6
"""Parts with numbers among which a day is looked for: what is none takes longest to tell."""
MOST_SUMS = 30
"""Parts with numbers in which money is looked for."""

_LIKE_3M = re.compile(r"\d{1,2}M")
"""What may be a company where none was named; who means millions writes 3m, or names a currency."""
_DIGIT = re.compile(r"\d")
_MANY_DIGITS = re.compile(r"(?:\D*+\d){6}")


def read_parts(reading: LineReading, text: str) -> None:
    """Reads a line by its parts; the plain ones wait in the reading."""
    if "://" in text or "www." in text:
        text = _take_web(reading, text)
    parts = split_parts(text)
    for part in parts[:MOST_PARTS]:
        if part.quoted and not contacts.EMAIL.fullmatch(part.text):
            reading.plain.append(part.text)
        else:
            read_part(reading, part.text)
    if len(parts) > MOST_PARTS:
        reading.line.add("note", ", ".join(part.text for part in parts[MOST_PARTS:]))


def read_part(reading: LineReading, text: str) -> None:
    """Reads one part, which may hold further ones: in brackets, behind a company and a colon."""
    if len(text) > LONGEST_LINE:
        # Nothing that long is a field; a long sentence may still hold an address.
        _take_contact_data(reading, text)
        return
    if "(" in text or ")" in text:
        pieces = _cut_brackets(text)
        if len(pieces) > 1 or pieces[0] != text:
            for piece in pieces:
                read_part(reading, piece)
            return
    company, colon, person = text.partition(": ")
    names = colon and (phrases.has_legal_form(company) or is_person_name(company))
    if names and labels.find(text, reading.reader) is None:
        reading.plain.append(company)
        (take_sentence if _is_sentence(person) else read_part)(reading, person)
    else:
        for step in _steps_for(text):
            if step(reading, text):
                return
        _take_contact_data(reading, text)


def _is_sentence(text: str) -> bool:
    """Whether something is told behind a name and a colon: "Tom Price: they lack two barges"."""
    return len(text.split()) >= FEWEST_TOLD and text[:1].islower()


def take_sentence(reading: LineReading, text: str) -> None:
    """A sentence of a letter: a need, or a note; an amount inside fills its field."""
    if not _take_need(reading, text):
        if _DIGIT.search(text):
            _look_for_money(reading, text)
        reading.line.add("note", text)


def _take_web(reading: LineReading, text: str) -> str:
    """Cuts addresses of pages out, which may hold any separator; they are no name."""
    for found in labels.OWN.finditer(text):
        read_part(reading, found.group().strip())
    text = labels.OWN.sub("", text)
    for url in contacts.URL.findall(text):
        reading.line.add("note", url.rstrip(".,;)"))
    return contacts.URL.sub(lambda found: found.group()[len(found.group().rstrip(".,;)")) :], text)


def _cut_brackets(text: str) -> list[str]:
    """ "Tom Roe (Acme)" and the halves that a comma has left of "Tom Roe (CTO, Acme)"."""
    if phrases.has_legal_form(text) or contacts.PHONE.search(text) or contacts.LIKE_PHONE.fullmatch(text):
        return [text]
    if text.endswith(")") and "(" not in text:
        return [text[:-1].rstrip()] if len(text) > 1 else [text]
    before, _, inside = text.partition(" (")
    if before and re.search(r"[^\W\d]", inside) and (inside.endswith(")") or ")" not in inside):
        return [before.strip(), inside.rstrip(") ")]
    return [text]


def _steps_for(text: str) -> tuple[Callable[[LineReading, str], bool], ...]:
    """The steps that may find something: most parts have neither digits nor a colon."""
    steps = _WITH_DIGITS if _DIGIT.search(text) else _WORDS
    if "@" in text:
        steps = (_take_email, *steps)
    return (_take_label, *steps) if ":" in text or "=" in text else steps


def _take_label(reading: LineReading, text: str) -> bool:
    found = labels.find(text, reading.reader)
    if found is None:
        return False
    name, value = found
    if name == "amount":
        return _take_amount(reading, value, named=True)
    line = reading.line
    if name in ("first_name", "last_name"):
        line.name = " ".join((value, line.name) if name == "first_name" else (line.name, value)).strip()
    elif name in LABELLED or is_own(name):
        line.add(name, worded(name, value, reading.reader, reading.today), text)
    elif not (name in _LABELLED and _LABELLED[name](reading, text if name == "phone" else value)):
        line.add("note" if name in LISTS else name, *_kept(name, value, text))
    return True


def _kept(name: str, value: str, text: str) -> tuple[str, str]:
    """What stays of a label that has no value of its kind: a choice that is none keeps its label."""
    return (text, text) if name in LISTS else (value, text)


def _take_source_name(reading: LineReading, text: str) -> bool:
    key = phrases.source_names().get(text.casefold())
    if key:
        reading.line.add("source", key, text)
    return key is not None


def _take_email(reading: LineReading, text: str) -> bool:
    label = contacts.EMAIL_LABEL.match(text)
    address = text[label.end() :] if label else text
    address = address.rstrip(".,;:!").strip("[]") or address
    found = contacts.EMAIL.fullmatch(address)
    if found:
        reading.line.add("email", found["email"], text)
        return True
    if "@" in address.strip("@") and " " not in address and "<" not in address and not reading.line.email:
        # Meant as an address: the form is to say that it is none.
        reading.line.email = address
        return True
    return False


def _take_postcode(reading: LineReading, text: str) -> bool:
    if text not in reading.postcodes:
        return False
    reading.line.add("note", text)
    return True


def _take_phone(reading: LineReading, text: str) -> bool:
    if not _MANY_DIGITS.match(text):
        return False
    if contacts.FAX.match(text):
        reading.line.add("note", text)
        return True
    label = contacts.PHONE_LABEL.match(text)
    number = text[label.end() :] if label else text
    if not contacts.PHONE.fullmatch(number) and not (label is None and is_phone(number, reading.reader)):
        is_bare = (label or number[:1] in "0(") and contacts.BARE_PHONE.match(number)
        if not is_bare or (not label and contacts.DATE_SHAPE.match(number)):
            return False
    if label or sum(letter.isdigit() for letter in number) >= 6:
        reading.line.add("phone", number, text)
        return True
    return False


def _take_amount(reading: LineReading, text: str, *, named: bool = False) -> bool:
    if not named and len(reading.plain) <= 1 and not reading.line.company and _LIKE_3M.fullmatch(text):
        return False
    amount = read_amount(text, reading.reader, named=named)
    money = money_in(amount, reading.reader) if amount else None
    if amount is None or money is None:
        return False
    if reading.line.amount is not None:
        reading.line.add("note", text)
        return True
    reading.line.amount = money
    if not amount.exact:
        # The field holds one end of what was told.
        reading.line.add("note", text)
    return True


def _take_spelled_amount(reading: LineReading, text: str) -> bool:
    return spells_money(text) and _take_amount(reading, text)


def _take_timeline(reading: LineReading, text: str) -> bool:
    reading.numbers += _DIGIT.search(text) is not None
    if reading.line.timeline is not None or reading.numbers > MOST_NUMBERS:
        return False
    found = find_timeline(text, reading.reader.dialect, reading.today)
    if found is None:
        return False
    reading.line.timeline = found.timeline
    if not found.exact:
        # The day is worth more than the span that the field can hold.
        reading.line.add("note", text)
    return True


def _take_source(reading: LineReading, text: str) -> bool:
    if reading.line.source:
        return False
    key = phrases.find_source(text) or phrases.find_labelled_source(text)
    if key is None:
        key = phrases.find_source_inside(text)
        if key is None:
            return False
        # Which fair, recommended by whom: the field cannot say it.
        reading.line.add("note", text)
    reading.line.source = key
    return True


def _take_authority(reading: LineReading, text: str) -> bool:
    authority = phrases.find_authority(text) if reading.line.authority is None else None
    if authority:
        reading.line.authority = authority
    return authority is not None


def _take_need(reading: LineReading, text: str) -> bool:
    found = phrases.NEED.match(text)
    if not found:
        return False
    if _DIGIT.search(text):
        _look_for_money(reading, text)
    # Without what is needed the verb says nothing; before "nach einem" and "an einer" it must stay.
    need = text[found.end() :].strip()
    if reading.line.timeline is None and (wanted := phrases.WANTED_BY.match(need)):
        # "Wants it within three months" says when, not what.
        return _take_timeline(reading, need[wanted.end() :])
    reading.line.add("need", text if not need or found["kept"] or found["noun"] else need)
    return True


_LABELLED: dict[str, Callable[[LineReading, str], bool]] = {
    "email": _take_email,
    "phone": _take_phone,
    "source": _take_source_name,
    "authority": _take_authority,
    "timeline": _take_timeline,
}
_FACTS = (_take_timeline, _take_source, _take_authority, _take_need)
_WORDS = (_take_spelled_amount, *_FACTS)
_WITH_DIGITS = (_take_postcode, _take_phone, _take_amount, *_FACTS)


def _take_contact_data(reading: LineReading, text: str) -> None:
    """Cuts addresses and numbers out of a part in which other words stand too; the rest waits."""
    line, whole = reading.line, text
    found = contacts.EMAIL.search(text) if "@" in text and not line.email else None
    if found:
        line.email = found["email"]
    else:
        found = _find_phone(text) if not line.phone and _MANY_DIGITS.match(text) else None
        if found:
            line.phone = found["phone"] if "phone" in found.re.groupindex else found.group()
    if found:
        before, after = whole[: found.start()].rstrip(" ([:"), whole[found.end() :].strip(" )]:")
        for piece in (contacts.TRAILING_LABEL.sub("", before), after):
            if any(letter.isalnum() for letter in piece):
                read_part(reading, piece)
        return
    _wait(reading, text)


def _find_phone(text: str) -> re.Match[str] | None:
    return contacts.PHONE.search(text) or contacts.PHONE_INSIDE.search(text)


def _wait(reading: LineReading, text: str) -> None:
    """Leaves a part for its turn, unless it is known to be neither a person nor a company."""
    if len(text) <= LONGEST_LINE:
        verb = phrases.NEED_INSIDE.search(text)
        if verb and verb.start() <= LONGEST_NAME:
            read_part(reading, text[: verb.start()])
            read_part(reading, text[verb.end() :])
            return
    if len(text) <= LONGEST_LINE and _DIGIT.search(text):
        is_money = _look_for_money(reading, text)
        is_street = contacts.STREET.match(text) is not None
        if is_money or is_street or contacts.TOWN.match(text):
            reading.line.add("note", text)
            reading.street = is_street
            return
    if reading.street and not phrases.has_legal_form(text):
        reading.line.add("note", text)
    else:
        reading.plain.append(text)
    reading.street = False


def _look_for_money(reading: LineReading, text: str) -> bool:
    """An amount inside a sentence fills the field; the sentence keeps it. True where the text begins so."""
    reading.sums += 1
    if reading.line.amount is not None or reading.sums > MOST_SUMS:
        return False
    found = find_money(text, reading.reader)
    money = money_in(found.amount, reading.reader) if found else None
    if found is None or money is None:
        return False
    if not found.is_price:
        reading.line.amount = money
    return found.start == 0
