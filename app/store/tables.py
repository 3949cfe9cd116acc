"""The tables. Every primary key starts with the workspace, so that rows can be distributed by it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.store.columns import Amount, Id, Json, Moment, Word

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Every row lies in its primary key: SQLite would else keep a second tree for each table.
_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


def _key(*others: str) -> list[sa.Column[Any]]:
    names = ("workspace_id", *others)
    return [sa.Column(name, Id, primary_key=True, autoincrement=False) for name in names]


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _index_of_some(column: str) -> sa.Index:
    """An index of the rows that have a value: most have none, and an entry costs each of them a write."""
    some = sa.text(f"{column} IS NOT NULL")
    return sa.Index(None, "workspace_id", column, sqlite_where=some, postgresql_where=some)


def _index_of_key(column: str) -> sa.Index:
    """An index by which likely duplicates are found, newest first. Rows without the key are not in it: they
    have NULL there, as no comparison with anything but NULL lets SQLite use an index of some rows."""
    some = sa.text(f"{column} IS NOT NULL")
    return sa.Index(None, "workspace_id", column, "number", sqlite_where=some, postgresql_where=some)


def _to(table: str, column: str, target: str = "number") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.{target}"])


workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("tenant_id", sa.Text, nullable=False, unique=True),
    _text("name"),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("next_number", Id, nullable=False),
    sa.Column("next_sequence", Id, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

members = sa.Table(
    "members",
    metadata,
    *_key("id"),
    sa.Column("user_id", sa.Text, nullable=False),
    _text("name"),
    sa.Column("role", sa.Text, nullable=False),
    _text("language"),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("workspace_id", "user_id"),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **_CLUSTERED,
)

pipelines = sa.Table(
    "pipelines",
    metadata,
    *_key("id"),
    _text("name"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **_CLUSTERED,
)

stages = sa.Table(
    "stages",
    metadata,
    *_key("id"),
    sa.Column("pipeline", Id, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    _text("name"),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("probability", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.UniqueConstraint("workspace_id", "pipeline", "key"),
    _to("pipelines", "pipeline", "id"),
    **_CLUSTERED,
)

choices = sa.Table(
    "choices",
    metadata,
    *_key(),
    sa.Column("list", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    _text("name"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **_CLUSTERED,
)


def _record() -> list[sa.Column[Any]]:
    return [
        *_key("number"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
    ]


def _money(name: str, currency: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Amount), sa.Column(currency, sa.String(3))]


def _answers() -> list[sa.Column[Any]]:
    return [
        _text("need"),
        *_money("budget", "budget_currency"),
        sa.Column("authority", sa.Text),
        sa.Column("timeline", sa.Text),
    ]


organizations = sa.Table(
    "organizations",
    metadata,
    *_record(),
    _text("domain"),
    _text("website"),
    _text("phone"),
    _text("industry"),
    sa.Column("size", sa.Integer),
    _text("company_key"),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    sa.Index(None, "workspace_id", "company_key"),
    sa.Index(None, "workspace_id", "domain"),
    **_CLUSTERED,
)

contacts = sa.Table(
    "contacts",
    metadata,
    *_record(),
    _text("job_title"),
    _text("email"),
    _text("phone"),
    sa.Column("organization", Id),
    _text("email_key"),
    _text("phone_key"),
    sa.Column("name_root", sa.Text),
    _to("organizations", "organization"),
    sa.Index(None, "workspace_id", "email_key"),
    sa.Index(None, "workspace_id", "phone_key"),
    _index_of_key("name_root"),
    _index_of_some("organization"),
    **_CLUSTERED,
)

leads = sa.Table(
    "leads",
    metadata,
    *_record(),
    _text("job_title"),
    _text("company"),
    _text("email"),
    _text("phone"),
    _text("source"),
    _text("note"),
    *_money("amount", "currency"),
    *_answers(),
    sa.Column("owner", Id),
    sa.Column("status", sa.Text, nullable=False),
    _text("disqualify_reason"),
    _text("disqualify_note"),
    sa.Column("organization", Id),
    sa.Column("contact", Id),
    # Not a foreign key: the opportunity points back to its lead, and one of two may enforce it.
    sa.Column("opportunity", Id),
    sa.Column("closed_at", Moment),
    # By these likely duplicates are found; see app.domain.matching.
    sa.Column("email_key", sa.Text),
    sa.Column("phone_key", sa.Text),
    sa.Column("name_root", sa.Text),
    sa.Column("company_root", sa.Text),
    _to("members", "owner", "id"),
    _to("organizations", "organization"),
    _to("contacts", "contact"),
    *(_index_of_key(name) for name in ("email_key", "phone_key", "name_root", "company_root")),
    sa.Index(None, "workspace_id", "status", "number"),
    sa.Index(None, "workspace_id", "owner", "number"),
    _index_of_some("organization"),
    _index_of_some("contact"),
    **_CLUSTERED,
)

opportunities = sa.Table(
    "opportunities",
    metadata,
    *_record(),
    sa.Column("pipeline", Id, nullable=False),
    sa.Column("stage", Id, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("organization", Id),
    sa.Column("contact", Id),
    sa.Column("lead", Id),
    *_money("amount", "currency"),
    sa.Column("close_date", sa.Date),
    sa.Column("owner", Id),
    *_answers(),
    _text("lost_reason"),
    _text("lost_note"),
    sa.Column("left_stage", Id),
    sa.Column("closed_at", Moment),
    _to("pipelines", "pipeline", "id"),
    _to("stages", "stage", "id"),
    _to("members", "owner", "id"),
    _to("organizations", "organization"),
    _to("contacts", "contact"),
    _to("leads", "lead"),
    sa.Index(None, "workspace_id", "stage", "number"),
    sa.Index(None, "workspace_id", "status", "number"),
    sa.Index(None, "workspace_id", "owner", "number"),
    _index_of_some("organization"),
    _index_of_some("contact"),
    _index_of_some("lead"),
    **_CLUSTERED,
)

stage_totals = sa.Table(
    "stage_totals",
    metadata,
    *_key("stage"),
    # Opportunities without an amount are counted under the currency "".
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("count", Id, nullable=False),
    sa.Column("amount", Amount, nullable=False),
    _to("stages", "stage", "id"),
    **_CLUSTERED,
)

events = sa.Table(
    "events",
    metadata,
    *_key("sequence"),
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
    _text("conversation_id"),
    _text("activity_id"),
    _to("members", "actor", "id"),
    sa.Index(None, "workspace_id", "number", "sequence"),
    sa.Index(None, "workspace_id", "actor", "sequence"),
    _index_of_some("undoes"),
    **_CLUSTERED,
)

turns = sa.Table(
    "turns",
    metadata,
    *_key(),
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("activity_id", sa.Text, primary_key=True),
    sa.Column("number", Id),
    sa.Column("at", Moment, nullable=False),
    sa.Column("answered_at", Moment),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **_CLUSTERED,
)

conversations = sa.Table(
    "conversations",
    metadata,
    *_key(),
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("service_url", sa.Text, nullable=False),
    sa.Column("bot_id", sa.Text, nullable=False),
    sa.Column("greeted_at", Moment),
    sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    **_CLUSTERED,
)

words = sa.Table(
    "words",
    metadata,
    *_key(),
    sa.Column("word", Word, primary_key=True),
    sa.Column("number", Id, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Index(None, "workspace_id", "number", "word"),
    **_CLUSTERED,
)
