"""What the first view of an article costs its reader. `make audit` measures the speed besides."""

import gzip

import pytest
from playwright.sync_api import Page, Route
from playwright.sync_api import Request as Asked

from audits.first_view import MAX_BYTES, MAX_REQUESTS, Request, faults, size
from tests import cast

BODY = "<h2>What it is</h2>" + "<p>An antigen meets an antibody.</p>" * 40
# Chromium asks for these two, and often does not tell Playwright.
IGNORED = "link[rel=icon], link[rel=manifest]"


@pytest.fixture
def address(wen, mei) -> str:
    """An article with what makes a page heavy: terms of the glossary, and pages that it names."""
    term, therapy = cast.entry(wen, title="Antigen", slug="antigen"), cast.therapy(wen)
    cast.publish(term, wen, mei)
    cast.publish(therapy, wen, mei)
    article = cast.article(wen, body=BODY, therapies=[therapy], see_also=[term])
    return cast.publish(article, wen, mei).get_absolute_url()


def first_view(page: Page, address: str) -> list[Request]:
    asked: list[Asked] = []
    # Playwright cannot wrap a bound method of a built-in type.
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    page.goto(address, wait_until="networkidle")
    told = [Request(each.url, each.resource_type, weight(each)) for each in asked]
    links = page.locator(IGNORED).evaluate_all("links => links.map(link => link.href)")
    untold = set(links) - {each.url for each in told}
    return told + [Request(url, "other", 0) for url in untold]


def weight(asked: Asked) -> int:
    """In gzip, the bigger of the two ways in which the server compresses."""
    response = asked.response()
    return len(gzip.compress(response.body(), compresslevel=6)) if response else 0


def test_the_first_view_of_an_article_is_small_and_asks_nobody_else(page: Page, address):
    requests = first_view(page, address)
    assert {each.sort for each in requests} >= {"document", "stylesheet", "other"}
    assert size(requests) > 2000, "the article was not read"
    assert page.locator("[popover]").count() == 1, "an article without a term is a light one"
    assert faults(requests) == []


def test_a_request_too_many_is_found(page: Page, address):
    def with_pictures(route: Route) -> None:
        pictures = "".join(f'<img src="/static/favicon.svg?{n}" alt="">' for n in range(3))
        body = route.fetch().text().replace("</main>", f"{pictures}</main>")
        route.fulfill(body=body, content_type="text/html")

    page.route(f"**{address}", with_pictures)
    [fault] = faults(first_view(page, address))
    assert "requests, more than" in fault


SITE = Request("https://site/a/", "document", 9000)


@pytest.mark.parametrize(
    ("others", "fault"),
    [
        ([Request("https://elsewhere/a.js", "script", 0)], "another host"),
        ([Request("https://site/a.css", "stylesheet", MAX_BYTES - 8999)], "30001 bytes"),
        ([Request("https://site/a.png", "image", 0)] * MAX_REQUESTS, "5 requests"),
    ],
)
def test_each_limit_is_kept(others, fault):
    [found] = faults([SITE, *others])
    assert fault in found
    assert faults([SITE, Request("https://site/a.css", "stylesheet", MAX_BYTES - 9000)]) == []
