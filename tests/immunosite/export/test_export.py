"""`manage.py export_site`: all of the public site, or what was there stays as it was."""

import json
import os
import re
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from editorial import acts
from immunosite.export import exporting, tree
from immunosite.export.routes import routes
from immunosite.export.tree import Tree
from immunosite.page_store import kept, store
from immunosite.urls import urlpatterns
from tests import cast
from tests.immunosite.export._site import export, files

HTML = ".text-html-utf-8"
STATIC = ["site.css", "favicon.svg", "apple-touch-icon.png", "receipt.js", "changes.css"]
STATIC += ["share-card.png", "icon-maskable.svg"]


@pytest.fixture
def to(settings, tmp_path):
    """Where to; with the static files that pages lead to."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    for name in STATIC:
        (settings.STATIC_ROOT / name).write_text(name)
    return tmp_path / "to"


def manifest(folder):
    return json.loads((folder / "current" / "export.json").read_text())


def inodes(folder):
    root = (folder / "current").resolve()
    found = {path.relative_to(root): path.stat().st_ino for path in root.rglob("*")}
    return {str(name): inode for name, inode in found.items() if (root / name).is_file()}


def page(address, query=""):
    return f"identity{address}@{query}{HTML}"


# --- Complete -------------------------------------------------------------------------------------


def test_all_that_is_public_is_a_file_in_each_form(to, edition, withdrawn, wen, mei):
    live = cast.publish(cast.article(wen), wen, mei)
    export(to)
    found, url = files(to), live.get_absolute_url()
    own = ["", "history/", "history/1/", "history/passages/"]
    site = ["/", "/articles/", "/glossary/", "/reviewers/mei/", "/corrections/", "/about/privacy/"]
    for address in (*site, *(f"{url}{each}" for each in own)):
        assert page(address) in found
    for name in (
        f"identity{url}history/1/receipt.json@.application-jose+json",
        f"identity{url}history/1/signed.json@.application-json",
        f"identity{url}history/timemap/@.application-link-format",
        "identity/.well-known/jwks.json@.application-jwk-set+json",
        "identity/feeds/all.xml@.application-atom+xml-utf-8",
        "identity/sitemap-articles.xml@.application-xml-utf-8",
        "identity/robots.txt@.text-plain-utf-8",
        "identity/static/site.css@.text-css-utf-8-",
        f"410{withdrawn.get_absolute_url()}@{HTML}",
    ):
        assert name in found
    forms = [
        {name.partition("/")[2] for name in found if name.startswith(f"{coding}/")}
        for coding in ("identity", "gzip", "br")
    ]
    pages = [{name for name in form if not name.startswith("static/")} for form in forms]
    assert pages[0] == pages[1] == pages[2]


def test_nothing_that_is_not_public_is_in_any_file(to, edition, scheduled, wen):
    cast.article(wen, title="Okapi draft", slug="okapi-draft")
    export(to)
    for name, content in files(to).items():
        for words in (scheduled.slug, scheduled.title, "okapi"):
            assert not re.search(rf"{words}\b", name)
            if name.startswith("identity/"):
                assert not re.search(rf"{words}\b".encode(), content)


def test_all_that_the_sitemaps_name_is_there_or_the_applications(to, edition):
    export(to)
    found = files(to)
    maps = [text.decode() for name, text in found.items() if name.startswith("identity/sitemap")]
    named = {
        each.removeprefix("http://localhost")
        for text in maps
        for each in re.findall("<loc>([^<]+)", text)
    }
    assert len(named) > 10
    missing = [
        each for each in named if not any(name.startswith(f"identity{each}@.") for name in found)
    ]
    assert missing == ["/ask/"]


# --- Only what changed ----------------------------------------------------------------------------


def test_a_second_run_writes_nothing(to, edition):
    export(to)
    before = inodes(to)
    assert " 0 files were written, 0 are gone" in export(to)
    after = inodes(to)
    assert after.pop("export.json") != before.pop("export.json")
    assert after == before


def test_what_changed_is_written_and_what_is_gone_goes(to, edition, wen, mei, edda):
    other = cast.publish(cast.article(wen, slug="other"), wen, mei)
    export(to)
    before = inodes(to)
    acts.withdraw(other.document, by=edda, reason="It was not so.")
    said = export(to)
    after = inodes(to)
    assert page("/articles/other/") not in after
    assert b"It was not so." in files(to)[f"410/articles/other/@{HTML}"]
    kept = page(f"{edition.get_absolute_url()}history/1/")
    assert after[kept] == before[kept]
    assert after[page("/articles/")] != before[page("/articles/")]
    assert " 0 are gone" not in said
    assert [each.name for each in (to / "runs").iterdir()] == ["2"]


def test_equal_bytes_have_an_equal_time_and_others_another(to, tmp_path):
    """nginx makes its ETag of time and length; two exports may fall into one second."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        Tree(tmp_path / name, None).write("same", b"same")
        Tree(tmp_path / name, None).write("other", name.encode())
    times = [
        [(tmp_path / name / file).stat().st_mtime for name in ("one", "two")]
        for file in ("same", "other")
    ]
    assert times[0][0] == times[0][1]
    assert times[1][0] != times[1][1]


