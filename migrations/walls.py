"""Row-level security for a table of a centre: forced, and without a centre entered it raises."""

from alembic import op


def wall(table: str, column: str = "office_id") -> None:
    """PostgreSQL alone; SQLite is held by the scoping of every statement."""
    if op.get_bind().dialect.name != "postgresql":
        return
    same = f"{column} = current_setting('app.tenant')::int"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({same}) WITH CHECK ({same})")
