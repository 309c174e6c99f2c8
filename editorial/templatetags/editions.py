"""How templates show signed text: names of other pages, dates, anchors."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editorial.kinds import Kind, topics
from editorial.models import Edition, SignOff
from editorial.public.links import of_kind, pages_in_role
from editorial.public.page import Page
from editorial.text.outline import Outline, framed, outline

register = template.Library()


# `{% links page "therapy" linked_pages as … %}`
register.simple_tag(pages_in_role, name="links")
register.filter(of_kind)


@register.simple_tag
def topics_of(page: Page, linked_pages: Mapping[int, Edition]) -> list[tuple[Kind, list[Edition]]]:
    """By kind, the live pages of topics that the page names."""
    named = [(kind, pages_in_role(page, role, linked_pages)) for role, kind in topics().items()]
    return [(kind, pages) for kind, pages in named if pages]


@register.filter(name="outline")
def outline_of(html: str) -> Outline:
    return outline(html)


@register.filter
def prose(html: str) -> SafeString:
    """Signed HTML, cleaned when it was saved, with its tables framed."""
    return mark_safe(framed(html))  # noqa: S308


@register.filter
def day(moment: date | datetime | None) -> str:
    """The date in words, for readers and for machines."""
    return _time(moment, "j F Y")


@register.filter
def short_day(moment: date | datetime | None) -> str:
    return _time(moment, "j M Y")


def _time(moment: date | datetime | None, style: str) -> str:
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = timezone.localdate(moment)
    text = written(moment, style)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.filter
def short_digest(digest: str) -> str:
    """Enough of a SHA-256 to compare by eye: two groups of four."""
    return f"{digest[:4]} {digest[4:8]}"


@register.filter
def whole(sign_offs: Iterable[SignOff]) -> bool:
    """Whether every signer read the whole page."""
    return all(each.scope == "whole" for each in sign_offs)
