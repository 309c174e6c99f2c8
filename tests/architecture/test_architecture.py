"""The rules that hold the rooms apart, each with a proof that it finds a planted fault."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from editorial.management.commands import draw_workflow
from tests.architecture import _code, _doors
from tests.architecture._code import Module, modules
from tests.architecture._pairs import half_filled, pairs, unbound
from tests.architecture._templates import (
    all_templates,
    public_templates,
    rights_asked,
    template_faults,
)

NOT_PUBLIC = ("admin/", "review/", "accounts/")
ALWAYS_PUBLIC = [
    "articles.views",
    "articles.filters",
    "glossary.views",
    "immunosite.home",
    "editorial.public.views",
    "editorial.public.reviewers",
    "editorial.public.addresses",
    "editorial.public.page",
]


@pytest.fixture(scope="module")
def code():
    return modules()


def faults(rule, checked):
    return [fault for module in checked for fault in rule(module)]


def test_no_room_names_a_module_of_a_room_above_as_text(code):
    """Imports themselves are import-linter's: the contracts stand in pyproject.toml."""
    assert len(code) > 50
    assert faults(_code.rooms_above_named, code.values()) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("editorial.public.views", "import_module('immunosite.page_store')"),
        ("evidence.library", "apps.get_model('x'); path = 'glossary.models'"),
    ],
)
def test_a_room_above_that_is_named_as_text_is_found(name, source):
    assert faults(_code.rooms_above_named, [Module(name, source)])


