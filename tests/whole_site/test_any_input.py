"""Whatever is sent: the form with its errors, the list with a message, 400 or 404; never 500."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from editorial.admin.any_address import CANNOT_FILTER, AnyAddress
from editorial.admin.choices import RowChoices
from evidence.library import save_reference
from evidence.models import Reference
from immunosite.letters.models import Letter, LetterKind
from tests import cast
from tests._rows import undone
from tests.admin_forms import address, errors, opened
from tests.editorial.admin.test_pages import admin_patterns
from tests.whole_site._hostile import COUNT, HOSTILE, Form, forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody(client: Client, root: Any) -> Client:
    """A client that may do all, and whose faults are answers."""
    client.force_login(root)
    client.raise_request_exception = False
    return client


@pytest.fixture
def source(wen: Any) -> Reference:
    reference = Reference(key="smith-2024", title="T", authors="Smith A", container="C", year=2024)
    save_reference(reference, by=wen)
    return reference


@pytest.fixture
def cited(wen: Any, source: Reference) -> Any:
    return cast.article(wen, body="<p>Text.[@smith-2024]</p>")


def sent(client: Client, form: Form, values: Any, root: Any) -> Any:
    with undone():
        response = client.post(form.url, values)
    client.force_login(root)  # the form may have changed the password
    return response


# --- Forms ----------------------------------------------------------------------------------------

PAGES: dict[str, Any] = {
    "article": lambda made: address(made["cited"]),
    "new article": lambda made: "/admin/articles/article/add/",
    "therapy": lambda made: address(cast.therapy(made["wen"])),
    "condition": lambda made: address(cast.condition(made["wen"])),
    "entry": lambda made: address(cast.entry(made["wen"])),
    "source": lambda made: f"/admin/evidence/reference/{made['source'].pk}/change/",
    "new source": lambda made: "/admin/evidence/reference/add/",
    "person": lambda made: f"/admin/editorial/user/{made['wen'].pk}/change/",
    "new person": lambda made: "/admin/editorial/user/add/",
    "password": lambda made: f"/admin/editorial/user/{made['wen'].pk}/password/",
    "own password": lambda made: "/accounts/password/",
    "profile": lambda made: f"/admin/editorial/reviewerprofile/{made['profile'].pk}/change/",
    "team": lambda made: f"/admin/editorial/reviewteam/{made['team'].pk}/change/",
    "letter": lambda made: f"/admin/letters/letter/{letter(made).pk}/change/",
    "submission": lambda made: address(made["cited"], "act", "submit"),
    "withdrawal": lambda made: address(published(made), "act", "withdraw"),
    "re-affirmation": lambda made: address(published(made), "act", "reaffirm"),
    "rescheduling": lambda made: address(waiting(made), "act", "reschedule"),
    "review": lambda made: reverse("desk-review", args=[under_review(made).pk]),
    "a reader's question": lambda made: "/ask/",
}


def letter(made: Any) -> Letter:
    return Letter.objects.create(kind=LetterKind.QUESTION, text="Why?", reply_to="a@example.org")


def published(made: Any) -> Any:
    return cast.publish(cast.article(made["wen"]), made["wen"], made["ravi"]).document


def waiting(made: Any) -> Any:
    document = cast.article(made["wen"], publish_at=cast.days_ahead(3))
    return cast.publish(document, made["wen"], made["ravi"]).document


def under_review(made: Any) -> Any:
    review = cast.submit(cast.article(made["wen"]), made["wen"])
    cast.acts.comment(review, by=made["ravi"], body="Why?")
    return review


@pytest.fixture
def made(cited: Any, source: Reference, wen: Any, ravi: Any, team: Any) -> dict[str, Any]:
    profile = ravi.reviewer_profile
    return {"cited": cited, "source": source, "wen": wen, "ravi": ravi, "team": team,
            "profile": profile}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_value_in_any_field_of_a_form_is_a_fault(anybody, root, made, page):
    url = PAGES[page](made)
    forms = list(forms_of(url, anybody.get(url).content))
    assert any(form.values for form in forms)
    for form in forms:
        for values in form.with_every_value():
            response = sent(anybody, form, values, root)
            assert response.status_code < 500, (form.url, values)


@pytest.mark.parametrize("page", ["article", "profile"])
def test_one_strange_value_in_a_form_that_is_right_otherwise_is_no_fault(anybody, root, made, page):
    url = PAGES[page](made)
    for form in forms_of(url, anybody.get(url).content):
        for name, values in form.with_one("a word"):
            assert sent(anybody, form, values, root).status_code < 500, (form.url, name)


def test_no_count_of_rows_is_a_fault(anybody, root, cited):
    right = Form(address(cited), opened(anybody, address(cited)))
    for what in ("a word", "nothing", "negative", "40 digits", "5,000 digits", "NUL", "missing"):
        value = HOSTILE[what]
        values = right.values | {f"citations{COUNT}": value}
        assert sent(anybody, right, values, root).status_code < 500, value


@pytest.mark.parametrize("value", ["x", "9" * 40, "\x00", "1e9", "999999"])
def test_a_choice_that_is_none_is_told_at_its_field_and_the_form_is_kept(anybody, cited, value):
    form = opened(anybody, address(cited))
    form |= {"citations-0-reference": [value], "body": ["<p>My long text.</p>"]}
    response = anybody.post(address(cited), form)
    assert response.status_code == 200
    assert "That choice is not one of the available choices" in errors(response)
    assert "My long text." in response.content.decode()


def test_every_admin_class_of_the_site_is_ready_for_any_input():
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, AnyAddress), model
        assert isinstance(model_admin, RowChoices), model
        assert all(issubclass(inline, RowChoices) for inline in model_admin.inlines), model


# --- Lists ----------------------------------------------------------------------------------------

LOOKUPS = ["exact", "year", "month", "day", "gte", "in", "range", "isnull", "regex", "contains"]
OF_DJANGO = ["q", "p", "o", "all", "e", "_popup", "_to_field", "_changelist_filters", "_facets"]


def parameters(model: Any, model_admin: Any) -> Iterator[str]:
    """What a list can be asked by: its filters, and what Django would make of a field's name."""
    yield from OF_DJANGO
    for field in model._meta.concrete_fields:
        yield field.name
        if field.name in ("id", "title", "time", "year", "updated_at", "data", "owner"):
            yield from (f"{field.name}__{lookup}" for lookup in LOOKUPS)
    for each in model_admin.list_filter:
        name = each[0] if isinstance(each, tuple) else getattr(each, "parameter_name", each)
        yield from (name, f"{name}__exact", f"{name}__id__exact", f"{name}__isnull")


