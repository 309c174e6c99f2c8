"""A draft that is not wanted can be put away and brought back; what was public cannot."""

import pytest
from django.urls import reverse

from editorial import acts
from editorial.exceptions import NotAllowed, WrongState
from editorial.models import AuditEvent, Document, State
from editorial.record.verify import faults
from tests import cast
from tests.admin_forms import address, errors, opened

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


@pytest.fixture
def discarded(draft, wen):
    return acts.discard(draft, by=wen).specific


def titles(response):
    return [each.title for each in response.context["cl"].result_list]


def drafts_of(client):
    return [row for each in client.get("/admin/").context["work"] if each.name == "drafts"
            for row in each.rows]  # fmt: skip


def test_by_one_button_it_is_gone_from_drafts_and_lists_and_the_undo_is_at_hand(writing, draft):
    page = writing.post(address(draft, "act", "discard"), follow=True).content.decode()
    assert "“Bring it back” undoes this" in page
    assert address(draft, "act", "bring_back") in page
    assert drafts_of(writing) == []
    assert titles(writing.get(LIST)) == []
    assert writing.get("/admin/editorial/document/").context["cl"].result_count == 0
    writing.post(address(draft, "act", "bring_back"))
    assert [each.pk for each in drafts_of(writing)] == [draft.pk]


def test_the_list_of_what_was_discarded_finds_it(writing, discarded):
    assert titles(writing.get(f"{LIST}?state__exact=discarded")) == [discarded.title]
    assert "Discarded" in writing.get(LIST).content.decode()


def test_both_acts_are_on_the_record_and_nothing_is_lost(discarded, wen):
    before = discarded.body
    back = acts.bring_back(discarded, by=wen)
    told = AuditEvent.objects.acts_on(back).values_list("act", "actor_id")
    assert list(told)[1:] == [("discard", str(wen.pk)), ("bring back", str(wen.pk))]
    assert (back.state, back.specific.body) == (State.DRAFT, before)
    assert list(faults(lambda rows, total, name: rows)) == []


def test_nobody_is_offered_a_discarded_page_to_name(writing, discarded, wen):
    asked = {"app_label": "articles", "model_name": "article", "field_name": "see_also"}
    url = reverse("admin:autocomplete")
    assert writing.get(url, {**asked, "term": discarded.title}).json()["results"] == []
    acts.bring_back(discarded, by=wen)
    assert len(writing.get(url, {**asked, "term": discarded.title}).json()["results"]) == 1


def test_a_discarded_text_is_read_and_not_edited(writing, discarded):
    page = writing.get(address(discarded)).content.decode()
    assert "Discarded: this text is put away" in page
    assert "Some text." in page
    assert 'name="body"' not in page


def test_words_for_a_page_that_was_discarded_meanwhile_are_kept_on_the_form(writing, draft, wen):
    form = opened(writing, address(draft)) | {"body": ["<p>My long text.</p>"]}
    acts.discard(draft, by=wen)
    response = writing.post(address(draft), form)
    assert "it is discarded" in errors(response)
    assert "My long text." in response.content.decode()


@pytest.mark.parametrize("fixture", ["edition", "withdrawn", "scheduled"])
def test_what_was_public_or_waits_to_be_is_withdrawn_and_never_discarded(request, wen, fixture):
    document = request.getfixturevalue(fixture).document
    acts.revise(document, by=wen)
    with pytest.raises(WrongState, match="withdraw it"):
        acts.discard(document, by=wen)


def test_a_reviewer_and_an_administrator_discard_nobodys_draft(draft, ravi, ada):
    for by in (ravi, ada):
        with pytest.raises(NotAllowed, match="Only a writer or an editor can discard"):
            acts.discard(draft, by=by)


def test_its_address_is_free_for_others(discarded, wen):
    assert cast.article(wen, slug=discarded.slug).pk


def test_brought_back_it_gets_another_address_where_its_own_was_taken(writing, discarded, wen):
    other = cast.article(wen, slug=discarded.slug.upper())
    page = writing.post(address(discarded, "act", "bring_back"), follow=True).content.decode()
    back = discarded.stored()
    assert back.slug == f"{discarded.slug}-{discarded.pk}"
    assert f"so it has another: {back.slug}" in page
    assert Document.objects.get(pk=other.pk).slug == discarded.slug.upper()
    history = writing.get(address(back, "history")).content.decode()
    assert "Brought back; its address was taken in the meantime." in history


def test_a_long_address_is_cut_for_its_number(wen):
    page = cast.article(wen, slug="a" * 120)
    acts.discard(page, by=wen)
    cast.article(wen, slug="a" * 120)
    acts.bring_back(page, by=wen)
    assert page.stored().slug == "a" * 100 + f"-{page.pk}"
