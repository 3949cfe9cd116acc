"""Rows: one person on a line, or several in one, told apart by who has a name and facts of their own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.matching import fold
from app.languages.reader import Reader
from app.languages.words import pattern
from bot.parsing import phrases
from bot.parsing.contacts import EMAIL, PHONE, STREET, TOWN
from bot.parsing.line import LeadLine
from bot.parsing.quotes import mask_quoted, split_parts
from bot.understanding.contacts import MET, read_person
from bot.understanding.personal_names import deal_out, is_person_name, names_person, similarity

LONGEST_LINE = 2000
"""Characters of a line in which several people are looked for."""
MOST_JOINED = 30
"""Places of a line at which a new person may begin."""

_I = re.IGNORECASE
_JOINT = rf"(?:{pattern('people_lists.joint')})"
_JOINTS = re.compile(rf"\s*,?\s+{_JOINT}\s+|\s*&\s+", _I)
_AT_JOINT = re.compile(rf"(?:[.,;]|(?<![\s.,;]))\s++{_JOINT}\s+(?=\S)", _I)
_ROLE = re.compile(r"(?P<name>[^()]{2,60}?)\s*\((?P<role>[^()@\d]{2,60})\)")
_NAME_HEAD = re.compile(r"[^(<:]{2,60}")
_SMALL_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,2}\Z")
_AT_COMMA = re.compile(r"[,;]\s+(?=[^\W\d])")
_EDGES = re.compile(rf"\A(?:{_JOINT}\s+)|(?<![\s,;])(?:[\s,;]+{_JOINT})?[\s,;]*\Z", _I)
_SAME = re.compile(rf"(?:{pattern('people_lists.same_company')})", _I)
_ALL = re.compile(rf"\b(?:{pattern('people_lists.all_of_them')})\b\s*", _I)
_OF = rf"(?:{pattern('people_lists.employer')})"
_EMPLOYER = re.compile(rf"\s+{_OF}\s+", _I)
_EMPLOYER_HEAD = re.compile(rf"{_OF}\s+(?=(?-i:[^\Wa-zäöü_]))", _I)


@dataclass(frozen=True)
class Row:
    """A text and what it says about a lead."""

    text: str
    line: LeadLine

    @cached_property
    def is_named(self) -> bool:
        """Whether it names a person; one in small letters counts where the address says the same."""
        name = self.line.name
        return names_person(name, self.text) or (
            1 <= len(name.split()) <= 3
            and name.replace(" ", "").isalpha()
            and bool(self.line.email)
            and similarity(self.line.email, name) >= 2
        )

    @property
    def is_reached(self) -> bool:
        return bool(self.line.email or self.line.phone)

    @property
    def is_whole(self) -> bool:
        """Whether it is a person with a fact of their own."""
        return self.is_named and bool(self.is_reached or self.line.company)

    @property
    def may_be_whole(self) -> bool:
        """Whether it may be a person whose name is not known as one: several facts, one of them telling."""
        line = self.line
        telling = bool(line.email) or phrases.has_legal_form(line.company)
        return self.is_whole or (telling and bool(line.name) and has_parts(self.text))

    @cached_property
    def is_place(self) -> bool:
        """Whether a part of it is a street or a town: the bottom line of a card."""
        return not self.line.email and any(
            STREET.match(part.text) or TOWN.match(part.text) for part in split_parts(self.text)
        )


def read_row(text: str, reader: Reader, today: dt.date) -> Row:
    """A piece of a list, read as if it were the whole message."""
    plain = trimmed(text)
    return Row(plain, read_person(plain, reader, today))


def trimmed(text: str) -> str:
    """A piece without what joined it to the next one."""
    return _EDGES.sub("", text.strip()).strip(" \t,;")


def has_parts(text: str) -> bool:
    """Whether a piece says more than one thing."""
    return len(split_parts(text)) > 1


def split_first(text: str) -> str:
    """The first thing that a line says."""
    parts = split_parts(text[:200])
    return parts[0].text if parts else ""


def with_companies(texts: Sequence[str]) -> list[str]:
    """Texts in which "same company" is the company that the one before names."""
    found: list[str] = []
    for text in texts:
        parts = [part.text for part in split_parts(text)] if _SAME.search(text) else []
        before = [part.text for part in split_parts(found[-1])] if found and parts else []
        is_said = len(before) > 1 and any(_SAME.fullmatch(part) for part in parts)
        named = (before[1] if _SAME.fullmatch(part) else part for part in parts)
        found.append(", ".join(named) if is_said else text)
    return found


def are_different(rows: Sequence[Row]) -> bool:
    """Whether no two rows are of one person, by name and address."""
    names = [fold(row.line.name) for row in rows]
    emails = [row.line.email.casefold() for row in rows if row.line.email]
    return len(set(names)) == len(names) and len(set(emails)) == len(emails)


def cut_joined(text: str, reader: Reader, today: dt.date, *, several: bool) -> tuple[list[Row], bool]:
    """The people of one line: "A, Firma, Tel und B, Firma, mail", and whether they are surely several. Fewer
    than two where it does not tell of several. `several` is what was said before: "2 new leads"."""
    if len(text) > LONGEST_LINE:
        return [], False
    starts = list(_beginnings(text))
    if not 0 < len(starts) <= MOST_JOINED:
        return [], False
    rows: list[Row] = []
    begun, sure = 0, True
    for position, (end, start, is_joint) in enumerate(starts):
        before = read_row(text[begun:end], reader, today)
        ends = [one for one, begin, _ in starts[position + 1 : position + 3] if begin > start]
        behind = _first_whole(text, start, [*ends, len(text)], reader, today) if before.is_whole else None
        if behind is None or _is_same(before, behind):
            continue
        plain = _are_plainly_two(before, behind, is_joint=is_joint)
        if plain or ((is_joint or several) and before.line.company != behind.line.company):
            sure = sure and (plain or several)
            rows.append(before)
            begun = start
    last = read_row(text[begun:], reader, today)
    return ([*rows, last], sure) if rows and last.is_whole else ([], False)


def share_out(text: str, reader: Reader, today: dt.date, *, several: bool) -> tuple[list[str], bool] | None:
    """ "A and B, both from C, a@c and b@c": a text for each of those whom a line names first, with what all
    of them share, and whether it is sure what is whose. None where a line does not begin so. `several` is
    what was said before: "2 new leads"."""
    if len(text) > LONGEST_LINE or "\n" in text:
        return None
    met = MET.match(text)
    named, rest = _names_of(text[met.end() :] if met else text, several=several)
    if len(named) < 2:
        return None
    names = [_without_role(name) for name in named]
    emails = list(dict.fromkeys(found["email"].rstrip(".") for found in EMAIL.finditer(rest)))
    rest = EMAIL.sub(" ", rest)
    said_of_all = _ALL.search(rest) is not None
    shared = _employer_first(_tidy(_ALL.sub("", rest)))
    dealt = deal_out(emails, names) if emails else [""] * len(names)
    if dealt is None:
        # Whose they are is not plain: each has them to look at, and nothing is saved unasked.
        shared, dealt = ", ".join([shared, *emails]).strip(", "), [""] * len(names)
    sure = all(dealt) if emails else said_of_all
    sure = sure and not PHONE.search(shared) and not _has_number(shared)
    return [
        ", ".join(filter(None, (name, shared, email)))
        for name, email in zip(map(_with_role, named), dealt, strict=True)
    ], sure


def _beginnings(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a piece may end and another begin: (end, start, whether a word joins them)."""
    masked = mask_quoted(text)
    has_emails = text.count("@") > 1
    found = {one.end(): (one.start(), True) for one in _AT_JOINT.finditer(masked)}
    for one in _AT_COMMA.finditer(masked):
        found.setdefault(one.end(), (one.start(), False))
    for start, (end, is_joint) in sorted(found.items()):
        first = split_first(text[start : start + 200])
        head = _NAME_HEAD.match(first)
        name = head.group().strip() if head else ""
        if (
            is_person_name(name)
            or is_person_name(_EMPLOYER.split(name)[0])
            or (is_joint and has_emails and _SMALL_NAME.match(name))
        ):
            yield end, start, is_joint


