"""Pairs of people and companies with what they are to each other, by class of error.

The names are drawn from lists of their own, many of them unknown to the rules; what is done to them is
random, but the same on every run.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.crm.duplicates.similarity import Features, Similarity

SAME, RELATED, DIFFERENT = Similarity.SAME, Similarity.RELATED, Similarity.DIFFERENT

GIVEN = (
    "Sarah Jonas Leonie Paul Mia Felix Emma Lukas Ayşe Mehmet Søren Åsa Zoë François Chloé María "
    "Łukasz Agnieszka Priya Arjun Olumide Ngozi Takumi Haruka Minjun Seoyeon Svetlana Bogdan Ileana "
    "Radu Katalin Gergely Ferenc Thorben Gesine Hildegard Burkhard Eckehard Leopold Valentina Rüdiger "
    "Jürgen Günther Björn Käthe Maximilian"
).split()
LAST = (
    "Großmann Köhler O'Brien D'Angelo Yılmaz Sørensen Lindström Núñez Wójcik Papadopoulos Sharma "
    "Adeyemi Nakamura Takahashi Schäfer Zimmermann Schröder Hagenbeck Wiesengrund Oberhuber "
    "Kretschmer Lichtenberg Feuerstein Holzapfel Vandenberg Castellano Okonkwo Szymański Horváth "
    "Popescu Ivanenko Bergström Kowalczyk Brückner Mühlhausen Fürstenau Öttinger Langenscheidt "
    "Hufnagel Rosenthal Achterberg Steinhoff"
).split()
COMPANY = (
    "Tech Innovators|Alpenhanse Logistik|Müller & Söhne|Brückner Maschinenbau|Nordlicht Analytics|"
    "O'Brien Consulting|Grünwald Medizintechnik|Silverharbor Foods|Kretschmer Robotik|"
    "Quantensprung Software|Weißenfels Textil|Rheintal Druckerei|Summit Cedar Labs|Ångström Optics|"
    "Hufnagel Verlag|Blue Orchid Networks|Elbstrand Energie|Castellano Imports|Fürstenau Immobilien|"
    "Pacific Lantern|Achterberg Schiffbau|Zürichsee Capital"
).split("|")
FORMS = ("GmbH", "AG", "Inc.", "Ltd.", "GmbH & Co. KG", "SE", "LLC", "S.A.", "B.V.", "")
FREE = ("gmail.com", "gmx.de", "web.de", "outlook.com")
NICKNAMES = (
    "Robert/Bob William/Bill Johannes/Hans Katharina/Kathi Maximilian/Max Elisabeth/Liz Michael/Mike "
    "Thomas/Tom Alexander/Sascha Stefanie/Steffi Sebastian/Basti Ursula/Uschi Joseph/Joe Andreas/Andi "
    "Margaret/Peggy Edward/Ted Friedrich/Fritz Gabriele/Gabi Tobias/Tobi Benjamin/Ben Richard/Dick "
    "Stefan/Stephan Philip/Philipp Christina/Tina Matthew/Matt James/Jim Franziska/Franzi Monika/Moni "
    "Charles/Chuck Anton/Toni"
).split()
TWINS = (
    "Jan/Jana Tim/Tom Martin/Martina Daniel/Daniela Anna/Anne Lina/Lena Simon/Simone Mia/Pia "
    "Luca/Luka Gabriel/Raphael Julia/Julian Marie/Maria Nils/Niels Erik/Erika Lisa/Lara Hannes/Hanna "
    "Petra/Peter Katja/Tanja Silke/Heike Jonas/Jona Andrea/Andreas Paul/Paula Bernd/Gerd Emil/Emilia "
    "Kai/Kim"
).split()

ALIKE = (
    "Bäckerei Müller/Bäckerei Möller|Solar Nord/Polar Nord|Delta Druck/Delta Bau|Atlas 1/Atlas 2|"
    "Metall Huber/Medien Huber|Werk 4 Labs/Werk 5 Labs|Meier Optik/Meyer Optik|Alpha Bau/Alpina Bau|"
    "Northwind Foods/Northwind Trading|Stern Verlag/Stein Verlag|Kanzlei Wolf/Kanzlei Wulf"
).split("|")


@dataclass(frozen=True)
class Pair:
    """Two identities, what they are to each other, and which class of error they stand for."""

    kind: str
    a: Features
    b: Features
    truth: Similarity


Maker = Callable[[random.Random], tuple[Features, Features, Similarity]]
MAKERS: dict[str, tuple[int, Maker]] = {}


def of_kind(kind: str, count: int) -> Callable[[Maker], Maker]:
    """Registers how `count` pairs of a class are made."""

    def register(maker: Maker) -> Maker:
        MAKERS[kind] = count, maker
        return maker

    return register


def pairs() -> Iterator[Pair]:
    """All pairs, the same on every run."""
    for kind, (count, maker) in MAKERS.items():
        chance = random.Random(f"pairs of {kind}")  # noqa: S311 - made-up people need no secrets
        for _ in range(count):
            a, b, truth = maker(chance)
            if chance.random() < 0.5:
                a, b = b, a
            yield Pair(kind, a, b, truth)


def someone(chance: random.Random, **known: str) -> Features:
    """A person of a company with business mail and phone."""
    company = known.get("company", chance.choice(COMPANY))
    person = known.get("person", f"{chance.choice(GIVEN)} {chance.choice(LAST)}")
    values = {
        "company": f"{company} {chance.choice(FORMS)}".strip(),
        "email": f"{plain(person).replace(' ', '.')}@{plain(company).replace(' ', '')}.example",
        "phone": phone(chance),
    }
    values |= {**known, "person": person}
    return Features(**values)  # type: ignore[arg-type]  # they are texts


def phone(chance: random.Random) -> str:
    return f"+49 {chance.randint(30, 89)} {chance.randint(1_000_000, 9_999_999)}"


def plain(text: str) -> str:
    """Letters as addresses have them."""
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "ş": "s", "ı": "i", "ł": "l",
         "ó": "o", "ñ": "n", "ú": "u", "á": "a", "é": "e", "í": "i", "ë": "e", "ç": "c", "ń": "n",
         "'": "", "&": "", ".": "", "Å": "a"}
    )  # fmt: skip
    return " ".join(text.lower().translate(table).split())


def slip(text: str, chance: random.Random) -> str:
    """A slip of the fingers inside a word of five letters or more."""
    words = text.split()
    long = [i for i, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return text
    at = chance.choice(long)
    word = words[at]
    place = chance.randrange(1, len(word) - 2)
    left, letter, right = word[:place], word[place], word[place + 1 :]
    words[at] = chance.choice(
        (
            left + right,
            left + letter + letter + right,
            left + right[0] + letter + right[1:],
            left + chance.choice([c for c in "aeinrst" if c != letter.lower()]) + right,
        )
    )
    return " ".join(words)


def without_mail(one: Features) -> Features:
    return replace(one, email="", phone="")


def others(chance: random.Random, names: tuple[str, ...] | list[str], name: str) -> str:
    return chance.choice([other for other in names if other != name])


@of_kind("typing error in the person", 110)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    return one, replace(one, person=slip(one.person, chance), phone=""), SAME


@of_kind("typing error in the person, company only", 90)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    return one, without_mail(replace(one, person=slip(one.person, chance))), SAME


@of_kind("typing error in the company", 110)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    return one, without_mail(replace(one, company=slip(one.company, chance))), SAME


@of_kind("typing error, company alone", 60)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = replace(without_mail(someone(chance)), person="")
    return one, replace(one, company=slip(one.company, chance)), SAME


@of_kind("typing error in the email", 60)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    local, _, domain = one.email.partition("@")
    at = chance.randrange(1, len(local) - 2)
    typed = local[:at] + local[at + 1 :]
    return one, replace(one, email=f"{typed}@{domain}", phone=""), SAME


@of_kind("umlauts, accents, apostrophes", 80)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    last = chance.choice([name for name in LAST if not name.isascii() or "'" in name])
    one = without_mail(someone(chance, person=f"{chance.choice(GIVEN)} {last}"))
    bare = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "'": "’", "Ö": "O"})
    ways = (plain(one.person), one.person.translate(bare), one.person.upper())
    return one, replace(one, person=chance.choice(ways), company=plain(one.company)), SAME


@of_kind("legal forms", 70)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    company = chance.choice(COMPANY)
    person = chance.choice(["", f"{chance.choice(GIVEN)} {chance.choice(LAST)}"])
    first, second = chance.sample(FORMS, 2)
    a = Features(person=person, company=f"{company} {first}".strip())
    return a, replace(a, company=f"{company} {second}".strip()), SAME


@of_kind("word order and spacing", 60)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = without_mail(someone(chance))
    given, last = one.person.split()
    words = one.company.split()
    joined = words[0] + words[1].lower() + " " + " ".join(words[2:]) if words[1].isalpha() else one.company
    ways = (replace(one, person=f"{last}, {given}"), replace(one, person=f"{last} {given}"),
            replace(one, company=joined.strip()), replace(one, person=f"Dr. {one.person}"))  # fmt: skip
    return one, chance.choice(ways), SAME


@of_kind("nicknames", 90)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    full, short = chance.choice(NICKNAMES).split("/")
    last = chance.choice(LAST)
    one = someone(chance, person=f"{full} {last}")
    return one, without_mail(replace(one, person=f"{short} {last}")), SAME


@of_kind("initials and short names", 40)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    given, last = one.person.split()
    short = chance.choice((f"{given[0]}. {last}", given))
    return one, without_mail(replace(one, person=short)), SAME


@of_kind("private and business address", 40)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    private = f"{plain(one.person).replace(' ', '')}@{chance.choice(FREE)}"
    return one, replace(one, email=private, phone=""), SAME


@of_kind("new company, same mailbox or mobile", 40)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    moved = replace(someone(chance, person=one.person), company=others(chance, COMPANY, one.company))
    return one, replace(moved, phone=one.phone), SAME


@of_kind("new surname, same mailbox", 30)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    given, last = one.person.split()
    return one, replace(one, person=f"{given} {others(chance, LAST, last)}"), SAME


@of_kind("shared switchboard", 80)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    company, number = chance.choice(COMPANY), phone(chance)
    one = someone(chance, company=company, phone=number)
    given, last = one.person.split()
    other = f"{others(chance, GIVEN, given)} {others(chance, LAST, last)}"
    return one, someone(chance, person=other, company=company, phone=number), RELATED


@of_kind("shared mailbox", 40)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    company = chance.choice(COMPANY)
    email = (
        f"{chance.choice(('info', 'sales', 'kontakt', 'office'))}@{plain(company).replace(' ', '')}.example"
    )
    one = someone(chance, company=company, email=email)
    given, last = one.person.split()
    other = f"{others(chance, GIVEN, given)} {others(chance, LAST, last)}"
    return one, someone(chance, person=other, company=company, email=email), RELATED


@of_kind("free-mail", 80)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    domain = chance.choice(FREE)
    first, second = chance.sample(GIVEN, 2)
    ones = []
    for given, last in zip((first, second), chance.sample(LAST, 2), strict=True):
        mail = f"{plain(given)}.{plain(last)}@{domain}"
        ones.append(Features(person=f"{given} {last}", email=mail))
    return ones[0], ones[1], DIFFERENT


@of_kind("twins", 80)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    first, second = chance.choice(TWINS).split("/")
    last, company, number = chance.choice(LAST), chance.choice(COMPANY), phone(chance)
    a = someone(chance, person=f"{first} {last}", company=company, phone=number)
    b = someone(chance, person=f"{second} {last}", company=company, phone=number)
    return (a, b, RELATED) if chance.random() < 0.5 else (without_mail(a), without_mail(b), RELATED)


@of_kind("family mailbox", 30)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    first, second = chance.sample(GIVEN, 2)
    last = chance.choice(LAST)
    email = f"familie.{plain(last)}@{chance.choice(FREE)}"
    a = Features(person=f"{first} {last}", email=email)
    return a, replace(a, person=f"{second} {last}"), RELATED


@of_kind("same name in two companies", 90)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    company = chance.choice(COMPANY)
    one = someone(chance, company=company)
    two = someone(chance, person=one.person, company=others(chance, COMPANY, company))
    return (
        (one, two, DIFFERENT) if chance.random() < 0.6 else (without_mail(one), without_mail(two), DIFFERENT)
    )


@of_kind("Meyer and Maier, each with their own mailbox", 20)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    given, company = chance.choice(GIVEN), chance.choice(COMPANY)
    first, second = chance.sample(("Meyer", "Maier", "Mayer", "Meier"), 2)
    one = someone(chance, person=f"{given} {first}", company=company)
    return one, someone(chance, person=f"{given} {second}", company=company), RELATED


@of_kind("colleagues", 60)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    company = chance.choice(COMPANY)
    one = someone(chance, company=company)
    given, last = one.person.split()
    same_given = chance.random() < 0.5
    other = (
        f"{given} {others(chance, LAST, last)}" if same_given else f"{others(chance, GIVEN, given)} {last}"
    )
    return one, someone(chance, person=other, company=company), RELATED


@of_kind("companies of similar name", 40)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    first, second = chance.choice(ALIKE).split("/")
    form = chance.choice(FORMS)
    return (
        Features(company=f"{first} {form}".strip()),
        Features(company=f"{second} {form}".strip()),
        DIFFERENT,
    )


@of_kind("strangers", 60)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    (first, second), (last, other) = chance.sample(GIVEN, 2), chance.sample(LAST, 2)
    company, elsewhere = chance.sample(COMPANY, 2)
    one = someone(chance, person=f"{first} {last}", company=company)
    return one, someone(chance, person=f"{second} {other}", company=elsewhere), DIFFERENT


@of_kind("company and somebody of it", 30)
def _(chance: random.Random) -> tuple[Features, Features, Similarity]:
    one = someone(chance)
    return one, Features(company=one.company), RELATED
