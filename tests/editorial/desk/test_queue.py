"""The desk's lists: what waits for review, and which signed pages run out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial import acts
from editorial.desk.queue import signable
from editorial.models import Review, RiskLevel, State, User
from editorial.workflow import Act, bar
from tests import cast

QUEUE = reverse("desk-queue")
RUNNING_OUT = reverse("desk-running-out")


def titles(client, url=QUEUE, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    pages = response.context["pages"]
    return {getattr(row, "document", row).title for row in pages}


def plan(review, by, assignee=None, days=14):
    due = timezone.localdate() + timedelta(days=days)
    acts.plan_review(review, by=by, assignee=assignee, due=due)


def make_overdue(review, days=1):
    """Time passes; nobody can plan a review into the past."""
    due = timezone.localdate() - timedelta(days=days)
    Review.objects.filter(pk=review.pk).update(due=due)


# --- Who may look ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["wen", "ravi", "edda", "root"])
def test_writers_reviewers_and_editors_see_the_queue(client, request, review, name):
    client.force_login(request.getfixturevalue(name))
    assert review.snapshot["title"] in client.get(QUEUE).text


@pytest.mark.parametrize("name", ["olga", "ada"])
@pytest.mark.parametrize("route", ["desk-queue", "desk-running-out", "desk-review"])
def test_others_are_told_what_to_do(client, request, review, name, route):
    client.force_login(request.getfixturevalue(name))
    response = client.get(reverse(route, args=[review.pk] if route == "desk-review" else []))
    assert response.status_code == 403
    assert "Ask an administrator" in response.text
    assert review.snapshot["title"] not in response.text


def test_anonymous_people_log_in_and_come_back(client, review):
    url = reverse("desk-review", args=[review.pk])
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_an_act_without_a_login_is_given_back_with_a_way_to_sign_in(client, review):
    for route, of in (("desk-sign-off", review.pk), ("desk-reaffirm", review.document_id)):
        response = client.post(reverse(route, args=[of]))
        assert response.status_code == 401
        assert "Sign in and send it" in response.text


@pytest.mark.parametrize("url", [QUEUE, RUNNING_OUT])
def test_no_desk_page_is_kept_by_the_browser(client, ravi, url):
    client.force_login(ravi)
    assert "no-store" in client.get(url)["Cache-Control"]


# --- Filters --------------------------------------------------------------------------------------


def test_it_filters_by_kind_and_title(client, wen, ravi):
    cast.submit(cast.article(wen, title="Fever and chills"), wen)
    cast.submit(cast.entry(wen, title="Fever"), wen)
    client.force_login(ravi)
    assert titles(client) == {"Fever", "Fever and chills"}
    assert titles(client, kind="glossaryentry") == {"Fever"}
    assert titles(client, title="CHILLS") == {"Fever and chills"}


def test_it_filters_by_who_is_assigned(client, wen, ravi, mei, team):
    for title, assignee in {"Ravi's": ravi, "Mei's": mei, "Free": None}.items():
        plan(cast.submit(cast.article(wen, title=title), wen), mei, assignee)
    client.force_login(ravi)
    assert titles(client, assigned="me") == {"Ravi's"}
    assert titles(client, assigned="nobody") == {"Free"}
    assert titles(client, assigned=str(mei.pk)) == {"Mei's"}
    assert titles(client, team=team.slug) == {"Mei's"}


def test_it_filters_by_due_date(client, wen, ravi, edda):
    make_overdue(cast.submit(cast.article(wen, title="Late"), wen))
    plan(cast.submit(cast.article(wen, title="Soon"), wen), edda, days=7)
    plan(cast.submit(cast.article(wen, title="Later"), wen), edda, days=8)
    client.force_login(ravi)
    assert titles(client, due="overdue") == {"Late"}
    assert titles(client, due="week") == {"Soon"}


def test_it_filters_by_risk_and_re_affirmation(client, wen, ravi, edition):
    acts.reaffirm(edition.document, by=ravi)
    cast.submit(cast.article(wen, title="Risky", risk=RiskLevel.HIGH), wen)
    client.force_login(ravi)
    assert titles(client, risk="high") == {"Risky"}
    assert titles(client, text="yes") == {edition.title}
    assert titles(client, text="no") == {"Risky"}


@pytest.mark.parametrize(
    "query", [{"due": "never"}, {"assigned": "x"}, {"title": "\0"}, {"page": "9999999999"}]
)
def test_a_strange_filter_is_no_error(client, ravi, review, query):
    client.force_login(ravi)
    assert client.get(QUEUE, query).status_code == 200
    assert client.get(RUNNING_OUT, query).status_code == 200


# --- Rows -----------------------------------------------------------------------------------------


def test_a_row_says_in_words_that_it_is_overdue(client, ravi, review):
    client.force_login(ravi)
    assert "Overdue</strong>" not in client.get(QUEUE).text
    make_overdue(review)
    assert "Overdue</strong>" in client.get(QUEUE).text


def test_a_row_counts_the_signatures_and_says_who_may_sign(client, wen, ravi, mei):
    review = cast.submit(cast.article(wen, risk=RiskLevel.HIGH), wen)
    cast.sign(review, ravi)
    client.force_login(mei)
    text = client.get(QUEUE).text
    assert "1 of 2" in text
    assert "<strong>Yes</strong>" in text
    client.force_login(ravi)
    assert "No: you have signed" in client.get(QUEUE).text


def test_a_row_says_that_a_contributor_cannot_sign(client, wen, ravi, draft):
    cast.save(draft, by=ravi)
    cast.submit(draft, wen)
    client.force_login(ravi)
    assert "No: you contributed" in client.get(QUEUE).text


def test_a_hostile_title_is_shown_as_text(client, wen, ravi):
    cast.submit(cast.article(wen, title="<script>alert(1)</script>"), wen)
    client.force_login(ravi)
    text = client.get(QUEUE).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_long_queues_have_pages(client, wen, ravi):
    for _ in range(25):
        cast.submit(cast.entry(wen), wen)
    client.force_login(ravi)
    assert len(titles(client)) == 24
    assert len(titles(client, page=2)) == 1


@pytest.mark.parametrize("url", [QUEUE, RUNNING_OUT])
def test_the_number_of_queries_does_not_grow(client, wen, ravi, mei, url):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    client.force_login(ravi)
    counts = []
    for number in range(25):
        cast.submit(cast.entry(wen), wen)
        short_lived(cast.entry(wen), wen, mei)
        if number + 1 in (5, 25):
            counts.append(queries())
    assert counts[0] == counts[1] <= 14


# --- Reviews running out --------------------------------------------------------------------------


def short_lived(document, writer, reviewer, days=30):
    due = timezone.localdate() + timedelta(days=days)
    return cast.sign(cast.submit(document, writer), reviewer, next_review_due=due)


def test_it_lists_what_is_due_within_60_days(client, wen, ravi):
    short_lived(cast.article(wen, title="Soon"), wen, ravi, days=60)
    short_lived(cast.article(wen, title="Later"), wen, ravi, days=61)
    client.force_login(ravi)
    assert titles(client, RUNNING_OUT) == {"Soon"}
    assert titles(client, RUNNING_OUT, due="overdue") == set()
    assert "1 public page</a> needs a new review" in client.get(QUEUE).text


def test_re_affirming_opens_a_review_of_the_live_text(client, wen, ravi, mei):
    edition = short_lived(cast.article(wen), wen, ravi)
    client.force_login(mei)
    response = client.post(reverse("desk-reaffirm", args=[edition.document_id]))
    review = Review.objects.open().get()
    assert response.url == reverse("desk-review", args=[review.pk])
    assert review.reaffirms
    assert review.digest == edition.digest
    page = client.get(response.url).text
    assert "Nothing changed." in page
    assert "Go to its open review" in client.get(RUNNING_OUT).text


def test_re_affirming_twice_tells_the_second_who_was_faster(client, wen, ravi, mei):
    edition = short_lived(cast.article(wen), wen, ravi)
    client.force_login(mei)
    url = reverse("desk-reaffirm", args=[edition.document_id])
    client.post(url)
    response = client.post(url)
    assert response.status_code == 409
    assert "Last act: Mei Sample (mei), re-affirm" in response.text
    assert Review.objects.open().count() == 1


def test_a_page_under_revision_has_no_button(client, wen, ravi):
    edition = short_lived(cast.article(wen), wen, ravi)
    acts.revise(edition.document, by=wen)
    assert edition.document.stored().state == State.DRAFT
    client.force_login(ravi)
    text = client.get(RUNNING_OUT).text
    assert "A writer is revising it." in text
    assert "Re-affirm<" not in text


@pytest.mark.parametrize(
    "route",
    ["sign-off", "request-changes", "recall", "plan", "comment"],
)
def test_acts_are_post_only(client, ravi, review, route):
    client.force_login(ravi)
    assert client.get(reverse(f"desk-{route}", args=[review.pk])).status_code == 405


# --- What one can sign ----------------------------------------------------------------------------


def registration_over(ravi, settings):
    profile = ravi.reviewer_profile
    profile.valid_until = timezone.localdate() - timedelta(days=1)
    profile.save()


def second_factor_missing(ravi, settings):
    settings.SIGNING_REQUIRES_MFA = True


def account_changed(ravi, settings):
    Client().force_login(ravi)  # an account that somebody uses
    ravi.set_password("set by a command on the server")
    ravi.save()


@pytest.mark.parametrize("bar_to", [registration_over, second_factor_missing, account_changed])
def test_who_may_sign_nothing_now_is_offered_nothing(review, ravi, settings, bar_to):
    assert signable(ravi).filter(pk=review.pk).exists()
    bar_to(ravi, settings)
    by = User.objects.get(pk=ravi.pk)
    assert bar(by, Act.SIGN_OFF, review)
    assert not signable(by).exists()
