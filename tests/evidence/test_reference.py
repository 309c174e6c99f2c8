"""What people paste into a reference: authors on one line, short page ranges, odd identifiers."""

import json
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from evidence.ama import ama_html
from evidence.authors import split_authors
from evidence.library import save_reference
from evidence.models import Reference
from evidence.page_ranges import full_ranges
from evidence.title_markup import kept_markup
from immunosite.importing.references import Library

FIELD = settings.BASE_DIR.parent / "shared/field"
EIGHT = ["Abel FS", "O'Brien SJ", "Cole DF", "Dunn RW", "Eads JA", "Ford JB", "Gale R", "Hill C"]


def field_file(name: str) -> Path:
    if not (FIELD / name).exists():
        pytest.skip("shared data folder is absent")
    return FIELD / name


# --- Authors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (", ".join(EIGHT), EIGHT),
        ("Hodi FS, O'Day SJ.", ["Hodi FS", "O'Day SJ"]),
        ("Hodi FS and O'Day SJ", ["Hodi FS", "O'Day SJ"]),
        ("Hodi, F. S., & O'Day, S. J.", ["Hodi FS", "O'Day SJ"]),
        ("Hodi, F.S., O'Day, S.J.", ["Hodi FS", "O'Day SJ"]),
        ("Hodi, F. Stephen; O'Day, Steven J.", ["Hodi FS", "O'Day SJ"]),
        ("Hodi, F. Stephen and O'Day, Steven J.", ["Hodi FS", "O'Day SJ"]),
        ("van der Meer JW, Al-Sayed M", ["van der Meer JW", "Al-Sayed M"]),
        ("Loscalzo J Jr, Smith K 2nd", ["Loscalzo J Jr", "Smith K 2nd"]),
        ("Loscalzo J, Jr., Smith K", ["Loscalzo J Jr", "Smith K"]),
        ("Ørsted Å, Müller-Weiß ÄÖ", ["Ørsted Å", "Müller-Weiß ÄÖ"]),
        ("Zhang L; CheckMate Investigators", ["Zhang L", "CheckMate Investigators"]),
        ("Zhang L, CheckMate 067 Investigators", ["Zhang L", "CheckMate 067 Investigators"]),
        ("Hodi F. S.", ["Hodi FS"]),
        ("Hodi FS\nO'Day SJ;", ["Hodi FS", "O'Day SJ"]),
        # Names of groups hold commas and “and” too, and stay whole.
        ("Department of Health, England", ["Department of Health, England"]),
        ("WHO, Geneva, Switzerland", ["WHO, Geneva, Switzerland"]),
        ("Institute for Health and Care", ["Institute for Health and Care"]),
        ("World Health Organization", ["World Health Organization"]),
    ],
)
def test_one_line_of_authors_is_taken_apart_where_it_holds_people(typed, names):
    assert split_authors(typed) == (names, False)


@pytest.mark.parametrize("end", [", et al.", " et al", ", and others"])
def test_and_others_is_no_person(end):
    assert split_authors(f"Hodi FS, O'Day SJ{end}") == (["Hodi FS", "O'Day SJ"], True)


@given(st.text(alphabet="AbC .,;&'and\n", max_size=60))
def test_names_that_were_taken_apart_stay_so(text):
    names, _ = split_authors(text)
    again, _ = split_authors("\n".join(names))
    assert split_authors("\n".join(again))[0] == again


def test_several_people_that_cannot_be_told_apart_are_an_error_at_the_field():
    reference = Reference(key="a", title="A", authors="Ann Lee, Bo Ek, Cy Day, Di Fox")
    with pytest.raises(ValidationError, match="one person a line") as refused:
        reference.full_clean(validate_unique=False, validate_constraints=False)
    assert list(refused.value.message_dict) == ["authors"]


# --- Pages and titles -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("1453-9", "1453-1459"),
        ("1453–9", "1453-1459"),
        ("123-30", "123-130"),
        ("pp. 711 - 23", "711-723"),
        ("e123-8", "e123-e128"),
        ("S12-S15", "S12-S15"),
        ("10-9, 20-2", "10-19, 20-22"),
        ("711-723", "711-723"),
        ("99-101", "99-101"),
        ("e1000367", "e1000367"),
        ("CD003-2", "CD003-2"),
        ("219-8", "219-8"),
        ("xi-xv", "xi-xv"),
        ("", ""),
    ],
)
def test_page_ranges_are_in_full(typed, full):
    assert full_ranges(typed) == full
    assert full_ranges(full) == full


