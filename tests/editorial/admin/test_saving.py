"""Writers save through one door: a revision each, nothing lost, nobody's text run over."""

from typing import Any

import pytest
from reversion.models import Version

from articles.models import Article, TherapyType
from editorial import acts
from editorial.acts import drafts
from editorial.exceptions import StaleDraft
from editorial.models import Document, State, User
from evidence.models import Reference
from tests import cast
from tests.admin_forms import address, errors, fields_of, opened, row


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


def saved_by_another(document: Any, by: User, **fields: Any) -> Any:
    other = document.stored()
    for name, value in fields.items():
        setattr(other, name, value)
    return cast.save(other, by)


def test_a_save_is_one_revision_with_its_writer_and_says_what_changed(writing, draft, wen):
    form = opened(writing, address(draft)) | {"title": ["A better title"]}
    assert writing.post(address(draft), form).status_code == 302
    stored = draft.stored()
    assert (stored.title, stored.draft_version) == ("A better title", 2)
    revision = Version.objects.get_for_object(stored).first().revision
    assert (revision.user, revision.comment) == (wen, "Changed Title")


def test_a_new_page_is_a_draft_of_the_person_who_writes_it(writing, wen):
    form = opened(writing, "/admin/articles/article/add/")
    assert form["owner"] == [str(wen.pk)]
    form |= {"title": ["New"], "slug": ["new"], "body": ["<p>Text</p>"]}
    assert writing.post("/admin/articles/article/add/", form).status_code == 302
    article = Article.objects.get(slug="new")
    assert (article.state, article.draft_version, article.owner) == (State.DRAFT, 1, wen)
    assert Version.objects.get_for_object(article).count() == 1


def test_owners_are_active_staff_and_the_present_owner(writing, draft, wen, ravi, olga):
    def choices() -> set[User]:
        form = writing.get(address(draft)).context["adminform"].form
        return set(form.fields["owner"].queryset)

    assert choices() == {wen, ravi}
    ravi.is_active = False
    ravi.save()
    assert choices() == {wen}


def test_relations_and_rows_are_part_of_the_save(writing, wen):
    condition = cast.condition(wen)
    therapy = cast.therapy(wen)
    form = opened(writing, address(therapy)) | {"conditions": [str(condition.pk)]}
    form |= {"risks-TOTAL_FORMS": ["2"], "risks-0-frequency": ["Rare"]}
    form |= row("risks", 1, name="Fever", frequency="Common", seek_help="Call.", position="1")
    assert writing.post(address(therapy), form).status_code == 302
    assert list(therapy.stored().conditions.all()) == [condition]
    assert [risk.frequency for risk in therapy.risks.all()] == ["Rare", "Common"]
    assert therapy.stored().draft_version == 2


def test_sources_that_the_text_cites_come_by_themselves(writing, draft):
    Reference.objects.create(key="hodi-2010", title="Improved survival")
    form = opened(writing, address(draft)) | {"body": ["<p>It helps.[@hodi-2010]</p>"]}
    writing.post(address(draft), form)
    assert [row.reference.key for row in draft.citations.all()] == ["hodi-2010"]


def test_text_is_cleaned_on_its_way_in(writing, draft):
    hostile = "<p onclick='x()'>Text<script>alert(1)</script></p>"
    form = opened(writing, address(draft)) | {"body": [hostile]}
    writing.post(address(draft), form)
    assert draft.stored().body == "<p>Text</p>"


# --- Somebody saved meanwhile ---------------------------------------------------------------------


def test_a_conflict_shows_both_texts_with_who_and_loses_nothing(writing, draft, will):
    form = opened(writing, address(draft)) | {"body": ["<p>My own text</p>"]}
    saved_by_another(draft, will, body="<p>The newer text</p>")
    response = writing.post(address(draft), form)
    page = response.content.decode()
    assert response.status_code == 200
    assert "A newer version of this page was saved after you opened it: by Will Sample (" in errors(
        response
    )
    assert fields_of(page)["body"] == ["<p>My own text</p>"]
    assert '<div class="newer-text"><p>The newer text</p></div>' in page
    assert draft.stored().body == "<p>The newer text</p>"


