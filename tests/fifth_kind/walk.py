"""A trial from a file to every place where readers and machines find it.

Run with `settings.py` beside it, by tests/architecture/test_fifth_kind.py.
"""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import acts, checks
from editorial.checklist import QUESTIONS
from editorial.models import Document, Edition
from evidence.library import save_reference
from evidence.models import Reference
from immunosite.page_store import store
from tests import cast
from tests.admin_forms import opened
from tests.fifth_kind.models import Trial
from tests.immunosite.api.client import ask, walk
from tests.immunosite.export._site import export, files

pytestmark = pytest.mark.django_db

ADDRESS = "/clinical-trials/keynote-zebra/"
FILE = """---
kind: trial
title: KEYNOTE-Zebra
slug: keynote-zebra
summary: Whether it keeps melanoma away for longer.
phase: three
synonyms: [Quaggastudy, NCT00000001]
therapies: [til]
arms:
  - {name: Arm A, given: The new treatment}
  - {name: Arm B, given: The usual treatment}
---
## What it asks

Does the okapiword help?[@hodi-2010] A lymphocyte is involved.

## What it found

It is not known yet.
"""


@pytest.fixture
def draft(wen, ravi, tmp_path):
    """As the importer makes it, with what it needs: a source, a therapy, a term of the glossary."""
    save_reference(Reference(key="hodi-2010", title="Improved survival", year=2010), by=wen)
    cast.publish(cast.therapy(wen, title="TIL therapy", slug="til"), wen, ravi)
    cast.publish(cast.entry(wen, title="Lymphocyte", slug="lymphocyte"), wen, ravi)
    path = tmp_path / "trial.md"
    path.write_text(FILE)
    call_command("import_documents", str(path), "--writer=wen")
    return Trial.objects.get()


@pytest.fixture
def edition(draft, wen, mei):
    """Submitted in the admin's form, found in the desk's queue and signed there."""
    writer, reviewer = Client(), Client()
    writer.force_login(wen)
    reviewer.force_login(mei)
    submit = reverse("admin:fifth_kind_trial_act", args=[draft.pk, "submit"])
    writer.post(submit, opened_act(writer, submit, draft))
    review = draft.reviews.get()
    queue = reviewer.get(reverse("desk-queue"), {"kind": "trial"})
    assert "KEYNOTE-Zebra" in queue.text
    assert "Clinical trial" in queue.text
    assert "KEYNOTE-Zebra" not in reviewer.get(reverse("desk-queue"), {"kind": "article"}).text
    desk = reviewer.get(reverse("desk-review", args=[review.pk])).text
    assert "okapiword" in desk
    assert "The usual treatment" in desk
    signed = reviewer.post(reverse("desk-sign-off", args=[review.pk]), signature(review))
    assert "Edition 1 is public now" in reviewer.get(signed.url).text
    store.clear()
    return Edition.objects.live().get(kind="trial")


def opened_act(client, url, document):
    assert client.get(url).status_code == 200
    return {"draft_version": document.draft_version, "version": document.draft_version}


def signature(review):
    due = timezone.localdate() + timedelta(days=200)
    return {
        "shown_digest": review.digest,
        "shown_plan": cast.plan_key(review),
        "shown_name": "Mei Sample",
        "shown_credentials": "MD (fictional)",
        "meaning": "accuracy",
        "scope": "whole",
        "conflict": "none",
        "next_review_due": due.isoformat(),
        "password": cast.PASSWORD,
        **dict.fromkeys(QUESTIONS, "yes"),
    }


def joined(page: str) -> str:
    return re.sub(r"(?<=>)\s+(?=<)|\s+(?=>)", "", page)


def read(url: str, status: int = 200) -> str:
    answer = Client().get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_the_check_finds_nothing_that_it_lacks():
    assert checks.check_kinds(None) == []


def test_the_importer_fills_all_its_parts(draft):
    assert [arm.name for arm in draft.arms.all()] == ["Arm A", "Arm B"]
    assert [each.slug for each in draft.therapies.all()] == ["til"]
    assert [each.reference.key for each in draft.citations.all()] == ["hodi-2010"]
    assert (draft.kind, draft.phase) == ("trial", "three")


def test_nothing_of_the_draft_is_public(draft):
    for url in ("/clinical-trials/", "/search/?q=okapiword", "/feeds/all.xml", "/sitemap.xml"):
        assert "keynote-zebra" not in read(url).lower()
    read(ADDRESS, status=404)


