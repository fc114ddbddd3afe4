"""A DuckDB to work in: in memory, and silent, since what is printed belongs to the caller."""

import duckdb


def scratch_database() -> duckdb.DuckDBPyConnection:
    """A new, empty database. Without this DuckDB draws a bar on stdout when a query takes long."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    return connection
