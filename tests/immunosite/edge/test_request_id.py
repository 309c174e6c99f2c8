"""Each request has a number, in its answer and in every line that is logged about it."""

import json
import logging
import re
from contextlib import closing
from http.client import HTTPConnection
from io import StringIO
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest
from django.urls import reverse

from audits import site
from editorial.people.urls import urlpatterns as of_people
from immunosite.edge import log_lines, request_id
from immunosite.edge.request_id import HEADER, RequestId
from immunosite.environment import for_child
from tests.postgres import free_port

MADE = re.compile(r"[0-9a-f]{32}\Z")
GIVEN = "0123456789abcdef0123456789abcdef"
log = logging.getLogger("test.of.lines")


def hello(environ, start_response):
    log.warning("Asked.")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Logging()


class Logging:
    def __iter__(self):
        log.warning("Read.")
        yield b"hello"

    def close(self):
        log.warning("Closed.")


def ask(application, **given):
    """The number in the answer."""
    environ = dict(given)
    setup_testing_defaults(environ)
    heard = []
    body = application(environ, lambda *said: heard.append(said))
    b"".join(body)
    body.close()
    ((_, headers),) = heard
    return dict(headers)[HEADER]


@pytest.fixture
def lines(form):
    """What is written to stderr meanwhile."""
    kept = log.handlers[:], log.propagate
    handler = logging.StreamHandler(StringIO())
    formatter = dict(log_lines.FORMATTERS[form])
    handler.setFormatter(formatter.pop("()")(formatter.get("format")))
    log.handlers, log.propagate = [handler], False
    yield lambda: handler.stream.getvalue().splitlines()
    log.handlers, log.propagate = kept


# --- The number -----------------------------------------------------------------------------------


def test_each_request_gets_one_of_its_own():
    application = RequestId(hello, trust_proxy=False)
    first, second = ask(application), ask(application)
    assert first != second
    assert MADE.match(first)
    assert MADE.match(second)


def test_a_readers_own_number_is_not_taken():
    assert MADE.match(ask(RequestId(hello, trust_proxy=False), HTTP_X_REQUEST_ID=GIVEN[::-1]))
    assert ask(RequestId(hello, trust_proxy=False), HTTP_X_REQUEST_ID=GIVEN) != GIVEN


@pytest.mark.parametrize("number", [GIVEN, "5f0c7a9e-3c1b-4f0e-9d52-1f6c3f2b8a77", "a.b_c-D1"])
def test_the_proxys_number_is_taken(number):
    assert ask(RequestId(hello, trust_proxy=True), HTTP_X_REQUEST_ID=number) == number


@pytest.mark.parametrize(
    "number",
    [
        *("", "short", "x" * 65, f"{GIVEN},{GIVEN}", f"{GIVEN}\n", f"{GIVEN}\r\nSet-Cookie: a=b"),
        *(f"{GIVEN} forged", "ünïcödé-number", '"},{"a":"b"}', "１２３４５６７８９"),
    ],
)
def test_a_number_that_is_none_is_replaced(number):
    assert MADE.match(ask(RequestId(hello, trust_proxy=True), HTTP_X_REQUEST_ID=number))


