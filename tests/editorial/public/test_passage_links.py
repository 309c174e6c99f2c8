"""`…/#p-…` leads to a passage of the page, and from there to who wrote and signed it."""

import gzip

import pytest
from lxml import html

from editorial.passages import passages_of
from tests import cast
from tests._answers import without_passage_links
from tests.editorial.passages.test_four_eyes import CALL, CREAM, RASH, again, written

RICH = (
    f"<h2>Skin</h2>{RASH}<ul><li><p>One</p></li><li><p>Two</p>"
    "<ul><li><p>Inner</p></li></ul></li></ul>"
    "<table><tbody><tr><th></th><th><p>Dose</p></th></tr>"
    "<tr><td><p>Day 1</p></td><td><p>5 mg</p></td></tr>"
    f"</tbody></table><blockquote><p>Said.</p></blockquote>{CALL}{RASH}"
)
# What a page has beside its text: its address, what stands in the history, and other pages' names.
ELSEWHERE = ("slug", "change_note", "glossary_links", "facet/")


def page_of(client, address):
    return html.document_fromstring(client.get(address).text)


def entries(client, edition):
    page = page_of(client, f"{edition.get_absolute_url()}history/passages/")
    return {each.get("id"): each for each in page.iterfind(".//div[@class='passage']")}


def anchors(page):
    return [each.get("id") for each in page.iterfind(".//a[@class='passage-link']")]


@pytest.fixture
def live(wen, mei):
    return cast.publish(written(wen, RICH, key_points="First\nSecond"), wen, mei)


def test_each_passage_of_the_page_has_its_id_once_and_in_the_order_of_the_text(client, live):
    page = page_of(client, live.get_absolute_url())
    found = anchors(page)
    assert len(found) == len(set(found))
    shown = [each for each in passages_of(live.snapshot) if each.text]
    assert len(found) == len([each for each in shown if not each.part.startswith(ELSEWHERE)])
    of_body = [each.name[:10] for each in shown if each.part == "body"]
    assert [each[2:12] for each in found if each[2:12] in of_body] == of_body


@pytest.mark.parametrize(
    "words", ["Skin", "Most people", "One", "Inner", "Dose", "Day 1", "Said.", "First"]
)
def test_the_id_stands_in_the_very_element(client, live, words):
    page = page_of(client, live.get_absolute_url())
    for link in page.iterfind(".//a[@class='passage-link']"):
        box = entries(client, live).get(link.get("id"))
        if box is not None and words in box.find("p").text_content():
            assert link.getparent().text_content().strip().startswith(words)
            return
    pytest.fail("no passage of these words has an id")


def test_each_leads_to_its_entry_and_back(client, live):
    page = page_of(client, live.get_absolute_url())
    boxes = entries(client, live)
    for link in page.iterfind(".//a[@class='passage-link']"):
        assert link.get("href") == f"history/passages/#{link.get('id')}"
        assert link.get("id") in boxes
    back = [a.get("href") for box in boxes.values() for a in box.iterfind(".//a")]
    there = {each.partition("#")[2] for each in back if each.startswith(live.get_absolute_url())}
    assert there == set(anchors(page))


@pytest.mark.parametrize("make", [cast.therapy, cast.condition, cast.entry])
def test_so_it_is_on_pages_of_every_kind(client, wen, mei, make):
    edition = cast.publish(make(wen), wen, mei)
    page = page_of(client, edition.get_absolute_url())
    shown = [
        each
        for each in passages_of(edition.snapshot)
        if each.text and not each.part.startswith(ELSEWHERE)
    ]
    assert {each[2:12] for each in anchors(page)} >= {
        each.name[:10] for each in shown if not each.part.startswith("facet/")
    }


def test_what_was_there_before_is_as_it_was(client, live):
    page = page_of(client, live.get_absolute_url())
    assert page.get_element_by_id("skin").text_content() == "Skin"
    assert [a.text for a in page.iterfind(".//nav[@class='contents']//a")] in ([], ["Skin"])
    plain = without_passage_links(client.get(live.get_absolute_url()).text)
    for words in (RASH, CALL, "<blockquote><p>Said.</p></blockquote>"):
        assert words in plain


def test_the_link_has_no_words_and_no_row_without_any_gets_one(client, live):
    page = page_of(client, live.get_absolute_url())
    links = page.findall(".//a[@class='passage-link']")
    assert {each.text_content() for each in links} == {""}
    assert {each.get("aria-label") for each in links} == {"Who wrote and signed this"}
    assert not page.xpath("//th[not(normalize-space())]")


def test_the_signed_bytes_have_none(client, live):
    assert (
        "p-" + passages_of(live.snapshot)[0].name[:10]
        not in client.get(f"{live.get_absolute_url()}history/1/signed.json").text
    )


def test_an_old_edition_has_those_of_its_own_text(client, wen, mei, ravi, live):
    again(live.document, wen, body=RICH.replace(CALL, CREAM))
    cast.sign(cast.submit(live.document.stored(), wen), ravi)
    (gone,) = [each for each in passages_of(live.snapshot) if each.text.startswith("Call")]
    old = page_of(client, f"{live.get_absolute_url()}history/1/")
    assert f"p-{gone.name[:10]}" in anchors(old)
    assert f"p-{gone.name[:10]}" not in anchors(page_of(client, live.get_absolute_url()))


def test_all_of_them_cost_less_than_two_kilobytes_of_a_long_page(client, wen, mei):
    words = ("antigen", "antibody", "cell", "dose", "fever", "nurse", "rash", "skin", "team")
    body = "".join(
        f"<p>Of {words[n % 9]} and {words[n // 9]}, and of day {n}.</p>" for n in range(75)
    )
    edition = cast.publish(written(wen, body), wen, mei)
    page = client.get(edition.get_absolute_url()).text
    sizes = [len(gzip.compress(each.encode(), 6)) for each in (page, without_passage_links(page))]
    assert 0 < sizes[0] - sizes[1] < 1600  # the style sheet and the control have the rest
