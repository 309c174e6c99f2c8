"""How a trigger is written in each database's own language, and which ones stand there."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# (table, name of the trigger): how it is written
Standing = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Trigger:
    """Refuses `event` on `table` when `condition` holds. {differs}, {now}, {its_…} are the
    dialect's: how values are compared, the time, and which row the audit event `event` is about."""

    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    condition: str
    message: str


class SQLite:
    # As Django stores times there: text, so that comparing text compares times.
    words = {
        "differs": "IS NOT",
        "now": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "its_sign_off": "json_extract(event.data, '$.sign_off')",
        "its_withdrawal": "json_extract(event.data, '$.withdrawal.withdrawal')",
        "its_edition": "json_extract(event.data, '$.editions[#-1].edition')",
    }

    @classmethod
    def body(cls, trigger: Trigger) -> str:
        return (
            f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
            f"WHEN {trigger.condition.format(**cls.words)} "
            f"BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"
        )

    @classmethod
    def create(cls, trigger: Trigger) -> list[str]:
        return [cls.drop(trigger), cls.body(trigger)]

    @staticmethod
    def drop(trigger: Trigger) -> str:
        return f"DROP TRIGGER IF EXISTS {trigger.name}"

    @classmethod
    def expected(cls, trigger: Trigger) -> Standing:
        return {(trigger.table, trigger.name): cls.body(trigger)}

    @staticmethod
    def standing(cursor: CursorWrapper) -> Standing:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name): sql for table, name, sql in cursor.fetchall()}

    @staticmethod
    def fires(cursor: CursorWrapper) -> bool:
        # Without it SQLite deletes the old row of an INSERT OR REPLACE and fires no DELETE trigger.
        cursor.execute("PRAGMA recursive_triggers")
        return bool(cursor.fetchone()[0])


class PostgreSQL:
    words = {
        "differs": "IS DISTINCT FROM",
        "now": "clock_timestamp()",
        "its_sign_off": "(event.data->>'sign_off')::bigint",
        "its_withdrawal": "(event.data->'withdrawal'->>'withdrawal')::bigint",
        "its_edition": "(event.data->'editions'->-1->>'edition')::bigint",
    }

    @classmethod
    def body(cls, trigger: Trigger) -> str:
        return (
            f"BEGIN IF {trigger.condition.format(**cls.words)} THEN "
            f"RAISE EXCEPTION '{trigger.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
        )

    @staticmethod
    def definitions(trigger: Trigger) -> dict[str, str]:
        """One for each row, and where rows are not deleted, one that refuses to empty the table."""
        where, what = f"ON {trigger.table} FOR EACH", f"EXECUTE FUNCTION {trigger.name}()"
        row = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} {where} ROW {what}"
        # TRUNCATE fires no row trigger, so a table that keeps its rows needs one for the statement.
        if trigger.event != "DELETE":
            return {trigger.name: row}
        name = f"{trigger.table}_no_truncate"
        statement = f"CREATE TRIGGER {name} BEFORE TRUNCATE {where} STATEMENT {what}"
        return {trigger.name: row, name: statement}

    @classmethod
    def create(cls, trigger: Trigger) -> list[str]:
        return [
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $body${cls.body(trigger)}$body$",
            cls.drop(trigger),
            *cls.definitions(trigger).values(),
        ]

    @classmethod
    def drop(cls, trigger: Trigger) -> str:
        names = cls.definitions(trigger)
        return "; ".join(f"DROP TRIGGER IF EXISTS {name} ON {trigger.table}" for name in names)

    @classmethod
    def expected(cls, trigger: Trigger) -> Standing:
        body = cls.body(trigger)
        return {
            (trigger.table, name): f"{definition}: {body}"
            for name, definition in cls.definitions(trigger).items()
        }

    @staticmethod
    def standing(cursor: CursorWrapper) -> Standing:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname,"
            " pg_get_triggerdef(pg_trigger.oid, true) || ': ' || prosrc"
            " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgenabled = 'O' AND NOT tgisinternal"
        )
        return {(table, name): text for table, name, text in cursor.fetchall()}

    @staticmethod
    def fires(cursor: CursorWrapper) -> bool:
        cursor.execute("SHOW session_replication_role")
        return bool(cursor.fetchone()[0] == "origin")


def dialect(connection: BaseDatabaseWrapper) -> type[SQLite] | type[PostgreSQL]:
    """Raises LookupError for a database on which the promises could not be kept."""
    dialects: dict[str, type[SQLite] | type[PostgreSQL]] = {
        "sqlite": SQLite,
        "postgresql": PostgreSQL,
    }
    if connection.vendor not in dialects:
        raise LookupError(
            f"ImmunoSite keeps its record on SQLite or PostgreSQL, not {connection.vendor}."
        )
    return dialects[connection.vendor]