# --- All or nothing -------------------------------------------------------------------------------


class Killed(BaseException):
    """Nothing of the program runs after it; `killed_at` sees to that."""


@pytest.fixture
def killed_at(monkeypatch, to):
    def run(owner, name, after=0):
        left, dead = [after], []
        true, clear = getattr(owner, name), tree.shutil.rmtree

        def step(*given, **named):
            if not left[0]:
                dead.append(True)
                raise Killed
            left[0] -= 1
            return true(*given, **named)

        def clear_while_alive(*given, **named):
            return None if dead else clear(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, step)
            patch.setattr(tree.shutil, "rmtree", clear_while_alive)
            with pytest.raises(Killed):
                export(to)

    return run


MOMENTS = [
    (tree.Tree, "write", 0),
    (tree.Tree, "write", 9),
    (tree.Tree, "keep", 5),
    (exporting.nginx, "configuration", 0),
    (tree.os, "sync", 0),
    (tree.Path, "symlink_to", 0),
    (tree.Path, "replace", 0),
]


def test_an_export_that_is_killed_changes_nothing_that_is_served(to, edition, edda, killed_at):
    export(to)
    before = files(to)
    acts.withdraw(edition.document, by=edda, reason="It was not so.")
    for moment in MOMENTS:
        killed_at(*moment)
        assert files(to) == before, moment
    export(to)
    assert f"410{edition.get_absolute_url()}@{HTML}" in files(to)
    assert sorted(each.name for each in to.iterdir()) == ["current", "runs"]
    assert len(list((to / "runs").iterdir())) == 1


def test_a_full_disk_changes_nothing_and_says_so(to, edition, edda, monkeypatch):
    export(to)
    before = files(to)
    acts.withdraw(edition.document, by=edda, reason="It was not so.")

    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Tree, "write", full)
    with pytest.raises(CommandError, match=r"No space left.*What was served before still is"):
        export(to)
    assert files(to) == before
    assert [each.name for each in (to / "runs").iterdir()] == ["1"]


def test_two_at_once_are_refused(to, edition):
    export(to)
    descriptor = os.open(to, os.O_RDONLY)
    tree.fcntl.flock(descriptor, tree.fcntl.LOCK_EX)
    with pytest.raises(CommandError, match=r"Another export into .* is running"):
        export(to)
    os.close(descriptor)


def test_a_folder_of_something_else_is_not_touched(to):
    to.mkdir()
    (to / "thesis.doc").write_text("mine")
    with pytest.raises(CommandError, match="something else than an export"):
        export(to)
    assert [each.name for each in to.iterdir()] == ["thesis.doc"]


def test_what_nginx_would_misread_is_refused_at_once(to, edition):
    for folder in ("a b", "a;b", "$a", 'a"b'):
        with pytest.raises(CommandError, match="nginx would misread"):
            export(to.parent / folder)
        assert not (to.parent / folder).exists()
    for application in ("localhost", "unix:", "a:1; return 200", "a b:1"):
        with pytest.raises(CommandError, match="--application must be HOST:PORT"):
            export(to, f"--application={application}")
        assert not to.exists()


def test_where_there_are_no_hard_links_files_are_written(to, edition, monkeypatch):
    export(to)
    before = files(to)

    def refuse(*given):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(tree.Path, "hardlink_to", refuse)
    export(to)
    after = files(to)
    assert before.pop("export.json") != after.pop("export.json")
    assert after == before


def test_an_export_whose_run_was_taken_away_is_made_anew(to, edition):
    export(to)
    tree.shutil.rmtree(to / "runs" / "1")
    export(to)
    assert page("/") in files(to)


# --- Links ----------------------------------------------------------------------------------------


@pytest.fixture
def linking_to(settings, tmp_path):
    """The page about funding leads there, in its owner's own words. What is signed was checked when
    it was submitted."""

    def put(addresses):
        links = [f'<p><a href="{each}">Read this.</a></p>\n' for each in addresses]
        own = tmp_path / "templates" / "about" / "_funding_text.html"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text("".join(links))
        (engine,) = settings.TEMPLATES
        settings.TEMPLATES = [{**engine, "DIRS": [tmp_path / "templates", *engine["DIRS"]]}]
        store.clear()

    return put


NOWHERE = ["/articles/no-such-page/", "/no/such/folder/", "/static/no-such.css", "/healthz"]
THE_APPLICATIONS = [
    *("/search/?q=text", "/ask/", "/api/v1/docs/", "/accounts/login/", "/articles/?therapy=til"),
    "/articles/article-1/report/",
]


