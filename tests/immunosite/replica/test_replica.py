"""Readers' pages come from the replica while it has all that the database has, and never else."""

from contextlib import contextmanager

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import acts
from editorial.models import Edition
from immunosite.front.layer import Front
from immunosite.page_store import store
from immunosite.replica import reading
from immunosite.replica.reading import Watch
from immunosite.replica.routing import REPLICA, from_replica
from immunosite.search import missed
from immunosite.search.models import MissedSearch
from immunosite.start.connections import replica
from tests import cast
from tests.immunosite.front.conftest import Site
from tests.immunosite.replica._copy import Copy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copy(edition, edda, settings, tmp_path, monkeypatch):
    """As settings.py has it with REPLICA_URL; one page is published, and nothing known yet."""
    monkeypatch.setattr(reading, "watch", Watch())
    settings.DATABASE_ROUTERS = ["immunosite.replica.routing.Router"]
    settings.REPLICA_URL = "postgres://the-copy/of-these-tests"
    made = Copy(tmp_path)
    yield made
    made.remove()


@contextmanager
def asked():
    """How many questions each of the two is asked meanwhile: [primary, replica]."""
    counts = []
    with (
        CaptureQueriesContext(connection) as own,
        CaptureQueriesContext(connections[REPLICA]) as its,
    ):
        yield counts
    counts += [len(own), len(its)]


def read(address, **given):
    """A reader for whom nothing is stored."""
    store.clear()
    return Client(raise_request_exception=False).get(address, **given)


# --- Where pages come from ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/articles/", "/glossary/", "/search/?q=text", "/sitemap.xml"),
        *("/api/v1/pages/", "/articles/{slug}/", "/articles/{slug}/history/"),
    ],
)
def test_a_page_comes_from_the_replica_and_the_primary_is_asked_for_its_state_alone(
    copy, edition, address
):
    page = address.format(slug=edition.slug)
    expected = read(page).content
    with asked() as counts:
        assert read(page).content == expected
    primary, its = counts
    assert primary == 2  # the state, and the last act
    assert its >= 2


def test_a_stored_page_costs_the_primary_one_question(copy, edition):
    reader = Client()
    assert reader.get(edition.get_absolute_url()).status_code == 200
    with asked() as counts:
        assert reader.get(edition.get_absolute_url()).status_code == 200
    assert counts == [1, 0]


@pytest.mark.parametrize("address", ["/", "/articles/{slug}/"])
def test_whoever_is_signed_in_reads_from_the_primary(copy, edition, edda, address):
    editor = Client()
    editor.force_login(edda)
    with asked() as counts:
        assert editor.get(address.format(slug=edition.slug)).status_code == 200
    assert counts[1] == 0


@pytest.mark.parametrize("address", ["/admin/", "/review/", "/accounts/login/"])
def test_where_people_work_everything_is_the_primarys(copy, edda, address):
    editor = Client()
    editor.force_login(edda)
    with asked() as counts:
        editor.get(address)
        Client().get(address)
    assert counts[1] == 0


def test_what_is_sent_goes_to_the_primary_and_reads_there(copy):
    with asked() as counts:
        assert Client().post("/ask/", {"text": "Does it hurt?"}).status_code == 302
    assert counts[1] == 0


def test_what_is_counted_while_a_page_is_read_is_counted_in_the_primary(copy):
    with from_replica(), transaction.atomic():
        missed.write({missed.Missed("zebrafinch", known=True): 1}, timezone.localdate())
    assert MissedSearch.objects.using("default").count() == 1
    assert MissedSearch.objects.using(REPLICA).count() == 0


def test_objects_that_came_from_the_replica_are_written_to_the_primary(copy, edition):
    with from_replica():
        found = Edition.objects.get(pk=edition.pk)
        assert found._state.db == REPLICA
        assert Edition.objects.using(REPLICA).filter(pk=found.pk).exists()
        found.document.save()
    assert found.document._state.db == "default"


# --- A replica that lags --------------------------------------------------------------------------


def test_what_was_published_is_there_at_once(copy, wen, ravi):
    assert read("/articles/new-one/").status_code == 404
    cast.publish(cast.article(wen, slug="new-one"), wen, ravi)
    assert read("/articles/new-one/").status_code == 200
    assert b"new-one" in read("/articles/").content


