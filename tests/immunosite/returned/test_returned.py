"""Whatever a person posts is carried out, or comes back on a page that sends it again."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from reversion.models import Version

from articles.models import Article
from editorial.models import Comment, Decision, Review, SignOff, State, User
from tests import cast
from tests._factors import app_of, code_of
from tests.admin_forms import address
from tests.editorial.desk.test_decision import signature
from tests.immunosite.returned._tab import browser, forms, opened, words_of

pytestmark = pytest.mark.django_db
WORDS = "Five hours of work,\r\nall of it <b>typed</b> & “quoted”."
SHOWN = "Five hours of work, all of it <b>typed</b> & “quoted”."


@dataclass
class Door:
    """Where somebody posts free words: the form's page, its field, who is meant, and the proof."""

    page: str
    field: str
    username: str
    done: object  # called afterwards: whether it was carried out

    def open(self, client):
        return opened(client, self.page, self.field)


def desk(review):
    return reverse("desk-review", args=[review.pk])


def door_of(name, request):
    def use(fixture):
        return request.getfixturevalue(fixture)

    if name == "save":
        draft = use("draft")
        return Door(address(draft), "summary", "wen", lambda: summary_of(draft) != draft.summary)
    if name == "add":
        use("wen")
        page = reverse("admin:articles_article_add")
        return Door(page, "summary", "wen", lambda: Article.objects.filter(slug="new").exists())
    if name == "act":
        document, _ = use("edition").document, use("edda")
        return Door(
            address(document, "act", "withdraw"),
            "reason",
            "edda",
            lambda: state(document) == State.WITHDRAWN,
        )
    review, _ = use("review"), use("ravi")
    if name == "reason":
        return Door(
            desk(review), "reason", "ravi", lambda: decision(review) == Decision.CHANGES_REQUESTED
        )
    return Door(desk(review), "body", "ravi", Comment.objects.exists)


def summary_of(draft):
    return Article.objects.get(pk=draft.pk).summary


def state(document):
    document.refresh_from_db()
    return document.state


def decision(review):
    return Review.objects.get(pk=review.pk).decision


@pytest.fixture(params=["save", "add", "act", "reason", "comment"])
def door(request):
    return door_of(request.param, request)


@pytest.fixture
def client():
    return browser()


def typed_into(client, door):
    """The form, filled in, as it stands in a tab."""
    client.force_login(User.objects.get(username=door.username))
    form = door.open(client)
    form.fields[door.field] = [WORDS]
    if "slug" in form.fields and not form.fields["slug"][0]:
        form.fields |= {"title": ["New"], "slug": ["new"]}
    return form


def end_session(client):
    del client.cookies["sessionid"]


def the_only_form(client, response, form):
    (again,) = forms(client, response, form.url)
    return again


def assert_given_back(response, status):
    assert response.status_code == status, response.content.decode()[:2000]
    assert SHOWN in words_of(response)
    assert "no-store" in response.headers["Cache-Control"]


# --- The session has ended ------------------------------------------------------------------------


def test_what_was_typed_in_an_ended_session_is_carried_out_after_signing_in(client, door):
    form = typed_into(client, door)
    end_session(client)
    lost = form.send()
    assert_given_back(lost, 401)
    assert "WWW-Authenticate" in lost.headers
    assert not door.done()
    again = the_only_form(client, lost, form)
    assert again.fields["resume_username"] == [door.username]
    done = again.send(resume_password=cast.PASSWORD)
    assert done.status_code == 302
    assert door.done()


def test_what_is_saved_then_is_what_was_typed_to_the_letter(client, request):
    door = door_of("save", request)
    form = typed_into(client, door)
    form.fields["body"] = ["<p>A café – 5 &lt; 6 &amp; more</p>"]
    end_session(client)
    the_only_form(client, form.send(), form).send(resume_password=cast.PASSWORD)
    stored = Article.objects.get()
    assert stored.summary == WORDS.replace("\r\n", "\n")
    assert stored.body == "<p>A café – 5 &lt; 6 &amp; more</p>"
    assert Version.objects.get_for_object(stored).first().revision.user.username == "wen"


def test_a_wrong_password_keeps_the_text(client, door):
    form = typed_into(client, door)
    end_session(client)
    lost = the_only_form(client, form.send(), form).send(resume_password="wrong")
    assert_given_back(lost, 401)
    assert "do not belong together" in words_of(lost)
    assert the_only_form(client, lost, form).send(resume_password=cast.PASSWORD).status_code == 302
    assert door.done()


