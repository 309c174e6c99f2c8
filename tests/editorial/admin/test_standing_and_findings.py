"""What a page says of itself to those who work on it: what waits, when, and what holds it back."""

import re
from datetime import UTC

import pytest
from lxml import html

from articles.models import Article
from editorial import acts
from editorial.models import Document
from tests import cast
from tests.admin_forms import address, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


def words(response):
    text = html.document_fromstring(response.content.decode()).text_content()
    return re.sub(r"\s+", " ", text)


def said(moment):
    return f"{moment.astimezone(UTC):{'%-d %B %Y, %H:%M'}} UTC"


# --- The edition that waits -----------------------------------------------------------------------


def test_a_signed_text_that_waits_is_named_with_its_number_and_time(writing, scheduled):
    page = words(writing.get(address(scheduled.document)))
    assert (
        f"Edition 1 is signed and waits: it is public from {said(scheduled.effective_from)}" in page
    )
    assert "Scheduled Not public yet." in page
    assert "Published Not public" not in page


def test_a_live_page_names_both(writing, edition, wen, mei):
    acts.revise(edition.document, by=wen)
    stored = edition.document.stored()
    stored.publish_at = cast.days_ahead(5)
    cast.save(stored, wen)
    second = cast.publish(stored, wen, mei)
    page = words(writing.get(address(stored)))
    assert "Published Readers see edition 1" in page
    assert f"Edition 2 is signed and waits: it is public from {said(second.effective_from)}" in page


def test_after_a_move_form_and_head_tell_the_new_time(writing, scheduled, edda, wen):
    moment = cast.days_ahead(20).replace(second=0, microsecond=0)
    acts.reschedule(scheduled.document, by=edda, effective_from=moment, reason="Congress moved.")
    assert scheduled.document.stored().publish_at == moment
    page = words(writing.get(address(scheduled.document)))
    assert page.count(said(moment)) == 2  # the head, and the plan
    acts.revise(scheduled.document, by=wen)
    form = opened(writing, address(scheduled.document))
    assert form["publish_at_0"] == [f"{moment:%Y-%m-%d}"]
    assert f"public from {said(moment)}" in words(writing.get(address(scheduled.document)))


def test_a_page_whose_time_has_run_out_is_not_called_published(writing, scheduled, monkeypatch):
    monkeypatch.setattr(Document, "waiting_edition", lambda document: None)
    assert "Taken down Not public." in words(writing.get(address(scheduled.document)))


def test_lists_say_scheduled_and_when(writing, scheduled):
    page = words(writing.get("/admin/articles/article/"))
    assert "Scheduled" in page
    assert re.search(r"next from \d+ \w+ \d{4}, \d\d:\d\d UTC", page)


# --- No time without its zone ---------------------------------------------------------------------


def test_each_time_that_is_asked_for_says_its_zone(client, wen, edda, draft, scheduled):
    client.force_login(wen)
    page = words(client.get(address(draft)))
    assert "Publish at (UTC)" in page
    assert "Take down at (UTC)" in page
    client.force_login(edda)
    assert "Publish at (UTC)" in words(client.get(address(scheduled.document, "act", "reschedule")))


def test_each_time_that_is_printed_says_its_zone(client, root, wen, review, scheduled):
    draft = cast.article(wen)
    client.force_login(root)
    letters = "/admin/letters/letter/?standing=all"
    urls = [
        "/admin/", "/admin/editorial/auditevent/", "/admin/editorial/auditevent/1/change/",
        "/admin/editorial/user/", f"/admin/editorial/user/{root.pk}/change/", letters,
        address(draft), address(draft, "history"), address(scheduled.document),
        address(review.document),
        f"/review/{review.pk}/", "/review/", "/review/running-out/",
        "/admin/articles/article/", "/admin/editorial/document/",
    ]  # fmt: skip
    for url in urls:
        for found in re.finditer(
            r"\d{4},? \d\d?:\d\d(?! ?UTC)|\d [ap]\.m\.", words(client.get(url))
        ):
            pytest.fail(f"{url}: {found[0]}")


# --- What holds a draft back ----------------------------------------------------------------------


@pytest.fixture
def held(wen):
    """Empty where it must not be, in each sort of place."""
    return cast.therapy(wen, summary="", how_it_works="", daily_life="<p>So it is.[@no-such]</p>")


def places(response):
    tree = html.document_fromstring(response.content.decode())
    return [
        (each.text_content(), each.get("href")) for each in tree.xpath("//ul[@class='blocking']//a")
    ]


def test_each_finding_leads_to_its_field(writing, held):
    held.risks.all().delete()
    response = writing.get(address(held))
    found = places(response)
    assert [name for name, _ in found] == ["Summary", "How it works", "Daily life", "List of risks"]
    tree = html.document_fromstring(response.content.decode())
    for _, link in found:
        assert tree.get_element_by_id(link.removeprefix("#")) is not None


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_of_the_submission_lists_what_it_counts_and_leads_there(writing, held, method):
    url = address(held, "act", "submit")
    sent = {"draft_version": str(held.draft_version)}
    response = getattr(writing, method)(url, sent)
    page = words(response)
    assert "3 things hold it back; see below." in page
    assert "is not ready for review" not in page
    found = places(response)
    assert len(found) == 3
    assert all(link.startswith(f"{address(held)}#at-") for _, link in found)


def test_who_may_not_edit_reads_the_list_without_links_to_fields(client, held, ada):
    client.force_login(ada)
    response = client.get(address(held))
    assert "Summary is empty." in words(response)
    assert places(response) == []


def test_the_form_asks_the_checks_of_a_draft_once(writing, draft, monkeypatch):
    asked = []
    monkeypatch.setattr(Article, "findings", lambda self: asked.append(1) or [])
    for page in (address(draft), f"{address(draft, 'act', 'submit')}?version=1"):
        asked.clear()
        assert writing.get(page).status_code == 200
        assert asked == [1]
