"""A flood on a cold page makes it once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from immunosite import page_store
from immunosite.front.layer import Front
from immunosite.front.stamp import Stamp
from immunosite.page_store import STORED_AS, kept, store
from immunosite.stored_page import stored_page

READERS = 24
STATE = ("1", timezone.now() + timedelta(days=1))
HEADERS = [("Vary", "Accept-Encoding"), ("X-Frame-Options", "DENY")]


class Slow:
    """An application whose one page takes a while, and is kept or not."""

    def __init__(self, kept=True):
        self.made, self.kept = 0, kept

    def __call__(self, environ, start_response):
        self.made += 1
        Event().wait(0.2)
        response = HttpResponse("page")
        if self.kept:
            store.keep("key", stored_page(response, STATE))
            setattr(response, STORED_AS, "key")
        start_response("200 OK" if self.kept else "404 Not Found", HEADERS)
        return response


def flood(front):
    together = Barrier(READERS)

    def read(_):
        environ = RequestFactory().get("/", HTTP_HOST="localhost").environ
        environ.pop("CONTENT_TYPE", None)
        together.wait(30)
        return b"".join(front(environ, lambda *said: None))

    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(read, range(READERS)))


def test_it_is_made_once_for_all_who_ask():
    slow = Slow()
    front = Front(slow, Stamp(ask=lambda now: STATE))
    assert flood(front) == [b"page"] * READERS
    assert slow.made == 1
    assert front.flights.under_way == {}


def test_what_is_not_kept_does_not_queue_its_readers_up():
    slow = Slow(kept=False)
    front = Front(slow, Stamp(ask=lambda now: STATE))
    assert flood(front) == [b"page"] * READERS
    assert front.flights.under_way == {}


def test_an_error_lets_the_next_reader_try():
    def fails(environ, start_response):
        raise RuntimeError("broken")

    front = Front(fails, Stamp(ask=lambda now: STATE))
    environ = RequestFactory().get("/", HTTP_HOST="localhost").environ
    environ.pop("CONTENT_TYPE", None)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            front(dict(environ), lambda *said: None)
    assert front.flights.under_way == {}


def test_a_flood_that_the_front_lets_through_makes_it_once_too(monkeypatch):
    """With a session that somebody made up, for one: the front cannot know that it is none."""
    monkeypatch.setattr(page_store, "public_state", lambda: STATE)
    made, together = [], Barrier(READERS)

    def view(request):
        made.append(request)
        Event().wait(0.2)
        return HttpResponse("page")

    def read(number):
        request = RequestFactory().get("/", HTTP_COOKIE=f"sessionid={number}")
        together.wait(30)
        return kept(view)(request).content

    with ThreadPoolExecutor(READERS) as pool:
        assert list(pool.map(read, range(READERS))) == [b"page"] * READERS
    assert len(made) == 1
    assert page_store.flights.under_way == {}
