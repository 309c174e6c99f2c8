"""The writers' admin around the form: lists, locks, acts with their reasons, history, people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.safestring import SafeData
from pytest_django.asserts import assertInHTML

from editorial import acts
from editorial.models import (
    AuditEvent,
    Decision,
    Document,
    Edition,
    ReviewerProfile,
    State,
    User,
    Withdrawal,
)
from editorial.workflow import Act
from tests import cast
from tests.admin_forms import address, opened

LISTS = ["articles_article", "articles_therapytype", "articles_condition", "glossary_glossaryentry"]
LISTS_ALL = [*LISTS, "editorial_document"]
MAKERS: dict[str, Any] = dict(
    zip(LISTS, (cast.article, cast.therapy, cast.condition, cast.entry), strict=True)
)


def list_url(name: str) -> str:
    return reverse(f"admin:{name}_changelist")


def state(document: Document) -> str:
    document.refresh_from_db()
    return document.state


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


# --- Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_questions_for_5_rows_and_for_25(
    writing, wen, ravi, name, django_assert_num_queries
):
    make = MAKERS[name]
    for _ in range(5):
        cast.publish(make(wen), wen, ravi)
    writing.get(list_url(name))  # content types and the like are remembered
    with django_assert_num_queries(8):
        writing.get(list_url(name))
    for _ in range(20):
        make(wen)
    with django_assert_num_queries(8):
        assert b"25 " in writing.get(list_url(name)).content


def test_the_list_of_all_pages_asks_as_little(writing, wen, django_assert_max_num_queries):
    for make in MAKERS.values():
        for _ in range(6):
            make(wen)
    writing.get(list_url("editorial_document"))
    with django_assert_max_num_queries(9):
        writing.get(list_url("editorial_document"))


def test_a_row_says_state_edition_and_next_review(writing, edition, wen):
    cast.article(wen, title="Not yet public")
    page = writing.get(list_url("articles_article")).content.decode()
    due = edition.next_review_due
    assert "edition 1" in page
    assert f"{due.day} {due:%b %Y}" in page
    assert "not public" in page


def test_an_overdue_review_is_said_in_words(writing, edition, monkeypatch):
    later = edition.next_review_due + timedelta(days=12)
    monkeypatch.setattr(timezone, "localdate", lambda *_: later)
    page = writing.get(list_url("articles_article") + "?review=overdue").content.decode()
    assert "overdue by 12 days" in page


@pytest.mark.usefixtures("edition", "scheduled")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state__exact=draft", 0),
        ("state__exact=published", 2),
        ("live=yes", 1),
        ("live=scheduled", 1),
        ("live=no", 1),
        ("review=overdue", 0),
        ("review=later", 1),
        ("q=unheard-of", 0),
        ("genre__exact=explainer", 2),
    ],
)
def test_lists_are_filtered_and_searched(writing, query, count):
    response = writing.get(f"{list_url('articles_article')}?{query}")
    assert response.context["cl"].result_count == count


@pytest.mark.parametrize("name", LISTS_ALL)
@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "%FF=%FF", "state__exact=%00", "owner__id__exact=x", "live=x",
        "owner__id__exact=" + "9" * 30,
        "review=%FF", "p=-1", "p=" + "9" * 30, "o=9.9", "nonsense=1", "q=" + "x" * 5000,
    ],
)  # fmt: skip
def test_no_query_breaks_a_list(writing, name, query, draft):
    assert writing.get(f"{list_url(name)}?{query}", follow=True).status_code in (200, 404)


@pytest.mark.parametrize("pk", ["0", "9" * 30, "x", "%00", "-1", "1_0"])
def test_no_number_breaks_a_form(writing, pk):
    for page in ("change", "history", "preview", "act/submit", "act/nothing", "delete"):
        response = writing.get(f"/admin/articles/article/{pk}/{page}/", follow=True)
        assert response.status_code in (200, 403, 404)


# --- Nothing is deleted or reverted -------------------------------------------------------------


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


# --- Acts -----------------------------------------------------------------------------------------


def buttons(client: Client, document: Document) -> tuple[list[str], dict[str, str]]:
    choices = client.get(address(document)).context["choices"]
    may = [each.button for each in choices["may"]]
    return may, {each.button: each.why_not for each in choices["may_not"]}


def test_a_writer_may_submit_a_draft_and_reads_why_not_the_rest(writing, draft):
    may, may_not = buttons(writing, draft)
    assert may == ["Submit for medical review", "Discard"]
    assert len(may_not) == 7
    assert all(may_not.values())
    assert "Nothing of this page is public" in may_not["Withdraw from the public"] or (
        "Only an editor or a reviewer" in may_not["Withdraw from the public"]
    )


def test_what_holds_a_draft_back_is_listed_with_its_place(writing, wen):
    draft = cast.article(wen, body="", summary="")
    page = writing.get(address(draft)).content.decode()
    may, may_not = buttons(writing, draft)
    assert may == ["Discard"]
    assert may_not["Submit for medical review"] == "2 things hold it back; see below."
    assertInHTML('<li><strong><a href="#at-body">Body</a></strong> is empty.</li>', page)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("wen", ["Recall from review"]),
        ("ravi", ["Review and sign off"]),
        ("edda", ["Recall from review"]),
        ("ada", []),
    ],
)
def test_under_review_each_role_has_its_buttons(client, request, review, who, expected):
    client.force_login(request.getfixturevalue(who))
    assert buttons(client, review.document)[0] == expected


def test_submit_by_the_button(writing, draft, wen):
    url = address(draft, "act", "submit") + "?version=1"
    form = writing.get(url).context["form"]
    sent = {"draft_version": form.initial["draft_version"], "note": "Please look at the doses."}
    assert writing.post(url, sent, follow=True).status_code == 200
    review = draft.reviews.get()
    assert (review.note, review.submitted_by) == ("Please look at the doses.", wen)


def test_submitting_a_newer_text_than_was_seen_is_refused_with_the_note_kept(writing, draft, will):
    cast.save(draft.stored(), will)
    url = address(draft, "act", "submit")
    response = writing.post(url, {"draft_version": "1", "note": "My long note"})
    page = response.content.decode()
    assert "was saved again" in page
    assert "My long note" in page
    assert state(draft) == State.DRAFT


def test_save_and_submit_goes_on_to_the_submission(writing, draft):
    form = opened(writing, address(draft)) | {"title": ["Better"], "_submit": ["1"]}
    response = writing.post(address(draft), form)
    assert response["Location"] == address(draft, "act", "submit") + "?version=2"


def test_recall_and_revise_by_the_button(writing, review, ravi, wen):
    document = review.document
    writing.post(address(document, "act", "recall"), {"reason": "One more thing"})
    review.refresh_from_db()
    assert (review.decision, review.reason) == (Decision.RECALLED, "One more thing")
    document = document.stored()
    cast.publish(document, wen, ravi)
    writing.post(address(document, "act", "revise"))
    assert state(document) == State.DRAFT
    assert Edition.objects.live().filter(document=document.pk).exists()


def test_withdraw_needs_a_public_reason(client, edda, edition):
    client.force_login(edda)
    url = address(edition.document, "act", "withdraw")
    assert "required" in client.post(url, {"reason": " "}).content.decode()
    assert not Withdrawal.objects.exists()
    client.post(url, {"reason": "A study was retracted."})
    assert Withdrawal.objects.get().reason == "A study was retracted."


def test_reschedule_and_reaffirm_by_the_button(client, edda, edition, scheduled):
    client.force_login(edda)
    when = cast.days_ahead(9).replace(second=0, microsecond=0)
    sent = {"effective_from": when.strftime("%Y-%m-%dT%H:%M"), "reason": "Later"}
    client.post(address(scheduled.document, "act", "reschedule"), sent)
    scheduled.refresh_from_db()
    assert scheduled.effective_from == when
    client.post(address(edition.document, "act", "reaffirm"), {"note": ""})
    assert state(edition.document) == State.MEDICAL_REVIEW


@pytest.mark.parametrize("value", ["", "tomorrow", "0001-01-01T00:00", "99999-01-01T00:00"])
def test_a_time_that_cannot_be_is_refused_with_the_reason_kept(client, edda, scheduled, value):
    client.force_login(edda)
    sent = {"effective_from": value, "reason": "My reason"}
    response = client.post(address(scheduled.document, "act", "reschedule"), sent)
    assert "My reason" in response.content.decode()
    was = scheduled.effective_from
    scheduled.refresh_from_db()
    assert scheduled.effective_from == was


@pytest.mark.parametrize(
    "act", ["submit", "recall", "revise", "reaffirm", "reschedule", "withdraw"]
)
def test_acts_are_never_done_by_get_nor_without_the_engines_leave(client, ada, edition, act):
    client.force_login(ada)
    url = address(edition.document, "act", act)
    events = AuditEvent.objects.count()
    assert client.get(url).status_code == 200
    sent = {"draft_version": "1", "reason": "x", "effective_from": "2100-01-01T00:00"}
    assert client.post(url, sent).status_code == 200
    assert AuditEvent.objects.count() == events


def test_a_note_with_what_no_database_holds_is_refused_or_cleaned(writing, draft):
    url = address(draft, "act", "submit")
    for note in ("a\x00b", "x" * 2001):
        assert writing.post(url, {"draft_version": "1", "note": note}).status_code == 200
    for version in ("x", "9" * 30, "-1"):
        assert writing.post(url, {"draft_version": version}).status_code == 200
    assert state(draft) == State.DRAFT


# --- Sent back, history, preview, work ----------------------------------------------------------


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
    with django_assert_max_num_queries(9):
        work = {each.name: each.rows for each in writing.get("/admin/").context["work"]}
    assert [row.title for row in work["drafts"]] == [draft.title]
    assert [row.reason for row in work["sent_back"]] == ["Say how often."]
    assert [row.document.title for row in work["under_review"]] == ["Being read"]
    assert work["running_out"] == []


# --- Who may what ---------------------------------------------------------------------------------


@pytest.fixture
def every_page(draft):
    kinds = [f"/admin/{name.replace('_', '/')}/" for name in LISTS_ALL]
    people = [f"/admin/editorial/{name}/" for name in ("user", "reviewerprofile", "reviewteam")]
    forms = [address(draft, page) for page in ("change", "history", "preview")]
    forms += [address(draft, "act", act.name.lower()) for act in (Act.SUBMIT, Act.WITHDRAW)]
    return ["/admin/", *kinds, *people, "/admin/editorial/auditevent/", *forms]


@pytest.mark.parametrize("who", ["olga", None])
def test_outsiders_see_no_page_of_the_admin(client, request, every_page, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    for url in every_page:
        response = client.get(url)
        assert response.status_code == (403 if who else 302), url


def test_a_role_opens_the_admin_without_the_staff_flag(client, olga, draft):
    olga.groups.add(1)
    client.force_login(olga)
    assert client.get(address(draft)).status_code == 200


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        ("wen", {"adds", "edits"}),
        ("ravi", {"edits"}),
        ("edda", {"adds", "edits"}),
        ("ada", {"people"}),
        ("root", {"adds", "edits", "people"}),
    ],
)
def test_each_role_sees_its_part(client, request, draft, who, parts):
    client.force_login(request.getfixturevalue(who))
    for name in LISTS:
        add = client.get(reverse(f"admin:{name}_add")).status_code
        assert add == (200 if "adds" in parts else 403)
    assert (b'name="body"' in client.get(address(draft)).content) == ("edits" in parts)
    for page in ("user", "reviewerprofile", "reviewteam", "auditevent"):
        status = client.get(f"/admin/editorial/{page}/").status_code
        assert status == (200 if "people" in parts else 403)


def test_the_audit_log_can_only_be_read(client, root, review):
    client.force_login(root)
    event = AuditEvent.objects.get(sequence=1)
    assert client.get(f"/admin/editorial/auditevent/{event.pk}/change/").status_code == 200
    assert client.get("/admin/editorial/auditevent/add/").status_code == 403
    change = f"/admin/editorial/auditevent/{event.pk}/change/"
    assert client.post(change, {"actor": "Nobody"}).status_code == 403


def user_form(client: Client, user: User) -> dict[str, list[str]]:
    return opened(client, f"/admin/editorial/user/{user.pk}/change/")


def test_an_administrator_gives_roles_and_deactivates(client, ada, olga):
    client.force_login(ada)
    form = user_form(client, olga) | {"groups": ["1"]}
    form.pop("is_active")
    client.post(f"/admin/editorial/user/{olga.pk}/change/", form)
    olga.refresh_from_db()
    assert not olga.is_active
    assert olga.groups.count() == 1


def test_an_administrator_makes_an_account_whose_holder_can_sign_in(client, ada):
    client.force_login(ada)
    url = "/admin/editorial/user/add/"
    page = client.get(url).content.decode()
    assert "authenticat" not in page, "a person is asked for a password, and for nothing technical"
    sent = {"username": "nina", "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    client.post(url, sent)
    assert User.objects.get(username="nina").check_password(cast.PASSWORD)


def test_the_admins_pages_of_ones_own_password_lead_to_the_account(client, wen):
    client.force_login(wen)
    for page in ("/admin/password_change/", "/admin/password_change/done/"):
        assert client.get(page).url == "/accounts/password/"


def test_an_administrator_makes_nobody_a_superuser(client, ada, olga):
    client.force_login(ada)
    for user in (ada, olga):
        url = f"/admin/editorial/user/{user.pk}/change/"
        form = user_form(client, user) | {"is_superuser": ["on"], "is_staff": ["on"]}
        client.post(url, form | {"user_permissions": ["1"]})
        fresh = User.objects.get(pk=user.pk)
        assert not fresh.is_superuser
        assert fresh.is_staff == user.is_staff
        assert not fresh.user_permissions.exists()


def test_an_administrator_cannot_touch_a_superuser(client, ada, root):
    client.force_login(ada)
    url = f"/admin/editorial/user/{root.pk}/change/"
    assert client.post(url, {"username": "mine"}).status_code == 403
    password = f"/admin/editorial/user/{root.pk}/password/"
    sent = {"password1": cast.PASSWORD, "password2": cast.PASSWORD}
    assert client.post(password, sent).status_code == 403


def test_choices_while_typing_tell_the_kind_and_take_anything(writing, draft):
    ask = "/admin/autocomplete/?app_label=articles&model_name=article&field_name=see_also&term="
    found = writing.get(ask + "Article").json()["results"]
    assert found == [{"id": str(draft.pk), "text": f"{draft.title} (article)"}]
    assert writing.get(ask + "%00%FF").status_code == 404


def test_no_word_of_help_is_taken_for_markup(rf, root):
    request = rf.get("/")
    request.user = root
    for model, model_admin in admin.site._registry.items():
        inlines = [each(model, admin.site) for each in model_admin.inlines]
        forms = [
            model_admin.get_form(request),
            *(each.get_formset(request).form for each in inlines),
        ]
        for name, field in (pair for form in forms for pair in form.base_fields.items()):
            said = str(field.help_text)
            assert "<" not in said or isinstance(said, SafeData), (model, name)
