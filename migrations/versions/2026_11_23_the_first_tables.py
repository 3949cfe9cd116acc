"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.columns import Amount, Id, Json, Moment, Word

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Goes to this revision."""
    op.create_table(
        "words",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("word", Word, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "word", "number", name=op.f("pk_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_words_workspace_id_number_word"), "words", ["workspace_id", "number", "word"], unique=False
    )
    op.create_table(
        "workspaces",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("next_number", Id, nullable=False),
        sa.Column("next_sequence", Id, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_workspaces_tenant_id")),
    )
    op.create_table(
        "choices",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_choices_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "list", "key", name=op.f("pk_choices")),
    )
    op.create_table(
        "conversations",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.Text(), nullable=False),
        sa.Column("greeted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_conversations_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "conversation_id", name=op.f("pk_conversations")),
    )
    op.create_table(
        "members",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint("workspace_id", "user_id", name=op.f("uq_members_workspace_id_user_id")),
    )
    op.create_table(
        "organizations",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("domain", sa.Text(), server_default="", nullable=False),
        sa.Column("website", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("industry", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("company_key", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_organizations_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_organizations")),
    )
    op.create_index(
        op.f("ix_organizations_workspace_id_company_key"),
        "organizations",
        ["workspace_id", "company_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_organizations_workspace_id_domain"),
        "organizations",
        ["workspace_id", "domain"],
        unique=False,
    )
    op.create_table(
        "pipelines",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_pipelines_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pipelines")),
    )
    op.create_table(
        "turns",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("number", Id, nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_turns_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "conversation_id", "activity_id", name=op.f("pk_turns")),
    )
    op.create_index(op.f("ix_turns_at"), "turns", ["at"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("job_title", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("organization", Id, nullable=True),
        sa.Column("email_key", sa.Text(), server_default="", nullable=False),
        sa.Column("phone_key", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "organization"],
            ["organizations.workspace_id", "organizations.number"],
            name=op.f("fk_contacts_workspace_id_organization"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_contacts")),
    )
    op.create_index(
        op.f("ix_contacts_workspace_id_email_key"), "contacts", ["workspace_id", "email_key"], unique=False
    )
    op.create_index(
        op.f("ix_contacts_workspace_id_organization"),
        "contacts",
        ["workspace_id", "organization"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contacts_workspace_id_phone_key"), "contacts", ["workspace_id", "phone_key"], unique=False
    )
    op.create_table(
        "events",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("sequence", Id, autoincrement=False, nullable=False),
        sa.Column("change", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.Column("undoes", Id, nullable=True),
        sa.Column("actor", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), server_default="", nullable=False),
        sa.Column("activity_id", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "actor"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_events_workspace_id_actor"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "sequence", name=op.f("pk_events")),
    )
    op.create_index(
        op.f("ix_events_workspace_id_actor_sequence"),
        "events",
        ["workspace_id", "actor", "sequence"],
        unique=False,
    )
    op.create_index(
        op.f("ix_events_workspace_id_number_sequence"),
        "events",
        ["workspace_id", "number", "sequence"],
        unique=False,
    )
    op.create_index(op.f("ix_events_workspace_id_undoes"), "events", ["workspace_id", "undoes"], unique=False)
    op.create_table(
        "stages",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("pipeline", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pipeline"],
            ["pipelines.workspace_id", "pipelines.id"],
            name=op.f("fk_stages_workspace_id_pipeline"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_stages")),
        sa.UniqueConstraint(
            "workspace_id", "pipeline", "key", name=op.f("uq_stages_workspace_id_pipeline_key")
        ),
    )
    op.create_table(
        "leads",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("job_title", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", Amount(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("need", sa.Text(), server_default="", nullable=False),
        sa.Column("budget", Amount(), nullable=True),
        sa.Column("budget_currency", sa.String(length=3), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("timeline", sa.Text(), nullable=True),
        sa.Column("owner", Id, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("disqualify_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("disqualify_note", sa.Text(), server_default="", nullable=False),
        sa.Column("organization", Id, nullable=True),
        sa.Column("contact", Id, nullable=True),
        sa.Column("opportunity", Id, nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact"],
            ["contacts.workspace_id", "contacts.number"],
            name=op.f("fk_leads_workspace_id_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "organization"],
            ["organizations.workspace_id", "organizations.number"],
            name=op.f("fk_leads_workspace_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_leads_workspace_id_owner"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_leads")),
    )
    op.create_index(op.f("ix_leads_workspace_id_contact"), "leads", ["workspace_id", "contact"], unique=False)
    op.create_index(
        op.f("ix_leads_workspace_id_organization"), "leads", ["workspace_id", "organization"], unique=False
    )
    op.create_index(
        op.f("ix_leads_workspace_id_owner_number"), "leads", ["workspace_id", "owner", "number"], unique=False
    )
    op.create_index(
        op.f("ix_leads_workspace_id_status_number"),
        "leads",
        ["workspace_id", "status", "number"],
        unique=False,
    )
    op.create_table(
        "stage_totals",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("stage", Id, autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("count", Id, nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_stage_totals_workspace_id_stage"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "stage", "currency", name=op.f("pk_stage_totals")),
    )
    op.create_table(
        "opportunities",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("pipeline", Id, nullable=False),
        sa.Column("stage", Id, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("organization", Id, nullable=True),
        sa.Column("contact", Id, nullable=True),
        sa.Column("lead", Id, nullable=True),
        sa.Column("amount", Amount(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("close_date", sa.Date(), nullable=True),
        sa.Column("owner", Id, nullable=True),
        sa.Column("need", sa.Text(), server_default="", nullable=False),
        sa.Column("budget", Amount(), nullable=True),
        sa.Column("budget_currency", sa.String(length=3), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("timeline", sa.Text(), nullable=True),
        sa.Column("lost_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("lost_note", sa.Text(), server_default="", nullable=False),
        sa.Column("left_stage", Id, nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact"],
            ["contacts.workspace_id", "contacts.number"],
            name=op.f("fk_opportunities_workspace_id_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead"],
            ["leads.workspace_id", "leads.number"],
            name=op.f("fk_opportunities_workspace_id_lead"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "organization"],
            ["organizations.workspace_id", "organizations.number"],
            name=op.f("fk_opportunities_workspace_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_opportunities_workspace_id_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pipeline"],
            ["pipelines.workspace_id", "pipelines.id"],
            name=op.f("fk_opportunities_workspace_id_pipeline"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_opportunities_workspace_id_stage"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_opportunities")),
    )
    op.create_index(
        op.f("ix_opportunities_workspace_id_contact"),
        "opportunities",
        ["workspace_id", "contact"],
        unique=False,
    )
    op.create_index(
        op.f("ix_opportunities_workspace_id_lead"), "opportunities", ["workspace_id", "lead"], unique=False
    )
    op.create_index(
        op.f("ix_opportunities_workspace_id_organization"),
        "opportunities",
        ["workspace_id", "organization"],
        unique=False,
    )
    op.create_index(
        op.f("ix_opportunities_workspace_id_owner_number"),
        "opportunities",
        ["workspace_id", "owner", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_opportunities_workspace_id_stage_number"),
        "opportunities",
        ["workspace_id", "stage", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_opportunities_workspace_id_status_number"),
        "opportunities",
        ["workspace_id", "status", "number"],
        unique=False,
    )


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_index(op.f("ix_opportunities_workspace_id_status_number"), table_name="opportunities")
    op.drop_index(op.f("ix_opportunities_workspace_id_stage_number"), table_name="opportunities")
    op.drop_index(op.f("ix_opportunities_workspace_id_owner_number"), table_name="opportunities")
    op.drop_index(op.f("ix_opportunities_workspace_id_organization"), table_name="opportunities")
    op.drop_index(op.f("ix_opportunities_workspace_id_lead"), table_name="opportunities")
    op.drop_index(op.f("ix_opportunities_workspace_id_contact"), table_name="opportunities")
    op.drop_table("opportunities")
    op.drop_table("stage_totals")
    op.drop_index(op.f("ix_leads_workspace_id_status_number"), table_name="leads")
    op.drop_index(op.f("ix_leads_workspace_id_owner_number"), table_name="leads")
    op.drop_index(op.f("ix_leads_workspace_id_organization"), table_name="leads")
    op.drop_index(op.f("ix_leads_workspace_id_contact"), table_name="leads")
    op.drop_table("leads")
    op.drop_table("stages")
    op.drop_index(op.f("ix_events_workspace_id_undoes"), table_name="events")
    op.drop_index(op.f("ix_events_workspace_id_number_sequence"), table_name="events")
    op.drop_index(op.f("ix_events_workspace_id_actor_sequence"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_contacts_workspace_id_phone_key"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_workspace_id_organization"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_workspace_id_email_key"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_turns_at"), table_name="turns")
    op.drop_table("turns")
    op.drop_table("pipelines")
    op.drop_index(op.f("ix_organizations_workspace_id_domain"), table_name="organizations")
    op.drop_index(op.f("ix_organizations_workspace_id_company_key"), table_name="organizations")
    op.drop_table("organizations")
    op.drop_table("members")
    op.drop_table("conversations")
    op.drop_table("choices")
    op.drop_table("workspaces")
    op.drop_index(op.f("ix_words_workspace_id_number_word"), table_name="words")
    op.drop_table("words")
