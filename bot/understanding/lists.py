"""Lists as people write them: bullets and numbers, a command before each, paragraphs, semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.languages.words import pattern
from bot.parsing.quotes import mask_quoted

_I = re.IGNORECASE
_COMMAND = (
    rf"(?:(?:{pattern('people_lists.besides')})\s+){{0,3}}(?:{pattern('people_lists.command')})"
    r"\b\s*\d{0,3}\s*[:.,–—-]?\s+"
)
_NUMBERED = rf"(?:{pattern('people_lists.numbered')})\s*(?:#?\s*\d{{1,3}}\s*[:.)–—-]+|:)\s*"
MARK = re.compile(rf"\s*(?:(?:\(?\d{{1,3}}[.)]|[*•▪‣·–—-](?=\s)|•)\s*|{_NUMBERED}|{_COMMAND})", _I)
_JOINT = rf"\b(?:{pattern('people_lists.joint')})\s+"
_COMMAND_INSIDE = re.compile(rf"(?:[;.,/|]\s+(?:{_JOINT})?|{_JOINT})(?={_COMMAND}\S)", _I)
_NUMBER_INSIDE = re.compile(r"(?:(?<=\s)|\A)\(?(?P<number>\d{1,2})[.)]\s+(?=[^\W\d])")
_SEMICOLON, _BAR = re.compile(";"), re.compile(r"\s[|/]\s")
_COMMAND_HEAD = re.compile(_COMMAND, _I)


def cut_marked(text: str) -> tuple[str, list[str]] | None:
    """What stands before the first mark of a list, and its entries; None where there are not two marks."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return _cut_inside(text)
    marks = [MARK.match(line) for line in lines]
    if sum(mark is not None for mark in marks) < (1 if _is_repeated(lines) else 2):
        return None
    before: list[str] = []
    entries: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            entries.append(line[mark.end() :].strip())
        elif entries:
            entries[-1] += f"\n{line.strip()}"
        else:
            before.append(line.strip())
    if before and _is_repeated(lines):
        # The command before the first was cut off already.
        return "", ["\n".join(before), *entries]
    return "\n".join(before), entries


def cut_paragraphs(text: str) -> list[str]:
    """Texts between empty lines."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]


def cut_semicolons(text: str) -> list[str]:
    """The pieces of one line between semicolons outside quotes; without any, between bars or slashes."""
    masked = mask_quoted(text)
    cuts = list((_SEMICOLON if ";" in masked else _BAR).finditer(masked))
    ends = [(cut.start(), cut.end()) for cut in cuts]
    pieces = [text[start:end] for (_, start), (end, _) in pairwise([(0, 0), *ends, (len(text), 0)])]
    return [piece.strip() for piece in pieces if any(letter.isalnum() for letter in piece)]


def without_command(text: str) -> str:
    """A text without the "new lead" that it begins with."""
    found = _COMMAND_HEAD.match(text)
    return text[found.end() :].strip() if found else text


def without_mark(text: str) -> str:
    """An entry without its bullet, number or command."""
    found = MARK.match(text)
    return text[found.end() :].strip() if found else text.strip()


def _is_repeated(lines: list[str]) -> bool:
    """Whether the lines behind the first begin with a command."""
    return any(_COMMAND_HEAD.match(line.strip()) for line in lines[1:])


def _cut_inside(text: str) -> tuple[str, list[str]] | None:
    commands = list(_COMMAND_INSIDE.finditer(text))
    if commands:
        return "", [without_mark(piece) for piece in _between(text, commands)]
    numbers = list(_NUMBER_INSIDE.finditer(text))
    if len(numbers) < 2 or [int(one["number"]) for one in numbers] != list(range(1, len(numbers) + 1)):
        return None
    pieces = list(_between(text, numbers))
    return pieces[0].strip(), [piece.strip(" ;,") for piece in pieces[1:]]


def _between(text: str, cuts: list[re.Match[str]]) -> Iterator[str]:
    start = 0
    for cut in cuts:
        yield text[start : cut.start()]
        start = cut.end()
    yield text[start:]
