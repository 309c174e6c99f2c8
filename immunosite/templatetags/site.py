"""The site's own facts for templates, also where an error page is made without a request."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from editorial.models import Document, Edition
from immunosite.inline_scripts import SCRIPTS

register = template.Library()

# One page, many pages; a kind that is not here goes by its model's names.
NAMES = {
    "therapytype": ("Therapy", "Therapies"),
    "glossaryentry": ("Glossary term", "Glossary"),
}


@dataclass(frozen=True)
class Site:
    name: str
    url: str
    is_sample: bool


@dataclass(frozen=True)
class Room:
    """Where pages of a kind are listed."""

    one: str
    many: str
    url: str


@register.simple_tag
def site() -> Site:
    return Site(settings.SITE_NAME, settings.SITE_URL, settings.SAMPLE_SITE)


@register.filter
def room(edition: Edition) -> Room:
    meta = Document.model_of(edition.kind)._meta
    names = capfirst(str(meta.verbose_name)), capfirst(str(meta.verbose_name_plural))
    one, many = NAMES.get(edition.kind, names)
    return Room(one, many, reverse(f"{edition.kind}-list"))


@register.simple_tag
def inline_script(name: str) -> SafeString:
    """One of our own files. As a module it waits until the page is read, wherever it stands."""
    return mark_safe(f'<script type="module">{SCRIPTS[name]}</script>')  # noqa: S308
