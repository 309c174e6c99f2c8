"""“Import references” in the writers' admin, without a script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.imports.reading import MAX_BYTES
from evidence.library import save_reference
from evidence.models import Reference

pytestmark = pytest.mark.django_db
URL = "/admin/evidence/reference/import/"
RIS = (
    "TY  - JOUR\nTI  - Improved survival\nAU  - Hodi, F. S.\nPY  - 2010\nDO  - 10.1056/x\nER  - \n"
)


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


def shown(response):
    return " ".join(response.content.decode().split())


def test_the_library_leads_to_the_import(writing):
    assert f'href="{URL}"' in shown(writing.get("/admin/evidence/reference/"))


def test_what_is_pasted_is_shown_first_and_written_then(writing):
    page = shown(writing.post(URL, {"text": RIS}))
    assert "Read as RIS: 1 entry. Nothing is written yet." in page
    assert "<code>hodi-2010</code> Hodi FS. Improved survival." in page
    assert not Reference.objects.exists()
    page = shown(writing.post(URL, {"text": RIS, "save": "Import"}, follow=True))
    assert "1 source added, 0 completed, 0 were here already." in page
    assert Reference.objects.get().key == "hodi-2010"


def test_a_file_is_read_whatever_its_encoding(writing):
    data = RIS.replace("Hodi", "Müller").encode("latin-1")
    page = shown(writing.post(URL, {"file": SimpleUploadedFile("refs.ris", data), "text": ""}))
    assert "<code>muller-2010</code>" in page
    assert "The text is not UTF-8." in page


def test_what_was_read_comes_along_to_the_second_step_as_it_was(writing):
    text = "\n\n" + RIS.replace("Improved", "</textarea> p < 0.05 &amp; “Improved”")
    page = writing.post(URL, {"text": text})
    assert page.context["reading"].text == text
    assert "&lt;/textarea&gt; p &lt; 0.05 &amp;amp; “Improved”" in page.content.decode()


def test_the_same_title_is_asked_about_and_left_out_without_an_answer(writing, wen):
    save_reference(Reference(key="old", title="Improved survival", year=2010), by=wen)
    page = shown(writing.post(URL, {"text": RIS}))
    assert "Perhaps in the library already (1)" in page
    assert "The same title and year has" in page
    page = shown(writing.post(URL, {"text": RIS, "save": "Import"}, follow=True))
    assert "0 sources added" in page
    assert "1 source left out, of these lines: 1." in page
    writing.post(URL, {"text": RIS, "save": "Import", "same-0": "same"})
    assert Reference.objects.get().doi == "10.1056/x"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "There is nothing in this."),
        ({"text": "words"}, "No reference was found in this."),
        ({"text": RIS, "file": SimpleUploadedFile("a.ris", RIS.encode())}, "not both"),
        ({"file": SimpleUploadedFile("a.ris", b"x" * (MAX_BYTES + 5))}, "larger than 4 MB"),
        ({"file": SimpleUploadedFile("a.ris", b"")}, "The submitted file is empty."),
        ({"text": "<!DOCTYPE a [<!ENTITY x 'y'>]><a/>"}, "declares entities"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_paste_kept(writing, given, said):
    page = writing.post(URL, given)
    assert page.status_code == 200
    assert said in page.content.decode()
    if text := given.get("text"):
        assert page.context["form"]["text"].value() == text


@pytest.mark.parametrize("name", ["same-x", "same-", "same-99999999", "same-0", "same-٣"])
@pytest.mark.parametrize("value", ["same", "", "\x00", "nonsense"])
def test_no_answer_is_a_fault(writing, name, value):
    assert writing.post(URL, {"text": RIS, name: value}).status_code == 200


def test_whoever_may_not_change_the_library_may_not_import(client, ada):
    client.force_login(ada)
    assert client.post(URL, {"text": RIS, "save": "x"}).status_code == 403
    assert not Reference.objects.exists()
