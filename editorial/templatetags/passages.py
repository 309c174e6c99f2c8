"""Marks at the passages of a text. A page without `marks` in its context shows the text alone."""

from django import template
from django.utils.safestring import SafeString

from editorial.passages.marks import Marks

register = template.Library()


def _marks(context: template.Context) -> Marks:
    found = context.get("marks")
    return found if isinstance(found, Marks) else Marks([], [])


@register.simple_tag(takes_context=True)
def passage(context: template.Context, part: str, number: int | None = None) -> SafeString:
    """`{% passage "summary" %}`; of one row of a list `{% passage "risks" forloop.counter0 %}`."""
    return _marks(context).at(part, number)


@register.simple_tag(takes_context=True)
def passages_in(context: template.Context, part: str, html: str) -> SafeString:
    """`{% passages_in "body" page.body as body %}`: signed HTML, cleaned when it was saved."""
    return _marks(context).within(part, html)
