"""`person`: what is kept on somebody, shown, exported or erased."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from app.domain.erasure import DataSubject, SubjectKind
from app.host.configuration import Configuration
from app.host.operations.tenants import add_tenant, operate, reader_in
from app.languages.strings import LANGUAGES
from app.private import make_file, make_folder

if TYPE_CHECKING:
    from app.store.work import Work

HELP = "show, export or erase what is kept on a person"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(required=True, metavar="show | export | erase")
    _of_person(steps.add_parser("show", help="all that is kept")).set_defaults(act=_show)
    export = _of_person(steps.add_parser("export", help="the same as JSON and as a page"))
    export.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    export.set_defaults(act=_export)
    erase = _of_person(steps.add_parser("erase", help="for good; their own records go in any case"))
    erase.add_argument("--dry-run", action="store_true", help="tell what was found, and change nothing")
    erase.add_argument("--all", action="store_true", help="also everywhere else that they were found")
    erase.add_argument("--finding", action="append", default=[], metavar="ID", help="also here; repeatable")
    erase.set_defaults(act=_erase)


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    def act(work: Work) -> int:
        status: int = given.act(work, given)
        return status

    return operate(configuration, given, act)


def _show(work: Work, given: argparse.Namespace) -> int:
    from app.crm.privacy.disclosing import disclose
    from app.languages.privacy import sections_of
    from app.languages.veil import unveil_text

    found, reader = disclose(work, _subject(given)), reader_in(work, given)
    lines = [found.name]
    for heading, items in sections_of(reader, found):
        lines += ["", heading]
        for item in items:
            lines += [f"  {item.text}", *(f"    {line}" for line in item.fields)]
    print(unveil_text("\n".join(lines), reader))
    return 0


def _export(work: Work, given: argparse.Namespace) -> int:
    from app.crm.privacy.disclosing import disclose, note_export
    from app.person_page import person_page, plain_disclosure

    found = disclose(work, _subject(given))
    path = given.out / f"{found.subject.kind.value}-{found.subject.number}"
    document = orjson.dumps(plain_disclosure(found), option=orjson.OPT_INDENT_2)
    page = person_page(found, reader_in(work, given)).encode()
    try:
        make_folder(given.out)
        for file, content in ((path.with_suffix(".json"), document), (path.with_suffix(".html"), page)):
            make_file(file).write_bytes(content)
            print(file)
    except OSError as error:
        print(f"not everything was exported: {error}", file=sys.stderr)
        return 2
    note_export(work, None, _subject(given))
    return 0


def _erase(work: Work, given: argparse.Namespace) -> int:
    from app.crm.privacy.erasing import erase_by_operator, plan
    from app.languages.privacy import finding_title
    from app.languages.veil import unveil_text

    chosen = None if given.all else given.finding
    reader, subject = reader_in(work, given), _subject(given)
    found = plan(work, subject) if given.dry_run else erase_by_operator(work, subject, chosen)
    for one in found.findings:
        taken = one.own or chosen is None or one.id in chosen
        title = unveil_text(finding_title(reader, one, one.excerpts), reader)
        print(f"{'x' if taken else ' '} {one.id}: {title}")
    done = "nothing was changed" if given.dry_run else "erased; run compact to rewrite the files as well"
    print(done)
    return 0


def _subject(given: argparse.Namespace) -> DataSubject:
    if given.member is not None:
        return DataSubject(SubjectKind.MEMBER, given.member)
    return DataSubject(SubjectKind.RECORD, given.record)


def _of_person(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    add_tenant(parser)
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--record", type=int, metavar="N", help="the number of a lead or contact of theirs")
    whom.add_argument("--member", type=int, metavar="ID", help="a colleague's id")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    return parser