def test_its_page_shows_the_signed_text(edition, django_assert_max_num_queries):
    store.clear()
    with django_assert_max_num_queries(5):
        page = read(ADDRESS)
    for words in ("KEYNOTE-Zebra", "okapiword", "Arm B: The usual treatment", "Mei Sample", "TIL"):
        assert words in page
    assert 'href="/clinical-trials/">Trials</a>' in page  # the breadcrumb
    assert "popovertarget" in page  # the glossary's term is linked
    assert "Improved survival" in page
    assert 'href="/clinical-trials/keynote-zebra/report/"' in page
    assert "Report a problem" in read(f"{ADDRESS}report/")
    assert "KEYNOTE-Zebra" in read("/clinical-trials/")


@pytest.mark.parametrize("url", ["/", "/articles/", "/no-such-page/", "/search/"])
def test_every_page_leads_to_its_list_and_its_feed(url):
    page = Client().get(url).content.decode()
    assert '<a href="/clinical-trials/">Trials</a>' in page
    assert 'href="/feeds/clinical-trials.xml"' in page
    assert ("What is being tried out now." in page) == (url == "/")


def test_machines_are_told_what_it_is_about(edition):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(ADDRESS))
    page = next(each for each in map(json.loads, blocks) if each["@type"] == "MedicalWebPage")
    subject = page["mainEntity"]
    assert (subject["@type"], subject["name"]) == ("MedicalTrial", "KEYNOTE-Zebra")
    assert subject["alternateName"] == ["Quaggastudy", "NCT00000001"]
    assert [each["name"] for each in page["about"]] == ["TIL therapy"]


def test_feeds_and_sitemaps_have_it(edition):
    for feed in ("/feeds/clinical-trials.xml", "/feeds/all.xml"):
        assert ADDRESS in read(feed)
        assert '<category term="Clinical trial"' in read(feed)
    assert "ImmunoSite: trials" in read("/feeds/clinical-trials.xml")
    assert "/sitemap-clinical-trials.xml" in read("/sitemap.xml")
    assert ADDRESS in read("/sitemap-clinical-trials.xml")
    assert "/clinical-trials/</loc>" in read("/sitemap-site.xml")


def test_search_finds_it_by_its_words_and_names_and_narrows_to_its_kind(edition):
    assert ADDRESS in read("/search/?q=okapiword")
    assert ADDRESS in read("/search/?q=quaggastudy")
    found = read("/search/?q=melanoma+longer&kind=trial")
    assert ADDRESS in found
    assert "Clinical trials" in found
    assert ADDRESS not in read("/search/?q=melanoma+longer&kind=article")
    assert json.loads(read("/search/suggest/?q=quagga"))[0]["url"] == ADDRESS


def test_the_api_and_its_contract_have_it(edition):
    item = ask("/pages/trial/")["items"][0]
    assert item["slug"] == "keynote-zebra"
    assert item["kind"] == "trial"
    assert "trial" in {each["kind"] for each in walk("/pages/")}
    page = ask("/pages/trial/keynote-zebra/")
    assert page["content"]["content"]["arms"][0]["name"] == "Arm A"
    assert page["related"]["therapy"][0]["slug"] == "til"
    assert ask("/pages/trial/keynote-zebra/history/")["items"][0]["edition"] == 1
    assert ask("/pages/trial/keynote-zebra/history/1/")["content"] == page["content"]
    contract = json.loads(read("/api/v1/openapi.json"))
    assert "trial" in contract["components"]["schemas"]["Kind"]["enum"]
    assert "clinical trials" in contract["tags"][0]["description"].lower()


@pytest.fixture
def later(edition, wen, mei):
    """A second trial, which is about the first."""
    trial = Trial(title="KEYNOTE-Quokka", slug="keynote-quokka", summary="Whether it lasts.")
    trial.phase, trial.owner, trial.question = "two", wen, "<p>Does the okapiword last?</p>"
    trial = cast.save(trial, wen, earlier=[edition.document_id])
    later = cast.publish(trial, wen, mei)
    store.clear()
    return later


def test_pages_are_about_it_wherever_they_are_about_a_therapy(later):
    page = read("/clinical-trials/keynote-quokka/")
    assert f'<dt>Clinical trials</dt><dd><a href="{ADDRESS}">KEYNOTE-Zebra</a></dd>' in joined(page)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    markup = next(each for each in map(json.loads, blocks) if each["@type"] == "MedicalWebPage")
    assert [(each["@type"], each["name"]) for each in markup["about"]] == [
        ("MedicalTrial", "KEYNOTE-Zebra")
    ]


