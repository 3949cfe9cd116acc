"""Names as business cards print them: in capitals, and a second time in another script."""

from __future__ import annotations

import re
import unicodedata

from app.domain.matching import domain_root, fold
from app.languages.words import forms
from bot.parsing.line import LeadLine
from bot.understanding.personal_names import is_person_name, similarity

MOST_LINES = 40
"""Lines of a note in which a name is looked for."""
LONGEST_NAME = 60

_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = range(2, 5)
"""Signs of a name in a script that has one for each syllable."""


def settle_scripts(line: LeadLine) -> None:
    """Writes a name in capitals as others are, where the address says the same, and puts behind it the name
    that stands beside it in another script."""
    if not is_person_name(line.name) or similarity(line.email, line.name) < 2:
        return
    name = line.name
    if name.isupper():
        line.name = " ".join(map(_in_small_letters, name.split()))
    said = line.note.splitlines()
    other = next((one for one in (line.company, *said[:MOST_LINES]) if _is_name_elsewhere(one, name)), "")
    if not other:
        return
    rest = [one for one in said if one != other]
    if other == line.company:
        # The company is who the address belongs to.
        root = domain_root(line.email)
        line.company = next((one for one in rest if root and fold(one).replace(" ", "") == root), "")
        rest = [one for one in rest if one != line.company]
    line.name, line.note = f"{line.name} ({other})", "\n".join(rest)


def _in_small_letters(word: str) -> str:
    if fold(word) in forms("people_lists.particle"):
        return word.lower()
    return _WORD.sub(lambda found: found.group().capitalize(), word)


def _is_name_elsewhere(text: str, name: str) -> bool:
    """Whether a text may be a name, in a script other than that of another name."""
    letters = "".join(_WORD.findall(text))
    if not letters or len(text) > LONGEST_NAME or len(letters) != len(text.replace(" ", "")):
        return False
    scripts = set(map(_script_of, letters))
    if len(scripts) != 1 or scripts & {_script_of(letter) for letter in name if letter.isalpha()}:
        return False
    if letters[0].lower() == letters[0].upper():
        return len(letters) in _SIGNS
    words = text.split()
    return len(words) in _SIGNS and all(word[0].isupper() for word in words)


def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
