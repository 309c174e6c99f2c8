"""At one place the writer refuses a link to the glossary, or chooses another; it is signed with the
page, and the reviewer sees the links that readers get.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from editorial import changes
from editorial.kinds import kind_of
from editorial.text.term_choices import read_choice, written_choice
from glossary.linker import PageLinker
from glossary.matcher import Matcher, Term
from tests import cast
from tests.admin_forms import address, opened

CELL = Term("cell", "Cell", "The smallest living part.")
T_CELL = Term("t-cell", "T cell", "A defender.")
ALL = Term("all", "Acute lymphoblastic leukaemia", "A cancer.", abbreviations=("ALL",))
TWINS = [Term("mask-a", "Mask", "One."), Term("mask-b", "Mask", "Another.")]
MATCHER = Matcher([CELL, T_CELL, ALL, *TWINS])
LINK = re.compile(r'<a class="term" href="/glossary/([^/]*)/" data-term="[^"]*">(.*?)</a>', re.S)


def links(html: str, *lines: str) -> list[tuple[str, str]]:
    return LINK.findall(PageLinker(MATCHER, choices=lines).link(html))


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        # refused here, linked at the next place
        ("Take ALL tablets. Children with ALL.", "take [ALL] tablets", [("all", "ALL")]),
        ("<b>Take</b> A<i>LL</i> tablets.", "take [all] tablets", []),
        ("Take ALL tablets.", "[ALL]", []),
        ("Take ALL tablets.", "all", []),
        ("Our defenders wake.", "defenders = t-cell", [("t-cell", "defenders")]),
        ("It takes ALL tablets.", "take [ALL] tablets", [("all", "ALL")]),
        # chosen: another term, a term of two, and words that name none
        ("These cells defend us.", "These [cells] defend = t-cell", [("t-cell", "cells")]),
        ("These cells defend us.", "These [cells] defend = T cell", [("t-cell", "cells")]),
        ("Wear a mask.", "wear a [mask] = mask-b", [("mask-b", "mask")]),
        ("Our defenders wake.", "[defenders] = t-cell", [("t-cell", "defenders")]),
        ("Wear a mask.", "", []),
        # a wrong meaning is worse than no link
        ("These cells defend us.", "These [cells] = gone", []),
        ("T cells divide.", "T [cells] = cell", [("cell", "cells")]),
        ("T cells divide.", "T [cells]", []),
        # read as everything is read
        ("The naïve&nbsp;T–cell &amp; more", "naive [t cell] & more", []),
        ("An antibody.", "[anti]body", []),
        ("<h2>T cells</h2>", "[T cells] = cell", []),
    ],
)
def test_what_the_writer_decides_holds_at_that_place(text, line, expected):
    assert links(f"<p>{text}</p>", line) == expected


def test_a_chosen_place_is_linked_though_the_term_was_linked_before():
    text = "<p>A T cell. These defenders.</p>"
    assert links(text, "[defenders] = t-cell") == [("t-cell", "T cell"), ("t-cell", "defenders")]


def test_nothing_of_the_text_changes():
    text = "<p>Take <b>A</b>LL tablets; these <i>defenders</i> wake.</p>"
    lines = ["take [ALL] tablets", "these [defenders] wake = t-cell"]
    html = PageLinker(MATCHER, choices=lines).link(text)
    assert LINK.sub(r"\2", html) == text


@pytest.mark.parametrize(
    "line",
    [
        "",
        "–",
        "[ALL",
        "ALL]",
        "[]",
        "[–]",
        "a [b] c [d]",
        "[a] = ",
        "[a] = b = c",
        "[a] = –",
        "[[a]]",
    ],
)
def test_a_line_that_cannot_be_read_says_how_to_write_it(line):
    with pytest.raises(ValueError, match=r"stop \[ALL\] tablets"):
        read_choice(line)


@given(st.text(), st.text(), st.text(), st.sampled_from(["", "t-cell"]))
def test_every_place_can_be_written_as_a_line(before, words, after, slug):
    line = written_choice(before, f"x{words}", after, slug)
    assert read_choice(line).slug == slug
    assert written_choice(*read_choice(line)) == line


# --- The draft, its review, its readers -----------------------------------------------------------

pytestmark = pytest.mark.django_db
BODY = "<p>Stop ALL tablets. Children with ALL are seen by a mask.</p>"


@pytest.fixture
def glossary(wen, ravi):
    for term in (ALL, T_CELL):
        short = "\n".join(term.abbreviations)
        entry = cast.entry(wen, title=term.name, slug=term.slug, abbreviations=short)
        cast.publish(entry, wen, ravi)


def linked(response) -> list[tuple[str, str]]:
    return LINK.findall(response.content.decode())


def test_the_reviewer_sees_the_links_that_readers_get(client, glossary, wen, ravi):
    lines = "Stop [ALL] tablets\na [mask] = t-cell"
    article = cast.article(wen, slug="one", body=BODY, glossary_links=lines)
    expected = [("all", "ALL"), ("t-cell", "mask")]
    client.force_login(wen)
    assert linked(client.get(address(article, "preview"))) == expected
    review = cast.submit(article, wen)
    client.force_login(ravi)
    page = client.get(f"/review/{review.pk}/")
    assert linked(page) == expected
    assert "<li>Stop [ALL] tablets</li>" in page.content.decode()
    cast.sign(review, ravi)
    page = client.get("/articles/one/")
    assert linked(page) == expected
    assert "Children with <a" in page.content.decode()
    assert review.snapshot["glossary_links"] == lines.split("\n")
    answer = client.get("/api/v1/pages/article/one/").json()
    assert answer["content"]["glossary_links"] == lines.split("\n")


def test_a_decision_is_shown_in_the_comparison(wen):
    article = cast.article(wen, body=BODY)
    old = article.snapshot()
    new = {**old, "glossary_links": ["Stop [ALL] tablets"]}
    found = changes.between(old, new, {})
    assert [part.label for part in found.changed] == [
        "Links to the glossary, decided by the writer"
    ]


def test_an_edition_signed_before_there_were_decisions_is_read(client, edition):
    assert "glossary_links" in edition.snapshot
    content = {k: v for k, v in edition.snapshot.items() if k != "glossary_links"}
    assert kind_of("article").page.read(content).glossary_links == []


def test_a_line_that_cannot_be_read_is_kept_and_holds_the_page_back(wen):
    article = cast.article(wen, body=BODY, glossary_links="[ALL] tablets\n[ALL <b>")
    blocked = [each for each in article.findings() if each.at == "at-glossary_links"]
    assert [each.level for each in blocked] == ["blocks"]
    assert "“[ALL <b>” cannot be read" in blocked[0].message


def test_words_that_are_gone_from_the_text_are_told(wen):
    lines = "Stop [ALL] tablets\nno such [words]"
    article = cast.article(wen, body="<p>Stop <b>A</b>LL – tablets.</p>", glossary_links=lines)
    told = [each for each in article.findings() if each.at == "at-glossary_links"]
    assert len(told) == 1
    assert "“no such [words]”" in told[0].message


# --- The page on which the writer decides, without script -----------------------------------------


@pytest.fixture
def page(client, glossary, wen):
    client.force_login(wen)
    return address(cast.article(wen, slug="one", body=BODY), "links")


def decided() -> list[str]:
    return Article.objects.get(slug="one").glossary_links.split("\n")


def test_a_link_is_refused_and_taken_up_again(client, page):
    form = opened(client, page)
    assert form["link-0"] == ["found"]
    assert client.post(page, {**form, "link-0": "none"}).status_code == 302
    assert decided() == ["Stop [ALL] tablets. Children with"]
    form = opened(client, page)
    assert form["link-0"] == ["none"]
    assert [form[f"place-{n}"] for n in (0, 1)] == [
        ["Stop [ALL] tablets. Children with"], ["tablets. Children with [ALL] are seen by"],
    ]  # fmt: skip
    client.post(page, {**form, "link-0": "found"})
    assert decided() == [""]


def test_another_entry_is_chosen_by_its_name_or_refused_where_there_is_none(client, page):
    form = opened(client, page)
    answer = client.post(page, {**form, "link-0": "other", "other-0": "B cell"})
    assert "No entry that is public now is called “B cell”" in answer.content.decode()
    assert 'value="B cell"' in answer.content.decode()
    assert decided() == [""]
    client.post(page, {**form, "link-0": "other", "other-0": "T cell"})
    assert decided() == ["Stop [ALL] tablets. Children with = t-cell"]
    assert linked(client.get(page.replace("/links/", "/preview/")))[0] == ("t-cell", "ALL")


def test_what_was_typed_by_hand_stays_as_it_was(client, page, wen):
    article = Article.objects.get()
    article.glossary_links = "[ALL] tablets\nnowhere [at all]"
    cast.save(article, wen)
    form = opened(client, page)
    client.post(page, {**form, "link-1": "none"})
    assert decided() == [
        "[ALL] tablets",
        "tablets. Children with [ALL] are seen by",
        "nowhere [at all]",
    ]


def test_a_newer_save_is_not_undone(client, page, wen):
    form = opened(client, page)
    cast.save(Article.objects.get(), wen)
    answer = client.post(page, {**form, "link-0": "none"})
    assert "Somebody saved version" in answer.content.decode()
    assert decided() == [""]


def test_who_may_not_edit_only_sees_the_links(client, page, ravi):
    cast.submit(Article.objects.get(), Article.objects.get().owner)
    answer = client.get(page)
    assert "a link to “Acute lymphoblastic leukaemia”" in answer.content.decode()
    assert "<form method" not in answer.content.decode().split('id="content-main"')[1]
