"""Findings as they are shown: beside the form, and to the reviewer on the desk."""

import pytest
from lxml import html

from editorial import hooks, panel
from editorial.exceptions import Blocked
from editorial.findings import Finding, Level, Rule
from editorial.panel import MOST, panel_of
from findings.checking import faults
from tests import cast
from tests.admin_forms import address
from tests.findings._text import TELLING

pytestmark = pytest.mark.django_db


def rule(name, level, weight=50):
    return Rule(id=name, level=level, weight=weight, reason="", standard="", fires=(), silent=())


def made(**counts):
    """Findings of rules by their weight, or `blocks`."""
    rules = {
        name: rule(name, Level.BLOCKS if name == "blocks" else Level.ADVISES, int(name[1:] or 0))
        if name != "blocks" else rule(name, Level.BLOCKS)
        for name in counts
    }  # fmt: skip
    each = ((name, number) for name, count in counts.items() for number in range(count))
    return [Finding(rules[name], "x", f"{number}") for name, number in each]


@pytest.mark.parametrize(
    ("found", "shown", "more"),
    [
        (made(w10=2, w90=1), ["w90", "w10", "w10"], 0),
        (made(w90=9), ["w90"] * 7, 2),
        (made(w90=5, w10=2), ["w90", "w90", "w90", "w10", "w10", "w90", "w90"], 0),
        (made(w90=4, blocks=6), ["blocks"] * 6 + ["w90"], 3),
        (made(blocks=9, w90=1), ["blocks"] * 7, 3),
    ],
)
def test_at_most_seven_are_shown_at_once_and_the_weightiest_first(found, shown, more):
    chosen = panel._chosen(found)
    assert [each.rule.id for each in chosen.shown] == shown
    assert len(chosen.more) == more
    assert len(chosen.shown) <= MOST
    assert sorted(map(id, chosen.findings)) == sorted(map(id, found))


def findings_on(response):
    tree = html.document_fromstring(response.content.decode())
    (section,) = tree.xpath("//section[@class='findings']")
    return section


def test_the_form_names_the_words_with_a_link_to_them_and_says_why(client, wen):
    draft = cast.article(wen, body=TELLING)
    client.force_login(wen)
    section = findings_on(client.get(address(draft)))
    links = section.xpath(".//ul[@class='advising']//a[@href='#at-body']/@data-quote")
    assert links == ["Treatment halves the risk of death.", "Severe reactions are rare."]
    assert "IPDAS 2021" in section.text_content()
    assert "Treatment halves the risk of death." in section.xpath(".//q/text()")


def test_more_than_seven_are_counted_and_stand_behind_a_disclosure(client, wen):
    rare = "".join(f"<p>Severe reactions {n} are rare.</p>" for n in range(12))
    draft = cast.article(wen, body=rare)
    client.force_login(wen)
    section = findings_on(client.get(address(draft)))
    shown = section.xpath("./ul/li")
    (more,) = section.xpath("./details[@class='more-findings']")
    assert len(shown) == MOST
    assert more.xpath("normalize-space(summary)") == f"and {len(more.xpath('./ul/li'))} more"
    assert len(shown) + len(more.xpath("./ul/li")) == len(panel_of(draft).findings)


def test_the_reviewer_reads_them_on_the_desk_with_links_into_the_text(client, wen, ravi):
    review = cast.submit(cast.article(wen, body=TELLING), wen)
    client.force_login(ravi)
    tree = html.document_fromstring(client.get(f"/review/{review.pk}/").content.decode())
    quotes = tree.xpath("//dl[contains(@class, 'case-facts')]//a[@href='#review-text']/@data-quote")
    assert "Severe reactions are rare." in quotes


@pytest.mark.parametrize(
    "body",
    ["<h2>A</h2><h4>B</h4>", '<p><a href="/articles/nowhere/">Here</a></p>',
     "<p>So it is.[@nobody]</p>"],
)  # fmt: skip
def test_what_blocks_holds_the_submission_back(wen, body):
    draft = cast.article(wen, body=body)
    with pytest.raises(Blocked) as blocked:
        cast.submit(draft, wen)
    assert len(blocked.value.findings) == 1


def test_advice_never_holds_a_submission_back_and_costs_it_nothing(wen, monkeypatch):
    def asked(*args):
        raise AssertionError("An act asked for advice.")

    draft = cast.article(wen, body=TELLING)
    monkeypatch.setattr(hooks.draft_advice, "_functions", {asked: None})
    assert cast.submit(draft, wen).is_open


def test_the_number_of_questions_does_not_grow_with_links_or_pages(
    wen, ravi, django_assert_num_queries
):
    for number in range(6):
        cast.publish(cast.article(wen, slug=f"page-{number}"), wen, ravi)

    def asked(links):
        body = "".join(f'<p><a href="/articles/page-{n}/">x</a></p>' for n in range(links))
        draft = cast.article(wen, body=body)
        with django_assert_num_queries(2 if links else 0):
            assert faults(draft) == []

    for links in (0, 1, 6):
        asked(links)
