"""Suggestions while typing: in the head of every page and on the search page itself."""

import pytest

from tests import cast


@pytest.fixture
def site(live_server, wen, mei) -> str:
    cast.publish(cast.entry(wen, title="Antigen", slug="antigen"), wen, mei)
    return live_server.url


def suggestions(page, box: str) -> list[str]:
    page.locator(box).press_sequentially("anti")
    options = page.locator(f"{box} + datalist option")
    options.first.wait_for(state="attached")
    return options.evaluate_all("all => all.map((each) => each.value)")


@pytest.mark.parametrize("path", ["/", "/glossary/antigen/", "/no-such-page/", "/ask/"])
def test_the_head_of_every_page_suggests(page, site, path):
    page.goto(site + path)
    assert suggestions(page, "#site-search") == ["Antigen"]
    page.locator("#site-search").press("Enter")
    assert page.url == f"{site}/search/?q=anti"


def test_the_search_page_suggests(page, site):
    page.goto(f"{site}/search/")
    assert suggestions(page, "#q") == ["Antigen"]
