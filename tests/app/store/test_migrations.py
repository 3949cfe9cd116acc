"""The migrations make exactly the tables that the code describes, and take them away again."""

import sqlalchemy as sa

from app.store.database import Database
from app.store.schema import find_drift, go_back, migrate, pending


def test_up_without_drift_down_and_up_again(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    assert pending(database)[0] is None
    migrate(database)
    current, needed = pending(database)
    assert current == needed
    find_drift(database)
    go_back(database, "base")
    assert sa.inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate(database)
    migrate(database)
    find_drift(database)
    database.close()