def _first_whole(text: str, start: int, ends: Sequence[int], reader: Reader, today: dt.date) -> Row | None:
    """The person who begins at a place: up to the next one, or beyond it where more is needed."""
    for end in ends:
        row = read_row(text[start:end], reader, today)
        if row.is_whole:
            return row
    return None


def _is_same(before: Row, behind: Row) -> bool:
    """Whether what follows goes on about the same person, by the name or by whose address it is."""
    email, name = behind.line.email, before.line.name
    if email and similarity(email, name) > similarity(email, behind.line.name):
        return True
    return fold(name) == fold(behind.line.name)


def _are_plainly_two(before: Row, behind: Row, *, is_joint: bool) -> bool:
    """Whether each has what only they have. Behind a mere comma somebody of the same company may be named:
    there only an address or a number of their own ends one person, and an address begins the next."""
    ends = before.is_reached or (is_joint and phrases.has_legal_form(before.line.company))
    own = bool(behind.line.email) and behind.line.email != before.line.email
    return ends and (own or (is_joint and bool(behind.line.company or behind.line.phone)))


def cut_joints(text: str) -> list[str]:
    """The pieces of a line between "and" and the like."""
    return [piece for piece in map(trimmed, _JOINTS.split(text[:LONGEST_LINE])) if piece]


