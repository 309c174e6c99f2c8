"""Database triggers that keep the record: what was signed is never updated or deleted.

Overriding `save()` does not make a table immutable (`QuerySet.update`, raw SQL); these do. They are
put back after every migration, because SQLite loses a table's triggers when it remakes the table.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

NEVER = "are never updated or deleted"


@dataclass(frozen=True)
class Trigger:
    """Refuses `event` on `table` when `condition` holds. {differs}, {now} are the dialect's."""

    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    condition: str
    message: str


def append_only(table: str, what: str) -> list[Trigger]:
    return [
        Trigger(f"{table}_no_{event.lower()}", table, event, "1 = 1", f"{what} {NEVER}")
        for event in ("UPDATE", "DELETE")
    ]


def frozen(table: str, what: str, columns: list[str]) -> list[Trigger]:
    """The named columns never change and rows are never deleted; other columns may change."""
    changed = " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in columns)
    return [
        Trigger(f"{table}_frozen", table, "UPDATE", changed, f"{what}: this is never changed"),
        Trigger(f"{table}_no_delete", table, "DELETE", "1 = 1", f"{what} {NEVER}"),
    ]


REVIEW = ["id", "document_id", "number", "reaffirms", "snapshot", "digest", "draft_version",
          "revision_id", "required_signers", "note", "submitted_by_id", "submitted_at"]  # fmt: skip
COMMENT = ["id", "review_id", "place", "body", "written_by_id", "written_at"]
EDITION = ["id", "document_id", "number", "review_id", "kind", "slug", "title", "summary",
           "content", "digest", "published_by_id", "published_at", "expires_at", "last_reviewed",
           "next_review_due"]  # fmt: skip

# Two spans meet, and neither is the empty span of a cancelled edition.
OVERLAP = """EXISTS (
    SELECT 1 FROM editorial_edition other
    WHERE other.id <> NEW.id
    AND (other.document_id = NEW.document_id
         OR (other.kind = NEW.kind AND other.slug = NEW.slug))
    AND (other.effective_until IS NULL OR other.effective_until > other.effective_from)
    AND (NEW.effective_until IS NULL OR NEW.effective_until > NEW.effective_from)
    AND (NEW.effective_until IS NULL OR other.effective_from < NEW.effective_until)
    AND (other.effective_until IS NULL OR other.effective_until > NEW.effective_from))"""

# A span that has ended stays ended, and it may be drawn out only to where a later edition begins.
REOPENED = """OLD.effective_until IS NOT NULL
    AND (NEW.effective_until IS NULL OR NEW.effective_until > OLD.effective_until)
    AND (OLD.effective_until <= {now} OR NEW.effective_until IS NULL OR NOT EXISTS (
        SELECT 1 FROM editorial_edition later
        WHERE later.document_id = NEW.document_id AND later.number > NEW.number
        AND later.effective_from >= NEW.effective_until))"""

# Only a start that has not come may be moved, and only to one that has not come.
BACKDATED = """OLD.effective_from {differs} NEW.effective_from
    AND (OLD.effective_from <= {now} OR NEW.effective_from <= {now})"""

TRIGGERS: list[Trigger] = [
    *append_only("editorial_signoff", "Sign-offs"),
    *append_only("editorial_auditevent", "Audit events"),
    *append_only("editorial_withdrawal", "Withdrawals"),
    *append_only("editorial_editionfacet", "Facets of an edition"),
    *append_only("editorial_review_contributors", "Contributors to a review"),
    *append_only("reversion_version", "Saved versions"),
    *append_only("reversion_revision", "Revisions"),
    *frozen("editorial_review", "Reviews", REVIEW),
    *frozen("editorial_comment", "Comments", COMMENT),
    *frozen("editorial_edition", "Editions", EDITION),
    Trigger("editorial_review_decided", "editorial_review", "UPDATE",
            "OLD.decision <> 'open'", "A closed review is never changed"),
    Trigger("editorial_comment_resolved", "editorial_comment", "UPDATE",
            "OLD.resolved_at IS NOT NULL", "A resolved comment is never changed"),
    Trigger("editorial_edition_reopened", "editorial_edition", "UPDATE", REOPENED,
            "An edition that ended never comes back"),
    Trigger("editorial_edition_backdated", "editorial_edition", "UPDATE", BACKDATED,
            "Nothing is published into the past"),
    Trigger("editorial_edition_overlap_insert", "editorial_edition", "INSERT", OVERLAP,
            "Two editions cannot be in force at one address or for one document at once"),
    Trigger("editorial_edition_overlap_update", "editorial_edition", "UPDATE", OVERLAP,
            "Two editions cannot be in force at one address or for one document at once"),
]  # fmt: skip


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing what stands there under its name."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            for statement in dialect(connection).create(trigger):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away. For tests that alter or empty the record on purpose."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            cursor.execute(dialect(connection).drop(trigger))


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are missing, switched off, or not as written here, and strange ones."""
    ours = dialect(connection)
    expected = {key: text for trigger in TRIGGERS for key, text in ours.expected(trigger).items()}
    guarded = {table for table, _ in expected}
    with connection.cursor() as cursor:
        standing = ours.standing(cursor)
        found = [] if ours.fires(cursor) else ["Triggers are switched off on this connection."]
    for table, name in sorted(expected.keys() | standing.keys()):
        if (table, name) not in expected and table in guarded:
            found.append(f"Trigger {name} on {table} is not one of ImmunoSite's.")
        elif expected.get((table, name)) != standing.get((table, name)) and table in guarded:
            found.append(f"Trigger {name} on {table} is missing, off or altered.")
    return found


Standing = dict[tuple[str, str], str]  # (table, name of the trigger): how it is written


class SQLite:
    # As Django stores times there: text, so that comparing text compares times.
    words = {"differs": "IS NOT", "now": "strftime('%Y-%m-%d %H:%M:%f', 'now')"}

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
    def standing(cursor: Any) -> Standing:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name): sql for table, name, sql in cursor.fetchall()}

    @staticmethod
    def fires(cursor: Any) -> bool:
        cursor.execute("PRAGMA recursive_triggers")
        return bool(cursor.fetchone()[0])


class PostgreSQL:
    words = {"differs": "IS DISTINCT FROM", "now": "clock_timestamp()"}

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
    def standing(cursor: Any) -> Standing:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname,"
            " pg_get_triggerdef(pg_trigger.oid, true) || ': ' || prosrc"
            " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgenabled = 'O' AND NOT tgisinternal"
        )
        return {(table, name): text for table, name, text in cursor.fetchall()}

    @staticmethod
    def fires(cursor: Any) -> bool:
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
