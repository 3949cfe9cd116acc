"""Tables beside those of the records: counters, events, turns, words."""

from __future__ import annotations

import sqlalchemy as sa

from app.store.engine.column_types import Amount, Id, Json, Moment, Word
from app.store.engine.declaring import CLUSTERED, where
from app.store.tables.columns import index_of_some, key, metadata, text, to

stage_totals = sa.Table(
    "stage_totals",
    metadata,
    *key("stage"),
    # Opportunities without an amount are counted under the currency "".
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("count", Id, nullable=False),
    sa.Column("amount", Amount, nullable=False),
    to("stages", "stage", "id"),
    **CLUSTERED,
)

events = sa.Table(
    "events",
    metadata,
    *key("sequence"),
    sa.Column("change", Id, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("number", Id, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("before", Json, nullable=False),
    sa.Column("after", Json, nullable=False),
    sa.Column("undoes", Id),
    sa.Column("actor", Id, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    text("conversation_id"),
    text("activity_id"),
    to("members", "actor", "id"),
    sa.Index(None, "workspace_id", "number", "sequence"),
    sa.Index(None, "workspace_id", "actor", "sequence"),
    index_of_some("undoes"),
    **CLUSTERED,
)

turns = sa.Table(
    "turns",
    metadata,
    *key(),
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("activity_id", sa.Text, primary_key=True),
    sa.Column("number", Id),
    sa.Column("at", Moment, nullable=False),
    sa.Column("answered_at", Moment),
    text("what"),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **CLUSTERED,
)

# What leaves by itself, by the id that grows with time. What was delivered or given up stays for some days
# without its message; `leased_until` is how long a host has it in hand.
deliveries = sa.Table(
    "deliveries",
    metadata,
    *key("id"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text, nullable=False),
    text("activity_id"),
    text("recipient"),
    sa.Column("service_url", sa.Text, nullable=False),
    sa.Column("payload", Json),
    sa.Column("at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    text("error"),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    # Few wait, if any: whoever asks for them goes through this index alone.
    sa.Index(None, "workspace_id", "conversation_id", "id", **where("state = 'waiting'")),
    **CLUSTERED,
)

# A file that was brought along, and what became of it. Its rows lie apart, in portions of a transaction each:
# `rows` until they are in, then the sequences of their events, and what was wrong with some.
imports = sa.Table(
    "imports",
    metadata,
    *key("id"),
    sa.Column("member", Id, nullable=False),
    sa.Column("at", Moment, nullable=False),
    text("file_name"),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("duplicates", sa.Text, nullable=False),
    sa.Column("columns", Json, nullable=False),
    *(sa.Column(name, Id, nullable=False) for name in ("rows", "created", "added", "skipped", "refused")),
    to("members", "member", "id"),
    sa.Index(None, "workspace_id", "digest"),
    **CLUSTERED,
)

import_portions = sa.Table(
    "import_portions",
    metadata,
    *key("import_id", "position"),
    sa.Column("rows", Json),
    sa.Column("first_sequence", Id),
    sa.Column("last_sequence", Id),
    sa.Column("told", Json),
    to("imports", "import_id", "id"),
    **CLUSTERED,
)

words = sa.Table(
    "words",
    metadata,
    *key(),
    # Before the word: what has all words is looked for kind by kind, as most frequent words belong to few.
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("word", Word, primary_key=True),
    sa.Column("number", Id, primary_key=True, autoincrement=False),
    sa.Index(None, "workspace_id", "number", "word"),
    **CLUSTERED,
)

# Participants and followers are lists that records hold: these tables tell it the other way round.
participations = sa.Table(
    "participations",
    metadata,
    *key("number", "contact"),
    sa.Column("kind", sa.Text, nullable=False),
    to("contacts", "contact"),
    sa.Index(None, "workspace_id", "contact", "number"),
    **CLUSTERED,
)

followings = sa.Table(
    "followings",
    metadata,
    *key("number", "member"),
    sa.Column("kind", sa.Text, nullable=False),
    to("members", "member", "id"),
    sa.Index(None, "workspace_id", "member", "number"),
    **CLUSTERED,
)
