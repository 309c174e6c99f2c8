"""A second round of review: what changed, and since when."""

import pytest
from django.db import OperationalError
from lxml import html

from editorial import acts
from editorial.models import RoundSeen
from tests import cast
from tests.editorial.desk._rounds import DOSE, again, get, url


def heading(client, review, since=""):
    text = client.get(url(review), {"since": since} if since else {}).text
    found = html.fromstring(text).xpath("//h2[@id='review-changes-heading']")
    return found[0].text_content() if found else ""


def test_the_second_round_of_a_first_edition_shows_what_changed(reviewer, second):
    text = get(reviewer, second)
    assert heading(reviewer, second) == "What changed since the previous round"
    assert "[deleted: 0.16" in text
    assert "[inserted: 1.6" in text
    assert "This is the first edition: readers have never seen this text." in text


def test_after_a_recall_the_next_round_shows_what_changed(reviewer, first, wen):
    acts.recall(first, by=wen)
    assert "[inserted: 1.6" in get(reviewer, again(first, wen, body=DOSE.format("1.6")))


def test_beside_the_previous_round_stands_the_live_edition(reviewer, edition, wen, mei):
    acts.revise(edition.document, by=wen)
    one = again(edition.review, wen, body=DOSE.format("0.16"), change_note="Dose.")
    acts.request_changes(one, by=mei, reason="Which dose?")
    two = again(one, wen, body=DOSE.format("1.6"))
    assert heading(reviewer, two) == "What changed since the previous round"
    assert "[deleted: 0.16" in get(reviewer, two)
    assert heading(reviewer, two, "live") == "What changed since the live edition"
    assert "[deleted: 0.16" not in get(reviewer, two, "live")
    assert heading(reviewer, two, "whole") == "The whole text"
    # Passage by passage it says what to tick, whatever is compared above.
    assert "[deleted:" not in get(reviewer, two, "whole").partition("Passage by passage")[0]


def test_the_round_after_a_withdrawal_compares_with_the_round_that_it_ended(
    reviewer, edition, wen, mei, edda
):
    acts.revise(edition.document, by=wen)
    one = again(edition.review, wen, body=DOSE.format("0.16"), change_note="Dose.")
    acts.withdraw(edition.document, by=edda, reason="A retracted study.")
    acts.revise(edition.document, by=wen)
    two = again(one, wen, body=DOSE.format("1.6"))
    assert "[deleted: 0.16" in get(reviewer, two)
    assert heading(reviewer, two, "live") == "What changed since the last edition"


def test_a_text_that_readers_have_is_offered_once(reviewer, edition, wen):
    acts.revise(edition.document, by=wen)
    review = again(edition.review, wen, summary="Other words.", change_note="Clearer.")
    page = html.fromstring(reviewer.get(url(review)).text)
    links = page.xpath("//nav[contains(@class, 'since')]//a")
    assert [link.text_content() for link in links] == ["Since the live edition", "Whole text"]
    assert heading(reviewer, review, "round") == "What changed since the previous round"


def test_a_reviewer_sees_what_changed_since_they_last_looked(reviewer, first, second, wen, mei):
    get(reviewer, first)
    acts.request_changes(second, by=mei, reason="Still.")
    third = again(second, wen, summary="Other words.")
    for _ in range(2):  # looking again does not make it forget
        assert heading(reviewer, third, "seen") == "What changed since I last looked (round 1)"
    text = get(reviewer, third, "seen")
    assert "[deleted: 0.16" in text
    assert "Other words." in text


def test_only_a_reviewers_first_look_is_remembered(client, first, ravi, wen):
    for person in (ravi, ravi, wen):
        client.force_login(person)
        client.get(url(first))
    client.head(url(first))
    assert [(seen.reviewer, seen.review) for seen in RoundSeen.objects.all()] == [(ravi, first)]


def test_a_database_that_cannot_be_written_holds_no_reader_up(reviewer, first, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(RoundSeen.objects, "bulk_create", refuse)
    assert "0.16" in get(reviewer, first)


@pytest.mark.parametrize("since", ["nonsense", "seen", "\0", "<b>"])
def test_a_strange_view_is_the_first_view(reviewer, second, since):
    assert heading(reviewer, second, since) == "What changed since the previous round"


def test_the_signature_says_how_much_changed_since_the_previous_round(reviewer, second, mei, wen):
    page = html.fromstring(reviewer.get(url(second), {"since": "whole"}).text)
    said = " ".join(page.xpath("//dl[@class='signing']")[0].text_content().split())
    assert "Since round 1 1 change in Body" in said


def test_it_never_says_that_nothing_changed_where_the_digests_differ(reviewer, second, monkeypatch):
    from editorial import changes  # noqa: PLC0415

    blind = changes.between(second.snapshot, second.snapshot, {})
    monkeypatch.setattr("editorial.desk.since.changes.between", lambda *texts: blind)
    text = get(reviewer, second)
    assert "Nothing changed" not in text
    assert "The two texts differ" in text


def test_the_same_text_again_says_so(reviewer, first, wen, mei):
    acts.request_changes(first, by=mei, reason="Which dose?")
    text = get(reviewer, cast.submit(first.document.stored(), wen))
    assert "Nothing changed. The text is that of round 1 (changes requested by Mei Sample" in text
