"""Sources in the writers' rooms."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from evidence.ama import ama_html
from evidence.models import Reference

register = template.Library()


@register.filter
def as_printed(reference: Reference) -> SafeString:
    """In AMA style, as readers would see it."""
    return mark_safe(ama_html(reference))  # noqa: S308 - cleaned by nh3


@register.filter
def named(labels: Mapping[str, str], name: str) -> str:
    return capfirst(str(labels.get(name, name)))
