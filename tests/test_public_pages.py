"""What the public sees of each kind of page, and at what cost."""

import pytest
from django.test import Client

from editorial import acts
from tests import cast

pytestmark = pytest.mark.django_db

ADDRESSES = ["/articles/{}/", "/therapies/{}/", "/conditions/{}/", "/glossary/{}/"]
MAKERS = [cast.article, cast.therapy, cast.condition, cast.entry]


@pytest.fixture
def public() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def site(wen, mei):
    """One live page of each kind, which name each other."""
    condition = cast.condition(wen, title="Melanoma", slug="melanoma")
    cast.publish(condition, wen, mei)
    therapy = cast.therapy(wen, title="CAR T-cell therapy", slug="car-t", conditions=[condition])
    cast.publish(therapy, wen, mei)
    term = cast.entry(wen, title="Antigen", slug="antigen", synonyms="immunogen\nStoff, fremder")
    cast.publish(term, wen, mei)
    article = cast.article(
        wen, title="What it is", slug="what-it-is",
        therapies=[therapy], conditions=[condition], see_also=[term],
    )  # fmt: skip
    cast.publish(article, wen, mei)
    return {"article": article, "therapy": therapy, "condition": condition, "term": term}


PAGES = [
    "/articles/what-it-is/",
    "/therapies/car-t/",
    "/conditions/melanoma/",
    "/glossary/antigen/",
]
LISTS = ["/", "/articles/", "/therapies/", "/conditions/", "/glossary/", "/reviewers/mei/"]


@pytest.mark.parametrize("address", [*PAGES, *LISTS, *(f"{page}history/" for page in PAGES)])
def test_each_page_is_shown_without_a_cookie_in_at_most_five_queries(
    public, site, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        answer = public.get(address)
    assert answer.status_code == 200, answer.content[:2000]
    assert not answer.cookies
    assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert "Mei Sample" in answer.content.decode() or address == "/glossary/"
