"""Exports of other programs, in their shapes and with invented people, and who is in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "exports"


@dataclass(frozen=True, slots=True)
class Export:
    """A file: the leads that are in it, by the fields that matter, the rows that name nobody, and those that
    are refused."""

    name: str
    leads: tuple[dict[str, str], ...]
    left_out: int = 0
    refused: int = 0
    delimiter: str = ","

    @property
    def content(self) -> bytes:
        """The file as the program writes it."""
        return (FOLDER / self.name).read_bytes()

    @property
    def text(self) -> str:
        """The text by lines, each in the encoding that it can be in."""
        lines = []
        for line in self.content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
            try:
                lines.append(line.decode())
            except UnicodeDecodeError:
                lines.append(line.decode("cp1252"))
        return "\n".join(lines)

    def words(self) -> Iterator[str]:
        """The words of each cell below the titles, and of what stands around the table."""
        rows = list(csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter))
        widest = max(map(len, rows))
        titles = next(row for row in rows if len(list(filter(None, row))) > widest // 2)
        for row in rows:
            if row != titles:
                for cell in row:
                    yield from re.findall(r"[^\s;:,/()\[\]\"'“”]+", cell)


def lead(
    name: str, company: str = "", email: str = "", phone: str = "", job_title: str = ""
) -> dict[str, str]:
    """What is to be known of a lead; what is left out is to be blank."""
    return {"name": name, "company": company, "email": email, "phone": phone, "job_title": job_title}


EXPORTS = (
    Export(
        "linkedin.csv",
        (
            lead("Rachel Tong", "Harbour Freight Ltd", job_title="Finance Manager"),
            lead("Noël D'Arcy, MBA", "D'Arcy & Sons, Inc.", "noel@darcy.example", job_title="Owner, Founder"),
            lead("Imke von der Heydt", email="imke@heydt.example"),
        ),
        left_out=2,
    ),
    Export(
        "google.csv",
        (
            lead("Kim Arnold", "Arnold Rohre", "kim@arnold.example", "+49 171 5550100"),
            lead("Dr. Max Emil Sommer", "Sommer KG", "max@sommer.example", job_title="Geschäftsführer"),
            lead("newsletter.lena@posteo.example", email="newsletter.lena@posteo.example"),
            lead("Bäckerei Krume", "Bäckerei Krume", phone="+49 30 5550177"),
        ),
    ),
    Export(
        "outlook-de.csv",
        (
            lead(
                "Dr. Jörg Müller", "Müller & Söhne GmbH", phone="+49 221 5550123", job_title="Einkaufsleiter"
            ),
            lead("Bärbel Weiß", "Weiß Möbel", "b.weiss@weiss-moebel.example"),
        ),
    ),
    Export(
        "outlook-en.csv",
        (
            lead(
                "Dr. Priya Raman",
                "Raman Labs",
                "priya@ramanlabs.example",
                "+44 20 7946 0123",
                "Head of Purchasing",
            ),
            lead("Owen Baptiste", "Baptiste Freight", "owen@baptiste.example", "+44 7700 900123"),
            lead(
                "Hannah Brill", "Foldway", "hannah.brill@foldway.example", job_title="Director of Operations"
            ),
        ),
    ),
    Export(
        "hubspot-contacts.csv",
        (
            lead("Tori Walsh", "Wattle Energy", "tori@wattle.example", "+61 491 570 157", "COO"),
            lead("Ben Ott", "Bolt AG", "ben@bolt.example"),
            lead("Sato", email="sato@kanda.example", job_title="Buyer"),
        ),
    ),
    Export(
        "hubspot-deals.csv",
        (
            lead("Ella Thorn", "Thorn Works", "ella@thorn.example"),
            lead("Sam Reed", "Reed Ltd"),
            lead("Papier Union", "Papier Union"),
            lead("Loose idea without anybody"),
        ),
    ),
    Export(
        "pipedrive.csv",
        (
            lead("Lukas Brandt", "Brandt Logistik GmbH", "lukas@brandt.example", "+49 40 5550133"),
            lead("Sabine Krämer", "Krämer Optik", "sabine@kraemer.example", "+49 1515 5501350"),
            lead("Zoë Quist", email="zoe@quist.example"),
        ),
    ),
    Export(
        "salesforce-report.csv",
        (
            lead("Grace Okafor", "Okafor Foods", "grace@okafor.example", "(312) 555-0147", "VP Finance"),
            lead(
                "Total Rossi", "Rossi SpA", "t.rossi@rossi.example", "+39 06 5550 1234", "Total Quality Lead"
            ),
        ),
        left_out=10,
    ),
    Export(
        "zoho.csv",
        (
            lead(
                "Meena Iyer", "Iyer Textiles Pvt Ltd", "meena@iyer.example", "+91 22 5550 0123", "Proprietor"
            ),
            lead("Nakamura", "Nakamura KK", "n@nakamura.example"),
        ),
    ),
    Export(
        "dynamics.csv",
        (
            lead(
                "Ingrid Solberg",
                "Solberg Kran AS",
                "ingrid@solberg.example",
                "+47 22 55 50 12",
                "Plant Manager",
            ),
            lead("Tomás Vega", "Vega Hermanos", phone="+34 612 55 50 12"),
        ),
    ),
    Export(
        "adressliste.csv",
        (
            lead(
                "Prof. Dr. Ulrike Möbus",
                "Möbus Steuerberatung PartG mbB",
                "u.moebus@moebus.example",
                "+49 421 555012",
            ),
            lead("Günther Von Hagen", "Stahlbau Nord", "g.hagen@stahlbau.example", "+49 431 555013"),
            lead("Dipl.-Ing. Jürgen Größer", "Größer Bau", "j.groesser@groesser.example", "+49 89 555014"),
            lead("Autohaus Süd", "Autohaus Süd", phone="+49 711 555015"),
        ),
        left_out=4,
        delimiter=";",
    ),
    Export(
        "handy.vcf",
        (
            lead("Jörg Müller-Lüdenscheid", "Bäderbau GmbH", "joerg@baederbau.example", "+49 171 5550151"),
            lead("Ella Thorn", "Thornwerk GmbH", "ella@thornwerk.example", "+49 171 5550153", "Einkauf"),
            lead("Luca Ferri", "Ferri S.r.l.", "luca@ferri.example", "+39 06 5550 1235 ext. 12"),
        ),
    ),
)
"""One file for each of twelve programs."""
