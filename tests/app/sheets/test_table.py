"""Tables of every encoding and delimiter, and files that are none."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.sheets.encoding import LARGEST_FILE
from app.sheets.table import MOST_ROWS, read_table

TITLES = ("Name", "Firma", "Notiz")
ROWS: list[tuple[str, ...]] = [
    ("Zoë Müller", "Müller, Söhne & Co. KG", 'sagt "ja"\nund; kommt\t€'),
    ("O’Brien", "", "–"),
]


def written(rows: list[tuple[str, ...]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([TITLES, *rows])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("hint", ["", "sep={}\r\n", '"sep={}"\r\n'])
def test_every_encoding_and_delimiter_is_read(delimiter: str, encoding: str, hint: str) -> None:
    text = hint.format(delimiter) + written(ROWS, delimiter)
    table = read_table(text.encode(encoding))
    assert table.titles == TITLES
    assert table.rows == ((2, ROWS[0]), (3, ROWS[1]))
    assert table.delimiter == delimiter


_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\"',;\t"), max_size=20)


@given(rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=8), delimiter=st.sampled_from(",;\t"))
@example(rows=[("a", '"', "\t")], delimiter="\t")
def test_what_was_written_is_read(rows: list[tuple[str, ...]], delimiter: str) -> None:
    expected = [tuple(cell.strip() for cell in row) for row in rows]
    table = read_table(written(rows, delimiter).encode())
    assert table.titles == TITLES
    # A row of a spreadsheet that is empty has a number all the same.
    assert list(table.rows) == [(at, row) for at, row in enumerate(expected, 2) if any(row)]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    table = read_table(b'Name,Note\n\nAnn,"a\nb\nc"\n,\nBen,d')
    assert table.rows == ((3, ("Ann", "a\nb\nc")), (5, ("Ben", "d")))


def test_cells_copied_from_a_spreadsheet_may_hold_single_quotation_marks() -> None:
    table = read_table(b'Name\tFirma\nAnn\t"Q" GmbH\nBen\tRohr 5" AG')
    assert [cells[1] for _, cells in table.rows] == ['"Q" GmbH', 'Rohr 5" AG']


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n\n", "file_empty"),
        (b"PK\x03\x04rest of a workbook", "file_workbook"),
        (b"Name\nA\x81nn", "file_encoding"),
        (b"Name\nA\x00nn", "file_encoding"),
        (b'Name,Note\nAnn,"never closed\nBen,x\n', "file_quotes"),
        (b"Name" + b",x" * 200, "file_wide"),
        (b"Name\n" + b"Ann\n" * (MOST_ROWS + 1), "file_long"),
        (b"Name\n" + b"A" * LARGEST_FILE, "file_large"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_table(content)
    assert refused.value.fields["file"].code == code


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(read_table(b"Name\n" + b"Ann\n" * MOST_ROWS).rows) == MOST_ROWS


@given(content=st.binary(max_size=200))
def test_no_bytes_break_it(content: bytes) -> None:
    with suppress(InvalidInput):
        assert read_table(content).titles


def test_lines_of_two_encodings_are_read_one_by_one() -> None:
    lines = ["Name;Firma", "Jörg;Müller", "Bärbel;Weiß", "Zoë;Größe – GRÜ–"]
    content = b"\n".join(line.encode("cp1252" if "Weiß" in line else "utf-8") for line in lines)
    assert [cells for _, cells in read_table(content).rows] == [tuple(line.split(";")) for line in lines[1:]]
    # An edited file has both in one line.
    mixed = "Jörg;".encode() + "Müller".encode("cp1252")
    assert read_table("Name;Firma\nZoë;x\n".encode() + mixed).rows[1][1] == ("Jörg", "Müller")


def test_the_titles_are_found_below_a_block_of_notes() -> None:
    block = 'Notes:\n"When exporting, you may notice; that some, are missing"\n\n'
    table = read_table(f"{block}First Name,Last Name,Company\nEva,Lind,Acme\n".encode())
    assert (table.titles, table.rows) == (
        ("First Name", "Last Name", "Company"),
        ((5, ("Eva", "Lind", "Acme")),),
    )
    assert [number for number, _ in table.above] == [1, 2]


def test_the_first_row_and_the_row_of_a_strange_letter_are_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_table(b"Name\nAnn\nA\x81nn")
    assert refused.value.fields["file"].details == {"row": 3}
    with pytest.raises(InvalidInput) as refused:
        read_table(b";;;\n;;;")
    assert refused.value.fields["file"].code == "file_empty"
