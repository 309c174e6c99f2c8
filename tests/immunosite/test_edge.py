"""The site's edge: hosts, encodings, bodies and cookies that no browser of good will sends."""

import gzip
import io
import logging
import re
import runpy
import sys
import tempfile
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.conf import settings as site
from django.core.exceptions import BadRequest, PermissionDenied, TooManyFieldsSent
from django.http.multipartparser import MultiPartParserError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from immunosite import wsgi
from immunosite.edge.encodings import liked_best
from immunosite.edge.whole_bodies import WholeBody
from immunosite.letters.models import Letter
from immunosite.urls import public
from tests.whole_site.test_canaries import routes

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def stranger():
    """A client that is given the site's answer to a fault, as a stranger is."""
    return Client(raise_request_exception=False)


# --- How a form is written ------------------------------------------------------------------------

OTHER_CHARSETS = ["utf-7", "utf-16", "utf-8-sig", "latin-1", "cp1252", "shift_jis", "hz", "idna"]
NOT_FOR_TEXT = [
    "no-such-charset",
    "base64",
    "hex",
    "zlib",
    "rot13",
    "bz2",
    "uu",
    "quopri",
    "unicode_escape",
]
PLACES = ["/ask/", "/accounts/login/", "/admin/", "/review/", "/articles/x/report/", "/nowhere/"]


@pytest.mark.parametrize("kind", [FORM, f"multipart/form-data; boundary={BOUNDARY}"])
@pytest.mark.parametrize("charset", OTHER_CHARSETS + NOT_FOR_TEXT)
def test_a_form_in_another_charset_is_refused_with_a_page(stranger, charset, kind):
    body = b"text=+AGE-" if kind == FORM else encode_multipart(BOUNDARY, {"text": "+AGE-"})
    for place in PLACES:
        response = stranger.generic("POST", place, body, f"{kind}; charset={charset}")
        assert response.status_code == 400, place
        assert "could not be read" in response.content.decode()
    assert stranger.generic("GET", "/ask/", b"", f"{kind}; charset={charset}").status_code == 200


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"', "U8", ""])
def test_utf_8_is_read_whatever_it_is_called(stranger, charset):
    response = stranger.post("/ask/", "text=M%C3%BCde%3F", f"{FORM}; charset={charset}")
    assert response.status_code == 302
    assert Letter.objects.get().text == "Müde?"


@pytest.mark.parametrize(
    "kind",
    [
        *(
            MULTIPART,
            f"{MULTIPART}; boundary=",
            "multipart/form-data; boundary=x",
        ),
        *(f"multipart/form-data; boundary={'x' * 300}", "multipart/form-data; boundary=\xe9\xff"),
        *("text/plain", "application/json", "", ";;;", "multipart/mixed; boundary=x", "x" * 3000),
    ],
)
@pytest.mark.parametrize(
    "body", [b"text=a", b"--x\r\n", b"--x\r\n\r\n\0\xff--x--", b"\xff\xfe=%ff%zz"]
)
def test_a_broken_form_is_the_senders_fault(stranger, kind, body):
    for place in PLACES:
        response = stranger.generic("POST", place, body, kind)
        assert response.status_code < 500, place
    assert not Letter.objects.exists()


ODD_QUERIES = ["%00", "q=%00", "q=%ff%fe", "q=%ED%A0%80", "%zz", "q=%", "q=" + "x" * 3000]
ODD_QUERIES += ["page=%00", "page=" + "9" * 3000, "page=-1", "kind=%00", "t=%00&t=%ff", "&" * 2000]
PAGES = ["/", "/search/", "/articles/", "/therapies/", "/therapies/compare/", "/glossary/", "/ask/"]
PAGES += ["/api/v1/", "/api/v1/articles/", "/sitemap.xml", "/conditions/", "/accounts/login/"]


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_no_query_is_a_fault_of_the_site(stranger, query):
    for page in PAGES:
        assert stranger.get(f"{page}?{query}").status_code < 500, page


@pytest.mark.parametrize(
    "path", ["/%00/", "/articles/%00/", "/articles/%ff/", "/%ff%fe/", "/" + "x" * 3000]
)
def test_no_address_is_a_fault_of_the_site(stranger, path):
    for place in (path, f"{path}report/", f"/static{path}", f"/glossary{path}"):
        assert stranger.get(place).status_code in (301, 400, 404)


