"""How each database is told to refuse, word for word: a trigger that says less refuses less."""

from types import SimpleNamespace

import pytest

from editorial.record.trigger_sql import PostgreSQL, SQLite, Trigger, dialect
from editorial.record.triggers import append_only, frozen

UPDATE = Trigger("t_frozen", "t", "UPDATE", "OLD.a {differs} NEW.a OR OLD.b < {now}", "Never")
DELETE = Trigger("t_no_delete", "t", "DELETE", "1 = 1", "Never")
POSTGRESQL_BODY = (
    "BEGIN IF OLD.a IS DISTINCT FROM NEW.a OR OLD.b < clock_timestamp() THEN "
    "RAISE EXCEPTION 'Never' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
)


def test_a_table_that_is_only_added_to_refuses_two_things():
    assert append_only("t", "Rows") == [
        Trigger("t_no_update", "t", "UPDATE", "1 = 1", "Rows are never updated or deleted"),
        Trigger("t_no_delete", "t", "DELETE", "1 = 1", "Rows are never updated or deleted"),
    ]


def test_a_frozen_table_refuses_to_change_each_of_its_columns_and_to_delete():
    assert frozen("t", "Rows", ["a", "b"]) == [
        Trigger(
            "t_frozen", "t", "UPDATE",
            "OLD.a {differs} NEW.a OR OLD.b {differs} NEW.b",
            "Rows: this is never changed",
        ),
        Trigger("t_no_delete", "t", "DELETE", "1 = 1", "Rows are never updated or deleted"),
    ]  # fmt: skip


def test_sqlite_is_told_in_one_statement():
    body = (
        "CREATE TRIGGER t_frozen BEFORE UPDATE ON t "
        "WHEN OLD.a IS NOT NEW.a OR OLD.b < strftime('%Y-%m-%d %H:%M:%f', 'now') "
        "BEGIN SELECT RAISE(ABORT, 'Never'); END"
    )
    assert SQLite.create(UPDATE) == ["DROP TRIGGER IF EXISTS t_frozen", body]
    assert SQLite.expected(UPDATE) == {("t", "t_frozen"): body}


def test_postgresql_is_given_a_function_and_what_calls_it():
    row = "CREATE TRIGGER t_frozen BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION t_frozen()"
    assert PostgreSQL.create(UPDATE) == [
        "CREATE OR REPLACE FUNCTION t_frozen() RETURNS trigger LANGUAGE plpgsql "
        f"AS $body${POSTGRESQL_BODY}$body$",
        "DROP TRIGGER IF EXISTS t_frozen ON t",
        row,
    ]
    assert PostgreSQL.expected(UPDATE) == {("t", "t_frozen"): f"{row}: {POSTGRESQL_BODY}"}


def test_postgresql_is_told_not_to_empty_a_table_either():
    row = (
        "CREATE TRIGGER t_no_delete BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION t_no_delete()"
    )
    emptied = (
        "CREATE TRIGGER t_no_truncate BEFORE TRUNCATE ON t FOR EACH STATEMENT "
        "EXECUTE FUNCTION t_no_delete()"
    )
    drop = "DROP TRIGGER IF EXISTS t_no_delete ON t; DROP TRIGGER IF EXISTS t_no_truncate ON t"
    assert PostgreSQL.create(DELETE)[1:] == [drop, row, emptied]
    assert list(PostgreSQL.expected(DELETE)) == [("t", "t_no_delete"), ("t", "t_no_truncate")]


def test_another_database_is_refused():
    assert dialect(SimpleNamespace(vendor="sqlite")) is SQLite
    assert dialect(SimpleNamespace(vendor="postgresql")) is PostgreSQL
    with pytest.raises(LookupError) as refused:
        dialect(SimpleNamespace(vendor="oracle"))
    assert str(refused.value) == (
        "ImmunoSite keeps its record on SQLite or PostgreSQL, not oracle."
    )
