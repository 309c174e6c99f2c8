"""The plain values of therapy pages in readers' words."""

from collections.abc import Iterable

from django import template

from articles.words import MECHANISMS, ROUTES
from editorial.public.page import Section

register = template.Library()


@register.filter
def mechanism(value: str) -> str:
    return MECHANISMS.get(value, value)


@register.filter
def routes(values: Iterable[str]) -> str:
    """“Drip into a vein, or injection under the skin”."""
    words = [ROUTES.get(value, value) for value in values]
    rest = [f"{word[:1].lower()}{word[1:]}" for word in words[1:]]
    return ", or ".join([*words[:1], *rest])


@register.filter
def has_section(sections: Iterable[Section], anchor: str) -> bool:
    return any(section.anchor == anchor for section in sections)