def test_the_refusal_of_an_act_shows_as_ever_after_signing_in(client, request):
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    form.fields["title"] = [""]
    answer = the_only_form(client, form.send(), form).send(resume_password=cast.PASSWORD)
    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()
    assert "Five hours of work" in answer.content.decode()


def test_a_signature_asks_for_its_own_password_after_the_sign_in(client, review, ravi):
    client.force_login(ravi)
    form = opened(client, desk(review), "conflict_text")
    given = signature(review, conflict_text="I know " + SHOWN)
    end_session(client)
    lost = form.send(**given)
    assert lost.status_code == 401
    assert SHOWN in words_of(lost)
    assert cast.PASSWORD not in lost.content.decode()
    asked = the_only_form(client, lost, form).send(resume_password=cast.PASSWORD)
    assert asked.status_code == 422
    assert "Enter your password." in asked.content.decode()
    assert not SignOff.objects.exists()
    signing = next(f for f in forms(client, asked, form.url) if "conflict_text" in f.fields)
    assert signing.send(password=cast.PASSWORD).status_code == 302
    assert SignOff.objects.get().conflict_of_interest == "I know " + SHOWN


def test_no_password_of_a_lost_form_is_echoed(client, ada):
    client.force_login(ada)
    page = reverse("admin:editorial_user_add")
    form = opened(client, page, "username")
    end_session(client)
    secret = "a-very-secret-1"
    lost = form.send(username="new.person", password1=secret, password2=secret)
    assert lost.status_code == 401
    assert "new.person" in words_of(lost)
    assert secret not in lost.content.decode()


# --- Another person -------------------------------------------------------------------------------


def test_who_signs_in_as_somebody_else_is_told_whose_text_it_is(client, request, will):
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    lost = form.send()
    assert "typed while Wen Sample was signed in" in words_of(lost)
    answer = the_only_form(client, lost, form).send(
        resume_username="will", resume_password=cast.PASSWORD
    )
    assert_given_back(answer, 409)
    assert "typed while Wen Sample was signed in. You are signed in as Will Sample" in words_of(
        answer
    )
    assert not door.done()
    confirm, _ = forms(client, answer, form.url)
    assert confirm.labels == ["Save it as Will Sample"]
    assert confirm.send().status_code == 302
    assert Version.objects.get_for_object(Article.objects.get()).first().revision.user == will


def test_a_second_person_in_another_tab_saves_nobodys_text_unasked(client, request, will):
    door = door_of("save", request)
    form = typed_into(client, door)
    client.force_login(will)
    # Even with a token that is right.
    form.fields["csrfmiddlewaretoken"] = [client.cookies["csrftoken"].value]
    assert_given_back(form.send(), 409)
    assert not door.done()


def test_a_mark_that_was_tampered_with_names_nobody(client, request, will):
    form = typed_into(client, door_of("save", request))
    end_session(client)
    lost = form.send(typed_by=f"{will.pk}:forged")
    assert_given_back(lost, 401)
    assert "Will" not in words_of(lost)


# --- The token is old -----------------------------------------------------------------------------


def sign_in_elsewhere(client, username):
    tab = opened(client, reverse("account_login"), "username")
    assert tab.send(username=username, password=cast.PASSWORD).status_code == 302


def test_after_signing_in_again_in_a_second_tab_the_first_still_saves(client, door):
    form = typed_into(client, door)
    sign_in_elsewhere(client, door.username)
    stale = form.send()
    assert_given_back(stale, 403)
    assert not door.done()
    again = the_only_form(client, stale, form)
    assert again.labels == ["Save it now"]
    assert again.send().status_code == 302
    assert door.done()


def test_an_old_token_and_nobody_signed_in_asks_for_both_at_once(client, door):
    form = typed_into(client, door)
    client.cookies.clear()
    lost = form.send()
    assert_given_back(lost, 403)
    assert the_only_form(client, lost, form).send(resume_password=cast.PASSWORD).status_code == 302
    assert door.done()


def test_an_old_token_of_another_person_is_no_silent_save_either(client, request, will):
    door = door_of("save", request)
    form = typed_into(client, door)
    sign_in_elsewhere(client, "will")
    stale = form.send()
    assert_given_back(stale, 403)
    assert "typed while Wen Sample was signed in" in words_of(stale)
    again = the_only_form(client, stale, form)
    assert again.labels == ["Save it as Will Sample"]
    assert again.send().status_code == 302


