"""Tasks for tests in which it matters that there is one, and not how it came to be."""

from __future__ import annotations

import datetime as dt

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.views import RecordView
from app.domain.activity import ActivityType
from app.domain.member import Member
from app.store.work import Work


def plan_task(
    work: Work,
    actor: Member,
    about: int,
    text: str,
    due: dt.date | None = None,
    due_at: dt.datetime | None = None,
) -> RecordView:
    """Keeps a task on a record, as the chat does. Raises what `log_activity` raises."""
    draft = ActivityDraft(type=ActivityType.TASK, text=text, due=due, due_at=due_at)
    return log_activity(work, actor, about, draft)
