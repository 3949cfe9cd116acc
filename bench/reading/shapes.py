"""Shapes of messages that nobody sends who means well: what slows a reader down that looks back."""

from __future__ import annotations

from itertools import count, islice

_REPEATED = {
    "blanks": " ",
    "line breaks": "\n",
    "blanks and line breaks": " \n\t ",
    "commas": ",",
    "commas with blanks": ", ",
    "commas with words": "a, ",
    "semicolons": "; ",
    "bars": "a | b | ",
    "dashes": "- ",
    "colons": "a: ",
    "slashes": "a / ",
    "full stops": ". ",
    "and": "and ",
    "ampersands": "& ",
    "double quotes": '"',
    "quoted words": '"a", „b“ ',
    "opening quotes": "„a ",
    "single quotes": "'a ",
    "apostrophes": "Tom's ",
    "opening brackets": "(",
    "closing brackets": ")",
    "nested brackets": "(a (",
    "bracketed words": "Tom (Acme) ",
    "digits": "7",
    "digits with blanks": "1 ",
    "grouped digits": "1.234.567,89 ",
    "numbers with dots": "1.2.3.4.",
    "numbers of records": "#1 #2 ",
    "dates": "23.11.2026 ",
    "dates in words": "next Friday in 3 weeks Ende März ",
    "times of day": "14:00 at 2pm um 15 Uhr ",
    "money": "50k € ",
    "money with separators": "$1,200.50, 1,5 Mio EUR ",
    "phone numbers": "+49 30 1234567 ",
    "names": "Anna Meier ",
    "names with commas": "Anna Meier, ",
    "titles": "Dr. Prof. ",
    "capital letters": "A B ",
    "companies": "Acme GmbH & Co. KG, ",
    "job titles": "Head of Head of ",
    "abbreviations": "s.a.s. ",
    "pronouns": "it her diesen ",
    "prepositions": "for with mit of the ",
    "courtesies": "please, bitte, danke ",
    "courtesies without commas": "please for me ",
    "wishes": "is looking for needs will ",
    "templates of commands": "mark 4 as won and add Tom as CTO to 5 ",
    "questions": "what is the amount of 4? ",
    "labels": "phone: name: ",
    "fields": "amount to email is ",
    "signs of addresses": "@",
    "names with signs": "@Anna ",
    "addresses": "a@b.example ",
    "half addresses": "a.a@",
    "dotted words": "a.",
    "hyphens": "a-",
    "pages": "https://a.example/?b=c&d ",
    "pages without a scheme": "www.a.b.",
    "mail links": "a@b<mailto:",
    "tags": "<at>a</at> ",
    "escapes": "&amp;\\{{[*_",
    "emojis": "🎉 ",
    "emojis without blanks": "🎉",
    "emojis with modifiers": "👍🏽 ",
    "joined emojis": "👩‍👩‍👧‍👦",
    "accents": "e\u0301\u0308\u0323",
    "marks of direction": "a\u202e\u2066\u200f ",
    "right to left": "שלום, مرحبا ",
    "no width": "a\u200b\u2060\ufeff",
    "wide letters": "ﷺ㍿Ａ ",
    "the letter e": "e",
    "the letter E": "E",
    "odd dates": "on 1-1 nov at 5 11 ",
    "odd dates with commas": "5 11 Nov 2026, ",
    "fields again": "timeline: 1-1, ",
    "short lines": "a\n",
    "lines of labels": "Name: Tom\nPhone: 1\n",
    "bullets": "- a\n* b\n",
    "table": "Anna\tAcme\t1\n",
    "signature": "Best regards\nAnna Meier\nCTO\nAcme GmbH\nTel. +49 30 1234567\n",
    "sentences": "She was glad. They need a tool! ",
}


def _repeat(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _count(size: int) -> str:
    return " ".join(islice((f"#{number}" for number in count(1)), size // 2))[:size]


def shape(name: str, size: int) -> str:
    """The text of a shape that has so many characters."""
    return _count(size) if name == COUNTED else _repeat(_REPEATED[name], size)


COUNTED = "ever higher numbers"
SHAPES = (*_REPEATED, COUNTED)
OPENINGS = (
    "",
    "1 ",
    "note 1 hello",
    "new lead ",
    "lead: ",
    "task it ",
    "edit 1 ",
    "participant 1: ",
    "list ",
    "find ",
    "show ",
    "move 1 to ",
    "postpone the call with ",
    "assign it to ",
    "lost ",
    "qualify ",
    "call with ",
    "hi, could you please ",
    "merge 1 into ",
    "disqualify it ",
)
"""How messages begin whose rest has such a shape: by themselves, and as what each command reads otherwise."""
CLOSINGS = ("", "x", "\nx", ".")
"""How they end: what looks for the end of a text by what stands before it must not try every place."""
