"""Plain SQL in migrations: whole scripts, as they would be typed."""

from alembic import op


def script(sql: str) -> None:
    """Run all statements of `sql` inside the migration's transaction.

    asyncpg's simple protocol takes many at once; SQLAlchemy prepares each statement, and prepares only one.
    """
    op.execute("SELECT 1")  # SQLAlchemy begins the transaction with its first statement; the script must be inside
    connection = op.get_bind().connection.dbapi_connection
    if connection is None:
        raise RuntimeError("the migration has no connection")
    connection.run_async(lambda driver: driver.execute(sql))
