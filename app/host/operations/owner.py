"""`owner`: who owns a workspace, for the administrator of the host.

It is how the first owner comes to be, and the way back in where the only one has left.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from app.domain.identity import is_guid, is_visible
from app.domain.member import Actor, Role
from app.host.configuration import Configuration

if TYPE_CHECKING:
    from app.store.database import Database

HELP = "list, add and remove owners of a workspace"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="list | add | remove")
    for name, act, summary in (
        ("list", _list, "the owners of a workspace"),
        ("add", _add, "make somebody an owner, or with --role something else"),
        ("remove", _remove, "make an owner a member"),
    ):
        action = actions.add_parser(name, help=summary)
        action.add_argument("--tenant", required=True, type=_guid, help="directory (tenant) id")
        if name != "list":
            action.add_argument("--user", required=True, type=_guid, help="object id of the person")
        if name == "add":
            roles = [role.value for role in Role]
            action.add_argument("--role", choices=roles, default=Role.OWNER.value)
        action.set_defaults(act=act)


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.store.schema import opened_for_work

    with opened_for_work(configuration.database_url) as database:
        done: int = given.act(database, given)
        return done


def _guid(text: str) -> str:
    # A card breaks long words where nobody sees it, and ids are copied from there.
    id_ = "".join(filter(is_visible, text)).lower()
    if not is_guid(id_):
        raise argparse.ArgumentTypeError("must be a GUID, as Entra ID shows it")
    return id_


def _list(database: Database, parsed: argparse.Namespace) -> int:
    from app.store.work import find_work

    with database.read() as connection:
        work = find_work(connection, Actor(tenant_id=parsed.tenant, user_id=""))
        owners = [one for one in work.members.all() if one.role is Role.OWNER] if work else []
    for owner in owners:
        print(f"{owner.user_id}  {owner.name}".rstrip())
    if not owners:
        print("nobody owns this workspace", file=sys.stderr)
    return 0 if owners else 1


def _add(database: Database, parsed: argparse.Namespace) -> int:
    from app.store.work import appoint

    role = Role(parsed.role)
    with database.write() as connection:
        member = appoint(connection, Actor(tenant_id=parsed.tenant, user_id=parsed.user), role)
    print(f"{member.name or member.user_id} is {role.value} now")
    return 0


def _remove(database: Database, parsed: argparse.Namespace) -> int:
    from app.store.work import appoint, find_work

    with database.write() as connection:
        work = find_work(connection, Actor(tenant_id=parsed.tenant, user_id=parsed.user))
        known = work.members.pointed_to("", parsed.user) if work else None
        if known is None or known.role is not Role.OWNER:
            print("this person owns nothing there", file=sys.stderr)
            return 1
        member = appoint(connection, Actor(tenant_id=parsed.tenant, user_id=parsed.user), Role.MEMBER)
    print(f"{member.name or member.user_id} is {member.role.value} now")
    return 0
