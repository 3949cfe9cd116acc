"""Where people are: members have a time zone, a country and a locale, workspaces a country."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OF_MEMBERS = ("time_zone", "country", "locale")
_COUNTRIES = {"Europe/Vienna": "AT", "Europe/Zurich": "CH", "Europe/London": "GB"}
"""Countries by time zone: all other workspaces read their phone numbers as German ones so far."""


def upgrade() -> None:
    """Goes to this revision. A workspace that is there keeps the country that its time zone meant."""
    for name in _OF_MEMBERS:
        op.add_column("members", _text(name))
    op.add_column("workspaces", _text("country"))
    workspaces = sa.table("workspaces", sa.column("time_zone", sa.Text), sa.column("country", sa.Text))
    country = sa.case(_COUNTRIES, value=workspaces.c.time_zone, else_="DE")
    op.execute(sa.update(workspaces).values(country=country))


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_column("workspaces", "country")
    for name in reversed(_OF_MEMBERS):
        op.drop_column("members", name)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)
