"""The whole of it: gunicorn with two worker processes, an act in a third, and a database gone."""

import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from audits import site
from editorial import acts
from immunosite.environment import for_child
from tests.editorial.acts.test_kills import address
from tests.postgres import free_port

pytestmark = pytest.mark.django_db(transaction=True)
READS = 20  # on connections of their own, so that both workers answer
ALL_IS_WELL, AWAY = {(200, None)}, {(200, "immunosite; hit; detail=database-unreachable")}


@pytest.fixture
def read(edition, tmp_path):
    """`read(page)`: what many readers heard."""
    place = f"127.0.0.1:{free_port()}"
    changed = {"DATABASE_URL": address(), "BIND": place, "WEB_WORKERS": "2"}
    changed |= {"DJANGO_SETTINGS_MODULE": "tests.immunosite.front._served"}
    connection.close()
    with site.served(f"http://{place}", for_child(changed), tmp_path / "log"):
        yield lambda page: {once(place, page) for _ in range(READS)}


def once(place, page):
    with closing(HTTPConnection(place, timeout=30)) as reader:
        reader.request("GET", page)
        answer = reader.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Cache-Status")


def gone():
    connection.close()
    return files_gone() if connection.vendor == "sqlite" else server_gone()


@contextmanager
def files_gone():
    """They are somewhere else."""
    name = Path(connection.settings_dict["NAME"])
    files = {
        file: file.with_name(f"away-{file.name}") for file in name.parent.glob(f"{name.name}*")
    }
    for file, away in files.items():
        file.rename(away)
    try:
        yield
    finally:
        for file in name.parent.glob(f"{name.name}*"):
            file.unlink()
        for file, away in files.items():
            away.rename(file)


@contextmanager
def server_gone():
    """It lets nobody in."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(address().replace(name, "postgres"), autocommit=True) as administrator:
        administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_both_read_on_while_the_database_is_gone_and_show_nothing_a_second_after_its_withdrawal(
    read, edition, edda
):
    page = edition.get_absolute_url()
    assert read(page) == ALL_IS_WELL
    with gone():
        time.sleep(1)
        assert read(page) == AWAY
    time.sleep(1)
    assert read(page) == ALL_IS_WELL
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    time.sleep(1)
    assert read(page) == {(410, None)}
