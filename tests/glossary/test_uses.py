"""“Used on these pages”: the live pages that have a term in their words, and no others."""

import pytest
from django.test import Client

from editorial import acts
from immunosite import page_store
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def antigen(wen, mei):
    entry = cast.entry(
        wen, title="Antigen", slug="antigen", synonyms="immunogen\nforeign body", abbreviations="Ag"
    )
    cast.publish(entry, wen, mei)
    return entry


@pytest.fixture
def publish(wen, mei):
    def make(text: str, **fields):
        return cast.publish(cast.article(wen, body=f"<p>{text}</p>", **fields), wen, mei)

    return make


def used_on(entry) -> list[str]:
    page_store.store.clear()
    page = Client().get(f"/glossary/{entry.slug}/")
    return [each.title for each in page.context["backlinks"]]


@pytest.mark.parametrize(
    "text",
    ["An antigen binds.", "ANTIGENS bind.", "An immunogen.", "No foreign bodies.", "The Ag binds."],
)
def test_a_page_with_any_of_its_names_is_listed(antigen, publish, text):
    edition = publish(text)
    assert used_on(antigen) == [edition.title]
    page = Client().get("/glossary/antigen/").content.decode()
    assert "Used on these pages" in page
    assert f'href="{edition.get_absolute_url()}"' in page


@pytest.mark.parametrize("text", ["Another word.", "Antifungal.", "Foreign, and a body."])
def test_a_page_without_them_is_not(antigen, publish, text):
    publish(text)
    assert used_on(antigen) == []


def test_its_own_page_and_other_entries_are_not_listed(antigen, wen, mei):
    other = cast.entry(wen, patient_definition="<p>What an antigen binds.</p>")
    cast.publish(other, wen, mei)
    assert used_on(antigen) == []


def test_what_is_not_live_is_not_listed(antigen, publish, wen, mei, edda):
    gone = publish("An antigen.")
    acts.withdraw(gone.document, by=edda, reason="It was wrong.")
    publish("An antigen.", publish_at=cast.days_ahead(3))
    cast.article(wen, body="<p>An antigen.</p>")
    assert used_on(antigen) == []


def test_a_page_that_no_longer_uses_it_is_not_listed(antigen, publish, wen, mei):
    edition = publish("An antigen.")
    acts.revise(edition.document, by=wen)
    changed = edition.document.stored()
    changed.body = "<p>Another word.</p>"
    cast.publish(cast.save(changed, wen), wen, mei)
    assert used_on(antigen) == []


def test_many_pages_are_a_few_and_a_link_to_all(antigen, publish):
    titles = [publish(f"An antigen, page {number}.").title for number in range(14)]
    assert sorted(used_on(antigen)) == sorted(titles[1:])  # the newest, and one to know of more
    page = Client().get("/glossary/antigen/").content.decode()
    assert page.count('<li><a href="/articles/article-') == 12
    assert 'href="/search/?q=%22Antigen%22"' in page


@pytest.mark.parametrize("short", ["ALL", "and", "CAN"])
def test_a_short_form_that_is_a_word_everywhere_finds_nothing(publish, wen, mei, short):
    entry = cast.entry(wen, title="Leukaemia", slug="leukaemia", abbreviations=short)
    cast.publish(entry, wen, mei)
    publish("All that we can say, and more.")
    assert used_on(entry) == []


@pytest.mark.parametrize("title", ['"', "(", "* OR *", "''; --", "流感", "NEAR(a b)", "🧬"])
def test_hostile_names_are_words_or_nothing(publish, wen, mei, title):
    entry = cast.entry(wen, title=title, slug="hostile", synonyms=f"{title}\n\\")
    cast.publish(entry, wen, mei)
    publish("Some text.")
    assert isinstance(used_on(entry), list)


def test_it_costs_no_query_of_its_own(antigen, publish, django_assert_max_num_queries):
    publish("An antigen.")
    page_store.store.clear()
    with django_assert_max_num_queries(5):
        Client().get("/glossary/antigen/")
