"""What a message wants to be listed: kind, state and owner: "open leads of Kim", "Kims Chancen"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.event import Kind
from app.domain.matching import fold
from app.languages.words import forms, meanings, pattern

LONGEST_NAME = 3
"""Words of the name of a colleague."""

_KINDS = {form: Kind(kind) for form, kind in meanings("listing.kinds").items()}
_LEAD_STATES = meanings("listing.lead_states")
_OPPORTUNITY_STATES = meanings("listing.opportunity_states")
_OPEN = forms("listing.whose.open")
_MINE = forms("listing.whose.mine")
_ALL = forms("listing.whose.all")
_ME = forms("listing.whose.me")
_NOISE = forms("listing.said.noise")
_LINKS = forms("listing.whose.links")
"""Words before whose they are."""
_ENDINGS = tuple(forms("listing.whose.owner_endings"))
_OWNING = re.compile(rf"['’‘`](?:{pattern('listing.whose.owner_endings')})?\Z")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be listed: `status` is "" for all, `mine` whether it is that of whoever writes. `owner` is
    whose it is, as written, and `known` all else that was said; `sure` whether nothing but a colleague can be
    meant by that name."""

    kind: Kind
    status: str = ""
    mine: bool = False
    owner: str = ""
    sure: bool = False
    known: str = ""


class _Reading:
    """The words of a message as they are read, one after the other."""

    def __init__(self) -> None:
        self.kind: Kind | None = None
        self.status = ""
        self.mine: bool | None = None
        self.said = self.linked = False
        self.known: list[str] = []
        self.names: list[str] = []

    def take(self, word: str) -> None:
        folded = fold(word)
        if folded in _ME and self.linked:
            self.mine = True
        elif folded in _LINKS:
            self.linked = True
            return
        elif not self._takes(folded):
            self.names.append(word)
            return
        self.known.append(word)

    def _takes(self, word: str) -> bool:
        self.said = self.said or word not in _NOISE | _ME
        if word in _KINDS:
            self.kind = _KINDS[word]
        elif word in _LEAD_STATES:
            self.kind, self.status = Kind.LEAD, _LEAD_STATES[word]
        elif word in _OPPORTUNITY_STATES:
            self.kind, self.status = Kind.OPPORTUNITY, _OPPORTUNITY_STATES[word]
        elif word in _OPEN:
            self.status = "open"
        elif word in _MINE or word in _ALL:
            self.mine = word in _MINE
        else:
            return word in _NOISE | _ME
        return True


def read_wish(text: str) -> Wish:
    """What a whole message wants. What was left unsaid: "list" means my open leads, "my leads" and "leads of
    Kim" the open ones, "all leads" every one."""
    read = _Reading()
    for word in re.findall(r"[^\s,.;:!?]+", text):
        read.take(word)
    kind, owner = read.kind or Kind.LEAD, " ".join(read.names)
    sure = read.linked or bool(_OWNING.search(owner)) or owner[:1].isupper()
    whose = {"owner": owner, "sure": sure and bool(owner), "known": " ".join(read.known)}
    if kind in (Kind.CONTACT, Kind.ORGANIZATION):
        return Wish(kind, **whose)  # type: ignore[arg-type]
    if owner:
        return Wish(kind, read.status or ("" if read.mine is False else "open"), **whose)  # type: ignore[arg-type]
    if read.mine or not read.said:
        return Wish(kind, read.status or "open", mine=True)
    return Wish(kind, read.status or ("" if read.mine is False else "open"))


def names_of(owner: str) -> list[str]:
    """What a colleague may be called of whom something is: "Kims" is Kim, or Kims."""
    plain = _OWNING.sub("", owner)
    if plain != owner:
        return [plain]
    shorter = [
        plain.removesuffix(end) for end in _ENDINGS if plain.endswith(end) and len(plain) > len(end) + 1
    ]
    return [plain, *shorter]
