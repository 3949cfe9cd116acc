"""An address of mail is taken whole, whatever it begins with."""

from __future__ import annotations

import datetime as dt
import string

import pytest

from app.languages.reader import Reader
from bot.parsing.captures import read_contact
from bot.parsing.contacts import EMAIL_LABEL
from bot.parsing.lead import read_lead
from bot.parsing.people import read_partner

TODAY = dt.date(2026, 11, 23)
READERS = [Reader(language, "Europe/Berlin", "EUR") for language in ("en", "de")]
BEGINNINGS = (
    *string.ascii_lowercase,
    *string.digits,
    "mail",
    "e-mail",
    "email",
    "tel",
    "phone",
    "web",
    "fax",
)
LOCAL_PARTS = [f"{begun}{mark}" for begun in BEGINNINGS for mark in (".kuhn", "-kuhn", "_kuhn", "")]
LABELS = ("", "E-Mail: ", "e: ", "Mail ", "email : ", "E ", "e. ", "e-mail:", "mailto:", "E: <")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
@pytest.mark.parametrize("local", LOCAL_PARTS)
def test_an_address_keeps_its_beginning(local: str, reader: Reader) -> None:
    address = f"{local}@kuhn-moebel.example"
    for label in LABELS:
        closed = ">" if label.endswith("<") else ""
        line = read_lead(f"Eva Kuhn, Kuhn GmbH, {label}{address}{closed}, 040 1234567", reader, TODAY)
        assert (line.name, line.company, line.email) == ("Eva Kuhn", "Kuhn GmbH", address), label


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
@pytest.mark.parametrize("local", LOCAL_PARTS)
def test_so_it_does_in_signatures_and_of_contacts_and_participants(local: str, reader: Reader) -> None:
    address = f"{local}@kuhn-moebel.example"
    signature = f"Viele Grüße\nEva Kuhn\nKuhn GmbH\nTel.: 040 1234567\n{address}\nwww.kuhn-moebel.example"
    line = read_lead(signature, reader, TODAY)
    assert (line.name, line.company, line.email, line.phone) == (
        "Eva Kuhn",
        "Kuhn GmbH",
        address,
        "040 1234567",
    )
    values, _ = read_contact(f"Eva Kuhn, {address}", reader, TODAY)
    assert values["email"] == address
    assert read_partner(f"Eva Kuhn, {address}", reader, TODAY).fields["email"] == address


@pytest.mark.parametrize(
    "text", ["e.kuhn@x.example", "mail.kuhn@x.example", "e-mail@x.example", "e@x.example"]
)
def test_a_label_ends_with_a_colon_or_a_space(text: str) -> None:
    assert EMAIL_LABEL.match(text) is None
    for label in ("e", "E-Mail", "mail"):
        for mark in (": ", ":", " ", " : ", ". "):
            found = EMAIL_LABEL.match(f"{label}{mark}{text}")
            assert found is not None, (label, mark)
            assert found.end() == len(label) + len(mark)
