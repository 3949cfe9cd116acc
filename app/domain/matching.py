"""When two names, addresses or numbers mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from app.domain.names import formal, sounds_of

FREE_MAIL = frozenset(
    "gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de freenet.de t-online.de outlook.com "
    "outlook.de hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de icloud.com me.com "
    "mac.com aol.com aol.de proton.me protonmail.com mail.de posteo.de mailbox.org zoho.com yandex.com "
    "mail.ru qq.com 163.com arcor.de online.de email.de mail.com bluewin.ch".split()
)
"""Domains that say nothing about where somebody works."""

_SHARED_MAILBOXES = frozenset(
    "info kontakt contact office buero mail post sales vertrieb verkauf einkauf support service hello hallo "
    "team admin zentrale empfang reception presse press jobs hr marketing billing rechnung buchhaltung "
    "accounting welcome anfrage anfragen noreply".split()
)
NAME_PARTICLES = frozenset(
    "dr prof professor dipl ing mag mba phd msc bsc med jur rer nat herr herrn frau mr mrs ms miss sir lady "
    "von van vom zu zum zur de der den del della di da du la le el bin ibn jr sr".split()
)
_PUBLIC_SUFFIXES = frozenset("co com org net ac gov edu gv or".split())

_LEGAL_FORMS = frozenset(
    "gmbh mbh ag kg ohg ug kgaa gbr se ek eg ev co cokg inc incorporated corp corporation llc ltd limited "
    "plc lp llp sa sas sarl srl spa bv nv oy ab as aps kft doo sro pty company".split()
)
PUNCTUATION = ".,:;!?…()[]{}\"'„“”‚‘’«»‹›/–—-"
"""What may stand around a word and is no part of it."""
_AROUND = f"{PUNCTUATION}&+"
AND = "und"
"""What stands for "&" in the key of a company."""
_JOINED = f" {AND} "
_SPELLED_OUT = (
    ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("æ", "ae"), ("ø", "oe"), ("œ", "oe"), ("ł", "l"),
)  # fmt: skip
_APOSTROPHES = re.compile(r"['’‘`´ʼ＇]")
_DOUBLED = re.compile(r"(.)\1+")
_NO_DIGITS = re.compile(r"\D+")
_ABBREVIATED = re.compile(r"\b(?:\w\.\s?){2,}")


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """A company's name without case, accents, punctuation and legal form: "Müller & Söhne GmbH" and
    "MUELLER UND SOEHNE" are one. The legal form stays where nothing else is left."""
    words = re.findall(r"\w+", _joined(name.replace("&", _JOINED).replace("+", _JOINED)))
    words = [AND if word == "and" else word for word in words]
    kept = [word for word in words if word not in _LEGAL_FORMS]
    while kept and kept[-1] == AND:
        kept.pop()
    return " ".join(kept or words)


def email_key(email: str) -> str:
    """An address as mailboxes compare it in practice: without surrounding space and case."""
    return email.strip().casefold()


def company_domain(email: str) -> str:
    """The domain of an address, or nothing where it is a free-mail provider's."""
    _, at, domain = email_key(email).rpartition("@")
    return domain if at and domain not in FREE_MAIL else ""


def is_shared_mailbox(email: str) -> bool:
    """Whether an address belongs to an office rather than to a person: info@, sales@, kontakt@."""
    return email_key(email).partition("@")[0] in _SHARED_MAILBOXES


def domain_root(email: str) -> str:
    """The part of a company's domain that names it: "acme" of a@mail.acme.de and b@acme.co.uk; nothing for
    free-mail providers."""
    labels = company_domain(email).split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _PUBLIC_SUFFIXES:
        labels.pop()
    return labels[-1] if labels else ""


@lru_cache(maxsize=4096)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, given name first: "Dr. Meier, Sarah" gives sarah, meier."""
    last, comma, first = name.partition(",")
    words = re.findall(r"\w+", fold(_APOSTROPHES.sub("", f"{first} {last}" if comma else name)))
    return tuple(word for word in words if word not in NAME_PARTICLES) or tuple(words)


@lru_cache(maxsize=4096)
def name_root(name: str) -> str:
    """A person's name without order, title, short forms and ways of spelling: where two roots are equal the
    names may mean the same person. "Bob Müller" and "Muller, Robert" have one root."""
    return " ".join(sorted(bare(sounds_of(formal(word))) for word in person_words(name)))


@lru_cache(maxsize=4096)
def company_root(company: str) -> str:
    """A company's key without order of words, double letters and umlauts: where two roots are equal the
    names may mean the same company. "Tech Inovators" and "Innovators Tech Inc." have one root."""
    return " ".join(sorted(_DOUBLED.sub(r"\1", bare(word)) for word in company_key(company).split()))


def bare(word: str) -> str:
    """A folded word as people write it who leave the dots of umlauts out: mueller and muller are one."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


_FEWEST_DIALLED = 6
"""Digits of the shortest number that says anything without its country."""


def phone_key(phone: str) -> str:
    """The digits of a number in international form (+49 30 1234567). Of one that was typed without a country
    what is dialled, behind a 0, with which no country's code begins."""
    if phone.startswith("+"):
        return _NO_DIGITS.sub("", phone)
    return typed_key(phone)


def typed_key(phone: str) -> str:
    """The key that a number has where it was typed without its country."""
    return f"0{digits}" if (digits := dialled(phone)) else ""


def dialled(phone: str) -> str:
    """The digits of a number as people dial it inside its country, without the 0 in front: by them a number
    that was typed without a country (020 7946 0123) is compared with one in international form."""
    digits = _NO_DIGITS.sub("", phone.partition(" ")[2] if phone.startswith("+") else phone)
    national = digits if phone.startswith("+") else digits.lstrip("0")
    return national if len(national) >= _FEWEST_DIALLED else ""


def means_same(field: str, a: object, b: object) -> bool:
    """Whether two values of a field of a record say the same, however they are written."""
    key = _KEYS.get(field)
    return a == b if key is None else key(str(a)) == key(str(b))


def fold(text: str) -> str:
    """Text without case and accents; ä ö ü ß as in German without umlauts (ae oe ue ss)."""
    if text.isascii():
        return text.lower()  # all that the rest would do to it
    lowered = unicodedata.normalize("NFKC", text).casefold()
    for letter, spelled in _SPELLED_OUT:
        lowered = lowered.replace(letter, spelled)
    if lowered.isascii():
        return lowered
    return unicodedata.normalize("NFKD", lowered).translate(_WITHOUT_ACCENTS)


def bare_words(text: str) -> list[str]:
    """The folded words of a text, without the marks around them: "«Acme» GmbH" is "acme", "gmbh"."""
    return [bare for word in fold(text).split() if (bare := word.strip(_AROUND))]


class _Accents(dict[int, int | None]):
    """What `str.translate` does with each sign: accents and other marks on letters go, all else stays. It
    learns a sign when it meets it, which takes half the time of asking for each."""

    def __missing__(self, sign: int) -> int | None:
        kept = None if unicodedata.combining(chr(sign)) else sign
        if len(self) < _MOST_SIGNS:
            self[sign] = kept
        return kept


_MOST_SIGNS = 5000
"""Signs that are remembered; nobody writes more different ones, but somebody may send them."""
_WITHOUT_ACCENTS = _Accents()


def _joined(name: str) -> str:
    folded = fold(_APOSTROPHES.sub("", name))
    return _ABBREVIATED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", folded)


_KEYS: dict[str, Callable[[str], str]] = {"name": name_root, "company": company_key, "email": email_key}
