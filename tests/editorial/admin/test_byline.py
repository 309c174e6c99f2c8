"""Renaming an account changes no draft's byline until somebody saves the draft."""

import pytest
from django.urls import reverse
from reversion.models import Version

from editorial import acts, changes
from editorial.models import User
from tests import cast
from tests._tampering import faults
from tests.admin_forms import address, opened

pytestmark = pytest.mark.django_db
NEW = "Wendy Sample"


@pytest.fixture
def renamed(wen):
    """By any door, also one that calls no `save`."""
    User.objects.filter(pk=wen.pk).update(first_name="Wendy")
    return User.objects.get(pk=wen.pk)


def form_page(client, document, by):
    client.force_login(by)
    name = f"admin:{document._meta.app_label}_{document._meta.model_name}_change"
    return client.get(reverse(name, args=[document.pk])).text


def test_a_draft_keeps_the_name_that_it_was_saved_with(draft, renamed, will):
    assert draft.stored().snapshot()["writer"] == "Wen Sample"
    assert cast.submit(draft, will).snapshot["writer"] == "Wen Sample"


def test_the_form_tells_of_the_new_name_and_that_a_save_takes_it(client, draft, renamed, will):
    page = form_page(client, draft, will)
    assert "another name by now: Wendy Sample" in page
    assert "still names its writer as" in page
    cast.save(draft.stored(), will)
    assert draft.stored().snapshot()["writer"] == NEW
    assert "another name by now" not in form_page(client, draft, will)


def test_the_history_says_that_a_save_took_the_new_name(client, draft, renamed, will):
    client.force_login(will)
    for _ in range(2):
        assert client.post(address(draft), opened(client, address(draft))).status_code == 302
    comments = [each.revision.comment for each in Version.objects.get_for_object(draft)[:2]]
    assert comments == ["Saved without a change", "Changed the name of its writer"]


def test_a_form_says_nothing_where_the_name_is_the_same(client, draft, will):
    assert "another name by now" not in form_page(client, draft, will)


def test_the_new_name_is_part_of_the_comparison_and_the_edition_keeps_the_old(
    edition, renamed, ravi
):
    document = edition.document.stored()
    acts.revise(document, by=renamed)
    cast.save(document.stored(), renamed)
    new = document.stored().snapshot()
    changed = changes.between(edition.snapshot, new, {}).changed
    assert [part.label for part in changed] == ["Writer named on the page"]
    edition.refresh_from_db()
    assert edition.snapshot["writer"] == "Wen Sample"


def test_a_name_in_the_hand_of_whoever_saves_counts_for_nothing(draft, wen):
    stored = draft.stored()
    stored.byline = "Professor Nobody"
    stored.owner.first_name = "Professor"
    cast.save(stored, wen)
    assert draft.stored().snapshot()["writer"] == "Wen Sample"


def test_reaffirmed_words_keep_the_signed_name(edition, renamed, will):
    assert acts.reaffirm(edition.document, by=will).snapshot["writer"] == "Wen Sample"
    assert [each for each in faults() if "Account" not in each] == []