# --- How much -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/ask/", "/articles/x/report/", "/accounts/login/", "/search/"])
def test_too_much_is_not_read(stranger, place):
    response = stranger.generic("POST", place, b"x", FORM, CONTENT_LENGTH=str(100 * 1024 * 1024))
    assert response.status_code == 413
    assert "Back button" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_a_letter_that_is_only_too_long_is_given_back(stranger):
    text = "Ä" * 20_000
    response = stranger.post("/ask/", {"text": text})
    assert response.status_code == 422
    assert text in response.content.decode()


def test_the_longest_letter_is_taken(stranger):
    assert stranger.post("/ask/", {"text": "\N{GRINNING FACE}" * 2000}).status_code == 302


def test_an_article_may_be_long_and_no_more(stranger, wen):
    stranger.force_login(wen)
    form = "/admin/articles/article/add/"
    assert stranger.post(form, {"title": "x" * 1024 * 1024}).status_code == 200
    size = str(17 * 1024 * 1024)
    assert stranger.generic("POST", form, b"", FORM, CONTENT_LENGTH=size).status_code == 413


def test_a_body_in_chunks_is_not_taken_for_an_empty_one(stranger):
    response = stranger.generic("POST", "/ask/", b"", FORM, HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411


def test_a_file_is_passed_over_and_kept_nowhere(stranger, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = tmp_path.parent / "scan.pdf"
    file.write_bytes(b"x" * 200_000)
    with file.open("rb") as opened:
        data = encode_multipart(BOUNDARY, {"text": "See my scan.", "scan": opened})
    assert stranger.generic("POST", "/ask/", data, MULTIPART_CONTENT).status_code == 302
    assert Letter.objects.get().text == "See my scan."
    assert list(tmp_path.iterdir()) == []


# --- Cookies --------------------------------------------------------------------------------------

COOKIES = [
    "csrftoken=x",
    "csrftoken=\x01",
    "csrftoken=" + "a" * 5000,
    'csrftoken="',
    "=;=;",
]
COOKIES += [
    "\xff",
    "sessionid=x",
    "sessionid=",
    "messages=zzz",
    "sessionid=x; csrftoken=y; messages=z",
]
PUBLIC = ["/", "/search/?q=cell", "/ask/", "/nowhere/", "/api/v1/", "/robots.txt", "/articles/"]


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_public_page_sets_no_cookie_whatever_comes_in(stranger, cookie):
    for page in PUBLIC:
        response = stranger.get(page, headers={"Cookie": cookie})
        assert not response.cookies, page
        assert "Cookie" not in response.headers.get("Vary", "")
    assert not stranger.post("/ask/", {"text": ""}, headers={"Cookie": cookie}).cookies


def test_a_signed_in_person_reads_public_pages_as_everybody(client, wen, edition):
    public = client.get(edition.get_absolute_url()).content
    client.force_login(wen)
    response = client.get(edition.get_absolute_url())
    assert (response.content, dict(response.cookies)) == (public, {})
    assert client.get("/admin/").status_code == 200


# --- Encodings ------------------------------------------------------------------------------------

LIKED = {
    "": [],
    "identity": [],
    "gzip": ["gzip"],
    "br, gzip": ["br", "gzip"],
    "gzip, deflate, br, zstd": ["br", "gzip"],
    "GZIP;Q=1.0 , BR": ["br", "gzip"],
    "x-gzip": ["gzip"],
    "br;q=0": [],
    "br;q=0.0": [],
    "br;q=0.000, gzip": ["gzip"],
    "br; q=0, gzip;q=0.5": ["gzip"],
    "br ; q = 0, gzip": ["gzip"],
    "gzip;q=0, br": ["br"],
    "br;q=0.2, gzip;q=0.8": ["gzip"],
    "br;q=0.001": ["br"],
    "*": ["br", "gzip"],
    "*;q=0.5": ["br", "gzip"],
    "br;q=0, *": ["gzip"],
    "gzip;q=0, *;q=0.1": ["br"],
    "identity;q=1, br;q=0.5": [],
    "identity;q=0.5, br;q=0.5": ["br"],
    "identity;q=0, gzip": ["gzip"],
    "*;q=0, gzip": ["gzip"],
    "*;q=0, identity": [],
    "identity;q=0": None,
    "*;q=0": None,
    "br;q=0, gzip;q=0, identity;q=0": None,
    "br;q=2, gzip": ["gzip"],
    "br;q=abc": [],
    "br;q=": [],
    "br;q=0.0001, gzip": ["gzip"],
    "gzip;level=1": [],
    "bread, brotli, gzipped": [],
    ",,;,;q=1": [],
}


@pytest.mark.parametrize(("header", "liked"), LIKED.items())
def test_an_encoding_is_chosen_by_the_book(header, liked):
    assert liked_best(header) == liked


DECODE = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize(("header", "liked"), LIKED.items())
def test_pages_go_out_as_the_reader_likes(client, edition, header, liked):
    plain = client.get(edition.get_absolute_url()).content
    response = client.get(edition.get_absolute_url(), headers={"Accept-Encoding": header})
    assert response.headers["Vary"] == "Accept-Encoding"
    if liked is None:
        assert response.status_code == 406
        return
    coding = response.headers.get("Content-Encoding")
    assert coding == (liked[0] if liked else None)
    assert DECODE[coding](response.content) == plain


@pytest.fixture
def static_file(settings, tmp_path):
    """A built style sheet in its three forms, as WhiteNoise serves them."""
    plain = (site.BASE_DIR / "static" / "site.css").read_bytes()
    forms = {"": plain, ".gz": gzip.compress(plain), ".br": brotli.compress(plain)}
    for suffix, body in forms.items():
        (tmp_path / f"site.css{suffix}").write_bytes(body)
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = False
    return plain


@pytest.mark.parametrize(("header", "liked"), LIKED.items())
def test_static_files_go_out_as_the_reader_likes(static_file, header, liked):
    response = Client().get("/static/site.css", headers={"Accept-Encoding": header})
    if liked is None:
        assert response.status_code == 406
        return
    coding = response.headers.get("Content-Encoding")
    assert coding == (liked[0] if liked else None)
    assert DECODE[coding](response.getvalue()) == static_file


# --- Hosts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "x" * 3000, "a b", "", "[::", "localhost\nX: y", "é"]
)
def test_a_wrong_host_is_one_line_in_the_log(stranger, host, caplog):
    with caplog.at_level(logging.DEBUG):
        for path in ("/", "/admin/", "/static/site.css", "/no/such"):
            caplog.clear()
            response = stranger.get(path, HTTP_HOST=host)
            assert response.status_code == 400
            assert response.headers["Content-Type"].startswith("text/plain")
            assert len(caplog.records) == 1
            (record,) = caplog.records
            assert "\n" not in record.getMessage()
            assert (record.exc_info, len(record.getMessage()) < 200) == (None, True)


@pytest.mark.parametrize(
    ("fault", "lines"),
    [
        (BadRequest, 1),
        (TooManyFieldsSent, 1),
        (MultiPartParserError, 1),
        (PermissionDenied, 1),
        (ValueError, 2),
    ],
)
def test_the_fault_of_a_stranger_is_one_line(settings, capsys, fault, lines):
    stream = logging.StreamHandler(sys.stdout)
    stream.addFilter(settings.LOGGING["filters"]["without_traceback"]["()"]())
    try:
        raise fault("No.")
    except Exception as error:
        told = logging.LogRecord("django.request", 40, "", 1, "Refused", (), (fault, error, None))
    stream.handle(told)
    assert len(capsys.readouterr().out.splitlines()) == lines


# --- Methods --------------------------------------------------------------------------------------

OTHER_METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO"]
READ_ONLY = ["/", "/articles/", "/search/", "/search/suggest/", "/glossary/", "/sitemap.xml"]


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_a_page_that_is_there_to_be_read_takes_nothing(method):
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for page in READ_ONLY:
        response = stranger.generic(method, page, b"text=a", FORM)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert "only there to be read" in response.content.decode()
        assert not response.cookies


def test_every_public_address_says_what_it_takes_and_sets_no_cookie():
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    paths = {re.sub(r"<[^>]+>", "1", route) for route, _ in routes(public)}
    assert len(paths) > 30
    for path in paths:
        response = stranger.put(f"/{path}")
        assert response.status_code == 405, path
        assert response.headers["Allow"].startswith("GET, HEAD")
        assert not response.cookies


@pytest.mark.parametrize("page", READ_ONLY)
def test_a_page_says_what_can_be_done_there(stranger, page):
    response = stranger.options(page)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "FOO"])
