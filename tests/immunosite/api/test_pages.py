"""One page through the API: its signed text, who signed it, where it moved, why it is gone."""

import hashlib
import json

import pytest
import rfc8785

from editorial import acts
from editorial.kinds import all_kinds
from tests import cast
from tests.immunosite.api.client import API, ask, page_of

MAKE = {
    "article": cast.article,
    "therapytype": cast.therapy,
    "condition": cast.condition,
    "glossaryentry": cast.entry,
}
UNUSUAL = 'Ångström "κ" <b> \u2028 😀 é'


def test_anybody_can_recompute_the_digest_from_the_bytes(client, wen, ravi):
    edition = cast.publish(cast.article(wen, title=UNUSUAL, summary=UNUSUAL), wen, ravi)
    page = json.loads(client.get(API + page_of(edition)).content)
    digest = hashlib.sha256(rfc8785.dumps(page["content"])).hexdigest()
    assert digest == page["review"]["digest"]
    assert [each["digest"] for each in page["review"]["sign_offs"]] == [digest]


def test_and_without_our_library(client, edition):
    """Canonical JSON of text and whole numbers is compact JSON with sorted keys."""
    page = json.loads(client.get(API + page_of(edition)).content)
    plain = json.dumps(page["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(plain.encode()).hexdigest() == page["review"]["digest"]


@pytest.mark.parametrize("kind", [kind.name for kind in all_kinds()])
def test_each_kind_is_read_as_the_contract_says(wen, ravi, kind):
    edition = cast.publish(MAKE[kind](wen), wen, ravi)
    page = ask(page_of(edition))
    assert page["content"] == edition.snapshot
    assert (page["kind"], page["edition"]) == (kind, 1)
    assert ask(page_of(edition, "history/1/"))["content"] == edition.snapshot


def test_the_signature_says_who_with_what_standing_and_what_interest(wen, mei, team):
    review = cast.submit(cast.article(wen), wen)
    edition = cast.sign(review, mei, team=team.name, conflict_of_interest="Speaker fees.")
    (signed,) = ask(page_of(edition))["review"]["sign_offs"]
    assert (signed["name"], signed["credentials"]) == ("Mei Sample", "MD (fictional)")
    assert (signed["team"], signed["conflict_of_interest"]) == (team.name, "Speaker fees.")
    assert (signed["scope"], bool(signed["meaning"])) == ("whole", True)
    assert "checklist" not in signed


def test_a_text_that_was_not_signed_so_has_no_review(edition, monkeypatch, caplog):
    monkeypatch.setattr("editorial.proof.digest_of", lambda content: "0" * 64)
    assert ask(page_of(edition))["review"] is None
    assert ask("/pages/")["items"][0]["review"] is None
    assert "does not match its sign-off" in caplog.text


def test_related_pages_are_named_only_while_they_are_live(wen, ravi, edda):
    shown, hidden = cast.therapy(wen), cast.therapy(wen)
    cast.publish(shown, wen, ravi)
    edition = cast.publish(cast.article(wen, therapies=[shown, hidden]), wen, ravi)
    assert [each["title"] for each in ask(page_of(edition))["related"]["therapy"]] == [shown.title]
    acts.withdraw(shown, by=edda, reason="Retracted.")
    assert ask(page_of(edition))["related"] == {}


def test_a_withdrawn_page_answers_with_its_notice_only(withdrawn):
    for rest in ("", "history/", "history/1/"):
        problem = ask(page_of(withdrawn, rest), status=410)
        assert problem["reason"] == "A study behind this page was retracted."
        assert problem.keys() == {"type", "title", "status", "detail", "reason", "withdrawn_at"}
        assert withdrawn.title not in json.dumps(problem)
    assert ask("/pages/")["items"] == []


def test_what_is_not_public_yet_is_unknown(scheduled, draft):
    for hidden in (scheduled, draft):
        assert ask(page_of(hidden), status=404)["title"] == "Not Found"
        ask(page_of(hidden, "history/"), status=404)
        ask(page_of(hidden, "history/1/"), status=404)


def again(edition, wen, ravi, **changes):
    document = edition.document.specific
    acts.revise(document, by=wen)
    document = document.stored()
    for name, value in changes.items():
        setattr(document, name, value)
    cast.save(document, wen)
    return cast.publish(document, wen, ravi)


def test_a_page_that_moved_says_where(edition, wen, ravi):
    again(edition, wen, ravi, slug="new-address")
    for rest in ("", "history/", "history/1/"):
        response = ask(page_of(edition, rest), status=301)
        assert response.headers["Location"] == f"{API}/pages/article/new-address/{rest}"


def test_history_is_newest_first_and_keeps_each_text(edition, wen, ravi):
    again(edition, wen, ravi, summary="A newer summary.", change_note="Clearer.")
    newer, older = ask(page_of(edition, "history/"))["items"]
    assert (newer["edition"], newer["effective_until"], newer["change_note"]) == (
        2,
        None,
        "Clearer.",
    )
    assert older["effective_until"] == newer["effective_from"]
    assert ask(page_of(edition, "history/1/"))["content"] == edition.snapshot


def test_an_edition_that_is_planned_is_no_history(edition, wen, ravi):
    again(edition, wen, ravi, publish_at=cast.days_ahead(3), summary="Not yet.")
    (only,) = ask(page_of(edition, "history/"))["items"]
    assert (only["edition"], only["effective_until"]) == (1, None)
    ask(page_of(edition, "history/2/"), status=404)


def test_a_withdrawn_edition_of_a_live_page_is_told_by_its_notice(withdrawn, wen, ravi):
    again(withdrawn, wen, ravi, summary="Corrected.")
    newer, older = ask(page_of(withdrawn, "history/"))["items"]
    assert (newer["withdrawal"], bool(older["withdrawal"]["reason"])) == (None, True)
    assert "summary" not in ask(page_of(withdrawn, "history/1/"), status=410)


def test_history_is_read_page_by_page(edition, wen, ravi):
    for number in range(3):
        again(edition, wen, ravi, summary=f"Summary {number}.")
    first = ask(page_of(edition, "history/"), limit=3)
    assert [each["edition"] for each in first["items"]] == [4, 3, 2]
    assert first["next"].startswith("http://localhost/api/v1/")


def test_editions_before_a_withdrawn_one_stay_closed_with_it(edition, wen, mei, ravi, edda):
    again(edition, wen, mei, summary="A second text.")
    acts.withdraw(edition.document, by=edda, reason="Retracted.")
    again(edition, wen, ravi, summary="Corrected.")
    newest, *older = ask(page_of(edition, "history/"))["items"]
    assert newest["title"]
    assert [each["title"] for each in older] == [None, None]
    assert ask(page_of(edition, "history/1/"), status=410)["reason"] == "Retracted."
