"""The forms that take free words, each opened, filled in and sent in a browser's tab."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from articles.models import Article
from editorial.models import Comment, Decision, Review, State, User
from tests import cast
from tests.admin_forms import address
from tests.immunosite.returned._tab import browser, forms, opened, words_of

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


def sign_in_elsewhere(client, username):
    tab = opened(client, reverse("account_login"), "username")
    assert tab.send(username=username, password=cast.PASSWORD).status_code == 302
