"""A user of PostgreSQL who does not own the tables runs the whole site, and cannot get round it."""

import secrets
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from editorial import acts
from editorial.models import AuditEvent, Document, Edition, State
from editorial.record import grants, verify
from editorial.record.triggers import NEVER, TRIGGERS
from immunosite.letters.models import Letter
from tests import cast
from tests._page_world import PageWorld
from tests.accessibility._page_types import PAGES

pytestmark = pytest.mark.django_db(transaction=True)
ROLE = "the site's user"
QUOTED = f'"{ROLE}"'
TABLES = sorted({each.table for each in TRIGGERS})
APPEND_ONLY = sorted({each.table for each in TRIGGERS if each.name.endswith("_no_update")})


def printed(role=ROLE):
    out = StringIO()
    call_command("print_grants", role, stdout=out)
    return out.getvalue()


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def site_user(db):
    """From here on the site is this user's."""
    password = secrets.token_hex(16)
    run(f"CREATE ROLE {QUOTED} LOGIN PASSWORD '{password}'")
    run(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {QUOTED}")  # of an earlier attempt
    run(printed())
    with signed_in_as(ROLE, password):
        yield
    run(f"DROP OWNED BY {QUOTED}")
    run(f"DROP ROLE {QUOTED}")


@contextmanager
def signed_in_as(user, password):
    kept = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=user, PASSWORD=password)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def columns(table):
    with connection.cursor() as cursor:
        return [each.name for each in connection.introspection.get_table_description(cursor, table)]


# --- What it can do -------------------------------------------------------------------------------


def test_the_whole_site_runs_as_that_user(site_user):
    world = PageWorld()
    draft = cast.article(world.wen, slug="as-that-user")
    page = "/articles/as-that-user/"
    reader = Client()
    assert reader.get(page).status_code == 404
    cast.publish(draft, world.wen, world.mei)
    assert reader.get(page).status_code == 200
    acts.withdraw(draft, by=world.edda, reason="A study behind this page was retracted.")
    assert reader.get(page).status_code == 410
    assert Document.objects.get(pk=draft.pk).state == State.WITHDRAWN
    # Each type of page, words that were searched for in vain, and a letter.
    assert {reader.get(address).status_code for address in PAGES.values()} <= {200, 404, 410}
    assert reader.post("/ask/", {"text": "Does it hurt?"}).status_code == 302
    assert Letter.objects.count() == 1
    assert list(verify.faults(lambda rows, *told: rows)) == []


def test_people_sign_in_and_work_as_that_user(site_user):
    wen = cast.person("Wen", "Writer", is_staff=True)
    writer = Client()
    signed_in = writer.post("/accounts/login/", {"username": "wen", "password": cast.PASSWORD})
    assert signed_in.status_code == 302
    draft = cast.article(wen)
    assert writer.get(f"/admin/articles/article/{draft.pk}/change/").status_code == 200
    assert writer.get("/review/").status_code in (200, 302, 403)
    assert writer.post("/accounts/logout/").status_code == 302


def test_each_table_of_the_site_is_named_and_no_other():
    given = grants.rights()
    assert given.keys() == set(connection.introspection.table_names())
    assert all(given[table] == ["SELECT", "INSERT"] for table in APPEND_ONLY)
    kept = {each.table for each in TRIGGERS if each.event == "DELETE" and NEVER in each.message}
    assert "editorial_auditevent" in APPEND_ONLY
    assert not any("DELETE" in given[table] for table in kept)


# --- What it cannot -------------------------------------------------------------------------------


def ways_around():
    for trigger in TRIGGERS:
        yield f"ALTER TABLE {trigger.table} DISABLE TRIGGER {trigger.name}"
        yield f"DROP TRIGGER {trigger.name} ON {trigger.table}"
        yield f"DROP FUNCTION {trigger.name}() CASCADE"
        yield f"ALTER FUNCTION {trigger.name}() OWNER TO {QUOTED}"
        yield (
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NEW; END'"
        )
    for table in TABLES:
        yield f"ALTER TABLE {table} DISABLE TRIGGER ALL"
        yield f"ALTER TABLE {table} DISABLE TRIGGER USER"
        yield f"ALTER TABLE {table} OWNER TO {QUOTED}"
        yield f"ALTER TABLE {table} ADD COLUMN more text"
        yield f"ALTER TABLE {table} RENAME TO other"
        yield f"TRUNCATE {table} CASCADE"
        yield f"DROP TABLE {table} CASCADE"
        yield f"DELETE FROM {table}"  # noqa: S608
        yield f"CREATE RULE nothing AS ON INSERT TO {table} DO INSTEAD NOTHING"
        yield (
            f"CREATE TRIGGER mine BEFORE INSERT ON {table}"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
        # A table of the same name that is found first deceives the triggers.
        yield f"CREATE TEMPORARY TABLE {table} (id bigint)"
        yield f"CREATE TABLE public.my_{table} (id bigint)"
    for table in APPEND_ONLY:
        first, *_ = columns(table)
        yield f"UPDATE {table} SET {first} = {first}"  # noqa: S608
    yield from (
        "SET session_replication_role = replica",
        f"ALTER ROLE {QUOTED} SET session_replication_role = replica",
        f"ALTER DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])}"
        " SET session_replication_role = replica",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        f"GRANT postgres TO {QUOTED}",
        f"ALTER ROLE {QUOTED} SUPERUSER",
        f"ALTER ROLE {QUOTED} CREATEROLE",
        "CREATE ROLE another LOGIN",
        "CREATE SCHEMA mine",
        "ALTER SCHEMA public OWNER TO CURRENT_USER",
        "DROP SCHEMA public CASCADE",
        "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION suppress()",
        "CREATE EXTENSION file_fdw",
        "DELETE FROM django_migrations",
        "COPY editorial_auditevent TO PROGRAM 'true'",
        "SELECT setval('editorial_edition_id_seq', 1)",
        "UPDATE pg_trigger SET tgenabled = 'D'",
    )


def test_no_way_leads_around_the_triggers(site_user):
    cast.publish(
        cast.article(wen := cast.person("Wen", "Writer")), wen, cast.clinician("Ravi", "Reviewer")
    )
    before = AuditEvent.objects.count(), Edition.objects.count()
    ways = list(ways_around())
    assert len(ways) > 500
    open_ways = [way for way in ways if is_open(way)]
    assert open_ways == []
    assert (AuditEvent.objects.count(), Edition.objects.count()) == before
    assert list(verify.faults(lambda rows, *told: rows)) == []


def is_open(statement):
    """Whether it does anything, or fails for another reason than that this user may not."""
    try:
        with transaction.atomic():
            run(statement)
    except DatabaseError as error:
        # insufficient_privilege; a role that cannot be assumed says so by another name
        return error.__cause__.sqlstate not in ("42501",)
    return True


# --- The command ----------------------------------------------------------------------------------


def test_where_there_are_no_users_it_says_so():
    with pytest.raises(CommandError, match="Only PostgreSQL has users"):
        call_command("print_grants", "site")


@pytest.mark.parametrize("name", ["", 'a"b', "x" * 64, "a\nb"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(CommandError, match="ROLE is the name of a user"):
        call_command("print_grants", name)


if connection.vendor == "postgresql":
    del test_where_there_are_no_users_it_says_so
else:
    del test_the_whole_site_runs_as_that_user, test_people_sign_in_and_work_as_that_user
    del test_no_way_leads_around_the_triggers
    del test_each_table_of_the_site_is_named_and_no_other, test_a_name_that_is_none_is_refused
