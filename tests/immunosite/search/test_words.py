"""Search reads words as people write them, and reads the index and the question alike."""

import json
from itertools import count

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from editorial.text.fold import words
from immunosite.search.engines import engine
from immunosite.search.finding import find
from immunosite.search.indexed_text import encoded, indexed
from immunosite.search.models import SearchEntry, SearchText, SpellingPair
from immunosite.search.spelling import single
from tests import cast

FIELD = site.BASE_DIR.parent / "shared/field"
_page = count(1)


@pytest.fixture
def published(wen, ravi):
    def publish(text, make=cast.article, **fields):
        body = f"<h2>First</h2><p>{text}</p>"
        given = {"title": f"Page {next(_page)}", "summary": "About it."}
        given |= {"body": body} if make is cast.article else {}
        return cast.publish(make(wen, **given | fields), wen, ravi)

    return publish


def finds(query, edition, **options):
    found = find(query, **options)
    return not found.query.is_loose and edition.pk in [hit.edition.pk for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("A tumour may shrink slowly.", ["tumor", "TUMORS", "tumour"]),
        ("People with leukemia and anaemia.", ["leukaemia", "anemia", "leukaemia anemia"]),
        ("The oesophageal lining and haemoglobin", ["esophageal", "hemoglobin"]),
        ("High-dose IL-2 is given in hospital.", ["IL2", "il 2", "IL–2"]),
        ("High-dose IL2 is given in hospital.", ["IL-2", "IL 2"]),
        ("5-FU is an older drug.", ["5FU", "5 fu"]),
        ("HER2 can be measured.", ["HER-2", "her2"]),
        ("COVID-19 and T-VEC", ["COVID19", "TVEC", "t vec"]),
        ("CAR-T cells", ["CART", "car t", "CAR-T"]),
        ("CAR T cells", ["CART", "CAR-T"]),
        ("TVEC and a followup visit", ["T-VEC", "follow-up"]),
        ("TNF-α drives some inflammation.", ["TNF alpha", "TNFα", "tnf-alpha"]),
        ("interferon beta in γδ T cells", ["interferon-β", "gamma delta", "γδ"]),
        ("Several diagnoses are possible.", ["diagnosis"]),
        ("A diagnosis with metastasis.", ["diagnoses", "metastases"]),
        ("neutra\u00adlising anti\u00adbodies", ["neutralising antibodies"]),
        ("lung \ufb01brosis and in\ufb02uenza", ["fibrosis", "influenza", "\ufb01brosis"]),
        ("½ of 10⁹ cells", ["1 2", "½"]),
        ("Łódź, Ærø and İzmir", ["lodz", "AERO", "izmir", "łódź"]),
        ("Η λευχαιμία και Лейкемия", ["λευχαιμια", "ΛΕΥΧΑΙΜΊΑ", "лейкемия", "ЛЕЙКЕМИЯ"]),
        ("单克隆抗体治疗黑色素瘤", ["抗体", "黑色素瘤"]),
        ("علاج أحمد", ["احمد", "أحمد"]),
        ("Crohn’s disease", ["crohns", "Crohn's", "crohn"]),
        ("anti–PD‑L1 treatment", ["anti-PD-L1", "anti pd l1", "PDL1"]),
        ("Give 5 µg at once", ["5 ug", "5 mcg", "5μg"]),
    ],
)
def test_a_page_is_found_however_its_words_are_typed(published, text, queries):
    edition = published(text)
    assert [query for query in queries if not finds(query, edition)] == []


def test_no_word_is_guessed_from_a_short_form(published):
    published("A card for your wallet.")
    assert find("CART").suggestion == ""
    assert find("carb").suggestion == "card"


def test_what_was_added_is_said_and_can_be_turned_off(client, published):
    edition = published("A tumour.")
    page = client.get("/search/", {"q": "tumor"}).content.decode()
    assert "Also looked for: tumour." in page
    assert edition.title in page
    page = client.get("/search/", {"q": "tumor", "only": "typed"}).content.decode()
    assert "nothing but what you typed" in page
    assert edition.title not in page


def test_editors_add_pairs_that_are_folded_and_kept_once(client, edda, published):
    client.force_login(edda)
    edition = published("Zorbalin is a drug.")
    url = "/admin/search/spellingpair/add/"
    assert client.post(url, {"word": "Zorbalin", "other": "ZRB-1"}).status_code == 302
    assert SpellingPair.objects.filter(word="zorbalin", other="zrb 1").exists()
    assert finds("zrb1", edition)
    for word, other in (("zrb 1", "ZORBALIN"), ("same", "Same"), ("–", "x")):
        assert client.post(url, {"word": word, "other": other}).status_code == 200


@pytest.mark.parametrize("person", ["wen", "ravi"])
def test_only_editors_add_pairs(client, person, request):
    client.force_login(request.getfixturevalue(person))
    assert client.get("/admin/search/spellingpair/").status_code == 200
    assert client.get("/admin/search/spellingpair/add/").status_code == 403


# --- The index and the question agree -------------------------------------------------------------

TEXT = st.text(min_size=1, max_size=30) | st.text(
    alphabet="aZéİıßﬁΑβγσςµ½⁹₂-–'’\u00ad\u200bアｶﾞ抗ไมأ٢'_ 9sed", min_size=1, max_size=20
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TEXT)
def test_any_word_of_a_page_finds_that_page(edition, text):
    SearchText.objects.filter(entry=edition.pk).delete()
    SearchText.objects.create(
        entry=SearchEntry.objects.get(pk=edition.pk),
        title="", names="", summary="", body=indexed(text),
    )  # fmt: skip
    for word in words(text)[:8]:
        # PostgreSQL leaves out words of more than 2,047 bytes, which nobody types.
        assert edition.pk in engine().some(single(word), 10), (word, encoded(word))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example("'S")
@example("’s")
@example("_'s")
@given(TEXT)
def test_a_page_is_found_by_its_own_words_whatever_they_are(edition, text):
    """Index and question agree for any string, asked by the reader's own door."""
    SearchText.objects.filter(entry=edition.pk).delete()
    SearchText.objects.create(
        entry=SearchEntry.objects.get(pk=edition.pk),
        title="", names="", summary="", body=indexed(text),
    )  # fmt: skip
    found = find(text)
    if found.query:
        assert (found.total, found.query.is_loose) == (1, False)


@given(st.text(max_size=60))
def test_what_is_indexed_is_ascii_words_and_single_spaces(text):
    assert indexed(text).isascii()
    assert indexed(text) == " ".join(indexed(text).split())
    assert indexed(text).startswith(" ".join(map(encoded, words(text))))


# --- As people reported it ------------------------------------------------------------------------


def test_the_searches_from_the_field_find_their_pages(published):
    cases = FIELD / "b/s05-search.jsonl"
    if not cases.exists():
        pytest.skip("shared data folder is absent")
    for line in cases.read_text().splitlines():
        case = json.loads(line)
        assert finds(case["asked"], published(case["text"])), case["asked"]
