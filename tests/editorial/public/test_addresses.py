"""A public address stays with its page: withdrawn, moved away from, or waiting for its time."""

import pytest

from editorial import acts
from editorial.exceptions import AddressTaken, Blocked
from editorial.models import Document
from tests import cast
from tests.admin_forms import address, errors, opened

pytestmark = pytest.mark.django_db
MAKERS = {
    "article": cast.article, "therapy": cast.therapy, "condition": cast.condition,
    "entry": cast.entry,
}  # fmt: skip


def moved(document, wen, mei):
    """Published once more under another address."""
    acts.revise(document, by=wen)
    stored = document.stored()
    stored.slug = "moved-on"
    cast.save(stored, wen)
    cast.publish(stored, wen, mei)


@pytest.fixture(params=["withdrawn", "moved", "scheduled", "withdrawn after it moved"])
def held(request, wen, ravi, mei, edda):
    """The address of a page that is not the draft's any more, and whose it stays."""
    at = {"publish_at": cast.days_ahead(3)} if request.param == "scheduled" else {}
    document = cast.article(wen, slug="the-page", **at)
    cast.publish(document, wen, ravi)
    if "moved" in request.param:
        moved(document, wen, mei)
    if "withdrawn" in request.param:
        acts.withdraw(document, by=edda, reason="A study was retracted.")
    if "moved" not in request.param:
        # The draft goes on under another address; readers know the old one.
        acts.revise(document, by=wen)
        stored = document.stored()
        stored.slug = "a-new-name"
        cast.save(stored, wen)
    return document


@pytest.mark.parametrize("slug", ["the-page", "The-Page"])
def test_the_form_tells_at_its_field_that_it_is_taken(client, wen, held, slug):
    client.force_login(wen)
    draft = cast.article(wen)
    form = opened(client, address(draft)) | {"slug": [slug]}
    response = client.post(address(draft), form)
    assert "stays with it" in errors(response)
    assert list(response.context["adminform"].form.errors) == ["slug"]
    assert draft.stored().slug == draft.slug


def test_a_draft_of_before_is_held_at_its_submission(held, wen):
    draft = cast.article(wen)
    Document.objects.filter(pk=draft.pk).update(slug="the-page")
    with pytest.raises(Blocked, match="Address: This is or was the public address"):
        cast.submit(draft.stored(), wen)


def test_a_text_in_review_of_before_is_not_published_there(held, wen, mei):
    draft = cast.article(wen, slug="free")
    review = cast.submit(draft, wen)
    with pytest.raises(AddressTaken, match="stays with it"):
        acts.publication.check_address(review.document, "THE-page")


def test_the_page_itself_may_have_it_again(held, wen, mei):
    if held.stored().state != "draft":
        acts.revise(held, by=wen)
    stored = held.stored()
    stored.slug, stored.publish_at = "the-page", None
    cast.save(stored, wen)
    assert cast.publish(stored, wen, mei).slug == "the-page"


@pytest.mark.parametrize("kind", MAKERS)
def test_it_holds_for_every_kind_and_only_within_it(client, wen, ravi, edda, kind):
    document = MAKERS[kind](wen, slug="the-page")
    cast.publish(document, wen, ravi)
    acts.withdraw(document, by=edda, reason="A study was retracted.")
    Document.objects.filter(pk=document.pk).update(slug="elsewhere")
    for name, make in MAKERS.items():
        fault = type(document)(slug="the-page", kind=make(wen).kind).address_fault()
        assert bool(fault) == (name == kind)
    assert client.get(document.latest_edition().get_absolute_url()).status_code == 410


def test_two_drafts_whose_addresses_differ_by_capitals_alone_are_one_too_many(client, wen):
    cast.article(wen, slug="il-2")
    draft = cast.article(wen)
    client.force_login(wen)
    form = opened(client, address(draft)) | {"slug": ["IL-2"]}
    assert "has this address already" in errors(client.post(address(draft), form))


def test_the_address_of_an_edition_that_never_came_out_is_free(scheduled, wen, edda):
    slug = scheduled.slug
    acts.withdraw(scheduled.document, by=edda, reason="Not after all.")
    Document.objects.filter(pk=scheduled.document_id).update(slug="elsewhere")
    assert cast.article(wen, slug=slug).pk
