"""What the page store keeps, for how long, and how it hands it over."""

import gzip
import hashlib
import sys
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from editorial import acts
from editorial.built_from import EVERYTHING, reading
from editorial.models import AuditEvent
from immunosite import page_store
from immunosite.each_time import each_time
from immunosite.page_store import PageStore, kept
from immunosite.stored_page import A_SOURCE, deliver, stored_page
from tests import cast
from tests._rows import undone

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BODY = b"<p>Words, words, words.</p>" * 40


# The last act that the public sees, and the next moment of the clock's own.
STATE = ("7", NOON)


@pytest.fixture
def morning(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON - timedelta(hours=1))


def page(body=BODY):
    return stored_page(HttpResponse(body, content_type="text/html"), STATE)


def asked(method="get", path="/", **headers):
    return getattr(RequestFactory(), method)(path, headers=headers)


# --- A page ---------------------------------------------------------------------------------------


def test_it_is_whole_in_each_of_its_forms():
    held = page()
    assert held.plain == gzip.decompress(held.gzip) == brotli.decompress(held.brotli) == BODY
    assert held.gzip == gzip.compress(BODY, compresslevel=6, mtime=0)
    assert held.etag == f'"{hashlib.sha256(BODY).hexdigest()[:32]}"'
    assert (held.content_type, held.public_state) == ("text/html", STATE)
    assert len(held) == len(held.plain) + len(held.gzip) + len(held.brotli) + A_SOURCE


def test_what_it_was_built_from_counts_as_much_as_it_takes():
    names = [EVERYTHING, *(f"document-{number:05}" for number in range(1000))]
    held = stored_page(HttpResponse("1"), STATE, names)
    takes = sys.getsizeof(held.sources) + sum(map(sys.getsizeof, held.sources))
    assert takes <= A_SOURCE * len(names) <= 2 * takes


# --- The store ------------------------------------------------------------------------------------


def test_it_counts_its_bytes_also_when_a_page_takes_anothers_place():
    store = PageStore()
    for body in (BODY, b"short", BODY):
        store.keep("one", page(body))
    assert (list(store.pages), store.bytes) == (["one"], len(page()))
    store.keep("two", page(b"short"))
    assert store.bytes == len(page()) + len(page(b"short"))
    store.clear()
    assert (list(store.pages), store.bytes) == ([], 0)


def test_it_is_full_to_the_byte_and_then_lets_the_oldest_go(morning):
    store = PageStore(max_bytes=2 * len(page()))
    for key in ("one", "two"):
        store.keep(key, page())
    assert list(store.pages) == ["one", "two"]
    assert store.find("one", STATE)
    store.keep("three", page())
    assert (list(store.pages), store.bytes) == (["one", "three"], 2 * len(page()))


def test_it_finds_what_was_made_in_this_state_and_nothing_else(morning, monkeypatch):
    store = PageStore()
    store.keep("one", page())
    assert store.find("one", STATE) == page()
    assert store.find("two", STATE) is None
    for other in (("other", NOON), ("", NOON)):
        assert store.find("one", other) is None
    hour, moment = timedelta(hours=1), timedelta(microseconds=1)
    for now, found in ((NOON - hour, 1), (NOON - moment, 1), (NOON, 0), (NOON - hour - moment, 0)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert bool(store.find("one", STATE)) == found


def test_it_has_room_for_64_megabytes():
    assert PageStore().max_bytes == 64 * 1024 * 1024


# --- A view that answers from it ------------------------------------------------------------------


@pytest.fixture
def view(db):
    """One that counts how often it is asked, and may be told what to answer."""

    def answer(request, word="word"):
        view.asked += 1
        return view.response or HttpResponse(word * 9, content_type="text/plain")

    view = answer
    view.asked, view.response = 0, None
    return view


def times(view, *requests, **given):
    through = kept(view)
    answers = [through(request, **given) for request in requests]
    return view.asked, answers


def test_the_second_reader_is_answered_from_it(view):
    count, (first, second) = times(view, asked(), asked(), word="held")
    assert count == 1
    assert first.content == second.content == b"held" * 9
    assert first.headers["Content-Type"] == "text/plain"


def test_each_address_host_and_query_has_its_own_page(view):
    requests = [asked(path="/a/"), asked(path="/b/"), asked(path="/a/?page=2")]
    requests += [asked(path="/a/", host="127.0.0.1"), asked(path="/a/")]
    assert times(view, *requests)[0] == 4


def test_a_query_of_120_characters_is_kept_and_a_longer_one_is_not(view):
    assert times(view, *[asked(path=f"/?{'q' * 120}")] * 2)[0] == 1
    assert times(view, *[asked(path=f"/?{'q' * 121}")] * 2)[0] == 3


def test_bytes_that_a_name_writes_in_another_way_are_not_kept(view):
    """“é” as it is would stand where “Ã©” is looked for."""
    bare, written = asked(path="/"), asked(path="/?q=%C3%83%C2%A9")
    bare.META["QUERY_STRING"] = "q=\u00c3\u00a9"
    assert bare.get_full_path() == written.get_full_path()
    assert bare.GET["q"] != written.GET["q"]
    assert times(view, bare, bare)[0] == 2
    assert times(view, written, written)[0] == 3


@pytest.mark.parametrize(("seconds", "count"), [(0, 1), (59, 1), (60, 2), (61, 2), (-1, 2)])
def test_a_page_in_whose_making_the_clock_changed_something_is_not_kept(
    view, monkeypatch, seconds, count
):
    """It would be found when the clock is put back to the time before."""
    state = ("7", NOON + timedelta(seconds=60))
    monkeypatch.setattr(page_store, "public_state", lambda: state)

    def slow(request):
        monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=seconds))
        return view(request)

    for _ in range(2):
        monkeypatch.setattr(timezone, "now", lambda: NOON)
        answer = kept(slow)(asked())
        assert (answer.status_code, "ETag" in answer.headers) == (200, True)
    assert view.asked == count


