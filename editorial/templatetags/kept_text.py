"""The scripts that keep what a person typed, for each page with forms of the admin and the desk."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from editorial.kept_text import key_of

register = template.Library()

SCRIPTS = ("form-state.js", "kept-store.js", "kept-offer.js", "kept.js")


@register.simple_tag(takes_context=True)
def keep_typed_text(context: template.Context) -> SafeString:
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return mark_safe("")
    key = format_html(' data-keeps-for="{}" data-keeps-key="{}"', user.pk, key_of(user))
    scripts = [(static(name), key if name == "kept.js" else "") for name in SCRIPTS]
    return format_html_join("\n", '<script src="{}" defer{}></script>', scripts)
