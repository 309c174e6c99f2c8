"""A real nginx answers from an export as the site itself does."""

import gzip
import shutil
from urllib.parse import quote

import brotli
import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.immunosite.export._nginx import running
from tests.immunosite.export._site import as_in_production, build, export, files
from tests.pristine import keeper

pytestmark = pytest.mark.django_db
# Of the one connection, or made by nginx of the file.
NGINX_OWN = {"Server", "Date", "Connection", "ETag", "Content-Length"}
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """nginx before an export, and the application behind it."""
    folder = tmp_path_factory.mktemp("export")
    with django_db_blocker.unblock():
        restore = keeper()
        server = LiveServer("127.0.0.1")
        try:
            with as_in_production():
                build()
                export(folder / "to", f"--application=127.0.0.1:{server.thread.port}")
                with running(folder / "to", folder / "nginx") as nginx:
                    yield nginx
        finally:
            server.stop()
            restore()


@pytest.fixture
def application():
    """What the site itself says."""
    return Client(headers={"host": "localhost"})


def exported(nginx):
    """The address of every file."""
    for name in files(nginx.export):
        if name.startswith("identity/"):
            path, _, rest = name.removeprefix("identity/").rpartition("@")
            query = rest.rpartition(".")[0]
            yield f"/{quote(path)}?{query}" if query else f"/{quote(path)}"


def said(headers, *but):
    """The headers that are the site's to say, as a reader understands them."""
    found = {name: text for name, text in headers.items() if name not in NGINX_OWN | {*but}}
    policy = found.get("Content-Security-Policy", "")
    return {**found, "Content-Security-Policy": sorted(policy.split("; "))}


def test_every_page_is_the_sites_own_byte_for_byte_with_its_headers(site, application):
    addresses = [each for each in exported(site) if not each.startswith("/static/")]
    assert len(addresses) > 80
    for address in addresses:
        got, own = site.ask(address), application.get(address)
        assert (got.status, got.body) == (200, own.content), address
        assert said(got.headers) == said(own.headers), address


def test_every_static_file_is_the_sites_own(site, application):
    addresses = [each for each in exported(site) if each.startswith("/static/")]
    assert len(addresses) > 20
    for address in addresses:
        got, own = site.ask(address), application.get(address)
        assert (got.status, got.body) == (200, b"".join(own)), address
        own_headers = said(own.headers, "Last-Modified", "Vary")
        assert said(got.headers, "Vary") == own_headers, address
        own.close()


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br ; q=0.0,gzip;q=0", None),
        ("bread, gzipped", None),
        ("identity", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("path", ["/", "/articles/?page=2", "/feeds/all.xml"])
def test_it_goes_out_in_a_form_that_the_reader_can_read(site, accepts, coding, path):
    plain, got = site.ask(path), site.ask(path, Accept_Encoding=accepts)
    assert got.headers.get("Content-Encoding") == coding
    assert DECODED.get(coding, bytes)(got.body) == plain.body
    assert got.headers["Vary"] == "Accept-Encoding"
    assert got.headers["Content-Type"] == plain.headers["Content-Type"]


def test_pictures_that_compression_makes_no_smaller_go_out_as_they_are(site):
    (path,) = [each for each in exported(site) if "share-card." in each][:1]
    got = site.ask(path, Accept_Encoding="br, gzip")
    assert got.body.startswith(b"\x89PNG")
    assert "Content-Encoding" not in got.headers


def test_what_never_changes_may_be_kept_for_good(site):
    hashed = next(each for each in exported(site) if "/site." in each and each.count(".") == 2)
    assert "immutable" in site.ask(hashed).headers["Cache-Control"]


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_reader_who_has_the_page_hears_so(site, coding):
    first = site.ask("/articles/new-place/", Accept_Encoding=coding)
    again = site.ask(
        "/articles/new-place/", Accept_Encoding=coding, If_None_Match=first.headers["ETag"]
    )
    assert (again.status, again.body) == (304, b"")
    assert "Content-Encoding" not in again.headers
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, no-cache"
    other = site.ask("/", Accept_Encoding=coding, If_None_Match=first.headers["ETag"])
    assert other.status == 200


def test_no_page_has_a_date_that_a_browser_could_go_by(site):
    got = site.ask("/", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert got.status == 200
    assert "Last-Modified" not in got.headers


def test_head_tells_the_length_and_sends_nothing(site):
    for path in ("/", "/articles/gone/", "/no-such-page/"):
        whole, head = site.ask(path), site.ask(path, "HEAD")
        assert (head.status, head.body) == (whole.status, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))


@pytest.mark.parametrize(
    "path",
    [
        "/articles/gone/",
        "/articles/gone/?page=2",
        "/articles/gone/history/",
        "/articles/gone/history/1/",
        "/articles/gone/history/1/signed.json",
        "/articles/gone/history/1/receipt.json",
    ],
)
def test_a_withdrawn_page_is_gone_and_says_why(site, application, path):
    got, own = site.ask(path, Accept_Encoding="gzip"), application.get(path)
    assert (got.status, got.body) == (410, own.content)
    assert "A study behind it was retracted." in got.text
    assert said(got.headers) == said(own.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/articles/old-place/",
        "/articles/old-place/?page=2",
        "/articles/old-place/history/",
        "/articles/old-place/history/2/signed.json",
        "/articles",
        "/articles?page=2",
        "/articles/new-place",
        "/articles/no-such-page",
        "/about/funding",
        "/search?q=text",
        "/admin",
        "/favicon.ico",
    ],
)
def test_addresses_that_moved_lead_to_where_the_site_itself_leads(site, application, path):
    got, own = site.ask(path), application.get(path)
    assert (got.status, got.headers["Location"]) == (own.status_code, own.headers["Location"])
    assert got.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page/",
        "/articles/no-such-page/",
        "/articles/gon%C3%A9/",
        "/nginx/http.conf",
        "/current/export.json",
        "/identity/@.text-html-utf-8",
        "/@.text-html-utf-8",
        "/articles/@.text-html-utf-8",
        "/articles/@page=2.text-html-utf-8",
        "/articles//new-place/",
        "/export_missing",
        "/410/articles/gone/",
        "/static/no-such-file.css",
        "/healthz",
        "/a%0d%0aSet-Cookie:%20x=y/",
        "/" + "long" * 200 + "/",
    ],
)
def test_whatever_else_is_asked_for_is_not_there(site, path, application):
    got, own = site.ask(path), application.get("/no-such-page/")
    assert (got.status, got.body) == (404, own.content)
    assert said(got.headers) == said(own.headers)