def test_searches_are_narrowed_by_it(later):
    found = read("/search/?q=okapiword")
    assert '<label for="by-trial">Clinical trial</label>' in found
    assert '<option value="keynote-zebra">KEYNOTE-Zebra (2)</option>' in joined(found)
    narrowed = read("/search/?q=okapiword&trial=keynote-quokka")
    assert ADDRESS not in narrowed
    assert "/clinical-trials/keynote-quokka/" in narrowed
    assert '<a href="?q=okapiword">Show all</a>' in narrowed


def test_the_api_is_narrowed_by_it(later):
    slugs = [each["slug"] for each in ask("/pages/", trial="keynote-zebra")["items"]]
    assert slugs == ["keynote-quokka"]
    assert ask("/pages/trial/", trial="no-such-page")["items"] == []
    contract = json.loads(read("/api/v1/openapi.json"))
    said = contract["components"]["parameters"]["trial"]["description"]
    assert said.startswith("Pages that name the clinical trial with this slug.")
    for path in ("/pages/", "/pages/{kind}/"):
        names = [each["$ref"] for each in contract["paths"][path]["get"]["parameters"]]
        assert "#/components/parameters/trial" in names
    assert "clinical trial with this slug" in read("/api/v1/docs/")


def test_its_history_holds_each_edition_and_what_changed(edition, draft, wen, mei):
    document = Document.objects.get(pk=draft.pk).specific
    acts.revise(document, by=wen)
    document = Document.objects.get(pk=draft.pk).specific
    document.results = "<p>It helps gerenukword.</p>"
    document.change_note = "What it found."
    cast.publish(cast.save(document, wen), wen, mei)
    store.clear()
    assert "What it found." in read(f"{ADDRESS}history/")
    old = read(f"{ADDRESS}history/1/")
    assert "It is not known yet" in old
    assert "gerenukword" in old  # as what the next one changed
    assert json.loads(read(f"{ADDRESS}history/2/signed.json"))["kind"] == "trial"


def test_the_reviewer_s_page_lists_it(edition):
    page = read("/reviewers/mei/")
    assert ADDRESS in page
    assert "Clinical trial" in page


def test_a_withdrawal_takes_it_down_everywhere(edition, draft, edda):
    acts.withdraw(Document.objects.get(pk=draft.pk), by=edda, reason="The trial was retracted.")
    store.clear()
    assert "The trial was retracted." in read(ADDRESS, status=410)
    assert "Clinical trial withdrawn" in read("/feeds/withdrawals.xml")
    assert ADDRESS not in read("/search/?q=okapiword")
    ask("/pages/trial/keynote-zebra/", status=410)
    assert "The trial was retracted." in read("/corrections/")


def test_the_admin_lists_previews_and_keeps_it(client, edition, draft, wen):
    client.force_login(wen)
    assert "KEYNOTE-Zebra" in client.get("/admin/fifth_kind/trial/").text
    every = client.get("/admin/editorial/document/", {"kind": "trial"}).text
    assert "KEYNOTE-Zebra" in every
    assert "Clinical trial" in every
    for page in ("preview", "history"):
        url = reverse(f"admin:fifth_kind_trial_{page}", args=[draft.pk])
        assert client.get(url).status_code == 200
    form = opened(client, "/admin/fifth_kind/trial/add/")
    assert {"question", "results", "phase", "arms-TOTAL_FORMS"} <= form.keys()


def test_the_record_of_it_holds(edition, capsys):
    call_command("verify_records")


def test_each_passage_that_its_page_shows_can_be_linked_to(later):
    address = "/clinical-trials/keynote-quokka/"
    there = set(re.findall(r' id="(p-[0-9a-f-]+)"', read(address)))
    told = set(re.findall(rf'href="{address}#(p-[^"]+)"', read(f"{address}history/passages/")))
    assert told == there
    assert len(there) > 4


def test_the_static_export_has_all_of_it(edition, tmp_path, settings):
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    export(tmp_path / "to")
    found = files(tmp_path / "to")
    for under in ("", "history/", "history/1/", "history/passages/"):
        assert f"br{ADDRESS}{under}@.text-html-utf-8" in found
    assert b"okapiword" in found[f"identity{ADDRESS}@.text-html-utf-8"]
    assert "identity/feeds/clinical-trials.xml@.application-atom+xml-utf-8" in found
    assert b"/clinical-trials/" in found["nginx/http.conf"]
