"""A system check: what a kind of document lacks to be shown everywhere (docs/adding-a-kind.md)."""

import re
from collections.abc import Iterator, Sequence

import reversion
from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from editorial.admin.documents import DocumentAdmin
from editorial.kinds import Kind, all_kinds
from editorial.models import Document
from editorial.public.page import Page
from editorial.public.urls import module_exists
from editorial.receipts import keys
from editorial.text.rich_text import RichTextField

HINT = "docs/adding-a-kind.md says what a kind needs."
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TOPIC = re.compile(r"[a-z]+")  # search looks for it with LIKE
# Facets and parameters of lists, searches and the API that are no topics.
TAKEN = {"genre", "mechanism", "route", "see_also", "kind", "slug", "page", "order", "cursor"}
TAKEN |= {"limit", "match", "only", "q", "query", "widen"}
WORDS = {"singular": "Leaflet", "plural": "Leaflets", "list_name": "Leaflets"}
WORDS |= {"description": "What to take home."}
# What a kind need not name: the form of every kind asks for it by itself.
NOT_IN_FIELDSETS = {"change_note", "glossary_links"}


def check_receipt_key(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """A site without its key can publish nothing, so it says so before somebody signs."""
    fault = keys.fault_of(keys.key_file())
    return [Error(fault, id="receipts.E001")] if fault else []


def check_kinds(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    kinds = all_kinds()
    lacks = [(kind, lack) for kind in kinds for lack in lacks_of(kind)]
    return [
        *(Error(said, HINT, id="kinds.E001") for said in unregistered(kinds)),
        *(Error(f"The kind “{kind.name}” lacks {lack}.", HINT, id="kinds.E002")
          for kind, lack in lacks),
        *(Error(said, HINT, id="kinds.E003") for said in shared_paths(kinds)),
        *(Error(said, HINT, id="kinds.E004") for said in shared_topics(kinds)),
    ]  # fmt: skip


def unregistered(kinds: list[Kind]) -> Iterator[str]:
    known = {kind.model.lower() for kind in kinds}
    for model in apps.get_models():
        label = model._meta.label
        if issubclass(model, Document) and model is not Document and label.lower() not in known:
            yield (
                f"{label} is a document of no kind: its pages are in no list, feed, search or API. "
                f"Add a Kind to KINDS in {model._meta.app_config.name}/kinds.py."
            )


def shared_paths(kinds: list[Kind]) -> Iterator[str]:
    first: dict[str, Kind] = {}
    for kind in kinds:
        if kind.path and first.setdefault(kind.path, kind) is not kind:
            yield (
                f"The kinds “{first[kind.path].name}” and “{kind.name}” both have the path "
                f"“{kind.path}”, so they would have the same addresses. Change one."
            )


def shared_topics(kinds: list[Kind]) -> Iterator[str]:
    first: dict[str, Kind] = {}
    for kind in kinds:
        if kind.topic and first.setdefault(kind.topic, kind) is not kind:
            yield (
                f"The kinds “{first[kind.topic].name}” and “{kind.name}” are both the topic "
                f"“{kind.topic}”, so nobody could tell which a page is about. Change one."
            )


def lacks_of(kind: Kind) -> Iterator[str]:
    yield from _lack_words(kind)
    yield from _lack_page(kind)
    yield from _lack_topic(kind)
    yield from _lack_addresses(kind)
    try:
        model = apps.get_model(kind.model)
    except (LookupError, ValueError):
        yield f"its model: there is none called “{kind.model}” (model, as “app.Model”)"
        return
    if not issubclass(model, Document):
        yield f"a model that extends editorial.models.Document ({kind.model} does not)"
        return
    yield from _lack_content(model)
    yield from _lack_registration(model)


def _lack_words(kind: Kind) -> Iterator[str]:
    for name, example in WORDS.items():
        if not getattr(kind, name):
            yield f"the words for it that readers see ({name}, such as “{example}”)"


def _lack_page(kind: Kind) -> Iterator[str]:
    own = "__dataclass_params__" in vars(kind.page)  # not only its parent's
    if kind.page is Page or not (own and issubclass(kind.page, Page)):
        yield "a page: a dataclass of its own that extends editorial.public.page.Page (page)"
    if kind.subject is None:
        yield "what its pages are about for machines: a function for JSON-LD (subject)"
    if not kind.template:
        yield "a template that shows its pages (template)"
        return
    try:
        get_template(kind.template)
    except TemplateDoesNotExist as error:
        yield f"the template “{error}” (template)"
    except TemplateSyntaxError as error:
        yield f"a template that can be read: {kind.template}: {error} (template)"


def _lack_topic(kind: Kind) -> Iterator[str]:
    if kind.topic and (kind.topic in TAKEN or not TOPIC.fullmatch(kind.topic)):
        yield f"a topic in small letters that means nothing else here, unlike “{kind.topic}”"
    if bool(kind.topic) != bool(kind.schema_type):
        yield "both a topic and what it is to schema.org, or neither (topic, schema_type)"


def _lack_addresses(kind: Kind) -> Iterator[str]:
    if not SLUG.fullmatch(kind.path):
        yield "where its addresses begin, in small letters and hyphens (path, such as “leaflets”)"
    if not module_exists(kind.urls):
        named = f"there is none called “{kind.urls}”" if kind.urls else "none is named"
        yield f"the module of its addresses: {named} (urls, such as “leaflets.urls”)"
        return
    for name, args, address in (
        (f"{kind.name}-list", [], f"/{kind.path}/"),
        (kind.name, ["a-page"], f"/{kind.path}/a-page/"),
    ):
        try:
            answered = reverse(name, args=args) == address and resolve(address).url_name == name
        except (NoReverseMatch, Resolver404):
            answered = False
        if not answered:
            yield f"an address named “{name}” at {address} (in {kind.urls})"


def _lack_content(model: type[Document]) -> Iterator[str]:
    if model.content is Document.content:
        yield "what is signed: a method content() in the model"
    rich = {field.name for field in model._meta.fields if isinstance(field, RichTextField)}
    for name in sorted(rich - {*model.rich_fields}):
        yield f"“{name}” in rich_fields, the order in which its texts stand on the page"
    for name in sorted({*model.rich_fields} - rich):
        yield f"the text “{name}”, which rich_fields names and the model has not as a RichTextField"


def _lack_registration(model: type[Document]) -> Iterator[str]:
    if not reversion.is_registered(model):
        yield "a registration with reversion, which keeps every save"
    elif "document_ptr" not in reversion.revisions._get_options(model).follow:
        yield "“document_ptr” in what reversion follows"
    form = admin.site._registry.get(model)
    if not isinstance(form, DocumentAdmin):
        yield "a page in the writers' admin that extends editorial.admin.documents.DocumentAdmin"
        return
    for name in _unasked(model, form):
        yield f"the field “{name}” in the writers' form (fieldsets of {type(form).__name__})"


def _unasked(model: type[Document], form: DocumentAdmin) -> Iterator[str]:
    """What a snapshot may hold and nobody could type."""
    asked = {*flatten_fieldsets(form.fieldsets or ()), *NOT_IN_FIELDSETS}
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.editable and not field.primary_key and field.name not in asked:
            yield field.name
