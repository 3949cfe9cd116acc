"""Several people in one message: each is found with their own facts, and one person is never cut in two."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.matching import fold
from app.languages.reader import Reader
from bot.understanding.contacts import looks_like_contact, read_person
from bot.understanding.people import find_people

TODAY = dt.date(2026, 11, 23)
READERS = {language: Reader(language, "Europe/Berlin", "EUR") for language in ("en", "de")}
CORPUS = Path(__file__).parents[1] / "parsing" / "corpus.jsonl"

_FIRST = """Anna Ben Carla Dirk Eva Frank Greta Hugo Ines Jonas Karin Leo Mona Nils Olga Paul Rita Sven
    Tina Uwe""".split()
_LAST = (
    "Althoff", "Brandt", "Carter", "Dorn", "Eckert", "Fuchs", "Graf", "Hansen", "Ibsen", "Jansen", "Keller",
    "von der Heydt", "O'Brien", "Müller-Lüdenscheid", "MacLeod",
)  # fmt: skip
_FIRMS = (
    "Acme GmbH", "Quartz Inc", "Basalt Ltd", "Onda AG", "Brill & Co. KG", "Cove Systems", "Tek",
    "Ostrow Farms", "Colewood", "Huber Bau GmbH", "Tarn Mining", "Langen Logistik KG",
)  # fmt: skip


def split_people(text: str, reader: Reader) -> tuple[str, ...]:
    """A text that surely tells of several people as one text for each; else the whole."""
    people = find_people(text, reader, TODAY)
    return people.texts if people.sure else (text,)


@dataclass(frozen=True)
class Somebody:
    name: str
    company: str
    email: str
    phone: str

    @property
    def facts(self) -> list[str]:
        return [fact for fact in (self.name, self.company, self.email, self.phone) if fact]

    @property
    def row(self) -> str:
        return ", ".join(self.facts)


@st.composite
def people(draw: st.DrawFn, least: int = 2, *, reached: bool = False) -> list[Somebody]:
    """Different people with a company each, and a way to reach them where they are `reached`."""
    count = draw(st.integers(least, 6))
    firsts = draw(st.lists(st.sampled_from(_FIRST), min_size=count, max_size=count, unique=True))
    lasts = draw(st.lists(st.sampled_from(_LAST), min_size=count, max_size=count, unique=True))
    firms = draw(st.lists(st.sampled_from(_FIRMS), min_size=count, max_size=count, unique=True))
    found = []
    for first, last, firm in zip(firsts, lasts, firms, strict=True):
        has_email, has_phone = draw(st.booleans()), draw(st.booleans())
        address = f"{fold(first)}.{''.join(filter(str.isalpha, fold(last)))}@mail.example"
        email = address if has_email or (reached and not has_phone) else ""
        phone = f"+49 30 {draw(st.integers(1_000_000, 9_999_999))}" if has_phone else ""
        found.append(Somebody(f"{first} {last}", firm, email, phone))
    return found


def _numbered(rows: Sequence[str]) -> str:
    return "\n".join(f"{position}. {row}" for position, row in enumerate(rows, 1))


SHAPES: dict[str, Callable[[Sequence[str]], str]] = {
    "lines": "\n".join,
    "commands": lambda rows: "\n".join(f"new lead {row}" for row in rows),
    "commands in German": lambda rows: "\n".join(f"neuer Lead: {row}" for row in rows),
    "command and lines": lambda rows: "neuer Lead\n" + "\n".join(rows),
    "numbers": _numbered,
    "bullets": lambda rows: "\n".join(f"- {row}" for row in rows),
    "dots": lambda rows: "new leads:\n" + "\n".join(f"• {row}" for row in rows),
    "semicolons": "; ".join,
    "semicolons behind a heading": lambda rows: f"{len(rows)} new leads: " + "; ".join(rows),
    "empty lines": "\n\n".join,
    "commands in one line": lambda rows: " and ".join(f"new lead {row}" for row in rows),
}


@pytest.mark.parametrize("shape", SHAPES)
@given(several=people())
def test_each_is_found_with_their_own_facts(shape: str, several: list[Somebody]) -> None:
    text = SHAPES[shape]([one.row for one in several])
    assert_found(text, several)


@given(several=people(reached=True), joint=st.sampled_from([" and ", " und ", ", and ", " sowie ", " & "]))
def test_people_joined_in_a_line_are_told_apart(several: list[Somebody], joint: str) -> None:
    assert_found(joint.join(one.row for one in several), several)


@given(several=people(reached=True))
def test_cards_below_each_other_are_told_apart(several: list[Somebody]) -> None:
    assume(all(one.email for one in several))
    for gap in ("\n", "\n\n"):
        assert_found(gap.join("\n".join(one.facts) for one in several), several)


@given(several=people(), language=st.sampled_from(["en", "de"]))
def test_what_a_heading_says_goes_to_each(several: list[Somebody], language: str) -> None:
    heading = {"en": f"{len(several)} new leads from the expo:", "de": "neue Leads von der Messe:"}[language]
    texts = split_people("\n".join([heading, *(f"- {one.row}" for one in several)]), READERS[language])
    lines = [read_person(text, READERS[language], TODAY) for text in texts]
    assert [(line.name, line.source) for line in lines] == [(one.name, "fair") for one in several]


@given(several=people(least=2))
def test_a_count_that_does_not_fit_is_asked_about(several: list[Somebody]) -> None:
    text = f"{len(several) + 1} new leads: " + "; ".join(one.row for one in several)
    found = find_people(text, READERS["en"], TODAY)
    assert (len(found.texts), found.sure) == (len(several), False)
    assert split_people(text, READERS["en"]) == (text,)


LISTS: dict[str, list[tuple[str, str, str]]] = {
    "new leads from SaaStr: Priya Nair (Zeta Labs, priya@z.example) and Li Wei (Jade Ltd, li@jade.example)": [
        ("Priya Nair", "Zeta Labs", "priya@z.example"),
        ("Li Wei", "Jade Ltd", "li@jade.example"),
    ],
    "Two new leads today. 1) Dana Fox, Foxglove Inc 2) Eli Stone, Stoneworks, eli@stone.example": [
        ("Dana Fox", "Foxglove Inc", ""),
        ("Eli Stone", "Stoneworks", "eli@stone.example"),
    ],
    "add Mia Chen from Opal and Raj Patel from Indus as leads": [
        ("Mia Chen", "Opal", ""),
        ("Raj Patel", "Indus", ""),
    ],
    "leg bitte zwei Leads an: Karl Voss, Voss AG, karl@voss.example und Uta Lind, Lind KG": [
        ("Karl Voss", "Voss AG", "karl@voss.example"),
        ("Uta Lind", "Lind KG", ""),
    ],
    "new leads: Mia Chen, Opal Inc, mia@opal.example and Raj Patel, same company, raj@opal.example": [
        ("Mia Chen", "Opal Inc", "mia@opal.example"),
        ("Raj Patel", "Opal Inc", "raj@opal.example"),
    ],
    "new leads: Mia Chen @ Opal Inc, mia@opal.example | Raj Patel @ Indus Ltd, raj@indus.example": [
        ("Mia Chen", "Opal Inc", "mia@opal.example"),
        ("Raj Patel", "Indus Ltd", "raj@indus.example"),
    ],
    "neue Leads: Herr Voss, Voss AG, 030 1234567, Frau Lind, Lind KG, lind@lind.example": [
        ("Voss", "Voss AG", ""),
        ("Lind", "Lind KG", "lind@lind.example"),
    ],
    "neuer Lead Anna Roth, Acme, Tel 030 1234567\nund noch einer: Ben Lee, Basalt, ben@basalt.example": [
        ("Anna Roth", "Acme", ""),
        ("Ben Lee", "Basalt", "ben@basalt.example"),
    ],
    "Anna Roth <anna@acme.example>, Ben Lee <ben@basalt.example>": [
        ("Anna Roth", "", "anna@acme.example"),
        ("Ben Lee", "", "ben@basalt.example"),
    ],
    "neue leads: anna roth, acme, anna@acme.example und ben lee, basalt, ben@basalt.example": [
        ("anna roth", "acme", "anna@acme.example"),
        ("ben lee", "basalt", "ben@basalt.example"),
    ],
    "new lead: Mia Chen, Opal Co., mia@opal.example / new lead: Raj Patel, Indus Ltd": [
        ("Mia Chen", "Opal Co.", "mia@opal.example"),
        ("Raj Patel", "Indus Ltd", ""),
    ],
}


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize("language", READERS)
def test_lists_are_read_as_people_write_them(text: str, language: str) -> None:
    found = find_people(text, READERS[language], TODAY)
    lines = [read_person(one, READERS[language], TODAY) for one in found.texts]
    assert found.sure
    assert [(line.name, line.company, line.email) for line in lines] == LISTS[text]


SHARED = [
    ("Nia Brook and Carl Voss, both from Tarn Mining, nia@tarn.example and carl@tarn.example", "Tarn Mining"),
    ("Nia Brook und Carl Voss, beide von Tarn Mining, carl@tarn.example, nia@tarn.example", "Tarn Mining"),
    ("Nia Brook & Carl Voss from Tarn Mining, n.brook@tarn.example, c.voss@tarn.example", "Tarn Mining"),
    ("new leads Nia Brook and Carl Voss, both from Tarn Mining", "Tarn Mining"),
    ("zwei neue Leads: Nia Brook und Carl Voss, beide sind bei Tarn Mining", "Tarn Mining"),
]


@pytest.mark.parametrize(("text", "company"), SHARED)
def test_what_two_share_is_given_to_both_and_addresses_by_name(text: str, company: str) -> None:
    found = split_people(text, READERS["en"])
    lines = [read_person(one, READERS["en"], TODAY) for one in found]
    assert [(line.name, line.company) for line in lines] == [("Nia Brook", company), ("Carl Voss", company)]
    for line, name in zip(lines, ("brook nia", "voss carl"), strict=True):
        assert not line.email or any(word in line.email for word in name.split())
        assert not line.note


UNSURE = [
    "new leads:\n- Ben Carter, Onda Ltd\n- Office Huber, Huber Bau GmbH",
    "Ben Carter, Onda Ltd, ben@onda.example\nOffice Huber, Huber Bau GmbH",
    "Anna Roth and Ben Lee, Acme",
    "neue Leads: Tina Rowe, Omar Said",
    "Nia Brook and Carl Voss, both from Tarn Mining, office@tarn.example",
    "Nia Brook and Carl Voss, both from Tarn Mining, 030 1234567",
    "neuer Lead Karl Voss (GF) und Uta Lind (Einkauf), Voss AG",
    "zwei leads: karl voss von voss ag und uta lind von lind kg",
    "create leads for Mia Chen (Opal) and Raj Patel (Indus)",
]


@pytest.mark.parametrize("text", UNSURE)
def test_where_it_is_not_sure_the_text_stays_whole(text: str) -> None:
    found = find_people(text, READERS["en"], TODAY)
    assert found.several
    assert not found.sure
    assert split_people(text, READERS["en"]) == (text,)


ONE = [
    "Tom Price and team, Acme, tom@acme.example",
    "Smith, John, Acme, john@acme.example",
    "Karl Müller, Müller & Partner, karl@mueller.example",
    "Anna Roth, Roth und Söhne GmbH, anna@roth.example",
    "Marks and Spencer, Ann Hall, ann@ms.example",
    "Tom Roe, Acme, +1 312 555 0100, mobile +1 312 555 0101",
    "Schmitz, Karl; Fa. Schmitz Rohrreinigung; 0221 123456",
    "Tom Roe, Acme, tom@acme.example, his boss Ann Lee, ann@acme.example",
    "Tom Roe, Acme, wants a demo and Bob Miller will join",
    "Mr and Mrs Miller, Acme",
    "Tom Roe, Acme, needs CRM and training, 50k",
    "Tom Roe, Acme\n- wants a demo\n- budget 50k",
    "Tom Roe\nCTO\nAcme Inc.\n12 Main Street\nSpringfield\ntom@acme.example\n+1 312 555 0100",
    "MÖBUS & PARTNER\nSteuerberater PartG mbB\n\nDr. Ulrich Möbus\nSteuerberater\n\nu.moebus@moebus.example",
    "Von: Nadine Kurth <n.kurth@kurth.example>\nAn: Alex Wilber <alex@contoso.example>\nBetreff: Anfrage\n\n"
    "Guten Tag Herr Wilber,\nbitte ein Angebot.\n\nViele Grüße\nNadine Kurth\nKurth Werbung GmbH",
    "Kind regards\nCharlotte Hughes\nBuyer\nBexmoor Water plc\nDD: 0161 496 0123\nc@bexmoor.example",
    "Tom Roe, Acme, tom@acme.example\nmet at the fair and talked to Ann Lee about prices\nwants 50 seats",
    "Oliver Grant, Albion Foods, met with Sarah Ford and Tom Price, oliver@albion.example",
    "Peter Shaw, Albion, peter@albion.example, und plane einen Anruf für morgen 9 Uhr",
    "Jane Doe, Doe and Roe LLC, jane@doe.example",
    "2 new leads this week?",
    "leads",
    "",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
@pytest.mark.parametrize("language", READERS)
def test_one_person_stays_one(text: str, language: str) -> None:
    assert find_people(text, READERS[language], TODAY).texts in ((text,), (text.strip(),))


def corpus() -> list[str]:
    return [json.loads(row)["text"] for row in CORPUS.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", READERS)
def test_the_people_of_the_corpus_stay_one(language: str) -> None:
    cut = [text for text in corpus() if find_people(text, READERS[language], TODAY).several]
    assert cut == []


@given(several=people(least=1))
def test_one_person_in_any_order_of_facts_stays_one(several: list[Somebody]) -> None:
    one = several[0]
    for text in (one.row, "\n".join(one.facts), " | ".join(one.facts), "; ".join(one.facts)):
        assert find_people(text, READERS["en"], TODAY).texts == (text,)


def test_vcards_are_people() -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{0}\nEMAIL:{0}@acme.example\nEND:VCARD"
    found = split_people("\n".join([card.format("Ann"), card.format("Bob")]), READERS["en"])
    assert [read_person(one, READERS["en"], TODAY).email for one in found] == [
        "Ann@acme.example",
        "Bob@acme.example",
    ]


ODD = """1 , |Ann Hall and |a;|new lead |Ann Hall, Acme, a@b.cd and |- x/|1) x |& |und und |123|@|a@b.cd
|a@b.cd/|Ann Hall/|( |Ann Hall (|both |new leads |3 leads from |Frau |BEGIN:VCARD/|N:a;b/| / |Von: |'|·
|+49 30 1234567 und |Ann Hall (x), |Tina Rowe, Quartz, t@q.example/""".replace("\n", "").split("|")


@pytest.mark.parametrize("piece", ODD)
def test_the_time_of_odd_texts_grows_as_the_text_does(piece: str) -> None:
    def cost(size: int) -> float:
        text = (piece.replace("/", "\n") * size)[:size]
        times = []
        for _ in range(5):
            start = time.thread_time()
            find_people(text, READERS["en"], TODAY)
            looks_like_contact(text[:4000], READERS["en"], TODAY)
            times.append(time.thread_time() - start)
        return min(times)

    assert cost(4_000) < 4 * cost(2_000) + 0.02


def assert_found(text: str, several: Sequence[Somebody]) -> None:
    found = find_people(text, READERS["en"], TODAY)
    lines = [read_person(one, READERS["en"], TODAY) for one in found.texts]
    told = [Somebody(line.name, line.company, line.email, line.phone) for line in lines]
    assert found.sure
    assert told == list(several)
    assert [line.note for line in lines] == [""] * len(several)


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("capture these two: Una Lark (Lark Co, una@lark.example) and Ned Fox (Fox Co, n@fox.example)", "en",
         ["Una Lark", "Ned Fox"]),
        ("erfasse die beiden: Ute Lerch (Lerch AG, ute@lerch.example) und Nils Fuchs (Fuchs AG, n@f.example)",
         "de", ["Ute Lerch", "Nils Fuchs"]),
        ("new lead Una Lark, Lark Ltd, una@lark.example. Also new lead Ned Fox, Fox Ltd, n@fox.example", "en",
         ["Una Lark", "Ned Fox"]),
    ],
)  # fmt: skip
def test_several_that_are_announced_are_cut(text: str, language: str, names: list[str]) -> None:
    found = find_people(text, READERS[language], TODAY)
    assert found is not None
    assert [read_person(one, READERS[language], TODAY).name for one in found.texts] == names
