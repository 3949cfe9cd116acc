"""Compatibility: which code works with which schema, so that hosts can be replaced one by one.

A migration says with `compatible_from` which revision's code still works with the tables that it makes: the
one before where it only adds what older code need not know, its own (the default) where it takes away or
changes what older code reads or writes. What follows for older code lies in the database itself, as older
code cannot know the migrations that came after it.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic.script import ScriptDirectory

# Beside Alembic's own table and like it none of the workspaces' tables: it is there before all of them.
TABLE = sa.Table(
    "schema_compatibility",
    sa.MetaData(),
    sa.Column("revision", sa.Text, primary_key=True),
    sa.Column("oldest_code", sa.Text, nullable=False),
)


def oldest_code(chain: Mapping[str, str | None], revision: str) -> str:
    """The oldest revision whose code works with the schema of `revision`. `chain` has what each migration
    says, the oldest first; all that lie between the two must agree."""
    order = list(chain)
    place = order.index(revision)
    least = 0
    while place > least:
        least = max(least, min(place, order.index(chain[order[place]] or order[place])))
        place = max(place - 1, least)
    return order[place]


def declared(scripts: ScriptDirectory) -> dict[str, str | None]:
    """What the migrations say, the oldest first."""
    walked = reversed(list(scripts.walk_revisions()))
    return {script.revision: getattr(script.module, "compatible_from", None) for script in walked}


def keep(connection: sa.Connection, scripts: ScriptDirectory, revision: str | None) -> None:
    """Writes down for older code what the schema that is reached means for it; None: there is none left."""
    if revision is None:
        TABLE.drop(connection, checkfirst=True)
        return
    TABLE.create(connection, checkfirst=True)
    connection.execute(TABLE.delete())
    oldest = oldest_code(declared(scripts), revision)
    connection.execute(TABLE.insert().values(revision=revision, oldest_code=oldest))


def find_oldest_code(connection: sa.Connection) -> str | None:
    """What was written down, None where nothing was."""
    if not sa.inspect(connection).has_table(TABLE.name):
        return None
    return connection.execute(sa.select(TABLE.c.oldest_code)).scalar()
