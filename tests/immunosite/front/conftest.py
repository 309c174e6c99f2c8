"""The site as a web server sees it, and how often it enters Django."""

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import RequestFactory

from immunosite.edge.bodies import with_readable_type
from immunosite.front import stamp as stamps
from immunosite.front.layer import Front
from immunosite.front.stamp import Stamp
from tests._clock import clock  # noqa: F401


class Answer:
    def __init__(self, status, headers, content):
        self.status, self.content = int(status.split()[0]), content
        self.headers = dict(headers)
        assert len(self.headers) == len(headers)  # none is said twice


class Site:
    """One process of the site; `seconds` is its monotonic clock."""

    def __init__(self, stamp=None):
        self.entered, self.seconds = 0, 1000.0
        self.django = with_readable_type(WSGIHandler())
        self.front = Front(self._counted, stamp or Stamp(clock=lambda: self.seconds))

    def _counted(self, environ, start_response):
        self.entered += 1
        return self.django(environ, start_response)

    def get(self, address, method="GET", **environ):
        return self._through(self.front, address, method, environ)

    def uncached(self, address, method="GET", **environ):
        return self._through(self.django, address, method, environ)

    def from_the_store(self, address, **environ):
        """Whether Django was not entered."""
        before = self.entered
        self.get(address, **environ)
        return self.entered == before

    def _through(self, application, address, method, environ):
        heard = []
        request = RequestFactory(HTTP_HOST="localhost").generic(method, address, **environ)
        request.environ.pop("HTTP_COOKIE", None)
        if "HTTP_COOKIE" in environ:
            request.environ["HTTP_COOKIE"] = environ["HTTP_COOKIE"]
        if not environ.get("CONTENT_TYPE"):
            request.environ.pop("CONTENT_TYPE", None)
        response = application(request.environ, lambda *said: heard.append(said))
        content = b"".join(response)
        getattr(response, "close", lambda: None)()
        return Answer(*heard[-1][:2], content)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """A test that is rolled back has one, which nobody may close."""
    monkeypatch.setattr(stamps, "close_old_connections", lambda: None)
    around = (signals.request_started, signals.request_finished)
    for each in around:
        each.disconnect(close_old_connections)
    yield
    for each in around:
        each.connect(close_old_connections)


@pytest.fixture
def site(db):
    return Site()


@pytest.fixture
def second_process(db):
    return Site()