def test_an_old_sign_in_page_signs_in_and_goes_where_it_was_going(client, wen):
    page = f"{reverse('account_login')}?next=/admin/articles/article/add/"
    form = opened(client, page, "username")
    sign_in_elsewhere(client, "wen")
    stale = form.send(username="wen", password=cast.PASSWORD)
    assert stale.status_code == 403
    assert cast.PASSWORD not in stale.content.decode()
    assert "Not signed in yet" in words_of(stale)
    again = the_only_form(client, stale, form)
    assert again.fields["username"] == ["wen"]
    assert again.send(password=cast.PASSWORD).url == "/admin/articles/article/add/"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_of_another_site_comes_back_as_plain_text_without_a_button(client, request, origin):
    form = typed_into(client, door_of("save", request))
    form.fields["body"] = ["<p><a href='https://evil.example'>Win</a></p>"]
    foreign = form.client.post(form.url, form.fields, headers={"origin": origin})
    assert foreign.status_code == 403
    assert "came from another site" in words_of(foreign)
    assert forms(client, foreign, form.url) == []
    assert "<a href='https://evil" not in foreign.content.decode()


# --- Not allowed, not there, an error of ours -----------------------------------------------------


def test_who_has_lost_the_right_while_typing_keeps_the_text(client, door):
    form = typed_into(client, door)
    person = User.objects.get(username=door.username)
    person.groups.clear()
    person.is_staff = False
    person.save()
    refused = form.send()
    assert refused.status_code == 403
    assert SHOWN in words_of(refused)
    person.groups.set(Group.objects.all())
    person.is_staff = True
    person.save()
    again, _ = forms(client, refused, form.url)
    assert again.send().status_code == 302
    assert door.done()


def test_what_went_away_while_somebody_typed_does_not_take_the_text_with_it(client, request):
    door = door_of("comment", request)
    form = typed_into(client, door)
    gone = client.post(form.url.replace(f"/{Review.objects.get().pk}/", "/999999/"), form.fields)
    assert_given_back(gone, 404)


def test_an_error_of_ours_gives_the_text_back(client, request, monkeypatch):
    door = door_of("comment", request)
    form = typed_into(client, door)
    with monkeypatch.context() as broken:
        broken.setattr("editorial.acts.comment", lambda *args, **more: 1 / 0)
        failed = form.send()
    assert_given_back(failed, 500)
    assert the_only_form(client, failed, form).send().status_code == 302
    assert door.done()


def test_an_error_of_ours_on_a_page_is_the_page_of_before(client, monkeypatch):
    monkeypatch.setattr("immunosite.page_store.public_state", lambda: 1 / 0)
    assert client.get("/").status_code == 500


# --- Nothing is left behind -----------------------------------------------------------------------


def test_the_text_is_neither_logged_nor_kept_on_the_server(
    client, request, caplog, django_assert_num_queries
):
    form = typed_into(client, door_of("save", request))
    end_session(client)
    with django_assert_num_queries(1):  # whose text it was
        form.send()
    assert "Five hours" not in caplog.text


def test_only_forms_of_somebody_signed_in_say_whose_they_are(client, wen):
    assert "typed_by" not in opened(client, reverse("account_login"), "username").fields
    assert client.get("/ask/").cookies == {}
    client.force_login(wen)
    assert "typed_by" in opened(client, reverse("admin:articles_article_add"), "summary").fields


def test_a_page_sent_again_goes_to_its_own_address_and_no_other(client, request):
    form = typed_into(client, door_of("save", request))
    end_session(client)
    lost = form.client.post(f"{form.url}?next=https://evil.example/", form.fields)
    assert b'<form method="post" class="stacked"' in lost.content
    assert b"action=" not in lost.content
    assert lost.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in lost.headers["Content-Security-Policy"]


# --- Two factors ----------------------------------------------------------------------------------


def test_signing_in_beside_returned_text_asks_for_the_second_factor(client, request, wen):
    secret = app_of(wen)
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    lost = form.send()
    for given in ({}, {"resume_code": "000000"}):
        again = the_only_form(client, lost, form)
        lost = again.send(resume_password=cast.PASSWORD, **given)
        assert_given_back(lost, 401)
        assert not door.done()
    again = the_only_form(client, lost, form)
    again.send(resume_password=cast.PASSWORD, resume_code=code_of(secret))
    assert door.done()


def test_whoever_signed_in_with_a_passkey_in_another_tab_leaves_the_fields_empty(client, request):
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    again = the_only_form(client, form.send(), form)
    client.force_login(User.objects.get(username=door.username))
    again.send(resume_username="", resume_password="")
    assert door.done()
