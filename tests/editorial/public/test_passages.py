"""Who wrote and who signed each passage of a live page, for readers."""

import re

import pytest

from editorial import acts
from editorial.models import EditionPassages, Scope, SignOff
from tests import cast
from tests._tampering import unguarded
from tests.editorial.passages.test_four_eyes import CALL, COMMA, CREAM, RASH, again, written


@pytest.fixture
def live(wen, will, ravi, mei):
    """Edition 2: Will put a comma into Wen's first paragraph, and Ravi signed that alone."""
    document = written(wen, RASH + CALL)
    cast.publish(document, wen, mei)
    again(document, will, body=COMMA + CALL)
    return cast.sign(cast.submit(document.stored(), will), ravi, scope=Scope.CHANGES)


def address(edition):
    return f"{edition.get_absolute_url()}history/passages/"


def said_of(client, edition, start):
    """What stands on the page of the passage that begins so, in words."""
    page = client.get(address(edition)).text.partition('id="earlier"')[0]
    (box,) = [each for each in page.split('<div class="passage"')[1:] if f"<p>{start}" in each]
    return " ".join(re.sub("<[^>]+>", " ", box).split())


def test_a_passage_says_who_wrote_it_who_signed_it_and_since_when(client, live):
    unchanged = said_of(client, live, "Call your team")
    assert "Written by Wen Sample. Signed by Mei Sample," in unchanged
    assert "Unchanged since edition 1." in unchanged
    changed = said_of(client, live, "Most people")
    assert "Written by Wen Sample, Will Sample." in changed
    assert "Signed as a change, without the rest of the page, by Ravi Sample," in changed
    assert "New or changed in edition 2." in changed


def test_a_later_reading_of_the_whole_is_told_beside_the_first(client, live, edda, mei):
    edition = cast.sign(acts.reaffirm(live.document, by=edda), mei)
    assert "Signed by Mei Sample" in said_of(client, edition, "Most people")
    again = said_of(client, edition, "Call your team")
    assert "Read again with the whole page by Mei Sample" in again


def test_the_page_leads_there_and_carries_none_of_it(client, live):
    page = client.get(live.get_absolute_url()).text
    assert f'href="{address(live)}"' in page
    assert "Will Sample" not in page


def test_each_has_an_address_of_its_own_also_where_two_read_alike(client, wen, mei):
    edition = cast.publish(written(wen, RASH + CALL + RASH), wen, mei)
    page = client.get(address(edition)).text
    ids = re.findall(r'id="(p-[0-9a-f-]+)"', page)
    assert len(ids) == len(set(ids))
    assert all(f'href="#{each}"' in page for each in ids)


def test_nobody_hears_of_pages_that_are_not_public(client, wen, mei):
    hidden, shown = cast.article(wen, title="Hidden"), cast.article(wen, title="Shown")
    cast.publish(shown, wen, mei)
    document = written(wen, RASH, see_also=[hidden, shown])
    page = client.get(address(cast.publish(document, wen, mei))).text
    assert "Shown" in page
    assert "Hidden" not in page
    assert "not public now" not in page


def test_nobody_is_named_where_text_signature_and_record_do_not_belong_together(client, live):
    def tamper_rows():
        rows = EditionPassages.objects.get(edition=live).rows
        rows[0]["authors"] = []
        EditionPassages.objects.filter(edition=live).update(rows=rows)

    for tamper in (lambda: SignOff.objects.update(digest="0" * 64), tamper_rows):
        with unguarded():
            tamper()
        page = client.get(address(live))
        assert "could not be verified" in page.text
        assert "Sample" not in page.text.partition("<h1>")[2]


def test_there_is_none_of_a_page_that_is_not_public(client, draft, live, edda):
    assert client.get(f"/articles/{draft.slug}/history/passages/").status_code == 404
    acts.withdraw(live.document, by=edda, reason="A study was retracted.")
    assert client.get(address(live)).status_code == 410


def test_it_costs_the_same_for_any_number(client, wen, mei, django_assert_max_num_queries):
    for paragraphs in (1, 30):
        edition = cast.publish(written(wen, CREAM * paragraphs), wen, mei)
        with django_assert_max_num_queries(8):
            client.get(address(edition))