LISTS = [each for each in admin.site._registry if each.__name__ not in ("Condition", "TherapyType")]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_no_parameter_of_a_list_is_a_fault(anybody, made, model):
    meta = model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    hostile = list(HOSTILE.values())
    for place, name in enumerate(parameters(model, admin.site._registry[model])):
        for value in (hostile[place % len(hostile)], ["9" * 40]):
            asked = f"{url}?{urlencode({name: value}, doseq=True)}"
            assert anybody.get(asked).status_code < 500, asked


@pytest.mark.parametrize("name", ["editorial/auditevent", "editorial/document", "editorial/user"])
@pytest.mark.parametrize(
    "query",
    ["time__year=0", "time__year=99999", "updated_at__month=13", "last_login__day=99",
     "time__year=2026&time__month=0", "title__regex=(", "id__in=x"],
)  # fmt: skip
def test_a_list_that_cannot_be_filtered_so_is_shown_whole_and_says_so(anybody, name, query):
    response = anybody.get(f"/admin/{name}/?{query}", follow=True)
    assert response.status_code == 200
    assert CANNOT_FILTER in response.content.decode()
    assert response.context["cl"].result_count == response.context["cl"].queryset.count()


@pytest.mark.parametrize("name", ["_selected_action", "index", "select_across", "action"])
def test_no_action_on_a_list_is_a_fault(anybody, made, name):
    right = {"action": ["close_chosen"], "_selected_action": [str(letter(made).pk)], "index": ["0"]}
    for value in HOSTILE.values():
        with undone():
            response = anybody.post("/admin/letters/letter/", right | {name: value})
        assert response.status_code < 500, value


# --- Addresses ------------------------------------------------------------------------------------

NUMBERS = ["x", "9" * 40, str(2**63), "%00", "٣"]


def test_no_number_in_any_address_of_the_admin_is_a_fault(anybody, cited):
    patterns = {each for each in admin_patterns() if "<" in each}
    assert len(patterns) > 40
    for pattern in patterns:
        for number in NUMBERS:
            url = "/" + re.sub(r"<[^>]+>", number, pattern).replace("^", "").replace("$", "")
            assert anybody.get(url).status_code < 500, url
        assert anybody.post(url).status_code < 500, url


CHOOSING = {
    "see also": {"app_label": "articles", "model_name": "article", "field_name": "see_also"},
    "source": {"app_label": "evidence", "model_name": "citation", "field_name": "reference"},
    "person": {"app_label": "editorial", "model_name": "reviewerprofile", "field_name": "user"},
}


@pytest.mark.parametrize("choosing", CHOOSING)
def test_no_question_for_choices_while_typing_is_a_fault(anybody, made, choosing):
    right = CHOOSING[choosing] | {"term": "a", "page": "1"}
    for name in right:
        for value in HOSTILE.values():
            asked = "/admin/autocomplete/?" + urlencode(right | {name: value}, doseq=True)
            assert anybody.get(asked).status_code < 500, asked


ASKED = {
    "/admin/articles/article/add/": ["owner", "title", "genre", "see_also", "publish_at", "_popup"],
    "{form}": ["_to_field", "_popup", "restore", "_changelist_filters"],
    "{form}act/submit/": ["version"],
    "{history}": ["page"],
    "/review/": ["title", "kind", "assigned", "team", "due", "risk", "text", "page"],
    "/review/running-out/": ["title", "kind", "due", "page"],
    "/articles/": ["kind", "therapy", "condition", "page"],
    "/therapies/": ["condition", "route", "page"],
    "/therapies/compare/": ["t"],
    "/conditions/": ["page"],
    "/glossary/": ["q", "match", "letter", "page"],
    "/search/": ["q", "kind", "therapy", "condition", "page"],
    "/search/suggest/": ["q"],
    "/corrections/": ["page"],
}


@pytest.mark.parametrize("page", ASKED)
def test_no_parameter_of_a_page_is_a_fault(anybody, cited, page):
    url = page.format(
        form=address(cited).removesuffix("change/"), history=address(cited, "history")
    )
    hostile = list(HOSTILE.values())
    for place, name in enumerate(ASKED[page]):
        for value in hostile[place % 4 :: 4]:
            asked = f"{url}?{urlencode({name: value}, doseq=True)}"
            assert anybody.get(asked, follow=True).status_code < 500, asked
