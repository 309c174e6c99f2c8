"""While nothing can be written, what is posted comes back with everything typed, and goes later."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from editorial.models import SignOff
from immunosite.letters.models import Letter
from immunosite.returned import views, whose
from immunosite.returned.faults import BUSY_WAIT, CANNOT_WAIT, wait_for
from tests import cast
from tests._busy import locked
from tests.editorial.desk.test_decision import signature
from tests.immunosite.returned._doors import *  # noqa: F403
from tests.immunosite.returned._doors import (
    WORDS,
    assert_given_back,
    desk,
    door_of,
    typed_into,
)
from tests.immunosite.returned._tab import forms, opened, words_of

pytestmark = pytest.mark.django_db(transaction=True)


def sent_again(client, response, url, **values):
    (again,) = forms(client, response, url)
    return again.send(**values)


def test_what_is_sent_while_another_holds_the_lock_comes_back_and_goes_later(client, door):
    form = typed_into(client, door)
    with locked():
        busy = form.send()
        assert_given_back(busy, 503)
        assert busy.headers["Retry-After"] == str(BUSY_WAIT)
        assert_given_back(sent_again(client, busy, form.url), 503)
    assert not door.done()
    assert sent_again(client, busy, form.url).status_code == 302
    assert door.done()


def test_a_signature_is_not_lost_and_its_password_not_kept(client, review, ravi):
    client.force_login(ravi)
    form = opened(client, desk(review), "conflict_text")
    with locked():
        busy = form.send(**signature(review, conflict_text=WORDS))
    assert_given_back(busy, 503)
    assert cast.PASSWORD not in busy.content.decode()
    assert sent_again(client, busy, form.url, password=cast.PASSWORD).status_code == 302
    assert SignOff.objects.get().conflict_of_interest == WORDS.replace("\r\n", "\n")


def test_signing_in_waits_for_a_better_moment(client, wen):
    form = opened(client, reverse("account_login"), "username")
    with locked():
        busy = form.send(username="wen", password=cast.PASSWORD)
    assert busy.status_code == 503
    assert cast.PASSWORD not in busy.content.decode()
    assert sent_again(client, busy, form.url, password=cast.PASSWORD).status_code == 302


def test_signing_in_beside_lost_text_keeps_the_text(client, request):
    form = typed_into(client, door_of("save", request))
    del client.cookies["sessionid"]
    lost = form.send()
    with locked():
        busy = sent_again(client, lost, form.url, resume_password=cast.PASSWORD)
        assert_given_back(busy, 503)
    assert cast.PASSWORD not in busy.content.decode()
    assert_given_back(sent_again(client, busy, form.url), 401)


@pytest.mark.parametrize("page", ["ask", "report"])
def test_a_readers_letter_comes_back_without_a_cookie(client, page, edition):
    url = reverse("ask") if page == "ask" else f"{edition.get_absolute_url()}report/"
    form = opened(client, url, "text")
    with locked():
        busy = form.send(text=WORDS, reply_to="reader@example.org")
    assert_given_back(busy, 503)
    assert "reader@example.org" in words_of(busy)
    assert busy.cookies == {}
    assert sent_again(client, busy, form.url).status_code == 302
    letter = Letter.objects.get()
    assert (letter.text, letter.reply_to) == (WORDS.replace("\r\n", "\n"), "reader@example.org")


def test_readers_go_on_reading(client, edition):
    with locked():
        for page in ("/", "/articles/", edition.get_absolute_url(), "/search/?q=text", "/ask/"):
            assert client.get(page).status_code == 200, page


def broken(monkeypatch, error):
    def fail(*args, **more):
        raise OperationalError(str(error)) from error

    monkeypatch.setattr("immunosite.page_store.public_state", fail)


def test_a_page_that_cannot_be_read_says_so_and_sets_no_cookie(client, monkeypatch):
    broken(monkeypatch, psycopg.errors.AdminShutdown())
    page = client.get("/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == str(CANNOT_WAIT)
    assert page.cookies == {}
    assert forms(client, page, "/") == []


def test_a_program_is_told_in_its_own_form(client, monkeypatch):
    broken(monkeypatch, psycopg.errors.AdminShutdown())
    answer = client.get("/", headers={"accept": "application/json"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 503


# --- Which errors ---------------------------------------------------------------------------------


def of_sqlite(code):
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("cause", "wait"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), BUSY_WAIT),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), BUSY_WAIT),
        (of_sqlite(sqlite3.SQLITE_LOCKED), BUSY_WAIT),
        (of_sqlite(sqlite3.SQLITE_FULL), CANNOT_WAIT),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), CANNOT_WAIT),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), CANNOT_WAIT),
        (of_sqlite(sqlite3.SQLITE_READONLY), CANNOT_WAIT),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (of_sqlite(sqlite3.SQLITE_CORRUPT), None),
        (psycopg.errors.LockNotAvailable(), BUSY_WAIT),
        (psycopg.errors.SerializationFailure(), BUSY_WAIT),
        (psycopg.errors.DeadlockDetected(), BUSY_WAIT),
        (psycopg.errors.QueryCanceled(), BUSY_WAIT),
        (psycopg.errors.TooManyConnections(), BUSY_WAIT),
        (psycopg.errors.DiskFull(), CANNOT_WAIT),
        (psycopg.errors.ReadOnlySqlTransaction(), CANNOT_WAIT),
        (psycopg.errors.ConnectionFailure(), CANNOT_WAIT),
        (psycopg.OperationalError("server closed the connection unexpectedly"), CANNOT_WAIT),
        (psycopg.InterfaceError("the connection is closed"), CANNOT_WAIT),
        (psycopg.errors.UndefinedTable(), None),
        (psycopg.errors.UniqueViolation(), None),
    ],
)
def test_only_what_waiting_can_mend_is_worth_waiting_for(cause, wait):
    try:
        with connection.wrap_database_errors:
            raise cause
    except Exception as error:
        wrapped = error if error is not cause else OperationalError()
        wrapped.__cause__ = cause
    assert wait_for(wrapped) == wait


@pytest.mark.parametrize(("code", "wait"), [(errno.ENOSPC, CANNOT_WAIT), (errno.ENOENT, None)])
def test_a_full_disk_below_the_database(code, wait):
    assert wait_for(OSError(code, "…")) == wait
    assert wait_for(ValueError()) is None


def test_the_page_is_made_where_the_database_cannot_even_be_opened(rf, ravi, monkeypatch):
    def unreadable(*args):
        raise OperationalError("unable to open database file")

    request = rf.post("/review/1/changes/", {"reason": WORDS, whose.FIELD: whose.mark_of(ravi)})
    request.user = SimpleLazyObject(unreadable)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", unreadable)
        answer = views.busy(request, 120)
    assert answer.status_code == 503
    assert WORDS.split()[0] in words_of(answer)
