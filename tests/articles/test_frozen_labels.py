"""The words for a chosen value stand in the code; a signed page keeps those that were signed."""

import pytest

from articles.choices import Genre, Mechanism, Route
from articles.models import TherapyType
from articles.pages import ArticlePage, TherapyPage
from editorial import changes
from tests import cast
from tests.cast import publish


@pytest.fixture
def therapy(wen, ravi):
    therapy = cast.therapy(wen, mechanism=Mechanism.CHECKPOINT, routes=[Route.VEIN, Route.MOUTH])
    publish(therapy, wen, ravi)
    return therapy


@pytest.fixture
def reworded(therapy, monkeypatch):
    """As after an update of the program that says it otherwise."""
    monkeypatch.setattr(Mechanism.CHECKPOINT, "_label_", "Wakes every cell")
    monkeypatch.setattr(Route.VEIN, "_label_", "By needle")
    monkeypatch.setattr(TherapyType._meta.get_field("mechanism"), "choices", Mechanism.choices)


def test_the_words_of_each_chosen_value_are_signed(therapy, wen):
    labels = therapy.live_edition().snapshot["labels"]
    assert labels["mechanism"] == {"checkpoint": Mechanism.CHECKPOINT.label}
    assert labels["routes"] == {"vein": Route.VEIN.label, "mouth": Route.MOUTH.label}
    assert cast.article(wen, genre=Genre.QUESTION).snapshot()["labels"] == {
        "genre": {"question": "Question and answer"}
    }


@pytest.mark.usefixtures("reworded")
def test_a_change_of_the_code_changes_no_signed_page(public, therapy):
    page = public.get(therapy.live_edition().get_absolute_url()).content.decode()
    assert "Takes a brake off immune cells" in page
    assert "Drip into a vein, or by mouth" in page
    assert "Wakes every cell" not in page
    assert "By needle" not in page
    assert "Drip into a vein, or by mouth" in page.partition("howPerformed")[2]


@pytest.mark.usefixtures("reworded")
def test_the_next_signer_sees_the_new_words_as_a_change(therapy):
    old, new = therapy.live_edition().snapshot, therapy.stored().snapshot()
    (part,) = [each for each in changes.between(old, new, {}).changed if each.label == "Mechanism"]
    rows = [row for stretch in part.stretches for row in stretch.rows]
    assert "Wakes" in " ".join(run.text for row in rows for run in row.runs)


def test_a_value_without_signed_words_is_shown_as_it_is():
    bare = {"kind": "x", "slug": "x", "title": "x", "summary": "", "writer": "", "facets": {}}
    page = TherapyPage(**bare, mechanism="phlogiston", routes=["vein", "ear"])
    assert (page.mechanism_in_words, page.routes_in_words) == ("phlogiston", "vein, or ear")
    assert ArticlePage(**bare).label("genre", "explainer") == "explainer"
