"""Puts links to the glossary into a public page, and the meanings they open beneath it."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from editorial.models import Edition
from editorial.public.page import Page
from glossary.linker import SIGNED_TEXT, PageLinker
from glossary.terms import ENTRY, live_matcher

register = template.Library()


@register.simple_block_tag(takes_context=True)
def link_terms(
    context: template.Context, content: SafeString, edition: Edition | Page
) -> SafeString:
    """`{% link_terms edition %}…{% endlink_terms %}` around the text of a live page, once a page.

    On the review desk and in a preview likewise, around a `Page`: what the reviewer sees is what
    readers would get now. Not around an old edition, which is shown as it was signed.
    """
    state = getattr(context.get("request"), "public_state", None)
    own = edition.slug if edition.kind == ENTRY else ""
    linker = PageLinker(live_matcher(state), own, _choices(edition))
    html = linker.link(content, within=SIGNED_TEXT)
    if not linker.linked:
        return content
    terms = {"terms": linker.linked.values()}
    meanings = render_to_string("glossary/_term_popovers.html", terms)
    return mark_safe(html + meanings)  # noqa: S308 - the content is rendered already


def _choices(text: Edition | Page) -> list[str]:
    if isinstance(text, Page):
        return text.glossary_links
    decided: list[str] = text.snapshot.get("glossary_links", [])
    return decided
