"""The writers' admin around the form: locks, history, preview, the first page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from editorial import acts
from editorial.models import (
    AuditEvent,
    Document,
    ReviewerProfile,
    User,
)
from tests import cast
from tests.admin_forms import address, opened

# --- Nothing is deleted or reverted ---------------------------------------------------------------


def admin_patterns(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        where = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from admin_patterns(each, where)
        elif isinstance(each, URLPattern) and where.startswith("admin/"):
            yield where


def test_there_is_no_revert_and_no_recover():
    addresses = list(admin_patterns())
    assert addresses
    assert not [each for each in addresses if "recover" in each or "revert" in each]


def test_nobody_deletes_anything(client, root, draft):
    client.force_login(root)
    meta: list[Any] = [model._meta for model in Document.all_models()]
    meta += [Document._meta, User._meta, AuditEvent._meta, ReviewerProfile._meta]
    for each in meta:
        pk = {"user": root.pk, "article": draft.pk}.get(each.model_name or "", 1)
        url = f"/admin/{each.app_label}/{each.model_name}/{pk}/delete/"
        assert client.post(url, {"post": "yes"}).status_code in (302, 403, 404), url
        page = client.get(f"/admin/{each.app_label}/{each.model_name}/").content.decode()
        assert "delete_selected" not in page
    assert Document.objects.exists()
    assert User.objects.filter(pk=root.pk).exists()


# --- Locked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fixture", "says", "next_step"),
    [
        ("review", "under medical review", "recalls it"),
        ("edition", "this text is signed", "Revise"),
        ("withdrawn", "this page is withdrawn", "Revise"),
    ],
)
def test_a_locked_page_is_shown_as_readers_would_see_it(writing, request, fixture, says, next_step):
    document = request.getfixturevalue(fixture)
    document = getattr(document, "document", document)
    page = writing.get(address(document)).content.decode()
    assert says in page
    assert next_step in page
    assert 'name="body"' not in page
    assert 'class="prose"' in page
    assert page.count("<h1") == 1


def test_a_locked_page_cannot_be_saved(writing, review):
    writing.post(address(review.document), {"title": "Changed", "loaded_version": "1"})
    assert review.document.stored().title != "Changed"


# --- Sent back, history, preview, work ------------------------------------------------------------


def test_the_reason_of_a_request_for_changes_stands_above_the_form(writing, review, ravi):
    acts.comment(review, by=ravi, body="Which study?", place="Body")
    acts.request_changes(review, by=ravi, reason="One therapy is listed twice.")
    page = writing.get(address(review.document)).content.decode()
    assert "One therapy is listed twice." in page
    assert "Which study?" in page
    assert page.index("listed twice") < page.index('name="title"')


def test_the_history_tells_saves_and_acts_with_what_changed(writing, draft, wen, ravi):
    draft.title = "A better title"
    cast.save(draft, wen, comment="Clearer")
    acts.request_changes(cast.submit(draft, wen), by=ravi, reason="One word is wrong.")
    response = writing.get(address(draft, "history"))
    told = [(each.what, each.changed) for each in response.context["moments"]]
    assert told == [("request changes", []), ("submit", []), ("saved", ["Title"]), ("saved", [])]
    assert "One word is wrong." in response.content.decode()
    assert "Clearer" in response.content.decode()


def test_a_name_keeps_its_own_capitals_in_history_lists_and_findings(writing, wen):
    entry = cast.entry(wen, ncit_code="C308")
    entry.ncit_code = "C309"
    cast.save(entry, wen)
    assert "NCIt code" in writing.get(address(entry, "history")).content.decode()
    entry.mesh_code = "[@x]"
    places = [finding.place for finding in entry.findings()]
    assert "MeSH code" in places


def test_an_old_versions_words_come_into_the_form_and_are_not_saved(writing, draft, wen):
    first = writing.get(address(draft, "history")).context["moments"][-1].revision
    before = draft.body
    draft.body = "<p>New words</p>"
    cast.save(draft, wen)
    url = f"{address(draft)}?restore={first}"
    form = opened(writing, url)
    assert form["body"] == [before]
    assert draft.stored().body == "<p>New words</p>"
    writing.post(address(draft), form)
    assert draft.stored().body == before


@pytest.mark.parametrize("revision", ["x", "9" * 30, "999999", "%00"])
def test_a_version_that_is_not_there_restores_nothing(writing, draft, revision):
    response = writing.get(f"{address(draft)}?restore={revision}")
    assert response.status_code in (200, 404)


def test_the_preview_shows_the_draft_and_is_not_kept(writing, draft):
    response = writing.get(address(draft, "preview"))
    assert draft.title in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "No clinician has signed this text" in " ".join(response.content.decode().split())


def test_the_first_page_holds_ones_work(writing, wen, ravi, edition, django_assert_max_num_queries):
    draft = cast.article(wen, title="Still writing")
    back = cast.submit(cast.article(wen, title="Came back"), wen)
    acts.request_changes(back, by=ravi, reason="Say how often.")
    cast.submit(cast.article(wen, title="Being read"), wen)
    writing.get("/admin/")
    with django_assert_max_num_queries(11):
        work = {each.name: each.rows for each in writing.get("/admin/").context["work"]}
    assert [row.title for row in work["drafts"]] == [draft.title]
    assert [row.reason for row in work["sent_back"]] == ["Say how often."]
    assert [row.document.title for row in work["under_review"]] == ["Being read"]
    assert work["running_out"] == []
