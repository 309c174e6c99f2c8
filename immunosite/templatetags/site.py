"""The site's own facts for templates, also where an error page is made without a request."""

import re
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from editorial.kinds import Kind, all_kinds, kind_of
from editorial.models import Edition
from immunosite.inline_scripts import SCRIPTS

register = template.Library()
register.simple_tag(all_kinds, name="kinds")


@dataclass(frozen=True)
class Site:
    name: str
    url: str
    is_sample: bool


@register.simple_tag
def site() -> Site:
    return Site(settings.SITE_NAME, settings.SITE_URL, settings.SAMPLE_SITE)


@register.filter(name="kind_of")
def kind_of_page(edition: Edition) -> Kind:
    return kind_of(edition.kind)


@register.filter
def one_line(text: str) -> str:
    """A title or an attribute whose block is broken over several lines of its template."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text).strip()


@register.simple_tag
def inline_script(name: str) -> SafeString:
    """One of our own files. As a module it waits until the page is read, wherever it stands."""
    return mark_safe(f'<script type="module">{SCRIPTS[name]}</script>')  # noqa: S308
