"""Where an answer leads within the site."""

from collections.abc import Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.conf import settings
from lxml import etree, html

from immunosite.export.asking import Reply

# Of feeds, sitemaps and OpenSearch: an attribute of this name, or the text of this element.
ATTRIBUTES, ELEMENTS = ("href", "src", "template"), ("loc", "uri", "Image")


def links_of(answer: Reply, address: str) -> Iterator[str]:
    """Paths with their queries, as a browser would ask for them from the page at `address`."""
    base = f"{settings.SITE_URL}{address}"
    for link in _written(answer):
        # A template of OpenSearch stands for many addresses; its path is one.
        try:
            found = urlsplit(urljoin(base, link.partition("{")[0].strip()))
        except ValueError:
            continue  # of another site, and not even an address there
        if f"{found.scheme}://{found.netloc}" == settings.SITE_URL:
            yield as_asked(found.path or "/", found.query)


def as_asked(path: str, query: str) -> str:
    """The one way in which an address is written here, however a page writes it."""
    quoted = quote(unquote(path), safe="/~!$&'()*+,;=:@")
    return f"{quoted}?{query}" if query else quoted


def _written(answer: Reply) -> Iterator[str]:
    if "location" in answer.headers:
        yield answer.headers["location"]
    media_type = answer.content_type.partition(";")[0]
    if media_type == "text/html" and answer.body:
        for _, _, link, _ in html.document_fromstring(answer.body).iterlinks():
            yield link
    elif media_type.endswith("xml") and media_type != "image/svg+xml":
        for element in etree.fromstring(answer.body, _parser()).iter(etree.Element):
            yield from (element.attrib[name] for name in ATTRIBUTES if name in element.attrib)
            if etree.QName(element).localname in ELEMENTS:
                yield element.text or ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