@given(st.text(alphabet="<>/isupb &;lgt.x", max_size=40))
def test_kept_markup_stays_as_it_is(text):
    once = kept_markup(kept_markup(text))
    assert kept_markup(once) == once


# --- Web addresses that are identifiers ----------------------------------------------------------

PUBMED = "https://pubmed.ncbi.nlm.nih.gov/20525992/"


@pytest.mark.django_db
def test_an_address_at_pubmed_is_kept_as_its_number_by_every_door(client, wen):
    client.force_login(wen)
    url = "/admin/evidence/reference/add/"
    form = {"key": "hodi", "kind": "article", "title": "Ipilimumab"}
    typed = "pubmed.ncbi.nlm.nih.gov/20525992?dopt=Abstract"
    assert client.post(url, {**form, "url": typed}).status_code == 302
    saved = Reference.objects.get()
    assert (saved.pmid, saved.url) == ("20525992", "")
    again = client.post(url, {**form, "key": "other", "url": PUBMED})
    assert "this PMID already" in again.content.decode()
    other = client.post(url, {**form, "key": "other", "url": PUBMED, "pmid": "1"})
    assert "the field PMID has 1" in other.content.decode()


@pytest.mark.django_db
def test_an_import_finds_the_source_of_an_address_by_its_number(wen):
    hodi = save_reference(Reference(key="hodi", title="Ipilimumab", url=PUBMED), by=wen)
    for library in (Library(), Library()):
        library.check_source({"url": PUBMED})
        assert library.source_of({"url": f"{PUBMED}?x=y"}, by=wen) == hodi.pk
    made = Library().source_of({"url": "https://doi.org/10.1000/New"}, by=wen)
    assert Reference.objects.get(pk=made).doi == "10.1000/new"
    assert Library().source_of({"url": "http://dx.doi.org/10.1000/NEW"}, by=wen) == made


# --- As people reported it ------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_references_from_the_field_are_read_right(wen):
    rows = {
        row["key"]: row for row in yaml.safe_load(field_file("a/11-references.yaml").read_text())
    }
    saved = {}
    for key, row in rows.items():
        if key != "probe-raw":
            saved[key] = save_reference(Reference(**row), by=wen)
    with pytest.raises(ValidationError, match="this DOI already"):
        save_reference(Reference(**rows["probe-raw"]), by=wen)
    printed = {key: ama_html(reference) for key, reference in saved.items()}
    assert "CD8<sup>+</sup> T cells in <i>Helicobacter</i>" in printed["probe-markup"]
    assert printed["probe-oneline"].startswith("Aa A, Bb B, Cc C, et al. ")
    assert "1453-1459" in printed["probe-pages"]
    assert "<i>γδ T cells, β-defensins and p53</i>" in printed["probe-greek-book"]


def test_the_identifiers_from_the_field_are_stored_in_one_form():
    for case in json.loads(field_file("b/s07-identifiers.json").read_text()):
        field = Reference._meta.get_field(case["field"])
        assert field.to_python(case["typed"]) == case["stored"]
    for line in field_file("a/20-pmid.txt").read_text().splitlines():
        assert Reference._meta.get_field("pmid").to_python(line) == "20525992"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"authors": "Hodi FS, O'Day SJ", "year": "2010"}, "hodi-2010"),
        ({"authors": "Hodi, F. Stephen; O'Day, Steven J.", "year": "2011"}, "hodi-2011"),
        ({"authors": "Taken A", "year": "2010"}, "taken-2010b"),
        ({"editors": "van der Meer JW", "year": "2015"}, "van-der-meer-2015"),
        ({}, "a-title-of-four"),
        ({"authors": "Hodi FS", "key": "my-own"}, "my-own"),
    ],
)
def test_the_key_is_proposed_and_never_asked_for(client, wen, given, key):
    save_reference(Reference(key="taken-2010", title="Taken"), by=wen)
    client.force_login(wen)
    form = {"kind": "article", "title": "A title of four words", "_save": "Save", "key": ""}
    answer = client.post("/admin/evidence/reference/add/", form | given)
    assert answer.status_code == 302
    assert Reference.objects.filter(key=key).exists()


def test_a_key_at_fault_is_told_and_not_replaced(client, wen):
    client.force_login(wen)
    form = {"kind": "article", "title": "A title", "_save": "Save", "key": "Hodi 2010"}
    answer = client.post("/admin/evidence/reference/add/", form)
    assert "Use small letters" in answer.content.decode()
    assert not Reference.objects.exists()
    answer = client.post("/admin/evidence/reference/add/", form | {"key": "", "title": ""})
    assert list(answer.context["adminform"].form.errors) == ["title"]
