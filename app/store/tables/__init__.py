"""The tables. Every primary key starts with the workspace, so that rows can be distributed by it."""

from app.store.tables.audit import audit, erasures
from app.store.tables.columns import metadata
from app.store.tables.ledger import (
    deliveries,
    events,
    followings,
    import_portions,
    imports,
    participations,
    stage_totals,
    turns,
    words,
)
from app.store.tables.records import activities, contacts, leads, opportunities, organizations
from app.store.tables.workspace import (
    choices,
    conversations,
    counters,
    directory,
    members,
    memories,
    pipelines,
    stages,
    workspaces,
)

__all__ = [
    "activities",
    "audit",
    "choices",
    "contacts",
    "conversations",
    "counters",
    "deliveries",
    "directory",
    "erasures",
    "events",
    "followings",
    "import_portions",
    "imports",
    "leads",
    "members",
    "memories",
    "metadata",
    "opportunities",
    "organizations",
    "participations",
    "pipelines",
    "stage_totals",
    "stages",
    "turns",
    "words",
    "workspaces",
]
