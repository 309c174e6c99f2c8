"""What readers looked for in vain is counted, so that editors learn what is missing; nothing about
the reader is, and no reader waits for it.
"""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from immunosite.search import missed
from immunosite.search.missed import MOST_A_DAY, READABLE, Missed, Waiting, waiting, write
from immunosite.search.models import MissedSearch
from tests import cast
from tests.admin_forms import opened

pytestmark = pytest.mark.django_db
LIST = "/admin/search/missedsearch/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Each answer is followed by a write."""
    monkeypatch.setattr(missed, "EVERY", 0.0)
    monkeypatch.setattr(waiting, "written", 0.0)
    waiting.counts.clear()
    yield
    waiting.counts.clear()


@pytest.fixture
def page(wen, ravi):
    body = "<p>Melanoma is a cancer.</p><p>Drops for the eye.</p>"
    other = cast.article(wen, body="<p>Melanoma of the skin.</p>")
    cast.publish(other, wen, ravi)
    return cast.publish(cast.article(wen, body=body), wen, ravi)


def look_for(client, query, times=1, **more):
    for _ in range(times):
        assert client.get("/search/", {"q": query, **more}).status_code == 200


def readable() -> dict[str, int]:
    return {row["shown"]: row["times"] for row in MissedSearch.objects.readable()}


def test_words_that_no_page_has_are_counted_each_by_itself(client, page):
    look_for(client, "zorbalin for melanoma", 2)
    look_for(client, "Zorbalin rash")
    assert readable() == {"zorbalin": 3}
    assert {row.count for row in MissedSearch.objects.all()} == {3, 1}


def test_words_that_stand_on_no_page_together_are_counted_together(client, page):
    look_for(client, "skin drops")
    assert readable() == {"skin drops": 1}


@pytest.mark.parametrize(
    "query",
    [
        "melanoma", "melanom", "MELANOMA of the skin", '"a cancer"', "", "–",
    ],
)  # fmt: skip
def test_what_was_found_is_not_counted(client, page, query):
    look_for(client, query)
    assert not MissedSearch.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "anna.meier@example.org", "anna meier 1971", "zorbalin 0301234567", "meier 12.3.71",
        "https://example.org/zorbalin", "www.zorbalin", "123", "q", "12-34-56 meier",
        "my mother anna meier has had zorbalin since may and is afraid of it",
    ],
)  # fmt: skip
def test_what_may_lead_to_a_person_is_not_counted(client, page, query):
    look_for(client, query, READABLE)
    assert not MissedSearch.objects.exists()


def test_nobody_reads_words_that_were_looked_for_once_or_twice(client, page):
    look_for(client, "anna meier melanoma", READABLE - 1)
    rows = list(MissedSearch.objects.values())
    assert len(rows) == 2
    assert "meier" not in str(rows)
    assert set(rows[0]) == {"id", "day", "code", "words", "count"}


def test_an_answer_from_the_store_is_counted_and_asks_no_more(
    client, page, monkeypatch, django_assert_num_queries
):
    look_for(client, "zorbalin")
    monkeypatch.setattr(waiting, "written", float("inf"))  # no write is due
    with django_assert_num_queries(1):
        look_for(client, "zorbalin")
    assert waiting.counts == {Missed("zorbalin", known=False): 1}


def test_a_narrowed_search_a_later_page_and_a_head_request_are_not_counted(client, page):
    look_for(client, "melanoma", kind="condition")
    look_for(client, "zorbalin melanoma", page="2")
    client.head("/search/", {"q": "zorbalin"})
    assert MissedSearch.objects.filter(count__gt=0).count() <= 1


@pytest.mark.parametrize("fault", ["database is locked", "database or disk is full"])
def test_a_busy_or_full_database_keeps_no_reader_from_an_answer(client, page, monkeypatch, fault):
    def refuse(*args, **kwargs):
        raise OperationalError(fault)

    with monkeypatch.context() as patched:
        patched.setattr(missed, "write", refuse)
        look_for(client, "zorbalin", 2)
    assert not MissedSearch.objects.exists()
    look_for(client, "zorbalin")
    assert readable() == {"zorbalin": 3}


def test_nobody_fills_disk_or_memory():
    crowd = Waiting()
    crowd.note(Missed(f"word {n}", known=True) for n in range(10_000))
    assert len(crowd.counts) == missed.MOST_WAITING
    today = timezone.localdate()
    for start in (0, 400):
        write({Missed(f"word {n}", known=True): 1 for n in range(start, start + 400)}, today)
    assert MissedSearch.objects.count() == MOST_A_DAY
    write({Missed("word 0", known=True): 1}, today)
    assert readable()["word 0"] == 2


def test_a_write_costs_the_same_however_much_is_kept(django_assert_max_num_queries):
    today = timezone.localdate()
    for day in range(5):
        old = today - timedelta(days=day)
        write({Missed(f"word {n}", known=True): 1 for n in range(90)}, old)
    with django_assert_max_num_queries(6):
        write({Missed("word 1", known=True): 1}, today)


def test_it_is_deleted_after_sixty_days():
    today = timezone.localdate()
    write({Missed("old", known=True): 1}, today - timedelta(days=61))
    write({Missed("new", known=True): 1}, today)
    assert readable() == {"new": 1}


def test_words_of_other_scripts_are_counted(client, page):
    look_for(client, "λευχαιμία", READABLE)
    assert readable() == {"λευχαιμια": READABLE}


# --- What editors see ----------------------------------------------------------------------------


def test_editors_see_what_is_wanted_and_make_a_pair_or_a_page_of_it(client, page, edda):
    look_for(client, "zorbalin", READABLE)
    client.force_login(edda)
    assert "Looked for and not found" in client.get("/admin/").content.decode()
    shown = client.get(LIST).content.decode()
    assert "zorbalin" in shown
    assert 'href="/admin/search/spellingpair/add/?word=zorbalin"' in shown
    assert opened(client, "/admin/search/spellingpair/add/?word=zorbalin")["word"] == ["zorbalin"]


def test_writers_see_the_list_and_begin_a_page(client, page, wen):
    look_for(client, "zorbalin", READABLE)
    client.force_login(wen)
    assert "?title=Zorbalin" in client.get(LIST).content.decode()
    form = opened(client, "/admin/articles/article/add/?title=Zorbalin")
    assert (form["title"], form["owner"]) == (["Zorbalin"], [str(wen.pk)])
    assert client.post(LIST, {"code": "x"}).status_code == 403


def test_an_editor_takes_words_off_the_list(client, page, edda):
    look_for(client, "anna", READABLE)
    client.force_login(edda)
    code = MissedSearch.objects.get(words="anna").code
    assert client.post(LIST, {"code": code}).status_code == 302
    assert not MissedSearch.objects.exists()


def test_outsiders_see_nothing_of_it(client, page, olga):
    client.force_login(olga)
    assert client.get(LIST).status_code in (302, 403)


def test_the_list_costs_the_same_however_much_was_missed(client, edda, django_assert_num_queries):
    client.force_login(edda)
    today = timezone.localdate()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    write({Missed("one", known=True): 1}, today)
    few = queries()
    write({Missed(f"word {n}", known=True): 1 for n in range(90)}, today)
    assert queries() == few


def test_the_privacy_page_says_so(client):
    words = client.get("/about/privacy/").content.decode()
    assert "nothing about you or your device" in words
    assert "deleted after 60 days" in words
