"""Telling the cache what an act touched: a real Varnish forgets that and nothing else."""

import logging
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest
from django.conf import settings as site_settings

from editorial import acts
from immunosite.cdn import purging
from immunosite.cdn.purging import purge
from tests import cast
from tests.machine import MissingProgram, varnish
from tests.postgres import free_port

VCL = site_settings.BASE_DIR / "docs" / "varnish.vcl"


@pytest.fixture
def cache(live_server, tmp_path, settings, monkeypatch):
    """The address of a Varnish in front of the site, with the file that the documentation gives."""
    try:
        program = varnish()
    except MissingProgram as missing:
        pytest.skip(str(missing))
    settings.CDN_SECONDS = 3600
    monkeypatch.setattr(purging, "KNOWN_EVERYWHERE", 0.0)
    with running(program, live_server.thread, tmp_path) as place:
        settings.CDN_PURGE_URL = f"http://{place}/"
        yield place


@contextmanager
def running(program, site, folder):
    text = VCL.read_text().replace('"8000"', f'"{site.port}"').replace("127.0.0.1", site.host, 1)
    (folder / "site.vcl").write_text(text)
    place = f"127.0.0.1:{free_port()}"
    options = ["-F", "-j", "none", "-n", folder / "work", "-f", folder / "site.vcl", "-a", place]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, *options, "-s", "malloc,8m"], stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(place), (folder / "log").read_text)
        yield place
    finally:
        process.terminate()
        process.wait(30)


def answers(place):
    try:
        return ask(place, "/robots.txt")
    except OSError:
        return None


def wait_until(is_so, why=lambda: ""):
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, why()
        time.sleep(0.05)


def ask(place, address, method="GET", **headers):
    connection = HTTPConnection(place, timeout=30)
    try:
        connection.request(method, address, headers=headers)
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer
    finally:
        connection.close()


def is_hit(place, address):
    """Varnish gives two numbers where it answers by itself: of this request and of the first."""
    answer = ask(place, address)
    assert answer.status == 200
    return len(answer.headers["X-Varnish"].split()) == 2


def test_varnish_keeps_pages_and_forgets_each_that_an_act_touched(cache, wen, mei, edda):
    first, other = (cast.publish(cast.article(wen), wen, mei) for _ in range(2))
    pages = [first.get_absolute_url(), other.get_absolute_url(), "/articles/"]
    wait_until(lambda: all(is_hit(cache, page) for page in pages))
    assert "Surrogate-Key" not in ask(cache, pages[0]).headers
    acts.revise(first.document, by=wen)
    assert all(is_hit(cache, page) for page in pages)
    acts.withdraw(first.document, by=edda, reason="A study was retracted.")
    wait_until(lambda: ask(cache, pages[0]).status == 410)
    wait_until(lambda: first.title not in ask(cache, "/articles/").body.decode())
    assert is_hit(cache, pages[1])
    assert [ask(cache, pages[0]).status for _ in range(3)] == [410] * 3


def test_varnish_keeps_nothing_private_and_takes_orders_from_the_site_alone(cache, edition, root):
    for address in ("/admin/login/", "/accounts/login/", "/articles/no-such-page/"):
        assert [len(ask(cache, address).headers["X-Varnish"].split()) for _ in range(2)] == [1, 1]
    assert ask(cache, "/", "PURGE").status == 400  # nothing named
    page = edition.get_absolute_url()
    wait_until(lambda: is_hit(cache, page))
    assert is_hit(cache, page)
    # A reader's cookie neither reaches the site nor makes the cache let go.
    assert len(ask(cache, page, Cookie="sessionid=made-up").headers["X-Varnish"].split()) == 2


# --- Without one ----------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch):
    said = []
    monkeypatch.setattr(purging, "_ask", lambda names: said.append(list(names)) or 204)
    monkeypatch.setattr(purging, "KNOWN_EVERYWHERE", 0.0)
    return said


def test_nobody_is_told_while_no_cache_is_set(asked, wen, mei, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cast.publish(cast.article(wen), wen, mei)
    assert asked == []


@pytest.fixture
def at_once(monkeypatch, settings):
    """The thread's work is done before it returns."""
    settings.CDN_PURGE_URL = "http://cache.example/"

    class Thread:
        def __init__(self, target, args):
            self.start = lambda: target(*args)

    monkeypatch.setattr(purging, "Thread", Thread)


def test_it_is_told_when_the_act_is_on_record_and_again_when_all_processes_know(
    asked, at_once, wen, mei, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document = cast.article(wen)
        cast.publish(document, wen, mei)
        assert asked == []
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert {f"document-{document.pk}", "kind-article", "signer-mei", "everything"} <= {*asked[0]}


def test_many_names_are_told_in_several_requests(asked, monkeypatch):
    purge([str(number) for number in range(120)])
    assert [len(each) for each in asked] == [50, 50, 20]


@pytest.mark.parametrize("answer", [ConnectionRefusedError("nobody there"), 403])
def test_a_cache_that_does_not_listen_is_logged_and_undoes_nothing(
    at_once, monkeypatch, caplog, wen, mei, django_capture_on_commit_callbacks, answer
):
    def ask(names):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(purging, "_ask", ask)
    monkeypatch.setattr(purging, "KNOWN_EVERYWHERE", 0.0)
    with (
        caplog.at_level(logging.ERROR, logger="immunosite.cdn.purging"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        edition = cast.publish(cast.article(wen), wen, mei)
    assert edition.pk
    assert len(caplog.messages) == 2
    assert all(each.startswith("The cache ") for each in caplog.messages)
