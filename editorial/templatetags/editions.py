"""How templates show signed text: names of other pages, dates, anchors."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editorial.models import Edition
from editorial.public.page import Page
from editorial.text.outline import Outline, framed, outline

register = template.Library()


@register.simple_tag
def links(page: Page, role: str, names: Mapping[int, Edition]) -> list[Edition]:
    """The live pages that this page names in a role: `{% links page "therapy" names as … %}`."""
    named = [names[each] for each in page.ids(role) if each in names]
    return sorted(named, key=lambda edition: edition.title.casefold())


@register.filter
def of_kind(editions: Iterable[Edition], kind: str) -> list[Edition]:
    return [edition for edition in editions if edition.kind == kind]


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
def whole(sign_offs: Any) -> bool:
    """Whether every signer read the whole page."""
    return all(each.scope == "whole" for each in sign_offs)