def test_rooms_behind_the_door_take_forms_and_nothing_else(client, wen, method):
    client.force_login(wen)
    for room in ("/admin/", "/review/", "/accounts/login/", "/admin/articles/article/add/"):
        response = client.generic(method, room)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


# --- Before Django --------------------------------------------------------------------------------


@pytest.mark.parametrize("peer", [("127.0.0.1", 5000), ("203.0.113.9", 5000), "a socket"])
def test_no_header_of_a_stranger_moves_an_address_or_makes_it_secure(peer):
    sent = "SCRIPT_NAME: /conditions", "PATH_INFO: /admin/", "X-Forwarded-Proto: https"
    sent += "X-Forwarded-Ssl: on", "REMOTE_USER: ada", "Script-Name: /conditions"
    head = "\r\n".join(["GET /conditions/?page=1 HTTP/1.1", "Host: localhost", *sent, "", ""])
    server = Config()
    for name, value in runpy.run_path(str(site.BASE_DIR / "gunicorn.conf.py")).items():
        if name in server.settings:
            server.set(name, value)
    request = next(RequestParser(server, iter([head.encode()]), peer))
    environ = create(request, None, peer, ("127.0.0.1", 8000), server)[1]
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("", "/conditions/")
    assert environ["wsgi.url_scheme"] == "http"
    assert "REMOTE_USER" not in environ