def test_after_a_conflict_saving_again_is_accepted(writing, draft, will):
    form = opened(writing, address(draft)) | {"body": ["<p>My own text</p>"]}
    saved_by_another(draft, will, body="<p>The newer text</p>")
    again = fields_of(writing.post(address(draft), form).content.decode())
    assert writing.post(address(draft), again).status_code == 302
    assert draft.stored().body == "<p>My own text</p>"
    texts = [each.field_dict["body"] for each in Version.objects.get_for_object(draft)]
    assert texts[:2] == ["<p>My own text</p>", "<p>The newer text</p>"]


def test_a_third_save_between_is_a_conflict_again(writing, draft, will):
    form = opened(writing, address(draft)) | {"title": ["Mine"]}
    saved_by_another(draft, will, title="Second")
    again = fields_of(writing.post(address(draft), form).content.decode())
    saved_by_another(draft, will, title="Third")
    response = writing.post(address(draft), again)
    assert response.context["adminform"].form.conflict.fields["title"].html == "<p>Third</p>"
    assert draft.stored().title == "Third"


def test_only_fields_that_were_changed_are_shown_and_untouched_ones_are_said_to_be(
    writing, draft, will
):
    form = opened(writing, address(draft)) | {"title": ["Mine"]}
    saved_by_another(draft, will, summary="The newer summary")
    conflict = writing.post(address(draft), form).context["adminform"].form.conflict
    assert list(conflict.fields) == ["summary"]
    assert conflict.fields["summary"].only_theirs


def test_a_changed_relation_counts_as_well(writing, draft, wen, will):
    mine, theirs = cast.condition(wen), cast.condition(wen, title="Their condition")
    form = opened(writing, address(draft)) | {"conditions": [str(mine.pk)]}
    cast.save(draft.stored(), will, conditions=[theirs])
    response = writing.post(address(draft), form)
    newer = response.context["adminform"].form.conflict.fields["conditions"]
    assert (newer.html, newer.only_theirs) == ("<p>Their condition</p>", False)
    again = fields_of(response.content.decode())
    assert again["conditions"] == [str(mine.pk)]
    writing.post(address(draft), again)
    assert list(draft.conditions.all()) == [mine]


def test_rows_of_both_are_shown_and_kept(writing, wen, will):
    therapy = cast.therapy(wen)
    form = opened(writing, address(therapy)) | {"risks-TOTAL_FORMS": ["2"]}
    form |= row("risks", 1, name="My risk", frequency="Rare", seek_help="Call.", position="1")
    with drafts.saving(therapy.stored(), by=will, draft_version=1):
        therapy.risks.create(name="Their risk", frequency="Common", seek_help="Call.", position=2)
    response = writing.post(address(therapy), form)
    page = response.content.decode()
    assert "Name: Their risk; How common: Common; When to seek help: Call.; Position: 2" in page
    again = fields_of(page)
    assert again["risks-1-name"] == ["My risk"]
    assert writing.post(address(therapy), again).status_code == 302
    assert {risk.name for risk in therapy.risks.all()} == {"Rash", "Their risk", "My risk"}


def test_a_row_that_somebody_took_out_meanwhile_comes_back_with_the_users_form(writing, wen, will):
    therapy = cast.therapy(wen)
    form = opened(writing, address(therapy)) | {"risks-0-seek_help": ["Call at once."]}
    with drafts.saving(therapy.stored(), by=will, draft_version=1):
        therapy.risks.all().delete()
    again = fields_of(writing.post(address(therapy), form).content.decode())
    assert writing.post(address(therapy), again).status_code == 302
    assert [risk.seek_help for risk in therapy.risks.all()] == ["Call at once."]