def view_modules(patterns, prefix=""):
    """The project's modules that answer a public address."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(NOT_PUBLIC):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from view_modules(pattern.url_patterns, route)
        else:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield view.__module__


def public_modules(code):
    tags = {library for each in public_templates() for library in each.libraries}
    loaded = [name for name in code if ".templatetags." in name and name.split(".")[-1] in tags]
    start = {*ALWAYS_PUBLIC, *view_modules(get_resolver().url_patterns), *loaded}
    return [code[name] for name in sorted(_code.reached(start, code))]


def test_public_code_reads_editions_and_nothing_else(code):
    checked = public_modules(code)
    assert set(ALWAYS_PUBLIC) <= {module.name for module in checked}
    assert faults(_code.draft_reads, checked) == []


@pytest.mark.parametrize(
    "source",
    [
        "from editorial.models import Edition, Document",
        "from editorial.models.review import Review",
        "from articles.models import Article as A",
        "from glossary import models",
        "import evidence.models",
        "from editorial.models import *",
        "from immunosite.letters.models import Letter",
        "from django.apps import apps",
        "from reversion.models import Version",
        "title = edition.document.title",
        "rows = Edition.objects.filter(document__title='x')",
        "rows = Edition.objects.values('review__document__slug')",
        "rows = Edition.objects.select_related('document')",
        "from editorial.models import Document\nDocument.objects.all()",
    ],
)
def test_a_public_module_that_reads_a_draft_is_found(source):
    assert faults(_code.draft_reads, [Module("articles.views", source)])


def test_what_public_modules_import_is_followed(code):
    planted = {"articles.views": Module("articles.views", "from articles import pages"),
               "articles.pages": Module("articles.pages", "import reversion")}  # fmt: skip
    assert _code.reached(["articles.views"], planted) == set(planted)
    assert "editorial.admin" not in _code.reached(ALWAYS_PUBLIC, code)


def test_only_the_workflow_writes_a_state(code):
    others = [module for name, module in code.items() if name != "editorial.workflow"]
    found = faults(_code.state_writes, [each for each in others if ".migrations." not in each.name])
    assert found == []
    assert faults(_code.state_writes, [code["editorial.workflow"]])


@pytest.mark.parametrize(
    "source",
    [
        "document.state = 'published'",
        "document.state, x = State.DRAFT, 1",
        "Document.objects.filter(pk=1).update(state='draft')",
        "Document.objects.update(**{'state': 'draft'})",
        "Article(state=State.PUBLISHED)",
        "Article.objects.create(state='published')",
        "setattr(document, 'state', 'draft')",
        "Document.objects.bulk_update(rows, ['state'])",
        "cursor.execute('UPDATE editorial_document SET x = 1')",
    ],
)
def test_a_write_to_state_is_found(source):
    assert faults(_code.state_writes, [Module("editorial.acts.drafts", source)])


def test_asking_for_a_state_is_not_writing_it():
    asking = "Document.objects.filter(state='draft'); Q(state=1); x = document.state"
    assert not faults(_code.state_writes, [Module("editorial.acts.drafts", asking)])


def test_who_may_what_on_documents_is_asked_of_the_workflow_alone(code):
    checked = [module for name, module in code.items() if ".migrations." not in name]
    assert faults(_code.rights_asked, checked) == []
    asked = [rights_asked(each.name, each.source) for each in all_templates()]
    assert [fault for found in asked for fault in found] == []


@pytest.mark.parametrize(
    "source",
    [
        "user.has_perm('editorial.review_document')",
        "REVIEWS = 'editorial.review_document'; any(map(user.has_perm, [REVIEWS]))",
        "permission_required('editorial.act_as_editor')",
    ],
)
def test_a_right_that_is_asked_for_elsewhere_is_found(source):
    assert faults(_code.rights_asked, [Module("editorial.desk.views", source)])
    assert list(rights_asked("desk/base.html", "{% if perms.editorial.view_document %}"))


def test_each_table_of_the_engine_is_written_in_one_place(code):
    assert faults(_doors.other_doors, code.values()) == []


def test_each_table_of_the_engine_has_its_door(code):
    assert _doors.DOORS.keys() == _doors.tables().keys()
    assert {door.makes for door in _doors.DOORS.values()} <= {"", *code}


@pytest.mark.parametrize(
    "source",
    [
        "Edition.objects.create(title='x')",
        "Edition(title='x').save()",
        "models.SignOff(signer=me)",
        "review.sign_offs.create(signer=me)",
        "document.reviews.get_or_create(number=1)",
        "Edition._base_manager.bulk_create(rows)",
        "AuditEvent(sequence=1)",
        "Edition.objects.filter(pk=1).update(effective_until=None)",
        "Comment.objects.all().delete()",
        "document.authorship.create(author=me)",
        "person.identity_holds.update(confirmed_by=me)",
        "key.receipts.all().delete()",
    ],
)
def test_a_second_door_is_found(source):
    assert faults(_doors.other_doors, [Module("editorial.desk.views", source)])


@pytest.mark.parametrize("model", _doors.DOORS)
def test_a_second_door_to_any_table_is_found(model):
    changed, made = (
        faults(_doors.other_doors, [Module("articles.views", f"{model}.objects.{call}")])
        for call in ["filter(pk=1).update(a=1)", "create(a=1)"]
    )
    assert changed
    assert bool(made) == bool(_doors.DOORS[model].makes)


def test_no_code_calls_a_template_tag(code):
    assert faults(_code.tags_called, code.values()) == []


@pytest.mark.parametrize(
    "source",
    [
        "from articles.templatetags.therapies import routes",
        "from editorial.templatetags import editions",
        "import immunosite.templatetags.site",
        "from immunosite import templatetags",
    ],
)
def test_code_that_calls_a_template_tag_is_found(source):
    assert faults(_code.tags_called, [Module("immunosite.machines.feeds", source)])


def test_no_label_loses_its_own_capitals(code):
    assert faults(_code.spoilt_names, code.values()) == []


@pytest.mark.parametrize("source", ["str(name).capitalize()", "label.title()"])
def test_a_label_that_would_lose_its_capitals_is_found(source):
    assert faults(_code.spoilt_names, [Module("editorial.findings", source)])


def test_public_templates_show_no_draft_and_trust_only_signed_html():
    templates = public_templates()
    assert len(templates) > 10
    assert [fault for each in templates for fault in template_faults(each.name, each.source)] == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ edition.document.title }}",
        "{% if edition.document.state %}x{% endif %}",
        "{% with d=edition.document %}{{ d.title }}{% endwith %}",
        "{{ edition.review.snapshot.title }}",
        "{{ review.document.owner }}",
        "{{ page.title|safe }}",
        "{{ page.title | safe }}",
        "{% autoescape off %}{{ x }}{% endautoescape %}",
        "{{ page.title|prose }}",
    ],
)
def test_a_template_that_shows_a_draft_or_trusts_too_much_is_found(source):
    assert template_faults("public/page.html", source)


@pytest.mark.django_db
@pytest.mark.parametrize("pair", pairs(apps.get_models()), ids=str)
def test_who_and_when_are_known_together_or_not_at_all(pair):
    assert unbound(pair) == []


@pytest.mark.django_db
def test_a_pair_that_no_constraint_binds_is_found():
    pair = next(p for p in pairs(apps.get_models()) if str(p) == "comment.resolved")
    assert unbound(pair, constraints=[]) == list(half_filled(pair))


def test_the_drawing_of_the_workflow_is_up_to_date():
    call_command("draw_workflow", check=True)


def test_a_drawing_that_is_out_of_date_is_found(tmp_path, monkeypatch):
    old = tmp_path / "workflow.md"
    old.write_text(draw_workflow.drawing().replace("recall", "call back"))
    monkeypatch.setattr(draw_workflow, "PATH", old)
    with pytest.raises(SystemExit, match="out of date"):
        call_command("draw_workflow", check=True)