def test_links_that_lead_nowhere_are_named_with_their_pages(to, edition, linking_to):
    export(to)
    before = files(to)
    linking_to(NOWHERE)
    broken = [f"{link} on /about/funding/" for link in NOWHERE]
    with pytest.raises(CommandError) as refused:
        export(to)
    assert all(each in str(refused.value) for each in broken)
    assert files(to) == before
    said = export(to, "--despite-broken-links")
    assert all(f"leads to no page: {each}" in said for each in broken)
    assert sorted(manifest(to)["broken_links"]) == sorted(broken)


def test_links_to_notices_and_to_what_the_application_answers_are_right(to, withdrawn, linking_to):
    linking_to([withdrawn.get_absolute_url(), *THE_APPLICATIONS])
    export(to)
    assert manifest(to)["broken_links"] == []
    assert b"Read this" in files(to)[page("/about/funding/")]


# --- What must not be handed out to all -----------------------------------------------------------


def with_token(request):
    return HttpResponse(f"<input name=csrfmiddlewaretoken value={get_token(request)}>")


def with_written_token(request):
    return HttpResponse('<input name="csrfmiddlewaretoken" value="of somebody">')


def with_cookie(request):
    response = HttpResponse("Hello again.")
    response.set_cookie("seen", "yes")
    return response


def with_nonce(request):
    return HttpResponse(f"<script nonce={request.csp_nonce}></script>")


def with_header(request):
    return HttpResponse("Hello.", headers={"X-Own": "yes"})


def failing(request):
    return HttpResponse("Later.", status=503)


def plain(request, number=0):
    return HttpResponse("Hello.")


REFUSED = [
    (path("x/", kept(with_token), name="x"), "sets a cookie"),
    (path("x/", kept(with_written_token), name="x"), "holds the token of a form"),
    (path("x/", kept(with_cookie), name="x"), "sets a cookie"),
    (path("x/", kept(with_nonce), name="x"), "has a nonce"),
    (path("x/", with_header, name="x"), "does not keep for other readers"),
    (path("x/", plain, name="x"), "does not keep for other readers"),
    (path("x/", failing, name="x"), "The site answers 503 for /x/"),
    (path("x/<int:number>/", kept(plain), name="x"), "nothing lists its addresses"),
    (path("x@y/", kept(plain), name="x"), "/x@y/ cannot be the name of a file"),
    (path("x", kept(plain)), "has no name"),
]


@pytest.fixture
def addresses(settings):
    """`addresses(route)`: the site has that one, too."""

    def more(route):
        settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": [route, *urlpatterns]})
        routes.cache_clear()
        store.clear()

    yield more
    routes.cache_clear()


def test_a_page_that_cannot_be_the_same_for_all_is_refused(to, edition, addresses):
    for route, says in REFUSED:
        addresses(route)
        with pytest.raises(CommandError, match=says):
            export(to)
        assert not (to / "current").exists()


def test_pages_with_python_errors_are_refused(to, edition, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG"):
        export(to)


def test_behind_tls_pages_are_those_of_https(to, edition, settings):
    settings.SITE_URL = "https://localhost"
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    export(to)
    found = files(to)
    assert b'add_header Strict-Transport-Security "max-age=3600"' in found["nginx/server.conf"]
    assert b'rel="canonical" href="https://localhost/"' in found[page("/")]
    assert manifest(to)["moved"] == 1  # the icon, and nothing to another scheme


# --- Until when -----------------------------------------------------------------------------------


def test_it_says_until_when_it_is_true(to, edition, wen, mei):
    export(to)
    until = datetime.fromisoformat(manifest(to)["true_until"])
    assert (until.hour, until.minute) == (0, 0)
    soon = timezone.now() + timedelta(seconds=30)
    cast.publish(cast.article(wen, publish_at=soon), wen, mei)
    assert soon.isoformat() in export(to)
    assert manifest(to)["true_until"] == soon.isoformat()


def test_it_shows_how_far_it_is(to, edition):
    steps = []
    exporting.export(to, lambda *step: steps.append(step), application="127.0.0.1:9")
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert steps[-1] == (len(steps), len(steps))


def test_it_says_when_nginx_has_to_be_reloaded(to, edition, wen, mei):
    assert "reload nginx" in export(to)
    assert "reload nginx" not in export(to)
    cast.publish(cast.article(wen), wen, mei)
    assert "reload nginx" in export(to)


# --- Cost -----------------------------------------------------------------------------------------


def queries(to):
    with CaptureQueriesContext(connection) as asked:
        export(to)
    return len(asked), manifest(to)["pages"]


def test_the_cost_of_a_page_does_not_grow_with_the_site(to, edition, wen, mei):
    few, pages = queries(to / "few")
    for _ in range(3):
        cast.publish(cast.article(wen), wen, mei)
    many, more_pages = queries(to / "many")
    assert (many - few) / (more_pages - pages) <= 6
