"""INSERT OR REPLACE from a plain `sqlite3` shell, on which triggers on DELETE do not fire for it.

PostgreSQL has no such statement; what it has instead is tried in `test_triggers`.
"""

import sqlite3
from contextlib import closing, suppress

import pytest
from django.db import connection
from django.utils import timezone

from editorial import acts
from editorial.models import IdentityHold, KeySignature, SignOff
from editorial.record import triggers
from tests import cast

pytestmark = pytest.mark.django_db
FORGED = {  # a column to write into, of each protected table
    "editorial_signoff": "printed_name",
    "editorial_auditevent": "reason",
    "editorial_withdrawal": "reason",
    "editorial_answer": "body",
    "editorial_editionfacet": "value",
    "editorial_authorship": "author_id",
    "editorial_editionpassages": "root",
    "editorial_reviewerprofile": "printed_name",
    "editorial_identityhold": "event",
    "editorial_receipt": "issued_at",
    "editorial_keysignature": "statement",
    "editorial_receiptkey": "jwk",
    "editorial_review_change_contributors": "user_id",
    "editorial_review_contributors": "user_id",
    "reversion_version": "serialized_data",
    "reversion_revision": "comment",
    "editorial_review": "note",
    "editorial_comment": "body",
    "editorial_edition": "title",
}


def test_every_protected_table_is_tried_below():
    assert set(FORGED) == {each.table for each in triggers.TRIGGERS} == set(triggers.KEYS)


@pytest.fixture
def shell(edition, wen, ravi, edda, tmp_path):
    """The database as `sqlite3 FILE` opens it: without a setting of ours."""
    acts.revise(edition.document, by=wen)
    review = cast.submit(edition.document.stored(), wen)
    remark = acts.comment(review, by=ravi, body="Is this so?")
    acts.answer(remark, by=wen, body="Yes.")
    acts.withdraw(edition.document, by=edda, reason="A retracted study.")
    cast.publish(cast.article(wen, genre="question", short_answer="Yes."), wen, ravi)
    IdentityHold.objects.create(person=ravi, event=1, since=timezone.now(), what="a new name")
    KeySignature.objects.create(sign_off=SignOff.objects.first(), statement="{}", authenticator=1)
    path = tmp_path / "copy.sqlite3"
    connection.cursor().execute("SELECT 1")
    with closing(sqlite3.connect(path)) as plain:
        for line in _dump():
            plain.execute(line)
        plain.commit()
        yield plain


def _dump():
    """The tables and rows of the test's own transaction, and the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' ORDER BY type = 'trigger'"
        )
        parts = cursor.fetchall()
        for kind, name, text in parts:
            if kind == "trigger" and name.startswith("search_"):
                continue
            if kind == "table":
                yield text
                cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
                yield from (_insert(name, row) for row in cursor.fetchall())
        for kind, name, text in parts:
            if kind in ("index", "trigger") and name in _wanted(parts):
                yield text


def _wanted(parts):
    return {name for kind, name, text in parts if "search_" not in text}


def _insert(name, row):
    return f'INSERT INTO "{name}" VALUES ({", ".join(map(_literal, row))})'  # noqa: S608


def _literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, bool) else repr(value)
    return "'" + str(value).replace("'", "''") + "'"


@pytest.mark.parametrize("key", ["its id", "another unique key"])
@pytest.mark.parametrize("table", FORGED)
def test_no_row_is_replaced_from_a_plain_shell(shell, table, key):
    columns = [row[1] for row in shell.execute(f"PRAGMA table_info({table})")]
    before = shell.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
    assert before
    own_key = columns[0]
    written = {FORGED[table]: "1" if FORGED[table].endswith("_id") else "'forged'"}
    if key != "its id":
        written |= {own_key: f"{own_key} + 5000"}
    select = ", ".join(written.get(each, f'"{each}"') for each in columns)
    with suppress(sqlite3.IntegrityError):
        shell.execute(f"INSERT OR REPLACE INTO {table} SELECT {select} FROM {table}")  # noqa: S608
    after = shell.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
    assert after[: len(before)] == before
    if key == "its id":
        assert after == before


def test_a_plain_insert_of_a_signature_is_refused_there_too(shell):
    columns = [row[1] for row in shell.execute("PRAGMA table_info(editorial_signoff)")]
    select = ", ".join("id + 5000" if each == "id" else each for each in columns)
    with pytest.raises(sqlite3.IntegrityError, match=r"no such act|never"):
        shell.execute(f"INSERT INTO editorial_signoff SELECT {select} FROM editorial_signoff")  # noqa: S608


if connection.vendor != "sqlite":
    for name in [name for name in globals() if name.startswith("test_")]:
        del globals()[name]
