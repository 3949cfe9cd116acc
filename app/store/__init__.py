"""The store: tables, mapping, repositories and transactions. The only room that knows SQLAlchemy."""
