"""The search tables and their full-text indexes from nothing, as the migration makes them.

Full text that lies (rows and index differ, pages of the index are broken) cannot be mended row by
row: SQLite refuses the deletes, too. So it is thrown away, unread.
"""

from importlib import import_module

from django.db import connection, transaction

from editorial.record.audit import take_turn

FULL_TEXT = import_module("immunosite.search.migrations.0002_full_text")
DRAFTS = import_module("immunosite.search.migrations.0003_drafts_full_text")
TABLES = [*(f"search_search{n}" for n in ("name", "text", "entry", "word")), "search_drafttext"]
FTS = ["search_fulltext", "search_spelling", "search_drafts"]
SHADOWS = ["data", "idx", "docsize", "config", "content"]  # https://sqlite.org/fts5.html, section 8


def make_anew() -> None:
    """Empty, in one short transaction. What must not change (pairs of spellings) is not touched."""
    with transaction.atomic():
        take_turn()
        statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _sqlite() -> list[str]:
    made = [*FULL_TEXT.SQLITE, *DRAFTS.SQLITE]
    triggers = [each.split()[2] for each in made if each.startswith("CREATE TRIGGER")]
    return [
        *(f"DROP TRIGGER IF EXISTS {name}" for name in triggers),
        *(f"DELETE FROM {table}" for table in TABLES),  # noqa: S608 - all of them, at one stroke
        # DROP TABLE opens a full-text index first, and fails if it cannot. Without its name in the
        # schema it is a few tables like others.
        "PRAGMA writable_schema = ON",
        *(f"DELETE FROM sqlite_schema WHERE name = '{table}'" for table in FTS),  # noqa: S608
        "PRAGMA writable_schema = RESET",
        *(f"DROP TABLE IF EXISTS {table}_{part}" for table in FTS for part in SHADOWS),
        *made,
    ]


def _postgresql() -> list[str]:
    every = [*FULL_TEXT.POSTGRESQL, *DRAFTS.POSTGRESQL]
    made = [each for each in every if each.startswith("CREATE INDEX")]
    return [
        # No table is emptied while a check of its rows waits for the end of the transaction.
        "SET CONSTRAINTS ALL IMMEDIATE",
        f"TRUNCATE {', '.join(TABLES)}",
        *(f"DROP INDEX IF EXISTS {each.split()[2]}" for each in made),
        *made,
    ]