def test_an_answer_says_under_which_name_it_is_kept(view):
    answer = kept(view)(asked(path="/a/?page=2", host="localhost"))
    name = getattr(answer, page_store.STORED_AS)
    assert (name, list(page_store.store.pages)) == ("localhost /a/?page=2", [name])
    view.response = HttpResponse("gone", status=410)
    assert not hasattr(kept(view)(asked(path="/b/")), page_store.STORED_AS)


def test_what_is_asked_around_a_page_is_no_source_of_it(db, monkeypatch):
    """Such as whether a replica has the last act."""

    def around(view):
        return lambda request: AuditEvent.objects.exists() or view(request)

    def view(request):
        with reading("kind-article"):
            return HttpResponse(f"{AuditEvent.objects.count()} acts")

    monkeypatch.setattr(page_store, "from_replica_if_possible", around)
    kept(view)(asked())
    (page,) = page_store.store.pages.values()
    assert page.sources == {"kind-article"}


@pytest.mark.parametrize(("method", "count"), [("get", 1), ("head", 1), ("post", 2), ("put", 2)])
def test_only_what_reads_is_answered_from_it(view, method, count):
    assert times(view, asked(method), asked(method))[0] == count


def test_a_view_is_given_all_that_it_was_asked_with(view):
    assert times(view, asked("post"), word="own")[1][0].content == b"own" * 9
    assert kept(view)(asked(), "third").content == b"third" * 9


@pytest.mark.parametrize("kind", ["missing", "stream", "cookie"])
def test_what_is_of_one_reader_only_is_not_kept(view, kind):
    view.response = {
        "missing": HttpResponse("gone", status=410),
        "stream": StreamingHttpResponse([b"one"]),
        "cookie": HttpResponse("yours"),
    }[kind]
    if kind == "cookie":
        view.response.set_cookie("who", "you")
    count, answers = times(view, asked(), asked())
    assert (count, answers[1]) == (2, view.response)


def test_what_a_view_does_each_time_is_done_also_while_the_store_answers(view):
    read = []
    view.response = HttpResponse("counted")
    each_time(view.response, lambda: read.append("read"))
    count, _ = times(view, asked(), asked(), asked("head"))
    assert (count, read) == (1, ["read", "read"])  # to ask for the head is not to read


# --- Handing over ---------------------------------------------------------------------------------


def test_every_answer_says_what_it_is_and_that_it_be_asked_for_again():
    response = deliver(page(), asked())
    assert response.headers["ETag"] == page().etag
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert (response.content, response.headers["Content-Type"]) == (BODY, "text/html")
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("xz", None)],
)
def test_it_is_compressed_as_well_as_the_reader_can_read(accepted, encoding):
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING=accepted)
    response = deliver(page(), request)
    form = {"br": page().brotli, "gzip": page().gzip, None: BODY}[encoding]
    assert (response.content, response.headers.get("Content-Encoding")) == (form, encoding)
    assert response.headers["Content-Type"] == "text/html"


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("*", 304),
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ('"other"', 200),
        ("", 200),
    ],
)
def test_who_has_it_already_hears_so(known, status):
    response = deliver(page(), asked(if_none_match=known.format(tag=page().etag)))
    assert response.status_code == status
    assert response.headers["ETag"] == page().etag


def test_whoever_asks_for_the_head_is_told_the_length():
    response = deliver(page(), asked("head"))
    assert (response.content, response.headers["Content-Length"]) == (b"", str(len(BODY)))
    assert "Content-Length" not in deliver(page(), asked()).headers


# --- The state of what is public ------------------------------------------------------------------


def test_before_the_first_act_it_is_nought_until_midnight(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON.replace(minute=5, second=6, microsecond=7))
    assert page_store.public_state() == ("", datetime(2026, 5, 2, tzinfo=UTC))


def test_it_ends_at_the_first_of_the_next_start_end_and_midnight(wen, ravi, monkeypatch):
    now = timezone.now()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    starts, ends = midnight - timedelta(minutes=2), midnight - timedelta(minutes=1)
    for begin, end in ((starts, ends), (None, ends + timedelta(seconds=1))):
        cast.publish(cast.article(wen, publish_at=begin, expire_at=end), wen, ravi)
    act, until = page_store.public_state()
    assert (act, until) == (AuditEvent.objects.last().hash, starts)
    for moment, following in ((starts, ends), (ends, ends + timedelta(seconds=1))):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert page_store.public_state() == (act, following)
    monkeypatch.setattr(timezone, "now", lambda: ends + timedelta(seconds=1))
    assert page_store.public_state() == (act, midnight)
    assert page_store.public_state(starts) == (act, ends)


def test_an_act_in_the_place_of_one_that_a_backup_took_away_is_another(edition, edda):
    seen = []
    for reason in ("A retracted study.", "A dose is wrong."):
        with undone():
            acts.withdraw(edition.document, by=edda, reason=reason)
            seen.append((AuditEvent.objects.last().sequence, page_store.public_state()))
    (first, before), (second, after) = seen
    assert first == second
    assert before != after
