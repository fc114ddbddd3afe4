"""What all tests share: a PostgreSQL database where one is asked for, and how hard Hypothesis tries."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.postgres_cluster import NoServerError, running_cluster

# A test must not fail because the machine is busy.
settings.register_profile("manumit", deadline=None, print_blob=True)
settings.load_profile("manumit")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """How to connect to a server: the one MANUMIT_TEST_POSTGRES names, or one of our own."""
    if given := os.environ.get("MANUMIT_TEST_POSTGRES"):
        yield given
        return
    try:
        with running_cluster() as own:
            yield own
    except NoServerError as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def postgres_dsn(postgres_server: str) -> Iterator[str]:
    """How to connect to an empty database that no other test process uses."""
    with _database(postgres_server) as dsn:
        yield dsn


@pytest.fixture
def own_postgres_dsn(postgres_server: str) -> Iterator[str]:
    """How to connect to an empty database that no other test uses."""
    with _database(postgres_server) as dsn:
        yield dsn


@contextmanager
def _database(server_dsn: str) -> Iterator[str]:
    name = f"manumit_test_{uuid4().hex}"
    with psycopg.connect(server_dsn, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield make_conninfo(server_dsn, dbname=name)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that MANUMIT_CHROMIUM names: one for all tests of a process."""
    path = os.environ.get("MANUMIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("The browser tests need Chromium: apt-get install chromium, or name one in MANUMIT_CHROMIUM.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()
