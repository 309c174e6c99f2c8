"""No public output tells that a draft or a scheduled page exists: not by its id either."""

import hashlib
import json

import pytest
import rfc8785
from django.test import Client

from editorial import acts
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["draft", "scheduled", "in review", "discarded"])
def unknown(request, wen, mei):
    at = {"publish_at": cast.days_ahead(3)} if request.param == "scheduled" else {}
    condition = cast.condition(wen, title="Unheard of", slug="unheard-of", **at)
    if request.param == "scheduled":
        cast.publish(condition, wen, mei)
    elif request.param == "in review":
        cast.submit(condition, wen)
    elif request.param == "discarded":
        acts.discard(condition, by=wen)
    return condition


@pytest.fixture
def naming(unknown, wen, ravi):
    """A live page that names the unknown one and a public one."""
    known = cast.condition(wen)
    cast.publish(known, wen, ravi)
    document = cast.article(wen, conditions=[known, unknown], see_also=[unknown])
    edition = cast.publish(document, wen, ravi)
    return edition, known


def ask(client: Client, url: str) -> dict:
    return json.loads(client.get(url).content)


def test_the_api_names_public_documents_only_and_says_that_it_left_some_out(client, naming):
    edition, known = naming
    for path in ("", "history/1/"):
        page = ask(client, f"/api/v1/pages/article/{edition.slug}/{path}")
        assert page["content"]["facets"]["condition"] == [known.pk]
        assert page["content"]["facets"]["see_also"] == []
        assert page["content_complete"] is False


def test_the_bytes_that_were_signed_are_not_shown_in_part(client, naming):
    edition, _ = naming
    response = client.get(f"{edition.get_absolute_url()}history/1/signed.json")
    assert response.status_code == 404
    assert "names a page that is not published yet" in response.content.decode()


def test_no_public_page_or_feed_tells_of_it(client, naming, unknown):
    edition, _ = naming
    for url in (
        edition.get_absolute_url(), f"{edition.get_absolute_url()}history/", "/feeds/all.xml",
        "/articles/", "/search/?q=text", "/sitemap.xml", "/api/v1/pages/article/",
    ):  # fmt: skip
        page = client.get(url).content.decode()
        assert "unheard-of" not in page.lower().replace("unheard of", "unheard-of")


def test_once_all_are_public_the_whole_text_is_shown_and_can_be_checked(client, wen, ravi, mei):
    condition = cast.condition(wen)
    edition = cast.publish(cast.article(wen, conditions=[condition]), wen, ravi)
    url = f"{edition.get_absolute_url()}history/1/signed.json"
    assert client.get(url).status_code == 404
    cast.publish(condition, wen, mei)
    assert hashlib.sha256(client.get(url).content).hexdigest() == edition.digest
    page = ask(client, f"/api/v1/pages/article/{edition.slug}/")
    assert page["content_complete"] is True
    assert hashlib.sha256(rfc8785.dumps(page["content"])).hexdigest() == edition.digest


def test_the_writer_is_advised_before_the_submission(wen, unknown):
    document = cast.article(wen, conditions=[unknown])
    told = [each.message for each in document.findings() if each.place == "Related pages"]
    assert len(told) == 1
    assert "“Unheard of” never was public" in told[0]
