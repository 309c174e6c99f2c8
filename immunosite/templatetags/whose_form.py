"""`{% csrf_token %}` in each template: Django's own, and whose form it is. Built in by settings."""

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from immunosite.returned.whose import FIELD, mark_of

register = template.Library()


class OwnedFormNode(CsrfTokenNode):
    def render(self, context: template.Context) -> SafeString:
        token = SafeString(super().render(context))
        user = getattr(context.get("request"), "user", None)
        if user is None or not user.is_authenticated:
            return token
        return token + format_html(
            '<input type="hidden" name="{}" value="{}">', FIELD, mark_of(user)
        )


@register.tag
def csrf_token(parser: Parser, token: Token) -> OwnedFormNode:
    return OwnedFormNode()
