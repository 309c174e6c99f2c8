"""Memento (RFC 7089): who cites a page with a date is led to what stood there on that day."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.http import http_date

from editorial import acts
from editorial.models import Edition
from immunosite import page_store
from tests import cast
from tests._answers import text_of
from tests._rows import parts
from tests._tampering import unguarded
from tests.editorial.public.test_history import again

pytestmark = pytest.mark.django_db
BEGUN = [datetime(2026, 3, day, 8, 30, tzinfo=UTC) for day in (2, 9, 16)]
GATE, MAP = "/articles/it/history/timegate/", "/articles/it/history/timemap/"


def build():
    """Three editions, which began on three Mondays."""
    wen = cast.person("Wen", "Writer", is_staff=True)
    mei = cast.clinician("Mei", "Reviewer")
    article = cast.article(wen, slug="it")
    cast.publish(article, wen, mei)
    for number in (2, 3):
        again(article, wen, mei, body=f"<p>Words of {number}.</p>")
    return wen, mei, article


wen, mei, article = parts(3)


@pytest.fixture
def at_their_times(article):
    """Each edition in the span that the others leave it."""
    ends = [*BEGUN[1:], None]
    with unguarded():
        for number, (begun, ended) in enumerate(zip(BEGUN, ends, strict=True), start=1):
            rows = Edition.objects.filter(number=number)
            rows.update(effective_from=begun, effective_until=ended)
    page_store.store.clear()


@pytest.fixture
def ask(public, at_their_times):
    def answer(moment: datetime):
        return public.get(GATE, headers={"Accept-Datetime": http_date(moment.timestamp())})

    return answer


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(1999, 1, 1, tzinfo=UTC), 1),
        (BEGUN[0], 1),
        (BEGUN[1] - timedelta(seconds=1), 1),
        (BEGUN[1], 2),
        (BEGUN[2] - timedelta(seconds=1), 2),
        (BEGUN[2], 3),
        (datetime(2100, 1, 1, tzinfo=UTC), 3),
    ],
)
def test_the_gate_leads_to_the_edition_of_that_time(ask, moment, number):
    answer = ask(moment)
    assert answer.status_code == 302
    assert answer["Location"] == f"/articles/it/history/{number}/"
    assert answer["Vary"] == "Accept-Datetime"
    assert 'rel="original"' in answer["Link"]
    assert "Memento-Datetime" not in answer


def test_and_without_a_time_to_the_edition_of_now(public, at_their_times):
    assert public.get(GATE)["Location"] == "/articles/it/history/3/"


def test_an_edition_says_its_time_from_the_store_too(public, at_their_times):
    for number, begun in enumerate(BEGUN, start=1):
        for _ in range(2):
            answer = public.get(f"/articles/it/history/{number}/")
            assert answer.status_code == 200
            assert answer["Memento-Datetime"] == http_date(begun.timestamp())
            assert f'<{base(public)}/articles/it/>; rel="original"' in answer["Link"]
            assert f'{GATE}>; rel="timegate"' in answer["Link"]


def test_a_page_leads_to_its_gate_and_its_map_from_the_store_too(public, at_their_times):
    for _ in range(2):
        answer = public.get("/articles/it/")
        assert f'{GATE}>; rel="timegate"' in answer["Link"]
        assert f'{MAP}>; rel="timemap"; type="application/link-format"' in answer["Link"]
        assert "Memento-Datetime" not in answer
        assert "Accept-Datetime" not in answer["Vary"]


def test_the_map_names_each_edition_with_its_time(public, at_their_times):
    answer = public.get(MAP)
    assert answer["Content-Type"] == "application/link-format"
    lines = text_of(answer).strip().split(",\n")
    assert [re.search(r'rel="([^"]*)"', line)[1] for line in lines] == [
        "original", "self", "timegate", "first memento", "memento", "last memento",
    ]  # fmt: skip
    for number, begun in enumerate(BEGUN, start=1):
        line = lines[2 + number]
        assert f"/articles/it/history/{number}/>" in line
        assert line.endswith(f'; datetime="{http_date(begun.timestamp())}"')


@pytest.mark.parametrize(
    "asked", ["", "yesterday", "2026-03-09", "Mon, 99 Mar 2026 08:30:00 GMT", "\x00", "9" * 5000]
)
def test_what_is_no_date_is_told(public, at_their_times, asked):
    answer = public.get(GATE, headers={"Accept-Datetime": asked})
    assert answer.status_code == 400
    assert "Accept-Datetime is no date like" in text_of(answer)


def test_what_was_withdrawn_is_no_memento_and_its_time_leads_to_the_notice(
    ask, public, article, wen, mei
):
    edda = cast.person("Edda", "Editor", is_staff=True)
    acts.withdraw(article, by=edda, reason="A study was retracted.")
    for page in (GATE, MAP):
        assert public.get(page).status_code == 410
    again(article, wen, mei, body="<p>New words.</p>")
    assert text_of(public.get(MAP)).count("memento") == 1
    notice = public.get(ask(BEGUN[1])["Location"])
    assert notice.status_code == 410
    assert "Memento-Datetime" not in notice


def test_nothing_planned_is_told(ask, public, article, wen, mei):
    again(article, wen, mei, publish_at=cast.days_ahead(3), body="<p>Canary.</p>")
    assert "/history/4/" not in text_of(public.get(MAP))
    assert ask(cast.days_ahead(9))["Location"] == "/articles/it/history/3/"


def test_an_address_that_moved_leads_on(public, article, wen, mei):
    again(article, wen, mei, slug="elsewhere")
    for page in (GATE, MAP):
        answer = public.get(page)
        assert (answer.status_code, answer["Location"]) == (
            301,
            page.replace("/it/", "/elsewhere/"),
        )


def test_what_never_was_public_has_neither(scheduled):
    for page in ("timegate", "timemap"):
        answer = Client().get(f"/articles/{scheduled.slug}/history/{page}/")
        assert answer.status_code == 404


def test_both_ask_as_often_however_many_editions(public, article, django_assert_num_queries):
    for page in (GATE, MAP):
        with django_assert_num_queries(3):
            public.get(page)


def base(public: Client) -> str:
    return text_of(public.get(MAP)).split("/articles/")[0].removeprefix("<")
