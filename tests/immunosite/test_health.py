"""/healthz and /readyz say what supervisors and load balancers ask, and nothing to anybody else."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from immunosite import health
from tests._busy import locked

READY = b"Database: OK\nMigrations: OK\n"


def ready():
    return Client().get("/readyz")


def test_a_process_that_answers_is_alive_without_any_query():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_a_migrated_site_is_ready():
    answer = ready()
    assert (answer.status_code, answer.content) == (200, READY)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_while_somebody_writes():
    with locked():
        assert ready().status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_older_than_the_code_is_not_ready(caplog):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'editorial'")
    answer = ready()
    assert answer.status_code == 503
    assert answer.content == b"Database: OK\nMigrations: failed\n"
    assert "run manage.py migrate" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_newer_than_the_code_is_ready():
    """While servers are exchanged one by one, the old ones go on."""
    with connection.cursor() as cursor:
        made = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
        cursor.execute(made, ["editorial", "9999_tomorrow", "2026-01-01"])
    assert ready().status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_is_not_ready_and_nobody_is_told_its_name(monkeypatch, tmp_path):
    lost = tmp_path / "lost"  # on SQLite no such folder, on PostgreSQL no such database
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(lost / "secret-name"))
    answer = ready()
    assert answer.status_code == 503
    assert answer.content == b"Database: failed\nMigrations: failed\n"
    assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_check_that_does_not_end_is_a_failed_one(monkeypatch):
    ended = Event()
    monkeypatch.setattr(health.Migrations, "run", lambda self: ended.wait(60))
    # Seconds, to which the library adds one.
    monkeypatch.setattr(health.Migrations, "timeout", timedelta(seconds=-0.9))
    try:
        assert ready().content == b"Database: OK\nMigrations: failed\n"
    finally:
        ended.set()


@pytest.mark.django_db(transaction=True)
def test_a_check_that_breaks_is_a_failed_one(monkeypatch):
    monkeypatch.setattr(health.Migrations, "run", lambda self: 1 / 0)
    assert ready().content == b"Database: OK\nMigrations: failed\n"


@pytest.mark.parametrize("name", ["/healthz", "/readyz"])
@pytest.mark.django_db(transaction=True)
def test_they_are_asked_from_inside_without_https(settings, name):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(name).status_code == 200
    assert Client().get("/robots.txt").status_code == 301


@pytest.mark.parametrize("name", ["/healthz", "/readyz"])
@pytest.mark.django_db(transaction=True)
def test_they_are_only_read(name):
    assert Client().head(name).status_code == 200
    assert Client().post(name).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_it_answers_in_a_thread_that_has_an_event_loop():
    """As under a server that runs requests beside one, and as after a test with a browser."""

    async def beside():
        return ready().status_code

    with ThreadPoolExecutor(1) as own:  # a test with a browser may have left one in this thread
        assert own.submit(asyncio.run, beside()).result() == 200
