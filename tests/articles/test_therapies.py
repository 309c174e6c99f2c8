"""The overview of therapies, and the drawings of how they work: only what was signed is shown."""

import json
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.test import Client

from articles import diagrams
from articles.choices import Mechanism
from articles.diagrams import FOLDER, drawing
from editorial import acts
from immunosite import page_store
from tests import cast
from tests._answers import text_of, without_passage_links

pytestmark = pytest.mark.django_db
FIGURE = '<figure class="diagram">'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def redrawn(tmp_path, monkeypatch):
    """From now on, every drawing differs by one space from the one that was signed."""

    def redraw():
        for path in FOLDER.glob("*.svg"):
            (tmp_path / path.name).write_bytes(path.read_bytes() + b" ")
        monkeypatch.setattr(diagrams, "FOLDER", tmp_path)
        drawing.cache_clear()
        page_store.store.clear()

    yield redraw
    drawing.cache_clear()


# --- The drawings themselves ----------------------------------------------------------------------


@pytest.mark.parametrize("name", Mechanism.values)
def test_each_mechanism_has_a_drawing_that_says_what_it_shows(name):
    root = ElementTree.fromstring((FOLDER / f"{name}.svg").read_bytes())  # noqa: S314 - our own file
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id") == f"diagram-{name}"
    assert len(title.text) > 20
    assert 100 < len(words.text) < 600
    assert len((FOLDER / f"{name}.svg").read_bytes()) < 6_000


@pytest.mark.parametrize("name", Mechanism.values)
def test_a_drawing_brings_no_colour_style_or_script_of_its_own(name):
    for element in ElementTree.fromstring((FOLDER / f"{name}.svg").read_bytes()).iter():  # noqa: S314
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "g", "path", "circle", "rect", "text",
        }  # fmt: skip
        assert not {"style", "href", "font-size"} & set(element.keys())
        assert element.get("fill", "none") == "none"
        assert element.get("stroke", "currentColor") == "currentColor"


@pytest.mark.parametrize("name", ["", "other", "../base", "Checkpoint", "checkpoint.svg"])
def test_a_name_without_a_drawing_signs_nothing(name):
    assert diagrams.to_sign(name) == {}


# --- Signed with the page -------------------------------------------------------------------------


def test_the_snapshot_holds_the_drawing_as_plain_json(wen):
    content = cast.therapy(wen, mechanism="virus").content()
    file = (FOLDER / "virus.svg").read_bytes()
    assert content["diagram"]["name"] == "virus"
    assert content["diagram"]["digest"] == sha256(file).hexdigest()
    assert content["diagram"]["text"] in " ".join(file.decode().split())
    assert json.loads(json.dumps(content)) == content


def test_the_page_shows_the_drawing_that_was_signed_and_its_words(public, wen, ravi):
    edition = cast.publish(cast.therapy(wen, slug="til", mechanism="cell"), wen, ravi)
    page = text_of(public.get("/therapies/til/"))
    assert page.count(FIGURE) == 1
    assert 'id="diagram-cell"' in page
    assert f"<figcaption>{edition.page.diagram.text}</figcaption>" in without_passage_links(page)
    assert "<desc>" not in page


def test_a_drawing_that_nobody_signed_is_not_shown(public, wen, ravi, redrawn):
    cast.publish(cast.therapy(wen, slug="til", mechanism="cell"), wen, ravi)
    redrawn()
    for address in ("/therapies/til/", "/therapies/"):
        assert "<figure" not in text_of(public.get(address))


def test_a_new_review_puts_the_new_drawing_up(public, wen, ravi, redrawn):
    therapy = cast.therapy(wen, slug="til", mechanism="cell")
    cast.publish(therapy, wen, ravi)
    redrawn()
    cast.publish(acts.revise(therapy, by=wen).specific, wen, ravi)
    assert FIGURE in text_of(public.get("/therapies/til/"))


def test_a_snapshot_from_before_has_none(wen, ravi):
    edition = cast.publish(cast.therapy(wen), wen, ravi)
    del edition.snapshot["content"]["diagram"]
    assert edition.page.diagram is None
    assert "<figure" not in render_to_string("articles/_therapy.html", {"page": edition.page})


def test_a_page_cannot_name_a_file_elsewhere():
    elsewhere = diagrams.Diagram("../_diagram", "Words.", "0" * 64)
    assert elsewhere.svg == ""


def test_the_reviewer_sees_the_drawing_and_what_changed_in_it(wen, ravi, redrawn):
    therapy = cast.therapy(wen, mechanism="cell")
    cast.publish(therapy, wen, ravi)
    redrawn()
    review = cast.submit(acts.revise(therapy, by=wen).specific, wen)
    desk = Client()
    desk.force_login(ravi)
    page = text_of(desk.get(f"/review/{review.pk}/"))
    assert FIGURE in page
    assert drawing("cell").digest in page


# --- The overview ---------------------------------------------------------------------------------


def test_each_mechanism_is_drawn_once(public, wen, ravi):
    for mechanism in ("cell", "cell", "tolerance"):
        cast.publish(cast.therapy(wen, mechanism=mechanism), wen, ravi)
    page = text_of(public.get("/therapies/"))
    assert page.count(FIGURE) == 2
    assert page.index('id="diagram-cell"') < page.index('id="diagram-tolerance"')


def test_a_signature_that_does_not_hold_draws_nothing(public, wen, ravi, monkeypatch):
    cast.publish(cast.therapy(wen), wen, ravi)
    monkeypatch.setattr("editorial.proof.digest_of", lambda content: "0" * 64)
    assert "<figure" not in text_of(public.get("/therapies/"))


def test_the_address_of_the_comparison_is_no_therapys(wen):
    findings = [str(each.message) for each in cast.therapy(wen, slug="compare").findings()]
    assert any("is that of the comparison" in message for message in findings)


def test_a_therapy_lists_the_newest_of_many_articles(wen, ravi):
    therapy = cast.therapy(wen)
    cast.publish(therapy, wen, ravi)
    articles = [cast.article(wen, therapies=[therapy]) for _ in range(14)]
    titles = [cast.publish(each, wen, ravi).title for each in articles]
    page_store.store.clear()
    answer = Client().get(f"/therapies/{therapy.slug}/")
    assert {each.title for each in answer.context["backlinks"]} == set(titles[1:])
    assert answer.content.decode().count('<li><a href="/articles/article') == 12
    assert f'href="/articles/?therapy={therapy.slug}">All of them</a>' in answer.content.decode()
