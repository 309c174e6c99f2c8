"""What may come in: how a form is written, how much of it, and what is refused before Django."""

import io
import logging
import runpy
import tempfile
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings as site
from django.core.exceptions import BadRequest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from immunosite import wsgi
from immunosite.edge.whole_bodies import WholeBody
from immunosite.letters.models import Letter
from tests.immunosite.edge._edge import FORM, PUBLIC

pytestmark = pytest.mark.django_db


MULTIPART = "multipart/form-data"


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
