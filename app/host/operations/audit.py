"""`audit`: who set, exported and erased something, and who was refused."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.host.configuration import Configuration
from app.host.operations.tenants import add_tenant, operate, reader_in
from app.languages.strings import LANGUAGES

if TYPE_CHECKING:
    from app.store.work import Work

HELP = "who set, exported and erased, and who was refused"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_tenant(parser)
    parser.add_argument("--limit", type=int, default=100, metavar="N")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    def tell(work: Work) -> int:
        from app.crm.audit import lines_of
        from app.languages.audit import line_details, line_title
        from app.languages.veil import unveil_text

        reader = reader_in(work, given)
        for line in lines_of(work, work.audit.page(given.limit)):
            details = "; ".join(line_details(reader, line))
            told = unveil_text(f"{line_title(reader, line)}: {details}".rstrip(": "), reader)
            print(f"{line.note.at:%Y-%m-%d %H:%M:%SZ} {told}")
        return 0

    return operate(configuration, given, tell)
