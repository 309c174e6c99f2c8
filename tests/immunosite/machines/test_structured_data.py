"""JSON-LD: it says what the page says, in schema.org's words, and no more."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editorial import acts
from editorial.models import Edition, ReviewTeam
from immunosite.machines.structured_data import script
from immunosite.page_store import store
from tests import cast
from tests._answers import text_of
from tests._rows import parts
from tests.immunosite.machines.machine_pages import (
    PAGES,
    SITE,
    Visible,
    markup,
    of_type,
    publish_all,
    read,
)
from tests.whole_site.test_canaries import all_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own")]

# The types and properties that we use, as schema.org (release 29) has them.
THING = "name alternateName description url sameAs"
WORK = (
    "inLanguage isPartOf author datePublished dateModified version expires citation about "
    "timeRequired"
)
VOCABULARY = {
    "MedicalWebPage": f"{THING} {WORK} lastReviewed reviewedBy medicalAudience mainEntity "
    "publishingPrinciples",
    "MedicalTherapy": f"{THING} howPerformed adverseOutcome",
    "MedicalCondition": f"{THING} possibleTreatment",
    "MedicalEntity": THING,
    "DefinedTerm": f"{THING} inDefinedTermSet",
    "DefinedTermSet": THING,
    "Question": f"{THING} acceptedAnswer",
    "Answer": f"{THING} text",
    "CreativeWork": THING,
    "Person": f"{THING} hasCredential affiliation",
    "Patient": THING,
    "EducationalOccupationalCredential": THING,
    "Organization": THING,
    "WebSite": f"{THING} inLanguage",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
}
# Words of the vocabulary, not of the page.
TERMS = {"https://schema.org", "https://schema.org/Clinician"}
# Once the page on how pages are reviewed is there, every page must link to it.
EXPLAINED = any(each.name == "review-process" for _, each in all_routes())


def build():
    people = cast.person("Wen", "Writer", is_staff=True), cast.clinician("Mei", "Reviewer")
    return *people, publish_all(*people)


wen, mei, site = parts(3)


def nodes(data):
    """Every typed thing in it."""
    if isinstance(data, list):
        for each in data:
            yield from nodes(each)
    elif isinstance(data, dict):
        yield data
        for each in data.values():
            yield from nodes(each)


def strings(data):
    for each in nodes(data):
        for name, value in each.items():
            values = value if isinstance(value, list) else [value]
            if not name.startswith("@") and (name != "publishingPrinciples" or EXPLAINED):
                yield from (text for text in values if isinstance(text, str))


@pytest.mark.parametrize("address", [*PAGES, "/", "/therapies/", "/articles/what-it-is/history/"])
def test_each_string_of_it_is_in_the_page(address):
    page = text_of(Client().get(address))
    visible = Visible(page)
    said = [text for text in strings(markup(page)) if text not in TERMS]
    assert said
    # The edition's number stands in a sentence.
    missing = [text for text in said if not visible.shows(text)]
    assert not missing


def test_a_string_that_no_reader_sees_is_found():
    visible = Visible(text_of(Client().get(PAGES[0])))
    assert not visible.shows("Reviewed by Nobody")
    assert not visible.shows("1999-01-01")


@pytest.mark.parametrize("address", PAGES)
def test_it_uses_the_words_of_the_vocabulary(address):
    for each in nodes(markup(text_of(Client().get(address)))):
        used = {name for name in each if not name.startswith("@")}
        assert used <= set(VOCABULARY[each["@type"]].split()), each


def test_a_page_says_who_reviewed_it_when_and_until_when(wen, mei):
    edition, page = Edition.objects.get(slug="what-it-is"), read("/articles/what-it-is/")
    assert page["lastReviewed"] == edition.last_reviewed.isoformat()
    assert page["expires"] == edition.next_review_due.isoformat()
    assert page["version"] == "1"
    [reviewer] = page["reviewedBy"]
    assert reviewer["@type"] == "Person"
    assert reviewer["url"] == f"{SITE}/reviewers/mei/"
    assert reviewer["hasCredential"] == {
        "@type": "EducationalOccupationalCredential",
        "name": "MD (fictional)",
    }
    assert page["author"] == {"@type": "Person", "name": "Wen Sample"}
    assert page["medicalAudience"] == [{"@type": "Patient"}]
    assert page["publishingPrinciples"] == f"{SITE}/about/review-process/"


def test_a_page_says_how_long_it_takes_to_read_and_a_glossary_term_does_not():
    assert read("/articles/what-it-is/")["timeRequired"] == "PT1M"
    assert "timeRequired" not in read("/glossary/antigen/")


def test_the_team_is_named_where_the_signature_names_it(wen, ravi):
    # Ravi has signed nothing yet; a change of Mei's profile would wait for a second person.
    team = ReviewTeam.objects.create(name="Oncology team", slug="oncology-team")
    ravi.reviewer_profile.teams.add(team)
    cast.sign(cast.submit(cast.article(wen, slug="of-a-team"), wen), ravi, team=team.name)
    [reviewer] = read("/articles/of-a-team/")["reviewedBy"]
    assert reviewer["affiliation"] == {"@type": "Organization", "name": "Oncology team"}


def test_without_a_valid_signature_no_review_is_claimed(monkeypatch):
    monkeypatch.setattr(Edition, "badge", None)
    store.clear()
    page = read("/articles/what-it-is/")
    assert not {"lastReviewed", "reviewedBy", "expires"} & page.keys()


def test_who_signed_one_change_is_not_said_to_have_reviewed_the_page(wen, mei, ravi):
    document = cast.article(wen, slug="changed")
    before = cast.publish(document, wen, mei)
    acts.revise(document, by=wen)
    document = document.stored()
    document.summary = "Said better."
    cast.save(document, wen)
    cast.sign(cast.submit(document, wen), ravi, scope="changes")
    page = read("/articles/changed/")
    assert page["version"] == "2"
    assert page["lastReviewed"] == before.last_reviewed.isoformat()
    assert "reviewedBy" not in page


def test_sources_are_cited_with_their_links():
    [source] = read("/articles/what-it-is/")["citation"]
    assert "Immune checkpoints & more" in source["name"]
    assert source["url"] == "https://doi.org/10.1000/xyz%281%29"
    assert source["sameAs"] == ["https://pubmed.ncbi.nlm.nih.gov/12345678/"]


def test_a_question_has_its_answer():
    entity = read("/articles/does-it-hurt/")["mainEntity"]
    assert (entity["@type"], entity["name"]) == ("Question", "Does it hurt?")
    assert entity["acceptedAnswer"]["text"] == "A little."
    assert "mainEntity" not in read("/articles/what-it-is/")


def test_a_therapy_names_its_risks_and_how_it_is_given():
    entity = read("/therapies/car-t/")["mainEntity"]
    assert entity["@type"] == "MedicalTherapy"
    assert entity["howPerformed"] == "Drip into a vein, or by mouth"
    assert entity["adverseOutcome"] == [{"@type": "MedicalEntity", "name": "Rash"}]


def test_a_condition_names_its_other_names_and_live_treatments(site, edda):
    entity = read("/conditions/melanoma/")["mainEntity"]
    assert entity["alternateName"] == ["Skin cancer", "MM"]
    [treatment] = entity["possibleTreatment"]
    assert treatment["url"] == f"{SITE}/therapies/car-t/"
    acts.withdraw(site["car-t"], by=edda, reason="Retracted.")
    assert "possibleTreatment" not in read("/conditions/melanoma/")["mainEntity"]
    assert "CAR T" not in json.dumps(read("/articles/what-it-is/"))


def test_a_term_belongs_to_the_glossary_and_to_other_vocabularies():
    page = read("/glossary/antigen/")
    entity = page["mainEntity"]
    assert entity["@type"] == "DefinedTerm"
    assert entity["alternateName"] == ["immunogen", "Ag"]
    assert entity["description"] == "What a cell shows. More & more."
    assert entity["inDefinedTermSet"]["url"] == f"{SITE}/glossary/"
    assert [url.split("=")[-1] for url in entity["sameAs"]] == ["C275", "D000941"]
    assert "https://schema.org/Clinician" in page["medicalAudience"]


def test_the_breadcrumb_is_the_one_on_the_page():
    steps = of_type(text_of(Client().get("/therapies/car-t/")), "BreadcrumbList")
    shown = [(s["position"], s["name"], s.get("item")) for s in steps["itemListElement"]]
    assert shown == [
        (1, "Home", f"{SITE}/"),
        (2, "Therapies", f"{SITE}/therapies/"),
        (3, "CAR T-cell", None),
    ]


def test_no_text_ends_the_script_or_opens_a_comment():
    block = script({"name": "</script><!-- & \u2028"})
    inside = re.fullmatch(r"<script[^>]*>(.*)</script>", block, re.DOTALL)
    assert inside
    assert not set("<>&") & set(inside[1])
    assert json.loads(inside[1])["name"] == "</script><!-- & \u2028"
    assert read("/articles/what-it-is/")["name"] == "What “it” is, & why </script> is text"


@pytest.mark.parametrize("address", PAGES)
def test_the_same_page_has_the_same_bytes(address):
    first = Client().get(address).content
    store.clear()
    assert Client().get(address).content == first


def test_an_overdue_page_says_until_when_it_held(monkeypatch):
    later = timezone.now() + timedelta(days=400)
    edition = Edition.objects.get(slug="what-it-is")
    monkeypatch.setattr(timezone, "now", lambda: later)
    store.clear()
    assert read("/articles/what-it-is/")["expires"] == edition.next_review_due.isoformat()


def test_pages_carry_open_graph_and_the_ways_in():
    page = text_of(Client().get("/articles/does-it-hurt/"))
    for name in ("og:title", "og:type", "og:url", "og:site_name", "article:published_time"):
        assert page.count(f'property="{name}"') == 1, name
    assert '<link rel="canonical" href="http://localhost/articles/does-it-hurt/">' in page
    for address in re.findall(r'<link rel="(?:alternate|search)"[^>]*href="(.*?)"', page):
        assert Client().get(address).status_code == 200, address
