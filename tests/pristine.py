"""Gives a test that commits (threads, live server) the database back as the migrations left it.

Django would flush every table instead. That fails here: triggers refuse to delete signed records,
and the roles that a migration made would be gone for the next test.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
from django.db import connection


def keeper() -> Callable[[], None]:
    """Copy the migrated database now; the function returned puts the copy back."""
    keep = _sqlite if connection.vendor == "sqlite" else _postgresql
    return keep()


def _sqlite() -> Callable[[], None]:
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(path)) as source:
        source.backup(copy)

    def restore() -> None:
        connection.close()
        with closing(sqlite3.connect(path, timeout=20)) as target:
            copy.backup(target)

    return restore


def _postgresql() -> Callable[[], None]:
    settings = connection.settings_dict
    name = settings["NAME"]
    copy = f"{name}_pristine"

    def run(*statements: str) -> None:
        connection.close()
        with psycopg.connect(
            host=settings["HOST"],
            port=settings["PORT"],
            user=settings["USER"],
            password=settings["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        ) as administrator:
            for statement in statements:
                administrator.execute(statement.encode())

    run(f'DROP DATABASE IF EXISTS "{copy}"', f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')

    def restore() -> None:
        # FORCE cuts off what a server thread may still hold open.
        run(f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{copy}"')

    return restore
