"""When two names, addresses or numbers mean the same."""

from __future__ import annotations

import re
import unicodedata

FREE_MAIL = frozenset(
    "gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de freenet.de t-online.de outlook.com "
    "outlook.de hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de icloud.com me.com "
    "mac.com aol.com aol.de proton.me protonmail.com mail.de posteo.de mailbox.org zoho.com yandex.com "
    "mail.ru qq.com 163.com arcor.de online.de email.de mail.com bluewin.ch".split()
)
"""Domains that say nothing about where somebody works."""

_LEGAL_FORMS = frozenset(
    "gmbh mbh ag kg ohg ug kgaa gbr se ek eg ev co cokg inc incorporated corp corporation llc ltd limited "
    "plc lp llp sa sas sarl srl spa bv nv oy ab as aps kft doo sro pty company".split()
)
_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"}
)
_APOSTROPHES = re.compile(r"['’‘`´ʼ＇]")
_ABBREVIATED = re.compile(r"\b(?:\w\.\s?){2,}")


def company_key(name: str) -> str:
    """A company's name without case, accents, punctuation and legal form: "Müller & Söhne GmbH" and
    "MUELLER UND SOEHNE" are one. The legal form stays where nothing else is left."""
    words = re.findall(r"\w+", _joined(name.replace("&", " und ").replace("+", " und ")))
    words = ["und" if word == "and" else word for word in words]
    kept = [word for word in words if word not in _LEGAL_FORMS]
    while kept and kept[-1] == "und":
        kept.pop()
    return " ".join(kept or words)


def email_key(email: str) -> str:
    """An address as mailboxes compare it in practice: without surrounding space and case."""
    return email.strip().casefold()


def company_domain(email: str) -> str:
    """The domain of an address, or nothing where it is a free-mail provider's."""
    _, at, domain = email_key(email).rpartition("@")
    return domain if at and domain not in FREE_MAIL else ""


def phone_key(phone: str) -> str:
    """The digits of a number in international form (+49 30 1234567); nothing for any other."""
    return "".join(filter(str.isdigit, phone)) if phone.startswith("+") else ""


def fold(text: str) -> str:
    """Text without case and accents; ä ö ü ß as in German without umlauts (ae oe ue ss)."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_GERMAN)
    split = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _joined(name: str) -> str:
    folded = fold(_APOSTROPHES.sub("", name))
    return _ABBREVIATED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", folded)
