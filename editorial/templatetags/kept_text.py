"""The scripts that keep what a person typed, for each page with forms of the admin and the desk."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editorial.kept_text import key_of

register = template.Library()


@register.simple_tag(takes_context=True)
def keep_typed_text(context: Any) -> SafeString:
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return mark_safe("")
    return format_html(
        '<script src="{}" defer></script>\n'
        '<script src="{}" defer data-keeps-for="{}" data-keeps-key="{}"></script>',
        static("form-state.js"), static("kept.js"), user.pk, key_of(user),
    )  # fmt: skip
