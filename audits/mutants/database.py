"""For the tests of mutants: migrated once, and each of thousands of processes has its own copy."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key


class OneDatabase:
    migrated = b""

    @pytest.fixture(scope="session")
    @classmethod
    def django_db_setup(
        cls, django_test_environment: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[None]:
        file = database_of(os.getpid())
        with django_db_blocker.unblock():
            file.write_bytes(cls.migrated)
            connection.settings_dict["NAME"] = file
        yield
        with django_db_blocker.unblock():
            connection.close()
        delete(file)


def prepare(config: pytest.Config) -> None:
    """Migrate; processes that are forked from this one inherit it."""
    with config.stash[blocking_manager_key].unblock():
        made = setup_databases(verbosity=0, interactive=False)
        connection.close()
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source:
            OneDatabase.migrated = source.serialize()
        teardown_databases(made, verbosity=0)


def database_of(pid: int) -> Path:
    return Path(tempfile.gettempdir()) / f"immunosite-mutant-{pid}.sqlite3"


def delete(file: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
