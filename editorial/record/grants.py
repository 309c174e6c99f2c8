"""What the site's own user of PostgreSQL may do, where the tables belong to somebody else.

Triggers bind everybody but the tables' owner, who can switch them off (ADR 3). This user can add to
the record, and nothing else: what triggers refuse, its rights do not give in the first place.
"""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from editorial.record.triggers import NEVER, TRIGGERS

READ, ADD = ["SELECT"], ["SELECT", "INSERT"]
CHANGE, ALL = [*ADD, "UPDATE"], [*ADD, "UPDATE", "DELETE"]


def rights() -> dict[str, list[str]]:
    """{table: what the site does there}, for each table of its models."""
    kept = _refused("DELETE")
    added_to = kept & _refused("UPDATE")
    tables = dict.fromkeys(connection.introspection.django_table_names(only_existing=True), ALL)
    tables |= dict.fromkeys(tables.keys() & kept, CHANGE)
    tables |= dict.fromkeys(tables.keys() & added_to, ADD)
    return tables | {MigrationRecorder.Migration._meta.db_table: READ}


def _refused(event: str) -> set[str]:
    """Tables of which no row is ever changed or deleted, whatever stands in it."""
    return {each.table for each in TRIGGERS if each.event == event and each.message.endswith(NEVER)}


def statements(role: str) -> list[str]:
    """For the tables' owner to run. Nothing that this role was given before is left."""
    who, database = (connection.ops.quote_name(name) for name in (role, _database()))
    given = [
        f"GRANT {', '.join(what)} ON {connection.ops.quote_name(table)} TO {who};"
        for table, what in sorted(rights().items())
    ]
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who};",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {who};",
        # Whoever makes a table of the same name in front of ours deceives the triggers.
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
        f"REVOKE ALL ON SCHEMA public FROM {who};",
        f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;",
        f"REVOKE ALL ON DATABASE {database} FROM {who};",
        f"GRANT CONNECT ON DATABASE {database} TO {who};",
        f"GRANT USAGE ON SCHEMA public TO {who};",
        *given,
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who};",
    ]


def _database() -> str:
    return str(connection.settings_dict["NAME"])
