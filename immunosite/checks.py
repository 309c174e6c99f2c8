"""A system check: what a kind of document lacks to be shown everywhere (docs/adding-a-kind.md)."""

from collections.abc import Iterator, Sequence
from typing import Any

import reversion
from django.apps import AppConfig
from django.contrib import admin
from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import get_resolver

from editorial.models import Document

ADDRESSES = ["{}", "{}-list", "{}-history", "{}-edition", "{}-signed-text", "{}-report"]


def check_kinds(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    hint = "docs/adding-a-kind.md says what a kind needs."
    return [
        Error(f"Pages of the kind “{model._meta.model_name}” lack {lack}.", hint, model, "kinds.E1")
        for model in Document.__subclasses__()
        for lack in lacks(model)
    ]


def registries() -> dict[str, list[str]]:
    """The places that list the kinds by name, each with those that it has."""
    from immunosite.api.filters import KINDS as OF_API  # noqa: PLC0415 - after the models
    from immunosite.machines.sitemap import SECTIONS  # noqa: PLC0415
    from immunosite.machines.structured_data.subjects import SUBJECTS  # noqa: PLC0415
    from immunosite.search.narrowing import KINDS as OF_SEARCH  # noqa: PLC0415

    return {
        "immunosite/machines/sitemap.py: SECTIONS": list(SECTIONS.values()),
        "immunosite/machines/structured_data/subjects.py: SUBJECTS": list(SUBJECTS),
        "immunosite/api/filters.py: KINDS": list(OF_API),
        "immunosite/search/narrowing.py: KINDS": list(OF_SEARCH),
    }


def lacks(model: type[Document]) -> Iterator[str]:
    kind = str(model._meta.model_name)
    for own in ("content", "read", "body_template", "rich_fields"):
        if getattr(model, own, None) == getattr(Document, own, None):
            yield f"“{own}” of their own in the model"
    yield from _lack_template(model)
    yield from _lack_registration(model)
    yield from (f"a line in {where}" for where, kinds in registries().items() if kind not in kinds)
    known = get_resolver().reverse_dict
    for address in (pattern.format(kind) for pattern in ADDRESSES):
        if address not in known:
            yield f"an address named “{address}”"


def _lack_template(model: type[Document]) -> Iterator[str]:
    try:
        get_template(getattr(model, "body_template", ""))
    except TemplateDoesNotExist as error:
        yield f"the template “{error}” (body_template)"


def _lack_registration(model: type[Document]) -> Iterator[str]:
    if not reversion.is_registered(model):
        yield "a registration with reversion, which keeps every save"
    elif "document_ptr" not in reversion.revisions._get_options(model).follow:
        yield "“document_ptr” in what reversion follows"
    if not admin.site.is_registered(model):
        yield "a page in the writers' admin"
