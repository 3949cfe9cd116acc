"""The records: organizations, contacts, leads, opportunities, activities."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.own import HELD
from app.store.engine.column_types import Amount, Id, Json, Moment
from app.store.engine.declaring import CLUSTERED, where
from app.store.tables.columns import index_of_key, index_of_some, key, metadata, text, to


def record() -> list[sa.Column[Any]]:
    return [
        *key("number"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
    ]


def money(name: str, currency: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Amount), sa.Column(currency, sa.String(3))]


def own() -> sa.Column[Any]:
    """What fields hold that the workspace has described itself, by name; NULL where there is nothing."""
    return sa.Column(HELD, Json)


def answers() -> list[sa.Column[Any]]:
    return [
        text("need"),
        *money("budget", "budget_currency"),
        sa.Column("authority", sa.Text),
        sa.Column("timeline", sa.Text),
    ]


def company() -> list[sa.Column[Any]]:
    """Who else belongs to a lead or opportunity, and what they answered; NULL where nobody and nothing."""
    return [sa.Column(name, Json) for name in ("participants", "followers", "answers")]


organizations = sa.Table(
    "organizations",
    metadata,
    *record(),
    text("domain"),
    text("website"),
    text("phone"),
    text("industry"),
    sa.Column("size", sa.Integer),
    # No foreign key, here and below: SQLite adds none to a table that is there. Queries.pointing_to knows it.
    sa.Column("merged_into", Id),
    sa.Column("absorbed", Json),
    own(),
    text("company_key"),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    sa.Index(None, "workspace_id", "company_key"),
    sa.Index(None, "workspace_id", "domain"),
    index_of_some("merged_into"),
    **CLUSTERED,
)

contacts = sa.Table(
    "contacts",
    metadata,
    *record(),
    text("job_title"),
    text("email"),
    text("phone"),
    sa.Column("organization", Id),
    sa.Column("merged_into", Id),
    sa.Column("absorbed", Json),
    own(),
    text("email_key"),
    text("phone_key"),
    sa.Column("name_root", sa.Text),
    to("organizations", "organization"),
    sa.Index(None, "workspace_id", "email_key"),
    sa.Index(None, "workspace_id", "phone_key"),
    index_of_key("name_root"),
    index_of_some("organization"),
    index_of_some("merged_into"),
    **CLUSTERED,
)

leads = sa.Table(
    "leads",
    metadata,
    *record(),
    text("job_title"),
    text("company"),
    text("email"),
    text("phone"),
    text("source"),
    text("note"),
    *money("amount", "currency"),
    *answers(),
    sa.Column("owner", Id),
    sa.Column("status", sa.Text, nullable=False),
    text("disqualify_reason"),
    text("disqualify_note"),
    sa.Column("organization", Id),
    sa.Column("contact", Id),
    # Not a foreign key: the opportunity points back to its lead, and one of two may enforce it.
    sa.Column("opportunity", Id),
    sa.Column("closed_at", Moment),
    *company(),
    own(),
    sa.Column("conversion", Json),
    sa.Column("merged_into", Id),
    sa.Column("absorbed", Json),
    # By these likely duplicates are found; see app.domain.matching.
    sa.Column("email_key", sa.Text),
    sa.Column("phone_key", sa.Text),
    sa.Column("name_root", sa.Text),
    sa.Column("company_root", sa.Text),
    to("members", "owner", "id"),
    to("organizations", "organization"),
    to("contacts", "contact"),
    *(index_of_key(name) for name in ("email_key", "phone_key", "name_root", "company_root")),
    sa.Index(None, "workspace_id", "status", "number"),
    # By state as well: who has closed many would else read them all to see a few that are open.
    sa.Index(None, "workspace_id", "owner", "status", "number"),
    index_of_some("organization"),
    index_of_some("contact"),
    index_of_some("opportunity"),
    index_of_some("merged_into"),
    **CLUSTERED,
)

opportunities = sa.Table(
    "opportunities",
    metadata,
    *record(),
    sa.Column("pipeline", Id, nullable=False),
    sa.Column("stage", Id, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("organization", Id),
    sa.Column("contact", Id),
    sa.Column("lead", Id),
    *money("amount", "currency"),
    sa.Column("close_date", sa.Date),
    sa.Column("owner", Id),
    *answers(),
    text("lost_reason"),
    text("lost_note"),
    sa.Column("left_stage", Id),
    sa.Column("closed_at", Moment),
    own(),
    *company(),
    to("pipelines", "pipeline", "id"),
    to("stages", "stage", "id"),
    to("members", "owner", "id"),
    to("organizations", "organization"),
    to("contacts", "contact"),
    to("leads", "lead"),
    sa.Index(None, "workspace_id", "stage", "number"),
    sa.Index(None, "workspace_id", "status", "number"),
    # By state as well: who has closed many would else read them all to see a few that are open.
    sa.Index(None, "workspace_id", "owner", "status", "number"),
    index_of_some("organization"),
    index_of_some("contact"),
    index_of_some("lead"),
    **CLUSTERED,
)

activities = sa.Table(
    "activities",
    metadata,
    *record(),
    sa.Column("type", sa.Text, nullable=False),
    # No foreign keys: these point to records of several kinds. Queries.pointing_to knows it.
    sa.Column("about", Id, nullable=False),
    sa.Column("origin", Id),
    text("text"),
    sa.Column("due", sa.Date),
    sa.Column("due_at", Moment),
    sa.Column("done_at", Moment),
    sa.Column("done_on", sa.Date),
    sa.Column("cancelled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("owner", Id),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    to("members", "owner", "id"),
    # With all that is asked of the activities of a customer, of which there are thousands.
    sa.Index(
        "ix_activities_about", "workspace_id", "about", "done_at", "number", "type", "owner", "cancelled"
    ),
    index_of_some("origin"),
    # What is done is never asked for by whose it was.
    sa.Index(None, "workspace_id", "owner", "due", "number", **where("done_at IS NULL")),
    **CLUSTERED,
)
