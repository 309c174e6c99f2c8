"""A quoted passage that a later edition changed: its address says what became of it."""

import pytest

from editorial import acts
from editorial.passages import passages_of
from immunosite.page_store import store
from tests import cast
from tests.editorial.passages.test_four_eyes import CALL, COMMA, CREAM, RASH, again, written
from tests.editorial.public.test_passage_links import entries


@pytest.fixture
def first(wen, mei):
    return cast.publish(written(wen, RASH + CALL), wen, mei)


def anchor(edition, start):
    (found,) = [each for each in passages_of(edition.snapshot) if each.text.startswith(start)]
    return f"p-{found.name[:10]}"


def next_edition(edition, wen, mei, **fields):
    again(edition.document.stored(), wen, **fields)
    return cast.sign(cast.submit(edition.document.stored(), wen), mei)


def said(box):
    return " ".join(box.text_content().split())


def test_it_says_until_when_it_stood_and_leads_to_the_edition_that_had_it(client, first, wen, mei):
    live = next_edition(first, wen, mei, body=COMMA + CALL)
    old = anchor(first, "Most")
    box = entries(client, live)[old]
    assert "Most people have no rash at all" in said(box)
    assert "Not what we say now." in said(box)
    assert "until edition 1. Edition 2 of" in said(box)
    links = [a.get("href") for a in box.iterfind(".//a")]
    history = f"{live.get_absolute_url()}history/"
    assert links == [f"{history}1/#{old}", f"{history}1/#difference"]
    assert f'id="{old}"' in client.get(f"{history}1/").text


def test_it_stands_there_once_by_the_last_edition_that_had_it(client, first, wen, mei):
    second = next_edition(first, wen, mei, body=RASH + CALL + CREAM)
    live = next_edition(second, wen, mei, body=CALL + CREAM)
    assert "until edition 2. Edition 3 of" in said(entries(client, live)[anchor(first, "Most")])


def test_what_came_back_is_on_the_page_and_not_among_them(client, first, wen, mei):
    second = next_edition(first, wen, mei, body=CALL)
    live = next_edition(second, wen, mei, body=CALL + RASH)
    assert "Not what we say now." not in said(entries(client, live)[anchor(first, "Most")])


def test_withdrawn_words_are_not_shown_again(client, first, wen, mei, edda):
    second = next_edition(first, wen, mei, body=CALL)
    acts.withdraw(second.document.stored(), by=edda, reason="A study was retracted.")
    live = next_edition(second, wen, mei, body=CREAM)
    for edition, start in ((first, "Most"), (second, "Call")):
        box = entries(client, live)[anchor(edition, start)]
        assert "Its words were withdrawn" in said(box)
        assert start not in said(box)


def test_nobody_hears_of_pages_that_an_old_edition_named(client, wen, mei, edda):
    named = cast.article(wen, title="Named once")
    cast.publish(named, wen, mei)
    first = cast.publish(written(wen, RASH, see_also=[named]), wen, mei)
    acts.revise(first.document.stored(), by=wen)
    cast.save(first.document.stored(), wen, see_also=[])
    live = cast.sign(cast.submit(first.document.stored(), wen), mei)
    acts.withdraw(named.stored(), by=edda, reason="A study was retracted.")
    page = client.get(f"{live.get_absolute_url()}history/passages/").text
    assert "Named once" not in page
    assert "not public now" not in page


def test_the_cost_does_not_grow_with_the_editions(
    client, first, wen, mei, django_assert_num_queries
):
    edition, counted = first, []
    for body in (CALL, RASH, CREAM, CALL + CREAM):
        edition = next_edition(edition, wen, mei, body=body)
        store.clear()
        with django_assert_num_queries(7) as asked:
            client.get(f"{edition.get_absolute_url()}history/passages/")
        counted.append(len(asked))
    assert len(set(counted)) == 1
