"""That somebody is not interested any more, put into the words of the command."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_WAY = (
    r"(?:(?:sadly|unfortunately|really|just|now|leider|doch|nun|jetzt|wohl|aktuell|momentan|derzeit|"
    r"gar|mehr) )*"
)
_SUBJECT = r"(?:(?:he|she|they|er|sie|it|es)\b ?|(?P<of>[^,:]+?) ?)?"
_WORDS = "|".join(
    (
        rf"(?:\b(?:is|are|was|were|seems?)|['’]s|['’]re)? ?{_WAY}(?:not|no longer|not really) interested",
        rf"\b(?:is|are|was|were)n['’]?t {_WAY}interested",
        rf"(?:\b(?:has|have|had|shows?)|['’]s|['’]ve)? ?{_WAY}"
        r"(?:lost (?:all |their |his |her )?|no (?:more |longer any )?)interest",
        rf"(?:\b(?:hat|haben|hätten?|zeigt|zeigen) )?{_WAY}kein interesse",
        rf"(?:\b(?:ist|sind|wäre|scheint) )?{_WAY}nicht (?:länger )?{_WAY}interessiert",
        rf"\b(?:hat|haben) {_WAY}das interesse(?: daran)? verloren",
    )
)
_WHY = (
    r"(?: any ?more| at all| mehr)*"
    r"(?:[,:;–-]? (?P<why>(?:in|because|since|due to|as|an|weil|da|wegen) .+?)|[,:;–-] ?(?P<more>.+?))?"
)
_LOST = re.compile(rf"{_SUBJECT}(?:{_WORDS}){_WHY}[.!…]*", _I)
_HINT = re.compile(r"\binteress?", _I)
_BARE = re.compile(
    r"|(?:lead|deal|opportunity)? ?#?\d+|"
    r"(?:the |der |die |das |dieser? |this )(?:client|customer|kund(?:e|in)|"
    r"lead|deal|company|firma)",
    _I,
)
"""Who is no name: a message that speaks of them is no other command, even where it begins as one."""


def find_uninterested(text: str, *, bare: bool = False) -> str | None:
    """A sentence that says so, as the command "not interested"; None for all else. With `bare` only one that
    names nobody but by a number, or whoever was spoken of."""
    found = _LOST.fullmatch(text) if _HINT.search(text) else None
    if found is None:
        return None
    who = (found["of"] or "").strip()
    if bare and not _BARE.fullmatch(who):
        return None
    return f'not interested "{who or "it"}" {found["why"] or found["more"] or ""}'.strip()
