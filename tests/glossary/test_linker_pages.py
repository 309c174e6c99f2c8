"""Terms are those of the entries in force at this moment, at the cost of one query."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import acts
from editorial.kinds import all_kinds
from glossary.terms import live_matcher
from tests import cast

pytestmark = pytest.mark.django_db

PAGE = Template(
    '{% load glossary_links %}{% link_terms edition %}<div class="prose">{{ text }}</div>'
    "{% endlink_terms %}"
)
LINK = '<a class="term" href="/glossary/antigen/" data-term="antigen">'


@pytest.fixture
def antigen(wen, mei):
    term = cast.entry(
        wen, title="Antigen", slug="antigen", summary="A mark & that defences know.",
        synonyms="Immunogen\nStoff, fremder", abbreviations="AG",
    )  # fmt: skip
    cast.publish(term, wen, mei)
    return term


def shown(edition, text: str = "An antigen.") -> str:
    return PAGE.render(Context({"edition": edition, "text": text}))


def test_a_live_entry_is_linked_and_its_meaning_stands_hidden_on_the_page(antigen, edition):
    html = shown(edition)
    assert f"An {LINK}antigen</a>." in html
    assert 'id="meaning-antigen"' in html
    assert "popover hidden" in html
    assert "A mark &amp; that defences know." in html


@pytest.mark.parametrize("text", ["immunogens", "stoff, fremder", "AG"])
def test_other_names_of_an_entry_are_linked_too(antigen, edition, text):
    assert f"{LINK}{text}</a>" in shown(edition, text)


def test_a_page_without_terms_carries_nothing_of_the_glossary(antigen, edition):
    assert shown(edition, "Nothing.") == '<div class="prose">Nothing.</div>'


def test_a_term_is_not_linked_on_its_own_page(antigen):
    assert LINK not in shown(antigen.live_edition())


def test_an_article_with_the_address_of_a_term_is_not_its_own_page(antigen, wen, mei):
    article = cast.article(wen, slug="antigen")
    assert LINK in shown(cast.publish(article, wen, mei))


def test_a_draft_and_a_submitted_entry_are_not_linked(wen, edition):
    entry = cast.entry(wen, title="Antigen", slug="antigen")
    assert LINK not in shown(edition)
    cast.submit(entry, wen)
    assert LINK not in shown(edition)


def test_a_withdrawn_entry_disappears_at_once(antigen, edition, edda):
    assert LINK in shown(edition)
    acts.withdraw(antigen, by=edda, reason="It was wrong.")
    assert LINK not in shown(edition)
    assert "defences" not in shown(edition)


def test_a_new_edition_changes_the_meaning_at_once(antigen, edition, wen, mei):
    shown(edition)
    acts.revise(antigen, by=wen)
    antigen.refresh_from_db()
    antigen.summary = "Another meaning."
    cast.save(antigen, wen)
    assert "Another meaning." not in shown(edition)
    cast.publish(antigen, wen, mei)
    assert "Another meaning." in shown(edition)


def test_a_scheduled_entry_appears_by_the_clock_and_an_expiring_one_goes(
    edition, wen, mei, monkeypatch
):
    start, end = cast.days_ahead(2), cast.days_ahead(4)
    cast.publish(cast.entry(wen, title="Antigen", slug="antigen", publish_at=start), wen, mei)
    cast.publish(cast.entry(wen, title="Cytokine", slug="cytokine", expire_at=end), wen, mei)

    def linked_at(moment: datetime) -> list[str]:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        html = shown(edition, "antigen, cytokine")
        return [name for name in ("antigen", "cytokine") if f">{name}</a>" in html]

    second = timedelta(seconds=1)
    assert linked_at(start - second) == ["cytokine"]
    assert linked_at(start) == ["antigen", "cytokine"]
    assert linked_at(end - second) == ["antigen", "cytokine"]
    assert linked_at(end) == ["antigen"]


def test_a_page_costs_one_query_at_most(antigen, edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown(edition)


def test_while_the_site_is_in_the_same_state_nothing_is_asked(
    antigen, edition, wen, mei, django_assert_num_queries
):
    kept = live_matcher("one")
    with django_assert_num_queries(0):
        assert live_matcher("one") is kept
    cast.publish(cast.article(wen), wen, mei)
    with django_assert_num_queries(1):
        assert live_matcher("two") is kept
    cast.publish(cast.entry(wen), wen, mei)
    assert live_matcher("three") is not kept


def test_after_a_change_of_the_glossary_only_what_is_new_in_it_is_read(antigen, wen, mei):
    live_matcher("one")
    new = cast.publish(cast.entry(wen, title="Cytokine"), wen, mei)
    with CaptureQueriesContext(connection) as asked:
        assert set(live_matcher("two").by_slug) == {antigen.slug, new.slug}
    names, texts = [each["sql"] for each in asked.captured_queries]
    assert "snapshot" not in names
    assert f"({new.pk})" in texts


def test_what_left_the_glossary_is_linked_no_more(antigen, wen, mei, edda):
    live_matcher("one")
    acts.withdraw(antigen, by=edda, reason="Wrong.")
    assert live_matcher("two").by_slug == {}


def test_a_hostile_entry_stays_text(edition, wen, mei):
    hostile = '<script>alert("1")</script>'
    cast.publish(cast.entry(wen, title=f"Antigen {hostile}", summary=hostile), wen, mei)
    cast.publish(cast.entry(wen, title="Cytokine", summary=hostile), wen, mei)
    assert "<script>alert" not in shown(edition, f"Antigen {hostile} cytokine")


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_bodies_that_the_review_desk_shows_too_do_not_link(kind):
    assert "link_terms" not in source(kind.template)


def test_a_public_page_links_its_terms(antigen, wen, mei):
    cast.publish(cast.article(wen, slug="one", body="<p>One antigen.</p>"), wen, mei)
    html = Client().get("/articles/one/").content.decode()
    assert f"One {LINK}antigen</a>." in html


def source(template: str) -> str:
    return (settings.BASE_DIR / "templates" / template).read_text()
