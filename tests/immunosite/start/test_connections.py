"""How the site speaks to its database: nobody waits for a lock without end."""

import pytest
from django.db import connection

from immunosite.start.connections import database

URL = "postgres://immunosite@localhost/immunosite"


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", "-c lock_timeout=10s"),
        ("?sslmode=require", "-c lock_timeout=10s"),
        ("?options=-c%20lock_timeout%3D3s", "-c lock_timeout=10s -c lock_timeout=3s"),
    ],
)
def test_a_wait_for_a_lock_of_postgresql_ends(query, options):
    assert database(URL + query)["OPTIONS"]["options"] == options


@pytest.mark.parametrize(("query", "seconds"), [("", "5"), ("?connect_timeout=2", "2")])
def test_a_server_of_postgresql_that_does_not_answer_is_given_up(query, seconds):
    """The system's own limit is minutes, in which every thread of the site would wait."""
    assert database(URL + query)["OPTIONS"]["connect_timeout"] == seconds


@pytest.mark.django_db
def test_the_database_of_this_run_takes_the_limit():
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
        )
        (limit,) = cursor.fetchone()
    assert limit != "0"
    assert limit != 0
