"""The framework: by which questions a workspace qualifies its leads."""

from __future__ import annotations

from dataclasses import replace

from app.crm.ownership import must_own
from app.domain.errors import InvalidInput
from app.domain.framework import FRAMEWORKS, Framework, framework_of
from app.domain.member import Member
from app.store.work import Work


def show_framework(work: Work, actor: Member) -> Framework:
    """The questions that this workspace asks."""
    return framework_of(work.workspace.framework)


def choose_framework(work: Work, actor: Member, framework: str) -> Member:
    """Other questions from now on, by the framework's key; answers that were given stay where they are. The
    answer is the actor in the workspace as it is now. As no record is changed there is no event: it is taken
    back by choosing again. Raises Forbidden, InvalidInput."""
    must_own(work, actor)
    if framework not in FRAMEWORKS:
        raise InvalidInput(framework="choice_unknown")
    if framework != work.workspace.framework:
        work.audit.note("FrameworkChosen", work.now, actor.id, {"framework": framework})
    work.workspace = work.workspaces.save(replace(work.workspace, framework=framework))
    return replace(actor, workspace=work.workspace)