def test_a_save_between_check_and_door_is_told_in_the_form(writing, draft, will, monkeypatch):
    form = opened(writing, address(draft)) | {"title": ["Mine"]}
    claim = drafts.claim_version

    def somebody_is_faster(document, draft_version):
        monkeypatch.setattr(drafts, "claim_version", claim)
        # As if committed by another connection just now: the row is newer than the check saw.
        Document.objects.filter(pk=document.pk).update(draft_version=7)
        try:
            claim(document, draft_version)
        finally:
            Document.objects.filter(pk=document.pk).update(draft_version=draft_version)

    monkeypatch.setattr(drafts, "claim_version", somebody_is_faster)
    response = writing.post(address(draft), form)
    assert "Your text was not saved yet" in errors(response)
    assert fields_of(response.content.decode())["title"] == ["Mine"]
    assert draft.stored().title != "Mine"
    with pytest.raises(StaleDraft):
        drafts.claim_version(draft.stored(), 99)


# --- No longer a draft ----------------------------------------------------------------------------


def test_text_for_a_page_that_went_to_review_meanwhile_is_shown_in_full(writing, draft, will):
    form = opened(writing, address(draft)) | {"title": ["Mine"], "body": ["<p>My own text</p>"]}
    review = cast.submit(draft, will)
    response = writing.post(address(draft), form)
    kept = fields_of(response.content.decode())
    assert response.status_code == 200
    assert (kept["title"], kept["body"]) == (["Mine"], ["<p>My own text</p>"])
    assert "under medical review" in errors(response)
    assert "is not saved" in errors(response)
    assert draft.stored().title != "Mine"
    # Recalled in another tab, the same form can be saved after all.
    acts.recall(review, by=will)
    assert writing.post(address(draft), kept).status_code == 302
    assert draft.stored().title == "Mine"


# --- Bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("title", "\x01\x02"),
        ("title", ""),
        ("slug", "no/slash"),
        ("slug", "x" * 200),
        ("summary", "x" * 401),
        ("body", "<p>" + "x" * 2_000_000 + "</p>"),
        ("body", "a\x00b"),
        ("owner", "99999999999999999999"),
        ("owner", "nobody"),
        ("genre", "novel"),
        ("see_also", "99999999999999999999"),
        ("conditions", "\x00"),
        ("review_interval_months", "-1"),
        ("review_interval_months", "9" * 30),
        ("publish_at_0", "yesterday"),
        ("citations-TOTAL_FORMS", "x"),
    ],
)
def test_bad_input_is_told_at_its_place_and_saves_nothing(writing, draft, name, value):
    form = opened(writing, address(draft)) | {name: [value]}
    response = writing.post(address(draft), form)
    assert response.status_code == 200
    assert errors(response)
    assert draft.stored().draft_version == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 25])
def test_a_form_without_a_usable_version_is_a_conflict_not_a_save(writing, draft, version):
    form = opened(writing, address(draft)) | {"title": ["Mine"], "loaded_version": [version]}
    response = writing.post(address(draft), form)
    assert response.status_code == 200
    assert draft.stored().title != "Mine"


def test_broken_utf8_is_harmless(writing, draft):
    form = opened(writing, address(draft))
    body = "&".join(f"{name}={value}" for name, [value] in form.items() if name != "title")
    encoded = body.replace("<", "%3C").replace(">", "%3E").replace(" ", "+")
    response = writing.post(
        address(draft),
        encoded.encode() + b"&title=%ED%A0%80%FF\xff",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code in (200, 302)


def test_an_address_that_is_taken_is_told_at_its_field(writing, draft, wen):
    other = cast.article(wen)
    form = opened(writing, address(draft)) | {"slug": [other.slug]}
    response = writing.post(address(draft), form)
    assert "has this address already" in errors(response)


def test_nothing_is_written_when_a_row_is_refused(writing, wen):
    therapy = cast.therapy(wen)
    form = opened(writing, address(therapy)) | {"title": ["Mine"], "risks-0-name": [""]}
    assert writing.post(address(therapy), form).status_code == 200
    assert TherapyType.objects.get().title != "Mine"
