"""Ownership: what only the owners of a workspace may do, and what people are told who are none."""

from __future__ import annotations

from app.crm.people.people import person
from app.crm.views import Colleague
from app.domain.errors import Forbidden
from app.domain.member import Member, Role
from app.store.work import Work


def must_own(work: Work, actor: Member) -> None:
    """Raises Forbidden for everybody but owners: `nobody_owns` where there is none, with the ids by which an
    administrator makes the actor one."""
    if actor.role is Role.OWNER:
        return
    if owners_of(work):
        raise Forbidden("only_owners")
    raise Forbidden("nobody_owns", tenant=work.workspace.tenant_id, user=actor.user_id)


def owners_of(work: Work) -> tuple[Colleague, ...]:
    """The owners of the workspace, by id."""
    return tuple(person(member) for member in work.members.all() if member.role is Role.OWNER)


def is_owned(work: Work, actor: Member) -> bool:
    """Whether the workspace has an owner."""
    return bool(owners_of(work))
