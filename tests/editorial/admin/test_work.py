"""The first page of the admin: what waits for whom, by role, and one line for what does not."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial import acts
from immunosite.letters.receiving import receive
from tests import cast

pytestmark = pytest.mark.django_db
WRITERS_LISTS = {"Sent back to me", "My drafts", "Under review"}


def first_page(user) -> str:
    client = Client()
    client.force_login(user)
    return unescape(client.get("/admin/").content.decode())


def lists(page: str) -> dict[str, list[str]]:
    """The titles in each list, by its heading."""
    sections = re.findall('module work".+?<h2.*?>(.+?)</h2>(.+?)</section>', page, re.DOTALL)
    titles = r'<li>\s*<a href=".*?"\s*>(.+?)</a>'
    return {heading: re.findall(titles, section) for heading, section in sections}


def test_a_reviewer_is_met_by_the_reviews_that_wait(ravi, edda, review, wen):
    mine = cast.submit(cast.article(wen, title="Mine"), wen)
    acts.plan_review(mine, by=edda, assignee=ravi, due=mine.due)
    page = first_page(ravi)
    assert lists(page) == {"Assigned to me": ["Mine"], "You may sign": [review.document.title]}
    assert f'href="/review/{mine.pk}/"' in page
    assert '<a class="button" href="/review/">' in page


def test_a_reviewer_who_has_nothing_to_do_sees_one_line_and_the_way_to_the_desk(ravi, draft):
    page = first_page(ravi)
    assert lists(page) == {}
    assert page.count('<p class="nothing">') == 1
    assert "No review is assigned to you. No other text waits" in page
    assert "You have no drafts" not in page
    assert '<a class="button" href="/review/">' in page


def test_a_reviewer_is_offered_no_text_with_a_hand_of_their_own_in_it(ravi, mei, draft, wen):
    cast.save(draft, ravi)
    cast.submit(draft, wen)
    assert "You may sign" not in lists(first_page(ravi))
    assert lists(first_page(mei))["You may sign"] == [draft.title]


def test_who_has_signed_a_high_risk_text_hands_it_to_the_next(ravi, mei, wen):
    review = cast.submit(cast.article(wen, risk="high"), wen)
    cast.sign(review, ravi)
    assert "You may sign" not in lists(first_page(ravi))
    assert lists(first_page(mei))["You may sign"] == [review.document.title]


def test_a_reviewer_without_a_profile_may_sign_nothing(review):
    assert lists(first_page(cast.person("Rex", "Reviewer"))) == {}


def test_a_reviewer_sees_what_runs_out_whoever_wrote_it(ravi, mei, wen):
    signed = cast.sign(
        cast.submit(cast.article(wen), wen), mei, next_review_due=cast.days_ahead(30).date()
    )
    assert lists(first_page(ravi))["Reviews running out"] == [signed.title]


def test_a_reviewer_who_owns_a_page_sees_it_too(ravi, wen):
    cast.article(wen, owner=ravi, title="A page of Ravi’s")
    assert lists(first_page(ravi)) == {
        "My drafts": ["A page of Ravi’s"],
        "Do you agree to be named as the writer?": ["A page of Ravi’s"],
    }


def test_a_writer_is_met_by_the_writers_lists(wen, ravi, draft, review):
    cast.article(wen, title="New")
    page = first_page(wen)
    assert lists(page) == {"My drafts": ["New"], "Under review": [draft.title]}
    assert "Nothing was sent back to you." in page
    acts.request_changes(review, by=ravi, reason="Say more.")
    assert lists(first_page(wen))["Sent back to me"] == [draft.title]


def test_a_new_writer_sees_one_line_instead_of_empty_boxes(will, review):
    page = first_page(will)
    assert lists(page) == {}
    assert page.count('<p class="nothing">') == 1
    assert "Nothing was sent back to you. You have no drafts." in page
    assert "signature" not in page.split('<p class="nothing">')[1].split("</p>")[0]


def test_an_editor_plans_reviews_and_publications_and_reads_letters(edda, ravi, review, scheduled):
    receive("question", "May I have a flu jab?", edition=None, reply_to="", sender="")
    found = lists(first_page(edda))
    assert found["Reviews to plan"] == [review.document.title]
    assert found["Next publications"] == [scheduled.title]
    assert found["Letters from readers"] == ["May I have a flu jab?"]
    acts.plan_review(review, by=edda, assignee=ravi, due=review.due)
    assert "Reviews to plan" not in lists(first_page(edda))


def test_an_editor_writes_too(edda):
    cast.article(edda, title="By Edda")
    assert lists(first_page(edda))["My drafts"] == ["By Edda"]


def test_an_administrator_sees_people_and_the_record(ada, olga, review):
    found = lists(first_page(ada))
    assert found["Accounts without a role"] == ["Olga Sample"]
    title = review.document.title
    latest = found["Latest on the record"]  # accounts are on it, too
    assert latest[:2] == [f"Submit: {title}", f"Create: {title}"]
    assert "Make account: Olga Sample (olga)" in latest
    assert not WRITERS_LISTS & set(found)


@pytest.mark.parametrize("who", ["wen", "ravi", "edda", "ada", "root"])
def test_the_first_page_costs_the_same_for_many_rows(request, who, wen, mei, edda):
    def one_more_of_everything() -> None:
        cast.article(wen)
        cast.article(edda)
        acts.request_changes(cast.submit(cast.article(wen), wen), by=mei, reason="No.")
        mine = cast.submit(cast.article(wen), wen)
        acts.plan_review(mine, by=edda, assignee=mei, due=mine.due)
        cast.submit(cast.article(wen), wen)
        cast.publish(cast.article(wen, publish_at=cast.days_ahead(3)), wen, mei)
        soon = cast.days_ahead(30).date()
        cast.sign(cast.submit(cast.article(wen), wen), mei, next_review_due=soon)
        cast.person(f"Olga{next(cast._number)}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            first_page(user)
        return len(queries)

    user = request.getfixturevalue(who)
    one_more_of_everything()
    few = cost()
    for _ in range(3):
        one_more_of_everything()
    assert cost() == few
