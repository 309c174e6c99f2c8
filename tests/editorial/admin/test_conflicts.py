"""Nothing that somebody saved meanwhile is overwritten unseen: each field of each kind of page."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Risk
from editorial import acts
from editorial.acts import drafts
from editorial.models import Document
from evidence.models import Citation, Reference
from tests import cast
from tests.admin_forms import address, errors, fields_of, opened, row

KINDS = {"article": cast.article, "condition": cast.condition,
         "glossaryentry": cast.entry, "therapytype": cast.therapy}  # fmt: skip
# Another value for a field, where it cannot be made from the one that is there.
OTHER = {
    "slug": "another-address",
    "ncit_code": "C309",
    "mesh_code": "D008545",
    "genre": "question",
    "mechanism": "vaccine",
    "risk": "high",
    "routes": "mouth",
    "review_interval_months": "7",
    "position": "1",
}
DATES = {"publish_at": "2031-05-06", "expire_at": "2032-05-06"}


@pytest.fixture
def references(db):
    return [Reference.objects.create(key=key, title=f"About {key}") for key in ("hodi", "le")]


FORM_FIELDS = {
    kind: [
        field.name
        for field in [
            *Document.model_of(kind)._meta.fields,
            *Document.model_of(kind)._meta.many_to_many,
        ]
        if not field.auto_created
        and getattr(field, "editable", False)
        and field.name != "document_ptr"
    ]
    for kind in KINDS
}


def changed_to(form: dict[str, list[str]], name: str, related: Any) -> dict[str, list[str]]:
    """The form with another valid value of one field."""
    if name in DATES:
        return {f"{name}_0": [DATES[name]], f"{name}_1": ["10:00"]}
    if name in OTHER:
        return {name: [OTHER[name]]}
    if name in related:
        return {name: [str(related[name].pk)]}
    return {name: [f"{form.get(name, [''])[0]}<p>Saved meanwhile</p>"]}


@pytest.fixture
def both(wen, will):
    mine, theirs = Client(), Client()
    mine.force_login(wen)
    theirs.force_login(will)
    return mine, theirs


def conflicting(both: Any, document: Any, change: dict[str, list[str]]) -> Any:
    """Wen opened the page, Will saved a change, Wen saves another field: what does Wen see?"""
    mine, theirs = both
    form = opened(mine, address(document))
    saved = theirs.post(address(document), opened(theirs, address(document)) | change)
    assert saved.status_code == 302, errors(saved)
    return mine.post(address(document), form)


def in_form(client: Any, document: Any) -> set[str]:
    form = client.get(address(document)).context["adminform"].form
    return set(form.fields) - {"loaded_version"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_of_fields_here_is_complete(kind, both, wen, ravi):
    document = KINDS[kind](wen)
    if kind == "article":
        cast.publish(document, wen, ravi)
        acts.revise(document, by=wen)
    fields = in_form(both[0], document)
    assert fields <= set(FORM_FIELDS[kind])
    assert set(FORM_FIELDS[kind]) - fields <= {"change_note"}


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k in KINDS for n in FORM_FIELDS[k]])
def test_a_change_of_any_field_is_on_the_page_before_it_is_overwritten(kind, name, both, wen, ravi):
    document = KINDS[kind](wen)
    if name == "change_note":
        cast.publish(document, wen, ravi)
        acts.revise(document, by=wen)
    related = {"owner": ravi, "see_also": cast.entry(wen), "conditions": cast.condition(wen)}
    related["therapies"] = cast.therapy(wen)
    change = changed_to(opened(both[0], address(document)), name, related)
    response = conflicting(both, document, change)
    newer = response.context["adminform"].form.conflict.fields
    assert list(newer) == [name]
    assert newer[name].only_theirs
    assert newer[name].change.changed
    assert f'id="newer-{name}"' in response.content.decode()


# --- Rows -----------------------------------------------------------------------------------------

ROWS = [
    ("risks", Risk, "name"), ("risks", Risk, "frequency"), ("risks", Risk, "seek_help"),
    ("risks", Risk, "position"), ("citations", Citation, "reference"),
    ("citations", Citation, "kept"),
]  # fmt: skip


def with_rows(wen, references):
    document = cast.therapy(wen)
    with drafts.saving(document, by=wen, draft_version=document.draft_version):
        Citation.objects.create(document=document, reference=references[0], position=1)
    return document.stored()


def newer_in(response: Any, prefix: str) -> Any:
    for each in response.context["inline_admin_formsets"]:
        if each.formset.prefix == prefix:
            return each.formset.newer_rows
    raise LookupError(prefix)


def test_the_list_of_row_fields_here_is_complete(both, wen, references):
    document = with_rows(wen, references)
    formsets = both[0].get(address(document)).context["inline_admin_formsets"]
    found = {
        (each.formset.prefix, name)
        for each in formsets
        for name in each.formset.form.base_fields
        if name not in ("id", "therapy", "document", "DELETE")
    }
    assert found == {(prefix, name) for prefix, _, name in ROWS}


@pytest.mark.parametrize(("prefix", "model", "name"), ROWS)
def test_a_change_of_any_field_of_a_row_is_on_the_page(prefix, model, name, both, wen, references):
    document = with_rows(wen, references)
    given = {"position": ["1"], "reference": [str(references[1].pk)]}.get(name, ["Saved meanwhile"])
    field = f"{prefix}-0-{name}"
    mine, theirs = both
    form = opened(mine, address(document))
    change = opened(theirs, address(document)) | {field: given}
    if name == "kept":
        del change[field]
        change |= {"summary": ["So that the list keeps its source."],
                   "how_it_works": ["<p>Text.[@hodi]</p>"]}  # fmt: skip
    assert theirs.post(address(document), change).status_code == 302
    response = mine.post(address(document), form)
    newer = newer_in(response, prefix)
    assert newer.only_theirs
    assert newer.change.changed
    assert f'href="#newer-{prefix}"' in response.content.decode()


def risk(name: str, position: str = "0", **more: str) -> dict[str, str]:
    return {"name": name, "frequency": "Rare", "seek_help": "Call.", "position": position} | more


def test_rows_that_were_added_taken_out_or_put_in_another_order_are_on_the_page(
    both, wen, references
):
    document = with_rows(wen, references)
    added = {"risks-TOTAL_FORMS": ["2"]} | row("risks", 1, **risk("Their risk", "1"))
    response = conflicting(both, document, added)
    assert "Their risk" in newer_in(response, "risks").lines[1]
    assert newer_in(response, "citations") is None
    again = conflicting(both, document, {"risks-0-position": ["2"]})
    assert newer_in(again, "risks").change.changed
    gone = conflicting(both, document, {"risks-1-DELETE": ["on"]})
    assert len(newer_in(gone, "risks").lines) == 1


def test_rows_that_nobody_else_changed_are_not_called_newer(both, wen, references):
    document = with_rows(wen, references)
    mine, theirs = both
    form = opened(mine, address(document)) | {"risks-0-name": ["My name for it"]}
    theirs.post(address(document), opened(theirs, address(document)) | {"summary": ["Theirs."]})
    response = mine.post(address(document), form)
    assert newer_in(response, "risks") is None
    again = fields_of(response.content.decode())
    assert mine.post(address(document), again).status_code == 302
    assert document.risks.get().name == "My name for it"


def test_a_row_that_cannot_be_saved_as_typed_is_compared_as_typed(both, wen, references):
    document = with_rows(wen, references)
    mine, theirs = both
    form = opened(mine, address(document)) | {"risks-0-position": ["first"]}
    change = opened(theirs, address(document)) | {"risks-0-position": ["1"]}
    assert theirs.post(address(document), change).status_code == 302
    newer = newer_in(mine.post(address(document), form), "risks")
    shown = " ".join(row.text for each in newer.change.stretches for row in each.rows)
    assert "first" in shown


# --- Who saved it, and in what words --------------------------------------------------------------


def test_the_difference_is_shown_in_words(both, wen):
    document = cast.article(wen, body="<p>Take 0.16 mg with food each day.</p>")
    response = conflicting(both, document, {"body": ["<p>Take 1.6 mg with food each day.</p>"]})
    page = response.content.decode()
    assert '<del><span class="visually-hidden"> [deleted: </span>1.6 <' in page
    assert '<ins><span class="visually-hidden"> [inserted: </span>0.16 <' in page


def test_it_says_that_it_was_another_person(both, wen):
    response = conflicting(both, cast.article(wen), {"summary": ["Theirs."]})
    assert "somebody else saved this page meanwhile" in response.content.decode()
    assert "by Will Sample (" in errors(response)


def test_it_says_that_it_was_the_same_person_in_another_tab(both, wen):
    mine, _ = both
    response = conflicting((mine, mine), cast.article(wen), {"summary": ["Mine as well."]})
    page = response.content.decode()
    assert "you saved this page in another tab or window" in page
    assert "somebody else" not in page
    assert "by yourself in another tab or window (" in errors(response)


def test_of_several_saves_each_person_is_named(both, wen):
    """The last one alone would hide that somebody else had saved before."""
    mine, theirs = both
    document = cast.article(wen)
    form = opened(mine, address(document))
    for client, text in ((theirs, "Theirs."), (mine, "Mine.")):
        client.post(address(document), opened(client, address(document)) | {"summary": [text]})
    response = mine.post(address(document), form)
    assert "by yourself in another tab or window (" in errors(response)
    assert "by Will Sample (" in errors(response)
    assert "somebody else saved this page meanwhile" in response.content.decode()


@pytest.mark.parametrize("version", ["", "x", "99"])
def test_a_form_that_does_not_say_where_it_began_accuses_nobody(both, wen, version):
    mine, _ = both
    document = cast.article(wen)
    form = opened(mine, address(document)) | {"loaded_version": [version], "summary": [""]}
    response = mine.post(address(document), form)
    assert "does not say which version" in errors(response)
    assert "Sample (" not in errors(response)
    # Not even what is empty in the form is taken for unchanged.
    assert "summary" in response.context["adminform"].form.conflict.fields
