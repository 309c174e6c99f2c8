"""A withdrawn page is gone within a second in every process, whatever clocks and databases do."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError
from django.utils import timezone

from editorial import acts
from immunosite.front import stamp as stamps
from immunosite.front.stamp import AWAY, FRESH, PATIENCE, Stamp
from tests import cast


def test_the_times_together_stay_under_a_second():
    assert FRESH + PATIENCE < 1
    assert FRESH <= 0.25


def test_a_withdrawn_page_is_gone_in_both_processes(site, second_process, edition, edda):
    address = edition.get_absolute_url()
    for process in (site, second_process):
        process.get(address)
        assert process.from_the_store(address)
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    for process in (site, second_process):
        process.seconds += FRESH
        assert process.get(address).status == 410


def test_readers_cost_no_query_between_two_looks(site, edition, django_assert_num_queries):
    address = edition.get_absolute_url()
    site.get(address)
    site.get(address)
    with django_assert_num_queries(0):
        for _ in range(50):
            assert site.get(address).status == 200
    site.seconds += FRESH
    with django_assert_num_queries(1):
        for _ in range(50):
            site.get(address)


def test_saves_submissions_that_change_nothing_public(site, edition, draft, wen):
    address = edition.get_absolute_url()
    site.get(address)
    acts.revise(draft, by=wen)
    site.seconds += FRESH
    site.get(address)
    cast.save(draft.stored(), wen)
    site.seconds += FRESH
    assert site.from_the_store(address)


def test_an_edition_that_ends_by_the_clock_is_gone_at_that_moment(site, wen, mei, clock):
    ends = timezone.now() + timedelta(hours=1)
    edition = cast.publish(cast.article(wen, expire_at=ends), wen, mei)
    address = edition.get_absolute_url()
    site.get(address)
    assert site.from_the_store(address)
    clock(seconds=3599)
    assert site.get(address).status == 200
    clock(seconds=3601)
    assert site.get(address).status == 410


def test_what_is_planned_is_public_at_its_moment_and_not_before(site, scheduled, wen, mei, clock):
    """On its own page, in the lists, and on pages that have nothing to do with it."""
    live = cast.publish(cast.article(wen), wen, mei)
    pages = [live.get_absolute_url(), "/articles/", "/", "/sitemap-articles.xml"]
    for _ in range(2):
        assert site.get(scheduled.get_absolute_url()).status == 404
        assert [scheduled.slug in site.get(page).content.decode() for page in pages] == [False] * 4
    clock(days=3, seconds=1)
    assert site.get(scheduled.get_absolute_url()).status == 200
    listed = [scheduled.get_absolute_url() in site.get(page).content.decode() for page in pages]
    assert listed == [False, True, True, True]
    assert [site.from_the_store(page) for page in pages] == [True] * 4


STEPS = [400, -1, 3.5, -400]  # days; something is planned in three, and reviews run out in a year


@pytest.mark.parametrize("step", STEPS)
def test_whatever_step_the_clock_makes_each_page_is_the_one_of_its_time(
    site, scheduled, wen, mei, clock, step
):
    """What was made while it was wrong is not shown when it is put right, nor the other way; within
    the quarter of a second, too, in which the database is not asked."""
    live = cast.publish(cast.article(wen), wen, mei)
    pages = [scheduled.get_absolute_url(), "/articles/", live.get_absolute_url()]

    def shown():
        return [
            [(answer.status, answer.content) for answer in (site.get(page), site.get(page))]
            for page in pages
        ]

    right = shown()
    clock(days=step)
    wrong = shown()
    assert [first == second for first, second in right + wrong] == [True] * 6
    assert wrong != right
    clock(0)
    assert shown() == right
    assert site.from_the_store("/articles/")
    clock(days=step)
    assert shown() == wrong


# --- The database is away -------------------------------------------------------------------------


@pytest.fixture
def away(monkeypatch, site):
    """`away(True)`: the database refuses to answer the stamp."""
    ask, refuses = site.front.stamp.ask, []

    def asked(now):
        if refuses[-1:] == [True]:
            raise OperationalError("no connection")
        return ask(now)

    site.front.stamp.ask = asked
    return refuses.append


def test_stored_pages_go_on_for_a_stated_time_with_a_header_and_a_line(site, away, edition, caplog):
    address = edition.get_absolute_url()
    site.get(address)
    assert "Cache-Status" not in site.get(address).headers
    away(True)
    with caplog.at_level(logging.WARNING, logger="immunosite.front.stamp"):
        for _ in range(20):
            site.seconds += 1
            answer = site.get(address)
            assert answer.status == 200
            assert answer.headers["Cache-Status"] == (
                "immunosite; hit; detail=database-unreachable"
            )
        known = site.get(address, HTTP_IF_NONE_MATCH=answer.headers["ETag"])
        assert (known.status, "Cache-Status" in known.headers) == (304, True)
        assert caplog.messages == [
            "The database cannot be asked; stored pages are served: no connection"
        ]
        site.seconds += AWAY
        assert not site.from_the_store(address)
        away(False)
        site.seconds += FRESH
        assert "Cache-Status" not in site.get(address).headers
        assert caplog.messages[1:] == ["The database can be asked again."]


def test_ten_minutes_are_the_stated_time(site, away, edition):
    assert AWAY == 600
    address = edition.get_absolute_url()
    site.get(address)
    site.get(address)
    away(True)
    site.seconds += AWAY - 0.5
    assert site.from_the_store(address)
    site.seconds += 0.5
    assert not site.from_the_store(address)


@pytest.mark.parametrize("step", [3599, 3601, -1])
def test_while_it_is_away_a_page_is_shown_in_its_own_time_only(site, away, wen, mei, clock, step):
    ends = timezone.now() + timedelta(hours=1)
    edition = cast.publish(cast.article(wen, expire_at=ends), wen, mei)
    address = edition.get_absolute_url()
    site.get(address)
    assert site.from_the_store(address)
    away(True)
    site.seconds += 2
    clock(seconds=step)
    assert site.from_the_store(address) == (step == 3599)


def test_after_it_was_away_nobody_is_shown_what_was_withdrawn_meanwhile(site, away, edition, edda):
    address = edition.get_absolute_url()
    site.get(address)
    away(True)
    site.seconds += 1
    assert site.get(address).status == 200
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    away(False)
    site.seconds += FRESH
    assert site.get(address).status == 410


def test_before_the_first_answer_nothing_is_served():
    def fail(now):
        raise OperationalError("no connection")

    assert Stamp(ask=fail).read() is None


def test_a_database_that_is_away_is_asked_four_times_a_second():
    asked, now = [], [0.0]

    def fail(at):
        asked.append(now[0])
        raise OperationalError("no connection")

    stamp = Stamp(ask=fail, clock=lambda: now[0])
    for step in range(1000):
        now[0] = step / 1000
        stamp.read()
    assert asked == [0.0, 0.25, 0.5, 0.75]


@pytest.fixture
def slow():
    """A stamp that was read at 0 seconds, and whose database takes its time from 1 second on."""
    now, asking, goes_on = [0.0], Event(), Event()
    states = [(str(number), timezone.now() + timedelta(days=1)) for number in (1, 2)]

    def ask(at):
        if now[0]:
            asking.set()
            assert goes_on.wait(30)
        return states[bool(now[0])]

    stamp = Stamp(ask=ask, clock=lambda: now[0])
    assert stamp.read() == (states[0], False)
    now[0] = 1.0
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(stamp.read)
        assert asking.wait(30)
        yield stamp, states, pool, goes_on
        goes_on.set()
        assert first.result() == (states[1], False)


def test_whoever_comes_while_another_asks_waits_for_that_answer(slow, monkeypatch):
    monkeypatch.setattr(stamps, "PATIENCE", 30)
    stamp, states, pool, goes_on = slow
    second = pool.submit(stamp.read)
    goes_on.set()
    assert second.result() == (states[1], False)


def test_a_database_that_takes_longer_counts_as_away(slow, monkeypatch, caplog):
    monkeypatch.setattr(stamps, "PATIENCE", 0.01)
    stamp, states, _, _ = slow
    with caplog.at_level(logging.WARNING, logger="immunosite.front.stamp"):
        for _ in range(3):
            assert stamp.read() == (states[0], True)
    assert caplog.messages == [
        "The database cannot be asked; stored pages are served: no answer within 0.01 seconds"
    ]