def test_what_was_withdrawn_never_comes_back(copy, edition, edda):
    page, reader = edition.get_absolute_url(), Client()
    assert reader.get(page).status_code == 200
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    with asked() as counts:
        assert [reader.get(page).status_code for _ in range(5)] == [410] * 5
        assert page.encode() not in reader.get("/articles/").content
    assert counts[1] == 6  # whether it has caught up, and nothing else
    copy.catch_up()
    assert [reader.get(page).status_code for _ in range(5)] == [410] * 5


def test_an_act_between_the_question_and_the_page_is_seen_by_the_next_reader(
    copy, edition, edda, monkeypatch
):
    """The page that is made then is the replica's, of before the act: it must not be stored as one
    of after it."""
    page, reader, asked_first = edition.get_absolute_url(), Client(), reading.has_caught_up

    def act_after():
        caught_up = asked_first()
        monkeypatch.setattr(reading, "has_caught_up", asked_first)
        acts.withdraw(edition.document, by=edda, reason="Retracted study.")
        return caught_up

    monkeypatch.setattr(reading, "has_caught_up", act_after)
    assert reader.get(page).status_code == 200
    assert len(store.pages) == 1
    assert [reader.get(page).status_code for _ in range(3)] == [410] * 3
    copy.catch_up()
    assert reader.get(page).status_code == 410


def test_the_front_repeats_no_page_of_a_replica_that_lags(copy, edition, edda):
    page, site = edition.get_absolute_url(), Site()
    site.front = Front(site._counted, site.front.stamp)
    site.django = WSGIHandler()
    assert [site.get(page).status for _ in range(2)] == [200, 200]
    assert site.from_the_store(page)
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    site.seconds += 1
    assert [site.get(page).status for _ in range(3)] == [410] * 3
    copy.catch_up()
    site.seconds += 1
    assert site.get(page).status == 410


def test_an_act_in_a_database_of_another_past_is_not_the_last_one(copy, edition, edda):
    """After a backup was put back, numbers come again: the hash tells them apart."""
    with connections[REPLICA].cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER editorial_auditevent_no_update")
        else:
            cursor.execute("ALTER TABLE editorial_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE editorial_auditevent SET hash = 'other'")
    with asked() as counts:
        assert read(edition.get_absolute_url()).status_code == 200
    assert counts[1] == 1


# --- A replica that is lost -----------------------------------------------------------------------


def test_a_lost_replica_falls_back_to_the_primary(copy, edition, caplog):
    copy.lose()
    for _ in range(3):
        assert read(edition.get_absolute_url()).status_code == 200
    lines = [each for each in caplog.messages if "replica" in each]
    assert len(lines) == 1
    assert "the primary answers" in lines[0]


def test_it_is_asked_again_after_a_while(copy, edition, monkeypatch):
    seconds = [1000.0]
    monkeypatch.setattr(reading, "watch", Watch(clock=lambda: seconds[0]))
    name = connections[REPLICA].settings_dict["NAME"]
    copy.lose()
    assert read(edition.get_absolute_url()).status_code == 200
    connections[REPLICA].settings_dict["NAME"] = name
    with asked() as counts:
        assert read(edition.get_absolute_url()).status_code == 200
    assert counts[1] == 0
    seconds[0] += reading.AWAY
    with asked() as counts:
        assert read(edition.get_absolute_url()).status_code == 200
    assert counts[1] > 1


@pytest.mark.parametrize("address", ["/articles/{slug}/", "/search/?q=text", "/api/v1/pages/", "/"])
def test_one_that_is_lost_half_way_costs_the_reader_nothing(copy, edition, monkeypatch, address):
    page = address.format(slug=edition.slug)
    expected = read(page)
    monkeypatch.setattr(reading, "has_caught_up", lambda: True)
    copy.lose()
    found = read(page)
    assert (found.status_code, found.content) == (expected.status_code, expected.content)
    assert reading.watch.is_lost()


def test_a_fault_that_is_not_the_replicas_is_none_of_its_business(copy, edition, monkeypatch):
    def breaks(*args, **kwargs):
        raise ValueError("Ours.")

    monkeypatch.setattr("immunosite.page_store.stored_page", breaks)
    reader = Client(raise_request_exception=False)
    assert reader.get(edition.get_absolute_url()).status_code == 500
    assert not reading.watch.is_lost()


# --- Settings -------------------------------------------------------------------------------------


def test_a_replica_is_asked_impatiently_and_never_written_to():
    found = replica("postgres://u@h/copy?connect_timeout=9", "postgres://u@h/own")["OPTIONS"]
    assert found["connect_timeout"] == "9"
    assert "default_transaction_read_only=on" in found["options"]
    assert "statement_timeout" in found["options"]
    assert "lock_timeout" in found["options"]
