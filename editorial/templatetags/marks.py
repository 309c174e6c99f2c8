"""Marks in a text that somebody is to write or to sign, never in a public page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from editorial.text.marks import marked

register = template.Library()


@register.simple_block_tag
def mark_characters(content: SafeString) -> SafeString:
    """`{% mark_characters %}…{% endmark_characters %}` around a rendered text."""
    found = marked(content)
    if not found.legend:
        return content
    legend = format_html(
        '<div class="legend"><p>Marked in this text:</p><ul>{}</ul></div>',
        format_html_join("", "<li>{}</li>", ((said,) for said in found.legend)),
    )
    return mark_safe(legend + found.html)  # noqa: S308 - the content is rendered already
