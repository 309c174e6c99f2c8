"""What readers are told of the sources of a page."""

from collections.abc import Mapping

from django import template
from django.template import Context

from editorial.public.page import Page
from evidence.retractions.pages import told_of
from evidence.retractions.standing import Standing

register = template.Library()
HELD = "_standings_held"


@register.simple_tag(takes_context=True)
def standings_of(context: Context, page: Page) -> dict[int, Standing]:
    """By the number of each source, what readers are told of it; asked once for a page.

    `{% standings_of page as standings %}`; never part of what was signed.
    """
    held = context.get(HELD)
    if held is None or held[0] is not page:
        held = (page, told_of(page) if page.sources else {})
        # Beneath the block that asks first, so that those after it find it.
        context.dicts[0][HELD] = held
    return held[1]


@register.filter
def of_number(standings: Mapping[int, Standing], number: int) -> Standing | None:
    return standings.get(number)


@register.filter
def grave(standings: Mapping[int, Standing]) -> dict[int, Standing]:
    """Those that are told near the top of the page, too."""
    return {number: each for number, each in standings.items() if each.warns}