def _names_of(text: str, *, several: bool) -> tuple[list[str], str]:
    """The people whom a line names before anything else, with a role in brackets, and the rest of it."""
    first, comma, rest = text.partition(",")
    gap = None if _are_names(_JOINTS.split(first.strip())) else _EMPLOYER.search(first)
    if gap and _JOINTS.search(first[: gap.start()]):
        first, rest = first[: gap.start()], f"{first[gap.start() :].strip()}{comma}{rest}"
    names = _JOINTS.split(first.strip())
    joined = len(names) > 1
    while rest and _are_names(names):
        piece, _, more = rest.partition(",")
        also = _JOINTS.split(trimmed(piece))
        if not _are_names(also) or not (several or len(also) > 1):
            break
        joined = joined or len(also) > 1
        names, rest = [*names, *also], more
    fits = _are_names(names) and (joined or several)
    return (list(map(str.strip, names)), rest) if fits else ([], text)


def _are_names(pieces: Sequence[str]) -> bool:
    return all(is_person_name(_without_role(piece)) for piece in pieces)


def _without_role(text: str) -> str:
    """ "Mia Chen (CFO)" without the CFO."""
    found = _ROLE.fullmatch(text.strip())
    return found["name"] if found else text.strip()


def _with_role(text: str) -> str:
    return _ROLE.sub(r"\g<name>, \g<role>", text.strip())


def _employer_first(text: str) -> str:
    """ "von Tarn Mining, …" without the "von"; but "from Expo" tells where they were met."""
    first = split_first(text)
    head = _EMPLOYER_HEAD.match(text)
    is_source = phrases.find_source(first) or phrases.find_source_inside(first)
    return text[head.end() :] if head and not is_source else text


def _tidy(text: str) -> str:
    """What is left of a text from which pieces were taken out."""
    pieces: Iterable[str] = (trimmed(piece) for piece in re.split(r"[,;]\s*|\s{2,}", text))
    joint = re.compile(rf"(?:{_JOINT})\Z", _I)
    return ", ".join(piece for piece in pieces if piece and not joint.match(piece))


def _has_number(text: str) -> bool:
    return re.search(r"(?:\d[ /()-]{0,2}){7}", text) is not None