@pytest.mark.parametrize(
    "path",
    ["/../nginx/http.conf", "/articles/%2e%2e/%2e%2e/nginx/http.conf", "/static/../../export.json"],
)
def test_no_path_leads_out_of_the_pages(site, path):
    assert site.ask(path).status in (400, 404)


def test_addresses_of_all_sorts_are_kept_apart(site, application):
    for path in ("/plain/b", "/plain/b/", "/plain/b/c", "/plain/b.text-html-utf-8"):
        got = site.ask(path)
        assert (got.status, got.body) == (200, application.get(path).content)
    page = "/%C3%A4rzte/%C3%BCber%20uns/"
    assert "Ä" in site.ask(page).text
    assert site.ask(f"{page}?page=2").body != site.ask(page).body
    assert site.ask(page[:-1]).status == 404  # whose slash no header may hold


@pytest.mark.parametrize(
    "path",
    [
        "/articles/?page=2/../../x",
        "/articles/?page=..%2f..%2f..%2fnginx%2fhttp.conf",
        "/articles/?page=2&page=1",
        "/articles/?therapy=til",
        "/articles/?kind=&therapy=til&condition=",
        "/about/funding/?page=2",
        "/glossary/?q=text",
        "/search/?q=text",
        "/search/suggest/?q=te",
        "/ask/",
        "/articles/new-place/report/",
        "/articles/gone/report/",
        "/articles/new-place/history/timegate/",
        "/api/v1/pages/article/new-place/",
        "/api/v1/docs/",
        "/accounts/login/",
        "/no-such-page/?x=y",
    ],
)
def test_what_no_file_can_answer_the_application_answers(site, application, path):
    got, own = site.ask(path), application.get(path)
    assert got.status == own.status_code
    # A sign-in has a token of its own each time.
    if not path.startswith("/accounts/"):
        assert got.body == own.content


def test_who_is_signed_in_and_what_no_page_takes_the_application_answers(site):
    refused = site.ask("/articles/new-place/", "POST", "x=y")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert site.ask("/", "OPTIONS").status == 204
    seen = site.ask("/", Cookie="sessionid=anything")
    assert "ETag" in seen.headers
    assert seen.headers["ETag"] != site.ask("/").headers["ETag"]


def test_without_the_application_pages_are_read_and_the_rest_says_so(site, tmp_path):
    shutil.copytree(site.export, tmp_path / "to", symlinks=True)
    for name in ("http.conf", "server.conf"):
        file = tmp_path / "to" / "current" / "nginx" / name
        text = file.read_text().replace(str(site.export), str(tmp_path / "to"))
        file.write_text(text.replace("127.0.0.1:", "unix:/no-such-socket-"))
    with running(tmp_path / "to", tmp_path / "nginx") as alone:
        assert alone.ask("/articles/new-place/").body == site.ask("/articles/new-place/").body
        failed = alone.ask("/search/?q=text")
        assert failed.status == 502
        assert "This part of the site cannot be reached just now" in failed.text
        assert "<form" not in failed.text
        assert failed.headers["Cache-Control"] == "no-store"
