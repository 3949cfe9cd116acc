"""What owners can look up: who did what to the workspace itself, and which erasures were asked for."""

from __future__ import annotations

import sqlalchemy as sa

from app.store.engine.column_types import Id, Json, Moment
from app.store.engine.declaring import CLUSTERED
from app.store.tables.columns import key, metadata, text

# What somebody did is told once: a setting by its event (`sequence`), all else by `details`, which hold no
# values of people. `actor` is NULL for whoever runs the host, and for strangers who were refused; `count`
# tells how often the same happened within an hour.
audit = sa.Table(
    "audit",
    metadata,
    *key("id"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("actor", Id),
    sa.Column("sequence", Id),
    sa.Column("count", sa.Integer, nullable=False, server_default="1"),
    sa.Column("details", Json, nullable=False),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    sa.Index(None, "workspace_id", "name", "at"),
    **CLUSTERED,
)

# `subject` is the number of a record or the id of a member, by `kind`; `findings` are ids of what was chosen,
# NULL for all.
erasures = sa.Table(
    "erasures",
    metadata,
    *key("id"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", Id, nullable=False),
    sa.Column("findings", Json),
    sa.Column("asked_by", Id),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    text("state"),
    sa.Column("decided_by", Id),
    sa.Column("decided_at", Moment),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)
