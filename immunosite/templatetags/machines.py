"""What pages say to machines, made of what they show to people."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from immunosite.machines import structured_data

register = template.Library()
# The steps between Home and the page itself, by the names of the partial's variables.
STEPS = ("list", "page")


@register.simple_tag(takes_context=True)
def page_data(context: Context) -> SafeString | str:
    """The live page at its own address; an old edition or a preview is not marked up."""
    request, edition = context.get("request"), context["edition"]
    if request is None or request.path != edition.get_absolute_url():
        return ""
    return structured_data.script(structured_data.web_page(structured_data.Shown.of(context)))


@register.simple_tag
def website_data() -> SafeString:
    return structured_data.script(structured_data.website())


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context) -> SafeString:
    """The steps that _partials/breadcrumb.html shows."""
    between = [(context.get(f"{step}_name"), context.get(f"{step}_url")) for step in STEPS]
    known = [(str(name), str(url)) for name, url in between if url]
    steps = [("Home", "/"), *known, (str(context.get("here")), "")]
    return structured_data.script(structured_data.breadcrumb(steps))