def test_a_file_still_goes_out_by_the_servers_short_cut(tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    with (tmp_path / "x").open("rb") as file:
        environ = {"wsgi.file_wrapper": FileWrapper}
        setup_testing_defaults(environ)

        def send(environ, start_response):
            return FileWrapper(file)

        body = RequestId(send, trust_proxy=False)(environ, lambda *said: None)
        assert isinstance(body, FileWrapper)


# --- The lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json"])
def test_each_line_of_a_request_holds_it_and_a_line_outside_holds_none(lines):
    number = ask(RequestId(hello, trust_proxy=False))
    log.warning("Nobody asked.")
    told = [(line["message"], line["request_id"]) for line in map(json.loads, lines())]
    inside = [(message, number) for message in ("Asked.", "Read.", "Closed.")]
    assert told == [*inside, ("Nobody asked.", request_id.OUTSIDE)]


@pytest.mark.parametrize("form", ["plain"])
def test_plain_lines_hold_it_too(lines):
    number = ask(RequestId(hello, trust_proxy=False))
    assert [number in line for line in lines()] == [True, True, True]


@pytest.mark.parametrize("form", ["json"])
def test_a_line_of_json_is_one_line_whatever_is_in_it(lines):
    try:
        raise ValueError('two\nlines, "quoted", and \ud800')
    except ValueError:
        log.exception('first\nsecond "%s"', "\x00\u2028", extra={"status_code": 500})
    (line,) = map(json.loads, lines())
    assert line.keys() == {
        *("time", "level", "logger", "process", "request_id", "message", "status", "exception")
    }
    assert (line["level"], line["status"]) == ("ERROR", 500)
    assert line["message"] == 'first\nsecond "\x00\u2028"'
    assert line["exception"].startswith("Traceback")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


# --- What is nobody else's business ---------------------------------------------------------------


@pytest.mark.parametrize("form", ["plain", "json"])
@pytest.mark.parametrize(
    "said",
    [
        "Error handling request /search/?q=%s",
        "Invalid HTTP request line: 'GET /search/?q=%s and+more HTTP/1.1'",
        "Forbidden (Referer checking failed - https://x.org/?a=%s does not match.): /ask/",
        "Really? Yes: https://www.example.org/articles/?topic=1&q='%s'",
        "two lines\nGET /search/?kind=x&q=%s",
    ],
)
@pytest.mark.parametrize(
    "words", ["my-illness", "my illness", "my?illness", "my/illness", '"illness"']
)
def test_no_search_words_are_logged(lines, said, words):
    log.warning(said, words)
    try:
        raise ValueError(said % words)
    except ValueError:
        log.exception(said, words)
    assert len(lines()) >= 2
    assert "illness" not in "".join(lines())


@pytest.mark.parametrize("form", ["plain"])
def test_a_question_is_no_query(lines):
    log.warning("Cannot listen on 127.0.0.1:80. Is the site running? SELECT 1 WHERE a = ?")
    assert lines()[0].endswith("Is the site running? SELECT 1 WHERE a = ?")


@pytest.mark.parametrize("form", ["plain", "json"])
def test_no_address_that_holds_a_key_is_logged(lines):
    secret = "a1b2c3-0123456789abcdef"
    named = [each for each in of_people if "key" in each.pattern.regex.groupindex]
    addresses = [reverse(each.name, kwargs={"uidb36": "9z", "key": secret}) for each in named]
    assert addresses
    for address in addresses:
        log.warning("Not Found: %s", address)
        log.warning("Error handling request %s", f"{address}?x=1")
    assert len(lines()) == 2 * len(addresses)
    assert secret not in "".join(lines())
    assert "9z" not in "".join(lines())


def test_a_long_address_takes_no_long_time():
    # A pattern that starts again at each slash would never come to an end.
    assert len(log_lines.without_secrets("/" * 2_000_000)) == 2_000_000
    assert log_lines.without_secrets("/" * 2_000_000 + "?a").endswith("/?…")


# --- The whole of it ------------------------------------------------------------------------------


def test_a_real_server_writes_json_and_answers_with_the_number(tmp_path):
    place = f"127.0.0.1:{free_port()}"
    changed = {
        "DJANGO_SETTINGS_MODULE": "tests.immunosite.start._slow",
        "BIND": place,
        "LOG_FORMAT": "json",
        "GUNICORN_LOG_LEVEL": "info",
        "WEB_WORKERS": "1",
        "SLOW_FOLDER": str(tmp_path),
    }
    with site.served(f"http://{place}", for_child(changed), tmp_path / "log"):
        with closing(HTTPConnection(place, timeout=30)) as reader:
            reader.request("GET", "/nowhere/?q=my-illness", headers={HEADER: GIVEN})
            missing = reader.getresponse()
            missing.read()
        with closing(HTTPConnection(place, timeout=30)) as reader:
            reader.request("GET", "/breaks/?q=my-illness")
            broken = reader.getresponse()
            broken.read()
    assert (missing.status, broken.status) == (404, 500)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    by_number = {line["request_id"]: line for line in lines}
    assert by_number[missing.headers[HEADER]]["message"] == "Not Found: /nowhere/"
    assert "Traceback" in by_number[broken.headers[HEADER]]["exception"]
    assert {"gunicorn.error", "django.request"} <= {line["logger"] for line in lines}
    assert "illness" not in (tmp_path / "log").read_text()
