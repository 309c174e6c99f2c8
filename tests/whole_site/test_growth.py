"""A site with more documents asks the database no more, and no question reads a whole table.

Not a word of time: what a page costs is the number of its questions, and what each must read.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, reverse
from django.utils import timezone

from editorial import acts
from editorial.kept_badges import kept_badges
from editorial.models import Edition
from glossary.terms import _Kept
from immunosite.letters.models import LetterKind
from immunosite.letters.receiving import receive
from immunosite.page_store import store
from immunosite.urls import public as public_patterns
from tests import cast
from tests.whole_site._plans import SMALL, scans

pytestmark = pytest.mark.django_db

# Questions that read a growing table through, and why they may.
ALLOWED = {
    # The whole site's figures, for one page.
    '"required_signers"': "Pages with all their signatures are counted, for /about/standards/.",
    '"evidence_reference"."kind" =': "The library is counted by kind, up to ten thousand sources.",
    'DISTINCT "evidence_reference"."year"': "The library's years; it grows with what is cited.",
}
MOST = 15  # questions of a page for those who work here


class Site:
    def __init__(self) -> None:
        self.wen, self.edda = cast.person("Wen", "Writer"), cast.person("Edda", "Editor")
        self.mei, self.root = cast.clinician("Mei", "Reviewer"), cast.clinician("Root", "Reviewer")
        self.root.is_superuser = True
        self.root.save()
        self.size = 0
        for _ in range(2):
            self.grow()

    def grow(self) -> None:
        """One more of all that lists hold."""
        self.size += 1
        n, wen = self.size, self.wen
        condition = cast.condition(wen, slug=f"melanoma-{n}")
        therapy = cast.therapy(wen, slug=f"drip-{n}", conditions=[condition])
        about = cast.article(wen, slug=f"about-{n}", conditions=[condition], therapies=[therapy])
        entry = self.signed(cast.entry(wen, title=f"Antigen {n}", slug=f"antigen-{n}"))
        for each in (condition, therapy, about):
            self.signed(each)
        self.signed(cast.article(wen, publish_at=timezone.now() + timedelta(days=9)))
        taken = self.signed(cast.article(wen)).document
        acts.withdraw(taken, by=self.edda, reason="An error.")
        cast.submit(cast.article(wen), wen)
        opened = cast.submit(cast.article(wen), wen)
        acts.take(opened, by=self.root, shown_assignee=None)
        acts.comment(opened, by=self.root, body="Which dose?")
        cast.article(wen)
        receive(LetterKind.PROBLEM, "Wrong.", sender=f"192.0.2.{n}", edition=entry)

    def signed(self, document: Any) -> Edition:
        return cast.publish(document, self.wen, self.mei)


def build() -> Site:
    return Site()


# --- Addresses ------------------------------------------------------------------------------------

NARROWED = [
    *("/articles/?therapy=drip-1", "/articles/?condition=melanoma-1", "/articles/?kind=question"),
    *("/articles/?therapy=drip-1&condition=melanoma-1", "/articles/?page=2"),
    *("/therapies/?condition=melanoma-1", "/therapies/?route=vein", "/glossary/?letter=A"),
    *("/therapies/compare/?t=drip-1&t=drip-2", "/glossary/?q=anti&match=contains"),
    *("/search/?q=text", "/search/?q=text&kind=article&condition=melanoma-1"),
    *("/search/?q=text&page=2", "/search/suggest/?q=anti"),
    *("/api/v1/pages/", "/api/v1/pages/?order=published", "/api/v1/pages/article/"),
    *("/api/v1/pages/article/?therapy=drip-1", "/api/v1/glossary/?q=anti"),
    *("/articles/about-1/", "/therapies/drip-1/", "/conditions/melanoma-1/"),
    *("/glossary/antigen-1/", "/articles/about-1/history/", "/reviewers/mei/"),
]
DESK = [
    *("/review/", "/review/?assigned=me", "/review/?assigned=nobody", "/review/?due=overdue"),
    *("/review/?due=week", "/review/?kind=article", "/review/?risk=standard", "/review/?text=no"),
    *("/review/?title=article", "/review/running-out/", "/review/running-out/?due=ahead"),
]


def plain(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Every address that has no part to be filled in."""
    for each in patterns:
        address = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from plain(each.url_patterns, address)
        elif "<" not in address:
            yield address


def public_addresses() -> list[str]:
    there = set(plain(public_patterns)) - {reverse("security")}  # no address, no file
    return [*sorted(there), *NARROWED]


def address_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def admin_lists() -> list[str]:
    return ["/admin/", *map(address_of, admin.site._registry)]


def answer(client: Client, address: str) -> tuple[str, list[dict[str, str]]]:
    store.clear()
    kept_badges.clear()
    _Kept.held = None
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code in (200, 302), f"{address} answered {response.status_code}"
    return response.content.decode(errors="replace"), asked.captured_queries


def all_lists(site: Site) -> Iterator[tuple[Client, str]]:
    reader, root = Client(), Client()
    root.force_login(site.root)
    yield from ((reader, each) for each in public_addresses())
    yield from ((root, each) for each in [*admin_lists(), *DESK])


# --- What they ask --------------------------------------------------------------------------------


def test_each_list_asks_few_questions_and_no_more_of_them_among_more_documents(own):
    few = {address: len(answer(client, address)[1]) for client, address in all_lists(own)}
    own.grow()
    own.grow()
    many = {address: len(answer(client, address)[1]) for client, address in all_lists(own)}
    assert {each: (few[each], many[each]) for each in few if few[each] != many[each]} == {}
    # “Your work” is many lists on one page.
    staff = [*admin_lists()[1:], *DESK]
    assert {each: many[each] for each in staff if many[each] > MOST} == {}


def choices(page: str, address: str) -> list[str]:
    """The address of each filter and each order that a list of the admin offers."""
    links = {unescape(each) for each in re.findall(r'href="(\?[^"]*)"', page)}
    return [f"{address}{each}" for each in sorted(links - {"?"})]


def questions(site: Site) -> Iterator[tuple[str, dict[str, str]]]:
    choosable = [address_of(m) for m in admin.site._registry if m._meta.db_table not in SMALL]
    for client, address in all_lists(site):
        page, asked = answer(client, address)
        yield from ((address, query) for query in asked)
        if address in choosable:
            for chosen in choices(page, address):
                yield from ((chosen, query) for query in answer(client, chosen)[1])


if connection.vendor == "sqlite":  # it alone tells its plan so plainly

    def test_no_question_reads_a_table_through_that_grows(built):
        found = {}
        for address, query in questions(built):
            for step in scans(query["sql"]):
                if not any(each in query["sql"] for each in ALLOWED):
                    found.setdefault(f"{step}: {query['sql']}", address)
        assert found == {}
