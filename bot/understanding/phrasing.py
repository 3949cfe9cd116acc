"""How people word a contact in passing, put into the usual order: "Smith, John" is John Smith, "frau roth von
der firma acme" is a person and a company, "she's the head of sales" is a job."""

from __future__ import annotations

import re

from app.domain.matching import fold
from app.domain.names import GIVEN, KNOWN
from app.languages.salutations import is_addressed
from app.languages.words import pattern
from bot.parsing import phrases
from bot.parsing.line import LeadLine
from bot.parsing.places import is_company
from bot.parsing.titles import find_job_title, has_job_title
from bot.understanding.personal_names import is_person_name, similarity

MOST_LINES = 40
"""Lines of a note in which the owner of an address is looked for."""
LONGEST_JOB = 80
"""Characters behind "she is the" in which a job is looked for."""

_I = re.IGNORECASE
_CAPITAL = r"[^\W\d_a-zäöüß]"
_TURNED = re.compile(
    rf"(?P<quote>[\"“„])?(?P<title>(?i:{pattern('names.degrees')})\.\s+)?"
    rf"(?P<last>{_CAPITAL}[\w'’-]+),\s+(?P<first>{_CAPITAL}[\w'’-]+)"
    r"(?P<end>[\"“”]|(?=\s*[;,|<(\n])|\Z)"
)
_OF_COMPANY = re.compile(
    rf"(?P<name>[^,;|\n]{{2,60}}?)\s+(?:(?:{pattern('people_lists.of_company')})\s+)?"
    rf"(?P<word>{pattern('people_lists.company_word')})\s+(?=\S)",
    _I,
)
_BEING = re.compile(rf"(?P<gap>[,;]\s*)(?:{pattern('people_lists.being')})\s+(?=\S)", _I)
_LOCATED = re.compile(
    rf"(?P<company>.{{2,80}}?)\s+(?P<place>(?:{pattern('people_lists.located')})\s+{_CAPITAL}?\w.*)", _I
)
_SOURCE = re.compile(r"(?P<said>[^\W\d_][^:@,;|\n\d]{2,60}):\s+(?=\S)")


def in_usual_order(text: str) -> str:
    """A text with its beginning as `read_lead` knows it."""
    turned = _TURNED.match(text)
    if turned and _is_turned(turned, text):
        text = f"{turned['title'] or ''}{turned['first']} {turned['last']}{text[turned.end() :]}"
    company = _OF_COMPANY.match(text)
    if company and (is_person_name(company["name"]) or is_addressed(company["name"])):
        text = f"{company['name']}, {company['word']} {text[company.end() :]}"
    return _BEING.sub(_without_being, text)


def _without_being(found: re.Match[str]) -> str:
    """Nothing of ", she's the" where a job follows."""
    behind = found.string[found.end() : found.end() + LONGEST_JOB]
    return found["gap"] if has_job_title(re.split(r"[,;\n]", behind, maxsplit=1)[0]) else found.group()


def cut_source(text: str) -> tuple[str, str]:
    """The source that a line names before a colon, and the rest: "inbound from website: harry@…"."""
    found = _SOURCE.match(text)
    if found is None:
        return "", text
    said = found["said"]
    key = phrases.find_source(said) or phrases.find_source(said.partition(" ")[2])
    return (said, text[found.end() :]) if key else ("", text)


def source_of(said: str) -> str:
    """The key of the source that `cut_source` found."""
    return phrases.find_source(said) or phrases.find_source(said.partition(" ")[2]) or ""


def settle(line: LeadLine) -> None:
    """Parts a company from the town behind it and the job before it, and a name from its "@"; the person is
    whose address it is."""
    line.name = line.name.lstrip("@ ")
    if line.email:
        _find_owner(line)
    _part_job(line)
    located = _LOCATED.fullmatch(line.company)
    if located and is_company(located["company"]):
        line.company = located["company"]
        line.add("note", located["place"])
    title = find_job_title(line.company) if not line.job_title else None
    rest = line.company[title.end() :].strip() if title and title.start() == 0 else ""
    if title and " " in rest and phrases.has_legal_form(rest):
        line.job_title, line.company = title.group(), rest


def _find_owner(line: LeadLine) -> None:
    """Puts who owns the address where the name is: what stood above may be what the company does."""
    known = similarity(line.email, line.name)
    if is_person_name(line.company) and similarity(line.email, line.company) > known:
        line.name, line.company = line.company, line.name
    elif not known:
        for said in line.note.splitlines()[:MOST_LINES]:
            if is_person_name(said) and similarity(line.email, said) > 1:
                rest = [one for one in line.note.splitlines() if one != said]
                line.note, line.name = "\n".join(filter(None, (line.name, *rest))), said
                return


def _part_job(line: LeadLine) -> None:
    """ "Freiwillige Feuerwehr, Kommandant Sepp Mayr": what was taken for the name is where he works. "CFO Lee
    Foods": behind the job is where she works."""
    title = find_job_title(line.job_title) if line.name and not line.company else None
    rest = line.job_title[title.end() :].strip() if title and title.start() == 0 else ""
    if title is None or " " not in rest:
        return
    if is_company(rest):
        line.job_title, line.company = title.group(), rest
    elif is_person_name(rest) and _is_given(rest) and not _is_given(line.name):
        line.company, line.name, line.job_title = line.name, rest, title.group()


def _is_given(name: str) -> bool:
    return fold(name.partition(" ")[0]) in GIVEN


def _is_turned(found: re.Match[str], text: str) -> bool:
    """Whether a surname goes before a first name, and not a company before its contact."""
    last, first = fold(found["last"]), fold(found["first"])
    if last in GIVEN and first not in GIVEN:
        return False
    rest = text[found.end() :].lstrip()
    if found["quote"] or rest[:1] in (";", "<"):
        return True
    if first not in GIVEN or last in GIVEN:
        return False
    return last in KNOWN or any(last in fold(one) for one in re.findall(r"([^\s,;<]{1,64})@", rest[:300]))
