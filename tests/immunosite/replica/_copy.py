"""A second database that is a copy of the first as it was at a moment, and so lags behind."""

import sqlite3
from contextlib import closing

from django.db import connection, connections

from immunosite.replica.routing import REPLICA


class Copy:
    def __init__(self, folder):
        own = connection.settings_dict
        self.is_file = connection.vendor == "sqlite"
        self.name = str(folder / "copy.sqlite3") if self.is_file else f"{own['NAME']}_copy"
        # In no settings: Django's tests refuse what stands there and was not asked for.
        connections[REPLICA] = connection.copy(alias=REPLICA)
        connections[REPLICA].settings_dict["NAME"] = self.name
        self.catch_up()

    def catch_up(self):
        """It has all that the first has, at once."""
        connections[REPLICA].close()
        connection.close()
        if self.is_file:
            first = connection.settings_dict["NAME"]
            with closing(sqlite3.connect(first)) as one, closing(sqlite3.connect(self.name)) as two:
                one.backup(two)
        else:
            self._as_administrator(
                "DROP DATABASE IF EXISTS {copy}", "CREATE DATABASE {copy} TEMPLATE {own}"
            )

    def lose(self):
        connections[REPLICA].close()
        connections[REPLICA].settings_dict["NAME"] = "/no/such/folder/nor/database"

    def remove(self):
        connections[REPLICA].close()
        if not self.is_file:
            self._as_administrator("DROP DATABASE IF EXISTS {copy}")
        del connections[REPLICA]

    def _as_administrator(self, *statements):
        own = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(copy=f'"{self.name}"', own=f'"{own}"'))
