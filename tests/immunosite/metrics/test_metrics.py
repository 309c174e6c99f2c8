"""What Prometheus reads: the figures of all processes together, for whoever has the token."""

import secrets
from contextlib import closing
from http.client import HTTPConnection

import pytest
from django.db import connection
from django.urls import resolve
from prometheus_client.parser import text_string_to_metric_families

from audits import site
from editorial.models import AuditEvent
from immunosite.environment import for_child
from tests.cast import article, submit
from tests.editorial.acts.test_kills import address
from tests.immunosite.front.test_two_processes import gone
from tests.postgres import free_port

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = secrets.token_urlsafe(50)
READS = 20


@pytest.fixture
def place(edition, wen, tmp_path):
    """Where a real server answers, two processes of it."""
    submit(article(wen), wen)
    place = f"127.0.0.1:{free_port()}"
    changed = {"DATABASE_URL": address(), "BIND": place, "WEB_WORKERS": "2"}
    changed |= {"DJANGO_SETTINGS_MODULE": "tests.immunosite.front._served"}
    changed |= {"METRICS_TOKEN": TOKEN, "TMPDIR": str(tmp_path)}
    connection.close()
    with site.served(f"http://{place}", for_child(changed), tmp_path / "log"):
        yield place
    assert not list(tmp_path.glob("immunosite-metrics-*"))


def get(place, page, **headers):
    with closing(HTTPConnection(place, timeout=30)) as reader:
        reader.request("GET", page, headers=headers)
        answer = reader.getresponse()
        return answer.status, answer.read().decode()


def scraped(place):
    """{(name, view or database or result, status): value}"""
    status, text = get(place, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    samples = (each for family in text_string_to_metric_families(text) for each in family.samples)
    return {(each.name, *named(each.labels)): each.value for each in samples}


def named(labels):
    return [labels[name] for name in sorted(labels, reverse=True)]


GIVEN = ["", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN]


def test_the_processes_are_added_up_for_whoever_has_the_token(place, edition):
    for given in GIVEN:
        status, text = get(place, "/metrics", Authorization=given)
        assert (status, "immunosite_" in text) == (404, False), given
    page = edition.get_absolute_url()
    assert [get(place, page)[0] for _ in range(READS)] == [200] * READS
    assert get(place, "/articles/nobody-wrote-this/")[0] == 404
    assert get(place, "/nowhere/")[0] == 404
    found = scraped(place)
    view = resolve(page).view_name
    assert found["immunosite_requests_total", view, "200"] == READS
    assert found["immunosite_requests_total", view, "404"] == 1
    assert found["immunosite_requests_total", "none", "404"] == 1
    assert found["immunosite_request_duration_seconds_count", view] == READS + 1
    stored = {
        each: found.get(("immunosite_page_store_total", each), 0)
        for each in ("front", "hit", "miss")
    }
    # The server's own robots.txt, asked for until it answered, is a page, too.
    assert stored["front"] >= READS - 4
    assert 1 <= stored["miss"] <= 4
    assert found["immunosite_database_queries_total", "default"] > 0
    assert found["immunosite_database_seconds_total", "default"] > 0
    assert found["immunosite_database_up",] == 1
    assert found["immunosite_open_reviews",] == 1
    last = AuditEvent.objects.latest("sequence").time.timestamp()
    assert found["immunosite_last_audit_event_timestamp_seconds",] == pytest.approx(last)
    with gone():
        found = scraped(place)
    assert found["immunosite_database_up",] == 0
    assert ("immunosite_open_reviews",) not in found


def test_where_no_token_is_set_nothing_is_counted(client, settings):
    assert settings.METRICS_TOKEN == ""
    assert client.get("/metrics").status_code == 404
    assert not any("metrics" in each for each in settings.MIDDLEWARE)
