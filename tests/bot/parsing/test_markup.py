"""Messages in HTML: their lines and addresses, and nothing of them where the plain text says it all."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bounds import LONGEST_MARKUP
from bot.parsing.markup import fuller, text_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<p>one</p>\n<p>&nbsp;</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("one\n   two <b>th</b>ree", "one two three"),
        ("<pre>one\n two</pre>", "one\ntwo"),
        ("R&amp;D &lt;a@b.cc&gt;", "R&D <a@b.cc>"),
        ('<a href="mailto:a@b.cc?subject=x">Mail</a> me', "Mail a@b.cc me"),
        ('<a href="MAILTO:A@b.cc">a@b.cc</a>', "a@b.cc"),
        ('<a href="https://b.cc">web</a>', "web"),
        ('<span itemtype="http://schema.skype.com/Mention" itemid="0">Megan</span>!', "<at>Megan</at>!"),
        ('<at id="0">Megan</at>, <span>hi</span>', "<at>Megan</at>, hi"),
        ('<blockquote itemtype="http://schema.skype.com/Reply"><p>old</p></blockquote><p>new</p>', "new"),
        ('hi <img alt="🙂" src="x"> there', "hi 🙂 there"),
        ("<style>p {}</style><!-- x -->one<script>two</script>", "one"),
    ],
)
def test_a_message_is_read_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    ("plain", "markup", "read"),
    [
        (
            "new lead Ann Hall Ruby Ltd",
            "<p>new lead Ann Hall</p><p>Ruby Ltd</p>",
            "new lead Ann Hall\nRuby Ltd",
        ),
        (
            "Ann Hall , Ruby",
            "<p>Ann Hall &lt;ann@ruby.example&gt;, Ruby</p>",
            "Ann Hall <ann@ruby.example>, Ruby",
        ),
        ("", "<p>show 1</p>", "show 1"),
        # The plain text says it all, or something else, or is that of a table.
        ("one\ntwo  three", "<p>one</p><p>two three</p>", "one\ntwo  three"),
        ("show 1", "<p>show 1 <b>please</b></p>", "show 1"),
        ("show 1", "<p>hide 2</p><p>show</p>", "show 1"),
        ("import a b", "<p>import</p><table><tr><td>a</td><td>b</td></tr></table>", "import a b"),
        ("show 1", "", "show 1"),
    ],
)
def test_only_what_the_plain_text_has_lost_is_taken_from_it(plain: str, markup: str, read: str) -> None:
    assert fuller(plain, markup) == read


_LINE = st.text(st.sampled_from("ab&<>\"'@.x"), min_size=1, max_size=12)


@given(lines=st.lists(_LINE, min_size=2, max_size=5))
def test_the_lines_that_were_typed_come_back(lines: list[str]) -> None:
    markup = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    assert fuller(" ".join(lines), markup) == "\n".join(lines)


_PIECES = [
    *("<p>", "</p>", "<br>", "<at>", "</at>", "<pre>", "</pre>", "<span>", "</span>", "x", "<", "&", "\n"),
    *("<a href='mailto:a@b.cc'>", "</a>", "<blockquote itemtype='skype.com/Reply'>", "</blockquote>"),
]


@given(plain=st.sampled_from(["x", "xx", "", "x x"]), pieces=st.lists(st.sampled_from(_PIECES)))
def test_nothing_that_was_said_in_plain_text_is_lost(plain: str, pieces: list[str]) -> None:
    left = iter(fuller(plain, "".join(pieces)))
    assert all(sign in left for sign in "".join(plain.split()))


@pytest.mark.parametrize(
    "unit", [*_PIECES, "<a ", "<!--", "<a href='mailto:", '<span itemtype="', "</a>x", " "]
)
def test_it_takes_time_as_the_message_grows(unit: str) -> None:
    markup = "<p>x" + unit * (LONGEST_MARKUP // len(unit))
    started = time.thread_time()
    fuller("x", markup)
    assert time.thread_time() - started < 2
