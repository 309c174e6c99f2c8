"""The plain values of therapy pages in readers' words."""

from collections.abc import Iterable

from django import template

from articles.choices import Mechanism, label_of
from editorial.public.page import Section

register = template.Library()


@register.filter
def mechanism(value: str) -> str:
    return label_of(Mechanism, value)


@register.filter
def has_section(sections: Iterable[Section], anchor: str) -> bool:
    return any(section.anchor == anchor for section in sections)