def test_no_prefix_that_a_server_believes_in_reaches_a_page(stranger):
    response = stranger.get("/", SCRIPT_NAME="/conditions")
    assert response.status_code == 200
    assert b"/conditions/conditions/" not in response.content
    assert b"<title>ImmunoSite" not in stranger.get("/conditions/").content


@pytest.mark.django_db(transaction=True)  # Django closes old connections at this door
@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset*=no-such''utf-8",
        "text/plain; charset*=zlib''x",
        f"{FORM}; charset*=utf-7''utf-7",
        f"{FORM}; charset*='",
        f"{FORM}; charset*0*=\xff''%",
        f"{FORM}; x=\0; charset=\0",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_content_type_that_breaks_its_reader_is_answered(kind, method):
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/ask/", "CONTENT_TYPE": kind}
    setup_testing_defaults(environ)
    environ |= {"HTTP_HOST": "localhost", "CONTENT_LENGTH": "0"}
    started = []
    body = b"".join(wsgi.application(environ, lambda status, headers: started.append(status)))
    assert started[0][:3] in (("200",) if method == "GET" else ("400", "422"))
    assert b"<h1" in body


class Reset(io.BytesIO):
    """A sender who goes away in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        raise ConnectionResetError(104, "Connection reset by peer")


def at_the_door(path, body, length, kind=FORM, method="POST"):
    """Status and page, as a web server gets them from the whole application."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_TYPE": kind}
    setup_testing_defaults(environ)
    environ |= {"HTTP_HOST": "localhost", "CONTENT_LENGTH": str(length), "wsgi.input": body}
    started = []
    page = b"".join(wsgi.application(environ, lambda status, headers: started.append(status)))
    return int(started[0][:3]), page.decode()


LETTER = {
    FORM: b"text=Can+I+take+16+mg",
    f"{MULTIPART}; boundary={BOUNDARY}": encode_multipart(BOUNDARY, {"text": "Can I take 16 mg"}),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", LETTER)
def test_a_letter_that_broke_off_on_its_way_is_not_taken_for_a_whole_one(kind, caplog):
    body = LETTER[kind]
    for cut in (b"", body[:8], body[:-1]):
        status, page = at_the_door("/ask/", io.BytesIO(cut), len(body), kind)
        assert (status, "could not be read" in page) == (400, True)
    assert not Letter.objects.exists()
    assert at_the_door("/ask/", io.BytesIO(body), len(body), kind)[0] == 302
    assert Letter.objects.get().text == "Can I take 16 mg"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", LETTER)
@pytest.mark.parametrize("path", PLACES)
def test_a_sender_who_goes_away_is_no_fault_of_the_site(path, kind, caplog):
    status, _ = at_the_door(path, Reset(), 5000, kind)
    assert status in (400, 404)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("lines", [b"one\ntwo\n", b"one\ntwo"])
def test_a_body_is_read_by_lines_to_its_end_and_no_further(lines):
    body = WholeBody(io.BytesIO(lines + b"of the next request"), len(lines))
    assert [body.readline(), body.readline(), body.readline()] == [*lines.splitlines(True), b""]
    with pytest.raises(BadRequest):
        WholeBody(io.BytesIO(b""), 3).readline()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [*PUBLIC, "/accounts/login/", "/glossary/", "/sitemap.xml"])
def test_the_answer_to_head_has_no_body(path):
    assert at_the_door(path, io.BytesIO(), 0, "", "HEAD")[1] == ""
