"""Tables of workspaces, members and what is set for them."""

from __future__ import annotations

import sqlalchemy as sa

from app.store.engine.column_types import Id, Json, Moment
from app.store.engine.declaring import CLUSTERED, NEVER_AGAIN
from app.store.tables.columns import key, metadata, text, to

# The one table that is not divided by workspace: where the rows of a tenant lie. It is small, is only ever
# added to, and every host keeps what it has read of it.
directory = sa.Table(
    "directory",
    metadata,
    sa.Column("workspace_id", Id, primary_key=True, autoincrement=True),
    sa.Column("tenant_id", sa.Text, nullable=False, unique=True),
    # No id is given twice, even where a workspace is gone: hosts may still know whose it was.
    **NEVER_AGAIN,
)

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("tenant_id", sa.Text, nullable=False),
    text("name"),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    text("country"),
    sa.Column("framework", sa.Text, nullable=False, server_default="bant"),
    # Lists of keys and days lie as words with blanks between them: they are read with every transaction.
    sa.Column("working_days", sa.Text, nullable=False, server_default="mon tue wed thu fri"),
    sa.Column("public_holidays", sa.Integer, nullable=False, server_default="1"),
    text("subdivision"),
    text("free_days"),
    sa.Column("guests", sa.Integer, nullable=False, server_default="0"),
    # After so many months without activity closed leads are listed; 0 for never.
    sa.Column("retention_months", sa.Integer, nullable=False, server_default="0"),
    # The fields that it has described itself, as a JSON text: read with every transaction as well.
    text("own_fields"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("created_at", Moment, nullable=False),
)

# Beside the workspace: every change moves them on, and nothing else points to them.
counters = sa.Table(
    "counters",
    metadata,
    *key(),
    sa.Column("next_number", Id, nullable=False),
    sa.Column("next_sequence", Id, nullable=False),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)

members = sa.Table(
    "members",
    metadata,
    *key("id"),
    sa.Column("user_id", sa.Text, nullable=False),
    text("name"),
    sa.Column("role", sa.Text, nullable=False),
    text("language"),
    text("time_zone"),
    text("country"),
    text("locale"),
    text("chat_id"),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("workspace_id", "user_id"),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)

pipelines = sa.Table(
    "pipelines",
    metadata,
    *key("id"),
    text("name"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)

stages = sa.Table(
    "stages",
    metadata,
    *key("id"),
    sa.Column("pipeline", Id, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    text("name"),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("probability", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("required", Json),
    sa.Column("stale_after", sa.Integer, nullable=False, server_default="0"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.UniqueConstraint("workspace_id", "pipeline", "key"),
    to("pipelines", "pipeline", "id"),
    **CLUSTERED,
)

choices = sa.Table(
    "choices",
    metadata,
    *key(),
    sa.Column("list", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    text("name"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)

conversations = sa.Table(
    "conversations",
    metadata,
    *key(),
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("service_url", sa.Text, nullable=False),
    sa.Column("bot_id", sa.Text, nullable=False),
    sa.Column("greeted_at", Moment),
    # Since when nothing arrives there: the bot was blocked or removed. Nothing leaves by itself for it until
    # somebody has been answered there again.
    sa.Column("unreachable_at", Moment),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)

# What a member was last answered in a conversation, kept as long as turns are: the record that was spoken of,
# 0 for one that is gone, and the list that was shown. NULL where there was none.
memories = sa.Table(
    "memories",
    metadata,
    *key(),
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("member", Id, primary_key=True, autoincrement=False),
    sa.Column("about", Id),
    sa.Column("shown", Json),
    sa.Column("at", Moment, nullable=False),
    to("members", "member", "id"),
    **CLUSTERED,
)
