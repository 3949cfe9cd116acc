"""Tables inside a message: each cell is told apart, whatever else the message holds."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets.table import read_table
from bot.parsing.tables import find_table


@pytest.mark.parametrize(
    ("markup", "table"),
    [
        ("", ""),
        ("<p>import Name</p>", ""),
        ("<table><tr><td>a</td><td>b</td></tr></table><table><tr><td>c</td></tr></table>", "a\tb\n"),
        ("<TABLE><tr><th>a<td>b<tr><td>c<td></table>", "a\tb\nc\t\n"),
        ("<table><tr><td>a<br>b</td></tr></table>", '"a\nb"\n'),
        ("<table><tr><td>a\n  b</td><td><b>c</b> d</td></tr></table>", "a b\tc d\n"),
        ("<table><tr><td>x<table><tr><td>y</td></tr></table></td><td>z</td></tr></table>", "xy\tz\n"),
        ("<table><td>lost</td><tr><td>a</td></tr>", "a\n"),
    ],
)
def test_the_first_table_is_read(markup: str, table: str) -> None:
    assert find_table(markup) == table


_CELL = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(rows=st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5))
def test_what_was_pasted_is_read(rows: list[tuple[str, str]]) -> None:
    rows = [("Name", "Firma"), *rows]
    cells = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    table = read_table(find_table(f"<div>import</div><table>{cells}</table>").encode())
    assert [table.titles, *(row for _, row in table.rows)] == rows


_PIECES = ["<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<br>", "x", "<", "&"]


@given(pieces=st.lists(st.sampled_from(_PIECES)))
def test_nothing_breaks_it(pieces: list[str]) -> None:
    assert "<table>" not in find_table(f"<table>{''.join(pieces)}")
