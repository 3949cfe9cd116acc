"""Messages in HTML: what Teams sends beside the plain text, which loses lines and addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# The parser of the standard library goes through all that follows for each "<a " that nothing ends. Here an
# attribute holds no "<", so that a tag is given up at the next one.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/<>]*+)(?P<held>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|<!--(?P<comment>)|<[!?][^<>]*+>"
)
_SILENT = frozenset({"script", "style"})
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?P<name>href|alt|itemtype)\s*+=\s*+(?:\"(?P<one>[^\"]*+)\"|'(?P<other>[^']*+)')"
)
_LINES = frozenset("p div li ul ol tr table blockquote pre h1 h2 h3 h4 h5 h6 hr section article".split())
"""Tags that begin and end a line."""
_SPACE = re.compile(r"\s+")
_MENTION_TAG = re.compile(r"</?at(?:\s[^<>]*+)?>", re.IGNORECASE)
_MAIL = "mailto:"
_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]")


class Piece(NamedTuple):
    """A tag, which `ends` something or begins it, with the attributes that it holds; or the text between two,
    where `tag` is ""."""

    tag: str
    ends: bool
    held: str


def pieces(markup: str) -> Iterator[Piece]:
    """The tags of a text in HTML and what is between; comments, scripts and styles are left out. The text is
    gone through once."""
    at, silent = 0, ""
    while found := _TAG.search(markup, at):
        if found.start() > at and not silent:
            yield Piece("", False, html.unescape(markup[at : found.start()]))
        at = found.end()
        tag = (found["tag"] or "").lower()
        if found["comment"] is not None:
            at = markup.find("-->", at) + len("-->")
            if at < len("-->"):
                return
        elif silent or tag in _SILENT:
            silent = "" if silent == tag and found["end"] else silent or ("" if found["end"] else tag)
        elif tag:
            yield Piece(tag, bool(found["end"]), found["held"])
    if not silent:
        yield Piece("", False, html.unescape(markup[at:]))


def fuller(text: str, markup: str) -> str:
    """A message with the lines and addresses of its HTML, where the plain text has lost some: as it is where
    the HTML says something else, or holds a table, whose cells are read elsewhere."""
    if not _may_say_more(markup):
        return text
    said = text_of(markup)
    if not _holds(said, text):
        return text
    has_more = _lines(said) > _lines(text) or len(_ADDRESS.findall(said)) > len(_ADDRESS.findall(text))
    return said if has_more or not text.strip() else text


def text_of(markup: str) -> str:
    """A message in HTML as text, line by line: mentions in the tags that they have in plain texts, what it
    answers to left out, and the address of a link to a mailbox behind its words."""
    reader = _Reader()
    for piece in pieces(markup):
        reader.take(piece)
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """Puts the text of a message together as a browser shows it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._quoted = 0
        self._kept_lines = 0
        self._mailbox = ""
        self._linked = 0
        self._spans: list[bool] = []

    def take(self, piece: Piece) -> None:
        if piece.tag == "blockquote" and (self._quoted or "skype.com/Reply" in piece.held):
            self._quoted += -1 if piece.ends else 1
        elif self._quoted:
            return
        elif not piece.tag:
            self.said.append(piece.held if self._kept_lines else _SPACE.sub(" ", piece.held))
        elif piece.tag == "a":
            self._take_link(piece)
        elif piece.tag in ("span", "at"):
            self._take_span(piece)
        else:
            self._take_tag(piece)

    def _take_tag(self, piece: Piece) -> None:
        if piece.tag == "pre":
            self._kept_lines = max(self._kept_lines + (-1 if piece.ends else 1), 0)
        if piece.tag == "br":
            self.said.append("\n")
        elif piece.tag in _LINES:
            self._begin_line()
        elif piece.tag in ("img", "emoji") and not piece.ends:
            self.said.append(_attribute(piece, "alt"))

    def _take_span(self, piece: Piece) -> None:
        """A mention is a span of a type of its own, or the tag that it has in plain texts."""
        if not piece.ends:
            is_mention = piece.tag == "at" or _attribute(piece, "itemtype").endswith("/Mention")
            self._spans.append(is_mention)
            self.said.append("<at>" if is_mention else "")
        elif self._spans and self._spans.pop():
            self.said.append("</at>")

    def _take_link(self, piece: Piece) -> None:
        if not piece.ends:
            target = _attribute(piece, "href")
            is_mailbox = target[: len(_MAIL)].lower() == _MAIL
            self._mailbox = target[len(_MAIL) :].partition("?")[0].strip() if is_mailbox else ""
            self._linked = len(self.said)
        elif self._mailbox:
            words = "".join(self.said[self._linked :]).lower()
            self.said.append("" if self._mailbox.lower() in words else f" {self._mailbox} ")
            self._mailbox = ""

    def _begin_line(self) -> None:
        if self.said and not self.said[-1].endswith("\n"):
            self.said.append("\n")


def _attribute(piece: Piece, name: str) -> str:
    found = next((one for one in _ATTRIBUTE.finditer(piece.held) if one["name"] == name), None)
    return html.unescape(found["one"] or found["other"] or "") if found else ""


def _may_say_more(markup: str) -> bool:
    return bool(markup) and "<table" not in markup.lower()


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


def _holds(said: str, text: str) -> bool:
    """Whether a text says all that another does, in its order, and may say more."""
    told = iter(_signs(said))
    return all(sign in told for sign in _signs(text))


def _signs(text: str) -> str:
    return "".join(_MENTION_TAG.sub("", text).split())
