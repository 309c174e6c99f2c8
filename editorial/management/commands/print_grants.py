"""`manage.py print_grants ROLE`: SQL that lets this user run the site, and alter nothing signed."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from editorial.record import grants

HEAD = """\
-- What the user {role} needs to run this site. As the owner of the tables, after each migrate:
--   manage.py print_grants {role} | psql --set ON_ERROR_STOP=1 DATABASE
-- The user is made once, by an administrator, and is a member of no other role:
--   CREATE ROLE {role} LOGIN PASSWORD '…'
--     NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
"""


class Command(BaseCommand):
    help = "Print the SQL that gives a user of PostgreSQL the rights to run the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="the user, who must not own the tables")

    def handle(self, *args: object, role: str, **options: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has users. Set DATABASE_URL to such a database.")
        if not role.isprintable() or '"' in role or not 0 < len(role.encode()) <= 63:
            raise CommandError(
                "ROLE is the name of a user: 1 to 63 bytes, without quotation marks."
            )
        name = connection.ops.quote_name(role)
        lines = ["BEGIN;", *grants.statements(role), "COMMIT;"]
        self.stdout.write(HEAD.format(role=name) + "\n".join(lines))
