"""What every test can use: the database as migrated, and a browser. The people are in `cast.py`."""

import os
import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from editorial.kept_badges import kept_badges
from glossary.terms import _Kept
from immunosite.invalidation.heard import heard
from immunosite.machines import sitemap
from immunosite.page_store import store
from immunosite.search.missed import waiting
from tests._page_world import PageWorld
from tests._rows import built_once
from tests.cast import *  # noqa: F403
from tests.machine import chromium
from tests.pristine import keeper

# A run in the background ignores Ctrl-C, and so would each process that it starts and interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# --- Under CI nothing is left out -----------------------------------------------------------------

UNDER_CI = os.environ.get("CI") == "true"
# Real documents that are not ours to publish lie beside the repository, not in it.
MAY_BE_ABSENT = "shared data folder"


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not UNDER_CI or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = str(report.longrepr)
    if MAY_BE_ABSENT not in reason:
        report.outcome = "failed"
        report.longrepr = f"Skipped, and nothing may be skipped under CI: {reason}"


def make_writable(report: pytest.TestReport) -> None:
    """A worker hands it on as UTF-8, and a lone surrogate in a log line would end the whole run."""
    report.sections = [(name, _writable(text)) for name, text in report.sections]
    if report.failed and (told := report.longreprtext) != _writable(told):
        report.longrepr = _writable(told)


def _writable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    make_writable(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


# --- Database -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit end by putting the migrated database back, instead of Django's flush."""
    with django_db_blocker.unblock():
        restore = keeper()
    # Django's own hook, which its type stubs leave out.
    setattr(TransactionTestCase, "_fixture_teardown", lambda self: restore())  # noqa: B010


@pytest.fixture(scope="session", autouse=True)
def one_part_of_the_sitemap() -> None:
    """A part is a range of documents' ids, and PostgreSQL counts on after each rollback."""
    if connection.vendor == "postgresql":
        sitemap.ROWS = 1_000_000


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """A process that has just begun. Rolled-back tests share audit numbers, by which the page store
    tells its pages apart; and what an earlier test missed would be written whenever it is due."""
    store.clear()
    heard.forget()
    waiting.counts.clear()
    _Kept.held = None
    kept_badges.clear()


@pytest.fixture(scope="module")
def built(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Any]:
    """What `build()` of the test's file returns: made once for the file, whose tests read it."""
    with built_once(django_db_blocker):
        yield request.module.build()


@pytest.fixture
def own(built: Any, db: None) -> Any:
    """The same for a test that acts: an act changes what Python holds of a row, too."""
    return deepcopy(built)


@pytest.fixture
def public() -> Client:
    """A reader for whom no page is kept yet."""
    store.clear()
    return Client()


# --- Once is enough -------------------------------------------------------------------------------

# pytest-django refuses each query of a test that stands on neither; `db` stands on the first.
DATABASE_FIXTURES = {"django_db_setup", "live_server"}
# With these a module may go past that: to another program, or to a connection of its own.
PAST_THEM = {"subprocess", "psycopg", "connection", "connections"}


def may_use_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    names = vars(getattr(item, "module", object)).keys()
    asked = item.get_closest_marker("django_db") is not None
    return asked or bool(fixtures & DATABASE_FIXTURES or names & PAST_THEM)


def leave_out_what_needs_no_database(
    config: pytest.Config, items: list[pytest.Item], vendor: str
) -> None:
    """On PostgreSQL it would only say again what it said on SQLite."""
    if vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[each for each in items if not may_use_database(each)])
    items[:] = filter(may_use_database, items)


# --- Browser --------------------------------------------------------------------------------------

# Milliseconds that a busy machine may take; nobody waits for what is there.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

# Nothing of Chromium's own business on the network, whatever the machine allows.
CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            # Chromium on a busy machine: what fails is tried once more, and told as "rerun".
            item.add_marker(pytest.mark.flaky(reruns=1))
        # pytest-django makes no database for a test that does not ask for one by itself.
        if "public_site" in getattr(item, "fixturenames", ()):
            item.add_marker("django_db")
    leave_out_what_needs_no_database(config, items, connection.vendor)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright leaves an event loop running in this thread; Django would refuse its queries here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # it does not start as root otherwise
    try:
        with sync_playwright() as playwright:
            chrome = playwright.chromium.launch(
                executable_path=chromium(), args=CHROMIUM_ARGUMENTS + sandbox
            )
            yield chrome
            chrome.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def tab_on(browser: Browser, url: str, **preferences: Any) -> Iterator[Page]:
    """A tab on the site at `url`. A script error or a breach of the Content-Security-Policy fails
    the test, wherever on its way it happened.
    """
    context = browser.new_context(base_url=url, locale="en-GB", **preferences)
    context.set_default_timeout(PATIENCE)
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    tab = context.new_page()
    context.on("console", note)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    try:
        yield tab
    finally:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with tab_on(browser, live_server.url) as tab:
        yield tab


@pytest.fixture(scope="module")
def public_site(browser: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a site that holds every type of public page; built once for a whole file,
    whose tests may only read it."""
    with django_db_blocker.unblock():
        restore = keeper()
        server = LiveServer("localhost")
        try:
            PageWorld()
            yield server.url
        finally:
            server.stop()
            restore()
