"""Which engine answers: the one of the database that the site runs on."""

from django.db import connection

from immunosite.search.engine import Engine
from immunosite.search.postgresql import PostgreSQL
from immunosite.search.sqlite import SQLite


def engine() -> Engine:
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()
